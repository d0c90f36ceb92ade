"""The limits that the artist set in the preferences. Main thread."""

from __future__ import annotations

import bpy

from ...jobs.spending import Limits, limits_of
from ...scene.home import EXTENSION


def limits() -> Limits:
    """Those in effect; the environment wins."""
    addon = bpy.context.preferences.addons.get(EXTENSION) if EXTENSION else None
    if addon is None or addon.preferences is None:
        return limits_of()
    saved = addon.preferences
    return limits_of(
        Limits(
            saved.max_credits_per_job or None,
            saved.max_credits_per_day or None,
            saved.max_credits_per_batch or None,
        )
    )
