"""What the artist has set in the sidebar, kept in the scene like Blender's own settings.

In the scene: it goes with the .blend, each scene has its own, and the startup file can bring
one's own defaults. A group for each kind of job, made from the endpoints' data.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import bpy
from bpy.props import CollectionProperty, EnumProperty, PointerProperty, StringProperty

from ..api.endpoint import Kind
from ..api.endpoints import KINDS
from ..api.parameters import Choice, Choices, Integer, Parameter, Picture, Pictures, Text
from ..api.tooltips import kind_tooltip, tooltip
from .picture_slot import MeshyPictureSlot
from .properties import bpy_property, choice_items, properties_of

OTHER = "OTHER"
"""Among the choices: another value, typed in."""
NO_LEVEL = "0"

TABS = {"TEXT": "text_to_3d", "IMAGE": "image_to_3d", "IMAGES": "multi_image_to_3d"}
"""Tab of the panel → the kind of job that it makes."""


def other_name(key: str) -> str:
    """The field for a value that isn't among the choices of `key`."""
    return f"{key}_other"


def text_name(key: str) -> str:
    """The field for a text block that holds what `key` says."""
    return f"{key}_text"


def _annotations(kind: Kind) -> dict[str, Any]:
    """As an operator's, but with menus and picture slots where a script gives texts."""
    made = properties_of(kind)
    for parameter in kind.parameters:
        made.update(_fields(parameter, tooltip(kind, parameter)))
    return made


def _fields(parameter: Parameter, description: str) -> dict[str, Any]:
    common = {"name": parameter.title, "description": description}
    match parameter:
        case Choice(open=True):
            other = (OTHER, "Other…", "Type in the name of another one")
            menu = EnumProperty(
                **common,
                items=[*choice_items(parameter.options), other],
                default=parameter.preset or parameter.default,
            )
            typed = StringProperty(
                name="Name", description="The name, as Meshy's documentation has it"
            )
            return {parameter.key: menu, other_name(parameter.key): typed}
        case Choices():
            menu = bpy_property(replace(parameter, default=parameter.preset), description)
            return {parameter.key: menu}
        case Integer(levels=levels) if levels:
            by_number = (NO_LEVEL, "Off", "Use the number instead")
            items = [(str(level), text.title(), "") for level, text in levels.items()]
            return {parameter.key: EnumProperty(**common, items=[by_number, *items])}
        case Picture():
            return {parameter.key: PointerProperty(type=MeshyPictureSlot, **common)}
        case Pictures():
            return {parameter.key: CollectionProperty(type=MeshyPictureSlot, **common)}
        case Text(required=True):
            block = PointerProperty(
                type=bpy.types.Text,
                name="Text Block",
                description="A text block that holds the prompt, for a long one",
            )
            return {
                parameter.key: bpy_property(parameter, description),
                text_name(parameter.key): block,
            }
    return {parameter.key: bpy_property(parameter, description)}


def _group(kind: Kind) -> type[bpy.types.PropertyGroup]:
    name = f"Meshy{kind.name.title().replace('_', '')}Settings"
    return type(name, (bpy.types.PropertyGroup,), {"__annotations__": _annotations(kind)})


GROUPS = {kind: _group(KINDS[kind]) for kind in TABS.values()}


class MeshyCreateSettings(bpy.types.PropertyGroup):
    tab: EnumProperty(
        name="From",
        description="What the model is made from",
        items=[
            ("TEXT", "Text", kind_tooltip(KINDS["text_to_3d"])),
            ("IMAGE", "Image", kind_tooltip(KINDS["image_to_3d"])),
            ("IMAGES", "Images", kind_tooltip(KINDS["multi_image_to_3d"])),
        ],
    )
    text_to_3d: PointerProperty(type=GROUPS["text_to_3d"])
    image_to_3d: PointerProperty(type=GROUPS["image_to_3d"])
    multi_image_to_3d: PointerProperty(type=GROUPS["multi_image_to_3d"])

    @property
    def kind(self) -> Kind:
        """The kind of job that the open tab makes."""
        return KINDS[TABS[self.tab]]

    @property
    def chosen(self) -> bpy.types.PropertyGroup:
        """The settings of the open tab."""
        return getattr(self, TABS[self.tab])


def register() -> None:
    for group in GROUPS.values():
        bpy.utils.register_class(group)
    bpy.utils.register_class(MeshyCreateSettings)
    bpy.types.Scene.meshy_create = PointerProperty(type=MeshyCreateSettings)


def unregister() -> None:
    del bpy.types.Scene.meshy_create
    bpy.utils.unregister_class(MeshyCreateSettings)
    for group in reversed(GROUPS.values()):
        bpy.utils.unregister_class(group)
