"""The extension speaks the language that Blender is set to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender.harness import Blender


def words(language: str) -> list[str] | None:
    """What a tab, an operator and a filled-in text are called; None where there's no language."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    if language not in bpy.app.translations.locales:
        return None
    view = bpy.context.preferences.view
    view.language = language
    view.use_translate_interface = True
    wording: Any = jobs.module("ui.wording")
    tab = bpy.types.Scene.bl_rna.properties["meshy_create"].fixed_type.properties["tab"]
    return [
        bpy.app.translations.pgettext_iface(tab.enum_items["IMAGES"].name),
        bpy.app.translations.pgettext_iface("Try Without an Account", "Operator"),
        wording.say("{count} running", count=2),
        wording.told('"Owl" has no faces to send.'),
        wording.say("{count} tests of {what}", count=1, what="nobody has translated"),
    ]


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("de_DE", ["Bilder", "Ohne Konto ausprobieren", "2 laufend", "„Owl“ hat keine Flächen."]),
        ("fr_FR", ["Images", "Try Without an Account", "2 running", '"Owl" has no faces to send.']),
    ],
)
def test_known_texts_are_translated_and_others_stay_english(
    blender: Blender, language: str, wanted: list[str]
):
    seen = blender.call(words, language)
    if seen is None:
        pytest.skip("this Blender speaks English only, as bpy wheels do")
    assert seen == [*wanted, "1 tests of nobody has translated"]
