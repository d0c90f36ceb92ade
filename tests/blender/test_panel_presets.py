"""Presets, prompts that were used before, and the prompt in a text block."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.blender.test_panel_settings import open_tab, part_of_extension

pytestmark = pytest.mark.oldest_and_newest


def keep_and_take_back() -> list[Any]:
    """Save a preset, change everything, and take the preset."""
    import bpy

    settings = open_tab("TEXT").chosen
    settings.prompt, settings.ai_model, settings.target_polycount = "an owl", "meshy-5", 5000
    settings.target_formats = {"glb", "stl"}
    bpy.ops.meshy.text_to_3d_preset_add(name="For Printing")
    settings.prompt, settings.ai_model, settings.target_polycount = "a cat", "latest", 9000
    settings.target_formats = {"glb"}
    [folder] = bpy.utils.preset_paths("meshy/text_to_3d")
    bpy.ops.script.execute_preset(
        filepath=f"{folder}/For_Printing.py", menu_idname="MESHY_MT_text_to_3d_presets"
    )
    formats = sorted(settings.target_formats)
    return [settings.prompt, settings.ai_model, settings.target_polycount, formats]


def remember(prompts: list[str]) -> None:
    for prompt in prompts:
        part_of_extension("ui.create.prompts").remember(prompt)


def remembered_and_taken() -> list[Any]:
    import bpy

    prompts = part_of_extension("ui.create.prompts")
    prompts.RECENT.load()
    bpy.ops.meshy.use_prompt(number=1)
    return [list(prompts.RECENT.texts), open_tab("TEXT").chosen.prompt]


def test_a_preset_brings_back_how_something_was_made_but_not_what(blender: Blender):
    seen = blender.call(keep_and_take_back)
    assert seen == ["a cat", "meshy-5", 5000, ["glb", "stl"]]


def test_prompts_are_remembered_after_a_restart_newest_first_and_once(blender: Blender):
    blender.call(remember, ["an owl", "a cat", "an owl", "  "])
    assert blender.call(remembered_and_taken) == [["an owl", "a cat"], "a cat"]
