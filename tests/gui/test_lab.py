"""Creative Lab and 3D printing in the sidebar."""

from __future__ import annotations

from tests.emulator.process import Emulator
from tests.gui.every_state import also_otherwise
from tests.gui.harness import Window
from tests.gui.steps import Steps, until


def prototypes_then_a_keychain(pictures: list[str]) -> Steps:
    import bpy

    from tests.gui import hands, results

    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    yield from open_alone("Creative Lab")
    lab = bpy.context.scene.meshy_lab
    lab.keychain.size_mm = 55
    yield from hands.redrawn()
    hands.screenshot("before the prototype")
    stood_in = False
    for count, picture in enumerate(pictures, start=1):
        lab.keychain.image_url.file = picture
        yield from hands.redrawn()
        with hands.override("UI"):
            bpy.ops.meshy.lab_prototype("INVOKE_DEFAULT")
        yield from until(lambda count=count: len(prototypes()) == count, f"prototype {count}")
        yield from until(lambda: not hands.modal_operators(), "the end of placing")
        yield from hands.redrawn()
        stood_in = stood_in or bool(results.placeholder())
    yield from hands.press_button("meshy.choose_prototype")
    yield from hands.redrawn()
    for _ in range(30):
        yield
    hands.screenshot("a prototype is chosen")
    yield from hands.press_button("meshy.lab_build")
    yield from until(results.placeholder, "the placeholder")
    stand_in = results.placeholder().empty_display_size * 2
    yield from until(results.made, "the keychain")
    yield from hands.redrawn()
    hands.screenshot("the keychain")
    yield from also_otherwise("the keychain")
    [made] = results.made()
    seen = {"size": max(made.dimensions), "stood in": stood_in, "stand-in": stand_in}
    # As from the history, where the other prototype is to be a keychain too.
    other = bpy.data.images[prototypes()[0]].meshy.task_id
    yield from hands.point(hands.middle())
    with hands.override():
        bpy.ops.meshy.keychain("INVOKE_DEFAULT", input_task_id=other, ask=True)
    yield from hands.redrawn()
    hands.screenshot("a dialog for a prototype")
    yield from hands.press("RET")
    yield from until(lambda: len(results.made()) == 2, "the other keychain")
    return {**seen, "other": other}


def open_alone(panel: str) -> Steps:
    """Only this panel in the tab, and open: the screen is short."""
    import bpy

    from tests.gui import hands

    for name in [name for name in dir(bpy.types) if name.startswith("MESHY_PT_")]:
        found = getattr(bpy.types, name)
        if found.bl_label in ("Create", "Jobs", "Finished", "Pictures", panel):
            bpy.utils.unregister_class(found)
        if found.bl_label == panel:
            found.bl_options, found.bl_parent_id = set(), ""  # also one that another one holds
            found.bl_idname = f"{name}_open"  # the screen remembers the other one as closed
            bpy.utils.register_class(found)
    yield from hands.redrawn()


def prototypes() -> list[str]:
    import bpy

    return [image.name for image in bpy.data.images if image.meshy.task_id]


def test_of_two_prototypes_one_becomes_a_keychain_of_its_size(
    window: Window, emulator: Emulator, pictures: list[str]
):
    paths = [str(window.folder / name) for name in pictures[1:3]]
    seen = window.call(prototypes_then_a_keychain, paths, env=emulator.environment)
    assert abs(seen["size"] - 0.055) < 0.002
    assert abs(seen["stand-in"] - 0.055) < 0.0001
    assert not seen["stood in"]
    assert [create["path"].rsplit("/", 1)[1] for create in emulator.creates()] == [
        "prototype",
        "prototype",
        "build",
        "build",
    ]
    assert emulator.creates()[-1]["body"]["input_task_id"] == seen["other"]


def check_and_color() -> Steps:
    import bpy

    from tests.gui import hands, results

    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    yield from open_alone("3D Print")
    yield from hands.press_button("meshy.print_analyze")
    cube = bpy.context.active_object
    yield from until(lambda: cube.meshy_print.verdict, "the verdict")
    bpy.ops.meshy.print_multi_color("INVOKE_DEFAULT", max_colors=4)
    yield from until(lambda: cube.meshy_print.file, "the 3MF")
    yield from until(lambda: not hands.modal_operators(), "the end of placing")
    yield from hands.redrawn()
    hands.screenshot("the verdict and the colours")
    yield from also_otherwise("the verdict and the colours")
    return len(cube.meshy_print.colors)


def test_the_verdict_and_the_colors_are_shown(window: Window, emulator: Emulator):
    assert window.call(check_and_color, env=emulator.environment) >= 1
    assert emulator.credits() == 990
