"""What opens over the sidebar, the preferences, and Animate, to be looked at: also in German."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.gui.every_state import LONG_PROMPT, shot, shots_of_widths, turn_german, turn_light
from tests.gui.steps import Steps, until
from tests.gui.test_lab import open_alone

_SPOT = (560, 480)
_DIALOGS = (
    *("retexture", "remesh", "rig", "resize", "convert", "print_repair", "print_multi_color"),
    *("text_to_3d", "image_to_3d", "lamp"),
)
_PROMPTS = ("a teal teapot", LONG_PROMPT, "a brass lantern")
_MENUS = ("VIEW3D_MT_object_context_menu", "MESHY_MT_object", "MESHY_MT_recent_prompts")


def show() -> Steps:
    """The dialogs and menus of two objects that much can be said about."""
    import bpy

    from tests.gui import hands, results

    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    cube = bpy.data.objects["Cube"]
    cube.name = "A very long name of a cube that nobody can read whole"
    cube.modifiers.new("Bevel", "BEVEL")
    bpy.ops.mesh.primitive_grid_add(x_subdivisions=2, y_subdivisions=2)
    layers = bpy.context.object.data.uv_layers
    layers.remove(layers[0])
    cube.select_set(True)
    for prompt in _PROMPTS:
        results.part("ui.create.prompts").remember(prompt)
    for language in ("", ", german"):
        if language:
            turn_german()
        for kind in _DIALOGS:
            ask = getattr(bpy.ops.meshy, kind)
            yield from open_at_mouse(
                lambda ask=ask: ask("INVOKE_DEFAULT", ask=True), f"{kind}{language}"
            )
        for menu in _MENUS:
            yield from open_at_mouse(
                lambda menu=menu: bpy.ops.wm.call_menu(name=menu), f"{menu}{language}"
            )
    bpy.context.object.select_set(False)
    bpy.context.view_layer.objects.active = cube
    yield from shots_of_widths("a long name, german")


def show_image_editor() -> Steps:
    """The tab of the image that is shown, with an object that could wear it."""
    import bpy

    from tests.gui import hands, results

    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    hands.area().type = "IMAGE_EDITOR"
    editor = hands.area("IMAGE_EDITOR").spaces.active
    editor.image = bpy.data.images.new("Painted", 640, 480, alpha=True)
    editor.image.generated_type = "COLOR_GRID"
    yield from hands.open_tab(editor="IMAGE_EDITOR")
    for language in ("", ", german"):
        if language:
            turn_german()
        yield from hands.redrawn("IMAGE_EDITOR")
        hands.screenshot(f"the Image Editor{language}")


def show_animate() -> Steps:
    """The library of actions, and the dialog with it."""
    import bpy

    from tests.gui import hands, results

    bpy.ops.meshy.text_to_3d(prompt="a brave knight")
    bpy.ops.meshy.rig()
    yield from hands.open_tab()
    yield from until(lambda: results.animations().animations, "the library")
    yield from open_alone("Animate")
    yield from shots_of_widths("animate")
    turn_german()
    yield from shots_of_widths("animate, german")
    yield from open_at_mouse(
        lambda: bpy.ops.meshy.choose_actions("INVOKE_DEFAULT"), "choose, german"
    )
    yield from turn_light()
    yield from shot("animate, german, light")


def show_preferences() -> Steps:
    """The extension's page, with all that the doctor says."""
    import bpy

    from tests.gui import hands, results

    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    hands.area().ui_type = "PREFERENCES"
    bpy.context.preferences.active_section = "ADDONS"
    bpy.context.window_manager.addon_search = "Meshy"
    yield from hands.redrawn("PREFERENCES")
    bpy.ops.preferences.addon_expand(module="bl_ext.user_default.meshy")
    bpy.ops.meshy.doctor()
    findings = results.part("ui.account.doctor").FINDINGS
    yield from until(lambda: findings.found and not findings.is_looking, "the findings")
    yield from _shot_of_preferences("preferences")
    turn_german()
    yield from turn_light()
    yield from _shot_of_preferences("preferences, german, light")


def _shot_of_preferences(name: str) -> Steps:
    from tests.gui import hands

    for _ in range(5):
        yield from hands.redrawn("PREFERENCES")
    hands.screenshot(name)


def open_at_mouse(call: Callable[[], Any], name: str) -> Steps:
    """Keep what `call` opens at the mouse, and leave it."""
    from tests.gui import hands

    yield from hands.point(_SPOT)
    with hands.override():
        call()
    for _ in range(20):
        yield
    hands.screenshot(name)
    yield from hands.press("ESC", _SPOT)
    yield from hands.redrawn()
