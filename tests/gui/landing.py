"""How long the window stands still while a model lands, for `bench/landing.py`. Inside Blender."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from tests.gui.steps import Steps, until

BEAT_S = 0.005


class Watch:
    """The longest time without a beat of the main loop, and in a piece of our code, in ms."""

    def __init__(self) -> None:
        import bpy

        self.standstill_ms = 0.0
        self.ours_ms = 0.0
        self.pieces: dict[str, float] = {}
        self._last = time.perf_counter()
        bpy.app.timers.register(self._beat, persistent=True)

    def forget(self) -> None:
        self.standstill_ms = self.ours_ms = 0.0
        self.pieces = {}
        self._last = time.perf_counter()

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*given, **named)
            finally:
                took = (time.perf_counter() - began) * 1000
                self.ours_ms = max(self.ours_ms, took)
                self.pieces[name] = round(max(took, self.pieces.get(name, 0.0)), 2)

        return timed

    def _beat(self) -> float:
        now = time.perf_counter()
        self.standstill_ms = max(self.standstill_ms, (now - self._last) * 1000)
        self._last = now
        return BEAT_S


def land(prompt: str, count: int) -> Steps:
    """`count` models one after the other, each taken out again; what each cost the main thread."""
    import bpy

    from tests.gui import results

    for thing in list(bpy.data.objects):
        bpy.data.objects.remove(thing)
    watch = Watch()
    _watch_ours(watch)
    landed = []
    for _ in range(count):
        watch.forget()
        press = watch.timed("press", bpy.ops.meshy.text_to_3d)
        press("INVOKE_DEFAULT", prompt=prompt)
        invoked = time.perf_counter()
        yield from until(results.made, "the model", within_s=300)
        yield from _quiet()
        landed.append(
            {
                "ours_ms": watch.ours_ms,
                "standstill_ms": watch.standstill_ms,
                "seconds": time.perf_counter() - invoked,
                "triangles": sum(
                    len(thing.data.loop_triangles) or len(thing.data.polygons)
                    for thing in results.made()
                    if thing.type == "MESH"
                ),
                **watch.pieces,
            }
        )
        _clear()
        yield from _quiet()
    return landed


def import_bare(path: str, count: int) -> Steps:
    """The same model by Blender's own importer, called as a timer or an operator would."""
    import bpy

    for thing in list(bpy.data.objects):
        bpy.data.objects.remove(thing)
    watch = Watch()
    landed = []
    bare = watch.timed("importer", bpy.ops.import_scene.gltf)
    for _ in range(count):
        watch.forget()
        bare("EXEC_DEFAULT", True, filepath=path)
        yield from _quiet()
        landed.append({"ours_ms": watch.ours_ms, "standstill_ms": watch.standstill_ms})
        _clear()
        yield from _quiet()
    return landed


def _watch_ours(watch: Watch) -> None:
    def module(end: str) -> Any:
        name = next(each for each in sys.modules if each.endswith(f"meshy_addon.ui.{end}"))
        return sys.modules[name]

    pump = module("pump").PUMP
    pump._work = watch.timed("pump", pump._work)
    placing = module("placing_operator")
    placing.append_next = watch.timed("append", placing.append_next)
    placing.place_next = watch.timed("place", placing.place_next)


def _quiet() -> Steps:
    for _ in range(25):
        yield


def _clear() -> None:
    import bpy

    for thing in list(bpy.data.objects):
        bpy.data.objects.remove(thing)
    bpy.data.orphans_purge(do_recursive=True)
