"""What an artist does to windows and files while a job runs; the result comes all the same."""

from __future__ import annotations

from tests.emulator.process import Emulator
from tests.gui.harness import Window
from tests.gui.steps import Steps, until


def close_the_window_it_was_started_in() -> Steps:
    import bpy

    from tests.gui import results

    manager = bpy.context.window_manager
    bpy.ops.wm.window_new()
    yield from until(lambda: len(manager.windows) == 2, "another window")
    with bpy.context.temp_override(window=manager.windows[1]):
        bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl")
        yield from until(results.placeholder, "the placeholder")
        bpy.ops.wm.window_close()
    yield from until(lambda: len(manager.windows) == 1, "one window")
    manager.windows[0].workspace = bpy.data.workspaces["Scripting"]
    yield from until(results.made, "the owl")
    return [manager.windows[0].workspace.name, results.made()[0].name]


def test_neither_a_closed_window_nor_another_workspace_keeps_the_result_away(
    window: Window, emulator: Emulator
):
    emulator.settings(task_seconds=1)
    seen = window.call(close_the_window_it_was_started_in, env=emulator.environment)
    assert seen == ["Scripting", "Owl"]


def revert(path: str) -> Steps:
    import bpy

    from tests.gui import hands, results

    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl")
    yield from until(results.placeholder, "the placeholder")
    bpy.ops.wm.revert_mainfile()
    yield
    yield from hands.open_tab()
    yield from until(lambda: results.board().to_place, "the owl in the job list")
    yield from hands.redrawn()
    hands.screenshot("after File, Revert")
    before = len(results.made())
    yield from hands.press_button("meshy.place_job")
    yield from until(results.made, "the owl")
    return [before, len(results.made())]


def test_a_job_that_was_started_after_the_last_save_waits_when_the_file_is_reverted(
    window: Window, emulator: Emulator
):
    emulator.settings(task_seconds=1)
    path = str(window.folder / "mine.blend")
    assert window.call(revert, path, env=emulator.environment) == [0, 1]
    assert len(emulator.creates()) == 2


def move_a_placeholder_whose_job_fails() -> Steps:
    import bpy

    from tests.gui import hands, results

    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl [seconds:2] [fail:server_error]")
    yield from until(results.placeholder, "the placeholder")
    yield from hands.press("G")
    yield from until(hands.modal_operators, "the transform")
    yield from until(lambda: results.board().rows[0].stage == "failed", "the failure")
    x, y = hands.middle()
    for step in range(20):  # more ticks of the pump than one
        yield from hands.point((x + step, y))
    there = bool(results.placeholder())
    yield from hands.press("RET", (x + 20, y))
    yield from until(lambda: not results.placeholder(), "its end")
    return there


def test_a_placeholder_is_not_taken_away_while_it_is_moved(window: Window, emulator: Emulator):
    assert window.call(move_a_placeholder_whose_job_fails, env=emulator.environment)


def quit_amid_a_job() -> Steps:
    import bpy

    from tests.gui import results

    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl")
    yield from until(lambda: results.board().rows[0].task_id, "the task")
    bpy.ops.wm.quit_blender()
    yield from until(lambda: False, "the end")


def take_up_what_was_left() -> Steps:
    from tests.gui import hands, results

    yield from until(lambda: results.board().rows, "the job of the Blender before")
    yield from hands.open_tab()
    hands.screenshot("a job that was left")
    yield from hands.press_button("meshy.resume_job")
    yield from until(lambda: results.board().to_place, "the owl")
    yield from hands.redrawn()
    yield from hands.press_button("meshy.place_job")
    yield from until(results.made, "the owl in the scene")
    return results.made()[0].name


def test_quitting_amid_a_job_asks_nothing_and_loses_nothing(window: Window, emulator: Emulator):
    # Long enough that it's the first task which is left, not the sending of the second.
    emulator.settings(task_seconds=10)
    left = window.start(quit_amid_a_job, env=emulator.environment)
    assert left.finish(timeout_s=60).returncode == 0
    emulator.settings(task_seconds=1)
    assert not left.answer.exists()
    assert window.call(take_up_what_was_left, env=emulator.environment) == "Owl"
    assert len(emulator.creates()) == 2


