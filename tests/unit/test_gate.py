"""The gate: the plan's queue and its requests per second, with time that tests turn themselves."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meshy_addon.jobs.gate import SPARED, Cancelled, Clock, Gate

NEVER = threading.Event()


class TurnedClock(Clock):
    """Waiting takes no time: the clock is turned on instead. `then` happens once at its time."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.agenda: list[tuple[float, Callable[[], None]]] = []

    def at(self, seconds: float, then: Callable[[], None]) -> None:
        self.agenda.append((self.time + seconds, then))
        self.agenda.sort(key=lambda entry: entry[0])

    def now(self) -> float:
        return self.time

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        until = self.time + seconds
        if self.agenda and self.agenda[0][0] <= until:
            self.time, then = self.agenda.pop(0)
            then()
            return
        assert until < 1e6, "waits for ever"
        self.time = until


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


def seconds_for(clock: TurnedClock, act: Callable[[], object]) -> float:
    before = clock.time
    act()
    return clock.time - before


def enter(gate: Gate, stack: contextlib.ExitStack, **options: bool) -> None:
    stack.enter_context(gate.slot(NEVER, **options))


# --- requests per second ---------------------------------------------------------------------


def test_as_many_requests_as_allowed_pass_at_once_and_the_next_waits(clock: TurnedClock) -> None:
    gate = Gate(20, clock=clock)
    assert [seconds_for(clock, lambda: gate.request(NEVER)) for _ in range(20)] == [0.0] * 20
    assert seconds_for(clock, lambda: gate.request(NEVER)) > 1.0


def test_who_only_looks_leaves_requests_to_jobs(clock: TurnedClock) -> None:
    gate = Gate(20, clock=clock)
    looks = [seconds_for(clock, lambda: gate.request(NEVER, leisurely=True)) for _ in range(16)]
    assert looks == [0.0] * 16
    at_once = [seconds_for(clock, lambda: gate.request(NEVER)) for _ in range(SPARED)]
    assert at_once == [0.0] * SPARED
    assert seconds_for(clock, lambda: gate.request(NEVER, leisurely=True)) > 1.0


def test_who_only_looks_goes_after_whoever_comes_meanwhile(clock: TurnedClock) -> None:
    gate = Gate(20, clock=clock)
    for _ in range(16):
        gate.request(NEVER, leisurely=True)
    waits: list[float] = []
    clock.at(0.5, lambda: waits.append(seconds_for(clock, lambda: gate.request(NEVER))))
    assert seconds_for(clock, lambda: gate.request(NEVER, leisurely=True)) > 1.0
    assert waits == [0.0]


@settings(max_examples=50, deadline=None)
@given(rate=st.integers(1, 30), pauses=st.lists(st.floats(0, 3), max_size=80))
def test_no_second_ever_sees_more_requests_than_allowed(rate: int, pauses: list[float]) -> None:
    clock = TurnedClock()
    gate = Gate(rate, clock=clock)
    sent: list[float] = []
    for pause in pauses:
        clock.time += pause
        gate.request(NEVER)
        sent.append(clock.time)
    for first in sent:
        assert sum(first <= time < first + 1.0 for time in sent) <= rate


def test_a_refused_rate_stops_all_requests_for_as_long_as_the_service_wishes(
    clock: TurnedClock,
) -> None:
    gate = Gate(clock=clock)
    gate.slow_down(12.0)
    assert 12.0 <= seconds_for(clock, lambda: gate.request(NEVER)) <= 14.0


def test_pauses_grow_until_a_request_succeeds(clock: TurnedClock) -> None:
    gate = Gate(clock=clock)

    def pause() -> float:
        gate.slow_down()
        return seconds_for(clock, lambda: gate.request(NEVER))

    pauses = [pause() for _ in range(5)]
    assert all(0.5 * 2**n <= pause <= 1.0 * 2**n + 0.1 for n, pause in enumerate(pauses))
    gate.succeeded()
    assert pause() <= 1.1
    assert max(pause() for _ in range(20)) <= 60.1


def test_answers_to_requests_sent_together_count_as_one_refusal(clock: TurnedClock) -> None:
    gate = Gate(clock=clock)
    for _ in range(20):
        gate.slow_down()
    assert seconds_for(clock, lambda: gate.request(NEVER)) <= 1.1
    gate.slow_down()
    gate.succeeded()  # the answer to one from before the pause
    assert seconds_for(clock, lambda: gate.request(NEVER)) <= 2.1
    gate.slow_down()
    assert seconds_for(clock, lambda: gate.request(NEVER)) > 1.9, "the pause went on growing"


