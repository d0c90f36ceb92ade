"""Jobs of every kind, as somebody orders them who has a finished model and a rig on the account."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from meshy_addon.api.endpoints import ENDPOINTS, KINDS
from meshy_addon.jobs.calls import CLOCKS_S
from meshy_addon.jobs.job import Job
from meshy_addon.jobs.planning import plan
from tests.emulator.process import Emulator
from tests.unit.customers import Customer
from tests.unit.parameter_values import picture_file

PROMPT = "a knight in bronze"


class Orders:
    """Makes jobs for the account of `emulator`; the pictures they send lie in `folder`."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        picture = folder / "picture.png"
        picture.write_bytes(picture_file("png", (64, 64)))
        emulator.set_credits(10**6)
        customer = Customer(emulator, emulator.key)
        self._picture = str(picture)
        self._model = customer.task("text-to-3d-preview")
        self._rig = customer.task("rig")
        self._drawing = "nano-banana"

    def let_them_age(self) -> None:
        """Wait until no lost create can be mistaken for what was made by now.

        What another program made just before can't be told from it, where a task doesn't repeat
        what it was made from. The service tells its clock in whole seconds, and late.
        """
        threading.Event().wait(CLOCKS_S + 5)

    def job(self, kind: str, number: int = 0) -> Job:
        """One more job of this kind; its name tells it from all others."""
        values = self._values(kind, f"{PROMPT} {number}")
        return Job(
            id=uuid.uuid4().hex,
            kind=kind,
            name=f"{kind} {number}",
            steps=plan(KINDS[kind], values),
            created_at=time.time(),
        )

    def one_of_each(self, kinds: Iterable[str], number: int = 0) -> list[Job]:
        return [self.job(kind, number) for kind in kinds]

    def _values(self, kind: str, prompt: str) -> Mapping[str, Any]:
        on_model = {"input_task_id": self._model}
        drawn = {"ai_model": self._drawing, "prompt": prompt}
        values: dict[str, Mapping[str, Any]] = {
            "text_to_3d": {"prompt": prompt},
            "refine": {"preview_task_id": self._model},
            "image_to_3d": {"image_url": self._picture},
            "multi_image_to_3d": {"image_urls": [self._picture]},
            "retexture": {**on_model, "text_style_prompt": prompt},
            "convert": {**on_model, "target_formats": ["glb", "fbx"]},
            "resize": {**on_model, "resize_height": 1.5},
            "animate": {"rig_task_id": self._rig, "action_id": 92},
            "text_to_image": drawn,
            "image_to_image": {**drawn, "reference_image_urls": [self._picture]},
        }
        lab = ("keychain", "fridge_magnet", "figure", "lamp")
        return values.get(kind, {"image_url": self._picture} if kind in lab else on_model)


def job_to_json(job: Job) -> dict[str, Any]:
    steps = [
        {"endpoint": s.endpoint, "values": dict(s.values), "after": s.after} for s in job.steps
    ]
    return {"id": job.id, "kind": job.kind, "name": job.name, "steps": steps}


def job_from_json(told: Mapping[str, Any]) -> Job:
    from meshy_addon.jobs.job import Step

    steps = tuple(Step(**step) for step in told["steps"])
    return Job(told["id"], told["kind"], told["name"], steps, time.time())


def finished_tasks(emulator: Emulator, folder: Path) -> list[dict[str, Any]]:
    """The service's own description of a finished task of every kind."""
    Orders(emulator, folder)
    customer = Customer(emulator, emulator.key)
    names = {
        **dict.fromkeys(("text-to-3d-preview", "image-to-3d", "image-to-image", "rig")),
        **dict.fromkeys(("text-to-image", "remesh", "retexture", "creative-lab-lamp-prototype")),
    }
    found = []
    for endpoint in ENDPOINTS.values():
        if endpoint.type in names:
            task_id = customer.task(endpoint.type)
            found.append(dict(customer.client.get(endpoint, task_id).raw))
    return found
