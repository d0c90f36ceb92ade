"""What Blender itself can tell of a mesh as a thing to print, in the service's words."""

from __future__ import annotations

import bpy

from ...api.printability import Printability
from ..own_scene import scene_of
from ..units import metres_per_unit
from .flaws import Flaws, find_flaws
from .surface import surface_of


def metres_of(thing: bpy.types.Object) -> float:
    """How long a unit of its own space is; the mean where it's scaled askew. Main thread."""
    scale = thing.matrix_world.to_scale()
    return metres_per_unit(scene_of(thing)) * float(abs(scale.x * scale.y * scale.z) ** (1 / 3))


def measure(mesh: bpy.types.Mesh, metres: float) -> Printability:
    """Main thread, which it holds for a second for a million triangles."""
    return printability(find_flaws(surface_of(mesh), metres))


def printability(found: Flaws) -> Printability:
    """The verdict that the service gives on a mesh with these flaws. Any thread."""
    is_error = bool(found.borders or found.crowded) or found.volume_m3 <= 0
    return Printability(
        "error" if is_error else "warning" if found.degenerate else "healthy",
        not found.borders,
        found.volume_m3 * 1e6,
        found.crowded,
        found.holes,
        found.degenerate,
    )
