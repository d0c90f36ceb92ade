"""The scripts on machines that lack something: they find what starts, and say what doesn't."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import at_once
import environment
import interpreters
import pytest

SCRIPTS = environment.REPOSITORY / "scripts"
THIS_PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=SCRIPTS,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def an_executable(path: Path, lines: str) -> None:
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")
def test_an_interpreter_that_refuses_to_start_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "shims").mkdir()
    (tmp_path / "bin").mkdir()
    an_executable(tmp_path / "shims/python3.99", "echo 'not installed' >&2; exit 127")
    an_executable(tmp_path / "bin/python3.99", "echo 3.99")
    monkeypatch.setenv("PATH", f"{tmp_path}/shims:{tmp_path}/bin")
    assert interpreters.find_python("3.99") == tmp_path / "bin/python3.99"


@pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")
@pytest.mark.parametrize(
    ("says", "found"), [("Blender 4.2.1", True), ("Blender 3.4.1", False), ("a mixer", False)]
)
def test_only_a_blender_that_is_new_enough_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, found: bool
):
    executable = tmp_path / "blender"
    an_executable(executable, f"echo '{says}'")
    monkeypatch.setenv("MESHY_TEST_BLENDER", str(executable))
    interpreters.find_blender.cache_clear()
    try:
        assert interpreters.find_blender() == (executable if found else None)
    finally:
        interpreters.find_blender.cache_clear()


def test_a_version_whose_python_is_missing_says_which_one_it_needs(tmp_path: Path):
    lacking = next(blender for blender in environment.MATRIX if blender.python != THIS_PYTHON)
    code = f"import environment; environment.blender({lacking.version!r})"
    nothing = str(tmp_path)
    ran = run("-c", code, PATH="", PYENV_ROOT=nothing, HOME=nothing, MESHY_DEV_CACHE=nothing)
    assert f"needs Python {lacking.python}" in ran.stderr


def test_a_version_that_is_not_supported_is_refused_by_name():
    with pytest.raises(environment.Unavailable, match=r"3\.6 is none of 4\.2"):
        environment.blender("3.6")


@pytest.mark.parametrize(
    ("processors", "gigabytes", "expected"), [(1, 8, 2), (2, 24, 3), (2, 8, 3), (8, 64, 12),
                                              (2, 4, 2), (8, 8, 4), (2, 1, 1)]
)  # fmt: skip
def test_as_many_tests_run_at_once_as_processors_and_memory_bear(
    processors: int, gigabytes: int, expected: int
):
    # A machine of 8 GB tells a little less than that.
    assert at_once.workers(processors, int(gigabytes * 0.95 * 2**30)) == expected


def test_the_demo_asks_for_a_key_before_it_does_anything_for_real():
    ran = run("demo.py", "--real", MESHY_API_KEY="")
    assert ran.returncode == 1
    assert ran.stderr == "--real needs your key in MESHY_API_KEY.\n"
    assert ran.stdout == ""
