from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from meshy_addon.jobs.gate import Cancelled
from meshy_addon.jobs.worker_process import Limits
from meshy_addon.jobs.workshop import CouldNot, Crashed, Unstartable, Workshop
from tests.unit.engine_driver import eventually

ODD_WORKER = Path(__file__).with_name("odd_worker.py")
NEVER = threading.Event()

Opener = Callable[..., Workshop]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where every process that is started writes its number."""
    path = tmp_path / "started"
    path.touch()
    return path


@pytest.fixture
def workshop_with(log: Path) -> Iterator[Opener]:
    """Makes workshops, which are closed afterwards."""
    made = []

    def open_one(command: list[str] | None = None, **settings: object) -> Workshop:
        made.append(Workshop(command or [sys.executable, str(ODD_WORKER), str(log)], **settings))
        return made[-1]

    yield open_one
    for workshop in made:
        workshop.close()
    eventually(lambda: not any(is_running(number) for number in started(log)))


def started(log: Path) -> list[int]:
    return [int(number) for number in log.read_text().split()]


def is_running(number: int) -> bool:
    """Also a zombie counts: it must not stay in the list of processes."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_process_serves_one_request_after_the_other(workshop_with: Opener, log: Path) -> None:
    workshop = workshop_with()
    answers = [workshop.ask({"do": "echo", "say": word}, NEVER) for word in ("one", "two")]
    assert [answer["said"] for answer in answers] == ["one", "two"]
    assert [answer["pid"] for answer in answers] == started(log) * 2


@pytest.mark.skipif(sys.platform == "win32", reason="its creation flags say it there")
def test_an_artist_goes_first_on_the_processor(workshop_with: Opener) -> None:
    number = workshop_with().ask({"do": "echo"}, NEVER)["pid"]
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, number) == min(19, own + 10)
    # Linux weighs sessions against each other first: in one of its own it would be nice to none.
    assert os.getsid(number) == os.getsid(0)
    # A Ctrl-C in the terminal is for us alone.
    assert os.getpgid(number) != os.getpgid(0)


