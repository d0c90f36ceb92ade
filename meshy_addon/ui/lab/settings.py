"""What the artist has set in the Creative Lab panel, kept in the scene."""

from dataclasses import replace

import bpy
from bpy.props import EnumProperty, PointerProperty

from ...api.endpoint import Kind
from ...api.endpoints import KINDS
from ..create.settings import settings_group

PRODUCTS = ("keychain", "fridge_magnet", "figure", "lamp")
_ITEMS = [(name, KINDS[name].title, KINDS[name].help) for name in PRODUCTS]
_GROUPS = {name: settings_group(KINDS[name]) for name in PRODUCTS}


class MeshyLabSettings(bpy.types.PropertyGroup):
    product: EnumProperty(
        name="Product",
        description="What to make",
        items=_ITEMS,
    )
    keychain: PointerProperty(type=_GROUPS["keychain"])
    fridge_magnet: PointerProperty(type=_GROUPS["fridge_magnet"])
    figure: PointerProperty(type=_GROUPS["figure"])
    lamp: PointerProperty(type=_GROUPS["lamp"])

    @property
    def kind(self) -> Kind:
        return KINDS[self.product]

    @property
    def chosen(self) -> bpy.types.PropertyGroup:
        """The settings of the product."""
        return getattr(self, self.product)


def prototype_of(kind: Kind) -> Kind:
    """The first step of a product alone: its picture."""
    return replace(kind, parts=kind.parts[:1], only_first="", continues_with="")


def register() -> None:
    for group in _GROUPS.values():
        bpy.utils.register_class(group)
    bpy.utils.register_class(MeshyLabSettings)
    bpy.types.Scene.meshy_lab = PointerProperty(type=MeshyLabSettings)


def unregister() -> None:
    del bpy.types.Scene.meshy_lab
    bpy.utils.unregister_class(MeshyLabSettings)
    for group in reversed(_GROUPS.values()):
        bpy.utils.unregister_class(group)
