"""The life of a task: states, streams, lists, deletion and cancelling, credits."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any
from uuid import UUID

import pytest
import requests

from tests.emulator.accounts import Account
from tests.emulator.client import Client, data_uri, picture
from tests.emulator.orders import Order, nothing
from tests.emulator.process import Emulator
from tests.emulator.schedule import Schedule
from tests.emulator.tasks import Status, Task

TEXT = "/openapi/v2/text-to-3d"
IMAGE = "/openapi/v1/image-to-3d"
KEYCHAIN = "/openapi/creative-lab/keychain/v1"
PHOTO = data_uri(picture())


@pytest.fixture
def client(emulator: Emulator) -> Client:
    return Client(emulator)


@pytest.fixture
def slow(emulator: Emulator) -> Emulator:
    """Tasks that don't end while a test looks at them."""
    emulator.settings(task_seconds=60)
    return emulator


def without_urls(task: dict[str, Any]) -> dict[str, Any]:
    """What doesn't change when URLs are signed again."""
    return {key: value for key, value in task.items() if "url" not in key}


def test_ids_are_uuid7_in_the_order_of_creation(client: Client) -> None:
    ids = [client.create(TEXT, mode="preview", prompt="an owl") for _ in range(3)]
    assert [UUID(each).version for each in ids] == [7, 7, 7]
    assert UUID(ids[0]).time < time.time_ns()
    assert [each[:13] for each in ids] == sorted(each[:13] for each in ids)


def test_a_stream_tells_little_until_the_end_and_then_everything(client: Client) -> None:
    task_id = client.create(TEXT, mode="preview", prompt="an owl")
    *underway, last = client.events(f"{TEXT}/{task_id}")
    assert underway
    for event in underway:
        assert event.name == "message"
        assert set(event.data) == {"id", "progress", "status"}
    progress = [event.data["progress"] for event in underway]
    assert progress == sorted(progress)
    assert progress[-1] == 99
    assert without_urls(last.data) == without_urls(client.get(f"{TEXT}/{task_id}").json())
    assert (last.data["status"], last.data["progress"]) == ("SUCCEEDED", 100)


def test_the_task_object_has_the_documented_fields(client: Client) -> None:
    task = client.run(TEXT, mode="preview", prompt="an owl", alpha_thumbnail=True)
    assert task["type"] == "text-to-3d-preview"
    assert task["prompt"] == "an owl"
    assert set(task["model_urls"]) == {"glb", "fbx", "obj", "usdz", "stl"}
    assert task["texture_urls"] == []
    assert task["alpha_thumbnail_url"]
    assert task["created_at"] <= task["started_at"] <= task["finished_at"]
    assert task["task_error"] == {"message": ""}
    assert task["consumed_credits"] == 20
    assert "expires_at" not in task


def test_times_are_zero_until_they_come(client: Client, slow: Emulator) -> None:
    task = client.get(f"{IMAGE}/{client.create(IMAGE, image_url=PHOTO)}").json()
    assert task["status"] == "PENDING"
    assert (task["started_at"], task["finished_at"], task["expires_at"]) == (0, 0, 0)
    assert task["model_urls"] == {}
    assert task["consumed_credits"] == 30


def test_creative_lab_says_null_instead(client: Client, slow: Emulator) -> None:
    task_id = client.create(f"{KEYCHAIN}/prototype", image_url=PHOTO)
    task = client.get(f"{KEYCHAIN}/prototype/{task_id}").json()
    assert (task["started_at"], task["finished_at"], task["expires_at"]) == (None, None, None)
    assert (task["task_error"], task["image_urls"], task["name"]) == (None, None, "")


def test_the_queue_says_how_many_are_ahead(client: Client, slow: Emulator) -> None:
    ids = [client.create(TEXT, mode="preview", prompt="an owl") for _ in range(6)]
    ahead = [client.get(f"{TEXT}/{task_id}").json()["preceding_tasks"] for task_id in ids]
    assert ahead == [0, 0, 0, 0, 1, 2]


def test_the_stream_of_an_unknown_task_is_an_error_event_after_a_200(client: Client) -> None:
    (event,) = client.events(f"{TEXT}/018a210d-8ba4-705c-b111-1f1776f7f578")
    assert event.name == "error"
    assert event.data == {"status_code": 404, "message": "Task not found"}


def test_a_stream_without_the_key_is_refused(emulator: Emulator) -> None:
    url = f"{emulator.api}{TEXT}/018a210d-8ba4-705c-b111-1f1776f7f578/stream"
    assert requests.get(url).status_code == 401


def test_a_waiting_stream_repeats_itself_and_pings(client: Client, slow: Emulator) -> None:
    slow.settings(heartbeat_seconds=0.1)
    task_id = client.create(TEXT, mode="preview", prompt="an owl")
    events = client.events(f"{TEXT}/{task_id}")
    first, ping, repeated = next(events), next(events), next(events)
    assert (ping.name, ping.data) == ("", ": ping")
    assert repeated == first


def test_a_stream_ends_with_an_error_when_its_task_is_deleted(
    client: Client, slow: Emulator
) -> None:
    task_id = client.create(TEXT, mode="preview", prompt="an owl")
    events = client.events(f"{TEXT}/{task_id}")
    next(events)
    Client(slow).delete(f"{TEXT}/{task_id}")
    assert [event.name for event in events] == ["error"]


