"""What buttons have in common: greyed with the reason, and what went wrong in one sentence."""

from __future__ import annotations

import bpy


class SaysWhyNot:
    """An operator that can't be pressed while there's a reason, which its tooltip then tells."""

    @classmethod
    def why_not(cls, context: bpy.types.Context) -> str:
        """The reason, in the artist's language; empty when it can be pressed."""
        raise NotImplementedError

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        reason = cls.why_not(context)
        if reason:
            cls.poll_message_set(reason.rstrip("."))  # type: ignore[attr-defined]
        return not reason


def in_a_sentence(error: Exception) -> str:
    """What `error` says, without what Blender puts around an operator's own report."""
    return str(error).removeprefix("Error: ").strip()
