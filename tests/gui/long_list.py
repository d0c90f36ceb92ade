"""What a list of many jobs costs each time that the sidebar is drawn. Inside Blender."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from tests.gui.steps import Steps

DRAWINGS = 60


def redraw(lengths: Sequence[int]) -> Steps:
    """For each length in ms, medians: drawing the panel, and a tick of the pump beside it."""
    from tests.gui import hands, results

    yield from hands.open_tab()
    drawing, told = results.part("ui.jobs.drawing"), []
    drawn_ms: list[float] = []
    drawing.draw_jobs = _timed(drawing.draw_jobs, drawn_ms)
    for length in lengths:
        _fill(length)
        yield from hands.redrawn()
        drawn_ms.clear()
        while len(drawn_ms) < DRAWINGS:
            hands.area().tag_redraw()
            yield
        pump, ticks_ms = results.part("ui.pump").PUMP, []
        work = _timed(pump._work, ticks_ms)
        for _ in range(DRAWINGS):
            work()
        told.append(
            {
                "jobs": len(results.board().rows),
                "draw_ms": statistics.median(drawn_ms),
                "tick_ms": statistics.median(ticks_ms),
            }
        )
    hands.screenshot("a long list")
    return told


def _fill(length: int) -> None:
    """Half of the jobs run, half have failed: none of them folds away."""
    from tests.gui import results

    board, jobs, rows = results.board(), results.part("jobs.job"), results.part("ui.jobs.board")
    board.forget_all()
    now = time.time()
    for number in range(length):
        job = jobs.Job(f"job{number}", "text_to_3d", f"thing {number}", (), now - number)
        is_failed = number % 2 == 1
        row = rows.JobRow(
            job.id,
            job.kind,
            job.name,
            jobs.Stage.FAILED if is_failed else jobs.Stage.WAITING,
            price=30,
            began_at=job.created_at,
            ended_at=now if is_failed else None,
            error="The task failed on Meshy's side." if is_failed else "",
        )
        board.add_left(row, job)


def _timed(work: Callable[..., Any], taken_ms: list[float]) -> Callable[..., Any]:
    def timed(*given: Any) -> Any:
        began = time.perf_counter()
        try:
            return work(*given)
        finally:
            taken_ms.append((time.perf_counter() - began) * 1000)

    return timed
