"""Where state lives, and names that are safe on any platform."""

from __future__ import annotations

import ntpath
import os
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshy_addon.jobs.folders import CannotWrite, free_name, job_folder, safe_name, state_folder

ONLY_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="paths of another platform")


def test_the_environment_wins_over_blenders_folder(tmp_path: Path) -> None:
    environment = {"MESHY_STATE_DIR": str(tmp_path / "mine")}
    assert state_folder(environment, tmp_path / "blender") == tmp_path / "mine"
    assert not (tmp_path / "blender").exists()


def test_blenders_folder_wins_over_the_platforms(tmp_path: Path) -> None:
    for environment in ({}, {"MESHY_STATE_DIR": ""}, {"XDG_DATA_HOME": str(tmp_path / "x")}):
        assert state_folder(environment, tmp_path / "blender") == tmp_path / "blender"


@ONLY_LINUX
def test_outside_blender_it_is_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    data = {"XDG_DATA_HOME": str(tmp_path / "data")}
    assert state_folder(data) == tmp_path / "data" / "meshy-blender"
    usual = tmp_path / ".local" / "share" / "meshy-blender"
    assert state_folder({}) == usual
    assert state_folder({"XDG_DATA_HOME": "relative"}) == usual


@ONLY_LINUX
def test_a_home_and_a_relative_path_are_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert state_folder({"MESHY_STATE_DIR": "~/state"}) == tmp_path / "state"
    assert state_folder({"MESHY_STATE_DIR": "here"}) == tmp_path / "here"


@ONLY_LINUX
def test_only_the_user_can_look_into_it(tmp_path: Path) -> None:
    folder = state_folder({}, tmp_path / "state")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert job_folder(folder, "job-1").parent.parent == folder


def test_whoever_asks_for_it_again_does_not_wait_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = state_folder({}, tmp_path / "state")
    with monkeypatch.context() as patch:
        patch.delattr("tempfile.TemporaryFile")
        assert state_folder({}, tmp_path / "state") == folder

    folder.rmdir()
    assert state_folder({}, tmp_path / "state").is_dir()  # somebody has cleaned up meanwhile


@pytest.mark.parametrize("below", ["file", "file/state"])
def test_a_folder_that_cannot_be_is_one_sentence(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match=r"^.+ can't be written \(.+\)\.$"):
        state_folder({"MESHY_STATE_DIR": str(tmp_path / below)})


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_folder_without_the_right_to_write_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CannotWrite, match="Permission denied"):
        state_folder({}, tmp_path)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("weathered bronze owl", "weathered bronze owl"),
        ("Eule mit Hütchen 🦉", "Eule mit Hütchen 🦉"),
        ("a/b\\c:d", "a_b_c_d"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("line\nbreak\tand\0more", "line break and more"),
        ("CON", "_CON"),
        ("con.png", "_con.png"),
        ("COM¹", "_COM¹"),
        ("trailing. . .", "trailing"),
        ("\u202egnp.exe", "gnp.exe"),
        ("", "file"),
        ("...", "file"),
        ("\ud800", "file"),
    ],
)
def test_names_are_made_safe(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_keeps_its_extension() -> None:
    name = safe_name("é" * 300 + ".png")
    assert name.endswith("é.png")
    assert len(name.encode()) <= 80


def is_reserved(name: str) -> bool:
    """Whether Windows keeps this name for itself; the question moved in Python 3.13."""
    if sys.version_info >= (3, 13):
        return ntpath.isreserved(name)
    return PureWindowsPath(name).is_reserved()


@given(st.text(max_size=200))
def test_any_text_makes_a_name_of_one_part(text: str) -> None:
    name = safe_name(text)
    assert name
    assert PurePosixPath(name).parts == (name,)
    assert PureWindowsPath(name).parts == (name,)
    assert not is_reserved(name)
    assert name not in (".", "..")
    assert name == name.strip(" .")
    assert len(name.encode()) <= 81
    assert name.isprintable() or all(character.isprintable() for character in name)
    assert safe_name(name) == name


def test_a_name_is_free_where_none_of_its_files_is_there(tmp_path: Path) -> None:
    (tmp_path / "Owl.glb").touch()
    (tmp_path / "Owl 2 base_color.png").touch()
    (tmp_path / "Owl 3.txt").touch()
    with free_name(tmp_path, "Owl", [".blend", ".glb", " base_color.png"]) as name:
        assert name == "Owl 3"


def test_a_name_is_given_to_one_at_a_time_and_kept_by_whoever_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "owls"
    with free_name(folder, "Owl", [".glb"]) as first, free_name(folder, "Owl", [".glb"]) as second:
        assert (first, second) == ("Owl", "Owl 2")
        (folder / "Owl 2.glb").write_bytes(b"glTF")
    assert [path.name for path in folder.iterdir()] == ["Owl 2.glb"]
