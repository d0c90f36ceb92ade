"""What the artist asked for once, and what became of it. Frozen: these cross threads."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from ..api.frozen import frozen
from ..api.tasks import Task


class Stage(enum.StrEnum):
    """Where a job is, in order. Nothing but the artist's own act follows the last three."""

    QUEUED = "queued"
    PREPARING = "preparing"
    """What is to be sent is being written."""
    SUBMITTING = "submitting"
    WAITING = "waiting"
    DOWNLOADING = "downloading"
    CONVERTING = "converting"
    """All files are here, and a background Blender makes them quick to place."""
    READY = "ready"
    """The front end may place them."""
    PLACED = "placed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self in (Stage.PLACED, Stage.FAILED, Stage.CANCELLED)


@frozen
class Step:
    """One task of a job: the endpoint's name and the values of its parameters.

    Pictures and models are given as paths, URLs or data URIs; they are read when the step is sent.
    The parameter `after` takes the id of the step before (a preview's id, for its refine).
    """

    endpoint: str
    values: Mapping[str, Any]
    after: str = ""
    instead: Mapping[str, Any] = field(default_factory=dict)
    """What is sent in place of the task that `values` name, if Meshy doesn't know that any more."""


@frozen
class Job:
    """What the artist asked for once; may run several tasks in a row."""

    id: str
    kind: str
    """The operator's name, e.g. "text_to_3d"."""
    name: str
    """What the artist reads and what the objects are named after, e.g. "weathered bronze owl"."""
    steps: tuple[Step, ...]
    created_at: float
    """Seconds since the Unix epoch."""
    target: Mapping[str, Any] = field(default_factory=dict)
    """Where the result belongs, in the front end's own terms (JSON); the engine doesn't read it."""


@frozen
class Result:
    """The files that a finished job brought.

    `files` maps what a file is to where it lies: "model" (GLB), the maps that the GLB lacks
    ("base_color", "metallic", "roughness", "normal", "emission"), "thumbnail", and by their
    extension the further formats that were asked for ("fbx", "obj", "mtl", "stl", "usdz", "3mf").
    Pictures that were asked for are "image", "image_2", "image_3".
    """

    job: Job
    tasks: tuple[Task, ...]
    """In the order in which they ran; the last one gave the files."""
    files: Mapping[str, Path]
    remark: str = ""
    """What the artist should know of it besides; one sentence."""
    is_risky: bool = False
    """To import it here may take Blender along: only the artist's own word does that."""

    @property
    def thumbnail(self) -> Path | None:
        """A picture of the result; of pictures the first itself."""
        return self.files.get("thumbnail") or self.files.get("image")

    @property
    def is_here(self) -> bool:
        """Whether all of its files still are where they were brought. Asks the disk."""
        return all(file.is_file() for file in self.files.values())
