"""Models are imported by a background Blender: the one with the window has no part in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.emulator.process import Emulator
from tests.gui.harness import Window
from tests.gui.steps import Steps, until


def _watch_importer(seen: dict[str, Any]) -> None:
    """Note whether this Blender's own importer is asked for anything."""
    import sys

    name = next(
        each for each in tuple(sys.modules) if each.endswith("meshy_addon.scene.models.preparing")
    )
    module = sys.modules[name]
    own = module.import_model

    def watched(*arguments: Any) -> Any:
        seen["imported here"] = True
        return own(*arguments)

    module.import_model = watched


def _watch_drawing(seen: dict[str, Any]) -> None:
    """Note whether the pump has anything drawn while the result is on its way to the scene."""
    from tests.gui import results

    pump, queue = results.part("ui.pump"), results.part("ui.placing").QUEUE
    pump._HELD_S = 60.0  # a machine may be slow
    tag = pump.redrawing.tag

    def watched(**named: Any) -> None:
        if queue or results.board().landing:
            seen["drawn on the way"] = True
        tag(**named)

    pump.redrawing.tag = watched


def _watch_room(seen: dict[str, Any]) -> None:
    """Note whether there's room before the model is appended, and whether that is given to it."""
    from tests.gui import results

    placing, room = results.part("ui.placing"), results.part("ui.room").ROOM
    own = placing.append_next

    def watched() -> Any:
        before = room.size
        is_more = own()
        seen.setdefault("given room", room.size < before)
        return is_more

    placing.append_next = watched


def _told_to_background_blender() -> dict[str, str]:
    """The environment of the one process that this one has begun."""
    import os

    begun = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    [child] = "".join(each.read_text() for each in begun).split()
    told = Path(f"/proc/{child}/environ").read_bytes().decode().split("\0")
    return dict(each.split("=", 1) for each in told if each)


def have_a_teapot_made() -> Steps:
    import os

    import bpy

    from tests.gui import hands, results

    os.environ["MALLOC_CONF"] = "narenas:8"
    seen: dict[str, Any] = {"imported here": False, "drawn on the way": False}
    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="a teal teapot")
    yield from until(lambda: results.board().rows[0].task_id, "the task")
    _watch_drawing(seen)
    _watch_importer(seen)
    _watch_room(seen)
    yield from until(results.made, "the teapot")
    yield from hands.redrawn()
    yield from until(lambda: not results.part("ui.room").ROOM.size, "that nothing is held")
    hands.screenshot("the teapot")
    [teapot] = results.made()
    told = _told_to_background_blender()
    return {
        **seen,
        "told of Meshy": [name for name in told if name.startswith("MESHY_")],
        "told the allocator": told["MALLOC_CONF"].split(","),
        "name": teapot.name,
        "mesh": teapot.data.name,
        "selected": teapot.select_get(),
        "libraries": len(bpy.data.libraries),
        "properties": sorted(teapot.keys()),
        "packed": all(image.packed_file for image in bpy.data.images if image.source == "FILE"),
    }


def test_the_window_s_own_blender_imports_nothing(window: Window, emulator: Emulator):
    seen = window.call(have_a_teapot_made, env=emulator.environment)
    assert seen == {
        "imported here": False,
        "drawn on the way": False,
        "given room": True,
        "told of Meshy": [],
        "told the allocator": ["narenas:8", *seen["told the allocator"][1:]],
        "name": "Teal teapot",
        "mesh": "Teal teapot",
        "selected": True,
        "libraries": 0,
        "properties": seen["properties"],
        "packed": True,
    }
    assert "meshy_order" not in seen["properties"]
    assert "dirty_decay_ms:-1" in seen["told the allocator"]  # keeps its memory for the next model


def have_the_importer_crash(worker: str) -> Steps:
    import importlib

    import bpy

    from tests.gui import hands, results

    package = type(results.board()).__module__.removesuffix(".ui.jobs.board")
    importlib.import_module(f"{package}.scene.models.background_blender").WORKER = Path(worker)
    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="a teal teapot")
    yield from hands.open_tab()
    yield from until(lambda: results.board().to_place, "the result in the job list")
    yield from hands.redrawn()
    hands.screenshot("a model that is risky to import")
    seen = {"error": results.board().rows[0].error, "came by itself": len(results.made())}
    yield from hands.press_button("meshy.place_job")
    yield from until(results.made, "the teapot")
    yield from hands.redrawn()
    hands.screenshot("placed all the same")
    return {**seen, "name": results.made()[0].name}


def test_a_crash_of_the_importer_takes_only_the_background_blender_along(
    window: Window, emulator: Emulator
):
    worker = Path(__file__).with_name("crashing_worker.py")
    seen = window.call(have_the_importer_crash, str(worker), env=emulator.environment)
    assert "crashed twice" in seen["error"]
    assert seen["came by itself"] == 0
    assert seen["name"] == "Teal teapot"
