"""The first minute without an account, without the network, and with a job that fails."""

from __future__ import annotations

from tests.emulator.process import Emulator
from tests.gui.harness import Window
from tests.gui.steps import Steps, until


def try_without_an_account() -> Steps:
    from tests.gui import hands, results

    yield from hands.open_tab()
    yield from hands.press_button("meshy.try_without_account")
    yield from until(lambda: results.account().is_usable, "test mode")
    yield from until(lambda: results.account().is_told, "an answer about the balance")
    yield from hands.redrawn()
    prompt = yield from hands.find_field("text_to_3d.prompt")
    yield from hands.write_into(prompt, "an owl")
    hands.screenshot("test mode")
    yield from hands.press_button("meshy.generate")
    yield from until(results.made, "the sample")
    yield from until(lambda: results.account().is_told, "what it left")
    yield from hands.redrawn()
    hands.screenshot("the sample")
    return results.account().is_test_mode


def test_test_mode_makes_a_model_by_mouse_and_keyboard_alone(window: Window, emulator: Emulator):
    assert window.call(try_without_an_account, env={"MESHY_API_URL": emulator.api})
    assert emulator.credits() == 1000
    assert len(emulator.creates()) == 2


def look_while_offline() -> Steps:
    from tests.gui import hands

    yield from hands.open_tab()
    yield from hands.redrawn()
    hands.screenshot("offline")
    generate = yield from hands.find_button("meshy.generate")
    preferences = yield from hands.find_button("screen.userpref_show")
    return [generate is not None, preferences is not None]


def test_offline_the_way_into_the_preferences_is_all_there_is(window: Window):
    # The service's own address: this Blender may not go there, and doesn't.
    assert window.call(look_while_offline, env={"MESHY_API_KEY": "msy_anything"}) == [False, True]


def fail_and_try_again() -> Steps:
    import bpy

    from tests.gui import hands, results

    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl")
    yield from hands.open_tab()
    yield from until(lambda: results.board().rows[0].error, "the failure")
    yield from until(lambda: not results.placeholder(), "the end of the placeholder")
    yield from hands.redrawn()
    hands.screenshot("failed")
    yield from hands.press_button("meshy.retry_job")
    yield from until(results.made, "the owl")
    return [row.stage for row in results.board().rows]


def test_a_failed_job_is_tried_again_from_the_list(window: Window, emulator: Emulator):
    emulator.fault("fail_task", times=1)
    assert window.call(fail_and_try_again, env=emulator.environment) == ["placed", "failed"]


def vary_in_the_dialog() -> Steps:
    import bpy

    from tests.gui import hands, results

    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl", preview_only=True)
    yield from hands.open_tab()
    yield from until(lambda: results.board().rows[0].error, "the failure")
    yield from hands.redrawn()
    yield from hands.press_button("meshy.vary_job")
    yield from hands.redrawn()
    hands.screenshot("the dialog to vary")
    before = len(results.board().rows)
    yield from hands.press("RET")
    yield from until(results.made, "the variant")
    return [before, len(results.board().rows)]


def test_varying_asks_first_and_begins_with_what_was_asked_for(window: Window, emulator: Emulator):
    emulator.fault("fail_task", times=1)
    assert window.call(vary_in_the_dialog, env=emulator.environment) == [1, 2]
    first, second = (create["body"] for create in emulator.creates())
    assert first == second
