"""What gets registered with Blender, in order; taken back in the opposite one."""

from __future__ import annotations

from .cli import command
from .scene import open_file, provenance, session
from .scene.objects import variants
from .scene.printing import report as print_report
from .ui import icons, operators, placing_operator, pump, translations
from .ui.account import doctor, key_field, preferences
from .ui.account import operators as account_operators
from .ui.account import panel as account_panel
from .ui.account import state as account_state
from .ui.animate import library as animation_library
from .ui.animate import moving_previews
from .ui.animate import operators as animate_operators
from .ui.animate import panel as animate_panel
from .ui.animate import settings as animate_settings
from .ui.create import (
    chosen,
    drop,
    generating,
    picture_operators,
    picture_slot,
    presets,
    prompts,
    settings,
)
from .ui.create import panel as create_panel
from .ui.history import operators as history_operators
from .ui.history import panel as history_panel
from .ui.history import pictures as history_pictures
from .ui.history import rows as history_rows
from .ui.jobs import notice, stand_ins, status_bar, thumbnails, varying, viewport_text
from .ui.jobs import operators as job_operators
from .ui.jobs import panel as job_panel
from .ui.jobs import report as job_report
from .ui.lab import operators as lab_operators
from .ui.lab import panel as lab_panel
from .ui.lab import settings as lab_settings
from .ui.objects import (
    asset_operator,
    print_operators,
    print_panel,
    variant_operators,
    variant_panel,
)
from .ui.objects import menu as object_menu
from .ui.objects import panel as object_panel
from .ui.objects import unwrap as unwrap_operator
from .ui.pictures import image_editor
from .ui.pictures import operators as made_picture_operators
from .ui.pictures import panel as pictures_panel

_MODULES = (
    translations,
    icons,
    provenance,
    print_report,
    variants,
    doctor,
    preferences,
    operators,
    account_state,
    key_field,
    account_operators,
    chosen,
    picture_slot,
    settings,
    picture_operators,
    prompts,
    presets,
    generating,
    account_panel,
    create_panel,
    unwrap_operator,
    asset_operator,
    object_panel,
    object_menu,
    variant_operators,
    variant_panel,
    drop,
    image_editor,
    made_picture_operators,
    pictures_panel,
    print_operators,
    print_panel,
    animation_library,
    moving_previews,
    animate_settings,
    animate_operators,
    animate_panel,
    lab_settings,
    lab_operators,
    lab_panel,
    history_operators,
    history_pictures,
    history_rows,
    history_panel,
    open_file,
    stand_ins,
    thumbnails,
    viewport_text,
    notice,
    placing_operator,
    job_operators,
    varying,
    job_report,
    job_panel,
    status_bar,
    pump,
    command,
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
    pump.stop()
    session.SESSION.close()
    for module in reversed(_MODULES):
        module.unregister()
