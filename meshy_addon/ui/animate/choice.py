"""What the chosen actions cost, and whether they can be added."""

from __future__ import annotations

import bpy

from ...api.credits import price
from ...api.endpoints.character import ANIMATION
from ..create.generating import why_not_at_all, why_too_expensive


def cost(context: bpy.types.Context) -> int:
    """Credits for what is chosen."""
    return price(ANIMATION, {}) * len(context.window_manager.meshy_animate.wanted)


def why_not(context: bpy.types.Context) -> str:
    """Why no action can be added now; "" if one can. Asks no disk."""
    if reason := why_not_at_all():
        return reason
    if not context.window_manager.meshy_animate.wanted:
        return "Choose an action first"
    return why_too_expensive(cost(context))
