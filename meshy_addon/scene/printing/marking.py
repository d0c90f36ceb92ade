"""What would trouble a printer, selected in Edit Mode."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import bpy
import numpy as np
from numpy.typing import NDArray

from .flaws import Flaws
from .surface import Surface, corner_values, surface_of


class Issue(Enum):
    """Each with its field of a verdict."""

    NON_MANIFOLD = "non_manifold_edges"
    HOLES = "holes"
    DEGENERATE = "degenerate_faces"


@dataclass(frozen=True)
class Marked:
    count: int
    """As the service counts: holes rather than their edges, corners in one place taken for one."""
    selected: int
    """Edges or faces that are selected now; what is hidden isn't."""


def surface_now(thing: bpy.types.Object) -> Surface:
    """Also of a mesh that is being edited. Main thread."""
    if not thing.data.is_editmode:
        return surface_of(thing.data)
    thing.update_from_editmode()
    flushed = thing.data.copy()  # in Edit Mode there's no reading the arrays of the mesh itself
    try:
        return surface_of(flushed)
    finally:
        bpy.data.meshes.remove(flushed)


def select(thing: bpy.types.Object, surface: Surface, found: Flaws, issue: Issue) -> Marked | None:
    """Selects that alone in `thing`, active and in Edit Mode; nothing else of the mesh is changed.

    None if it isn't what `surface` was of any more. Main thread: 60 ms for a million triangles,
    besides what Blender takes to enter Edit Mode.
    """
    bpy.context.view_layer.objects.active = thing
    if thing.mode != "OBJECT":
        bpy.ops.object.mode_set(mode="OBJECT")
    is_same = surface_of(thing.data).is_same(surface)
    selected = _mark(thing.data, surface, found, issue) if is_same else 0
    of_edges = issue is not Issue.DEGENERATE
    if is_same:  # Edit Mode then begins with what is selected, rather than flush it to vertices
        bpy.context.scene.tool_settings.mesh_select_mode = (False, of_edges, not of_edges)
    bpy.ops.object.mode_set(mode="EDIT")
    return Marked(_count(found, issue), selected) if is_same else None


def _count(found: Flaws, issue: Issue) -> int:
    counts = {Issue.NON_MANIFOLD: found.crowded, Issue.HOLES: found.holes}
    return counts.get(issue, found.degenerate)


def _mark(mesh: bpy.types.Mesh, surface: Surface, found: Flaws, issue: Issue) -> int:
    """How many are selected."""
    points, edges = np.zeros(len(surface.points), bool), np.zeros(len(surface.edges), bool)
    faces = np.zeros(surface.faces, bool)
    if issue is Issue.DEGENERATE:
        faces = found.degenerate_faces & ~_hidden(mesh, "poly", surface.faces)
        corners = np.repeat(faces, surface.corner_counts)
        points[corner_values(mesh, ".corner_vert")[corners]] = True
        edges[corner_values(mesh, ".corner_edge")[corners]] = True
    else:
        wanted = found.border_edges if issue is Issue.HOLES else found.crowded_edges
        edges = wanted & ~_hidden(mesh, "edge", len(wanted))
        points[surface.edges[edges]] = True
    for name, domain, values in (
        ("vert", "POINT", points), ("edge", "EDGE", edges), ("poly", "FACE", faces),
    ):  # fmt: skip
        _written(mesh, f".select_{name}", domain, values)
    return int(np.count_nonzero(faces if issue is Issue.DEGENERATE else edges))


def _hidden(mesh: bpy.types.Mesh, name: str, count: int) -> NDArray[np.bool_]:
    hidden = np.zeros(count, bool)
    if attribute := mesh.attributes.get(f".hide_{name}"):
        attribute.data.foreach_get("value", hidden)
    return hidden


def _written(mesh: bpy.types.Mesh, name: str, domain: str, values: NDArray[np.bool_]) -> None:
    """As an attribute: edges and faces are written one by one in some versions."""
    attribute = mesh.attributes.get(name) or mesh.attributes.new(name, "BOOLEAN", domain)
    attribute.data.foreach_set("value", values)
