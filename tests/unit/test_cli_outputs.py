"""What `-o` names is looked at before anything is paid; what can't be written is one sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from meshy_addon.api.errors import MeshyError
from meshy_addon.cli.exit_codes import Exit, exit_for
from meshy_addon.cli.outputs import Outputs


def refusal(output: str) -> str:
    """The sentence; the exit code is that of bad input."""
    with pytest.raises(MeshyError) as raised:
        Outputs.parse([output])
    assert exit_for(raised.value) is Exit.BAD_INPUT
    return str(raised.value)


@pytest.mark.parametrize("name", ["o" * 300, f"{'o' * 300}/made"])
def test_a_name_that_no_disk_takes(tmp_path: Path, name: str) -> None:
    reason = os.strerror(errno.ENAMETOOLONG)
    assert refusal(f"{tmp_path / name}/") == f"{tmp_path / name} can't be written ({reason})."


def test_a_home_of_nobody() -> None:
    assert refusal("~nobody-here/made/") == "output: there is no home for ~nobody-here/made/."


def test_a_drive_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows: here there is always a root."""

    def nothing_there(path: Path) -> None:
        raise FileNotFoundError(path)

    folder = Path.cwd() / "made"
    monkeypatch.setattr(Path, "stat", nothing_there)
    assert refusal(f"{folder}/") == f"output: {folder.anchor} isn't there."