@pytest.mark.parametrize("wish", [float("nan"), float("inf"), -5.0, 1e9])
def test_an_absurd_wish_does_not_stop_us_for_ever(clock: TurnedClock, wish: float) -> None:
    gate = Gate(clock=clock)
    gate.slow_down(wish)
    assert seconds_for(clock, lambda: gate.request(NEVER)) <= 67.0


def test_a_cancelled_wait_for_a_request_ends(clock: TurnedClock) -> None:
    gate = Gate(clock=clock)
    cancelled = threading.Event()
    gate.slow_down(50.0)
    clock.at(3.0, cancelled.set)

    def wait() -> None:
        with pytest.raises(Cancelled):
            gate.request(cancelled)

    assert seconds_for(clock, wait) == 3.0


# --- places in the queue ---------------------------------------------------------------------


def test_a_full_queue_waits_until_a_task_ends(clock: TurnedClock) -> None:
    gate = Gate(queue=2, clock=clock)
    first = contextlib.ExitStack()
    with contextlib.ExitStack() as others:
        enter(gate, first)
        enter(gate, others)
        clock.at(40.0, first.close)
        assert seconds_for(clock, lambda: enter(gate, others)) == 40.0
        assert gate.in_use == 2
    assert gate.in_use == 0


def test_a_place_is_given_back_whatever_happened_to_the_task() -> None:
    gate = Gate(queue=1)
    with pytest.raises(ZeroDivisionError), gate.slot(NEVER):
        raise ZeroDivisionError
    assert gate.in_use == 0


def test_a_task_that_runs_already_takes_its_place_without_waiting(clock: TurnedClock) -> None:
    gate = Gate(queue=1, clock=clock)
    with contextlib.ExitStack() as tasks:
        for _ in range(3):
            enter(gate, tasks, running=True)
        assert gate.in_use == 3
        cancelled = threading.Event()
        clock.at(100.0, cancelled.set)
        with pytest.raises(Cancelled), gate.slot(cancelled):
            pass


def test_a_cancelled_wait_for_a_place_takes_none(clock: TurnedClock) -> None:
    gate = Gate(queue=1, clock=clock)
    cancelled = threading.Event()
    with gate.slot(NEVER):
        clock.at(5.0, cancelled.set)
        with pytest.raises(Cancelled), gate.slot(cancelled):
            pytest.fail("it got in")
        assert gate.in_use == 1
    assert gate.in_use == 0


def test_a_smaller_plan_is_learnt_and_the_next_waits_for_a_task_of_ours(clock: TurnedClock) -> None:
    gate = Gate(queue=50, clock=clock)
    tasks = [contextlib.ExitStack() for _ in range(10)]
    for task in tasks:
        enter(gate, task)
    with gate.slot(NEVER) as slot:
        clock.at(1.0, tasks[0].close)
        assert seconds_for(clock, slot.queue_full) == 1.0
        assert gate.in_use == 10
    for task in tasks[1:]:
        task.close()
    assert gate.in_use == 0


def test_places_taken_by_another_program_are_tried_again_after_a_while(clock: TurnedClock) -> None:
    gate = Gate(queue=50, clock=clock)
    with gate.slot(NEVER) as slot:
        waits = [seconds_for(clock, slot.queue_full) for _ in range(6)]
        assert gate.in_use == 1
    assert all(wait >= 2.5 for wait in waits)
    assert waits[-1] > 3 * waits[0]
    assert max(waits) <= 60.0


def test_places_that_may_be_free_again_are_tried_one_at_a_time(clock: TurnedClock) -> None:
    gate = Gate(queue=50, clock=clock)
    with gate.slot(NEVER) as slot, contextlib.ExitStack() as others:
        slot.queue_full()
        assert seconds_for(clock, lambda: enter(gate, others)) >= 2.5
        assert seconds_for(clock, lambda: enter(gate, others)) >= 2.5


def test_the_service_says_when_to_try_for_a_place_again(clock: TurnedClock) -> None:
    gate = Gate(clock=clock)
    with gate.slot(NEVER) as slot:
        assert 30.0 <= seconds_for(clock, lambda: slot.queue_full(30.0)) <= 33.5


