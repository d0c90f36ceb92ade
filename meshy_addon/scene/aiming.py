"""What the mouse points at in the 3D viewport."""

from __future__ import annotations

import bpy
from bpy_extras import view3d_utils
from mathutils import Vector
from mathutils.geometry import intersect_line_plane

_UP = Vector((0, 0, 1))
_FAR = 10
"""Ground that is further away than so many times what the view turns around is the horizon."""


def spot_under(context: bpy.types.Context, window_x: int, window_y: int) -> Vector:
    """The place in the scene under a pixel of the window: a surface, else the ground. Main thread.

    Where neither is there, as in a view from the front, it's as deep as the 3D cursor.
    `context.area` is a 3D viewport.
    """
    region = next(each for each in context.area.regions if each.type == "WINDOW")
    view = context.area.spaces.active.region_3d
    pixel = (window_x - region.x, window_y - region.y)
    eye = view3d_utils.region_2d_to_origin_3d(region, view, pixel)
    direction = view3d_utils.region_2d_to_vector_3d(region, view, pixel)
    hit, surface, *_ = context.scene.ray_cast(context.evaluated_depsgraph_get(), eye, direction)
    if hit:
        return surface
    return _ground(view, eye, direction) or view3d_utils.region_2d_to_location_3d(
        region, view, pixel, context.scene.cursor.location
    )


def _ground(view: bpy.types.RegionView3D, eye: Vector, direction: Vector) -> Vector | None:
    found = intersect_line_plane(eye, eye + direction, Vector(), _UP)
    if found is None or (found - eye).dot(direction) <= 0:
        return None
    near = (found - view.view_location).length < _FAR * max(view.view_distance, 1.0)
    return found if near else None
