"""What only Blender can read and write, done in a background Blender between a job's other steps.

A front end in which an artist works lends the engine a `Converter`; without one, results are
imported where they are placed. It is asked for files and gives files: nothing here knows Blender.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..api.endpoints import ENDPOINTS
from ..api.errors import MeshyError
from .crossing import result_to_plain
from .job import Result
from .models import models_in
from .workshop import CouldNot, Crashed, Unstartable, Workshop

READY = "ready"
"""The role in `Result.files` of the .blend that only needs to be appended."""

FITTED = "fitted"
"""The role of the .blend with its mesh as the object that it is for can wear it, if it gets one."""
FOUND = "found"
"""The role of what else was found of the result and that object: arrays, as numpy keeps them."""

log = logging.getLogger(__name__)


def ready_name(version: str) -> str:
    """What the READY file for a version of Blender is called: "ready-4.5.blend"."""
    return f"ready-{version}.blend"


def images_path(blend: Path) -> Path:
    """Where the images of a .blend that is to be appended lie, if they are large."""
    return blend.with_suffix(".images.blend")


class NotPrepared(MeshyError):
    """What was to be sent could not be written; nothing was sent, and it can be tried again."""


class Converter:
    """Asks a background Blender of `version` ("4.5"), kept in `workshop`. Worker threads."""

    def __init__(self, workshop: Workshop, version: str) -> None:
        self._workshop = workshop
        self._ready_name = ready_name(version)

    def warm_up(self) -> None:
        """A result is on its way. Returns at once."""
        self._workshop.warm_up()

    def close(self) -> None:
        """Let the background Blender go. Returns at once."""
        self._workshop.close()

    def prepare(self, blend: Path, glb: Path, cancelled: threading.Event) -> None:
        """Write the objects in `blend` to `glb`, as they are to be sent.

        Raises NotPrepared, CouldNot when these objects can't be sent, Cancelled.
        """
        self._written({"do": "prepare", "blend": str(blend), "glb": str(glb)}, cancelled)

    def write_picture(
        self, recipe: Mapping[str, Any], path: Path, cancelled: threading.Event
    ) -> None:
        """Write the picture that `recipe` describes to `path`. Raises as `prepare` does."""
        request = {"do": "write_picture", "recipe": recipe, "path": str(path)}
        self._written(request, cancelled)

    def _written(self, request: Mapping[str, Any], cancelled: threading.Event) -> None:
        try:
            self._workshop.ask(request, cancelled)
        except (Unstartable, Crashed) as error:
            raise NotPrepared(
                "The background Blender that was to write what is sent ended without doing it."
            ) from error

    def needs_converting(self, result: Result) -> bool:
        """Whether there's a model that isn't ready for this version of Blender.

        Not for a clip: what it moves is in the scene as a rule, and it is read without an importer.
        """
        if ENDPOINTS[result.job.steps[-1].endpoint].gives_clip:
            return False
        ready = result.files.get(READY)
        is_ready = ready is not None and ready.name == self._ready_name
        return bool(models_in(result.files)) and not is_ready

    def convert(self, result: Result, cancelled: threading.Event) -> Result:
        """`result` with a READY file, or with a word on why it has none. Raises Cancelled."""
        model = next(iter(models_in(result.files).values()))
        path = model.with_name(self._ready_name)
        raw = {role: file for role, file in result.files.items() if role != READY}
        bare = replace(result, files=raw)
        request = {"do": "convert", "result": result_to_plain(bare), "ready": str(path)}
        try:
            self._workshop.ask(request, cancelled)
        except CouldNot as error:
            log.warning("job %s: %s", result.job.id, error)
            return replace(bare, remark=str(error), is_risky=True)
        except Crashed as error:
            log.warning("job %s: %s", result.job.id, error)
            return replace(bare, remark=_CRASHED, is_risky=True)
        except Unstartable as error:
            log.warning("job %s: %s", result.job.id, error)
            return replace(bare, remark=_NO_BACKGROUND)
        return replace(bare, files={**raw, READY: path})

    def fit(self, result: Result, source: Path, cancelled: threading.Event) -> Result:
        """`result`, which was converted, with what it is on the object that is told of in `source`.

        As it was if that couldn't be found: then it's found where it's placed. Raises Cancelled.
        """
        fitted, found = source.with_name("fitted.blend"), source.with_name("found.npz")
        request = {"do": "fit", "result": result_to_plain(result), "source": str(source)}
        written = {"fitted": str(fitted), "found": str(found)}
        try:
            self._workshop.ask({**request, **written}, cancelled)
        except (CouldNot, Crashed, Unstartable) as error:
            log.warning("job %s: %s", result.job.id, error)
            return result
        mesh = {FITTED: fitted} if fitted.is_file() else {}
        return replace(result, files={**result.files, **mesh, FOUND: found})


_CRASHED = (
    "A background Blender crashed twice while it imported this model. "
    "Save your file before you place it."
)
_NO_BACKGROUND = "It was imported here, as Blender couldn't be started a second time."