def test_a_learnt_limit_grows_at_once_when_a_try_for_more_is_accepted(clock: TurnedClock) -> None:
    gate = Gate(queue=50, clock=clock)

    def fill_up() -> None:
        for _ in range(48):
            others.enter_context(gate.slot(NEVER)).accepted()

    with gate.slot(NEVER) as slot, contextlib.ExitStack() as others:
        slot.queue_full()
        slot.accepted()
        assert gate.limit == 1
        assert seconds_for(clock, lambda: others.enter_context(gate.slot(NEVER)).accepted()) <= 10
        assert seconds_for(clock, fill_up) == 0.0
    assert gate.limit == 50


def accepted_at_once(gate: Gate, clock: TurnedClock, most: int = 60) -> int:
    """How many tasks come in without any waiting."""
    with contextlib.ExitStack() as tasks:
        for count in range(most):
            entered = gate.slot(threading.Event())
            if seconds_for(clock, lambda entered=entered: tasks.enter_context(entered).accepted()):
                return count
    return most


def test_tasks_beyond_the_smallest_plan_are_tried_one_at_a_time(clock: TurnedClock) -> None:
    gate = Gate(queue=50, clock=clock)
    with contextlib.ExitStack() as tasks:
        for _ in range(10):
            tasks.enter_context(gate.slot(NEVER)).accepted()
        eleventh = tasks.enter_context(gate.slot(NEVER))
        twelfth = gate.slot(NEVER)
        late_s = seconds_for(clock, lambda: tasks.enter_context(twelfth).accepted())
        assert late_s >= 2.5, "the eleventh isn't answered"
        eleventh.accepted()
        assert seconds_for(clock, lambda: enter(gate, tasks)) == 0.0


def test_a_try_that_was_accepted_says_nothing_while_another_create_is_not_answered(
    clock: TurnedClock,
) -> None:
    gate = Gate(queue=50, clock=clock)
    with contextlib.ExitStack() as tasks:
        for _ in range(9):
            tasks.enter_context(gate.slot(NEVER)).accepted()
        tenth, eleventh = (tasks.enter_context(gate.slot(NEVER)) for _ in range(2))
        eleventh.accepted()  # Meshy had it before the tenth
        twelfth = gate.slot(NEVER)
        assert seconds_for(clock, lambda: tasks.enter_context(twelfth).accepted()) >= 2.5
        tenth.accepted()
        assert seconds_for(clock, lambda: enter(gate, tasks)) == 0.0


def test_where_meshy_said_full_is_told_and_the_next_session_begins_there(
    clock: TurnedClock,
) -> None:
    told: list[int | None] = []
    gate = Gate(queue=50, clock=clock, learnt=told.append)
    with contextlib.ExitStack() as tasks:
        for _ in range(20):
            tasks.enter_context(gate.slot(NEVER)).accepted()
        slot = tasks.enter_context(gate.slot(NEVER))
        clock.at(1.0, NEVER.is_set)
        slot.queue_full()
    assert told == [20]

    later = Gate(queue=50, clock=clock, known=20)
    assert accepted_at_once(later, clock) == 20


def test_a_limit_that_is_known_from_before_is_forgotten_when_there_is_more(
    clock: TurnedClock,
) -> None:
    told: list[int | None] = []
    gate = Gate(queue=50, clock=clock, known=20, learnt=told.append)
    with contextlib.ExitStack() as tasks:
        for _ in range(20):
            tasks.enter_context(gate.slot(NEVER)).accepted()
        assert seconds_for(clock, lambda: tasks.enter_context(gate.slot(NEVER)).accepted()) >= 30.0
    assert told == [None]
    assert accepted_at_once(gate, clock, most=50) == 50


def test_other_programs_in_the_queue_say_nothing_of_the_plan(clock: TurnedClock) -> None:
    told: list[int | None] = []
    gate = Gate(queue=50, clock=clock, learnt=told.append)
    with contextlib.ExitStack() as tasks:
        for _ in range(3):
            enter(gate, tasks)
        tasks.enter_context(gate.slot(NEVER)).queue_full()
    assert told == []


def test_a_freed_place_is_filled_without_a_try_for_more(clock: TurnedClock) -> None:
    gate = Gate(queue=50, clock=clock)
    with contextlib.ExitStack() as tasks:
        for _ in range(5):
            enter(gate, tasks)
        leaving = gate.slot(NEVER)
        leaving.__enter__()
        with gate.slot(NEVER) as slot:
            clock.at(0.1, lambda: leaving.__exit__(None, None, None))
            slot.queue_full()  # the sixth is the last that there's a place for
            slot.accepted()
            assert gate.limit == 6
            # 2.5 s at least after the refusal, since which the other's end took 0.1
            assert seconds_for(clock, lambda: enter(gate, tasks)) >= 2.4 - 1e-6


