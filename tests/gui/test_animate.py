"""The library of actions by mouse and keyboard."""

from __future__ import annotations

from tests.emulator.process import Emulator
from tests.gui.harness import Window
from tests.gui.steps import Steps, until


def look_for_a_wave_and_add_it() -> Steps:
    import bpy

    from tests.gui import hands, results

    bpy.ops.meshy.text_to_3d(prompt="a brave knight")
    bpy.ops.meshy.rig()
    rig = bpy.context.active_object
    bpy.data.objects.remove(bpy.data.objects["Cube"])
    yield from hands.open_tab()
    yield from until(lambda: results.animations().animations, "the library")
    yield from hands.redrawn()
    hands.screenshot("the library of actions")
    search = yield from hands.find_field("meshy_animate.search")
    yield from hands.write_into(search, "big wave")
    settings = bpy.context.window_manager.meshy_animate
    yield from until(lambda: len(settings.rows) < 10, "the filtered list")
    wave = results.animations().find(28)
    yield from until(lambda: results.previews().icon(wave), "the picture")
    yield from hands.redrawn()
    hands.screenshot("an action is looked for")
    with hands.override("UI"):
        for _ in range(20):
            bpy.ops.view2d.scroll_down()
    yield from hands.redrawn()
    hands.screenshot("an action is looked at")
    yield from hands.press_button("meshy.add_actions")
    yield from until(lambda: rig.animation_data.action is not None, "the action")
    yield from hands.redrawn()
    hands.screenshot("an action was added")
    return [rig.animation_data.action.name, [row.name for row in settings.rows]]


def test_an_action_is_found_by_its_name_and_added(window: Window, emulator: Emulator):
    emulator.settings(task_seconds=0.3)
    name, rows = window.call(look_for_a_wave_and_add_it, env=emulator.environment)
    assert name == "Big Wave Hello"
    assert rows == ["Big Wave Hello"]
