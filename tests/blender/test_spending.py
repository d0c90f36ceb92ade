"""Limits on what may be spent: what goes past one is refused before anything is paid."""

from __future__ import annotations

import json

import pytest

from tests.blender.bad_input import is_one_sentence
from tests.blender.harness import Blender
from tests.emulator.process import Emulator

PICTURE = ("text-to-image", "--prompt", "an owl")  # 3 credits


@pytest.mark.one_version
def test_a_day_has_room_for_two_pictures_and_no_third(blender: Blender, emulator: Emulator):
    limited = {**emulator.environment, "MESHY_MAX_CREDITS_PER_DAY": "8"}
    codes = [blender.cli(*PICTURE, "--json", env=limited).returncode for _ in range(3)]
    assert codes == [0, 0, 4]
    refused = json.loads(blender.last.stdout)
    assert (refused["job"], refused["tasks"], refused["error"]["type"]) == ("", [], "OverLimit")
    said = blender.last.stderr.removeprefix("meshy: ").strip()
    assert said == ("This costs 3 credits; 6 of the 8 that are allowed per day are spent already.")
    assert emulator.credits() == 994
    told = json.loads(blender.cli("balance", "--json", env=emulator.environment).stdout)
    assert (told["balance"], told["today"], told["this_month"]) == (994, 6, 6)


def make_two_objects_resized() -> str:
    import bpy

    for x in (0, 3):
        bpy.ops.mesh.primitive_cube_add(location=(x, 0, 0))
    for thing in bpy.data.objects:
        thing.select_set(thing.type == "MESH" and thing.name != "Cube.000")
    try:
        bpy.ops.meshy.resize(resize_height=1.0)
    except RuntimeError as error:
        return str(error).removeprefix("Error: ").strip()
    return ""


@pytest.mark.one_version
@pytest.mark.parametrize("limit", ["PER_JOB", "PER_BATCH"])
def test_a_job_or_a_batch_past_its_limit_is_one_sentence(
    blender: Blender, emulator: Emulator, limit: str
):
    allowed = {"PER_JOB": "0", "PER_BATCH": "1"}[limit]
    env = {**emulator.environment, f"MESHY_MAX_CREDITS_{limit}": allowed}
    said = blender.call(make_two_objects_resized, env=env)
    assert is_one_sentence(said)
    assert "allowed" in said
    assert emulator.creates() == []


@pytest.mark.one_version
def test_a_limit_that_is_no_number_is_one_sentence(blender: Blender, emulator: Emulator):
    env = {**emulator.environment, "MESHY_MAX_CREDITS_PER_JOB": "lots"}
    ended = blender.cli(*PICTURE, env=env)
    assert ended.returncode == 2
    assert "MESHY_MAX_CREDITS_PER_JOB is not a number" in ended.stderr


def what_the_sidebar_says() -> list[object]:
    """After two pictures and one that failed, with the pump turned by hand."""
    import importlib
    import time

    import bpy

    from tests.blender.test_loading import loaded_extension

    for prompt in ("an owl", "a fox", "a bear [fail:moderation_blocked]"):
        try:
            bpy.ops.meshy.text_to_image(prompt=prompt)
        except RuntimeError:
            continue
    spending = importlib.import_module(f"{loaded_extension()}.ui.account.spending").SPENDING
    pump = importlib.import_module(f"{loaded_extension()}.ui.pump")
    spending.look()
    end = time.monotonic() + 60
    while spending.spent is None:
        assert time.monotonic() < end
        pump.tick()
    jobs = [[job.name, job.credits] for job in spending.jobs]
    return [spending.spent.today, spending.spent.this_month, jobs]


@pytest.mark.one_version
def test_the_sidebar_tells_what_was_spent_and_on_which_jobs(blender: Blender, emulator: Emulator):
    told = blender.call(what_the_sidebar_says, env=emulator.environment)
    assert told == [6, 6, [["Fox", 3], ["Owl", 3]]]


def leave_a_job() -> None:
    from tests.blender import jobs_in_the_list as jobs

    job_id = jobs.press("text_to_3d", prompt="an owl")
    jobs.tick_until(lambda: bool(jobs.row(job_id).task_id))


def leave_one_that_was_never_sent() -> str:
    from tests.blender import jobs_in_the_list as jobs

    journal = jobs.module("jobs.journal").Journal(
        jobs.module("scene.home").state_dir() / "jobs.sqlite"
    )
    kind = jobs.module("api.endpoints").KINDS["text_to_3d"]
    steps = jobs.module("jobs.planning").plan(kind, {"prompt": "a fox"}, only_first=True)
    job = jobs.module("jobs.job").Job("fox", kind.name, "Fox", steps, 1.0)
    journal.add(job)
    journal.close()
    return job.id


def take_up_within_limits(job_id: str) -> list[list[object]]:
    """What the list says of a job after Resume, under one limit after the other."""
    import os

    import bpy

    from tests.blender import jobs_in_the_list as jobs
    from tests.blender.test_panel_account import drawn

    seen, errands = [], jobs.module("ui.errands").ERRANDS
    for limit in ("lots", "19", "20"):
        os.environ["MESHY_MAX_CREDITS_PER_JOB"] = limit
        bpy.ops.meshy.resume_job(job_id=job_id)
        jobs.tick_until(lambda: not errands.is_any_out)
        seen.append([jobs.row(job_id).error, "[Resume]" in drawn("MESHY_PT_jobs")])
    jobs.tick_until_stage(job_id, "ready")
    return seen


def resume_what_was_left() -> dict[str, object]:
    """With a limit that isn't a number."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    fox = leave_one_that_was_never_sent()
    jobs.tick_until(lambda: len(jobs.rows()) == 2)
    [owl] = {row.job_id for row in jobs.rows()} - {fox}
    bpy.ops.meshy.resume_job(job_id=owl)
    jobs.tick_until_stage(owl, "ready")
    bpy.ops.meshy.place_job(job_id=owl)
    jobs.tick_until_placed(owl)
    return {"placed": jobs.names(), "seen": take_up_within_limits(fox)}


@pytest.mark.one_version
def test_a_limit_keeps_a_job_in_the_list_that_was_never_sent_and_none_that_is_paid(
    blender: Blender, emulator: Emulator
):
    blender.call(leave_a_job, env=emulator.environment)
    limited = {**emulator.environment, "MESHY_MAX_CREDITS_PER_JOB": "lots"}
    told = blender.call(resume_what_was_left, env=limited)
    assert "Owl" in told["placed"]
    assert told["seen"] == [
        ["MESHY_MAX_CREDITS_PER_JOB is not a number of credits.", True],
        ["This costs 20 credits, and 19 are allowed per job.", True],
        ["", False],
    ]
    assert emulator.credits() == 1000 - 30 - 20
