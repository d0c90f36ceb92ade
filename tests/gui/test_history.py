"""The history in the sidebar: what another program made is found and placed."""

from __future__ import annotations

from tests.emulator.process import Emulator
from tests.gui.every_state import also_otherwise
from tests.gui.harness import Window
from tests.gui.steps import Steps, until
from tests.gui.test_lab import open_alone


def search_and_place() -> Steps:
    import bpy

    from tests.gui import hands, results

    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    yield from open_alone("History")
    manager = bpy.context.window_manager
    yield from until(lambda: len(manager.meshy_history) == 3, "the history")
    yield from until(lambda: results.history_pictures().loaded == 3, "the pictures")
    yield from hands.redrawn()
    for _ in range(30):  # Blender decodes them in a thread of its own
        yield
    hands.screenshot("the history")
    manager.meshy_history_search = "teapot"
    yield from until(lambda: len(manager.meshy_history) == 1, "the search")
    yield from hands.redrawn()
    hands.screenshot("what was searched")
    yield from hands.press_button("meshy.place_from_history")
    yield from until(results.made, "the teapot")
    yield from hands.redrawn()
    hands.screenshot("what was placed")
    manager.meshy_history_search = ""
    yield from also_otherwise("the history")
    return results.made()[0].name


def spend() -> Steps:
    """Two jobs, and what the sidebar says of their credits."""
    import bpy

    from tests.gui import hands, results

    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    yield from open_alone("Spending")
    bpy.ops.meshy.text_to_image("INVOKE_DEFAULT", prompt="a fox")
    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl")
    spending = results.part("ui.account.spending").SPENDING
    yield from until(lambda: len(spending.jobs) == 2, "what two jobs took")
    yield from until(lambda: results.account().balance == 1000 - 33, "the balance afterwards")
    yield from hands.redrawn()
    hands.screenshot("spending")
    yield from also_otherwise("spending")
    return [spending.spent.today, spending.spent.this_month, [job.credits for job in spending.jobs]]


def test_what_was_spent_is_told_in_the_sidebar(window: Window, emulator: Emulator):
    limited = {**emulator.environment, "MESHY_MAX_CREDITS_PER_DAY": "500"}
    assert window.call(spend, env=limited) == [33, 33, [30, 3]]


def test_what_another_program_made_is_found_and_placed(window: Window, emulator: Emulator):
    from tests.emulator.client import Client

    client = Client(emulator)
    for prompt in ("an owl", "a teal teapot"):
        client.run("/openapi/v2/text-to-3d", mode="preview", prompt=prompt, ai_model="meshy-6")
    client.run("/openapi/v1/text-to-image", prompt="a fox", ai_model="nano-banana")
    before = emulator.credits()
    assert window.call(search_and_place, env=emulator.environment) == "Teal teapot"
    assert emulator.credits() == before
