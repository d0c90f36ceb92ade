"""Which parameter stands where in the Create panel, and how it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import bpy

from ...api.endpoint import Kind
from ...api.frozen import frozen
from ...api.parameters import (
    Choice,
    Choices,
    Flag,
    Number,
    Parameter,
    Picture,
    Pictures,
    Text,
)
from ..properties import OTHER
from ..wording import told
from ..wrapping import (
    fits,
    fits_beside_menu,
    fits_in_menu,
    fits_in_number,
    is_narrow,
    sentence,
    splits,
)
from . import picture_slot
from .settings import kept_parameters, other_name, text_name

_IN_VIEW = ("ai_model", "model_type", "should_texture", "enable_pbr")
"""What most models are made with; the prompt and the pictures stand above."""
_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Texture": ("texture_prompt", "texture_image_url", "hd_texture", "remove_lighting"),
    "Mesh": (
        "should_remesh", "topology", "decimation_mode", "target_polycount",
        "save_pre_remeshed_model",
    ),
    "Pose and Size": ("pose_mode", "auto_size", "origin_at"),
    "Output": ("target_formats", "alpha_thumbnail", "multi_view_thumbnails"),
}  # fmt: skip
_ADVANCED = "Advanced"
_LONG_NUMBER = "000.00"
_LEGACY = "Legacy"
"""Blender's word for what is only there for old work."""


@frozen
class Section:
    """A closed sub-panel."""

    title: str
    parameters: tuple[Parameter, ...]

    @property
    def id(self) -> str:
        return f"meshy_create_{self.title.lower().replace(' ', '_')}"


def main_parameters(kind: Kind) -> tuple[Parameter, ...]:
    """What the model is made from."""
    return tuple(p for p in kind.parameters if _is_source(p))


def parameters_in_view(kind: Kind) -> tuple[Parameter, ...]:
    """What stands open; of pictures everything, as that is little."""
    if not kind.parts[-1].endpoint.gives_model:
        return tuple(p for p in kind.parameters if not _is_source(p))
    by_key = {parameter.key: parameter for parameter in kind.parameters}
    return tuple(by_key[key] for key in _IN_VIEW if key in by_key)


def sections(kind: Kind) -> Iterator[Section]:
    """The sub-panels with all other parameters; one that we have no place for is Advanced."""
    open_ones = parameters_in_view(kind)
    kept = kept_parameters(kind)
    rest = {p.key: p for p in kept if not _is_source(p) and p not in open_ones}
    for title, keys in _SECTIONS.items():
        yield Section(title, tuple(rest.pop(key) for key in keys if key in rest))
    yield Section(_ADVANCED, tuple(p for p in rest.values() if not p.deprecated))
    yield Section(_LEGACY, tuple(p for p in rest.values() if p.deprecated))


def draw_field(
    layout: bpy.types.UILayout, settings: bpy.types.PropertyGroup, parameter: Parameter
) -> None:
    """One parameter, its label at the left; above it where a narrow sidebar would cut it."""
    if not layout.use_property_split and not _has_room(settings, parameter):
        _draw_below(layout, settings, parameter)
        return
    match parameter:
        case Picture():
            split = layout.split(factor=0.4)
            label = split.row()
            label.alignment = "RIGHT"
            label.label(text=parameter.title)
            picture_slot.draw(split, getattr(settings, parameter.key))
        case Choices():
            layout.column(heading=parameter.title).prop(settings, parameter.key)
        case Choice(open=True) if getattr(settings, parameter.key) == OTHER:
            _draw_named(layout, settings, parameter)
            layout.prop(settings, other_name(parameter.key))
        case _:
            _draw_named(layout, settings, parameter)


def _draw_named(
    layout: bpy.types.UILayout, settings: bpy.types.PropertyGroup, parameter: Parameter
) -> None:
    """With the name that was measured."""
    layout.prop(settings, parameter.key, text=_label(settings, parameter), translate=False)


def _has_room(settings: bpy.types.PropertyGroup, parameter: Parameter) -> bool:
    label = _label(settings, parameter)
    if options := _options(settings, parameter):
        return fits_beside_menu(bpy.context, label, options)
    if isinstance(parameter, Number):
        return fits_in_number(bpy.context, label, _LONG_NUMBER)
    return isinstance(parameter, Flag) and fits(bpy.context, label, icons=1)


def _options(settings: bpy.types.PropertyGroup, parameter: Parameter) -> list[str]:
    """What its menu says, if it is one."""
    field = settings.bl_rna.properties[parameter.key]
    if field.type != "ENUM" or field.is_enum_flag:
        return []
    return [told(item.name) for item in field.enum_items]


def _draw_below(
    layout: bpy.types.UILayout, settings: bpy.types.PropertyGroup, parameter: Parameter
) -> None:
    if isinstance(parameter, Flag):
        row = layout.row()
        row.prop(settings, parameter.key, text="")
        sentence(row, bpy.context, _label(settings, parameter))
        return
    column = layout.column(align=True)
    sentence(column, bpy.context, _label(settings, parameter))
    match parameter:
        case Picture():
            picture_slot.draw(column, getattr(settings, parameter.key))
        case Choice(open=True) if getattr(settings, parameter.key) == OTHER:
            column.prop(settings, parameter.key, text="")
            column.prop(settings, other_name(parameter.key), text="")
        case Choices():
            column.prop(settings, parameter.key)
        case _ if not fits_in_menu(bpy.context, _options(settings, parameter)):
            column.prop(settings, parameter.key, expand=True)  # buttons have more room for words
        case _:
            column.prop(settings, parameter.key, text="")


def splits_labels(
    context: bpy.types.Context,
    settings: bpy.types.PropertyGroup,
    parameters: Iterable[Parameter],
) -> bool:
    """Whether there's room for the labels at the left of the fields: for `use_property_split`.

    Flags have theirs at the right.
    """
    shown = [each for each in parameters if not isinstance(each, Flag)]
    labels = [_label(settings, each) for each in shown]
    options = [option for each in shown for option in _options(settings, each)]
    return not is_narrow(context) and splits(context, labels, options)


def _label(settings: bpy.types.PropertyGroup, parameter: Parameter) -> str:
    return told(settings.bl_rna.properties[parameter.key].name)


def draw_prompt(layout: bpy.types.UILayout, settings: bpy.types.PropertyGroup, key: str) -> None:
    """The prompt over the whole width, with what helps to write it."""
    row = layout.row(align=True)
    row.use_property_split = False
    if getattr(settings, text_name(key)):
        row.prop(settings, text_name(key), text="")
    else:
        row.prop(settings, key, text="", placeholder="What to make")
        row.menu("MESHY_MT_recent_prompts", text="", icon="RECOVER_LAST")
    row.operator("meshy.prompt_in_text_block", text="", icon="TEXT")


def draw_pictures(
    layout: bpy.types.UILayout, settings: bpy.types.PropertyGroup, parameter: Pictures
) -> None:
    """One row for each picture, and one to add another."""
    slots = getattr(settings, parameter.key)
    column = layout.column()
    for number, slot in enumerate(slots):
        row = column.row(align=True)
        picture_slot.draw(row, slot)
        row.operator("meshy.remove_picture", text="", icon="X").number = number
    if len(slots) < parameter.max_items:
        column.operator("meshy.add_picture", icon="ADD")


def _is_source(parameter: Parameter) -> bool:
    return (
        (isinstance(parameter, Text) and parameter.required)
        or isinstance(parameter, Pictures)
        or parameter.key == "image_url"
    )
