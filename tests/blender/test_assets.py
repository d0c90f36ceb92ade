"""What Meshy made as assets: in the file, and in a library that every file finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.blender.harness import Blender, RaisedInside
from tests.emulator.process import Emulator

PROMPT = "a weathered bronze owl"


def make_asset(folder: str, by_itself: bool) -> dict[str, Any]:
    """Makes an owl that is saved in the library; by the preferences, or by the operator."""
    import bpy

    bpy.ops.wm.save_as_mainfile(filepath=f"{folder}/scene.blend")
    library = f"{folder}/library"
    if by_itself:
        wanted = bpy.context.preferences.addons["bl_ext.user_default.meshy"].preferences
        wanted.mark_results, wanted.asset_folder = True, library
        bpy.ops.meshy.text_to_3d(prompt=PROMPT)
    else:
        bpy.ops.meshy.text_to_3d(prompt=PROMPT)
        assert bpy.context.object.asset_data is None
        assert bpy.ops.meshy.mark_as_asset(folder=library) == {"FINISHED"}
    return told(bpy.context.object)


def told(thing: Any) -> dict[str, Any]:
    """What the asset says of itself."""
    data = thing.asset_data
    return {
        "author": data.author,
        "description": data.description,
        "tags": sorted(tag.name for tag in data.tags),
        "catalog": data.catalog_id,
        "picture": list(thing.preview.image_size) if thing.preview else None,
    }


def reopen(path: str) -> dict[str, Any]:
    """What a library's file holds."""
    import bpy

    bpy.ops.wm.open_mainfile(filepath=path)
    [owl] = bpy.data.objects
    return {
        "asset": told(owl),
        "kept": owl.use_fake_user,
        "task": owl.meshy.task_id,
        "packed": [image.packed_file is not None for image in bpy.data.images if image.users],
        "shown": any(owl.preview.image_pixels_float),
    }


@pytest.mark.also_installed
def test_a_model_is_saved_as_an_asset_with_all_that_is_known_of_it(
    blender: Blender, emulator: Emulator
):
    by_itself = blender.way == "zip"
    made = blender.call(make_asset, str(blender.folder), by_itself, env=emulator.environment)
    assert made["author"] == "Meshy"
    assert made["description"] == PROMPT
    assert {"Meshy", "Text to 3D"} <= set(made["tags"])
    assert min(made["picture"]) > 0
    library = blender.folder / "library"
    for folder in (blender.folder, library):
        catalogs = (folder / "blender_assets.cats.txt").read_text("utf-8").splitlines()
        assert f"{made['catalog']}:Meshy/Text to 3D:Meshy-Text to 3D" in catalogs
        # Or Blender would make it, and ask to save that.
        assert [line for line in catalogs if line.endswith(":Meshy:Meshy")]
    [file] = library.glob("*.blend")
    assert file.name.startswith("Weathered bronze owl ")
    seen = blender.call(reopen, str(file))
    assert seen["asset"] == made
    assert seen["kept"]
    assert seen["task"]
    assert seen["packed"]
    assert all(seen["packed"])
    assert seen["shown"]
    assert not [left for left in library.iterdir() if left.suffix == ".part"]


def mark_what_is_not_ours() -> None:
    import bpy

    bpy.ops.meshy.mark_as_asset()


@pytest.mark.one_version
def test_what_meshy_did_not_make_is_not_marked(blender: Blender):
    with pytest.raises(RaisedInside, match=r"nothing here that Meshy made"):
        blender.call(mark_what_is_not_ours)


def ensure(folder: str, titles: list[str]) -> list[str]:
    import importlib

    from tests.blender.test_loading import loaded_extension

    catalogs = importlib.import_module(f"{loaded_extension()}.scene.assets.catalogs")
    return [catalogs.ensure_catalog(Path(folder), title) for title in titles]


@pytest.mark.one_version
def test_catalogs_that_are_there_stay_as_they_are(blender: Blender):
    file = blender.folder / "blender_assets.cats.txt"
    theirs = b"# My own\r\nVERSION 1\r\n\r\n11111111-2222-4333-8444-555555555555:Meshy/Rig:Rigs"
    file.write_bytes(theirs)
    rig, *owls = blender.call(ensure, str(blender.folder), ["Rig", "Text to 3D", "Text to 3D"])
    assert rig == "11111111-2222-4333-8444-555555555555"
    assert owls[0] == owls[1] != rig
    assert file.read_bytes().startswith(theirs)
    assert file.read_text("utf-8").count("Text to 3D:") == 1
    renamed = file.read_text("utf-8").replace(":Meshy/Text to 3D:", ":Props/Owls:")
    file.write_text(renamed, "utf-8")
    assert blender.call(ensure, str(blender.folder), ["Text to 3D"]) == owls[:1]
    assert file.read_text("utf-8") == renamed
