"""Archives from the service: what is in them comes out, and nothing else happens."""

from __future__ import annotations

import os
import stat
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from meshy_addon.api.errors import Nonsense
from meshy_addon.jobs import unpacking
from meshy_addon.jobs.bundles import opened
from meshy_addon.jobs.unpacking import unpack


def archive_of(folder: Path, files: dict[str, bytes], **attributes: int) -> Path:
    path = folder / "bundle.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            for attribute, value in attributes.items():
                setattr(entry, attribute, value)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return path


def test_the_files_come_out_each_by_its_role(tmp_path: Path):
    files = {"out/model.glb": b"glb", "model.obj": b"o", "texture.png": b"p", "base.stl": b"s"}
    found = opened(archive_of(tmp_path, files))
    assert {role: path.read_bytes() for role, path in found.items()} == {
        "model": b"glb",
        "obj": b"o",
        "base_color": b"p",
        "base_stl": b"s",
    }


@pytest.mark.parametrize(
    "name",
    ["../out.glb", "a/../../out.glb", "/etc/out.glb", "C:/out.glb", "..\\out.glb", "\\out.glb"],
)
def test_a_path_out_of_the_folder_is_refused(tmp_path: Path, name: str):
    archive = archive_of(tmp_path, {"model.glb": b"glb", name: b"evil"})
    with pytest.raises(Nonsense):
        unpack(archive, tmp_path / "in" / "here")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["bundle.zip"]


def test_a_link_is_refused(tmp_path: Path):
    link = (stat.S_IFLNK | 0o777) << 16
    archive = archive_of(
        tmp_path, {"model.glb": b"/etc/passwd"}, external_attr=link, create_system=3
    )
    with pytest.raises(Nonsense):
        unpack(archive, tmp_path / "here")
    assert not (tmp_path / "here").exists()


def test_what_grows_out_of_proportion_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unpacking, "MOST_BYTES", 1_000_000)
    archive = archive_of(tmp_path, {"model.glb": b"\0" * 3_000_000})
    assert archive.stat().st_size < 10_000
    with pytest.raises(Nonsense):
        unpack(archive, tmp_path / "here")
    assert not (tmp_path / "here").exists()


def test_sizes_that_the_archive_lies_about_are_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(unpacking, "MOST_BYTES", 1_000_000)
    archive = archive_of(tmp_path, {"model.glb": b"\0" * 3_000_000})
    content = archive.read_bytes()
    archive.write_bytes(content.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 10)))
    with pytest.raises(Nonsense):
        unpack(archive, tmp_path / "here")
    assert not (tmp_path / "here").exists()


@pytest.mark.parametrize(
    "files",
    [{f"{n}.bin": b"" for n in range(201)}, {"a/model.glb": b"1", "b/model.glb": b"2"}],
    ids=["too many", "two of one name"],
)
def test_odd_contents_are_refused(tmp_path: Path, files: dict[str, bytes]):
    with pytest.raises(Nonsense):
        unpack(archive_of(tmp_path, files), tmp_path / "here")


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 and no more", b"\0" * 100])
def test_a_damaged_archive_is_one_sentence(tmp_path: Path, broken: bytes):
    archive = tmp_path / "bundle.zip"
    archive.write_bytes(broken)
    with pytest.raises(Nonsense) as raised:
        unpack(archive, tmp_path / "here")
    assert str(raised.value) == "The archive bundle.zip that Meshy sent is damaged."


def test_what_came_out_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whole: after a power cut a file of its size would be taken for it, whatever is in it."""
    flushed = []

    def note(handle: int) -> None:
        status = os.fstat(handle)
        flushed.append((status.st_ino, status.st_size))

    monkeypatch.setattr(os, "fsync", note)
    files = unpack(
        archive_of(tmp_path, {"model.glb": b"glb" * 9, "base.stl": b"s"}), tmp_path / "a"
    )
    assert flushed[:2] == [(path.stat().st_ino, path.stat().st_size) for path in files]
    if sys.platform != "win32":
        assert [inode for inode, _ in flushed[2:]] == [(tmp_path / "a").stat().st_ino]


def test_names_that_a_platform_cannot_keep_become_harmless(tmp_path: Path):
    [path] = unpack(archive_of(tmp_path, {'mo"del?\u202e.glb': b"glb"}), tmp_path / "here")
    assert path.name == "mo_del_ .glb"
