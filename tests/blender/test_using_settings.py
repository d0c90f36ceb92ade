"""What Generate makes after "Use Settings" in the history: what the panel shows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.blender.test_history import part, turn
from tests.blender.test_panel_account import account_after, drawn
from tests.emulator.process import Emulator

pytestmark = pytest.mark.one_version


def newest_id() -> str:
    """Of the tasks that the history has."""
    history = part("ui.history.state").HISTORY
    history.clear()
    history.fetch()
    turn(lambda: not history.is_fetching)
    return str(history.entries[0].id)


def shows_task() -> bool:
    return drawn("MESHY_PT_create").count("<input_task_id>") == 1


def slot() -> Any:
    """The one of the Image tab; what a setting's reset leaves of it is another one."""
    import bpy

    return bpy.context.scene.meshy_create.image_to_3d.image_url


def models_of_a_picture_by_its_task(other: str, blend: str) -> dict[str, Any]:
    """With that picture in the file, without it, and from another one in a file saved so."""
    import bpy

    account_after(None)
    bpy.ops.meshy.text_to_image(prompt="a fox")
    [fox] = [image for image in bpy.data.images if image.meshy.task_id]
    task = fox.meshy.task_id
    bpy.ops.meshy.image_to_3d(input_task_id=task, target_polycount=500)
    made = newest_id()
    bpy.ops.meshy.use_history_settings(task_id=made)
    told: dict[str, Any] = {"task": task, "with it": [slot().image == fox, shows_task()]}
    bpy.ops.meshy.generate()
    bpy.data.images.remove(fox)
    slot().source, slot().file = "FILE", other
    bpy.ops.meshy.use_history_settings(task_id=made)
    told["without it"] = [slot().is_given, shows_task()]
    bpy.ops.meshy.generate()
    bpy.ops.wm.save_as_mainfile(filepath=blend)
    bpy.ops.wm.open_mainfile(filepath=blend)
    slot().file = other
    told["another one"] = [slot().is_given, shows_task()]
    bpy.ops.meshy.generate()
    return told


def test_a_picture_that_is_chosen_is_sent_rather_than_the_task_of_the_settings(
    blender: Blender, emulator: Emulator
):
    # Not above: what runs inside Blender has no Pillow.
    from tests.emulator.client import data_uri, picture

    other = blender.folder / "other.png"
    other.write_bytes(picture())
    told = blender.call(
        models_of_a_picture_by_its_task,
        str(other),
        str(blender.folder / "fox.blend"),
        env=emulator.environment,
    )
    assert told["with it"] == [True, False]
    assert told["without it"] == [False, True]
    assert told["another one"] == [True, False]
    _, again, by_id, from_other = [each["body"] for each in emulator.creates("/image-to-3d")]
    assert again["input_task_id"] == by_id["input_task_id"] == told["task"]
    assert "input_task_id" not in from_other
    assert from_other["image_url"] == data_uri(other.read_bytes())
    assert {body["target_polycount"] for body in (again, by_id, from_other)} == {500}


def made_with(**values: Any) -> str:
    """A task of this Blender; its id."""
    import bpy

    bpy.ops.meshy.text_to_image(prompt="a fox", **values)
    return newest_id()


def pictures_from_words_and_from_others(reference: str, elsewhere: str) -> dict[str, Any]:
    """What the Picture tab makes after each, when it was set otherwise before."""
    import bpy

    account_after(None)
    from_words = made_with(aspect_ratio="16:9", pose_mode="t-pose")
    bpy.ops.meshy.image_to_image(prompt="of glass", reference_image_urls=reference)
    from_others = newest_id()
    create = bpy.context.scene.meshy_create
    create.tab = "PICTURE"
    settings, told = create.text_to_image, {}

    def use(name: str, task_id: str) -> None:
        settings.aspect_ratio = "4:3"
        create.slots.add().file = reference
        bpy.ops.meshy.use_history_settings(task_id=task_id)
        told[name] = [create.kind.name, settings.prompt, settings.aspect_ratio, settings.pose_mode]
        told[name] += [slot.file for slot in create.slots]

    use("words", from_words)
    bpy.ops.meshy.generate()
    use("elsewhere", elsewhere)
    use("others", from_others)
    return told


def test_a_picture_made_from_words_is_made_again_from_words_and_in_its_format(
    blender: Blender, emulator: Emulator
):
    from tests.emulator.client import Client, picture

    reference = blender.folder / "owl.png"
    reference.write_bytes(picture())
    emulator.settings(task_seconds=0.2)
    hare = Client(emulator).run(
        "/openapi/v1/text-to-image", prompt="a hare", ai_model="nano-banana"
    )
    told = blender.call(
        pictures_from_words_and_from_others,
        str(reference),
        str(hare["id"]),
        env=emulator.environment,
    )
    assert told == {
        "words": ["text_to_image", "a fox", "16:9", "t-pose"],
        "elsewhere": ["text_to_image", "a hare", "4:3", "t-pose"],
        "others": ["image_to_image", "of glass", "4:3", "t-pose", str(reference)],
    }
    _, made, again = [each["body"] for each in emulator.creates("/text-to-image")]
    assert again == made