def test_a_task_that_ends_while_a_create_is_refused_leaves_a_place_to_try_for(
    clock: TurnedClock,
) -> None:
    gate = Gate(queue=50, clock=clock)
    with contextlib.ExitStack() as tasks:
        enter(gate, tasks)
        with gate.slot(NEVER) as slot:
            tasks.close()  # before the answer comes, perhaps after the service looked
            assert seconds_for(clock, slot.queue_full) == 0.0
            assert seconds_for(clock, slot.queue_full) >= 2.5


def test_a_refused_job_that_is_cancelled_while_it_waits_leaves_no_place_behind(
    clock: TurnedClock,
) -> None:
    gate = Gate(clock=clock)
    cancelled = threading.Event()
    with gate.slot(cancelled) as slot:
        clock.at(0.1, cancelled.set)
        with pytest.raises(Cancelled):
            slot.queue_full(50.0)
    assert gate.in_use == 0


# --- threads ---------------------------------------------------------------------------------


def test_places_go_to_who_came_first() -> None:
    gate = Gate(queue=1)
    order: list[int] = []
    threads = []
    with gate.slot(NEVER):
        for number in range(8):
            waiting = threading.Event()
            thread = threading.Thread(target=_queue_up, args=(gate, number, waiting, order))
            thread.start()
            threads.append(thread)
            waiting.wait()
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_a_create_goes_before_requests_that_keep_no_place_waiting() -> None:
    gate = Gate(1)
    gate.request(NEVER)
    order: list[bool] = []

    def ask(waiting: threading.Event, urgent: bool) -> None:
        gate.request(Announcing(waiting), urgent=urgent)
        order.append(urgent)

    threads = []
    for urgent in (False, False, True):
        waiting = threading.Event()
        threads.append(threading.Thread(target=ask, args=(waiting, urgent)))
        threads[-1].start()
        waiting.wait()
    for thread in threads:
        thread.join()
    assert order == [True, False, False]


def test_who_is_cancelled_is_let_go_at_once_wherever_in_the_line() -> None:
    gate = Gate(queue=1)
    with gate.slot(NEVER), contextlib.ExitStack() as stack:
        signals: list[threading.Event] = []
        ended: list[int] = []
        for number in range(3):
            waiting = threading.Event()
            signals.append(Announcing(waiting))
            thread = threading.Thread(
                target=_give_up, args=(gate, signals[-1], number, ended), daemon=True
            )
            thread.start()
            stack.callback(thread.join, 60)
            waiting.wait()
        for number in (2, 0, 1):
            gate.cancel(signals[number])
    assert sorted(ended) == [0, 1, 2]


def _give_up(gate: Gate, signal: threading.Event, number: int, ended: list[int]) -> None:
    with contextlib.suppress(Cancelled), gate.slot(signal):
        return
    ended.append(number)


class Announcing(threading.Event):
    """The gate looks at its cancel signal once it has put the caller into the line."""

    def __init__(self, waiting: threading.Event) -> None:
        super().__init__()
        self.waiting = waiting

    def is_set(self) -> bool:
        self.waiting.set()
        return super().is_set()


def _queue_up(gate: Gate, number: int, waiting: threading.Event, order: list[int]) -> None:
    with gate.slot(Announcing(waiting)):
        order.append(number)


def test_a_service_with_ten_places_gets_thirty_jobs_done_and_no_more_than_it_takes() -> None:
    service = _Service(places=10)
    gate = Gate(queue=50)
    threads = [threading.Thread(target=service.run_job, args=(gate,)) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert service.done == 30
    assert service.most == 10
    assert gate.in_use == 0


class _Service:
    """Takes `places` tasks at a time; one ends when as many as possible are there, or at last."""

    def __init__(self, places: int) -> None:
        self.lock = threading.Condition()
        self.places, self.running, self.most, self.done = places, 0, 0, 0

    def run_job(self, gate: Gate) -> None:
        with gate.slot(NEVER) as slot:
            while not self._create():
                slot.queue_full()
            self._finish()

    def _create(self) -> bool:
        with self.lock:
            if self.running == self.places:
                return False
            self.running += 1
            self.most = max(self.most, self.running)
            self.lock.notify_all()
            return True

    def _finish(self) -> None:
        with self.lock:
            self.lock.wait_for(lambda: self.most == self.places)
            self.running -= 1
            self.done += 1
