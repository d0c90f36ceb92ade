"""Creative Lab: from a picture to a thing of the size that was asked for, by way of a prototype."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.blender import scene_report
from tests.blender.bad_input import is_one_sentence
from tests.blender.harness import Blender
from tests.blender.test_panel_account import account_after
from tests.emulator.process import Emulator

ROUGHLY = 0.03
"""The emulator makes a badge of small squares."""


def size_mm(name: str) -> list[float]:
    """Of the object with all that hangs on it, in the scene's own unit."""
    import bpy

    bpy.context.view_layer.update()
    root = bpy.data.objects[name]
    meshes = [thing for thing in (root, *root.children_recursive) if thing.type == "MESH"]
    corners = [scene_report.bounds(thing) for thing in meshes]
    to_mm = 1000 * bpy.context.scene.unit_settings.scale_length
    return [
        (max(high[axis] for _, high in corners) - min(low[axis] for low, _ in corners)) * to_mm
        for axis in range(3)
    ]


def make(kind: str, values: dict[str, Any], scale_length: float = 1.0) -> dict[str, Any]:
    """Run both stages; what came of it."""
    import bpy

    bpy.context.scene.unit_settings.scale_length = scale_length
    assert getattr(bpy.ops.meshy, kind)(**values) == {"FINISHED"}
    root = bpy.context.view_layer.objects.active
    return {
        "name": root.name,
        "mm": size_mm(root.name),
        "children": sorted(child.name for child in root.children),
        "scale": list(root.scale),
        "packed": [bool(image.packed_file) for image in bpy.data.images if image.source == "FILE"],
        "meshy": scene_report.provenance(root),
    }


def photo(folder: Path) -> str:
    # Not above: what runs inside Blender has no Pillow.
    from tests.emulator.client import picture

    path = folder / "my_dog.png"
    path.write_bytes(picture(size=(96, 96)))
    return str(path)


def test_a_keychain_has_the_size_that_was_asked_for(blender: Blender, emulator: Emulator):
    values = {"image_url": photo(blender.folder), "size_mm": 55.0, "badge_shape": "hexagon"}
    made = blender.call(make, "keychain", values, env=emulator.environment)
    assert made["name"] == "My dog"
    assert max(made["mm"]) == pytest.approx(55, rel=ROUGHLY)
    assert made["scale"] == [1, 1, 1]
    assert made["meshy"]["task_type"] == "creative-lab-keychain-build"
    assert made["meshy"]["credits"] == 36
    prototype, build = emulator.creates()
    assert prototype["path"].endswith("/keychain/v1/prototype")
    assert build["body"]["options"] == {"size_mm": 55, "badge_shape": "hexagon"}


@pytest.mark.one_version
def test_a_magnet_keeps_its_size_in_a_scene_in_millimetres(blender: Blender, emulator: Emulator):
    made = blender.call(
        make, "fridge_magnet", {"image_url": photo(blender.folder)}, 0.001, env=emulator.environment
    )
    assert max(made["mm"]) == pytest.approx(60, rel=ROUGHLY)
    assert made["scale"] == [1, 1, 1]


@pytest.mark.one_version
def test_a_figure_has_the_height_that_was_asked_for_and_its_texture(
    blender: Blender, emulator: Emulator
):
    values = {"image_url": photo(blender.folder), "height_mm": 75.0}
    made = blender.call(make, "figure", values, env=emulator.environment)
    assert made["mm"][2] == pytest.approx(75, rel=0.001)
    assert all(made["packed"])
    assert made["packed"]
    assert all("height_mm" not in create["body"] for create in emulator.creates())


def test_a_lamp_is_a_shade_of_its_diameter_and_a_base(blender: Blender, emulator: Emulator):
    values = {"text": "a paper moon", "diameter_mm": 120.0, "cut_amount_percent": 1.0}
    made = blender.call(make, "lamp", values, env=emulator.environment)
    assert made["name"] == "Paper moon"
    assert made["children"] == ["Paper moon base", "Paper moon shade"]
    assert max(made["mm"]) == pytest.approx(120, rel=ROUGHLY)


@pytest.mark.one_version
@pytest.mark.parametrize(
    ("kind", "format"), [("keychain", "obj"), ("keychain", "zip"), ("lamp", "zip")]
)
def test_an_archive_is_unpacked_and_placed(
    blender: Blender, emulator: Emulator, kind: str, format: str
):
    source = {"text": "a moon"} if kind == "lamp" else {"image_url": photo(blender.folder)}
    made = blender.call(make, kind, {**source, "output_format": format}, env=emulator.environment)
    low, high = (52, 80.1) if kind == "lamp" else (39, 40.1)
    assert low < max(made["mm"]) < high
    if kind == "keychain":
        assert all(made["packed"])
        assert made["packed"]


