"""3D print: multi-colour files, and the analysis and repair of a mesh for printing."""

from __future__ import annotations

from functools import partial

from pydantic import Field

from tests.emulator import prices
from tests.emulator.bodies.base import exactly_one_source
from tests.emulator.bodies.source import GENERATED, Source, WithSource, from_task
from tests.emulator.desk import Desk
from tests.emulator.errors import Refusal, bad_request
from tests.emulator.layouts import thumbnails
from tests.emulator.orders import File, Files, Layout, Order, nothing
from tests.emulator.printability import evaluate
from tests.emulator.results import Derived, library
from tests.emulator.tasks import Status

PRINTABLE = (*GENERATED, "remesh", "retexture")

_REPAIR_KEYS = ("glb", "fbx", "obj", "stl", "usdz", "3mf", "mtl")


class MultiColor(WithSource):
    """A 3MF in a few colours."""

    max_colors: int = Field(default=4, ge=1, le=16)
    max_depth: int = Field(default=4, ge=3, le=6)

    def order(self, desk: Desk) -> Order:
        if self.input_task_id:
            source = self.of_task_or_uploaded(desk, PRINTABLE)
        else:
            source = self.uploaded(desk, ("glb", "fbx"))
        return Order(
            type="print-multi-color",
            credits=prices.PRINT_MULTI_COLOR,
            seed=source.seed,
            input_id=source.input_id,
            pending={"model_urls": {}},
            result={"model_urls": {"3mf": File("model.3mf")}},
            produce=lambda: library().multi_color_files(source.model(), self.max_colors),
            failure=source.failure,
        )


class Analyze(WithSource):
    """Whether a mesh can be printed. Free, and at once when the task was analyzed before."""

    def order(self, desk: Desk) -> Order:
        source = self._source(desk)
        return Order(
            type="print-analyze",
            credits=prices.PRINT_ANALYZE,
            seed=source.seed,
            input_id=source.input_id,
            pending={"printability": None},
            result={"printability": None if source.failure else evaluate(source.model())},
            produce=nothing,
            failure=source.failure,
            ready_at_once=_analyzed_before(desk, source.input_id),
        )

    def _source(self, desk: Desk) -> Source:
        exactly_one_source(self.input_task_id, self.model_url, "model_url")
        if not self.input_task_id:
            return self.uploaded(desk)
        task = desk.input_task(
            self.input_task_id,
            "input_task_id",
            PRINTABLE,
            missing=404,
            wrong_type=404,
            foreign=403,
        )
        source = from_task(task)
        if source.ai_model == "meshy-5" and task.type != "text-to-3d-preview":
            raise Refusal(404, "The task uses a model older than Meshy 6")
        return source


class Repair(WithSource):
    """A watertight mesh, in the format that came in, without textures."""

    alpha_thumbnail: bool = False

    def order(self, desk: Desk) -> Order:
        source = self._source(desk)
        urls: dict[str, Layout] = dict.fromkeys(_REPAIR_KEYS, "")
        urls[source.format] = File(f"model.{source.format}")
        made = Derived(partial(_repaired, source), (source.format,))
        return Order(
            type="print-repair",
            credits=prices.PRINT_REPAIR,
            seed=source.seed,
            ai_model=source.ai_model,
            made=made,
            humanoid=source.humanoid,
            input_id=source.input_id,
            pending={"model_urls": dict.fromkeys(_REPAIR_KEYS, ""), "texture_urls": []},
            result={"model_urls": urls, **thumbnails(self.alpha_thumbnail), "texture_urls": []},
            produce=made.produce,
            failure=source.failure,
        )

    def _source(self, desk: Desk) -> Source:
        exactly_one_source(self.input_task_id, self.model_url, "model_url")
        if not self.input_task_id:
            return self.uploaded(desk, ("glb", "stl", "obj"))
        task = desk.input_task(
            self.input_task_id, "input_task_id", PRINTABLE, missing=404, wrong_type=400
        )
        source = from_task(task)
        if "glb" not in source.formats:
            raise bad_request("Missing GLB: the referenced task has no GLB asset to repair")
        return source


def _repaired(source: Source, formats: tuple[str, ...]) -> Files:
    (format_,) = formats
    files: Files = library().repaired_files(source.model(), format_)
    return files


def _analyzed_before(desk: Desk, input_id: str) -> bool:
    return bool(input_id) and any(
        task.order.input_id == input_id and task.status is Status.SUCCEEDED
        for task in desk.tasks.owned(desk.account, ["print-analyze"])
    )
