"""The languages that the extension speaks besides English, for Blender's own translation.

A language is a mapping (context, English) → text. "Operator" is the context of an operator's name,
"MeshyTab" that of Create's tabs and of the history, "*" that of everything else; what isn't there
stays English.
"""

from __future__ import annotations

from collections.abc import Mapping

import bpy

from .german import GERMAN

LANGUAGES: Mapping[str, Mapping[tuple[str, str], str]] = {"de_DE": GERMAN}
"""By Blender's name of the language."""


def register() -> None:
    bpy.app.translations.register(__name__, LANGUAGES)


def unregister() -> None:
    bpy.app.translations.unregister(__name__)
