"""What the command line writes and says once a model is made."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.blender import scene_report
from tests.blender.harness import Blender
from tests.emulator.process import Emulator

PROMPT = "a weathered bronze owl"
NAME = "Weathered bronze owl"
FILES = ("owl.blend", "owl.glb", "owl.fbx", "owl.obj", "owl.stl", "owl.usdz")


def what_is_in(blend: str) -> dict[str, Any]:
    import bpy

    bpy.ops.wm.open_mainfile(filepath=blend)
    return {
        "names": scene_report.names(),
        "owl": scene_report.object_facts(NAME),
        "material": scene_report.material_facts(NAME),
    }


def _each_with_o(files: tuple[str, ...]) -> list[str]:
    return [part for file in files for part in ("-o", file)]


@pytest.mark.also_installed
def test_one_job_is_written_in_every_format(blender: Blender, emulator: Emulator):
    ended = blender.cli(
        "text-to-3d", "--prompt", PROMPT, "--json", *_each_with_o(FILES), env=emulator.environment
    )
    assert ended.returncode == 0, ended.stderr
    answer = json.loads(ended.stdout)
    assert ended.stdout.count("\n") == 1
    assert set(answer) == {"job", "tasks", "objects", "files", "seconds"}
    preview, refine = answer["tasks"]
    assert set(preview) == {"id", "kind", "status", "credits"}
    assert (preview["kind"], preview["credits"]) == ("text-to-3d-preview", 20)
    assert (refine["kind"], refine["credits"]) == ("text-to-3d-refine", 10)
    assert {preview["status"], refine["status"]} == {"SUCCEEDED"}
    assert answer["objects"] == [NAME]
    assert answer["seconds"] > 0
    assert set(map(str, _in(blender, FILES))) <= set(answer["files"])
    assert all(Path(file).stat().st_size > 0 for file in answer["files"])
    _check_kinds(blender.folder)
    assert emulator.credits() == 970


def _in(blender: Blender, files: tuple[str, ...]) -> list[Path]:
    return [blender.folder / file for file in files]


def _check_kinds(folder: Path) -> None:
    """By what the formats begin with; where that says nothing, by what they hold."""
    glb = (folder / "owl.glb").read_bytes()
    assert struct.unpack_from("<4sII", glb) == (b"glTF", 2, len(glb))
    assert (folder / "owl.fbx").read_bytes().startswith(b"Kaydara FBX Binary")
    obj = (folder / "owl.obj").read_text()
    material_file = next(line for line in obj.splitlines() if line.startswith("mtllib ")).split()[1]
    assert (folder / material_file).is_file()
    stl = (folder / "owl.stl").read_bytes()
    assert len(stl) == 84 + 50 * struct.unpack_from("<I", stl, 80)[0]
    assert zipfile.ZipFile(folder / "owl.usdz").namelist()[0].endswith((".usdc", ".usda"))


def test_the_blend_holds_the_model_and_nothing_else(blender: Blender, emulator: Emulator):
    ended = blender.cli(
        *("text-to-3d", "--prompt", PROMPT, "-o", "owl.blend"), env=emulator.environment
    )
    assert ended.returncode == 0
    assert ended.stdout.splitlines() == [
        ended.stdout.splitlines()[0],
        str(blender.folder / "owl.blend"),
    ]
    assert ended.stdout.startswith(f"{NAME}: 30 credits, ")
    seen = blender.call(what_is_in, str(blender.folder / "owl.blend"))
    assert seen["names"]["objects"] == seen["names"]["meshes"] == [NAME]
    assert len(seen["names"]["scenes"]) == 1
    assert seen["owl"]["low"][2] == pytest.approx(0, abs=1e-4)
    assert seen["owl"]["meshy"]["prompt"] == PROMPT
    assert all(image["packed"] for image in seen["material"]["images"].values())
    content = (blender.folder / "owl.blend").read_bytes()
    assert emulator.key.encode() not in content


@pytest.mark.one_version
def test_a_folder_takes_everything_and_picture_and_keeps_what_is_there(
    blender: Blender, emulator: Emulator
):
    """Such as another owl, from the same words."""
    folder = blender.folder / "made" / "owl"
    folder.mkdir(parents=True)
    earlier = folder / f"{NAME}.fbx"
    earlier.write_text("the one before")
    ended = blender.cli(
        *("text-to-3d", "--prompt", PROMPT, "--json", "-o", "made/owl/"), env=emulator.environment
    )
    assert ended.returncode == 0, ended.stderr
    assert earlier.read_text() == "the one before"
    written = json.loads(ended.stdout)["files"]
    assert sorted([*written, str(earlier)]) == sorted(str(file) for file in folder.iterdir())
    kinds = {file.suffix for file in folder.iterdir() if file.stem == f"{NAME} 2"}
    assert kinds == {".blend", ".glb", ".fbx", ".obj", ".stl", ".usdz", ".png"}
    assert (folder / f"{NAME} 2.png").read_bytes().startswith(b"\x89PNG")
    assert (folder / f"{NAME} 2 thumbnail.png").is_file()


@pytest.mark.one_version
def test_without_an_output_it_says_how_to_ask_for_one(blender: Blender, emulator: Emulator):
    ended = blender.cli(
        "text-to-3d", "--prompt", PROMPT, "--preview-only", env=emulator.environment
    )
    assert ended.returncode == 0
    assert ended.stdout.splitlines()[1] == (
        "Nothing was written: name a file with -o, as in -o model.blend."
    )
    assert _written(blender) == []


@pytest.mark.one_version
def test_a_file_that_is_there_is_replaced(blender: Blender, emulator: Emulator):
    (blender.folder / "owl.glb").write_text("the one before")
    ended = blender.cli(
        *("text-to-3d", "--prompt", PROMPT, "--preview-only", "-o", "owl.glb"),
        env=emulator.environment,
    )
    assert ended.returncode == 0
    assert (blender.folder / "owl.glb").read_bytes().startswith(b"glTF")
    assert _written(blender) == ["owl.glb"]


def _written(blender: Blender) -> list[str]:
    """What is in the current folder, other than the state that tests keep there."""
    return [file.name for file in blender.folder.iterdir() if file != blender.state_dir]
