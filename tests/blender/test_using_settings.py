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
