"""That a key which leaks in a test run would be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.leaked_key import files_in, holds_key

KEY = "msy_somebody_else"
"""Not the one that this run itself is searched for."""
SCRIPT = """
from pathlib import Path
KEY = "msy_somebody_else"

def test_writes(tmp_path):
    (tmp_path / {name!r}).write_text("a key: " + KEY)
    print({said})
"""


@pytest.mark.parametrize("before", [0, 8 * 2**20 - 5, 8 * 2**20 + 5])
def test_it_is_found_wherever_it_stands(tmp_path: Path, before: int) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * before + KEY.encode() + b"x" * 100)
    assert holds_key(file, KEY)
    file.write_bytes(b"x" * before + KEY.encode()[:-1])
    assert not holds_key(file, KEY)


def test_it_is_found_in_a_compressed_blend(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    pack = zstandard.ZstdCompressor().compress
    (tmp_path / "a.blend").write_bytes(pack(b"BLENDER" * 1000) + pack(KEY.encode()))
    assert holds_key(tmp_path / "a.blend", KEY)


def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder").mkdir()
    assert list(files_in(tmp_path)) == []
    assert not holds_key(tmp_path / "nowhere", KEY)


@pytest.mark.parametrize(
    ("name", "said", "ends"),
    [("log", "1", 1), ("log", "KEY", 1), ("key", "KEY", 1), ("key", "1", 0)],
)
def test_a_run_in_which_it_leaks_fails(
    pytester: pytest.Pytester, name: str, said: str, ends: int
) -> None:
    pytester.makeconftest(
        "from tests.leaked_key import LeakedKey\n"
        "def pytest_configure(config):\n"
        "    config.pluginmanager.register(LeakedKey('msy_somebody_else'))\n"
    )
    pytester.makepyfile(SCRIPT.format(name=name, said=said))
    ran = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    assert ran.ret == ends
    ran.stdout.fnmatch_lines(["The key was looked for in * files that the tests left*"])
