"""The repository's own rules: the checks of scripts/check.py, and files that stay readable."""

from __future__ import annotations

import sys
from pathlib import Path

import check
import pytest

REPOSITORY = check.REPOSITORY
LONGEST_FILE_LINES = 350  # "about 300"
UNTELLING = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}

SOURCES = sorted(REPOSITORY.glob("meshy_addon/**/*.py"))


@pytest.mark.parametrize("name", check.CHECKS)
def test_check_passes(name: str):
    ran = check.run(Path(sys.executable), check.CHECKS[name])
    assert ran.returncode == 0, ran.stdout


def test_no_file_grows_past_one_idea():
    lines = {source: len(source.read_text(encoding="utf-8").splitlines()) for source in SOURCES}
    long = {str(source): count for source, count in lines.items() if count > LONGEST_FILE_LINES}
    assert not long, f"ask what second idea moved in: {long}"


def test_no_file_is_named_after_nothing():
    assert not [source for source in SOURCES if source.name in UNTELLING]


def test_every_file_says_what_it_is_for():
    silent = [
        str(source.relative_to(REPOSITORY))
        for source in SOURCES
        if (text := source.read_text(encoding="utf-8").strip())
        and not text.removeprefix("# SPDX-License-Identifier: GPL-3.0-or-later")
        .lstrip()
        .startswith(('"""', 'r"""'))
    ]
    assert not silent
