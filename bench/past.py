"""An account with a long past, for what is measured on one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.emulator.client import Client
from tests.emulator.process import Emulator, running_emulator

TASKS = 5000


@contextmanager
def long_past() -> Iterator[Emulator]:
    """An emulator whose account made 5,000 tasks, of eight kinds in turn, one each minute."""
    with running_emulator(task_seconds=0.2, credits=100_000) as emulator:
        made = [str(task) for task in _one_of_each(Client(emulator))]
        for turn, task_id in enumerate(made):
            emulator.add_past(task_id, TASKS // len(made) - 1, 60.0 * len(made) + turn)
        yield emulator


def _one_of_each(client: Client) -> Iterator[object]:
    owl = client.run("/openapi/v2/text-to-3d", mode="preview", prompt="an owl", ai_model="meshy-6")
    yield owl["id"]
    yield client.run("/openapi/v2/text-to-3d", mode="refine", preview_task_id=owl["id"])["id"]
    for path, more in (
        ("remesh", {"target_polycount": 5000}),
        ("resize", {"resize_height": 0.5}),
        ("convert", {"target_formats": ["stl"]}),
        ("retexture", {"text_style_prompt": "made of brass"}),
        ("print/analyze", {}),
    ):
        yield client.run(f"/openapi/v1/{path}", input_task_id=owl["id"], **more)["id"]
    yield client.run("/openapi/v1/text-to-image", prompt="a fox", ai_model="nano-banana")["id"]
