"""Starts the emulator as a process of its own, for tests and the demo."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Emulator:
    """A running emulator, and its control paths as methods. Any thread."""

    api: str
    assets: str
    key: str
    pid: int

    @property
    def environment(self) -> dict[str, str]:
        """What makes the extension and the command line talk to it."""
        return {"MESHY_API_KEY": self.key, "MESHY_API_URL": self.api}

    def requests(self, method: str | None = None, path: str = "") -> list[dict[str, Any]]:
        """The requests seen since the last reset, oldest first, whose path contains `path`."""
        seen: list[dict[str, Any]] = self.control("GET", "requests")
        return [each for each in seen if method in (None, each["method"]) and path in each["path"]]

    def creates(self, path: str = "") -> list[dict[str, Any]]:
        """The create requests among them."""
        return self.requests("POST", path or "/openapi/")

    def fault(self, kind: str, **match_and_settings: Any) -> int:
        """Switch a fault on (see README.md); its id."""
        return int(self.control("POST", "faults", {"kind": kind, **match_and_settings})["id"])

    def hits(self, fault_id: int) -> int:
        """How often a fault has struck."""
        return int(next(f["hits"] for f in self.control("GET", "faults") if f["id"] == fault_id))

    def clear_faults(self) -> None:
        """Switch all faults off."""
        self.control("DELETE", "faults")

    def credits(self, key: str | None = None) -> int:
        """The balance of an account, default the main one's."""
        return int(self.control("GET", "accounts")[key or self.key])

    def set_credits(self, credits: int, key: str | None = None) -> None:
        """Set the balance of an account; an unknown key becomes a new account."""
        self.control("POST", "accounts", {"credits": credits, "key": key or self.key})

    def settings(self, **settings: Any) -> None:
        """Change task_seconds, heartbeat_seconds, url_seconds, large or queue_message."""
        self.control("POST", "settings", settings)

    def add_past(
        self, task_id: str, count: int, seconds_apart: float = 60.0, newer_type: str = ""
    ) -> list[str]:
        """Let a finished task have been made `count` times before, so far apart; their ids.

        With a `newer_type` as tasks of a kind that isn't documented.
        """
        past = {"task_id": task_id, "count": count, "seconds_apart": seconds_apart}
        made: list[str] = self.control("POST", "past", {**past, "newer_type": newer_type})
        return made

    def put_file(self, name: str, content: bytes) -> str:
        """Put a file on the asset host; its signed URL."""
        return str(json.loads(self._call("POST", f"files/{name}", content))["url"])

    def uploaded(self, sha256: str) -> bytes:
        """The decoded bytes of a picture or model that a request brought along."""
        return self._call("GET", f"uploads/{sha256}")

    def reset(self) -> None:
        """Back to the state after the start."""
        self.control("POST", "reset")

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call a control path; its JSON, or None where there is none."""
        content = None if body is None else json.dumps(body).encode()
        answer = self._call(method, path, content)
        return json.loads(answer) if answer else None

    def _call(self, method: str, path: str, content: bytes | None = None) -> bytes:
        headers = {"Content-Type": "application/json"}
        request = Request(f"{self.api}/_emulator/{path}", content, headers, method=method)
        with urlopen(request) as answer:
            return bytes(answer.read())


@contextmanager
def running_emulator(*arguments: str, **options: Any) -> Iterator[Emulator]:
    """An emulator process with these options (`task_seconds=0.2`, `plan="studio"`, `large=True`).

    It ends with the block, and when this process dies.
    """
    command = [sys.executable, "-m", "tests.emulator", "--port", "0", "--with-parent"]
    command += [*arguments, *_flags(options)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"The emulator did not start: exit code {process.wait()}")
            yield Emulator(**json.loads(line), pid=process.pid)
        finally:
            process.terminate()
            process.wait()


def _flags(options: dict[str, Any]) -> list[str]:
    flags: list[str] = []
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        if value is True:
            flags.append(flag)
        elif value is not False:
            values = value if isinstance(value, (list, tuple)) else [value]
            flags += [part for each in values for part in (flag, str(each))]
    return flags
