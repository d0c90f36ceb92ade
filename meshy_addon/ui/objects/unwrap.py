"""UVs for an object that has none, so that a retexture has something to keep."""

from __future__ import annotations

import math

import bpy

_ANGLE = math.radians(66)
"""Blender's own default for Smart UV Project."""
_MARGIN = 0.005


class MESHY_OT_unwrap(bpy.types.Operator):
    """Give the selected meshes new UVs with Blender's Smart UV Project"""

    bl_idname = "meshy.unwrap"
    bl_label = "Unwrap"
    bl_options = {"INTERNAL", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return context.mode == "OBJECT" and context.active_object is not None

    def execute(self, context: bpy.types.Context) -> set[str]:
        """All faces of all selected meshes."""
        bpy.ops.object.mode_set(mode="EDIT")
        try:
            bpy.ops.mesh.select_all(action="SELECT")
            bpy.ops.uv.smart_project(angle_limit=_ANGLE, island_margin=_MARGIN)
        finally:
            bpy.ops.object.mode_set(mode="OBJECT")
        return {"FINISHED"}


def register() -> None:
    bpy.utils.register_class(MESHY_OT_unwrap)


def unregister() -> None:
    bpy.utils.unregister_class(MESHY_OT_unwrap)
