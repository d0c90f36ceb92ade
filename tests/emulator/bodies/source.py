"""The model that a request works on: an earlier task's, or one that was uploaded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tests.emulator.bodies.base import Body, exactly_one_source
from tests.emulator.desk import Desk
from tests.emulator.errors import TaskError, bad_request
from tests.emulator.results import ModelSpec
from tests.emulator.tasks import Task
from tests.emulator.uploads import MODEL_FORMATS, Upload

GENERATED = ("text-to-3d-preview", "text-to-3d-refine", "image-to-3d", "multi-image-to-3d")


@dataclass(frozen=True)
class Source:
    """Where the model comes from. `upload` is None for an input task."""

    spec: ModelSpec
    ai_model: str
    input_id: str = ""
    upload: Upload | None = None

    @property
    def content(self) -> bytes | None:
        """The uploaded bytes, if there are any."""
        return self.upload.content if self.upload is not None else None

    @property
    def failure(self) -> TaskError | None:
        """Why a task on this model is bound to fail, if it is."""
        return self.upload.problem if self.upload is not None else None


class WithSource(Body):
    """`input_task_id` or `model_url`; the task goes first when both are there."""

    input_task_id: str = ""
    model_url: str = ""

    def _uploaded(self, desk: Desk, formats: Collection[str] = MODEL_FORMATS) -> Source:
        exactly_one_source(self.input_task_id, self.model_url, "model_url")
        upload = desk.uploads.model(self.model_url, "model_url", formats)
        spec = ModelSpec(desk.seed(upload.digest), formats=("glb",), large=desk.options.large)
        return Source(spec, "latest", upload=upload)


def from_task(task: Task) -> Source:
    """The model of an earlier task; 400 when it made none."""
    if task.order.spec is None:
        raise bad_request(f"Invalid input_task_id: a {task.type} task has no 3D model")
    return Source(task.order.spec, task.order.ai_model, input_id=task.id)
