"""Faults of network, service, content and machine, mixed, with 20 jobs in flight at a time."""

from __future__ import annotations

import collections
import random
import threading
from dataclasses import dataclass, field
from pathlib import Path

from meshy_addon.api import client
from meshy_addon.api.account import Account
from meshy_addon.api.endpoints import ENDPOINTS, KINDS
from meshy_addon.api.errors import TaskFailed
from meshy_addon.api.tasks import Status
from meshy_addon.jobs.engine import Engine
from meshy_addon.jobs.events import Event, Failed, Interrupted, Ready
from meshy_addon.jobs.job import Job
from meshy_addon.jobs.undecided import Undecided
from tests.emulator.process import Emulator
from tests.torture import greetings
from tests.torture.books import Books
from tests.torture.fault_list import EMULATOR, MACHINE, REFUSED, STREAM, WIRE
from tests.torture.front_end import hurry, put_out, wait_for_threads
from tests.torture.kills import is_whole
from tests.torture.machine import Machine
from tests.torture.orders import Orders
from tests.torture.wire import Fault, Greet, Wire

IN_FLIGHT = 20
LOOKS = 12
"""How often a job that was interrupted is taken up again."""
KINDS_OF_FAULT = (*EMULATOR, *WIRE, *greetings.KINDS, *MACHINE, REFUSED)


@dataclass
class Survived:
    """What came of it."""

    hits: collections.Counter[str] = field(default_factory=collections.Counter)
    """How often each fault struck."""
    jobs: int = 0
    placed: int = 0
    failed: int = 0
    """By the service's own word: the task failed, and was refunded."""
    taken_up_again: int = 0
    asked_a_person: int = 0
    wrong: list[str] = field(default_factory=list)
    """Jobs that ended as they should not have."""
    paid_twice: int = 0
    """Credits beyond what the succeeded tasks cost."""
    nobodys: list[str] = field(default_factory=list)
    """Tasks at Meshy that were paid for, and no job has."""

    def rarest(self) -> int:
        return min(self.hits[name] for name in KINDS_OF_FAULT)


def torture(
    emulator: Emulator,
    folder: Path,
    times: int,
    chance: random.Random,
    *,
    names: tuple[str, ...] = KINDS_OF_FAULT,
    in_flight: int = IN_FLIGHT,
    rounds: int = 200,
) -> Survived:
    """Rounds of as many jobs and faults until each fault of `names` has struck `times` times."""
    hurry()
    orders = Orders(emulator, folder / "pictures")
    orders.let_them_age()
    told = Survived()
    with greetings.believed(folder / "certificates") as greets:
        for number in range(1, rounds + 1):
            rare = [name for name in names if told.hits[name] < times]
            if not rare:
                break
            chosen = chance.sample(rare, min(in_flight, len(rare)))
            emulator.settings(task_seconds=chance.choice((0.2, 0.5)))
            kinds = [*KINDS, *KINDS][number % len(KINDS) :][:in_flight]
            jobs = [orders.job(kind, number * 100 + i) for i, kind in enumerate(kinds)]
            _Round(emulator, folder, jobs, told, greets).run(chosen)
    return told


