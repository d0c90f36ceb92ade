"""Pictures that are dropped on the viewport, or shown in the Image Editor, become models."""

from __future__ import annotations

from tests.emulator.process import Emulator
from tests.gui.harness import Window
from tests.gui.steps import Steps, until

SPOT = (300, 300)
"""Where on the screen the pictures are dropped: in the viewport, away from its cube."""


def drop(directory: str, names: list[str]) -> Steps:
    """Let go of files over the viewport, and of Blender's ways to take them choose ours."""
    import bpy

    from tests.gui import hands

    yield from hands.point(SPOT)
    with hands.override():
        bpy.ops.wm.drop_import_file(
            "INVOKE_DEFAULT", directory=directory, files=[{"name": name} for name in names]
        )
    yield from hands.redrawn()
    hands.screenshot("what a drop asks")
    yield from hands.press("M", SPOT)  # Make 3D with Meshy


def drop_and_wait(directory: str, names: list[str]) -> Steps:
    from bpy_extras.view3d_utils import location_3d_to_region_2d

    from tests.gui import hands, results

    yield from drop(directory, names)
    yield from until(results.made, "the model")
    yield from hands.redrawn()
    hands.screenshot("the model")
    viewport = hands.region("WINDOW")
    view = hands.area().spaces.active.region_3d
    [made] = results.made()
    x, y = location_3d_to_region_2d(viewport, view, made.location)
    return {"at": [x + viewport.x, y + viewport.y], "height": made.location.z}


def test_a_picture_becomes_a_model_where_it_was_dropped(
    window: Window, emulator: Emulator, pictures: list[str]
):
    names = pictures[:1]
    seen = window.call(drop_and_wait, str(window.folder), names, env=emulator.environment)
    [create] = emulator.creates()
    assert create["path"] == "/openapi/v1/image-to-3d"
    assert abs(seen["at"][0] - SPOT[0]) < 2
    assert abs(seen["at"][1] - SPOT[1]) < 2
    assert abs(seen["height"]) < 0.001


def test_several_pictures_are_views_of_one_thing(
    window: Window, emulator: Emulator, pictures: list[str]
):
    names = pictures[:3]
    window.call(drop_and_wait, str(window.folder), names, env=emulator.environment)
    [create] = emulator.creates()
    assert create["path"] == "/openapi/v1/multi-image-to-3d"
    assert len(create["body"]["image_urls"]) == 3


def five_at_once(directory: str, names: list[str]) -> Steps:
    import bpy

    try:
        bpy.ops.meshy.drop_pictures(directory=directory, files=[{"name": name} for name in names])
    except RuntimeError as error:
        return str(error)
    yield


def test_five_pictures_are_one_sentence(window: Window, emulator: Emulator, pictures: list[str]):
    said = window.call(five_at_once, str(window.folder), pictures, env=emulator.environment)
    assert "one to four pictures" in said
    assert emulator.creates() == []


def make_from_the_painted_image() -> Steps:
    import bpy

    from tests.gui import hands, results

    image = bpy.data.images.new("Painted", 16, 16)
    image.pixels[0] = 0.5
    hands.area().type = "IMAGE_EDITOR"
    editor = hands.area("IMAGE_EDITOR").spaces.active
    editor.image = image
    yield from hands.open_tab(editor="IMAGE_EDITOR")
    button = yield from hands.find_button("meshy.image_shown_to_3d", "IMAGE_EDITOR")
    hands.screenshot("the image")
    yield from hands.click(button)
    yield from until(results.made, "the model")
    return results.made()[0].name


def test_the_image_that_is_shown_becomes_a_model(window: Window, emulator: Emulator):
    assert window.call(make_from_the_painted_image, env=emulator.environment)
    [create] = emulator.creates()
    assert create["path"] == "/openapi/v1/image-to-3d"
