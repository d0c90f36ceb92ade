"""The history of an account: every task, newest first, no further than one looks."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from meshy_addon.api.account import Account
from meshy_addon.api.client import Client
from meshy_addon.api.endpoint import Endpoint
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.errors import Nonsense, NotFound, ServerFault
from meshy_addon.api.tasks import Status, Task, read_task
from meshy_addon.jobs.calls import Calls
from meshy_addon.jobs.downloading import download_all
from meshy_addon.jobs.gate import Gate
from meshy_addon.jobs.history import GLANCE, History
from meshy_addon.jobs.history_entry import Entry, entry_of
from meshy_addon.jobs.history_pictures import bring_picture
from tests.emulator.client import Client as PlainClient
from tests.emulator.process import Emulator
from tests.unit.plain_server import PlainServer, answer

TEXT_TO_3D = "/openapi/v2/text-to-3d"
TEXT_TO_IMAGE = "/openapi/v1/text-to-image"


class Shelf:
    """A service with many tasks, as `History` asks for them."""

    def __init__(self, tasks: dict[str, list[Task]]) -> None:
        self._tasks = tasks
        self.broken = ""
        self.asked: list[tuple[str, int, int]] = []

    def look(self, endpoint: Endpoint, page: int, size: int) -> list[Task]:
        self.asked.append((endpoint.path, page, size))
        if endpoint.path == self.broken:
            raise ServerFault("Meshy's service has a fault.")
        if endpoint.path not in self._tasks and not endpoint.documented_list:
            raise NotFound("no such list")
        return self._tasks.get(endpoint.path, [])[(page - 1) * size : page * size]


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
    assert len(shelf.asked) == lists + 1
    assert shelf.asked.count((TEXT_TO_IMAGE, 1, GLANCE)) == 1
    assert shelf.asked[-1] == (TEXT_TO_IMAGE, 1, 50)  # it had more of the newest than were asked
    for _ in range(8):
        entries = history.more()
    assert len(entries) == 403
    assert history.is_complete
    times = [entry.created_at_ms for entry in entries]
    assert times == sorted(times, reverse=True)
    assert len(shelf.asked) == lists + 2 * 4 + 1  # four more pages of each, one after a glance


def test_what_has_arrived_is_shown_before_the_last_answer():
    shelf = shelf_of({"text-to-3d-preview": 30, "text-to-image": 30, "remesh": 3})
    history = History(shelf)  # type: ignore[arg-type]
    shown: list[tuple[Any, ...]] = []
    first = history.more(so_far=shown.append)
    assert len(shown) == 4  # one list after a glance as well
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


def test_the_list_that_most_likely_has_the_newest_is_asked_before_the_others():
    shelf = shelf_of({"text-to-3d-preview": 30, "remesh": 3})
    History(shelf).more()  # type: ignore[arg-type]
    assert shelf.asked[0] == (TEXT_TO_3D, 1, 50)
    of_here = [entry_of(task(9, "remesh"), ENDPOINTS["remesh"])]
    shelf.asked.clear()
    History(shelf, made_here=lambda: of_here).more()  # type: ignore[arg-type]
    assert shelf.asked[0] == ("/openapi/v1/remesh", 1, 50)


def test_what_the_journal_knows_is_there_before_anybody_is_asked():
    shelf = shelf_of({"remesh": 3})
    newest = task(1020, "remesh")
    here = replace(
        entry_of(newest, ENDPOINTS["remesh"]),
        values={"target_polycount": 5000},
        job_id="a job",
        is_only_here=True,
        has_files=True,
    )
    older = replace(here, id="gone", created_at_ms=1, job_id="another")
    shown: list[tuple[tuple[Entry, ...], int]] = []
    history = History(shelf, made_here=lambda: [older, here])  # type: ignore[arg-type]
    entries = history.more(so_far=lambda entries: shown.append((entries, len(shelf.asked))))
    assert shown[0] == ((here, older), 0)
    assert [entry.is_only_here for entry in entries] == [False, False, False, True]
    assert [entry.is_gone for entry in entries] == [False, False, False, True]
    assert (entries[0].job_id, entries[0].values) == ("a job", {"target_polycount": 5000})


def test_what_meshy_has_lost_stays_only_while_its_files_are_here():
    shelf = shelf_of({"remesh": 60, "text-to-image": 60})
    lost = entry_of(task(1555, "remesh"), ENDPOINTS["remesh"])
    lost = replace(lost, id="lost", job_id="a job", is_only_here=True)
    old = replace(lost, id="old", created_at_ms=1001)
    kept = replace(lost, id="kept", has_files=True)
    history = History(shelf, made_here=lambda: [lost, kept, old])  # type: ignore[arg-type]
    shown: list[tuple[Entry, ...]] = []
    first = history.more(so_far=shown.append)
    assert {"lost", "kept"} <= {entry.id for entry in shown[0]}
    assert [entry.is_gone for entry in first if entry.id in ("lost", "kept")] == [True]
    while not history.is_complete:
        last = history.more()
    assert {entry.id for entry in last if entry.is_only_here} == {"kept"}
    assert len(last) == 121


def test_a_deleted_task_makes_none_of_its_list_be_missed():
    shelf = shelf_of({"remesh": 120})
    history = History(shelf)  # type: ignore[arg-type]
    gone = history.more()[0].id
    shelf._tasks["/openapi/v1/remesh"].pop(0)
    history.forget(gone)
    while not history.is_complete:
        entries = history.more()
    assert len(entries) == 119


def test_lists_that_an_earlier_look_found_in_use_are_read_in_pages():
    shelf = shelf_of({"text-to-3d-preview": 3, "text-to-image": 47})
    earlier = History(shelf)  # type: ignore[arg-type]
    earlier.more()
    shelf.asked.clear()
    History(shelf, earlier=earlier).more()  # type: ignore[arg-type]
    assert shelf.asked[0] == (TEXT_TO_IMAGE, 1, 50)
    assert (TEXT_TO_3D, 1, GLANCE) in shelf.asked
    assert len(shelf.asked) == len({endpoint.path for endpoint in ENDPOINTS.values()})


def test_a_list_that_knows_no_pages_is_read_once():
    """Not all of the lists are documented."""
    shelf = shelf_of({"text-to-image": 200, "remesh": 200})
    told, remesh = shelf.look, "/openapi/v1/remesh"

    def first_page_only(endpoint: Endpoint, page: int, size: int) -> list[Task]:
        assert len(shelf.asked) < 50
        return told(endpoint, 1 if endpoint.path == remesh else page, size)

    shelf.look = first_page_only  # type: ignore[method-assign]
    history = History(shelf)  # type: ignore[arg-type]
    while not history.is_complete:
        entries = history.more()
    assert Counter(entry.endpoint for entry in entries) == {"text-to-image": 200, "remesh": 50}


def test_as_many_new_tasks_as_fill_a_page_are_taken_for_no_list_without_pages():
    shelf = shelf_of({"remesh": 120})
    history = History(shelf)  # type: ignore[arg-type]
    history.more()
    newer = [task(99_999 - number, "remesh") for number in range(50)]
    shelf._tasks["/openapi/v1/remesh"][:0] = newer
    while not history.is_complete:
        entries = history.more()
    assert len(entries) == 120


def test_a_list_that_fails_hides_none_of_the_others():
    shelf = shelf_of({"text-to-3d-preview": 3, "remesh": 3})
    shelf.broken = "/openapi/v1/remesh"
    history = History(shelf)  # type: ignore[arg-type]
    shown: list[tuple[Entry, ...]] = []
    with pytest.raises(ServerFault):
        history.more(so_far=shown.append)
    assert [len(entries) for entries in shown] == [3]
    shelf.broken = ""
    assert len(history.more()) == 6
    assert history.is_complete


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


@pytest.fixture
def owl(emulator: Emulator) -> str:
    emulator.settings(task_seconds=0.2)
    made = PlainClient(emulator).run(
        TEXT_TO_3D, mode="preview", prompt="an owl", ai_model="meshy-6"
    )
    return str(made["id"])


def test_a_task_of_an_unknown_kind_is_shown_and_its_files_come(
    emulator: Emulator, calls: Calls, owl: str, tmp_path: Path
):
    [newer] = emulator.add_past(owl, 1, newer_type="text-to-3d-ultra")
    _, entry = History(calls).more()
    assert (entry.id, entry.title, entry.is_known) == (newer, "Text to 3d ultra", False)
    files = download_all(calls, entry.endpoint, entry.id, tmp_path)
    assert {"model.glb", "model.fbx", "thumbnail.png"} <= {file.name for file in files}


class Telling(Calls):
    """Tells of a task what it has been given, each once."""

    answers: list[Mapping[str, Any]]

    def get(self, endpoint: Endpoint, task_id: str) -> Task:
        return task(1, **{"type_": "text-to-film", **self.answers.pop(0)})


def test_files_of_an_unknown_kind_come_from_wherever_its_answer_names_them(
    emulator: Emulator, calls: Calls, owl: str, tmp_path: Path
):
    film, layer = (emulator.put_file(name, name.encode()) for name in ("a.mp4", "b.svg2"))
    newer = {"video_url": film, "layers": [{"outline": layer}], "prompt": "see https://x.test"}
    told = Telling(calls._client, calls._gate, calls.cancelled)
    told.answers = [newer]
    files = download_all(told, "text-to-3d-preview", "1", tmp_path)
    assert {file.name: file.read_text() for file in files} == {
        "video.mp4": "a.mp4",
        "layers_1_outline.svg2": "b.svg2",
    }


class Gathering(PlainServer):
    """Answers when three have asked, and never before."""

    @property
    def reply(self) -> bytes:
        self.bar.wait(30)
        return answer(200, b"a file")

    @reply.setter
    def reply(self, _: bytes) -> None:
        self.bar = threading.Barrier(3)


def test_files_are_downloaded_side_by_side(calls: Calls, tmp_path: Path):
    with Gathering().running() as server:
        film = {f"{part}_url": f"{server.url}/{part}.mp4" for part in ("first", "second", "third")}
        told = Telling(calls._client, calls._gate, calls.cancelled)
        told.answers = [film]
        files = download_all(told, "text-to-3d-preview", "1", tmp_path)
    assert [file.name for file in files] == ["first.mp4", "second.mp4", "third.mp4"]


def test_addresses_that_ran_out_before_the_download_are_signed_anew(
    emulator: Emulator, calls: Calls, owl: str, tmp_path: Path
):
    told = Telling(calls._client, calls._gate, calls.cancelled)
    emulator.settings(url_seconds=-5)
    expired = calls.get(ENDPOINTS["text-to-3d-preview"], owl).raw
    emulator.settings(url_seconds=60)
    told.answers = [expired, calls.get(ENDPOINTS["text-to-3d-preview"], owl).raw]
    files = download_all(told, "text-to-3d-preview", owl, tmp_path)
    assert {"model.glb", "model.fbx", "thumbnail.png"} <= {file.name for file in files}
    assert told.answers == []


def test_a_file_that_is_not_what_its_name_says_is_no_model(
    emulator: Emulator, calls: Calls, tmp_path: Path
):
    told = Telling(calls._client, calls._gate, calls.cancelled)
    model = emulator.put_file("model.glb", b"not a model")
    told.answers = [{"type": "text-to-3d-preview", "model_urls": {"glb": model}}]
    with pytest.raises(Nonsense):
        download_all(told, "text-to-3d-preview", "1", tmp_path)
    assert not list(tmp_path.rglob("*.glb"))


def test_a_picture_is_fetched_once_also_with_an_expired_address(
    emulator: Emulator, calls: Calls, owl: str, tmp_path: Path
):
    emulator.settings(url_seconds=-5)
    [entry] = History(calls).more()
    emulator.settings(url_seconds=60)
    file = bring_picture(calls, entry, tmp_path)
    assert file is not None
    assert file.read_bytes().startswith(b"\x89PNG")
    seen = len(emulator.requests())
    assert bring_picture(calls, entry, tmp_path) == file
    assert len(emulator.requests()) == seen


def test_a_task_that_was_deleted_meanwhile_has_no_picture(
    emulator: Emulator, calls: Calls, owl: str, tmp_path: Path
):
    [entry] = History(calls).more()
    calls.delete(ENDPOINTS[entry.endpoint], owl)
    assert bring_picture(calls, entry, tmp_path) is None
