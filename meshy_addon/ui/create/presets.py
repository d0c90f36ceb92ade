"""Presets for each kind of job, in Blender's own preset menus; prompt and pictures stay out."""

from __future__ import annotations

import bpy
from bl_operators.presets import AddPresetBase
from bl_ui.utils import PresetPanel

from ...api.endpoint import Kind
from ...api.endpoints import KINDS
from ...api.parameters import Choice, Parameter, Picture, Pictures, TaskId
from .settings import TABS, kept_parameters, other_name


def _preset_values(kind: Kind) -> list[str]:
    """What a preset keeps: how to make something, not what of."""
    from .fields import main_parameters

    sources = main_parameters(kind)
    names = [name for p in kept_parameters(kind) if p not in sources for name in _names(p)]
    names += [kind.only_first] if kind.only_first else []
    # In full: Blender 4.3 with Python 3.13 can't see names that `preset_defines` would bring.
    return [f"bpy.context.scene.meshy_create.{kind.name}.{name}" for name in names]


def _names(parameter: Parameter) -> list[str]:
    if isinstance(parameter, Picture | Pictures | TaskId) or parameter.deprecated:
        return []
    if isinstance(parameter, Choice) and parameter.open:
        return [parameter.key, other_name(parameter.key)]
    return [parameter.key]


def _folder(kind: Kind) -> str:
    return f"meshy/{kind.name}"


def _classes_for(kind: Kind) -> tuple[type, type, type]:
    """The menu, the operator that adds and removes, the popover with both."""
    menu = type(
        f"MESHY_MT_{kind.name}_presets",
        (bpy.types.Menu,),
        {
            "bl_label": f"{kind.title} Presets",
            "preset_subdir": _folder(kind),
            "preset_operator": "script.execute_preset",
            "draw": bpy.types.Menu.draw_preset,
        },
    )
    operator = type(
        f"MESHY_OT_{kind.name}_preset_add",
        (AddPresetBase, bpy.types.Operator),
        {
            "bl_idname": f"meshy.{kind.name}_preset_add",
            "bl_label": f"Add {kind.title} Preset",
            "bl_description": "Keep these settings under a name, without prompt and pictures",
            "preset_menu": menu.__name__,
            "preset_subdir": _folder(kind),
            "preset_values": property(lambda _: _preset_values(kind)),
        },
    )
    panel = type(
        f"MESHY_PT_{kind.name}_presets",
        (PresetPanel, bpy.types.Panel),
        {
            "bl_label": f"{kind.title} Presets",
            "preset_subdir": _folder(kind),
            "preset_operator": "script.execute_preset",
            "preset_add_operator": operator.bl_idname,
        },
    )
    return menu, operator, panel


_CLASSES = {name: _classes_for(KINDS[name]) for name in TABS.values()}


def draw_presets(layout: bpy.types.UILayout, kind: Kind) -> None:
    """The button in the header of the panel that shows the settings of `kind`."""
    _, _, panel = _CLASSES[kind.name]
    panel.draw_panel_header(layout)


register, unregister = bpy.utils.register_classes_factory(
    [made for classes in _CLASSES.values() for made in classes]
)
