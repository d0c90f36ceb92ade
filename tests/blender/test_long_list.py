"""A list of many jobs: a page of it is shown, and the others are a press away."""

from __future__ import annotations

import time

import pytest

from tests.blender.harness import Blender
from tests.blender.test_panel_account import drawn

JOBS = 25


def titles_on_each_page() -> dict[str, list[str]]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    board, job, stage = (jobs.module(name) for name in ("ui.jobs.board", "jobs.job", "jobs.job"))
    now = time.time()
    for number in range(JOBS):
        made = job.Job(f"job{number}", "text_to_3d", f"thing {number}", (), now - number)
        row = board.JobRow(made.id, made.kind, made.name, stage.Stage.FAILED, began_at=now - number)
        board.BOARD.add_left(row, made)

    def shown() -> list[str]:
        said = drawn("MESHY_PT_jobs")
        return [each for each in said if each.startswith("thing") or "of" in each.split()]

    pages = {"first": shown()}
    for page in ("second", "last", "after the last"):
        bpy.ops.meshy.turn_jobs(list="JOBS", pages=1)
        pages[page] = shown()
    for each in board.BOARD.rows[5:]:
        board.BOARD.forget(each.job_id)
    pages["of a list that became short"] = shown()
    return pages


@pytest.mark.one_version
def test_a_long_list_is_shown_page_by_page(blender: Blender):
    pages = blender.call(titles_on_each_page)
    things = [f"thing {number}" for number in range(JOBS)]
    assert pages == {
        "first": [*things[:10], "1–10 of 25"],
        "second": [*things[10:20], "11–20 of 25"],
        "last": [*things[20:], "21–25 of 25"],
        "after the last": [*things[20:], "21–25 of 25"],
        "of a list that became short": things[:5],
    }
