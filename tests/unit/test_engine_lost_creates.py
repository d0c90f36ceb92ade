"""A create whose answer was lost is looked up and never simply sent again: it costs money."""

from __future__ import annotations

import time
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from meshy_addon.api import client
from meshy_addon.jobs import ending, funds, lost
from meshy_addon.jobs.events import BalanceTold, Interrupted, JobCancelled, TaskProgressed
from meshy_addon.jobs.job import Job, Stage
from meshy_addon.jobs.undecided import Undecided
from tests.emulator.process import Emulator
from tests.unit.engine_driver import (
    CREATE,
    Driver,
    accepted,
    driving,
    eventually,
    hurry,
    post,
    tasks_on_server,
)
from tests.unit.meddler import Forward, Reply, meddling

TEXT_PATH = "/openapi/v2/text-to-3d"
IMAGE = "/openapi/v1/image-to-3d"


def lists(emulator: Emulator) -> list[dict[str, Any]]:
    """The looks at the list."""
    return [each for each in emulator.requests("GET") if each["path"].endswith("text-to-3d")]


def undecided(driver: Driver, job: Job) -> None:
    """Expects that the job stops and waits for a person."""
    event = driver.outcome(job)
    assert isinstance(event, Interrupted), event
    assert isinstance(event.error, Undecided), event.error
    assert not driver.stage(job).is_over


def a_picture(folder: Path, colour: str) -> str:
    from PIL import Image

    path = folder / f"{colour}.png"
    Image.new("RGB", (64, 64), colour).save(path)
    return str(path)


def left_since_long(driver: Driver, tmp_path: Path, age_s: float) -> Job:
    """A job whose create made no task, and was given up long ago."""
    driver.emulator.fault("refuse", path="image-to-3d$", method="POST", status=502)
    away = {"path": "image-to-3d$", "method": "GET", "status": 503}
    looks = driver.emulator.fault("refuse", times=0, **away)
    job = driver.submit("image_to_3d", image_url=a_picture(tmp_path, "brown"))
    assert isinstance(driver.outcome(job), Interrupted)
    assert driver.emulator.hits(looks)
    driver.emulator.clear_faults()
    (record,) = driver.journal.tasks(job.id)
    sent_at = record.sent_at - age_s
    driver.journal.creating(job.id, 0, record.endpoint, record.body_digest, sent_at)
    return job


@pytest.mark.parametrize(
    "fault",
    [{"kind": "lose_answer"}, {"kind": "cut", "bytes": 0}, {"kind": "cut", "bytes": 12}],
    ids=["closed", "cut before the answer", "cut in the answer"],
)
def test_a_lost_answer_is_found_in_the_list_and_not_paid_twice(
    driver: Driver, fault: dict[str, Any]
) -> None:
    driver.emulator.fault(path=CREATE, **fault)
    ready = driver.ready(driver.submit(only_first=True))

    assert len(driver.emulator.creates()) == 1
    assert driver.emulator.credits() == 980
    (task,) = tasks_on_server(driver.emulator)
    assert ready.result.tasks[0].id == task["id"]


