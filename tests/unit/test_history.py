"""The history of an account: every task, newest first, no further than one looks."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from meshy_addon.api.account import Account
from meshy_addon.api.client import Client
from meshy_addon.api.endpoint import Endpoint
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.errors import NotFound
from meshy_addon.api.tasks import Status, Task, read_task
from meshy_addon.jobs.calls import Calls
from meshy_addon.jobs.gate import Gate
from meshy_addon.jobs.history import History
from tests.emulator.client import Client as PlainClient
from tests.emulator.process import Emulator

TEXT_TO_3D = "/openapi/v2/text-to-3d"
TEXT_TO_IMAGE = "/openapi/v1/text-to-image"


class Shelf:
    """A service with many tasks, as `History` asks for them."""

    def __init__(self, tasks: dict[str, list[Task]]) -> None:
        self._tasks = tasks
        self.asked: list[tuple[str, int]] = []

    def newest(self, endpoint: Endpoint, page: int = 1) -> list[Task]:
        self.asked.append((endpoint.path, page))
        if endpoint.path not in self._tasks and not endpoint.documented_list:
            raise NotFound("no such list")
        return self._tasks.get(endpoint.path, [])[(page - 1) * 50 : page * 50]


def task(number: int, type_: str, **more: Any) -> Task:
    raw = {"id": f"{type_} {number}", "type": type_, "status": "SUCCEEDED", "created_at": number}
    return read_task({**raw, **more})


def shelf_of(counts: dict[str, int]) -> Shelf:
    """So many tasks of each type, their times taking turns."""
    paths = {endpoint.type: endpoint.path for endpoint in ENDPOINTS.values()}
    shelf: dict[str, list[Task]] = {}
    for turn, (type_, count) in enumerate(counts.items()):
        made = [task(1000 + 10 * n + turn, type_) for n in range(count)]
        shelf.setdefault(paths[type_], []).extend(made[::-1])
    return Shelf(shelf)


def test_lists_are_merged_by_time_and_read_only_as_far_as_one_looks():
    shelf = shelf_of({"text-to-3d-preview": 200, "text-to-image": 200, "remesh": 3})
    history = History(shelf)  # type: ignore[arg-type]
    first = history.more()
    assert len(first) == 50
    lists = len({endpoint.path for endpoint in ENDPOINTS.values()})
    assert len(shelf.asked) == lists
    for _ in range(8):
        entries = history.more()
    assert len(entries) == 403
    assert history.is_complete
    times = [entry.created_at_ms for entry in entries]
    assert times == sorted(times, reverse=True)
    assert len(shelf.asked) == lists + 2 * 4  # four more pages of each long list


def test_what_has_arrived_is_shown_before_the_last_answer():
    shelf = shelf_of({"text-to-3d-preview": 30, "text-to-image": 30, "remesh": 3})
    history = History(shelf)  # type: ignore[arg-type]
    shown: list[tuple[Any, ...]] = []
    first = history.more(so_far=shown.append)
    assert len(shown) == 3
    assert shown[0]
    assert shown[-1] == first
    for entries in shown:
        times = [entry.created_at_ms for entry in entries]
        assert times == sorted(times, reverse=True)
        assert len(entries) <= 50
    before = set(first)
    shown.clear()
    assert history.more(so_far=shown.append)[:50] == first
    assert all(before <= set(entries) for entries in shown)


def test_tasks_are_found_by_the_kind_of_job_that_makes_them():
    shelf = shelf_of({"text-to-3d-preview": 2, "text-to-3d-refine": 1, "remesh": 1})
    entries = History(shelf).more()  # type: ignore[arg-type]
    of = {
        kind: sum(entry.is_of(kind) for entry in entries)
        for kind in ("", "text_to_3d", "refine", "remesh", "rig")
    }
    assert of == {"": 4, "text_to_3d": 3, "refine": 1, "remesh": 1, "rig": 0}


def test_a_task_that_moved_to_the_next_page_is_there_once():
    shelf = shelf_of({"remesh": 120})
    history = History(shelf)  # type: ignore[arg-type]
    history.more()
    shelf._tasks["/openapi/v1/remesh"].insert(0, task(99_999, "remesh"))
    for _ in range(3):
        entries = history.more()
    ids = [entry.id for entry in entries]
    assert len(ids) == len(set(ids)) == 120


def test_what_a_newer_service_makes_is_shown_as_it_calls_it():
    shelf = Shelf({"/openapi/v1/remesh": [task(1, "remesh-ultra", status="SIMMERING")]})
    [entry] = History(shelf).more()  # type: ignore[arg-type]
    assert (entry.title, entry.is_known, entry.status) == ("Remesh ultra", False, Status.UNKNOWN)
    assert entry.endpoint == "remesh"


def test_five_thousand_tasks_take_little_memory():
    import tracemalloc

    shelf = shelf_of({"text-to-3d-preview": 2500, "text-to-image": 2500})
    history = History(shelf)  # type: ignore[arg-type]
    tracemalloc.start()
    while not history.is_complete:
        history.more()
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(history.more()) == 5000
    assert used < 8_000_000


@pytest.fixture
def calls(emulator: Emulator) -> Calls:
    client = Client(Account(emulator.api, emulator.key, "a test"))
    return Calls(client, Gate(), threading.Event())


def test_tasks_of_another_program_are_there_with_what_one_wants_to_know(
    emulator: Emulator, calls: Calls
):
    emulator.settings(task_seconds=0.2)
    other = PlainClient(emulator)
    other.run(TEXT_TO_3D, mode="preview", prompt="an owl", ai_model="meshy-6")
    other.run(TEXT_TO_IMAGE, prompt="a fox", ai_model="nano-banana")
    fox, owl = History(calls).more()
    assert (fox.title, fox.prompt, fox.credits) == ("Text to Picture", "a fox", 3)
    assert (owl.title, owl.prompt, owl.credits) == ("Text to 3D, Preview", "an owl", 20)
    assert fox.picture_url
    assert 2.9 < owl.days_left(time.time()) <= 3.1
