"""The main job in a real window: go on working while the model is made."""

from __future__ import annotations

from typing import Any

from tests.emulator.process import Emulator
from tests.gui.harness import Window
from tests.gui.steps import Steps, until

NAME = "Teal teapot"


def open_the_tab() -> Steps:
    from tests.gui import hands

    yield from hands.open_tab()
    hands.screenshot("the tab")
    return hands.region("UI").active_panel_category


def test_the_installed_zip_starts_without_a_word_and_has_its_tab(window: Window):
    assert window.call(open_the_tab) == "Meshy"
    said = (window.last.stdout + window.last.stderr).splitlines()
    assert [line for line in said if "meshy" in line.lower() and "screenshot" not in line] == []


def begin_a_teapot() -> dict[str, Any]:
    import bpy

    from tests.gui import results

    done = bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="a teal teapot")
    return {"done": sorted(done), "already there": len(results.made())}


def wait_for_the_teapot() -> Steps:
    from tests.gui import hands, results

    yield from until(results.made, "the teapot")
    yield from until(lambda: not hands.modal_operators(), "the end of placing")


def have_a_teapot_made() -> Steps:
    import bpy

    from tests.gui import hands, results

    modal: set[str] = set()
    began = begin_a_teapot()

    def arrived() -> bool:
        if results.placeholder():
            modal.update(hands.modal_operators())
        return bool(results.made())

    yield from until(arrived, "the teapot")
    yield from hands.redrawn()
    hands.screenshot("the teapot")
    return {**began, "modal": sorted(modal), "name": bpy.context.object.name}


def test_the_artist_is_not_kept_waiting_and_the_model_arrives(window: Window, emulator: Emulator):
    emulator.settings(task_seconds=1)
    seen = window.call(have_a_teapot_made, env=emulator.environment)
    assert seen["done"] == ["FINISHED"]
    assert not seen["already there"]
    assert seen["name"] == NAME
    # What is modal while a job runs would hold back autosave: placing alone may be, and ends.
    assert set(seen["modal"]) <= {"MESHY_OT_place_results"}


def undo_and_redo() -> Steps:
    import bpy

    from tests.gui import hands, results

    begin_a_teapot()
    yield from wait_for_the_teapot()
    before = results.facts()
    yield from hands.press("Z", ctrl=True)
    yield from until(lambda: not results.made(), "undo")
    left = sorted(thing.name for thing in bpy.data.objects)
    yield from hands.press("Z", ctrl=True, shift=True)
    yield from until(results.made, "redo")
    return {"before": before, "after": results.facts(), "left": left}


def test_undo_takes_the_result_alone_and_redo_brings_it_back_whole(
    window: Window, emulator: Emulator
):
    seen = window.call(undo_and_redo, env=emulator.environment)
    assert {"Camera", "Cube", "Light"} <= set(seen["left"])
    [teapot] = seen["before"]
    assert seen["after"] == [teapot]
    assert teapot["task"]
    assert teapot["packed"]
    assert all(is_packed for _, is_packed in teapot["packed"])


def move_the_placeholder() -> Steps:
    import bpy

    from tests.gui import hands, results

    begin_a_teapot()
    yield from until(results.placeholder, "the placeholder")
    yield from hands.redrawn()
    hands.screenshot("the placeholder")
    # As an artist would: G, X, 3, Enter.
    for key in ("G", "X"):
        yield from hands.press(key)
    yield from hands.type_text("3", hands.middle())
    yield from hands.press("RET")
    moved = bool(results.placeholder())
    yield from wait_for_the_teapot()
    yield from hands.redrawn()
    hands.screenshot("the result")
    low = [(results.made()[0].matrix_world.translation)[axis] for axis in range(3)]
    return {"moved in time": moved, "at": low, "left": "meshy_job" in bpy.context.object}


def test_the_result_takes_the_place_that_the_placeholder_was_moved_to(
    window: Window, emulator: Emulator
):
    emulator.settings(task_seconds=4)
    seen = window.call(move_the_placeholder, env=emulator.environment)
    assert seen["moved in time"]
    assert abs(seen["at"][0] - 3) < 0.001
    assert abs(seen["at"][1]) < 0.001
    assert not seen["left"]


def begin_and_open_a_new_file() -> Steps:
    import bpy

    from tests.gui import hands, results

    begin_a_teapot()
    yield
    bpy.ops.wm.read_homefile(app_template="")
    yield  # the new file's window isn't there before the loop has turned
    yield from hands.open_tab()
    yield from until(lambda: results.board().to_place, "the result in the job list")
    hands.screenshot("waiting to be placed")
    before = len(results.made())
    yield from hands.press_button("meshy.place_job")
    yield from wait_for_the_teapot()
    return {"before": before, "after": len(results.made())}


def test_a_result_whose_file_was_closed_waits_until_it_is_asked_for(
    window: Window, emulator: Emulator
):
    emulator.settings(task_seconds=2)
    seen = window.call(begin_and_open_a_new_file, env=emulator.environment)
    assert seen == {"before": 0, "after": 1}
    assert len(emulator.creates()) == 2