def prototypes_and_build(path: str) -> dict[str, Any]:
    """As in the panel: a prototype, another, and the first one built."""
    import bpy

    for _ in range(2):
        bpy.ops.meshy.keychain(image_url=path, prototype_only=True)
    assert not [thing for thing in bpy.data.objects if thing.meshy.task_id]
    pictures = [image for image in bpy.data.images if image.meshy.task_id]
    task = pictures[0].meshy.task_id
    bpy.ops.meshy.keychain(input_task_id=task, size_mm=30.0)
    name = bpy.context.view_layer.objects.active.name
    return {
        "task": task,
        "pictures": [image.meshy.task_type for image in pictures],
        "mm": size_mm(name),
        "parents": json.loads(bpy.data.objects[name].meshy.parents),
    }


@pytest.mark.one_version
def test_of_two_prototypes_one_is_chosen_and_built(blender: Blender, emulator: Emulator):
    seen = blender.call(prototypes_and_build, photo(blender.folder), env=emulator.environment)
    assert seen["pictures"] == ["creative-lab-keychain-prototype"] * 2
    assert max(seen["mm"]) == pytest.approx(30, rel=ROUGHLY)
    assert seen["parents"] == [{"id": seen["task"], "type": ""}]
    creates = emulator.creates()
    assert len(creates) == 3
    assert creates[-1]["body"] == {"input_task_id": seen["task"], "options": {"size_mm": 30}}
    assert emulator.credits() == 1000 - 6 - 6 - 30


def prototype_as_the_preferences_say(path: str) -> None:
    import bpy

    preferences = bpy.context.preferences.addons["bl_ext.user_default.meshy"].preferences
    preferences.original_pictures = True
    account_after(None)
    lab = bpy.context.scene.meshy_lab
    lab.product, lab.keychain.image_url.file = "keychain", path
    bpy.ops.meshy.lab_prototype()


@pytest.mark.one_version
def test_the_panel_sends_pictures_untouched_where_the_preferences_say_so(
    blender: Blender, emulator: Emulator
):
    from tests.blender.test_scene_pictures import large

    blender.way = "zip"  # as artists have it: with preferences
    photo = large(blender.folder / "photo.png", (1200, 1200))
    blender.call(prototype_as_the_preferences_say, str(photo), env=emulator.environment)
    sent = photo.read_bytes()
    assert emulator.uploaded(hashlib.sha256(sent).hexdigest()) == sent


def complaint(kind: str, values: dict[str, Any]) -> str:
    import bpy

    try:
        getattr(bpy.ops.meshy, kind)(**values)
    except RuntimeError as error:
        return str(error).removeprefix("Error: ").strip()
    return ""


@pytest.mark.one_version
@pytest.mark.parametrize(
    ("kind", "values", "told"),
    [
        ("lamp", {"text": "a moon", "image_url": "dog.png"}, "text"),
        ("lamp", {}, "text"),
        ("keychain", {}, "image_url"),
        ("keychain", {"input_task_id": "x", "image_url": "dog.png"}, "input_task_id"),
        ("keychain", {"input_task_id": "x", "prototype_only": True}, "prototype_only"),
        ("keychain", {"image_url": "dog.png", "size_mm": 401.0}, "size_mm"),
    ],
)
def test_bad_input_is_one_sentence_and_costs_nothing(
    blender: Blender, emulator: Emulator, kind: str, values: dict[str, Any], told: str
):
    photo(blender.folder)
    if "image_url" in values:
        values = {**values, "image_url": str(blender.folder / "my_dog.png")}
    said = blender.call(complaint, kind, values, env=emulator.environment)
    assert is_one_sentence(said)
    assert told in said
    assert emulator.creates() == []


def complaints(kind: str, ids: list[str]) -> list[str]:
    return [complaint(kind, {"input_task_id": task_id}) for task_id in ids]


@pytest.mark.one_version
def test_without_a_prototype_of_its_own_nothing_is_built_and_one_sentence_says_so(
    blender: Blender, emulator: Emulator
):
    from tests.emulator.client import Client, data_uri, picture

    client, lab = Client(emulator), "/openapi/creative-lab"
    other = client.run(f"{lab}/lamp/v1/prototype", text="a moon")
    own = client.run(f"{lab}/keychain/v1/prototype", image_url=data_uri(picture()))
    built = client.run(f"{lab}/keychain/v1/build", input_task_id=own["id"])
    before = emulator.credits()
    ids = [other["id"], built["id"], "00000000-0000-7000-8000-000000000000", "my keychain"]
    said = blender.call(complaints, "keychain", ids, env=emulator.environment)
    assert all(map(is_one_sentence, said)), said
    assert emulator.credits() == before


@pytest.mark.one_version
def test_the_command_line_writes_the_printers_file(blender: Blender, emulator: Emulator):
    ended = blender.cli(
        *("lamp", "--text", "a moon", "--light-source-preset", "none"),
        *("-o", "lamp.stl", "--json"),
        env=emulator.environment,
    )
    assert ended.returncode == 0, ended.stderr
    answer = json.loads(ended.stdout)
    assert [task["credits"] for task in answer["tasks"]] == [6, 30]
    assert Path(answer["files"][0]).stat().st_size > 84