def render_meanwhile() -> Steps:
    """A render that lasts as long as it's wanted, by an engine that does nothing else."""
    import time

    import bpy

    from tests.gui import results

    class PatientEngine(bpy.types.RenderEngine):
        bl_idname = "PATIENT"
        bl_label = "Patient"
        is_wanted = True

        def render(self, depsgraph: bpy.types.Depsgraph) -> None:
            while PatientEngine.is_wanted:
                time.sleep(0.01)

    bpy.utils.register_class(PatientEngine)
    bpy.context.scene.render.engine = PatientEngine.bl_idname
    bpy.context.preferences.view.render_display_type = "NONE"
    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl")
    yield from until(results.placeholder, "the placeholder")
    bpy.ops.render.render("INVOKE_DEFAULT")
    yield from until(lambda: bpy.app.is_job_running("RENDER"), "the render")
    yield from until(lambda: results.board().to_place, "the owl in the job list")
    for _ in range(60):  # ticks of the pump
        yield
    waited = len(results.made())
    PatientEngine.is_wanted = False
    yield from until(results.made, "the owl")
    return [waited, len(results.made())]


def test_a_result_waits_for_the_end_of_a_render(window: Window, emulator: Emulator):
    emulator.settings(task_seconds=1)
    assert window.call(render_meanwhile, env=emulator.environment) == [0, 1]


def land_where_nothing_may_be_changed() -> Steps:
    """As in a Blender whose timers may change nothing any more; a drawing never may."""
    import bpy

    from tests.gui import results

    placing, pump = results.part("ui.placing"), results.part("ui.pump")
    own, pump.start_placing = placing.start_placing, lambda: None
    seen = []

    def drawn(header: bpy.types.Header, context: bpy.types.Context) -> None:
        if placing.QUEUE and not seen:
            try:
                bpy.ops.meshy.notice()
            except RuntimeError as error:
                seen.append("modify blend data in this state" in str(error))
            own()

    bpy.types.VIEW3D_HT_header.append(drawn)
    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl")
    while not results.made():
        for area in bpy.context.screen.areas:
            area.tag_redraw()
        yield
    bpy.types.VIEW3D_HT_header.remove(drawn)
    return [*seen, len(results.made())]


def test_a_result_comes_also_when_blender_lets_timers_change_nothing(
    window: Window, emulator: Emulator
):
    assert window.call(land_where_nothing_may_be_changed, env=emulator.environment) == [True, 1]


_VERTICES = (222, -50)
"""Where the redo panel of a cone has its first field, from where the mouse was when it opened."""


def adjust_what_came_before() -> Steps:
    """A cone, then an owl that lands and one that is on its way, then other vertices for the cone;
    and the owl undone by hand, with something else done at once.
    """
    import bpy

    from tests.gui import hands, results

    with hands.override():
        bpy.ops.mesh.primitive_cone_add("INVOKE_DEFAULT", True)
    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl")
    yield from until(results.made, "the owl")
    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="a mouse [seconds:90]")
    yield from until(results.placeholder, "the placeholder")
    x, y = spot = (500, 500)
    yield from hands.press("F9", spot)
    yield from hands.redrawn()
    hands.screenshot("the redo panel")
    yield from hands.write_into((x + _VERTICES[0], y + _VERTICES[1]), "7")

    def are_back() -> bool:
        """With the other cone, so both were gone in between."""
        is_other = len(bpy.data.objects["Cone"].data.vertices) == 8
        return bool(is_other and results.made() and results.placeholder())

    yield from until(are_back, "both back")
    yield from until(lambda: not hands.modal_operators(), "the end of placing")
    hands.screenshot("both are back")
    seen = {
        "selected": [thing.name for thing in bpy.context.selected_objects],
        "unsettled": [row.name for row in results.board().unsettled],
    }
    yield from hands.press("ESC", spot)  # the panel closes
    yield from hands.redrawn()
    yield from hands.press("Z", ctrl=True)
    yield from until(lambda: not results.made(), "undo")
    with hands.override():
        bpy.ops.object.select_all("EXEC_DEFAULT", True, action="SELECT")
    for _ in range(150):  # longer than what is swept away stays away
        yield
    return {**seen, "after undo": len(results.made())}


def test_what_the_redo_panel_sweeps_away_comes_back_and_what_is_undone_does_not(
    window: Window, emulator: Emulator
):
    emulator.settings(task_seconds=1)
    seen = window.call(adjust_what_came_before, env=emulator.environment)
    assert "Owl" not in seen["selected"]
    assert seen["unsettled"] == ["Mouse [seconds:90]"]
    assert seen["after undo"] == 0
