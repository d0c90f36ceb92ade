"""The pytest fixture `emulator`: one process for the run, in its first state for each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.emulator.process import Emulator, running_emulator

_RUNNING = pytest.StashKey[Emulator]()


@pytest.fixture
def emulator(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """A fast emulator with 1000 credits, no tasks, no faults and an empty log.

    Its plan is `enterprise`, so that no test runs into the request rate by accident. Afterwards it
    hangs up on whoever still waits for an answer.
    """
    config = request.config
    if _RUNNING not in config.stash:
        stack = ExitStack()
        config.stash[_RUNNING] = stack.enter_context(
            running_emulator(task_seconds=0.2, plan="enterprise")
        )
        config.add_cleanup(stack.close)
    running = config.stash[_RUNNING]
    running.reset()
    yield running
    running.reset()
