"""Text that is wider than its room is broken or cut short, and nothing of it gets lost unseen."""

from __future__ import annotations

import pytest

from meshy_addon.ui.breaking import lines, shortened

OWL = "a weathered bronze owl on a branch"


def uneven(text: str) -> float:
    """As in Blender's font, an "i" takes less than other letters, and an "m" more."""
    return sum({"i": 1, "m": 3}.get(letter, 2) for letter in text)


def test_lines_are_filled_as_far_as_their_words_are_wide():
    assert lines("ill ill ill mmm mmm", 16, uneven) == ["ill ill", "ill mmm", "mmm"]


@pytest.mark.parametrize("room", range(1, 60))
def test_no_line_is_wider_than_the_room_and_no_word_is_lost(room: int):
    broken = lines(OWL, room, len)
    assert max(map(len, broken)) <= room
    assert "".join(broken).replace(" ", "") == OWL.replace(" ", "")


def test_an_address_that_is_wider_than_the_room_is_broken():
    assert lines("at https://meshy.ai/api", 10, len) == ["at", "https://me", "shy.ai/api"]


def test_even_a_letter_that_has_no_room_stands_there():
    assert lines("mi", 1, uneven) == ["m", "i"]


def test_the_last_line_that_is_shown_ends_in_dots_where_the_text_goes_on():
    assert lines(OWL, 14, len, most=2) == ["a weathered", "bronze owl on…"]
    assert lines("an owl", 14, len, most=2) == ["an owl"]


def test_a_name_is_cut_no_more_than_it_has_to_be():
    assert shortened("Teal teapot", 11, len) == "Teal teapot"
    assert shortened("Teal teapot", 10, len) == "Teal teap…"
    assert shortened("Teal teapot", 6, len) == "Teal…"


def test_nothing_to_say_takes_no_line():
    assert lines("  ", 10, len) == []
