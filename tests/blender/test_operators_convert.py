"""The selected object as files in other formats."""

from __future__ import annotations

import errno
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.blender import keeping, scene_report, worn
from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def convert_a_well_worn_object(folder: str) -> dict[str, Any]:
    import bpy

    worn.a_well_worn_object()
    before, others = keeping.kept(worn.NAME), scene_report.names()
    bpy.ops.meshy.convert(target_formats={"obj", "3mf"}, folder=f"{folder}/out")
    same = {"before": [before, others], "after": [keeping.kept(worn.NAME), scene_report.names()]}
    bpy.ops.meshy.convert(target_formats={"obj"}, folder=f"{folder}/out", into_scene=True)
    return {**same, "active": bpy.context.active_object.name}


def test_converted_files_come_into_the_folder_and_overwrite_nothing(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(convert_a_well_worn_object, str(blender.folder), env=emulator.environment)
    assert seen["after"] == seen["before"]
    assert seen["active"] == f"{worn.NAME}.001"
    out = blender.folder / "out"
    assert sorted(file.name for file in out.iterdir()) == [
        "Statue 2.obj", "Statue.3mf", "Statue.glb", "Statue.obj",
    ]  # fmt: skip
    assert zipfile.is_zipfile(out / "Statue.3mf")
    assert (out / "Statue.obj").read_text().count("\nf ") > 900


def convert_where_nothing_can_be_written_yet(folder: str) -> dict[str, Any]:
    """A file is in the folder's place, then the disk is full amid the copies, then all is well."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    out, seen = Path(folder) / "out", {}
    out.touch()
    bpy.context.object.name = "Crate"
    seen["before"] = jobs.names()
    job_id = jobs.press("convert", target_formats={"obj", "3mf"}, folder=str(out), into_scene=True)
    jobs.tick_until(lambda: bool(jobs.row(job_id).error))
    seen["in the way"] = [jobs.row(job_id).error, jobs.names()]

    out.unlink()
    copyfile, shutil.copyfile = shutil.copyfile, _on_a_full_disk
    bpy.ops.meshy.place_job(job_id=job_id)
    jobs.tick_until(lambda: "full" in jobs.row(job_id).error)
    shutil.copyfile = copyfile
    seen["full"] = [jobs.row(job_id).error, jobs.names(), [file.name for file in out.iterdir()]]

    bpy.ops.meshy.place_job(job_id=job_id)
    jobs.tick_until_placed(job_id)
    seen["after"] = jobs.names()
    return seen


def _on_a_full_disk(file: Path, copy: Path) -> Path:
    copy.write_bytes(file.read_bytes()[:100])
    if copy.suffix == ".3mf":
        raise OSError(errno.ENOSPC, "No space left on device")
    return copy


@pytest.mark.one_version
def test_what_cannot_be_written_does_not_come_into_the_scene_either_until_it_can(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(
        convert_where_nothing_can_be_written_yet, str(blender.folder), env=emulator.environment
    )
    told, names = seen["in the way"]
    assert told.startswith(f"{blender.folder / 'out'} can't be written")
    assert names == seen["before"]
    told, names, files = seen["full"]
    assert told == f"The disk is full: {blender.folder / 'out' / 'Crate.3mf'} can't be written."
    assert (names, files) == (seen["before"], [])
    assert seen["after"] == sorted([*seen["before"], "Crate.001"])
    written = {file.name: file.stat().st_size for file in (blender.folder / "out").iterdir()}
    assert written.keys() == {"Crate.3mf", "Crate.glb", "Crate.obj"}
    assert min(written.values()) > 100