class _Round:
    """As many jobs as are in flight, in the state folder of all rounds."""

    def __init__(
        self,
        emulator: Emulator,
        folder: Path,
        jobs: list[Job],
        told: Survived,
        greets: tuple[Greet, dict[str, Greet]],
    ) -> None:
        self._emulator = emulator
        self._greet, self._wrong_greets = greets
        self._jobs = {job.id: job for job in jobs}
        self._told = told
        self._out = folder / "out"
        self._state = folder / "state"
        self._out.mkdir(parents=True, exist_ok=True)
        self._machine = Machine(self._state)
        self._looks: collections.Counter[str] = collections.Counter()
        self._failed: dict[str, Exception] = {}

    def run(self, faults: list[str]) -> None:
        books = Books(self._emulator)
        wire = Wire(self._emulator, self._greet)
        engine = Engine(Account(wire.url, self._emulator.key, "a test"), self._state)
        try:
            with self._machine.installed():
                armed = self._arm(faults, wire)
                for job in self._jobs.values():
                    engine.submit(job)
                waiting = set(self._jobs)
                while waiting:
                    event = engine.next_event(90.0)
                    if event is None:
                        self._told.wrong += [f"stuck: {self._jobs[one].name}" for one in waiting]
                        break
                    if event.job_id in waiting and self._is_over(engine, event):
                        waiting.discard(event.job_id)
            self._count(armed)
            self._emulator.clear_faults()
            self._check_failures(engine)
            self._told.paid_twice += books.too_much(engine.journal, self._jobs.values())
            self._told.nobodys += books.nobodys(engine.journal, self._jobs.values())
        finally:
            books.close()
            engine.close()
            wait_for_threads()  # what they still ask is no matter of the next round
            wire.close()
            self._emulator.clear_faults()

    def _arm(self, faults: list[str], wire: Wire) -> dict[str, int | Fault]:
        armed: dict[str, int | Fault] = {}
        before: collections.Counter[str] = collections.Counter()
        for name in faults:
            if name in EMULATOR:
                # One after the other, or two would strike the same request and hide each other.
                where = str(EMULATOR[name].get("path"))
                armed[name] = self._emulator.fault(skip=before[where], **EMULATOR[name])
                before[where] += 1
            elif name in WIRE:
                armed[name] = wire.arm(Fault(*WIRE[name]))
            elif name in greetings.KINDS:
                armed[name] = wire.arm_greeting(self._wrong_greets[name])
            elif name == REFUSED:
                threading.Thread(target=self._refuse, args=(wire,), daemon=True).start()
            else:
                self._machine.arm(name)
        if any(" task:" in f" {name}" for name in faults):
            # Where streams work, hardly anybody asks for a task.
            self._emulator.fault(
                "refuse", status=404, host="api", path=STREAM, skip=before[STREAM], times=10
            )
        return armed

    def _refuse(self, wire: Wire) -> None:
        wire.refuse_for(1.0)
        self._told.hits[REFUSED] += 1

    def _count(self, armed: dict[str, int | Fault]) -> None:
        for name, fault in armed.items():
            hits = fault.hits if isinstance(fault, Fault) else self._emulator.hits(fault)
            self._told.hits[name] += hits
        self._told.hits.update(self._machine.hits)

    def _is_over(self, engine: Engine, event: Event) -> bool:
        job = self._jobs[event.job_id]
        match event:
            case Ready(result=result):
                try:
                    put_out(result, self._out)
                except FileNotFoundError:
                    # Cleaned up just then: as whoever is started again finds it.
                    engine.journal.release(job.id)
                    self._told.taken_up_again += 1
                    return not engine.resume(job.id)
                engine.placed(job.id)
                self._told.placed += 1
                if not is_whole(self._out / job.id, job):
                    self._told.wrong.append(f"not whole: {job.name}")
            case Failed(error=error):
                self._told.failed += 1
                self._failed[job.id] = error
            case Interrupted(error=error):
                return not self._again(engine, job, error)
            case _:
                return False
        self._told.jobs += 1
        return True

    def _again(self, engine: Engine, job: Job, error: Exception) -> bool:
        """Take the job up again, as its artist would; False if nothing more helps."""
        self._looks[job.id] += 1
        if "error in the add-on" in str(error):
            self._told.wrong.append(f"{job.name}: {error}")
        if isinstance(error, Undecided):
            self._told.asked_a_person += 1
        if self._looks[job.id] > LOOKS:
            self._told.wrong.append(f"{job.name} is left: {error}")
            return False
        self._told.taken_up_again += 1
        engine.resume(job.id)
        return True

    def _check_failures(self, engine: Engine) -> None:
        """Only the service's own word may end a job: its task failed, on the server too."""
        service = client.Client(Account(self._emulator.api, self._emulator.key, "a test"))
        for job_id, error in self._failed.items():
            last = engine.journal.tasks(job_id)[-1:]
            said = [service.get(ENDPOINTS[task.endpoint], task.task_id).status for task in last]
            if not isinstance(error, TaskFailed) or said != [Status.FAILED]:
                self._told.wrong.append(f"{self._jobs[job_id].name}: {error!r}, {said}")
        service.close()
