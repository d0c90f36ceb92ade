"""What buttons have in common: greyed with the reason, and what went wrong in one sentence."""

from __future__ import annotations

import bpy

from ..api.errors import MeshyError


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
            from .wording import told

            cls.poll_message_set(told(reason).rstrip("."))  # type: ignore[attr-defined]
        return not reason


class SaysWhatWentWrong:
    """An operator that does its work in `act`, and reports what kept it from that."""

    def execute(self, context: bpy.types.Context) -> set[str]:
        """`act`; what goes wrong is one sentence in the artist's language."""
        try:
            return self.act(context) or {"FINISHED"}
        except (MeshyError, RuntimeError) as error:
            self.report({"ERROR"}, self.told(error, context))  # type: ignore[attr-defined]
            return {"CANCELLED"}

    def act(self, context: bpy.types.Context) -> set[str] | None:
        """What the operator says by it; None where it's done. Raises MeshyError, and RuntimeError
        with what another operator said.
        """
        raise NotImplementedError

    def told(self, error: Exception, context: bpy.types.Context) -> str:
        """What `error` says to the artist."""
        return in_a_sentence(error)


def in_a_sentence(error: Exception) -> str:
    """What `error` says, in the artist's language and without what Blender puts around an
    operator's own report. Main thread.
    """
    from bpy.app.translations import pgettext_rpt

    from .wording import told

    said = str(error)
    for word in ("Error", pgettext_rpt("Error")):
        said = said.removeprefix(f"{word}: ")
    return told(said.strip())
