"""What only a window shows, and what is pressed there: registered when the interface wakes.

Not when the extension is enabled, which Blender's start waits for and a Blender without a window
does too. Nothing of it is missed before: until the key was looked for, the tab has only its first
panel.
"""

from __future__ import annotations

from . import brief_modal, panels, starting, translations
from .animate import operators as animate_operators
from .animate import settings as animate_settings
from .create import chosen, picture_slot, presets, settings
from .create import operators as create_operators
from .history import operators as history_operators
from .history import settings as history_settings
from .in_order import register_in_order, unregister_in_order
from .jobs import operators as job_operators
from .jobs import stand_ins, swept
from .lab import operators as lab_operators
from .lab import settings as lab_settings
from .objects import menu as object_menu
from .pictures import image_editor
from .pictures import operators as made_picture_operators

_MODULES = (
    translations,
    chosen,
    picture_slot,
    settings,
    create_operators,
    presets,
    object_menu,
    image_editor,
    made_picture_operators,
    animate_settings,
    animate_operators,
    lab_settings,
    lab_operators,
    history_operators,
    history_settings,
    stand_ins,
    swept,
    starting,
    brief_modal,
    job_operators,
    panels,
)


def register() -> None:
    """All or nothing. Main thread."""
    register_in_order(_MODULES)


def unregister() -> None:
    """Take all of it back."""
    unregister_in_order(_MODULES)
