"""The extension speaks the language that Blender is set to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def words(language: str) -> list[str] | None:
    """What a tab, an operator and a filled-in text are called; None where there's no language."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    if language not in bpy.app.translations.locales:
        return None
    view = bpy.context.preferences.view
    view.language = language
    view.use_translate_interface = view.use_translate_tooltips = True
    wording: Any = jobs.module("ui.wording")
    history = jobs.module("ui.panels").MESHY_PT_history
    variant = bpy.ops.meshy.variant_make_final.get_rna_type()
    texture = bpy.ops.meshy.image_to_3d.get_rna_type().properties["should_texture"]
    tab = bpy.types.Scene.bl_rna.properties["meshy_create"].fixed_type.properties["tab"]
    return [
        bpy.app.translations.pgettext_iface(tab.enum_items["IMAGES"].name, "MeshyTab"),
        bpy.app.translations.pgettext_iface("Try Without an Account", "Operator"),
        bpy.app.translations.pgettext_iface(history.bl_label, history.bl_translation_context),
        bpy.app.translations.pgettext_tip(variant.description),
        bpy.app.translations.pgettext_tip(texture.description),
        wording.say("{count} running", count=2),
        wording.told('"Owl" has no faces to send.'),
        wording.say("{count} tests of {what}", count=1, what="nobody has translated"),
    ]


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "de_DE",
            [
                *("Bilder", "Ohne Konto ausprobieren", "Verlauf"),
                "Das gezeigte Aussehen behalten und alle anderen entfernen, auch das Original",
                "Das Modell texturieren; aus: nur das bloße Mesh. Kostet 10 Credits mehr",
                "2 laufend",
                "„Owl“ hat keine Flächen.",
            ],
        ),
        (
            "fr_FR",
            [
                *("Images", "Try Without an Account", "History"),
                "Keep the look that is shown and remove all others, the original too",
                "Texture the model; off gives the bare mesh. Costs 10 credits more",
                "2 running",
                '"Owl" has no faces to send.',
            ],
        ),
    ],
)
def test_known_texts_are_translated_and_others_stay_english(
    blender: Blender, language: str, wanted: list[str]
):
    seen = blender.call(words, language)
    if seen is None:
        pytest.skip("this Blender speaks English only, as bpy wheels do")
    assert seen == [*wanted, "1 tests of nobody has translated"]


def speak_german() -> None:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    view, translations = bpy.context.preferences.view, bpy.app.translations
    if "de_DE" in translations.locales:
        view.language = "de_DE"
    else:  # a bpy wheel speaks no German: then what it speaks is called so
        german = jobs.module("ui.german").GERMAN
        jobs.module("ui.wording").LANGUAGES = {translations.locale: german}
    view.use_translate_interface = view.use_translate_tooltips = True


def words_of_ours() -> list[list[str]]:
    """What Blender has other words for: in German, and where only its tooltips are to be German."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    speak_german()
    view, wording = bpy.context.preferences.view, jobs.module("ui.wording")
    said = []
    for view.use_translate_interface in (True, False):
        said.append(
            [wording.told("Remesh"), wording.say("Free"), wording.told("Lamp is checked: yes.")]
        )
    return said


@pytest.mark.one_version
def test_a_word_of_ours_comes_before_what_blender_takes_it_for(blender: Blender):
    german, english = blender.call(words_of_ours)
    assert german == ["Neu vermaschen", "Kostenlos", "Lamp ist geprüft: ja."]
    assert english == ["Remesh", "Free", "Lamp is checked: yes."]


def what_buttons_report() -> list[str]:
    """A job's operator, pressed in German and run from a script; and one that presses another."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    speak_german()
    bpy.ops.object.select_all(action="DESELECT")
    bpy.ops.mesh.primitive_grid_add(x_subdivisions=2, y_subdivisions=2)
    owl = bpy.context.object
    owl.name = "Owl"
    owl.data.clear_geometry()
    operator = bpy.types.MESHY_OT_resize
    said = []
    for is_pressed in (True, False):
        operator._from_interface = is_pressed
        try:
            bpy.ops.meshy.resize(resize_height=1.0)
        except RuntimeError as error:
            said += [str(error).strip(), jobs.module("ui.pressing").in_a_sentence(error)]
    return said


@pytest.mark.one_version
def test_what_a_button_reports_is_translated_and_what_a_script_reads_is_not(
    blender: Blender, emulator: Emulator
):
    pressed, passed_on, run, _ = blender.call(what_buttons_report, env=emulator.environment)
    assert pressed.endswith(": „Owl“ hat keine Flächen.")
    assert passed_on == "„Owl“ hat keine Flächen."
    assert run.endswith(': "Owl" has no faces to send.')