def test_a_task_is_found_only_below_its_own_path(client: Client) -> None:
    task_id = client.create(TEXT, mode="preview", prompt="an owl")
    assert client.get(f"{TEXT}/{task_id}").status_code == 200
    assert client.get(f"{IMAGE}/{task_id}").status_code == 404
    assert client.get(f"{TEXT}/nonsense").json() == {"message": "Task not found"}


def test_lists_come_newest_first_in_pages(client: Client, slow: Emulator) -> None:
    ids = [client.create(TEXT, mode="preview", prompt="an owl") for _ in range(12)]

    def listed(**query: Any) -> list[str]:
        return [task["id"] for task in client.get(TEXT, **query).json()]

    assert listed() == ids[::-1][:10]
    assert listed(page_num=2) == ids[::-1][10:]
    assert listed(page_size=3, page_num=2) == ids[::-1][3:6]
    assert listed(sort_by="+created_at", page_size=50) == ids
    assert client.get(IMAGE).json() == []


@pytest.mark.parametrize(
    "query", [{"page_size": 51}, {"page_num": 0}, {"page_size": "all"}, {"sort_by": "name"}]
)
def test_a_list_refuses_what_it_does_not_know(client: Client, query: dict[str, Any]) -> None:
    answer = client.get(TEXT, **query)
    assert answer.status_code == 400
    assert next(iter(query)) in answer.json()["message"]


def test_rigging_and_animations_have_lists_too(client: Client) -> None:
    assert client.get("/openapi/v1/rigging").json() == []
    assert client.get("/openapi/v1/animations").json() == []


def test_delete_is_for_good(client: Client) -> None:
    task = client.run(TEXT, mode="preview", prompt="an owl")
    answer = client.delete(f"{TEXT}/{task['id']}")
    assert (answer.status_code, answer.text) == (200, "")
    assert client.get(f"{TEXT}/{task['id']}").status_code == 404
    assert client.delete(f"{TEXT}/{task['id']}").status_code == 404
    assert client.get(TEXT).json() == []


def test_creative_lab_cancels_and_refunds_what_had_not_started(
    client: Client, slow: Emulator
) -> None:
    path = f"{KEYCHAIN}/prototype"
    task_id = client.create(path, image_url=PHOTO)
    assert slow.credits() == 994
    answer = client.delete(f"{path}/{task_id}")
    assert (answer.status_code, answer.text) == (204, "")
    task = client.get(f"{path}/{task_id}").json()
    assert (task["status"], task["consumed_credits"]) == ("CANCELED", 0)
    assert slow.credits() == 1000


def test_creative_lab_refunds_nothing_once_it_works(client: Client, emulator: Emulator) -> None:
    emulator.settings(task_seconds=5)
    path = f"{KEYCHAIN}/prototype"
    task_id = client.create(path, image_url=PHOTO)
    next(e for e in client.events(f"{path}/{task_id}") if e.data["status"] == "IN_PROGRESS")
    assert client.delete(f"{path}/{task_id}").status_code == 204
    assert client.get(f"{path}/{task_id}").json()["status"] == "CANCELED"
    assert emulator.credits() == 994


def test_creative_lab_cannot_cancel_what_has_ended_nor_on_the_other_stage(client: Client) -> None:
    task = client.run(f"{KEYCHAIN}/prototype", image_url=PHOTO)
    assert client.delete(f"{KEYCHAIN}/prototype/{task['id']}").status_code == 400
    assert client.delete(f"{KEYCHAIN}/build/{task['id']}").status_code == 404
    assert client.get(f"{KEYCHAIN}/build/{task['id']}").status_code == 404
    (event,) = client.events(f"{KEYCHAIN}/build/{task['id']}")
    assert event.data["status_code"] == 404


def test_a_failed_task_says_why_and_is_refunded(client: Client, emulator: Emulator) -> None:
    task = client.run(TEXT, mode="preview", prompt="a crate of berries [fail:image_too_complex]")
    assert task["status"] == "FAILED"
    assert task["task_error"] == {
        "type": "invalid_input",
        "code": "image_too_complex",
        "message": "The uploaded image is too complex for 3D generation.",
        "doc_url": "https://docs.meshy.ai/en/api/errors#image-too-complex",
    }
    assert (task["consumed_credits"], emulator.credits()) == (0, 1000)
    assert task["model_urls"] == {}


def test_with_files_ahead_a_task_is_finished_when_its_files_are_made() -> None:
    may_end, made = threading.Event(), []

    def make(task: Task) -> None:
        may_end.wait(60)
        made.append(task.id)

    async def run() -> Task:
        schedule = Schedule(running=1, make=make)
        order = Order("remesh", 0, "an owl", {}, nothing)
        task = Task(order, Account("msy_a", 100), seconds=0.0)
        schedule.start(task)
        for _ in range(200):  # turns of the loop: without files it would be finished long ago
            await asyncio.sleep(0)
        assert task.status is Status.IN_PROGRESS
        may_end.set()
        await task.changed(task.version, 60)
        return task

    task = asyncio.run(run())
    assert (task.status, made) == (Status.SUCCEEDED, [task.id])
