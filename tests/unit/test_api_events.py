"""Server-sent events are the same however their bytes arrive."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshy_addon.api.errors import Nonsense
from meshy_addon.api.events import Event, read_events

ENDS = st.sampled_from([b"\n", b"\r", b"\r\n"])
WORDS = st.text(st.characters(exclude_characters="\r\n", exclude_categories=("Cs",)), max_size=20)


@st.composite
def streams(draw: st.DrawFn) -> tuple[bytes, list[Event]]:
    """The bytes of a stream, and the events in it."""
    events, content = [], b""
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from(["message", "error", "größer"]))
        lines = [word.encode() for word in draw(st.lists(WORDS, min_size=1, max_size=3))]
        parts = [b"data: " + line for line in lines]
        if name != "message" or draw(st.booleans()):
            parts.insert(draw(st.integers(0, len(parts))), b"event: " + name.encode())
        if draw(st.booleans()):
            parts.insert(draw(st.integers(0, len(parts))), b": ping")
        # One kind of line end to an event: a CR before a LF of the next line would make one of two.
        end = draw(ENDS)
        content += b"".join(part + end for part in parts) + end
        events.append(Event(name, b"\n".join(lines)))
    return content, events


@given(streams(), st.data())
def test_events_do_not_depend_on_how_the_bytes_are_cut(
    stream: tuple[bytes, list[Event]], data: st.DataObject
) -> None:
    content, events = stream
    cuts = data.draw(st.lists(st.integers(0, len(content))))
    edges = [0, *sorted(cuts), len(content)]
    pieces = [content[start:end] for start, end in itertools.pairwise(edges)]
    assert list(read_events(pieces)) == events
    assert list(read_events([content])) == events
    assert list(read_events(bytes([byte]) for byte in content)) == events


def test_an_event_is_given_out_as_soon_as_its_last_byte_is_there() -> None:
    asked = []

    def pieces() -> Iterator[bytes]:
        for piece in (b"data: 1\r\r", b"data: 2\r\n\r\n", b"data: 3\n\n"):
            asked.append(piece)
            yield piece

    for count, event in enumerate(read_events(pieces()), 1):
        assert event.data == str(count).encode()
        assert len(asked) == count


@given(st.lists(st.binary(max_size=40)))
def test_no_bytes_do_harm(pieces: list[bytes]) -> None:
    for event in read_events(pieces):
        assert isinstance(event.data, bytes)


def test_an_event_that_was_begun_is_left_out_at_the_end() -> None:
    assert list(read_events([b"data: 1\n\ndata: 2\n"])) == [Event("message", b"1")]


def test_comments_and_events_without_data_are_left_out() -> None:
    content = b": ping\n\nevent: message\n\nid: 7\n\nretry: 10\n\n"
    assert list(read_events([content])) == []


def test_a_stream_may_be_long_as_long_as_its_events_are_short() -> None:
    event = b"data: " + b"x" * 65530 + b"\n\n"
    assert len(list(read_events([event * 100]))) == 100


@pytest.mark.parametrize(
    "piece", [b"x" * 65536, b"data: " + b"x" * 65530 + b"\n", b"data:\n" * 9999]
)
def test_an_event_without_end_is_nonsense(piece: bytes) -> None:
    with pytest.raises(Nonsense, match="too large"):
        list(read_events(itertools.repeat(piece, 1000)))
