"""The languages that the extension speaks besides English, for Blender's own translation.

A language is a mapping (context, English) → text. "Operator" is the context of an operator's name,
"MeshyTab" that of Create's tabs and of the history, "MeshyCost" that of what tooltips say of
prices, "*" that of everything else; what isn't there stays English.
"""

from __future__ import annotations

from collections.abc import Mapping

import bpy

from ..api.tooltips import all_tooltips
from .german import GERMAN

LANGUAGES: Mapping[str, Mapping[tuple[str, str], str]] = {"de_DE": GERMAN}
"""By Blender's name of the language."""


def _tooltips(texts: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Of all parameters and kinds of job whose help somebody has translated."""

    def tell(english: str) -> str:
        return texts.get(("MeshyCost", english)) or texts.get(("*", english), english)

    both = zip(all_tooltips(), all_tooltips(tell), strict=True)
    return {("*", tip): told for (help, tip), (_, told) in both if ("*", help) in texts}


# Put together here, in the thread that imports what a window needs: it takes 3 ms.
_KNOWN = {name: {**_tooltips(texts), **texts} for name, texts in LANGUAGES.items()}


def register() -> None:
    """Main thread."""
    bpy.app.translations.register(__name__, _KNOWN)


def unregister() -> None:
    bpy.app.translations.unregister(__name__)
