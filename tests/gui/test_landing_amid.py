"""Results that land while the artist is at something else: a dialog, a mode, another editor."""

from __future__ import annotations

from typing import Any

from tests.emulator.process import Emulator
from tests.gui.harness import Window
from tests.gui.steps import Steps, until

_SPOT = (560, 480)


def confirm_a_dialog_under_which_an_owl_landed() -> Steps:
    """Opened for the cube, with the owl's placeholder selected too, which can't be sent."""
    import bpy

    from tests.gui import hands, results

    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl [seconds:3]", preview_only=True)
    yield from until(results.placeholder, "the placeholder")
    bpy.data.objects["Cube"].select_set(True)
    yield from hands.point(_SPOT)
    with hands.override():
        bpy.ops.meshy.retexture("INVOKE_DEFAULT", text_style_prompt="rusty copper", ask=True)
    yield from hands.redrawn()
    waits = not results.made()
    yield from until(results.made, "the owl")
    yield from hands.redrawn()
    hands.screenshot("an owl landed under the dialog")
    selected = [thing.name for thing in bpy.context.selected_objects]
    yield from hands.press("RET", _SPOT)
    board = results.board()
    yield from until(lambda: board.rows[0].kind == "retexture" and board.rows[0].task_id, "a task")
    return {"waits": waits, "selected": selected, "for": [row.name for row in board.rows]}


def test_a_dialog_pays_for_what_it_was_opened_for_whatever_is_selected_under_it(
    window: Window, emulator: Emulator
):
    emulator.settings(task_seconds=1)
    seen: dict[str, Any] = window.call(
        confirm_a_dialog_under_which_an_owl_landed, env=emulator.environment
    )
    assert seen["waits"]
    assert seen["selected"] == ["Cube", "Owl [seconds:3]"]
    assert seen["for"] == ["Cube", "Owl [seconds:3]"]
    assert len(emulator.creates()) == 2
