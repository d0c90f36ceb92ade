"""Ownership: a lock that lives exactly as long as its process."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from meshy_addon.jobs.folders import CannotWrite
from meshy_addon.jobs.owner import Owner

REPOSITORY = Path(__file__).parents[2]
OWNING = """
import sys
from pathlib import Path
from meshy_addon.jobs.owner import Owner
owner = Owner(Path(sys.argv[1]))
print(owner.id, flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that owns, and its id as an owner."""
    with subprocess.Popen(
        [sys.executable, "-c", OWNING, str(folder)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Owner]:
    owner = Owner(tmp_path)
    yield owner
    owner.close()


def test_an_owner_is_alive_until_it_is_closed(owner: Owner, tmp_path: Path) -> None:
    other = Owner(tmp_path)
    assert owner.alive(owner.id)
    assert owner.alive(other.id)
    assert other.alive(owner.id)
    other.close()
    other.close()
    assert not owner.alive(other.id)
    assert not other.alive(other.id)


def test_a_running_process_is_alive_and_a_killed_one_is_not(owner: Owner, tmp_path: Path) -> None:
    with another_process(tmp_path) as (process, owner_id):
        assert owner.alive(owner_id)
        process.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        process.wait()
        assert not owner.alive(owner_id)


def test_a_suspended_process_keeps_what_it_owns(owner: Owner, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no signal that suspends a process")
    with another_process(tmp_path) as (process, owner_id):
        process.send_signal(signal.SIGSTOP)
        assert owner.alive(owner_id)


def test_the_lock_files_of_killed_processes_are_cleaned(tmp_path: Path) -> None:
    with another_process(tmp_path) as (process, _):
        process.kill()
        process.wait()
    owner = Owner(tmp_path)
    assert [path.stem for path in tmp_path.iterdir()] == [owner.id]
    owner.close()
    assert list(tmp_path.iterdir()) == []


def test_cleaning_leaves_the_living_alone(owner: Owner, tmp_path: Path) -> None:
    with another_process(tmp_path) as (_, owner_id), ExitStack() as stack:
        for _ in range(3):
            stack.callback(Owner(tmp_path).close)
        assert owner.alive(owner_id)


@pytest.mark.parametrize("unknown", ["", "nobody", "../../etc/passwd", "a/b", "\0"])
def test_an_owner_that_nobody_knows_is_not_alive(owner: Owner, unknown: str) -> None:
    assert not owner.alive(unknown)


def test_asking_all_at_once_never_mistakes_a_dead_owner_for_a_living_one(
    owner: Owner, tmp_path: Path
) -> None:
    answers: list[bool] = []
    for _ in range(20):
        (tmp_path / "dead.lock").touch()
        start = threading.Barrier(8)

        def ask(start: threading.Barrier = start) -> None:
            start.wait()
            answers.append(owner.alive("dead"))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not any(answers)


def test_many_who_begin_at_once_are_all_alive(tmp_path: Path) -> None:
    owners: list[Owner] = []
    start = threading.Barrier(8)

    def begin() -> None:
        start.wait()
        owners.extend(Owner(tmp_path) for _ in range(10))

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({owner.id for owner in owners}) == 80
    assert all(owners[0].alive(owner.id) for owner in owners)
    for owner in owners:
        owner.close()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="can't be written"):
        Owner(tmp_path / "file" / "owners")
