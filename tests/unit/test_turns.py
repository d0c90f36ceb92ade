"""How soon the main thread gets the interpreter back, while threads of ours are at work."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from meshy_addon.ui.errands import Errands
from meshy_addon.ui.turns import TURNS


@pytest.fixture(autouse=True)
def turns() -> Iterator[None]:
    TURNS.keep(short=False)  # whatever a test before this one has sent out
    before_s = sys.getswitchinterval()
    yield
    TURNS.keep(short=False)
    assert sys.getswitchinterval() == pytest.approx(before_s)


def test_turns_are_short_from_the_moment_that_an_errand_goes_out() -> None:
    errands = Errands()
    errands.run(lambda: None)

    assert sys.getswitchinterval() < 0.001
    errands.end()


def test_what_another_extension_has_set_meanwhile_is_left_as_it_is() -> None:
    before_s = sys.getswitchinterval()
    TURNS.keep(short=True)
    sys.setswitchinterval(0.02)

    TURNS.keep(short=False)

    assert sys.getswitchinterval() == pytest.approx(0.02)
    sys.setswitchinterval(before_s)
