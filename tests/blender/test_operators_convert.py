"""The selected object as files in other formats."""

from __future__ import annotations

import zipfile
from typing import Any

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
