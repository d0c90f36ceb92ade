"""A new surface for the objects that are selected, which stay what they are."""

from __future__ import annotations

from typing import Any

from tests.blender import object_state
from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def retexture_a_furnished_cube() -> dict[str, Any]:
    import bpy

    object_state.furnish("Cube")
    before = [object_state.state("Cube"), object_state.look("Cube")]
    bpy.ops.meshy.retexture(text_style_prompt="rusty copper")
    after = [object_state.state("Cube"), object_state.look("Cube")]
    worn = object_state.variants("Cube")
    bpy.data.objects["Cube"].meshy_variants.chosen = 0
    back = [object_state.state("Cube"), object_state.look("Cube")]
    return {"before": before, "after": after, "worn": worn, "back": back}


def test_an_object_with_uvs_gets_a_material_and_nothing_else(blender: Blender, emulator: Emulator):
    seen = blender.call(retexture_a_furnished_cube, env=emulator.environment)
    (state, look), (state_after, look_after) = seen["before"], seen["after"]
    assert state_after == state
    assert look_after["slots"] == [["OBJECT", "Cube Rusty copper"]]
    assert look_after["meshy"]["prompt"] == "rusty copper"
    for same in ("of_mesh", "uv_maps", "uvs"):
        assert look_after[same] == look[same]
    assert seen["worn"] == {"names": ["Original", "Rusty copper"], "shown": 1}
    assert seen["back"] == seen["before"]
    (create,) = emulator.creates()
    assert create["body"]["enable_original_uv"] is True
