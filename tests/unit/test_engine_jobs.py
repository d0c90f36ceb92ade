"""The engine's main job: from a prompt or pictures to files on disk, each task paid once."""

from __future__ import annotations

import base64
from hashlib import sha256
from pathlib import Path

from meshy_addon.api.tasks import Status
from meshy_addon.jobs.events import FileProgressed, Ready, TaskProgressed
from meshy_addon.jobs.glb import probe_glb
from meshy_addon.jobs.job import Stage
from tests.emulator.process import Emulator
from tests.unit.engine_driver import Driver, accepted, driving, tasks_on_server


def picture(path: Path, colour: str) -> Path:
    from PIL import Image

    Image.new("RGB", (64, 64), colour).save(path)
    return path


def test_text_becomes_a_preview_and_then_its_refined_model(driver: Driver) -> None:
    ready = driver.ready(driver.submit(prompt="a bronze owl", enable_pbr=True))

    preview, refine = (each["body"] for each in driver.emulator.creates())
    assert (preview["mode"], preview["prompt"]) == ("preview", "a bronze owl")
    assert (refine["mode"], refine["enable_pbr"]) == ("refine", True)
    assert refine["preview_task_id"] == ready.result.tasks[0].id
    assert [task.status for task in ready.result.tasks] == [Status.SUCCEEDED] * 2
    assert ready.result.tasks[1].type == "text-to-3d-refine"


def test_each_task_of_a_job_is_paid_once(driver: Driver) -> None:
    driver.ready(driver.submit())

    assert len(driver.emulator.creates()) == 2
    assert driver.emulator.credits() == 1000 - 30


