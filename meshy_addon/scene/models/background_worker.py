"""What the background Blender runs: `blender --background --factory-startup --python this`.

Also for a Python with the `bpy` wheel. It answers requests, see `jobs/worker_process.py`, for as
long as its stdin is open. It imports the package from where this file lies, be that an installed
extension or a clone, under its plain name: nothing is registered, there is no interface here.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import json
import os
import queue
import shutil
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import bpy

LIMIT_S = 600
"""Past any limit that the parent sets: it isn't there any more, and this thread hears nothing."""

_MARK = "@meshy "


def main() -> None:
    """Answer until there's nobody to ask."""
    answers = _private_stdout()
    _be_modest()
    requests = _Requests()
    _import_what_is_slow()
    _open_empty_file()
    _say(answers, {"id": 0})
    for request in requests:
        faulthandler.dump_traceback_later(LIMIT_S, exit=True)
        answer = _answer(request)
        _say(answers, {**answer, "id": request["id"]})
        _open_empty_file()
        faulthandler.cancel_dump_traceback_later()


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        _ACTIONS[request["do"]](request)
    except _module("api.errors").MeshyError as error:
        return {"error": str(error), "kind": type(error).__name__}
    except Exception as error:  # noqa: BLE001 - the artist's Blender decides what to make of it
        traceback.print_exc()
        return {"error": f"An error in the add-on: {error!r}.", "kind": type(error).__name__}
    return {}


def _open_empty_file() -> None:
    """Each request has one of its own, so that names are free. Here memory is given back too."""
    bpy.ops.wm.read_homefile(use_empty=True, load_ui=False)


def _convert(request: Mapping[str, Any]) -> None:
    result = _module("jobs.crossing").result_from_plain(request["result"])
    objects = _module("scene.models.preparing").import_afresh(result)
    _module("scene.models.ready_file").write_ready(objects, Path(request["ready"]))


def _prepare(request: Mapping[str, Any]) -> None:
    _module("scene.objects.sending").glb_from_blend(Path(request["blend"]), Path(request["glb"]))


def _fit(request: Mapping[str, Any]) -> None:
    result = _module("jobs.crossing").result_from_plain(request["result"])
    paths = (Path(request[name]) for name in ("source", "fitted", "found"))
    _module("scene.objects.fitting_ahead").fit_ahead(result, *paths)


def _write_picture(request: Mapping[str, Any]) -> None:
    _module("scene.pictures.sendable").write_postponed(request["recipe"], Path(request["path"]))


def _module(name: str) -> Any:
    """A part of the package, whose name here isn't the one that it has in an extension."""
    return importlib.import_module(f"meshy_addon.{name}")


_ACTIONS = {
    "convert": _convert,
    "fit": _fit,
    "prepare": _prepare,
    "write_picture": _write_picture,
}


class _Requests:
    """Read by a thread of their own, so that the end of the parent is noticed amid an import."""

    def __init__(self) -> None:
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._is_busy = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        while line := self._lines.get():
            self._is_busy.set()
            yield json.loads(line)
            self._is_busy.clear()

    def _read(self) -> None:
        for line in sys.stdin.buffer:
            self._lines.put(line)
        if self._is_busy.is_set():
            shutil.rmtree(bpy.app.tempdir, ignore_errors=True)
            os._exit(1)
        self._lines.put(b"")


def _private_stdout() -> int:
    """A descriptor for the parent alone; what Blender and its add-ons print goes to stderr."""
    sys.stdout.flush()
    private = os.dup(1)
    os.dup2(2, 1)
    return private


def _say(descriptor: int, answer: Mapping[str, Any]) -> None:
    # Begun on a line of its own, whatever was printed before stdout was ours.
    line = f"\n{_MARK}{json.dumps(answer)}\n".encode()
    while line:
        line = line[os.write(descriptor, line) :]


def _be_modest() -> None:
    """If memory runs out this one goes first, not the artist's Blender."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")


def _import_what_is_slow() -> None:
    """Before the first request, not during it."""
    sys.path.insert(0, str(Path(__file__).parents[3]))
    _module("jobs.crossing")
    _module("scene.warming").import_what_is_slow()


if __name__ == "__main__":
    main()
