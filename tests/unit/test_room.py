"""The memory that is taken for an append, and given to it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from meshy_addon.ui import room
from meshy_addon.ui.room import Room


@pytest.fixture(autouse=True)
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def _held() -> int:
    return tracemalloc.get_traced_memory()[0]


def test_room_is_taken_a_little_at_a_time_and_only_so_much() -> None:
    taken = Room()
    sizes = [0]
    while not sizes[1:] or sizes[-1] > sizes[-2]:
        taken.take_some()
        sizes.append(taken.size)

    assert sizes[1] >= room.PIECE_BYTES
    assert sizes[-1] == room.MOST_BYTES
    assert _held() >= room.MOST_BYTES


def test_nearly_all_is_given_and_in_the_end_nothing_is_held() -> None:
    taken = Room()
    while taken.size < room.MOST_BYTES:
        taken.take_some()

    taken.give()
    assert 0 < taken.size < room.MOST_BYTES / 20
    taken.give()  # for the next piece of the same model
    assert taken.size > 0
    taken.leave()
    assert taken.size == 0
    assert _held() < room.PIECE_BYTES
