"""Prompts as people paste them: too long, from right to left, of emoji, over several lines."""

from __future__ import annotations

import pytest

from tests.blender.harness import Blender
from tests.blender.test_panel_account import account_after
from tests.blender.test_panel_settings import open_tab, part_of_extension
from tests.emulator.process import Emulator

pytestmark = pytest.mark.one_version
ARABIC = "بومة برونزية قديمة على غصن شجرة"
EMOJI = "🦉🌳 an owl 👩🏽‍🎨 with \u202eevil\u202c marks"


def why_not(prompt: str, *, in_text_block: bool) -> list[str]:
    import bpy

    account_after(None)
    settings = open_tab("TEXT").chosen
    if in_text_block:
        settings.prompt_text = bpy.data.texts.new("Prompt")
        settings.prompt_text.write(prompt)
    else:
        settings.prompt = prompt
    try:
        bpy.ops.meshy.generate()
    except RuntimeError as error:
        said = str(error)
    return [said, part_of_extension("ui.create.generating").why_not(bpy.context)]


def in_a_field(prompt: str) -> list[str]:
    return why_not(prompt, in_text_block=False)


def in_a_text_block(prompt: str) -> list[str]:
    return why_not(prompt, in_text_block=True)


def generate(prompt: str) -> list[str]:
    import bpy

    account_after(None)
    open_tab("TEXT").chosen.prompt = prompt
    bpy.ops.meshy.generate()
    made = bpy.context.object
    return [made.name, made.meshy.prompt, part_of_extension("ui.create.prompts").RECENT.texts[0]]


@pytest.mark.parametrize("ask", [in_a_field, in_a_text_block])
def test_a_prompt_of_ten_thousand_characters_is_one_sentence(
    blender: Blender, emulator: Emulator, ask
):
    said, told = blender.call(ask, "owl " * 2500, env=emulator.environment)
    assert told
    assert told.rstrip(".") in said
    assert "600" in told
    assert len(told) < 200
    assert emulator.creates() == []


@pytest.mark.parametrize("prompt", [ARABIC, EMOJI, "an owl\non a branch"])
def test_any_writing_reaches_meshy_as_it_was_typed(
    blender: Blender, emulator: Emulator, prompt: str
):
    name, kept, recent = blender.call(generate, prompt, env=emulator.environment)
    preview, _ = emulator.creates()
    assert preview["body"]["prompt"] == prompt
    assert kept == recent == prompt
    assert name
    assert "\u202e" not in name
