"""Retexture in a real window: undone and redone while other jobs run, and by right-click."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.request import Request, urlopen

from tests.blender import object_state
from tests.emulator.process import Emulator
from tests.gui.harness import Window
from tests.gui.steps import Steps, until

BALL = "Sphere"


def _let_tasks_take(seconds: float) -> None:
    """New ones; those that run already take as long as they took."""
    url = f"{os.environ['MESHY_API_URL']}/_emulator/settings"
    body = json.dumps({"task_seconds": seconds}).encode()
    urlopen(Request(url, body, {"Content-Type": "application/json"}, method="POST")).close()


def _a_ball_without_uvs() -> None:
    import bpy

    bpy.ops.mesh.primitive_uv_sphere_add(segments=24, ring_count=12, location=(2.5, 0, 0))
    layers = bpy.context.object.data.uv_layers
    layers.remove(layers[0])
    bpy.data.objects["Cube"].select_set(True)
    bpy.ops.ed.undo_push(message="Two to retexture")


def _file() -> dict[str, Any]:
    """What both objects are, with the order in which JSON has it."""
    return {
        name: [object_state.state(name), object_state.look(name), object_state.variants(name)]
        for name in ("Cube", BALL)
    }


def undo_while_another_job_runs() -> Steps:
    import bpy

    from tests.gui import hands, results

    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="a teal teapot")
    yield from until(results.placeholder, "the placeholder")
    yield from until(lambda: results.board().rows[0].task_id, "the task")
    _let_tasks_take(1)
    _a_ball_without_uvs()
    before = _file()
    bpy.ops.meshy.retexture("INVOKE_DEFAULT", text_style_prompt="rusty copper")
    yield from until(lambda: _are_dressed("Cube", BALL), "two looks")
    yield from until(lambda: not hands.modal_operators(), "the end of placing")
    after = _file()
    states = []
    for held in ({}, {}, {"shift": True}, {"shift": True}):
        yield from hands.press("Z", ctrl=True, **held)
        yield from hands.redrawn()
        states.append(_file())
    runs = [row.stage for row in results.board().rows if row.kind == "text_to_3d"]
    return {"before": before, "after": after, "states": states, "runs": runs}


def _are_dressed(*names: str) -> bool:
    import bpy

    return all(bpy.data.objects[name].meshy_variants.items for name in names)


def test_each_retexture_is_one_step_of_undo_also_while_other_jobs_run(
    window: Window, emulator: Emulator
):
    emulator.settings(task_seconds=120)
    seen = window.call(undo_while_another_job_runs, env=emulator.environment)
    before, after = seen["before"], seen["after"]
    one_back, two_back, one_again, both_again = seen["states"]
    assert two_back == before
    assert both_again == after
    assert one_back == one_again
    assert one_back not in (before, after)
    assert seen["runs"] == ["waiting"]


_STYLE_FIELD = (-86, -35)
"""Where the dialog's first field is, from where the mouse was when it opened."""


def retexture_by_right_click() -> Steps:
    import bpy

    from tests.gui import hands

    # Textures without EEVEE, which a machine without a graphics card draws for minutes.
    hands.area().spaces.active.shading.color_type = "TEXTURE"
    yield from hands.open_tab()
    hands.screenshot("before")
    x, y = hands.middle()
    spot = (x, y + 120)
    yield from hands.click(spot, "RIGHTMOUSE")
    yield from hands.redrawn()
    hands.screenshot("the menu")
    for key in ("UP_ARROW", "RIGHT_ARROW", "RET"):  # the last entry, and the first in it
        yield from hands.press(key, spot)
        yield from hands.redrawn()
    hands.screenshot("the dialog")
    field = (spot[0] + _STYLE_FIELD[0], spot[1] + _STYLE_FIELD[1])
    yield from hands.write_into(field, "rusty copper")
    yield from hands.redrawn()
    hands.screenshot("the dialog filled in")
    yield from hands.press("RET", field)
    yield from until(lambda: _are_dressed("Cube"), "the new look")
    yield from until(lambda: not hands.modal_operators(), "the end of placing")
    yield from hands.redrawn()
    hands.screenshot("after")
    return [object_state.variants("Cube"), bpy.data.objects["Cube"].material_slots[0].material.name]


def test_an_object_is_retextured_by_right_click(window: Window, emulator: Emulator):
    emulator.settings(task_seconds=1)
    worn, material = window.call(retexture_by_right_click, env=emulator.environment)
    assert worn == {"names": ["Original", "Rusty copper"], "shown": 1}
    assert material == "Cube Rusty copper"
    (create,) = emulator.creates()
    assert create["body"]["text_style_prompt"] == "rusty copper"
    assert create["body"]["enable_original_uv"] is True
