"""What has room in a sidebar of a given width."""

from __future__ import annotations

import pytest

from tests.blender.harness import Blender


def buttons_on_a_line(width_px: int) -> list[bool]:
    """Whether a long word, and a short one, stand whole on one of two buttons beside each other:
    in the panel, in a box, and with a third button that is an icon.
    """
    from types import SimpleNamespace

    import bpy

    from tests.blender import jobs_in_the_list as jobs

    wrapping = jobs.module("ui.wrapping")
    system = SimpleNamespace(ui_scale=1.0)  # without a window Blender has none
    context = SimpleNamespace(
        region=SimpleNamespace(width=width_px), preferences=SimpleNamespace(system=system)
    )
    assert bpy.context.region is None
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
