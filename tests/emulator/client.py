"""A plain client of the API for the emulator's own tests: requests and nothing else."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import requests
from PIL import Image

from tests.emulator.process import Emulator

TERMINAL = ("SUCCEEDED", "FAILED", "CANCELED")


@dataclass(frozen=True)
class Event:
    """One server-sent event, or a comment line (`name` is then empty)."""

    name: str
    data: Any


class Client:
    """Talks to an emulator with one key."""

    def __init__(self, emulator: Emulator, key: str | None = None) -> None:
        self.emulator = emulator
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {key or emulator.key}"

    def post(self, path: str, body: Any) -> requests.Response:
        """POST any body to a path."""
        return self.session.post(self.emulator.api + path, json=body)

    def get(self, path: str, **query: Any) -> requests.Response:
        """GET a path."""
        return self.session.get(self.emulator.api + path, params=query)

    def delete(self, path: str) -> requests.Response:
        """DELETE a path."""
        return self.session.delete(self.emulator.api + path)

    def create(self, path: str, **body: Any) -> str:
        """Create a task that must be accepted; its id."""
        answer = self.post(path, body)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["result"])

    def events(self, path: str) -> Iterator[Event]:
        """The events of a stream until it closes."""
        url = f"{self.emulator.api}{path}/stream"
        with self.session.get(url, stream=True) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            name = ""
            for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
                if line.startswith(":"):
                    yield Event("", line)
                elif line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    yield Event(name, json.loads(line.removeprefix("data: ")))

    def finished(self, path: str, task_id: str) -> dict[str, Any]:
        """The task object when the task has ended, waited for on its stream."""
        *_, last = self.events(f"{path}/{task_id}")
        assert last.data["status"] in TERMINAL, last
        return dict(last.data)

    def run(self, path: str, **body: Any) -> dict[str, Any]:
        """Create a task and wait for its end."""
        return self.finished(path, self.create(path, **body))


def picture(format_: str = "PNG", size: tuple[int, int] = (64, 64), colour: str = "teal") -> bytes:
    """A small picture file."""
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, format_)
    return target.getvalue()


def data_uri(content: bytes, mime: str = "image/png") -> str:
    """`content` inline."""
    return f"data:{mime};base64,{base64.b64encode(content).decode()}"


def model_uri(content: bytes) -> str:
    """A model inline, with the one type that the API takes."""
    return data_uri(content, "application/octet-stream")


def download(url: str, **headers: str) -> requests.Response:
    """Fetch an asset, without the key."""
    return requests.get(url, headers=headers)
