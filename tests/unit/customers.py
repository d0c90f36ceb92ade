"""An account of the emulator's with finished tasks of every type, to try requests with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meshy_addon.api.account import Account
from meshy_addon.api.client import Client
from meshy_addon.api.endpoint import Endpoint
from tests.emulator.client import Client as PlainClient
from tests.emulator.process import Emulator

TEXT = "/openapi/v2/text-to-3d"
LAB = "/openapi/creative-lab"
PICTURE_URL = "https://example.com/picture.png"
PERSON = {"mode": "preview", "prompt": "a knight", "pose_mode": "t-pose"}

_CREDITS = 100_000
_REQUESTS = 40
"""After so many a new account comes: no plan lets one ask without end."""


class Customer:
    """One account. Its finished tasks are made by a client that knows nothing of ours."""

    def __init__(self, emulator: Emulator, key: str) -> None:
        emulator.set_credits(_CREDITS, key)
        self.key = key
        self.requests = 0
        self.client = Client(Account(emulator.api, key, "a test"))
        self._emulator = emulator
        self._plain = PlainClient(emulator, key)
        self._tasks: dict[str, str] = {}
        self._credits = _CREDITS

    @property
    def credits(self) -> int:
        return self._emulator.credits(self.key)

    def create(self, endpoint: Endpoint, body: Mapping[str, Any]) -> int:
        """What the emulator charges for a task; raises what the client raises."""
        self.requests += 1
        before = self._credits
        assert self.client.create(endpoint, body)
        self._credits = self.credits
        return before - self._credits

    def task(self, type_: str, ai_model: str = "latest") -> str:
        """The id of a task of this type that succeeded."""
        name = f"{type_} {ai_model}"
        if name not in self._tasks:
            path, body = self._recipe(type_, ai_model)
            self.requests += 2
            done = self._plain.run(path, **body)
            assert done["status"] == "SUCCEEDED", done
            self._tasks[name] = done["id"]
            self._credits = self.credits
        return self._tasks[name]

    def _recipe(self, type_: str, ai_model: str) -> tuple[str, dict[str, Any]]:
        if type_.startswith("creative-lab-"):
            product = type_.removeprefix("creative-lab-").removesuffix("-prototype")
            return f"{LAB}/{product}/v1/prototype", {"image_url": PICTURE_URL}
        if type_ == "text-to-3d-preview":
            return TEXT, {**PERSON, "ai_model": ai_model}
        if type_ == "text-to-3d-refine":
            return TEXT, {"mode": "refine", "preview_task_id": self.task("text-to-3d-preview")}
        v1 = "/openapi/v1"
        drawing = {"ai_model": "nano-banana", "prompt": "a knight"}
        pictured = {"pose_mode": "t-pose"}
        person = "text-to-3d-preview"
        paths: dict[str, tuple[str, dict[str, Any]]] = {
            "text-to-image": (f"{v1}/text-to-image", drawing),
            "image-to-image": (
                f"{v1}/image-to-image",
                {**drawing, "reference_image_urls": [PICTURE_URL]},
            ),
            "image-to-3d": (f"{v1}/image-to-3d", {**pictured, "image_url": PICTURE_URL}),
            "multi-image-to-3d": (
                f"{v1}/multi-image-to-3d",
                {**pictured, "image_urls": [PICTURE_URL]},
            ),
            "remesh": (f"{v1}/remesh", {"input_task_id": person}),
            "retexture": (
                f"{v1}/retexture",
                {"input_task_id": person, "text_style_prompt": "gold"},
            ),
            "rig": (f"{v1}/rigging", {"input_task_id": person}),
        }
        path, body = paths[type_]
        if "input_task_id" in body:
            body["input_task_id"] = self.task(body["input_task_id"])
        return path, body


class Customers:
    """Gives a customer with requests to spare."""

    def __init__(self, emulator: Emulator) -> None:
        # Tasks are over at once, so that no queue fills up.
        emulator.settings(task_seconds=0.0)
        self._emulator = emulator
        self._count = 0
        self._now: Customer | None = None

    def next(self) -> Customer:
        if self._now is None or self._now.requests >= _REQUESTS:
            self._count += 1
            self._now = Customer(self._emulator, f"msy_customer_{self._count}")
        return self._now
