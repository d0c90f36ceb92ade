"""What has room in a sidebar of a given width."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender.harness import Blender


def sidebar(width_px: int) -> Any:
    from types import SimpleNamespace

    system = SimpleNamespace(ui_scale=1.0)  # without a window Blender has none
    preferences = SimpleNamespace(system=system)
    region = SimpleNamespace(width=width_px) if width_px else None
    return SimpleNamespace(region=region, preferences=preferences)


def menu_beside_its_name(width_px: int) -> bool:
    from tests.blender import jobs_in_the_list as jobs
    from tests.blender.test_wrapping import sidebar

    wrapping = jobs.module("ui.wrapping")
    return bool(wrapping.fits_beside_menu(sidebar(width_px), "Pose", ["A Pose", "Wie es kommt"]))


@pytest.mark.one_version
def test_a_menu_stands_beside_its_name_where_both_are_whole(blender: Blender):
    assert [blender.call(menu_beside_its_name, width) for width in (190, 250, 0)] == [
        *(False, True),
        True,  # in a dialog nothing is known of its width
    ]


def buttons_on_a_line(width_px: int) -> list[bool]:
    """Whether a long word, and a short one, stand whole on one of two buttons beside each other:
    in the panel, in a box, and with a third button that is an icon.
    """
    from tests.blender import jobs_in_the_list as jobs
    from tests.blender.test_wrapping import sidebar

    wrapping, context = jobs.module("ui.wrapping"), sidebar(width_px)
    ways = ({}, {"in_box": True}, {"in_box": True, "bare_icons": 1})
    return [
        wrapping.fits(context, word, beside=2, **way)
        for way in ways
        for word in ("Wiederholen · 30 Credits", "Variieren…")
    ]


@pytest.mark.one_version
def test_a_long_word_has_no_more_room_beside_a_short_one_than_half_of_the_line(blender: Blender):
    assert blender.call(buttons_on_a_line, 280) == [False, True] * 3
    assert blender.call(buttons_on_a_line, 420) == [True, True] * 3
