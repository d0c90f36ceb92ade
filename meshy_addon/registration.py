"""What gets registered with Blender when the extension is enabled, in order; taken back in reverse.

That is what scripts, files and the command line find; what a window shows besides comes when the
interface wakes (`ui/interface.py`). These modules only say what there is: what a press does is
imported by the press, inside the function, as enabling is part of Blender's start.
"""

from __future__ import annotations

from .cli import command
from .scene import kept, open_file
from .ui import operators, tab, waking
from .ui.account import key_field, preferences
from .ui.account import operators as account_operators
from .ui.in_order import register_in_order, unregister_in_order
from .ui.objects import operators as object_operators
from .ui.objects import variant_operators

_MODULES = (
    kept,
    preferences,
    operators,
    key_field,
    account_operators,
    object_operators,
    variant_operators,
    open_file,
    tab,
    command,
    waking,
)


def register() -> None:
    """All or nothing: what was registered before a failure is taken back."""
    register_in_order(_MODULES)


def unregister() -> None:
    """Take everything back; unfinished jobs stay in the journal."""
    unregister_in_order(_MODULES)
