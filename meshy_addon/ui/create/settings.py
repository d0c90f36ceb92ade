"""What the artist has set in the sidebar, kept in the scene like Blender's own settings.

In the scene: it goes with the .blend, each scene has its own, and the startup file can bring
one's own defaults. A group for each kind of job, made from the endpoints' data.
"""

from dataclasses import replace
from typing import Any

import bpy
from bpy.props import CollectionProperty, EnumProperty, PointerProperty, StringProperty

from ...api.endpoint import Kind, Wish
from ...api.endpoints import KINDS, ORIGINAL_PICTURES
from ...api.parameters import Choice, Choices, Integer, Parameter, Picture, Pictures, Text
from ...api.tooltips import kind_tooltip, tooltip
from ..properties import bpy_property, menu_items, wishes_of
from .picture_slot import MeshyPictureSlot

TABS = {
    "TEXT": "text_to_3d",
    "IMAGE": "image_to_3d",
    "IMAGES": "multi_image_to_3d",
    "PICTURE": "text_to_image",
}
"""Tab of the panel → the kind of job that it makes."""
_WITH_PICTURES = {"text_to_image": "image_to_image"}
"""Kind → what it becomes once pictures are given to start from."""
TAB_OF = {kind: tab for tab, kind in TABS.items()}
TAB_OF |= {other: TAB_OF[plain] for plain, other in _WITH_PICTURES.items()}
"""Kind → the tab that makes it."""


def kept_parameters(kind: Kind) -> list[Parameter]:
    """Those that a scene keeps. Not a webhook: one in a stranger's .blend would be told of us."""
    return [parameter for parameter in kind.parameters if parameter.key != "webhook_url"]


def kept_wishes(kind: Kind) -> tuple[Wish, ...]:
    """The same of what the service isn't told; how pictures are sent the preferences keep."""
    return tuple(wish for wish in kind.wishes if wish != ORIGINAL_PICTURES)


def other_name(key: str) -> str:
    """The field for a value that isn't among the choices of `key`."""
    return f"{key}_other"


def text_name(key: str) -> str:
    """The field for a text block that holds what `key` says."""
    return f"{key}_text"


def _annotations(kind: Kind) -> dict[str, Any]:
    """As an operator's, but with menus and picture slots where a script gives texts."""
    made: dict[str, Any] = {}
    for parameter in kept_parameters(kind):
        made.update(_fields(parameter, tooltip(kind, parameter)))
    return {**made, **wishes_of(replace(kind, wishes=kept_wishes(kind)))}


def _fields(parameter: Parameter, description: str) -> dict[str, Any]:
    common = {"name": parameter.title, "description": description}
    match parameter:
        case Choice(open=True):
            default = parameter.preset or parameter.default
            menu = EnumProperty(**common, items=menu_items(parameter), default=default)
            typed = StringProperty(
                name="Name", description="The name, as Meshy's documentation has it"
            )
            return {parameter.key: menu, other_name(parameter.key): typed}
        case Choices():
            menu = bpy_property(replace(parameter, default=parameter.preset), description)
            return {parameter.key: menu}
        case Choice() | Integer() if items := menu_items(parameter):
            return {parameter.key: EnumProperty(**common, items=items)}
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


def settings_group(kind: Kind) -> type[bpy.types.PropertyGroup]:
    """A group with a field for all that a job of this `kind` can be given."""
    name = f"Meshy{kind.name.title().replace('_', '')}Settings"
    fields = _annotations(kind)
    if kind.name in _WITH_PICTURES:
        fields = {**_annotations(KINDS[_WITH_PICTURES[kind.name]]), **fields}
    return type(name, (bpy.types.PropertyGroup,), {"__annotations__": fields})


GROUPS = {kind: settings_group(KINDS[kind]) for kind in TABS.values()}


class MeshyCreateSettings(bpy.types.PropertyGroup):
    tab: EnumProperty(
        name="From",
        description="What to make, and from what",
        translation_context="MeshyTab",
        items=[
            ("TEXT", "Text", kind_tooltip(KINDS["text_to_3d"])),
            ("IMAGE", "Image", kind_tooltip(KINDS["image_to_3d"])),
            ("IMAGES", "Images", kind_tooltip(KINDS["multi_image_to_3d"])),
            ("PICTURE", "Picture", kind_tooltip(KINDS["text_to_image"])),
        ],
    )
    text_to_3d: PointerProperty(type=GROUPS["text_to_3d"])
    image_to_3d: PointerProperty(type=GROUPS["image_to_3d"])
    multi_image_to_3d: PointerProperty(type=GROUPS["multi_image_to_3d"])
    text_to_image: PointerProperty(type=GROUPS["text_to_image"])

    def make(self, kind: str) -> None:
        """Open the tab that makes this kind of job, without what would have it make another."""
        self.tab = TAB_OF[kind]
        if kind in _WITH_PICTURES:
            self.slots.clear()

    @property
    def kind(self) -> Kind:
        """The kind of job that the open tab makes."""
        plain = self.plain_kind
        if plain.name in _WITH_PICTURES and any(slot.is_given for slot in self.slots):
            return KINDS[_WITH_PICTURES[plain.name]]
        return plain

    @property
    def plain_kind(self) -> Kind:
        """The one that it makes without pictures to start from."""
        return KINDS[TABS[self.tab]]

    @property
    def fullest_kind(self) -> Kind:
        """The one that has a field for all that the open tab can be given."""
        plain = TABS[self.tab]
        return KINDS[_WITH_PICTURES.get(plain, plain)]

    @property
    def chosen(self) -> bpy.types.PropertyGroup:
        """The settings of the open tab."""
        return getattr(self, TABS[self.tab])

    @property
    def slots(self) -> bpy.types.bpy_prop_collection:
        """The pictures of the open tab, where it takes several; else those of the Images tab."""
        lists = [p.key for p in self.fullest_kind.parameters if isinstance(p, Pictures)]
        return getattr(self.chosen, lists[0]) if lists else self.multi_image_to_3d.image_urls

    @property
    def prompted(self) -> bpy.types.PropertyGroup:
        """The settings that a prompt goes into."""
        return self.chosen if hasattr(self.chosen, "prompt") else self.text_to_3d


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
