"""Pictures that Meshy makes, in a window: the contact sheet, the Image Editor, a model from one."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from tests.emulator.process import Emulator
from tests.gui.every_state import also_otherwise
from tests.gui.harness import Window
from tests.gui.steps import Steps, until


def make_views_and_a_model() -> Steps:
    import bpy

    from tests.gui import hands, results

    hands.area("DOPESHEET_EDITOR").type = "IMAGE_EDITOR"
    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    create = bpy.context.scene.meshy_create
    create.tab = "PICTURE"
    yield from hands.redrawn()
    hands.screenshot("the picture tab")
    prompt = yield from hands.find_field("text_to_image.prompt")
    yield from hands.write_into(prompt, "an owl")
    create.text_to_image.generate_multi_view = True
    yield from hands.press_button("meshy.generate")
    stood_in = []

    def arrived() -> list[str]:
        stood_in.append(bool(results.placeholder()))
        return [image.name for image in bpy.data.images if image.meshy.task_id]

    names = yield from until(arrived, "the pictures")
    yield from hands.redrawn()
    yield from until(lambda: not hands.modal_operators(), "the end of placing")
    shown = hands.area("IMAGE_EDITOR").spaces.active.image.name
    for _ in range(30):
        yield
    yield from hands.redrawn()
    hands.screenshot("the contact sheet")
    yield from hands.press_button("meshy.picture_to_3d")
    yield from until(results.made, "the model")
    yield from hands.redrawn()
    hands.screenshot("the model")
    create.tab = "PICTURE"
    create.slots.add().source = "VIEWPORT"
    create.text_to_image.prompt = "the same in glass"
    yield from hands.redrawn()
    with hands.override("UI"):
        bpy.ops.meshy.generate()
    yield from until(lambda: bpy.data.images.get("Same in glass 1"), "the picture of the viewport")
    viewport = hands.region("WINDOW")
    [file] = results.part("scene.home").state_dir().glob("pictures/viewport-*.png")
    size = [viewport.width, viewport.height]
    yield from also_otherwise("the contact sheet")
    return {
        "names": names,
        "shown": shown,
        "stood in": any(stood_in),
        "size": size,
        "file": str(file),
    }


def test_views_are_shown_and_one_press_makes_a_model_of_all_three(
    window: Window, emulator: Emulator
):
    seen = window.call(make_views_and_a_model, env=emulator.environment)
    assert seen["names"] == ["Owl 1", "Owl 2", "Owl 3"]
    assert seen["shown"] == "Owl 1"
    assert not seen["stood in"]
    made, modelled, changed = emulator.creates()
    assert made["path"] == "/openapi/v1/text-to-image"
    assert modelled["path"] == "/openapi/v1/multi-image-to-3d"
    assert modelled["body"]["input_task_id"]
    assert "image_urls" not in modelled["body"]
    from PIL import Image

    assert changed["path"] == "/openapi/v1/image-to-image"
    sent = Path(seen["file"]).read_bytes()
    assert emulator.uploaded(hashlib.sha256(sent).hexdigest()) == sent
    picture = Image.open(io.BytesIO(sent))
    assert [*picture.size] == seen["size"]
    assert len(picture.getcolors(1 << 20)) > 50


def change_what_is_shown() -> Steps:
    import bpy

    from tests.gui import hands, results

    image = bpy.data.images.new("Painted", 64, 64)
    image.pixels[0] = 0.5
    hands.area().type = "IMAGE_EDITOR"
    editor = hands.area("IMAGE_EDITOR").spaces.active
    editor.image = image
    yield from hands.open_tab(editor="IMAGE_EDITOR")
    bpy.context.scene.meshy_create.text_to_image.prompt = "made of glass"
    yield from until(lambda: results.account().is_known, "the key")
    yield from hands.redrawn("IMAGE_EDITOR")
    button = yield from hands.find_button("meshy.change_image_shown", "IMAGE_EDITOR")
    hands.screenshot("the image")
    assert (yield from hands.find_button("meshy.image_shown_as_style", "IMAGE_EDITOR"))
    yield from hands.click(button)
    yield from until(lambda: editor.image.meshy.task_id, "the changed picture")
    yield from hands.redrawn("IMAGE_EDITOR")
    hands.screenshot("the changed image")
    return editor.image.name


def test_the_image_that_is_shown_is_changed(window: Window, emulator: Emulator):
    assert window.call(change_what_is_shown, env=emulator.environment) == "Made of glass"
    [create] = emulator.creates()
    assert create["path"] == "/openapi/v1/image-to-image"
    assert len(create["body"]["reference_image_urls"]) == 1
