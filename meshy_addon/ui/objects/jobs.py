"""What Meshy can do with the selected objects: which kinds of job, in which order, and whether."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import bpy

from ...api.endpoint import Kind
from ...api.endpoints import KINDS
from ...scene.objects.leading import is_sendable
from ..create.generating import why_not_at_all
from ..wording import on_button

_ALWAYS = ("retexture", "remesh", "rig", "resize", "convert")
_PRINTING = ("print_analyze", "print_repair", "print_multi_color")
_ICONS: Mapping[str, str] = {
    "refine": "SHADING_TEXTURE",
    "retexture": "BRUSH_DATA",
    "remesh": "MOD_REMESH",
    "rig": "ARMATURE_DATA",
    "animate": "ACTION",
    "resize": "FULLSCREEN_ENTER",
    "convert": "EXPORT",
}
_DIALOGS: Mapping[str, str] = {"animate": "meshy.choose_actions"}
"""Kinds whose dialog is an operator of its own."""
_NEXT: Mapping[str, tuple[str, ...]] = {
    "text-to-3d-preview": ("refine",),
    "text-to-3d-refine": ("retexture", "remesh", "rig"),
    "image-to-3d": ("retexture", "remesh", "rig"),
    "multi-image-to-3d": ("retexture", "remesh", "rig"),
    "retexture": ("remesh", "rig"),
    "remesh": ("retexture", "rig"),
    "rig": ("animate",),
}
"""Type of the task that made an object → what makes sense next, the most likely first."""


def can_be_sent(context: bpy.types.Context) -> bool:
    """Whether anything that is selected has a surface. Quick enough for drawing."""
    return any(is_sendable(thing) for thing in context.selected_objects)


def next_kinds(thing: bpy.types.Object) -> Iterator[Kind]:
    """What makes sense next with a result; nothing for other objects."""
    origin = getattr(thing, "meshy", None)
    for name in _NEXT.get(origin.task_type if origin else "", ()):
        yield KINDS[name]


def all_kinds() -> Iterator[Kind]:
    return (KINDS[name] for name in _ALWAYS)


def printing_kinds() -> Iterator[Kind]:
    return (KINDS[name] for name in _PRINTING)


def icon(kind: Kind) -> str:
    return _ICONS.get(kind.name, "NONE")


def button_text(kind: Kind) -> str:
    """In the artist's language; what opens a dialog ends in dots."""
    title = on_button(kind.title)
    has_dialog = kind.name in _DIALOGS or not kind.is_free  # what is free begins at once
    return f"{title}…" if has_dialog else title


def draw_button(layout: bpy.types.UILayout, kind: Kind, *, has_icon: bool = True) -> None:
    """Opens the dialog of a job of this `kind`."""
    layout.operator_context = "INVOKE_DEFAULT"
    layout.operator(
        _DIALOGS.get(kind.name, f"meshy.{kind.name}"),
        text=button_text(kind),
        translate=False,
        icon=icon(kind) if has_icon else "NONE",
    )


def why_not_next(context: bpy.types.Context, kind: Kind) -> str:
    """Why a job that makes sense next can't be started; "" if it can. Armatures aren't sent."""
    return why_not_at_all() if kind.name in _DIALOGS else why_not(context)


def why_not(context: bpy.types.Context) -> str:
    """Why nothing can be done with what is selected; "" if it can."""
    if not can_be_sent(context):
        return "Select a mesh first"
    return why_not_at_all()
