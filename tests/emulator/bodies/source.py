"""The model that a request works on: an earlier task's, or one that was uploaded."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tests.emulator.bodies.base import Body, exactly_one_source
from tests.emulator.desk import Desk
from tests.emulator.errors import TaskError, bad_request
from tests.emulator.results import Model
from tests.emulator.tasks import Task
from tests.emulator.uploads import MODEL_FORMATS, Upload

GENERATED = ("text-to-3d-preview", "text-to-3d-refine", "image-to-3d", "multi-image-to-3d")

_READABLE = ("glb", "obj", "stl")


@dataclass(frozen=True)
class Source:
    """A model to work on, however it came. `upload` is None for an input task."""

    seed: str
    model: Callable[[], Model]
    shape: Callable[[], Model]
    ai_model: str = "latest"
    formats: tuple[str, ...] = ("glb",)
    humanoid: bool = False
    input_id: str = ""
    upload: Upload | None = None

    @property
    def format(self) -> str:
        """The format that an answer "in the input's format" comes in."""
        return self.upload.format if self.upload is not None and self.upload.format else "glb"

    @property
    def failure(self) -> TaskError | None:
        """Why a task on this model is bound to fail, if it is."""
        return self.upload.problem if self.upload is not None else None


class WithSource(Body):
    """`input_task_id` or `model_url`; the task goes first when both are there."""

    input_task_id: str = ""
    model_url: str = ""

    def uploaded(self, desk: Desk, formats: Collection[str] = MODEL_FORMATS) -> Source:
        """The model behind `model_url`."""
        exactly_one_source(self.input_task_id, self.model_url, "model_url")
        upload = desk.uploads.model(self.model_url, "model_url", formats)
        seed = desk.seed(upload.digest)
        model: Model = seed
        if upload.content is not None and upload.format in _READABLE and seed == upload.digest:
            model = upload.content
        # FBX, and what lies on other hosts, is stood in for by a model of its own.
        return Source(seed, lambda: model, lambda: model, upload=upload)

    def of_task_or_uploaded(self, desk: Desk, types: Collection[str] | None) -> Source:
        """The model of the input task, if it is of one of `types` (None: any), or the upload."""
        if self.input_task_id:
            return from_task(desk.input_task(self.input_task_id, "input_task_id", types))
        return self.uploaded(desk)


def from_task(task: Task) -> Source:
    """The model of an earlier task; 400 when it made none."""
    made = task.order.made
    if made is None:
        raise bad_request(f"Invalid input_task_id: a {task.type} task has no 3D model")
    return Source(
        task.order.seed,
        made.model,
        made.shape,
        ai_model=task.order.ai_model,
        formats=made.formats,
        humanoid=task.order.humanoid,
        input_id=task.id,
    )
