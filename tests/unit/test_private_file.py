"""The key's file is closed to others. Windows's part by stand-ins for its tools: what is asked of
them and made of their answers; on Windows itself none of it has been run."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from meshy_addon.api import private_file
from meshy_addon.api.private_file import others_can_read, strangers, write_private

MINE = "S-1-5-21-1-2-3-1001"
posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions as POSIX has them")


@posix
@pytest.mark.parametrize("before", [None, 0o644, 0o666])
def test_only_the_user_can_read_what_is_written(tmp_path: Path, before: int | None) -> None:
    path = tmp_path / "key"
    if before is not None:
        path.write_text("old")
        path.chmod(before)
    write_private(path, "new")
    assert path.read_text() == "new"
    assert not others_can_read(path)
    assert [stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()] == [0o600]


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_any_right_of_others_is_seen(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    path.touch()
    path.chmod(mode)
    assert others_can_read(path)


@posix
def test_on_windows_a_file_is_closed_before_it_is_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = stand_in(tmp_path, monkeypatch, "icacls", f'cat "$1" >> "{tmp_path}/content"')
    monkeypatch.setattr(private_file.sys, "platform", "win32")
    write_private(tmp_path / "key", "secret")
    assert (tmp_path / "key").read_text() == "secret"
    assert (tmp_path / "content").read_text() == ""
    path, *how = told.read_text().split()
    assert path == str(tmp_path / "key.new")
    assert how == ["/inheritance:r", "/grant:r", "*S-1-5-18:F", "*S-1-5-32-544:F", "*S-1-3-4:F"]


@posix
@pytest.mark.parametrize("tool", ["exit 1", None])
def test_on_windows_nothing_is_written_where_it_can_not_be_closed(
    tool: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "icacls" if tool else "other", tool or "true")
    monkeypatch.setattr(private_file.sys, "platform", "win32")
    with pytest.raises(OSError, match="icacls"):
        write_private(tmp_path / "key", "secret")
    assert not (tmp_path / "key").exists()
    assert "secret" not in (tmp_path / "key.new").read_text()


@pytest.mark.parametrize(
    ("rules", "who"),
    [
        ("key\r\nD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;OW)\r\n", []),
        (f"key\r\nD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;FA;;;{MINE})", []),
        ("key\r\nD:AI(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)(A;ID;0x1301bf;;;AU)", ["BU", "AU"]),
        ("key\r\nD:(A;;FR;;;WD)", ["WD"]),
        ("key\r\nD:(A;;FR;;;S-1-5-21-1-2-3-1002)", ["S-1-5-21-1-2-3-1002"]),
        ("key\r\nD:(D;;FR;;;WD)(A;;FA;;;OW)", []),
        ("key\r\nD:(XA;;FR;;;WD;(@User.Title==1))", ["WD"]),
        ("key\r\nD:NO_ACCESS_CONTROL", ["everybody"]),
        ("", ["everybody"]),
    ],
)
def test_who_else_has_rights_is_read_from_windows_own_text(rules: str, who: list[str]) -> None:
    assert strangers(rules, MINE) == who


@posix
def test_on_windows_the_doctor_reads_the_rules_and_who_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = tmp_path / "rules"
    stand_in(tmp_path, monkeypatch, "icacls", f'cp "{rules}" "$3"')
    stand_in(tmp_path, monkeypatch, "whoami", f"""echo '"studio\\owl","{MINE}"'""")
    monkeypatch.setattr(private_file.sys, "platform", "win32")
    rules.write_text(f"key\r\nD:AI(A;ID;FA;;;{MINE})\r\n", "utf-16")
    assert not others_can_read(tmp_path / "key")
    rules.write_text("key\r\nD:AI(A;ID;FA;;;BU)\r\n", "utf-16")
    assert others_can_read(tmp_path / "key")


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, does: str) -> Path:
    """A tool of this name in a system folder of its own; the file that tells how it was called."""
    tool, told = folder / "windows" / "System32" / f"{name}.exe", folder / f"{name} was called"
    tool.parent.mkdir(parents=True, exist_ok=True)
    tool.write_text(f'#!/bin/sh\necho "$@" >> "{told}"\n{does}\n')
    tool.chmod(0o755)
    monkeypatch.setenv("SYSTEMROOT", str(folder / "windows"))
    return told
