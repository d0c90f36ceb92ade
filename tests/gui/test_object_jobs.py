"""Jobs on the selected object, from the sidebar's buttons and by right-click."""

from __future__ import annotations

from typing import Any

from tests.emulator.process import Emulator
from tests.gui.harness import Window
from tests.gui.steps import Steps, until


def _faces() -> int:
    import bpy

    return len(bpy.data.objects["Cube"].data.polygons)


def remesh_from_the_sidebar() -> Steps:
    from tests.blender import keeping
    from tests.gui import hands

    before = keeping.kept("Cube")
    yield from hands.open_tab()
    hands.screenshot("1 this object")
    yield from hands.press_button("meshy.remesh")
    yield from hands.redrawn()
    hands.screenshot("2 dialog")
    yield from hands.press("RET")
    yield from until(lambda: _faces() > 6, "the new mesh")
    yield from until(lambda: not hands.modal_operators(), "the end of placing")
    after = keeping.kept("Cube")
    yield from hands.redrawn()
    hands.screenshot("3 remeshed")
    faces = []
    for held in ({}, {"shift": True}):
        yield from hands.press("Z", ctrl=True, **held)
        yield from hands.redrawn()
        faces.append(_faces())
    return {"before": before, "after": after, "faces": faces}


def a_dialog_by_right_click() -> Steps:
    import bpy

    from tests.gui import hands, results

    yield from hands.click(hands.middle(), "RIGHTMOUSE")
    yield from hands.redrawn()
    for key in ("UP_ARROW", "RIGHT_ARROW"):  # Meshy is the last entry
        yield from hands.press(key)
        yield from hands.redrawn()
    hands.screenshot("1 context menu")
    yield from hands.press("RET")
    yield from hands.redrawn()
    hands.screenshot("2 dialog")
    yield from hands.press("ESC")
    yield from hands.redrawn()
    return [len(results.board().rows), bpy.context.mode]


def a_dialog_by_search() -> Steps:
    from tests.gui import hands, results

    dialog = results.part("ui.objects.dialog")
    ask, asked = dialog.ask, []

    def watched(operator: Any, context: Any) -> set[str]:
        asked.append(operator.kind.name)
        return ask(operator, context)

    dialog.ask = watched
    yield from hands.press("F3")
    yield from hands.type_text("meshy retexture", hands.middle())
    yield from hands.redrawn()
    hands.screenshot("1 search")
    yield from hands.press("RET")
    yield from until(lambda: asked, "the dialog")
    yield from hands.redrawn()
    hands.screenshot("2 dialog")
    yield from hands.press("ESC")
    return asked


def two_dialogs_one_after_the_other() -> Steps:
    """What each shows, pressed like buttons: from a script Blender remembers nothing."""
    import bpy

    from tests.gui import hands, results

    dialog = results.part("ui.objects.dialog")
    draw, shown = dialog.draw, []

    def watched(operator: Any, context: bpy.types.Context) -> None:
        shown[-1:] = [operator.target_polycount]
        draw(operator, context)

    dialog.draw = watched
    for given in ({"target_polycount": 5000, "ask": True}, {}):
        shown.append(0)
        bpy.ops.meshy.remesh("INVOKE_DEFAULT", True, **given)
        yield from until(lambda: shown[-1], "the dialog")
        yield from hands.press("RET")
        yield from until(lambda: len(results.board().rows) == len(shown), "the job")
    yield from until(lambda: all(row.task_id for row in results.board().rows), "both tasks")
    return shown


def a_dialog_with_a_number_that_does_not_count() -> Steps:
    import bpy

    from tests.gui import hands, results

    bpy.ops.meshy.text_to_3d(
        "INVOKE_DEFAULT", prompt="an owl", should_remesh=False, target_polycount=5000, ask=True
    )
    yield from hands.redrawn()
    hands.screenshot("a number that does not count")
    yield from hands.press("RET")
    yield from until(results.placeholder, "the job")
    yield from until(lambda: results.board().rows[0].task_id, "its task")


def test_a_remesh_from_the_sidebar_is_one_step_of_undo(window: Window, emulator: Emulator):
    seen: dict[str, Any] = window.call(remesh_from_the_sidebar, env=emulator.environment)
    assert seen["after"]["bounds"] == seen["before"]["bounds"]
    assert seen["faces"][0] == 6
    assert seen["faces"][1] > 1000


def test_the_context_menu_leads_to_a_dialog_that_can_be_left(window: Window, emulator: Emulator):
    assert window.call(a_dialog_by_right_click, env=emulator.environment) == [0, "OBJECT"]
    assert emulator.creates() == []


def test_a_dialog_shows_what_it_sends_also_the_second_time(window: Window, emulator: Emulator):
    shown = window.call(two_dialogs_one_after_the_other, env=emulator.environment)
    assert shown == [5000, 30000]
    one, other = (create["body"].get("target_polycount") for create in emulator.creates())
    assert {one, other} == {5000, None}  # two jobs at once: whichever was written first


def test_search_finds_what_can_be_done_with_an_object(window: Window, emulator: Emulator):
    assert window.call(a_dialog_by_search, env=emulator.environment) == ["retexture"]
    assert emulator.creates() == []


def test_a_dialog_sends_nothing_that_it_hides(window: Window, emulator: Emulator):
    window.call(a_dialog_with_a_number_that_does_not_count, env=emulator.environment)
    body = emulator.creates()[0]["body"]
    assert "target_polycount" not in body
    assert body["should_remesh"] is False