def test_the_result_lies_on_disk_and_is_what_the_service_gave(driver: Driver) -> None:
    job = driver.submit(enable_pbr=True)
    files = driver.ready(job).result.files

    assert all(driver.state in path.parents for path in files.values())
    assert probe_glb(files["model"])
    served = {each["path"].rsplit("/", 1)[1] for each in driver.emulator.requests(path="/tasks/")}
    assert "model.glb" in served
    assert files["thumbnail"].read_bytes()[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0")
    assert {record.role for record in driver.journal.files(job.id)} == set(files)


def test_only_those_maps_are_fetched_that_the_glb_lacks(driver: Driver) -> None:
    ready = driver.ready(driver.submit(enable_pbr=True))

    slots = probe_glb(ready.result.files["model"]).texture_slots
    offered = set(ready.result.tasks[1].raw["texture_urls"][0])
    brought = set(ready.result.files) - {"model", "thumbnail"}
    assert "base_color" in slots
    assert not brought & set(slots)
    assert brought <= offered


def test_the_formats_that_were_asked_for_come_along(driver: Driver) -> None:
    files = driver.ready(driver.submit(target_formats={"glb", "fbx", "obj"})).result.files

    assert {"model", "fbx", "obj", "mtl"} <= set(files)
    assert files["fbx"].read_bytes().startswith(b"Kaydara FBX Binary")
    assert files["obj"].suffix == ".obj"


def test_formats_that_were_not_asked_for_stay_on_the_server(driver: Driver) -> None:
    files = driver.ready(driver.submit()).result.files

    assert not {"fbx", "obj", "mtl", "stl", "usdz"} & set(files)


def test_a_preview_alone_is_one_task(driver: Driver) -> None:
    ready = driver.ready(driver.submit(only_first=True))

    assert [each["body"]["mode"] for each in driver.emulator.creates()] == ["preview"]
    assert len(ready.result.tasks) == 1
    assert ready.result.files["model"].is_file()


def test_a_picture_is_read_from_its_file_and_sent_along(driver: Driver, tmp_path: Path) -> None:
    path = picture(tmp_path / "owl.png", "brown")
    ready = driver.ready(driver.submit("image_to_3d", image_url=str(path)))

    digest = sha256(path.read_bytes()).hexdigest()
    assert driver.emulator.uploaded(digest) == path.read_bytes()
    assert ready.result.files["model"].is_file()


def test_several_pictures_are_sent_in_their_order(driver: Driver, tmp_path: Path) -> None:
    paths = [picture(tmp_path / f"{colour}.png", colour) for colour in ("red", "green", "blue")]
    ready = driver.ready(driver.submit("multi_image_to_3d", image_urls=[str(p) for p in paths]))

    (create,) = driver.emulator.creates()
    assert [base64.b64decode(url.partition(",")[2]) for url in create["body"]["image_urls"]] == [
        path.read_bytes() for path in paths
    ]
    assert ready.result.files["model"].is_file()


def test_a_job_goes_through_its_stages_in_order(driver: Driver) -> None:
    job = driver.submit()
    driver.ready(job)

    once = [Stage.SUBMITTING, Stage.WAITING]
    assert driver.stages(job) == [*once, *once, Stage.DOWNLOADING, Stage.READY]
    assert driver.stage(job) is Stage.READY
    assert isinstance(driver.events[-1], Ready)


def test_files_arrive_after_the_last_task_has_succeeded(driver: Driver) -> None:
    job = driver.submit()
    driver.ready(job)

    kinds = [type(e) for e in driver.events if isinstance(e, FileProgressed | TaskProgressed)]
    assert kinds == sorted(kinds, key=[TaskProgressed, FileProgressed].index)
    parts = [event.part for event in driver.of(job, TaskProgressed)]
    assert parts == sorted(parts)
    assert set(parts) == {0, 1}


def test_progress_never_goes_back_and_ends_at_the_whole(driver: Driver) -> None:
    job = driver.submit()
    driver.ready(job)

    fractions = driver.fractions(job)
    assert fractions == sorted(fractions)
    assert len(set(fractions)) > 4
    assert fractions[-1] == 1.0
    assert 0.5 in fractions


def test_the_journal_knows_what_each_task_cost(driver: Driver) -> None:
    job = driver.submit()
    driver.ready(job)

    assert [task.credits for task in driver.journal.tasks(job.id)] == [20, 10]


def test_a_placed_job_is_over_and_belongs_to_nobody(driver: Driver) -> None:
    job = driver.submit()
    driver.ready(job)
    driver.engine.placed(job.id)

    assert driver.record(job).stage is Stage.PLACED
    assert driver.record(job).owner == ""
    assert driver.engine.unfinished() == []
    assert not driver.engine.resume(job.id)


def test_jobs_run_side_by_side(driver: Driver) -> None:
    driver.emulator.settings(task_seconds=1.0)
    jobs = [driver.submit(prompt=f"owl {n}", only_first=True) for n in range(3)]
    under_way: set[str] = set()
    most = 0
    while not all(driver.of(job, Ready) for job in jobs):
        event = driver.engine.next_event(30.0)
        assert event is not None
        driver.events.append(event)
        if isinstance(event, TaskProgressed):
            change = under_way.discard if event.status.is_final else under_way.add
            change(event.job_id)
            most = max(most, len(under_way))
    assert most == 3


def test_the_key_never_goes_to_the_asset_host(driver: Driver) -> None:
    driver.ready(driver.submit())

    asked = [each for each in driver.emulator.requests() if each["host"] == "assets"]
    assert asked
    assert not [each for each in asked if "authorization" in each["headers"]]
    assert driver.emulator.key not in str(asked)


def test_neither_key_nor_signed_url_is_left_in_the_state_folder(
    driver: Driver, tmp_path: Path
) -> None:
    signed = driver.emulator.put_file("owl.png", picture(tmp_path / "o.png", "red").read_bytes())
    driver.ready(driver.submit("image_to_3d", image_url=signed))
    driver.ready(driver.submit())
    failed = driver.submit(prompt="an owl [fail:timeout]")
    driver.outcome(failed)
    driver.engine.close()
    driver.journal.close()

    secrets = [driver.emulator.key, "Signature=", signed.partition("Signature=")[2][:20]]
    files = [path for path in driver.state.rglob("*") if path.is_file()]
    assert any(path.name == "jobs.sqlite" for path in files)
    leaks = [(path, s) for path in files for s in secrets if s.encode() in path.read_bytes()]
    assert leaks == []


def test_no_thread_before_the_first_job(emulator: Emulator, tmp_path: Path) -> None:
    with driving(emulator, tmp_path / "state") as driver:
        list(driver.engine.drain())
        driver.engine.unfinished()
        assert driver.threads() == set()
    assert emulator.requests() == []


def test_the_server_has_the_tasks_that_the_result_names(driver: Driver) -> None:
    ready = driver.ready(driver.submit())

    assert [task["id"] for task in tasks_on_server(driver.emulator)[::-1]] == [
        task.id for task in ready.result.tasks
    ]
    assert len(accepted(driver.emulator)) == 2
