"""The sidebar by mouse and keyboard: from nothing to the first model."""

from __future__ import annotations

from tests.emulator.process import Emulator
from tests.gui.harness import Window
from tests.gui.steps import Steps, until


def paste_a_key_and_generate(key: str) -> Steps:
    from tests.gui import hands, results

    yield from hands.open_tab()
    early = yield from hands.find_button("meshy.generate")
    hands.screenshot("without a key")
    field = yield from hands.find_field("meshy_key")
    yield from hands.paste_into(field, key)
    yield from until(lambda: results.account().balance is not None, "the balance")
    yield from hands.redrawn()
    hands.screenshot("with a key")
    prompt = yield from hands.find_field("text_to_3d.prompt")
    yield from hands.write_into(prompt, "a brass lantern")
    yield from hands.press_button("meshy.generate")
    yield from until(results.placeholder, "the placeholder")
    yield from hands.redrawn()
    hands.screenshot("a job runs")
    yield from until(results.made, "the lantern")
    yield from hands.redrawn()
    hands.screenshot("the lantern")
    return {"early": early, "made": results.facts()}


def test_a_key_a_prompt_and_a_button_make_a_model(window: Window, emulator: Emulator):
    emulator.settings(task_seconds=1)
    seen = window.call(paste_a_key_and_generate, emulator.key, env={"MESHY_API_URL": emulator.api})
    assert seen["early"] is None
    [lantern] = seen["made"]
    assert lantern["name"] == "Brass lantern"
    assert lantern["prompt"] == "a brass lantern"
    assert emulator.credits() == 970


def press_twice() -> Steps:
    from tests.gui import hands, results

    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    yield from hands.redrawn()
    prompt = yield from hands.find_field("text_to_3d.prompt")
    yield from hands.write_into(prompt, "an owl")
    button = yield from hands.find_button("meshy.generate")
    yield from hands.double_click(button)
    yield from until(results.made, "the owl")
    return [row.name for row in results.board().rows]


def test_a_double_click_makes_one_job(window: Window, emulator: Emulator):
    assert window.call(press_twice, env=emulator.environment) == ["Owl"]
    assert len(emulator.creates()) == 2  # the preview and its texture


def cancel_by_mouse() -> Steps:
    import bpy

    from tests.gui import hands, results

    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl")
    yield from hands.open_tab()
    yield from until(lambda: results.board().rows[0].task_id, "the task")
    yield from hands.redrawn()
    hands.screenshot("a job that runs")
    yield from hands.press_button("meshy.cancel_job")
    yield from until(lambda: results.board().rows[0].stage.is_over, "the end of the job")
    yield from until(lambda: not results.placeholder(), "the end of the placeholder")
    hands.screenshot("a job that was cancelled")
    return results.board().rows[0].stage


def test_a_running_job_is_cancelled_in_the_list(window: Window, emulator: Emulator):
    emulator.settings(task_seconds=60)
    assert window.call(cancel_by_mouse, env=emulator.environment) == "cancelled"
    assert emulator.requests("DELETE")
