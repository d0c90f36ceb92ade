"""What the README shows: the sidebar with a model that is there and one that is being made."""

from __future__ import annotations

from tests.gui.steps import Steps, until

PICTURES = ("panel", "first minute")


def show(key: str) -> Steps:
    """From no key to a scene with models; keeps the PICTURES on the way."""
    import bpy

    from tests.gui import hands, results

    _tidy()
    yield from hands.open_tab()
    hands.screenshot("first minute")
    field = yield from hands.find_field("meshy_key")
    yield from hands.paste_into(field, key)
    yield from until(lambda: results.account().balance is not None, "the balance")
    yield from hands.redrawn()
    # From left to right as the view has it.
    for count, (prompt, x) in enumerate((("a teal teapot", -2.1), ("a brass lantern", -1.0)), 1):
        bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt=prompt, location=(x, x, 0))
        yield from until(lambda count=count: len(results.made()) == count, prompt)
    prompt = yield from hands.find_field("text_to_3d.prompt")
    yield from hands.write_into(prompt, "a weathered bronze owl")
    bpy.context.scene.cursor.location = (0.4, 0.4, 0)
    yield from hands.press_button("meshy.generate")
    yield from until(lambda: results.board().rows[0].fraction > 0.55, "half of the owl")
    yield from hands.redrawn()
    hands.screenshot("panel")


def _tidy() -> None:
    """An empty scene, seen from nearer, in the colours of its materials."""
    import bpy

    from tests.gui import hands

    for name in ("Cube", "Camera"):
        bpy.data.objects.remove(bpy.data.objects[name])
    space = hands.area().spaces.active
    space.shading.type = "MATERIAL"
    space.region_3d.view_distance = 9
    space.region_3d.view_location = (0, 0, 0.7)
