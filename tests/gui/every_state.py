"""Every state of the sidebar, to be looked at: in both themes, wide and narrow, in German."""

from __future__ import annotations

import os
from pathlib import Path

from tests.gui.steps import Steps, until

NARROW_PX = 190
_WIDTHS_PX = (NARROW_PX, 280, 420)
LONG_PROMPT = "a weathered bronze owl on a gnarled oak branch, " * 9


def show(key: str) -> Steps:
    """From no key to a long list; the pictures are named after what they show."""
    from tests.gui import hands

    yield from hands.open_tab()
    yield from _before_the_first_job(key)
    yield from _tabs()
    yield from _jobs()
    yield from turn_light()
    yield from shot("light, long list")
    yield from _end_all()
    yield from shot("light, finished")
    yield from make_as_wide(NARROW_PX)
    yield from shot("light, narrow")
    yield from _turn_dark()
    yield from shot("narrow")
    turn_german()
    yield from shot("german")
    yield from _open_sections()
    yield from shot("german, all open")


def also_otherwise(name: str) -> Steps:
    """What is on the screen in the light theme, in a sidebar of 190 pixels, and in German."""
    yield from turn_light()
    yield from shot(f"{name}, light")
    yield from make_as_wide(NARROW_PX)
    yield from shot(f"{name}, light, narrow")
    turn_german()
    yield from shots_of_widths(f"{name}, german")


def show_printing_and_lab_in_german() -> Steps:
    """The longest words in sidebars of three widths: nothing that carries meaning is to be cut."""
    import bpy

    from tests.gui import hands, results
    from tests.gui.test_lab import open_alone, prototypes

    turn_german()
    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    bpy.ops.mesh.primitive_monkey_add()
    monkey = bpy.context.object
    bpy.ops.meshy.print_analyze("INVOKE_DEFAULT")
    yield from until(lambda: monkey.meshy_print.verdict, "the verdict")
    yield from open_alone("3D Print")
    yield from shots_of_widths("german, 3D print")
    bpy.data.objects.remove(monkey)
    bpy.context.view_layer.objects.active = None
    yield from open_alone("Creative Lab")
    lab = bpy.context.scene.meshy_lab
    lab.product, lab.lamp.text = "lamp", "an owl"
    yield from hands.redrawn()
    with hands.override("UI"):
        bpy.ops.meshy.lab_prototype("INVOKE_DEFAULT")
    yield from until(prototypes, "the prototype")
    yield from until(lambda: not hands.modal_operators(), "the end of placing")
    yield from shots_of_widths("german, a lamp")


def shots_of_widths(name: str) -> Steps:
    for width_px in _WIDTHS_PX:
        yield from make_as_wide(width_px)
        yield from shot(f"{name}, {width_px} px")


def _before_the_first_job(key: str) -> Steps:
    from tests.gui import hands, results

    yield from shot("no key")
    field = yield from hands.find_field("meshy_key")
    yield from hands.paste_into(field, "sk-not-a-meshy-key")
    yield from until(lambda: results.account().error, "that Meshy refuses it")
    yield from shot("a key that can't be one")
    field = yield from hands.find_field("meshy_key")
    yield from hands.paste_into(field, key)
    yield from until(lambda: results.account().balance is not None, "the balance")
    emulator = os.environ["MESHY_API_URL"]
    os.environ["MESHY_API_URL"] = "https://api.meshy.ai"
    yield from shot("offline")
    os.environ["MESHY_API_URL"] = emulator


def _tabs() -> Steps:
    import bpy

    create = bpy.context.scene.meshy_create
    yield from shot("ready, text")
    create.text_to_3d.prompt = LONG_PROMPT
    yield from shot("ready, a long prompt")
    create.tab = "IMAGE"
    create.image_to_3d.should_remesh = True
    yield from shot("ready, image")
    create.tab = "IMAGES"
    for _ in range(4):
        bpy.ops.meshy.add_picture()
    create.multi_image_to_3d.image_urls[1].source = "IMAGE"
    create.multi_image_to_3d.image_urls[2].source = "RENDER"
    yield from shot("ready, images")
    create.tab = "TEXT"


def _jobs() -> Steps:
    import bpy

    from tests.gui import hands, results

    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="a teal teapot [seconds:4]")
    yield from until(lambda: results.board().rows[0].fraction > 0.3, "a third of the teapot")
    yield from shot("running")
    yield from until(results.made, "the teapot")
    yield from shot("done")
    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="an owl [fail:server_error]")
    yield from until(lambda: results.board().rows[0].error, "the failure")
    yield from shot("failed")
    for number in range(8):
        prompt = f"a very long name of a thing that nobody can read whole {number} [seconds:90]"
        bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt=prompt)
    yield from until(lambda: results.board().rows[7].fraction > 0.02, "the beginning of eight")
    bpy.ops.wm.read_homefile(app_template="")
    yield
    bpy.ops.object.select_all(action="DESELECT")  # or what can be done with the cube is in the way
    yield from hands.open_tab()
    yield from shot("long list")


def _end_all() -> Steps:
    """Cancel what runs, and open the list of what is finished: the last header in the tab."""
    import bpy

    from tests.gui import hands, results

    for row in results.board().rows:
        if row.is_running:
            bpy.ops.meshy.cancel_job(job_id=row.job_id)
    yield from until(lambda: not results.board().running, "the end of eight")
    yield from hands.redrawn()
    x, y = yield from hands.find_button("meshy.vary_job")
    yield from hands.click((x, y - 38))


def turn_light() -> Steps:
    yield from _theme("Blender_Light.xml")


def _turn_dark() -> Steps:
    import bpy

    bpy.ops.preferences.reset_default_theme()
    yield


def _theme(name: str) -> Steps:
    import bpy

    for folder in bpy.utils.preset_paths("interface_theme"):
        if (file := Path(folder) / name).exists():
            bpy.ops.script.execute_preset(
                filepath=str(file), menu_idname="USERPREF_MT_interface_theme_presets"
            )
    yield


def make_as_wide(width_px: int) -> Steps:
    """The sidebar, by its edge."""
    from tests.gui import hands

    sidebar = hands.region("UI")
    edge = (sidebar.x + 6, sidebar.y + sidebar.height - 40)
    yield from hands.drag(edge, (edge[0] + sidebar.width - width_px, edge[1]))


def turn_german() -> None:
    import bpy

    bpy.context.preferences.view.language = "de_DE"
    bpy.context.preferences.view.use_translate_interface = True


def _open_sections() -> Steps:
    """Click the headers of the folded sections, which stand above the button, from below."""
    from tests.gui import hands

    yield from hands.redrawn()
    spot = yield from hands.find_button("meshy.generate")
    if spot is None:
        return
    for number in range(5):
        yield from hands.click((spot[0], spot[1] + 30 + 24 * number))
        yield from hands.redrawn()


def shot(name: str) -> Steps:
    from tests.gui import hands

    yield from hands.redrawn()
    for _ in range(5):
        yield
    hands.screenshot(name)
