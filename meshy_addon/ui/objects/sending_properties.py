"""What an operator that sends objects asks besides the API's own parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bpy.props import BoolProperty, StringProperty

from ...api.endpoint import Kind
from ...api.parameters import Model

if TYPE_CHECKING:
    from ...scene.objects.selection import Manner

_GIVES_MESH_BACK = ("remesh",)
_ONE_BY_ONE = ("resize", "retexture", "rig")


def takes_model(kind: Kind) -> bool:
    """Whether jobs of this kind are for what is selected."""
    return any(isinstance(parameter, Model) for parameter in kind.parameters)


def sending_properties(kind: Kind) -> dict[str, Any]:
    """Annotations for an operator: name → property."""
    if not takes_model(kind):
        return {}
    made = {
        "apply_modifiers": BoolProperty(
            name="Apply Modifiers",
            description="Send the object as its modifiers make it look; off sends the bare mesh",
            default=True,
        )
    }
    if kind.name not in _ONE_BY_ONE:
        made["join"] = BoolProperty(
            name="Join",
            description="Send all selected objects as one model, for the price of one",
        )
    if kind.name in _GIVES_MESH_BACK:
        made["keep_original"] = BoolProperty(
            name="Keep Original",
            description="Put the result beside the object instead of replacing its mesh",
        )
    if kind.name == "convert":
        made["folder"] = StringProperty(
            name="Folder",
            description="Where the files go; by default beside the .blend",
            subtype="DIR_PATH",
        )
        made["into_scene"] = BoolProperty(
            name="Into Scene", description="Bring the converted model into the scene too"
        )
    return made


def manner_of(operator: Any) -> Manner:
    """What those properties of `operator` say, and its wish that the object stays."""
    import bpy

    from ...scene.objects.selection import Manner
    from ...scene.objects.sources import BESIDE

    said = {name: getattr(operator, name) for name in sending_properties(operator.kind)}
    if any(wish.key == BESIDE for wish in operator.kind.wishes):
        said["keep_original"] = getattr(operator, BESIDE)
    if "folder" in said and not said["folder"] and bpy.data.filepath:
        said["folder"] = "//"
    return Manner(**said)
