"""What it costs the window that a model lands in it, for `bench/landing.py`. Inside Blender."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.gui.heart import Clock, Spent, taking_as_many
from tests.gui.steps import Steps, until


class Watch:
    """The longest that the main thread was in one piece of our code."""

    def __init__(self) -> None:
        self.pieces: dict[str, Spent] = {}
        self.placed_at = 0.0
        self._clock = Clock()

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """`work`, with a note of how long it takes at most."""

        def timed(*given: Any, **named: Any) -> Any:
            began = self._clock.read()
            try:
                return work(*given, **named)
            finally:
                spent = self._clock.since(began)
                known = self.pieces.get(name, Spent())
                self.pieces[name] = max(known, spent, key=lambda each: each.all)
                if name == "place":
                    self.placed_at = time.time()

        return timed

    def told(self) -> dict[str, Any]:
        """The longest piece and what it spent, and all of them by their names."""
        longest = max(self.pieces.values(), key=lambda each: each.all)
        pieces = {name: spent.figures() for name, spent in self.pieces.items()}
        return {"tick_ms": longest.all, "queued_ms": longest.queued, "pieces": pieces}


def land(prompt: str, count: int) -> Steps:
    """`count` models one after the other, each taken out again. The first warms up.

    For each: the longest piece of our code from a job's start to its end, each of these pieces, and
    the seconds from the task's end at the service to the model in the scene.
    """
    import bpy

    from tests.gui import results

    _clear()
    results.part("ui.early").begin()  # as the tab does when it's first seen
    errands = results.part("ui.errands").ERRANDS
    yield from until(lambda: not errands.is_any_out, "what is imported ahead")
    watch = Watch()
    _watch_ours(watch)
    landed = []
    for _ in range(count):
        watch.pieces.clear()
        bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt=prompt)
        yield from until(results.made, "the model", within_s=300)
        yield from _quiet()
        result = results.board().result(results.board().rows[0].job_id)
        landed.append(
            {
                **watch.told(),
                "seconds": watch.placed_at - result.tasks[-1].raw["finished_at"] / 1000,
                "in_background": "ready" in result.files,
                "ready": str(result.files.get("ready", "")),
            }
        )
        _clear()
        yield from _quiet()
    return landed


def import_bare(path: str, count: int) -> Steps:
    """Milliseconds that Blender's own importer holds the main thread."""
    import bpy

    watch, landed = Watch(), []
    bare = watch.timed("importer", bpy.ops.import_scene.gltf)
    for _ in range(count):
        _clear()
        watch.pieces.clear()
        bare("EXEC_DEFAULT", True, filepath=path)
        landed.append(watch.pieces["importer"].all)
        yield from _quiet()
    return landed


def send(path: str, count: int) -> Steps:
    """The model at `path` is sent `count` times to be retextured, from the menu to the upload.

    For each: the longest piece of our code, all of them, and how many milliseconds Blender's own
    exporter holds the main thread to write the same. The first warms up.
    """
    import bpy

    from tests.gui import hands, results

    _clear()
    bpy.ops.import_scene.gltf("EXEC_DEFAULT", True, filepath=path)
    watch = Watch()
    _watch_ours(watch)
    bare = watch.timed("exporter", bpy.ops.export_scene.gltf)
    sent = []
    for number in range(count):
        watch.pieces.clear()
        bare(filepath=f"{path}.{number}.glb", use_selection=True)
        exported = watch.pieces.pop("exporter")
        yield from _quiet()
        prompt = f"rusty copper {number} [seconds:60]"
        with hands.override():
            bpy.ops.meshy.retexture("INVOKE_DEFAULT", text_style_prompt=prompt, ask=True)
        yield from _quiet()
        subprocess.run(["xdotool", "mousemove", "700", "450", "key", "Return"], check=True)
        yield from until(_newest_is_sent, "the upload", within_s=120)
        sent.append({**watch.told(), "exported_ms": exported.all})
        bpy.ops.meshy.cancel_job(job_id=results.board().rows[0].job_id)
        yield from until(lambda: not results.board().running, "the cancel")
    return sent


def _newest_is_sent() -> bool:
    from tests.gui import results

    board = results.board()
    return bool(board.running and board.rows[0].task_id)


def poll_and_import(api: str, key: str, prompts: list[str]) -> Steps:
    """Seconds from the task's end to the model in the scene, as other add-ons do it."""
    polling = _baseline()
    landed = []
    for prompt in prompts:
        _clear()
        body = {"mode": "preview", "prompt": prompt}
        landed.append((yield from polling.land(api, key, body)))
        yield from _quiet()
    return landed


def download_and_import(url: str, count: int) -> Steps:
    """Seconds for a download and an import with nothing around them."""
    polling = _baseline()
    taken = []
    for _ in range(count):
        _clear()
        taken.append(polling.limit(url))
        yield from _quiet()
    return taken


def _baseline() -> Any:
    sys.path.append(str(Path(__file__).parents[2]))
    from bench.baselines import polling

    return polling


def _watch_ours(watch: Watch) -> None:
    from tests.gui.results import part

    pump = part("ui.pump").PUMP
    pump._work = watch.timed("pump", pump._work)
    operator = part("ui.operators").JobOperator
    for name, method in (("dialog", "invoke"), ("press", "execute"), ("check", "check")):
        written = getattr(operator, method)
        setattr(operator, method, taking_as_many(written, watch.timed(name, written)))
    placing = part("ui.placing")
    placing.append_next = watch.timed("append", placing.append_next)
    placing.place_next = watch.timed("place", placing.place_next)
    placing.place_a_piece = watch.timed("tick", placing.place_a_piece)


def _quiet() -> Steps:
    """Until what was placed has been drawn."""
    for _ in range(25):
        yield


def _clear() -> None:
    import bpy

    for thing in list(bpy.data.objects):
        bpy.data.objects.remove(thing)
    bpy.data.orphans_purge(do_recursive=True)


def append_bare(path: str, count: int) -> Steps:
    """Milliseconds that Blender's own append of a prepared model's images, then of its objects
    holds the main thread: the longer of both.
    """
    import bpy

    watch, landed = Watch(), []

    def append(file: Path) -> None:
        libraries: Any = bpy.data.libraries
        with libraries.load(str(file), link=False) as (there, here):
            here.images, here.objects = list(there.images), list(there.objects)

    bare = watch.timed("append", append)
    for _ in range(count):
        watch.pieces.clear()
        for file in (Path(path).with_suffix(".images.blend"), Path(path)):
            bare(file)
            yield
        landed.append(watch.pieces["append"].all)
        yield from _quiet()
        _clear()
        yield from _quiet()
    return landed
