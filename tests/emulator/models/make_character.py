"""Writes the rigged character in the formats that only Blender writes; part of `make.py`."""

from __future__ import annotations

import tempfile
from pathlib import Path

import bpy

from tests.emulator.models import base
from tests.emulator.models.clips import clip
from tests.emulator.models.rig import bound, rigged_glb
from tests.emulator.models.skeleton import HEIGHT_M


def character_files() -> dict[str, bytes]:
    """The members of `assets/character_rig.zip`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return {
            "Character_output.fbx": _fbx(folder, None),
            "Animation_Walking_withSkin.fbx": _fbx(folder, "walking_man"),
            "Animation_Running_withSkin.fbx": _fbx(folder, "running"),
            "processed_armature.fbx": _fbx(folder, "walking_man", skin=False),
            "processed.usdz": _usdz(folder),
        }


def thin_out(shape: bpy.types.Object) -> None:
    """Fewer triangles and nothing but the shape, for files that are kept in the repository."""
    bpy.ops.object.select_all(action="DESELECT")
    shape.select_set(True)
    bpy.context.view_layer.objects.active = shape
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.mesh.select_all(action="SELECT")
    bpy.ops.mesh.decimate(ratio=0.3)
    bpy.ops.object.mode_set(mode="OBJECT")
    for name in ("_part", "_cavity"):
        if name in shape.data.attributes:
            shape.data.attributes.remove(shape.data.attributes[name])


def _fbx(folder: Path, action: str | None, *, skin: bool = True) -> bytes:
    _open(folder, action, skin=skin)
    file = folder / "character.fbx"
    bpy.ops.export_scene.fbx(
        filepath=str(file),
        object_types={"ARMATURE", "MESH"},
        add_leaf_bones=False,
        bake_anim=action is not None,
        bake_anim_use_all_actions=False,
        bake_anim_use_nla_strips=False,
        bake_anim_simplify_factor=0.5,
    )
    return file.read_bytes()


def _usdz(folder: Path) -> bytes:
    _open(folder, "walking_man", skin=True)
    file = folder / "character.usdz"
    bpy.ops.wm.usd_export(filepath=str(file), export_animation=True)
    return file.read_bytes()


def _open(folder: Path, action: str | None, *, skin: bool) -> None:
    """The character as the only thing in a new scene, which is named after its action."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    rigged = bound(base.shape("character"), HEIGHT_M)
    file = folder / "character.glb"
    file.write_bytes(rigged_glb(rigged, None, clip(action) if action else None, skin=skin))
    bpy.context.scene.render.fps = 30
    bpy.ops.import_scene.gltf(filepath=str(file), disable_bone_shape=True)
    if skin:
        thin_out(bpy.data.objects["char1"])
    if action:
        bpy.context.scene.name = action
        last = max(found.frame_range[1] for found in bpy.data.actions)
        bpy.context.scene.frame_start, bpy.context.scene.frame_end = 0, round(last)
