"""The journal: what it remembers, for whom, and what it never writes down."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from meshy_addon.api.tasks import Status
from meshy_addon.jobs import schema
from meshy_addon.jobs.folders import CannotWrite
from meshy_addon.jobs.job import Job, Stage, Step
from meshy_addon.jobs.journal import FileRecord, Journal
from meshy_addon.jobs.owner import Owner
from meshy_addon.jobs.traces import is_dropped

REPOSITORY = Path(__file__).parents[2]
PREVIEW, REFINE = "text-to-3d-preview", "text-to-3d-refine"
SECRET = "Signature=abc123"


def a_job(job_id: str = "job-1", created_at: float = 1000.0, **values: Any) -> Job:
    return Job(
        id=job_id,
        kind="text_to_3d",
        name="weathered bronze owl 🦉",
        steps=(
            Step(PREVIEW, {"prompt": "owl", **values}),
            Step(REFINE, {"enable_pbr": True}, after="preview_task_id"),
        ),
        created_at=created_at,
        target={"scene": "Scene", "matrix": [1.0, 0.5]},
    )


def answer(task_id: str = "task-1", seconds: float = 60.0, **more: Any) -> dict[str, Any]:
    return {
        "id": task_id,
        "type": PREVIEW,
        "status": "SUCCEEDED",
        "progress": 100,
        "created_at": 1_000_000,
        "finished_at": 1_000_000 + int(seconds * 1000),
        "consumed_credits": 20,
        **more,
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "jobs.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    journal = Journal(path)
    yield journal
    journal.close()


def alive(owner_id: str) -> bool:
    return owner_id != "dead"


def everything_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir() if file.is_file())


# --- jobs ------------------------------------------------------------------------------------


def test_a_job_comes_back_as_it_was(journal: Journal, path: Path) -> None:
    job = a_job()
    journal.add(job)
    other = Journal(path)
    record = other.job("job-1")
    other.close()
    assert record is not None
    assert record.job == job
    assert (record.stage, record.error, record.owner) == (Stage.QUEUED, "", "")


def test_values_that_json_lacks_come_back_as_what_it_has(journal: Journal) -> None:
    journal.add(a_job(target_formats=frozenset({"glb", "fbx"}), image_url=Path("/a/b.png")))
    record = journal.job("job-1")
    assert record is not None
    values = record.job.steps[0].values
    assert values["target_formats"] == ["fbx", "glb"]
    assert values["image_url"] == str(Path("/a/b.png"))


def test_a_job_is_not_added_twice(journal: Journal) -> None:
    journal.add(a_job())
    with pytest.raises(ValueError, match="job-1"):
        journal.add(a_job())


def test_jobs_are_listed_newest_first_and_finished_ones_can_be_left_out(journal: Journal) -> None:
    for number, stage in enumerate(Stage):
        journal.add(a_job(f"job-{number}", created_at=float(number)))
        journal.set_stage(f"job-{number}", stage)
    newest = [f"job-{number}" for number in reversed(range(len(Stage)))]
    assert [record.job.id for record in journal.jobs(limit=2)] == newest[:2]
    listed = [record.job.id for record in journal.jobs(unfinished=True)]
    assert listed == newest[3:]
    assert [record.job.id for record in journal.unfinished()] == listed[::-1]


def test_the_stage_and_its_error_are_kept(journal: Journal) -> None:
    journal.add(a_job())
    journal.set_stage("job-1", Stage.FAILED, error="It was too complex.")
    record = journal.job("job-1")
    assert record is not None
    assert (record.stage, record.error) == (Stage.FAILED, "It was too complex.")
    journal.set_stage("job-1", Stage.QUEUED)
    record = journal.job("job-1")
    assert record is not None
    assert record.error == ""


def test_what_is_not_there_is_said_to_be_missing(journal: Journal) -> None:
    assert journal.job("nobody") is None
    assert journal.tasks("nobody") == ()
    with pytest.raises(LookupError):
        journal.set_stage("nobody", Stage.PLACED)
    with pytest.raises(LookupError):
        journal.created("nobody", 0, "task-1")
    with pytest.raises(LookupError):
        journal.task_changed("nobody", 0, Status.PENDING, 0, 0)


def test_a_job_is_found_by_the_beginning_of_its_id_or_of_a_task(journal: Journal) -> None:
    journal.add(a_job("abc-1"))
    journal.add(a_job("abd-2"))
    journal.creating("abd-2", 0, PREVIEW, "digest", 1.0)
    journal.created("abd-2", 0, "task-%_1")

    def found(prefix: str) -> list[str]:
        return [record.job.id for record in journal.find(prefix)]

    assert found("abc") == ["abc-1"]
    assert sorted(found("ab")) == ["abc-1", "abd-2"]
    assert found("task-%") == ["abd-2"]
    assert found("%") == found("_bc") == found("") == []


# --- tasks -----------------------------------------------------------------------------------


def test_a_create_is_on_disk_before_its_answer_is_known(journal: Journal, path: Path) -> None:
    journal.add(a_job())
    journal.creating("job-1", 0, PREVIEW, "digest", 123.5)
    other = Journal(path)
    (task,) = other.tasks("job-1")
    other.close()
    assert (task.step, task.endpoint, task.body_digest) == (0, PREVIEW, "digest")
    assert (task.sent_at, task.task_id, task.status) == (123.5, "", Status.UNKNOWN)
    assert task.task is None


def test_a_refused_create_leaves_no_trace(journal: Journal) -> None:
    journal.add(a_job())
    journal.creating("job-1", 0, PREVIEW, "digest", 1.0)
    journal.create_refused("job-1", 0)
    assert journal.tasks("job-1") == ()


def test_a_created_task_is_never_forgotten(journal: Journal) -> None:
    journal.add(a_job())
    journal.creating("job-1", 0, PREVIEW, "digest", 1.0)
    journal.created("job-1", 0, "task-1")
    journal.create_refused("job-1", 0)
    with pytest.raises(ValueError, match="has a task already"):
        journal.creating("job-1", 0, PREVIEW, "digest", 2.0)
    assert [task.task_id for task in journal.tasks("job-1")] == ["task-1"]
    assert journal.others("job-2", PREVIEW).tasks == {"task-1"}


def test_a_failed_task_may_be_followed_by_another_try(journal: Journal) -> None:
    journal.add(a_job())
    journal.creating("job-1", 0, PREVIEW, "digest", 1.0)
    journal.created("job-1", 0, "task-1")
    journal.task_changed("job-1", 0, Status.FAILED, 40, 0, answer("task-1"))
    journal.creating("job-1", 0, PREVIEW, "digest", 2.0)
    (task,) = journal.tasks("job-1")
    assert (task.task_id, task.status, task.progress, task.answer) == ("", Status.UNKNOWN, 0, {})


def test_a_finished_task_comes_back_with_its_answer(journal: Journal, path: Path) -> None:
    journal.add(a_job())
    for step in (1, 0):
        journal.creating("job-1", step, PREVIEW, "digest", 1.0)
        journal.created("job-1", step, f"task-{step}")
    given = answer("task-1", new_field={"depth": [1, None]})
    journal.task_changed("job-1", 1, Status.SUCCEEDED, 100, 20, given)
    other = Journal(path)
    first, second = other.tasks("job-1")
    other.close()
    assert (first.task_id, first.status) == ("task-0", Status.PENDING)
    assert (second.status, second.progress, second.credits) == (Status.SUCCEEDED, 100, 20)
    assert second.task is not None
    assert (second.task.id, second.task.credits) == ("task-1", 20)
    assert second.task.raw["new_field"] == {"depth": [1, None]}


def test_mere_progress_does_not_go_to_the_disk(journal: Journal, path: Path) -> None:
    journal.add(a_job())
    journal.creating("job-1", 0, PREVIEW, "digest", 1.0)
    journal.created("job-1", 0, "task-1")
    journal.task_changed("job-1", 0, Status.IN_PROGRESS, 1, 20)
    before = everything_on_disk(path)
    for progress in range(2, 100):
        journal.task_changed("job-1", 0, Status.IN_PROGRESS, progress, 20)
    assert everything_on_disk(path) == before
    assert journal.tasks("job-1")[0].progress == 99
    journal.task_changed("job-1", 0, Status.SUCCEEDED, 100, 20, answer())
    assert everything_on_disk(path) != before


def test_the_typical_time_is_the_median_of_the_latest_successes(journal: Journal) -> None:
    assert journal.typical_seconds(PREVIEW) is None
    for number in range(30):
        journal.add(a_job(f"job-{number}"))
        journal.creating(f"job-{number}", 0, PREVIEW, "digest", float(number))
        journal.created(f"job-{number}", 0, f"task-{number}")
        # The ten oldest took very long; one failed at once.
        seconds = 5000.0 if number < 10 else float(number)
        status = Status.FAILED if number == 29 else Status.SUCCEEDED
        journal.task_changed(f"job-{number}", 0, status, 100, 20, answer(seconds=seconds))
    # Of the 20 latest successes one is an old one: 10 … 28 and 5000.
    assert journal.typical_seconds(PREVIEW) == 19.5
    assert journal.typical_seconds(REFINE) is None


@pytest.mark.parametrize("finished_at", [None, 0, 5, "soon", True, [1]])
def test_a_time_that_makes_no_sense_is_not_learnt_from(
    journal: Journal, finished_at: object
) -> None:
    journal.add(a_job())
    journal.creating("job-1", 0, PREVIEW, "digest", 1.0)
    journal.created("job-1", 0, "task-1")
    given = {**answer(), "finished_at": finished_at}
    journal.task_changed("job-1", 0, Status.SUCCEEDED, 100, 20, given)
    assert journal.typical_seconds(PREVIEW) is None


def test_files_come_back_in_their_order(journal: Journal) -> None:
    journal.add(a_job())
    journal.file_done("job-1", "model", "model.glb", 5)
    journal.file_done("job-1", "normal", "normal.png", 6)
    journal.file_done("job-1", "model", "model.glb", 7)
    assert journal.files("job-1") == (
        FileRecord("normal", "normal.png", 6),
        FileRecord("model", "model.glb", 7),
    )


# --- secrets ---------------------------------------------------------------------------------


def test_no_url_of_an_answer_reaches_the_disk(journal: Journal, path: Path) -> None:
    journal.add(a_job())
    journal.creating("job-1", 0, PREVIEW, "digest", 1.0)
    journal.created("job-1", 0, "task-1")
    url = f"https://assets.example/model.glb?{SECRET}"
    given = answer(
        model_urls={"glb": url, "fbx": ""},
        texture_urls=[{"base_color": url}],
        result={"basic_animations": {"walking_glb_url": url}},
        surprise=[[{"deep": f" HTTPS://x.example/?{SECRET}"}]],
        task_error={"message": f"could not read {url}, sorry"},
        prompt="owl",
    )
    journal.task_changed("job-1", 0, Status.SUCCEEDED, 100, 20, given)
    journal.set_stage("job-1", Stage.FAILED, error=f"Meshy could not read {url}.")
    assert SECRET.encode() not in everything_on_disk(path)
    task = journal.tasks("job-1")[0].task
    assert task is not None
    assert task.raw["prompt"] == "owl"
    assert task.raw["model_urls"] == {"glb": "", "fbx": ""}


def test_inputs_are_kept_until_they_are_sent_and_lose_their_secrets_then(
    journal: Journal, path: Path
) -> None:
    url = f"https://somebody:word@pictures.example/owl.png?{SECRET}#top"
    data = "data:image/png;base64," + "AAAABBBBCCCC" * 10_000
    journal.add(a_job(image_url=url, image_urls=[data, "/pictures/owl.png"]))
    record = journal.job("job-1")
    assert record is not None
    assert record.job.steps[0].values["image_url"] == url
    journal.creating("job-1", 0, PREVIEW, "digest", 1.0)
    journal.created("job-1", 0, "task-1")
    record = journal.job("job-1")
    assert record is not None
    values = record.job.steps[0].values
    assert values["image_url"] == "https://pictures.example/owl.png?…"
    assert is_dropped(values["image_url"])
    assert is_dropped(values["image_urls"])
    assert not is_dropped(["/pictures/owl.png", "https://pictures.example/owl.png"])
    assert values["image_urls"] == ["data:image/png;base64,", "/pictures/owl.png"]
    assert record.job.steps[1] == a_job().steps[1]
    journal.close()
    on_disk = everything_on_disk(path)
    for secret in (SECRET, "AAAABBBB", "word@"):
        assert secret.encode() not in on_disk


def test_only_the_user_can_read_the_journals_folder(journal: Journal, path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows keeps rights in another way")
    assert path.parent.stat().st_mode & 0o077 == 0


# --- owners ----------------------------------------------------------------------------------


def test_a_task_that_was_only_taken_over_belongs_to_whoever_made_it(journal: Journal) -> None:
    journal.add(a_job("maker"))
    journal.creating("maker", 0, PREVIEW, "digest", 1.0)
    for number, taker in enumerate(("first", "second")):
        journal.add(a_job(taker))
        journal.creating(taker, 0, PREVIEW, "", float(number))
        journal.created(taker, 0, "task-1")
    assert not journal.others("maker", PREVIEW).tasks
    journal.created("maker", 0, "task-1")
    assert journal.others("somebody", PREVIEW).tasks == {"task-1"}


def test_a_job_belongs_to_one_owner_until_it_is_released(journal: Journal) -> None:
    journal.add(a_job())
    assert journal.claim("job-1", "me", alive)
    assert not journal.claim("job-1", "me", alive)
    assert not journal.claim("job-1", "you", alive)
    journal.release("job-1")
    assert journal.claim("job-1", "you", alive)
    record = journal.job("job-1")
    assert record is not None
    assert record.owner == "you"


def test_the_job_of_a_dead_owner_is_free(journal: Journal) -> None:
    journal.add(a_job())
    assert journal.claim("job-1", "dead", alive)
    assert journal.claim("job-1", "me", alive)
    assert not journal.claim("nobody", "me", alive)


CLAIMING = """
import sys
from pathlib import Path
from meshy_addon.jobs.journal import Journal
from meshy_addon.jobs.owner import Owner
folder = Path(sys.argv[1])
journal, owner = Journal(folder / "jobs.sqlite"), Owner(folder / "owners")
print("ready", flush=True)
sys.stdin.readline()
print(*[record.job.id for record in journal.unfinished()
        if journal.claim(record.job.id, owner.id, owner.alive)], flush=True)
