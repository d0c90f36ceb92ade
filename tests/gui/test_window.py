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


def make_a_teapot() -> dict[str, Any]:
    import bpy

    done = bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="a teal teapot")
    return {"done": sorted(done), "already there": NAME in bpy.data.objects}


def the_teapot() -> Any:
    import bpy

    return bpy.data.objects.get(NAME)


def facts_of_the_teapot() -> dict[str, Any] | None:
    import bpy

    teapot = the_teapot()
    if teapot is None:
        return None
    images = [image for image in bpy.data.images if image.users and image.source == "FILE"]
    return {
        "task": teapot.meshy.task_id,
        "prompt": teapot.meshy.prompt,
        "packed": [bool(image.packed_file) for image in images],
    }


def have_a_teapot_made() -> Steps:
    from tests.gui import hands

    modal: set[str] = set()
    began = make_a_teapot()

    def arrived() -> bool:
        modal.update(hands.modal_operators())
        return the_teapot() is not None

    yield from until(arrived, "the teapot")
    yield from hands.redrawn()
    hands.screenshot("the teapot")
    return {**began, "modal": sorted(modal)}


def test_the_artist_is_not_kept_waiting_and_the_model_arrives(window: Window, emulator: Emulator):
    seen = window.call(have_a_teapot_made, env=emulator.environment)
    assert seen["done"] == ["FINISHED"]
    assert not seen["already there"]


def undo_and_redo() -> Steps:
    import bpy

    from tests.gui import hands

    make_a_teapot()
    yield from until(the_teapot, "the teapot")
    yield from until(lambda: not hands.modal_operators(), "the end of placing")
    others = sorted(thing.name for thing in bpy.data.objects if thing.name != NAME)
    before = facts_of_the_teapot()
    yield from hands.press("Z", ctrl=True)
    yield from until(lambda: the_teapot() is None, "undo")
    left = sorted(thing.name for thing in bpy.data.objects)
    yield from hands.press("Z", ctrl=True, shift=True)
    yield from until(the_teapot, "redo")
    return {"before": before, "after": facts_of_the_teapot(), "others": others, "left": left}


def test_undo_takes_the_result_alone_and_redo_brings_it_back_whole(
    window: Window, emulator: Emulator
):
    seen = window.call(undo_and_redo, env=emulator.environment)
    assert {"Camera", "Cube", "Light"} <= set(seen["left"])
    assert NAME not in seen["left"]
    assert seen["after"] == seen["before"]
    assert seen["before"]["task"]
    assert seen["before"]["packed"]
    assert all(seen["before"]["packed"])
