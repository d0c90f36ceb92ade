"""Whether an object can take a result: whose it is, and what mode it is in. Main thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import bpy

from ..errors import TargetGone
from . import variants
from .sources import BESIDE, UV_MAP

_CHANGES_OBJECTS = ("refine", "remesh", "resize", "retexture", "rig", "print_repair")
"""Kinds whose result changes the objects that were sent, or hides them to take their place."""


def why_not_now(
    kind: str,
    values: Mapping[str, Any],
    target: Mapping[str, Any],
    things: Sequence[bpy.types.Object],
) -> str:
    """Why the result of a job on `things` couldn't be put on them or in their place as they are
    now, in one sentence; "" if it could. For those who can't leave the mode while the job runs.
    """
    if kind not in _CHANGES_OBJECTS or target.get(BESIDE):
        return ""
    if kind == "retexture" and len(things) == 1 and can_take_mesh(things[0]):
        return _why_no_look_now(things[0], values, str(target.get(UV_MAP, "")))
    return next((_mode_sentence(thing) for thing in things if is_edited(thing)), "")


def _why_no_look_now(thing: bpy.types.Object, values: Mapping[str, Any], uv_map: str) -> str:
    keeps_mesh = keeps_own_uvs(thing, values, uv_map)
    is_kept_off = variants.why_not_flip(thing) or (is_edited(thing) and not keeps_mesh)
    return _mode_sentence(thing) if is_kept_off else ""


def can_take_mesh(thing: bpy.types.Object) -> bool:
    """Whether the object can be given another mesh: it is one, and belongs to this file."""
    is_ours = not thing.library and not thing.override_library
    return isinstance(thing.data, bpy.types.Mesh) and is_ours


def is_edited(thing: bpy.types.Object) -> bool:
    """Whether a swap of its mesh would take the ground from under a mode: its own, or that of
    another object with the same mesh.
    """
    is_edited_elsewhere = isinstance(thing.data, bpy.types.Mesh) and thing.data.is_editmode
    return thing.mode not in ("OBJECT", "POSE") or is_edited_elsewhere


def refuse_while_edited(thing: bpy.types.Object) -> None:
    """Raises TargetGone if it `is_edited`."""
    if is_edited(thing):
        raise TargetGone(
            f'"{thing.name}" is being edited: go back to Object Mode, then place the result.'
        )


def keeps_own_uvs(thing: bpy.types.Object, values: Mapping[str, Any], uv_map: str) -> bool:
    """Whether a new look of the object needs no more of it than its slots: it keeps `uv_map`."""
    can_wear = bool(thing.material_slots) or not thing.data.library
    return bool(values.get("enable_original_uv")) and can_wear and uv_map in thing.data.uv_layers


def _mode_sentence(thing: bpy.types.Object) -> str:
    return f'"{thing.name}" is being edited or painted: go back to Object Mode first.'