sys.stdin.readline()
"""


def start_claiming(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", CLAIMING, str(folder)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert read_line(process) == "ready"
    return process


def read_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def end(process: subprocess.Popen[str]) -> None:
    with process:
        process.kill()


def test_of_processes_that_claim_at_once_exactly_one_gets_each_job(
    journal: Journal, path: Path
) -> None:
    ids = {f"job-{number}" for number in range(40)}
    for job_id in ids:
        journal.add(a_job(job_id))
    processes = [start_claiming(path.parent) for _ in range(3)]
    for process in processes:
        go_on(process)
    taken = [read_line(process).split() for process in processes]
    assert sorted(job_id for ids in taken for job_id in ids) == sorted(ids)
    for process in processes:
        end(process)


def test_the_jobs_of_a_killed_process_are_free_at_once(journal: Journal, path: Path) -> None:
    journal.add(a_job())
    process = start_claiming(path.parent)
    go_on(process)
    assert read_line(process) == "job-1"
    owner = Owner(path.parent / "owners")
    assert not journal.claim("job-1", owner.id, owner.alive)
    process.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    process.wait()
    assert journal.claim("job-1", owner.id, owner.alive)
    owner.close()
    end(process)


def test_many_threads_and_journals_write_at_once(journal: Journal, path: Path) -> None:
    other = Journal(path)
    done: list[int] = []

    def work(number: int) -> None:
        book = (journal, other)[number % 2]
        job_id = f"job-{number}"
        book.add(a_job(job_id))
        book.creating(job_id, 0, PREVIEW, "digest", 1.0)
        book.created(job_id, 0, f"task-{number}")
        book.task_changed(job_id, 0, Status.SUCCEEDED, 100, 20, answer())
        book.set_stage(job_id, Stage.PLACED)
        done.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(12))
    assert {record.stage for record in other.jobs()} == {Stage.PLACED}
    assert len(other.jobs()) == 12
    other.close()


def test_nobody_waits_for_anothers_write_to_open_a_file_and_read_it(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "BUSY_TIMEOUT_MS", 0)
    journal.add(a_job())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM jobs")
    reader = Journal(path)
    assert [record.job for record in reader.jobs()] == [a_job()]
    other.execute("COMMIT")
    assert reader.jobs() == []
    reader.close()
    other.close()


def test_a_file_is_read_through_once_as_long_as_nobody_writes_to_it(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked_through() -> int:
        before = len(looks)
        Journal(path).close()
        return len(looks) - before

    def watched(file: Path) -> sqlite3.Connection:
        connection = opened(file)
        connection.set_trace_callback(lambda text: "quick_check" in text and looks.append(text))
        return connection

    opened, looks = schema._open, list[str]()
    monkeypatch.setattr(schema, "_open", watched)
    journal.add(a_job())
    journal.close()
    assert [looked_through() for _ in range(3)] == [1, 0, 0]
    writer = Journal(path)
    writer.set_stage("job-1", Stage.PLACED)
    writer.close()
    assert [looked_through() for _ in range(2)] == [1, 0]


# --- files that can't be used ----------------------------------------------------------------


@pytest.mark.parametrize(
    "garbage", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(path: Path, garbage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(garbage)
    journal = Journal(path)
    journal.add(a_job())
    assert journal.set_aside is not None
    assert journal.set_aside.read_bytes() == garbage
    assert journal.path == path
    journal.close()
    again = Journal(path)
    assert again.set_aside is None
    assert again.job("job-1") is not None
    again.close()


def test_it_is_said_that_a_file_could_not_be_used(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    path.write_bytes(b"no database" * 1000)
    journal = Journal(path)
    journal.close()
    assert "was damaged" in journal.warning
    assert str(journal.set_aside and journal.set_aside.name) in journal.warning

    again = Journal(path)
    again.close()
    assert again.warning == ""


def test_a_damaged_file_is_set_aside_once_by_all_who_open_it_at_once(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    journals: list[Journal] = []
    start = threading.Barrier(8)

    def begin(number: int) -> None:
        start.wait()
        journal = Journal(path)
        journal.add(a_job(f"job-{number}"))
        journals.append(journal)

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(journal.jobs()) for journal in journals] == [8] * 8
    assert len([journal for journal in journals if journal.set_aside]) == 1
    for journal in journals:
        journal.close()


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100], ids=["new", "damaged"])
def test_nobody_opens_a_file_while_another_is_about_to_make_or_rename_it(
    path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    monkeypatch.setattr(schema, "BUSY_TIMEOUT_MS", 10)
    opened, refusals = schema._open, list[str]()

    def meanwhile(statement: str) -> None:
        monkeypatch.setattr(schema, "_open", opened)
        with pytest.raises(CannotWrite) as refused:
            Journal(path)
        refusals.append(str(refused.value))

    def watched(file: Path) -> sqlite3.Connection:
        connection = opened(file)
        if file == path:
            connection.set_trace_callback(lambda statement: refusals or meanwhile(statement))
        return connection

    monkeypatch.setattr(schema, "_open", watched)
    journal = Journal(path)
    assert "is locked" in refusals[0]
    journal.add(a_job())
    other = Journal(path)
    assert len(other.jobs()) == 1
    other.close()
    journal.close()


def test_a_file_damaged_in_the_middle_is_set_aside(journal: Journal, path: Path) -> None:
    for number in range(200):
        journal.add(a_job(f"job-{number}"))
    journal.close()
    Journal(path).close()  # found to be sound
    content = bytearray(path.read_bytes())
    content[8192:20480] = b"\xff" * 12288
    path.write_bytes(content)
    fresh = Journal(path)
    assert fresh.set_aside is not None
    assert fresh.jobs() == []
    fresh.close()


def test_the_file_of_a_newer_version_stays_as_it_is(journal: Journal, path: Path) -> None:
    journal.add(a_job())
    journal.close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    before = path.read_bytes()
    for _ in range(2):
        older = Journal(path)
        assert older.set_aside == path
        assert older.path != path
        older.close()
    assert path.read_bytes() == before
    older = Journal(path)
    older.add(a_job("job-2"))
    older.close()
    older = Journal(path)
    assert [record.job.id for record in older.jobs()] == ["job-2"]
    older.close()


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_the_file_of_an_older_version_goes_on_with_what_it_holds(
    journal: Journal, path: Path, version: int
) -> None:
    journal.add(a_job())
    journal.creating(a_job().id, 1, REFINE, "digest", 1000.0)
    journal.created(a_job().id, 1, "task-1")
    journal.task_changed(a_job().id, 1, Status.SUCCEEDED, 100, 10, answer())
    journal.close()
    later = {"account": 3, "is_deleted": 4, "noted_at": 5}
    with sqlite3.connect(path) as database:
        if version == 1:
            database.execute("ALTER TABLE files ADD COLUMN sha256 TEXT NOT NULL DEFAULT ''")
        for column in (name for name, since in later.items() if since > version):
            database.execute(f"ALTER TABLE tasks DROP COLUMN {column}")
        database.execute(f"PRAGMA user_version = {version}")
    database.close()
    newer = Journal(path)
    assert newer.set_aside is None
    assert [record.job.id for record in newer.jobs()] == [a_job().id]
    assert (newer.credits_since(1000.0), newer.credits_since(1001.0)) == (10, 0)
    newer.creating(a_job().id, 0, PREVIEW, "digest", 0.0)
    task, _ = newer.tasks(a_job().id)
    assert (task.is_of_another_account, task.is_deleted) == (False, False)
    newer.close()
    with sqlite3.connect(path) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(files)")]
    database.close()
    assert "sha256" not in columns


def test_an_empty_file_is_a_new_journal(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    journal = Journal(path)
    assert journal.set_aside is None
    journal.add(a_job())
    journal.close()


def test_a_folder_in_place_of_the_file_is_one_sentence(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(CannotWrite, match="can't be opened"):
        Journal(path)


def test_a_journal_that_was_closed_says_so(journal: Journal) -> None:
    journal.close()
    journal.close()
    with pytest.raises(CannotWrite, match="can't be used"):
        journal.jobs()
