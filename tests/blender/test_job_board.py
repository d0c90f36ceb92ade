"""The job list: what it knows, and that results come into the file that their job was for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator

pytestmark = pytest.mark.oldest_and_newest

PROMPT = "a weathered bronze owl"
NAME = "Weathered bronze owl"


def press_twice() -> list[Any]:
    from tests.blender import jobs_in_the_list as jobs

    first = jobs.press("text_to_3d", prompt=PROMPT)
    jobs.press("text_to_3d", prompt=PROMPT)
    other = jobs.press("text_to_3d", prompt="a teal teapot")
    board = jobs.module("ui.jobs.board").BOARD
    seen = [len(jobs.rows()), board.running, first != other]
    jobs.tick_until(lambda: not board.running and not board.to_place)
    return seen


def run_one_and_look() -> dict[str, Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    stages, fractions = [], []

    def is_placed() -> bool:
        row = jobs.row(job_id)
        if not stages or stages[-1] != row.stage:
            stages.append(str(row.stage))
        fractions.append(row.fraction)
        return bool(row.stage == "placed")

    jobs.tick_until(is_placed)
    bpy.ops.object.select_all(action="DESELECT")
    bpy.ops.meshy.select_job(job_id=job_id)
    row = jobs.row(job_id)
    bpy.ops.meshy.place_job(job_id=job_id)
    jobs.tick_until(lambda: f"{NAME}.001" in bpy.data.objects)
    second = jobs.press("text_to_3d", prompt=PROMPT, texture_prompt="verdigris")
    jobs.tick_until(lambda: jobs.row(second).expected_s is not None)
    return {
        "stages": stages,
        "fractions": fractions,
        "price": row.price,
        "thumbnail": row.thumbnail.is_file(),
        "selected": row.task_id == bpy.data.objects[NAME].meshy.task_id,
        "balance": jobs.module("ui.account.state").ACCOUNT.balance,
    }


def fail_and_retry() -> list[Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    jobs.tick_until_stage(job_id, "failed")
    row = jobs.row(job_id)
    bpy.ops.meshy.retry_job(job_id=job_id)
    again = jobs.rows()[0].job_id
    jobs.tick_until_placed(again)
    bpy.ops.meshy.clear_jobs()
    return [row.error, again != job_id, NAME in jobs.names(), len(jobs.rows())]


def open_another_file_meanwhile(path: str) -> dict[str, Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.wm.read_homefile(use_empty=True)
    jobs.tick_until_stage(job_id, "ready")
    for _ in range(5):
        jobs.module("ui.pump").tick()
    elsewhere = jobs.names()
    bpy.ops.wm.open_mainfile(filepath=path)
    jobs.tick_until_placed(job_id)
    return {"elsewhere": elsewhere, "type": bpy.data.objects[NAME].type}


def lose_the_scene() -> list[Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    scene = bpy.context.scene
    bpy.ops.scene.new(type="EMPTY")
    there = bpy.context.scene.name
    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    bpy.context.window_manager.windows[0].scene = scene
    bpy.data.scenes.remove(bpy.data.scenes[there])
    jobs.tick_until_stage(job_id, "ready")
    for _ in range(5):
        jobs.module("ui.pump").tick()
    return [str(jobs.row(job_id).stage), NAME in [thing.name for thing in scene.objects]]


def submit_and_leave() -> str:
    from tests.blender import jobs_in_the_list as jobs

    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    jobs.tick_until(lambda: bool(jobs.row(job_id).task_id))
    return job_id


def resume_what_was_left() -> list[Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    jobs.tick_until(lambda: bool(jobs.rows()))
    row = jobs.rows()[0]
    wording = jobs.module("ui.jobs.wording")
    told = [
        wording.keeping_in_words(row, row.kept_until - hours * 3600) for hours in (71, 20, 0.5, -1)
    ]
    bpy.ops.meshy.resume_job(job_id=row.job_id)
    jobs.tick_until_stage(row.job_id, "ready")
    told.append(wording.keeping_in_words(jobs.row(row.job_id), row.kept_until))
    bpy.ops.meshy.place_job(job_id=row.job_id)
    jobs.tick_until_placed(row.job_id)
    until_s = row.kept_until - row.began_at
    return [row.is_left, row.name, NAME in jobs.names(), told, until_s]


def test_two_presses_within_a_second_make_one_job(blender: Blender, emulator: Emulator):
    assert blender.call(press_twice, env=emulator.environment) == [2, 2, True]
    assert len(emulator.creates()) == 4


def test_a_job_is_followed_from_the_press_to_the_scene(blender: Blender, emulator: Emulator):
    seen = blender.call(run_one_and_look, env=emulator.environment)
    assert seen["stages"][0] == "queued"
    assert seen["stages"][-1] == "placed"
    assert seen["fractions"] == sorted(seen["fractions"])
    assert seen["fractions"][-1] == 1
    assert seen["price"] == 30
    assert seen["thumbnail"]
    assert seen["selected"]
    assert seen["balance"] == 970


def test_a_failed_job_says_why_and_can_be_tried_again(blender: Blender, emulator: Emulator):
    emulator.fault("fail_task", times=1)
    error, is_new, is_there, left = blender.call(fail_and_retry, env=emulator.environment)
    assert error.endswith(".")
    assert is_new
    assert is_there
    assert left == 0


def test_a_result_waits_for_its_own_file(blender: Blender, emulator: Emulator):
    path = blender.folder / "mine.blend"
    seen = blender.call(open_another_file_meanwhile, str(path), env=emulator.environment)
    assert seen == {"elsewhere": [], "type": "MESH"}


def test_a_result_whose_scene_is_gone_waits_to_be_placed(blender: Blender, emulator: Emulator):
    assert blender.call(lose_the_scene, env=emulator.environment) == ["ready", False]


def test_a_job_that_an_earlier_blender_left_can_be_resumed(blender: Blender, emulator: Emulator):
    blender.call(submit_and_leave, env=emulator.environment)
    is_left, name, is_there, told, kept_s = blender.call(
        resume_what_was_left, env=emulator.environment
    )
    assert is_left
    assert abs(kept_s - 3 * 24 * 3600) < 600
    assert told == [
        "",
        "Meshy keeps it for 20 more hours.",
        "Meshy keeps it for less than an hour.",
        "Meshy keeps results for three days: this one may be gone.",
        "",
    ]
    assert name == NAME
    assert is_there
    assert len(emulator.creates()) == 2


def meet_a_job_that_meshy_may_have() -> list[Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    board = jobs.module("ui.jobs.board").BOARD
    wording = jobs.module("ui.jobs.wording")
    job_id = jobs.press("text_to_3d", prompt=PROMPT, preview_only=True)
    jobs.tick_until(lambda: jobs.row(job_id).is_open)
    said = wording.stage_in_words(jobs.row(job_id))
    bpy.ops.meshy.resume_job(job_id=job_id)
    jobs.tick_until(lambda: not jobs.row(job_id).is_left)
    jobs.tick_until(lambda: jobs.row(job_id).is_open)
    bpy.ops.meshy.send_job_again(job_id=job_id)
    jobs.tick_until_placed(job_id)
    return [said, jobs.row(job_id).is_open, board.running]


@pytest.mark.one_version
def test_a_job_that_meshy_may_have_can_be_looked_for_and_sent_again(
    blender: Blender, emulator: Emulator
):
    create = "text-to-3d$"
    emulator.fault("lose_answer", path=create, times=1, method="POST")
    emulator.fault("refuse", path=create, method="GET", status=404, times=0)
    seen = blender.call(meet_a_job_that_meshy_may_have, env=emulator.environment)
    assert seen == ["Meshy May Have This One", False, 0]
    assert len(emulator.creates()) == 2


def look_at_a_damaged_job_list() -> list[Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    state = jobs.module("scene.home").state_dir()
    (state / "jobs.sqlite").write_bytes(b"no database" * 1000)
    board = jobs.module("ui.jobs.board").BOARD
    jobs.tick_until(lambda: board.warning)
    said = board.warning
    shown = bpy.types.MESHY_PT_jobs.poll(bpy.context)
    bpy.ops.meshy.dismiss_warning()
    jobs.module("ui.pump").tick()
    return [said, shown, board.warning]


@pytest.mark.one_version
def test_a_damaged_job_list_is_told_in_the_panel_until_it_is_read(
    blender: Blender, emulator: Emulator
):
    said, shown, afterwards = blender.call(look_at_a_damaged_job_list, env=emulator.environment)
    assert "was damaged" in said
    assert (shown, afterwards) == (True, "")


def tick_beside(left: bool, is_nearly_here: bool = False) -> float:
    from tests.blender import jobs_in_the_list as jobs

    board = jobs.module("ui.jobs.board")
    job = jobs.module("jobs.job").Job("job-1", "text_to_3d", "Owl", (), {}, 0.0)
    row = board.JobRow(job.id, job.kind, job.name, board.Stage.DOWNLOADING, is_left=left)
    board.BOARD.add_left(row, job)
    if is_nearly_here:  # the stage is told a moment before the result
        board.BOARD.note(board.StageChanged(job.id, board.Stage.READY))
    jobs.module("ui.pump").tick()
    return jobs.module("ui.pump").tick()


@pytest.mark.one_version
def test_the_pump_ticks_quicker_for_a_result_that_comes_than_for_one_that_was_left(
    blender: Blender, emulator: Emulator
):
    quick = blender.call(tick_beside, False, env=emulator.environment)
    nearly = blender.call(tick_beside, False, True, env=emulator.environment)
    calm = blender.call(tick_beside, True, env=emulator.environment)
    assert quick == nearly < calm


def go_offline_amid_a_job() -> list[Any]:
    from tests.blender import jobs_in_the_list as jobs

    watch = jobs.module("ui.going_online")
    session = jobs.module("scene.session").SESSION
    job_id = jobs.press("text_to_3d", prompt=PROMPT, preview_only=True)
    jobs.tick_until(lambda: jobs.row(job_id).task_id)
    really = watch.why_not_online
    watch.why_not_online = lambda: "Online access is off."
    jobs.module("ui.pump").tick()
    row = jobs.row(job_id)
    seen = [row.is_left, row.error, session.running is None]
    watch.why_not_online = really
    jobs.tick_until(lambda: jobs.row(job_id).stage in ("ready", "placed"))
    return [*seen, jobs.row(job_id).error]


@pytest.mark.one_version
def test_a_job_stops_when_blender_goes_offline_and_goes_on_afterwards(
    blender: Blender, emulator: Emulator
):
    emulator.settings(task_seconds=2.0)
    seen = blender.call(go_offline_amid_a_job, env=emulator.environment)
    assert seen == [True, "Online access is off.", True, ""]
    assert len(emulator.creates()) == 1


def place_and_lose_the_file() -> str:
    from tests.blender import jobs_in_the_list as jobs

    job_id = jobs.press("text_to_3d", prompt=PROMPT, preview_only=True)
    jobs.tick_until_placed(job_id)
    journal = jobs.module("scene.session").SESSION.running.journal
    jobs.tick_until(lambda: journal.job(job_id).stage == "placed")
    return job_id


def get_it_again() -> list[Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    jobs.tick_until(lambda: bool(jobs.rows()))
    row = jobs.rows()[0]
    before = jobs.names()
    bpy.ops.meshy.place_job(job_id=row.job_id)
    jobs.tick_until(lambda: NAME in bpy.data.objects)
    bpy.ops.meshy.select_job(job_id=row.job_id)
    selected = [thing.name for thing in bpy.context.selected_objects]
    return [row.job_id, str(row.stage), row.is_settled, NAME in before, selected]


def look_for_nothing() -> int:
    from tests.blender import jobs_in_the_list as jobs

    errands = jobs.module("ui.errands").ERRANDS
    jobs.module("ui.pump").tick()
    jobs.tick_until(lambda: not errands.is_any_out)
    jobs.module("ui.pump").tick()
    return len(jobs.rows())


@pytest.mark.one_version
def test_a_result_whose_file_was_lost_can_be_placed_again_by_the_next_blender(
    blender: Blender, emulator: Emulator
):
    job_id = blender.call(place_and_lose_the_file, env=emulator.environment)
    # Offline and without a key: all of it is here.
    assert blender.call(get_it_again) == [job_id, "placed", True, False, [NAME]]
    assert len(emulator.creates()) == 1
    (blender.state_dir / "jobs" / job_id / "model.glb").unlink()
    assert blender.call(look_for_nothing) == 0