def test_the_lost_answer_of_a_second_part_is_found_too(driver: Driver) -> None:
    driver.emulator.fault("lose_answer", path=CREATE, method="POST", skip=1)
    driver.ready(driver.submit())

    assert len(driver.emulator.creates()) == 2
    assert driver.emulator.credits() == 970


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_error_of_the_service_after_it_made_the_task_is_not_paid_twice(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    hurry(monkeypatch)

    def made_but_not_told(forward: Forward) -> Reply:
        forward()
        return Reply(status, "application/json", b'{"message": "Bad gateway"}')

    with (
        meddling(emulator, "POST", CREATE, made_but_not_told) as url,
        driving(emulator, tmp_path / "state", url=url) as driver,
    ):
        driver.ready(driver.submit(only_first=True))

    assert len(accepted(emulator)) == 1
    assert emulator.credits() == 980


def test_a_web_page_instead_of_the_answer_is_no_reason_to_pay_twice(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)

    def portal(forward: Forward) -> Reply:
        forward()
        return Reply(200, "text/html", b"<html>Sign in</html>")

    with (
        meddling(emulator, "POST", CREATE, portal) as url,
        driving(emulator, tmp_path / "state", url=url) as driver,
    ):
        driver.ready(driver.submit(only_first=True))

    assert len(accepted(emulator)) == 1


def test_an_answer_that_takes_too_long_is_not_paid_twice(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_CREATE_READ_S", 0.2)
    driver.emulator.fault("delay", path=CREATE, seconds=120)
    driver.ready(driver.submit(only_first=True))

    assert len(driver.emulator.creates()) == 1
    assert driver.emulator.credits() == 980


def test_a_task_that_appears_late_in_the_list_is_waited_for(driver: Driver) -> None:
    post(driver.emulator, TEXT_PATH, mode="preview", prompt="a bronze owl")
    driver.emulator.fault("refuse", path=CREATE, method="POST", status=502)
    late = driver.emulator.fault("refuse", path=CREATE, method="GET", status=503, times=2)
    ready = driver.ready(driver.submit(only_first=True))

    assert driver.emulator.hits(late) == 2
    assert len(accepted(driver.emulator)) == 1
    assert ready.result.tasks[0].id == tasks_on_server(driver.emulator)[0]["id"]


def test_a_create_that_made_nothing_is_sent_again_once_that_is_certain(driver: Driver) -> None:
    driver.emulator.fault("refuse", path=CREATE, method="POST", status=502)
    driver.ready(driver.submit(only_first=True))

    creates = driver.emulator.creates()
    assert [each["status"] for each in creates] == [502, 202]
    first, second = (each["number"] for each in creates)
    looks = [each for each in lists(driver.emulator) if first < each["number"] < second]
    assert len(looks) == len(lost.LOOKS_S)
    assert driver.emulator.credits() == 980


def test_a_create_that_fails_again_and_again_is_left_for_later(driver: Driver) -> None:
    driver.emulator.fault("refuse", path=CREATE, method="POST", status=502, times=0)
    job = driver.submit(only_first=True)
    assert isinstance(driver.outcome(job), Interrupted)
    assert len(driver.emulator.creates()) == 2

    driver.emulator.clear_faults()
    assert driver.engine.resume(job.id)
    driver.ready(job)
    assert driver.emulator.credits() == 980


def test_a_lost_refine_is_not_mistaken_for_that_of_another_preview(driver: Driver) -> None:
    cat = driver.ready(driver.submit(only_first=True, prompt="a cat")).result.tasks[0].id
    post(driver.emulator, TEXT_PATH, mode="refine", preview_task_id=cat)
    driver.emulator.fault("lose_answer", path=CREATE, method="POST", skip=1)
    owl = driver.ready(driver.submit(prompt="an owl"))

    assert [task.raw["prompt"] for task in owl.result.tasks] == ["an owl", "an owl"]
    assert len(driver.emulator.creates()) == 4


def test_tasks_of_other_prompts_and_kinds_are_not_taken_for_the_lost_one(driver: Driver) -> None:
    post(driver.emulator, TEXT_PATH, mode="preview", prompt="a bronze cat")
    driver.emulator.fault("refuse", path=CREATE, method="POST", status=502)
    ready = driver.ready(driver.submit(only_first=True, prompt="a bronze owl"))

    assert ready.result.tasks[0].raw["prompt"] == "a bronze owl"
    assert [each["status"] for each in driver.emulator.creates()] == [202, 502, 202]


def test_a_task_of_another_job_is_not_taken_for_the_lost_one(driver: Driver) -> None:
    first = driver.ready(driver.submit(only_first=True))
    driver.emulator.fault("lose_answer", path=CREATE)
    second = driver.ready(driver.submit(only_first=True))

    assert first.result.tasks[0].id != second.result.tasks[0].id
    assert driver.emulator.credits() == 960


def test_of_two_that_could_be_it_none_is_taken_and_none_is_sent(driver: Driver) -> None:
    post(driver.emulator, TEXT_PATH, mode="preview", prompt="a bronze owl")
    driver.emulator.fault("lose_answer", path=CREATE)
    job = driver.submit(only_first=True)
    undecided(driver, job)

    assert driver.engine.resume(job.id)
    undecided(driver, job)
    assert len(driver.emulator.creates()) == 2  # ours, and the one from elsewhere
    assert driver.stage(job) is Stage.SUBMITTING


def test_a_lost_answer_is_found_later_when_the_service_is_away_for_long(driver: Driver) -> None:
    driver.emulator.fault("lose_answer", path=CREATE)
    driver.emulator.fault("refuse", path=CREATE, method="GET", status=503, times=0)
    job = driver.submit(only_first=True)
    assert isinstance(driver.outcome(job), Interrupted)

    driver.emulator.clear_faults()
    assert driver.engine.resume(job.id)
    driver.ready(job)
    assert len(driver.emulator.creates()) == 1


def test_a_key_that_is_withdrawn_while_a_task_is_looked_for_gives_it_not_up(
    driver: Driver,
) -> None:
    driver.emulator.fault("lose_answer", path=CREATE)
    driver.emulator.fault("refuse", path=CREATE, method="GET", status=401, times=0)
    job = driver.submit(only_first=True)
    assert isinstance(driver.outcome(job), Interrupted)

    driver.emulator.clear_faults()
    assert driver.engine.resume(job.id)
    driver.ready(job)
    assert len(driver.emulator.creates()) == 1


def test_where_there_is_no_list_a_lost_answer_is_left_to_a_person(driver: Driver) -> None:
    rigging = "/openapi/v1/rigging$"
    model = driver.ready(driver.submit(only_first=True, prompt="a knight", pose_mode="t-pose"))
    driver.emulator.fault("refuse", path=rigging, method="GET", status=404, times=0)
    lost_one = driver.emulator.fault("lose_answer", path=rigging, method="POST")
    job = driver.submit("rig", input_task_id=model.result.tasks[0].id)
    undecided(driver, job)

    assert driver.emulator.hits(lost_one) == 1
    assert driver.engine.resume(job.id)
    undecided(driver, job)
    assert len(driver.emulator.creates("/rigging")) == 1


def test_a_lost_task_is_found_although_its_picture_is_gone(driver: Driver, tmp_path: Path) -> None:
    path = a_picture(tmp_path, "brown")
    driver.emulator.fault("lose_answer", path="image-to-3d$")
    driver.emulator.fault("refuse", path="image-to-3d$", method="GET", status=503, times=0)
    job = driver.submit("image_to_3d", image_url=path)
    assert isinstance(driver.outcome(job), Interrupted)

    Path(path).unlink()
    driver.emulator.clear_faults()
    assert driver.engine.resume(job.id)
    driver.ready(job)
    assert len(driver.emulator.creates()) == 1


def test_what_can_not_be_told_is_sent_again_only_when_a_person_says_so(driver: Driver) -> None:
    post(driver.emulator, "/openapi/v2/text-to-3d", mode="preview", prompt="a bronze owl")
    driver.emulator.fault("lose_answer", path=CREATE)
    job = driver.submit(only_first=True)
    undecided(driver, job)
    assert driver.record(job).error == str(driver.of(job, Interrupted)[-1].error)

    assert driver.engine.send_again(job.id)
    driver.ready(job)
    assert driver.prompts_paid()[1:] == ["a bronze owl", "a bronze owl"]


def test_a_job_that_somebody_works_on_is_not_sent_again(driver: Driver) -> None:
    driver.emulator.settings(task_seconds=60)
    job = driver.submit(only_first=True)
    driver.wait_for(TaskProgressed, job)
    with driving(driver.emulator, driver.state) as other:
        assert not other.engine.send_again(job.id)
        assert not other.engine.send_again("no-such-job")
    driver.engine.cancel(job.id)
    assert len(driver.emulator.creates()) == 1


def test_a_clock_that_is_wrong_by_hours_hides_no_lost_task(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 5 * 3600)
    driver.emulator.fault("lose_answer", path=CREATE)
    job = driver.submit(only_first=True)
    driver.ready(job)
    assert len(driver.emulator.creates()) == 1


def test_a_clock_that_is_wrong_hides_no_lost_task_where_the_service_told_none_before(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 5 * 3600)
    driver.emulator.fault("refuse", path="/balance$", status=500)
    driver.emulator.fault("lose_answer", path=CREATE, method="POST")
    driver.ready(driver.submit(only_first=True))
    assert len(driver.emulator.creates()) == 1


def test_an_older_task_is_not_taken_for_the_lost_one_where_the_service_told_no_time_before(
    driver: Driver,
) -> None:
    model = driver.ready(driver.submit(only_first=True, prompt="a knight", pose_mode="t-pose"))
    on_model = {"input_task_id": model.result.tasks[0].id}
    rig = driver.ready(driver.submit("rig", **on_model)).result.tasks[0].id
    # As another program made it, a minute ago. Nothing tells what a rig was made from.
    driver.emulator.add_past(rig, count=1, seconds_apart=60)

    driver.emulator.fault("refuse", path="/balance$", status=500)
    driver.emulator.fault("lose_answer", path="/rigging$", method="POST")
    with driving(driver.emulator, driver.state) as newly_started:
        newly_started.ready(newly_started.submit("rig", **on_model))
    assert len(driver.emulator.creates("/rigging")) == 2


def test_what_is_no_answer_of_meshys_tells_no_time_that_hides_a_lost_task(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(funds, "FRESH_S", 600.0)
    tomorrow = formatdate(time.time() + 24 * 3600, usegmt=True)
    replies = [Reply(200, "application/json", b'{"status": "please sign in"}', tomorrow)]

    def meddle(forward: Forward) -> Reply:
        return replies.pop() if asked_after else forward()

    asked_after: list[bool] = []
    with (
        meddling(driver.emulator, "GET", "/balance$", meddle) as url,
        driving(driver.emulator, driver.state, url=url) as behind,
    ):
        before = behind.submit(only_first=True)
        behind.ready(before)
        asked_after.append(True)
        behind.engine.ask_balance()
        eventually(lambda: any(isinstance(e, BalanceTold) for e in behind.engine.drain()))

        driver.emulator.fault("lose_answer", path=CREATE, method="POST")
        behind.ready(behind.submit(only_first=True, prompt="a lost owl"))
    assert len(driver.emulator.creates()) == 2


def test_nothing_is_sent_where_the_service_tells_no_time(driver: Driver) -> None:
    driver.emulator.fault("refuse", path="/balance$", status=500)
    driver.emulator.fault("refuse", path=CREATE, method="GET", status=503)
    job = driver.submit(only_first=True)
    assert isinstance(driver.outcome(job), Interrupted)
    assert driver.emulator.creates() == []

    assert driver.engine.resume(job.id)
    driver.ready(job)


def test_a_lost_task_is_found_behind_a_page_of_newer_ones(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meshy_addon.jobs.lost.PAGE_SIZE", 1)
    monkeypatch.setitem(client.Client.newest.__kwdefaults__, "size", 1)
    driver.emulator.fault("lose_answer", path=CREATE)
    driver.emulator.fault("refuse", path=CREATE, method="GET", status=503, times=0)
    job = driver.submit(only_first=True)
    assert isinstance(driver.outcome(job), Interrupted)
    for prompt in ("a fox", "a teapot", "a boat"):
        post(driver.emulator, "/openapi/v2/text-to-3d", mode="preview", prompt=prompt)

    driver.emulator.clear_faults()
    assert driver.engine.resume(job.id)
    driver.ready(job)
    assert len(driver.emulator.creates()) == 4


def test_a_create_older_than_meshy_keeps_tasks_is_not_sent_again(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.emulator.fault("refuse", path=CREATE, method="POST", status=503, times=0)
    driver.emulator.fault("refuse", path=CREATE, method="GET", status=503, times=0)
    job = driver.submit(only_first=True)
    assert isinstance(driver.outcome(job), Interrupted)
    driver.emulator.clear_faults()
    sent = len(driver.emulator.creates())

    monkeypatch.setattr(lost, "KEPT_S", -1.0)
    assert driver.engine.resume(job.id)
    undecided(driver, job)
    assert len(driver.emulator.creates()) == sent


def test_two_pictures_sent_at_once_are_not_taken_for_each_other(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lost, "LOOKS_S", (0.0, *(0.05,) * 100))
    jobs = []
    # The first one's answer is lost; the second one's comes while the first is looked for.
    driver.emulator.fault("lose_answer", path="image-to-3d$", method="POST")
    driver.emulator.fault("delay", path="image-to-3d$", method="POST", skip=1, seconds=1.0)
    for colour in ("brown", "teal"):
        jobs.append(driver.submit("image_to_3d", image_url=a_picture(tmp_path, colour)))
        eventually(lambda: len(driver.emulator.creates()) == len(jobs))
    tasks = [driver.ready(job).result.tasks[0].id for job in jobs]

    in_order = [each["id"] for each in reversed(tasks_on_server(driver.emulator, IMAGE))]
    assert tasks == in_order
    assert len(driver.emulator.creates()) == 2


def test_of_two_alike_the_one_that_made_no_task_may_have_the_others_and_both_get_one(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lost, "LOOKS_S", (0.0, *(0.05,) * 40))
    driver.emulator.fault("refuse", path=CREATE, method="POST", status=502)
    driver.emulator.fault("delay", path=CREATE, method="POST", skip=1, seconds=1.0)
    first = driver.submit(only_first=True)
    eventually(lambda: len(driver.emulator.creates()) == 1)
    second = driver.submit(only_first=True)  # whose task the first finds before it's answered

    tasks = {driver.ready(job).result.tasks[0].id for job in (first, second)}
    assert tasks == {task["id"] for task in tasks_on_server(driver.emulator)}
    assert len(accepted(driver.emulator)) == 2


def test_what_is_cancelled_before_its_answer_does_not_end_the_task_of_another_alike(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "LOOKS_S", (0.0, *(0.05,) * 40))
    monkeypatch.setattr(lost, "LOOKS_S", (0.0, 60.0))
    driver.emulator.fault("refuse", path=CREATE, method="POST", status=502)
    driver.emulator.fault("delay", path=CREATE, method="POST", skip=1, seconds=1.0)
    unwanted = driver.submit(only_first=True)
    eventually(lambda: len(lists(driver.emulator)) == 1)
    wanted = driver.submit(only_first=True)
    eventually(lambda: len(driver.emulator.creates()) == 2)
    driver.engine.cancel(unwanted.id)

    driver.wait_for(JobCancelled, unwanted)
    driver.ready(wanted)
    assert len(accepted(driver.emulator)) == 1


def test_a_task_that_was_found_to_be_cancelled_is_in_nobodys_way(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(lost, "LOOKS_S", (0.0, 60.0))
    driver.emulator.settings(task_seconds=60)
    driver.emulator.fault("lose_answer", path="image-to-3d$", method="POST")
    looks = driver.emulator.fault("refuse", path="image-to-3d$", method="GET", status=503)
    unwanted = driver.submit("image_to_3d", image_url=a_picture(tmp_path, "brown"))
    eventually(lambda: driver.emulator.hits(looks))
    driver.engine.cancel(unwanted.id)
    driver.wait_for(JobCancelled, unwanted)

    monkeypatch.setattr(lost, "LOOKS_S", (0.0, 0.02))
    driver.emulator.settings(task_seconds=0)
    driver.emulator.fault("lose_answer", path="image-to-3d$", method="POST")
    driver.ready(driver.submit("image_to_3d", image_url=a_picture(tmp_path, "teal")))


def test_a_create_that_was_given_up_long_ago_is_in_nobodys_way(
    driver: Driver, tmp_path: Path
) -> None:
    left_since_long(driver, tmp_path, 7200)
    driver.emulator.fault("lose_answer", path="image-to-3d$", method="POST")
    driver.ready(driver.submit("image_to_3d", image_url=a_picture(tmp_path, "teal")))


def test_what_was_made_elsewhere_a_day_later_is_not_taken_for_the_lost_one(
    driver: Driver, tmp_path: Path
) -> None:
    job = left_since_long(driver, tmp_path, 86_400)
    post(driver.emulator, IMAGE, image_url="https://example.com/fox.png")
    assert driver.engine.resume(job.id)
    undecided(driver, job)
    assert len(accepted(driver.emulator)) == 1


def test_a_create_dated_later_than_now_is_not_sent_again(driver: Driver, tmp_path: Path) -> None:
    job = left_since_long(driver, tmp_path, -3600)
    assert driver.engine.resume(job.id)
    undecided(driver, job)
    assert accepted(driver.emulator) == []


def test_a_time_out_of_the_service_is_not_paid_twice_nor_the_end(driver: Driver) -> None:
    driver.emulator.fault("refuse", path=CREATE, method="POST", status=408)
    driver.ready(driver.submit(only_first=True))
    assert len(accepted(driver.emulator)) == 1
