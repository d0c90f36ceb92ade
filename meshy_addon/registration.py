"""What gets registered with Blender, in order; taken back in the opposite one."""

from __future__ import annotations

from .cli import command
from .scene import open_file, print_report, provenance, session, variants
from .ui import (
    account_operators,
    account_panel,
    account_state,
    animate_operators,
    animate_panel,
    animate_settings,
    animation_library,
    chosen,
    create_panel,
    doctor,
    drop,
    generating,
    history_operators,
    history_panel,
    icons,
    image_editor,
    job_operators,
    job_panel,
    job_report,
    key_field,
    lab_operators,
    lab_panel,
    lab_settings,
    made_picture_operators,
    moving_previews,
    notice,
    object_menu,
    object_panel,
    operators,
    picture_operators,
    picture_slot,
    pictures_panel,
    placing_operator,
    preferences,
    presets,
    print_operators,
    print_panel,
    prompts,
    pump,
    settings,
    stand_ins,
    status_bar,
    thumbnails,
    translations,
    unwrap_operator,
    variant_operators,
    variant_panel,
    varying,
    viewport_text,
)

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
