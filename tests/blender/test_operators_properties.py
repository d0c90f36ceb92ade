"""What the operators take: the API's own names, defaults and ranges."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator, running_emulator

pytestmark = pytest.mark.oldest_and_newest

OPERATORS = ("text_to_3d", "refine", "image_to_3d", "multi_image_to_3d")


def properties(operators: list[str]) -> dict[str, dict[str, Any]]:
    import bpy

    return {
        name: {
            each.identifier: _facts(each)
            for each in getattr(bpy.ops.meshy, name).get_rna_type().properties
            if each.identifier != "rna_type"
        }
        for name in operators
    }


def _facts(property: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"type": property.type, "description": property.description}
    if property.type == "ENUM":
        facts["items"] = [item.identifier for item in property.enum_items]
        facts["default"] = (
            sorted(property.default_flag) if property.is_enum_flag else property.default
        )
    else:
        facts["default"] = property.default
    if property.type == "INT":
        facts["soft"] = [property.soft_min, property.soft_max]
    return facts


def options_of(operators: list[str]) -> dict[str, list[str]]:
    import bpy

    return {name: sorted(getattr(bpy.types, f"MESHY_OT_{name}").bl_options) for name in operators}


def make(values: dict[str, Any]) -> str:
    import bpy

    formats = values.pop("target_formats", None)
    if formats:
        values["target_formats"] = set(formats)
    bpy.ops.meshy.text_to_3d(prompt="an owl", **values)
    return str(bpy.context.object.meshy.ai_model)


def test_parameters_have_the_names_types_defaults_and_ranges_of_the_api(blender: Blender):
    seen = blender.call(properties, OPERATORS)
    text, image = seen["text_to_3d"], seen["image_to_3d"]
    assert set(text) == {
        *("prompt", "model_type", "ai_model", "should_remesh", "topology", "target_polycount"),
        *("decimation_mode", "symmetry_mode", "pose_mode", "is_a_t_pose", "art_style"),
        *("moderation", "target_formats", "alpha_thumbnail", "auto_size", "origin_at"),
        *("enable_pbr", "hd_texture", "texture_prompt", "texture_image_url", "remove_lighting"),
        *("preview_only", "original_pictures", "collection", "location", "ask"),
        *("ai_model_menu", "decimation_mode_menu"),
    }
    assert text["prompt"]["type"] == text["ai_model"]["type"] == "STRING"
    assert text["ai_model"]["default"] == "latest"
    assert text["target_polycount"]["type"] == "INT"
    assert text["target_polycount"]["default"] == 30_000
    assert text["target_polycount"]["soft"] == [100, 300_000]
    assert text["topology"]["items"] == ["triangle", "quad"]
    assert text["topology"]["default"] == "triangle"
    assert text["pose_mode"]["items"] == ["NONE", "a-pose", "t-pose"]
    assert text["should_remesh"]["default"] is False
    assert text["remove_lighting"]["default"] is True
    assert text["target_formats"]["items"] == ["glb", "obj", "fbx", "stl", "usdz", "3mf"]
    assert image["image_url"]["type"] == "STRING"
    assert image["should_texture"]["default"] is True
    assert seen["multi_image_to_3d"]["image_urls"]["type"] == "STRING"
    assert seen["refine"]["preview_task_id"]["type"] == "STRING"


def test_pbr_maps_are_made_unless_told_otherwise(blender: Blender):
    # The service's own default is off, but it costs nothing and base colour alone is of little use.
    seen = blender.call(properties, OPERATORS)
    assert [seen[name]["enable_pbr"]["default"] for name in OPERATORS] == [True] * len(OPERATORS)


def test_every_property_says_what_it_does(blender: Blender):
    seen = blender.call(properties, OPERATORS)
    for operator in seen.values():
        for name, facts in operator.items():
            assert facts["description"], name
            assert not facts["description"].endswith("."), name  # Blender adds it


def test_what_is_paid_for_is_not_offered_to_be_run_again(blender: Blender):
    assert blender.call(options_of, OPERATORS) == {name: ["UNDO"] for name in OPERATORS}


def test_formats_are_a_set_and_come_along_with_the_glb(blender: Blender, emulator: Emulator):
    blender.call(make, {"target_formats": ["fbx", "obj"]}, env=emulator.environment)
    preview, refine = (create["body"] for create in emulator.creates())
    assert preview["target_formats"] == ["glb"]
    assert refine["target_formats"] == ["glb", "obj", "fbx"]
    fetched = {request["path"].rpartition("/")[2] for request in emulator.requests("GET", "output")}
    assert {"model.glb", "model.fbx", "model.obj"} <= fetched


def test_what_was_not_set_is_left_to_the_service(blender: Blender, emulator: Emulator):
    blender.call(make, {"preview_only": True}, env=emulator.environment)
    [preview] = emulator.creates()
    assert preview["body"] == {"mode": "preview", "prompt": "an owl", "target_formats": ["glb"]}


def choose_in_the_menus() -> dict[str, Any]:
    """What the menus of dialogs offer, what they set, and what they show."""
    import bpy

    def of(operator: str) -> Any:
        return bpy.context.window_manager.operator_properties_last(f"meshy.{operator}")

    look, mesh, picture = of("retexture"), of("remesh"), of("text_to_image")
    offered = [item.identifier for item in look.bl_rna.properties["ai_model_menu"].enum_items]
    seen = {"offered": offered, "at first": [look.ai_model_menu, mesh.decimation_mode_menu]}
    look.ai_model_menu, mesh.decimation_mode_menu, picture.pose_mode_menu = "meshy-5", "2", "t-pose"
    seen["chosen"] = [look.ai_model, mesh.decimation_mode, picture.pose_mode]
    look.ai_model_menu, mesh.decimation_mode_menu, picture.pose_mode_menu = "OTHER", "0", "NONE"
    seen["taken back"] = [look.ai_model, mesh.decimation_mode, picture.pose_mode]
    look.ai_model, mesh.decimation_mode = "meshy-7", 3
    seen["a script's"] = [look.ai_model_menu, mesh.decimation_mode_menu]
    return seen


def test_dialogs_have_menus_for_what_scripts_give_as_texts_and_numbers(blender: Blender):
    seen = blender.call(choose_in_the_menus)
    assert seen == {
        "offered": ["latest", "meshy-6", "meshy-5", "OTHER"],
        "at first": ["latest", "0"],
        "chosen": ["meshy-5", 2, "t-pose"],
        "taken back": ["", 0, ""],
        "a script's": ["OTHER", "3"],
    }


@pytest.mark.one_version
def test_a_model_that_is_newer_than_the_extension_is_the_services_to_know(blender: Blender):
    with running_emulator(task_seconds=0.2, plan="enterprise", model="meshy-7") as newer:
        made_by = blender.call(make, {"ai_model": "meshy-7"}, env=newer.environment)
        assert made_by == "meshy-7"
        sent = [create["body"]["ai_model"] for create in newer.creates()]
        assert sent == ["meshy-7", "meshy-7"]
