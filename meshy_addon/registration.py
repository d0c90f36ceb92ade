"""What gets registered with Blender, in order; taken back in the opposite one.

These modules only say what there is. What a press does and what a panel shows is imported by the
press and by the drawing, inside the functions: enabling an extension is part of Blender's start.
"""

from __future__ import annotations

from .cli import command
from .scene import kept, open_file
from .ui import brief_modal, operators, tab, translations, waking
from .ui.account import key_field, preferences
from .ui.account import operators as account_operators
from .ui.animate import operators as animate_operators
from .ui.animate import settings as animate_settings
from .ui.create import chosen, picture_slot, presets, settings
from .ui.create import operators as create_operators
from .ui.history import operators as history_operators
from .ui.history import settings as history_settings
from .ui.jobs import operators as job_operators
from .ui.jobs import stand_ins
from .ui.lab import operators as lab_operators
from .ui.lab import settings as lab_settings
from .ui.objects import menu as object_menu
from .ui.objects import operators as object_operators
from .ui.objects import variant_operators
from .ui.pictures import image_editor
from .ui.pictures import operators as made_picture_operators

_MODULES = (
    translations,
    kept,
    preferences,
    operators,
    key_field,
    account_operators,
    chosen,
    picture_slot,
    settings,
    create_operators,
    presets,
    object_operators,
    object_menu,
    variant_operators,
    image_editor,
    made_picture_operators,
    animate_settings,
    animate_operators,
    lab_settings,
    lab_operators,
    history_operators,
    history_settings,
    open_file,
    stand_ins,
    brief_modal,
    job_operators,
    tab,
    command,
    waking,
)


def register() -> None:
    """All or nothing: what was registered before a failure is taken back."""
    done = []
    try:
        for module in _MODULES:
            module.register()
            done.append(module)
    except BaseException:
        for module in reversed(done):
            module.unregister()
        raise


def unregister() -> None:
    """Take everything back; unfinished jobs stay in the journal."""
    for module in reversed(_MODULES):
        module.unregister()