def test_requests_of_several_threads_take_turns(workshop_with: Opener, log: Path) -> None:
    workshop = workshop_with()
    answers: list[object] = []
    threads = [
        threading.Thread(
            target=lambda n=number: answers.append(
                workshop.ask({"do": "echo", "say": n}, NEVER)["said"]
            )
        )
        for number in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [0, 1, 2, 3, 4]
    assert len(started(log)) == 1


def test_what_is_printed_besides_is_no_answer(workshop_with: Opener) -> None:
    assert workshop_with().ask({"do": "chatter", "say": "this"}, NEVER)["said"] == "this"


def test_a_refusal_is_told_and_the_process_stays(workshop_with: Opener, log: Path) -> None:
    workshop = workshop_with()
    with pytest.raises(CouldNot, match="no mesh with faces") as refusal:
        workshop.ask({"do": "refuse"}, NEVER)
    assert refusal.value.kind == "BrokenModel"
    workshop.ask({"do": "echo"}, NEVER)
    assert len(started(log)) == 1


def test_after_one_crash_a_fresh_process_tries_again(workshop_with: Opener, log: Path) -> None:
    answer = workshop_with().ask({"do": "crash once", "say": "done"}, NEVER)
    assert answer["said"] == "done"
    assert len(started(log)) == 2


def test_two_crashes_are_told_and_the_next_request_is_served(
    workshop_with: Opener, log: Path
) -> None:
    workshop = workshop_with()
    with pytest.raises(Crashed, match=r"code 11.*blender\.crash\.txt"):
        workshop.ask({"do": "crash"}, NEVER)
    assert len(started(log)) == 2
    assert workshop.ask({"do": "echo", "say": "well"}, NEVER)["said"] == "well"


@pytest.mark.parametrize(
    ("request_", "limits"),
    [("hang", Limits(answer_s=0.5)), ("eat", Limits(memory_bytes=200_000_000))],
)
def test_what_takes_too_long_or_too_much_is_ended(
    workshop_with: Opener, log: Path, request_: str, limits: Limits
) -> None:
    with pytest.raises(Crashed, match="took more than"):
        workshop_with(limits=limits).ask({"do": request_}, NEVER)
    eventually(lambda: not any(is_running(number) for number in started(log)))


def test_a_program_that_is_not_there_is_tried_once(workshop_with: Opener, tmp_path: Path) -> None:
    program = tmp_path / "blender"
    workshop = workshop_with([str(program)])
    with pytest.raises(Unstartable):
        workshop.ask({"do": "echo"}, NEVER)
    program.write_text(f"#!{sys.executable}\nopen({str(tmp_path / 'ran')!r}, 'w')\n")
    program.chmod(0o755)
    with pytest.raises(Unstartable):
        workshop.ask({"do": "echo"}, NEVER)
    assert not (tmp_path / "ran").exists()


def test_a_program_that_ends_at_once_is_tried_twice_and_never_again(
    workshop_with: Opener, log: Path
) -> None:
    code = f"import os; open({str(log)!r}, 'a').write(f'{{os.getpid()}} '); raise SystemExit(3)"
    workshop = workshop_with([sys.executable, "-c", code])
    for _ in range(2):
        with pytest.raises(Unstartable, match="code 3"):
            workshop.ask({"do": "echo"}, NEVER)
    assert len(started(log)) == 2


def test_what_keeps_it_from_starting_for_a_moment_is_not_taken_for_good(
    workshop_with: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a temporary folder that isn't there, or a process that has its fill of files."""
    folder = tmp_path / "temporary"
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    workshop = workshop_with()
    workshop.warm_up()
    eventually(lambda: not [each for each in threading.enumerate() if "workshop" in each.name])
    with pytest.raises(Unstartable):
        workshop.ask({"do": "echo"}, NEVER)
    folder.mkdir()
    assert workshop.ask({"do": "echo", "say": "well"}, NEVER)["said"] == "well"


def test_after_a_crash_one_that_can_not_be_started_for_a_moment_is_no_reason_to_give_up(
    workshop_with: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop, folder = workshop_with(), tmp_path / "temporary"
    workshop.ask({"do": "echo"}, NEVER)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with pytest.raises(Crashed):
        workshop.ask({"do": "crash once"}, NEVER)
    folder.mkdir()
    assert workshop.ask({"do": "echo", "say": "well"}, NEVER)["said"] == "well"


def test_it_is_started_early_and_once(workshop_with: Opener, log: Path) -> None:
    workshop = workshop_with()
    for _ in range(3):
        workshop.warm_up()
    eventually(lambda: started(log))
    workshop.warm_up()
    workshop.ask({"do": "echo"}, NEVER)
    assert len(started(log)) == 1


def test_it_is_let_go_when_idle_and_started_again_when_needed(
    workshop_with: Opener, log: Path
) -> None:
    workshop = workshop_with(idle_s=0.2)
    workshop.ask({"do": "echo"}, NEVER)
    eventually(lambda: not is_running(started(log)[0]))
    workshop.ask({"do": "echo"}, NEVER)
    assert len(started(log)) == 2


def test_a_cancelled_request_ends_its_process(workshop_with: Opener, log: Path) -> None:
    workshop, cancelled = workshop_with(), threading.Event()
    threading.Thread(target=lambda: (eventually(lambda: started(log)), cancelled.set())).start()
    with pytest.raises(Cancelled):
        workshop.ask({"do": "hang"}, cancelled)
    eventually(lambda: not is_running(started(log)[0]))
    assert workshop.ask({"do": "echo", "say": "next"}, NEVER)["said"] == "next"


def test_closing_ends_what_is_under_way_and_returns_at_once(
    workshop_with: Opener, log: Path
) -> None:
    workshop, ended = workshop_with(), threading.Event()

    def ask() -> None:
        with pytest.raises(Cancelled):
            workshop.ask({"do": "echo"}, NEVER) and workshop.ask({"do": "hang"}, NEVER)
        ended.set()

    threading.Thread(target=ask, daemon=True).start()
    eventually(lambda: started(log))
    workshop.close()
    assert ended.wait(30)


def test_no_process_outlives_a_parent_that_is_killed(tmp_path: Path, log: Path) -> None:
    code = (
        "import sys, threading; from meshy_addon.jobs.workshop import Workshop;"
        "workshop = Workshop(sys.argv[1:]); workshop.ask({'do': 'echo'}, threading.Event());"
        "print('up', flush=True); threading.Event().wait()"
    )
    command = [sys.executable, "-c", code, sys.executable, str(ODD_WORKER), str(log)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"up\n"
        parent.kill()
    eventually(lambda: not is_running(started(log)[0]))
