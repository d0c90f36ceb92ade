"""Just enough of the Model Context Protocol to use a server's tools over stdio."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROTOCOL_VERSION = "2025-06-18"


@dataclass
class McpServer:
    """A started and initialised server."""

    process: subprocess.Popen[str]
    _last_id: int = field(default=0)

    def tools(self) -> set[str]:
        """The names of its tools."""
        return {tool["name"] for tool in self.ask("tools/list", {})["tools"]}

    def call(self, tool: str, **arguments: Any) -> str:
        """The text that a tool answers; AssertionError with it when it is an error."""
        answer = self.ask("tools/call", {"name": tool, "arguments": arguments})
        text = "\n".join(part["text"] for part in answer["content"] if part["type"] == "text")
        assert not answer.get("isError"), text
        return text

    def ask(self, method: str, parameters: Mapping[str, Any]) -> Any:
        """One JSON-RPC request and its result."""
        self._last_id += 1
        self.send({"id": self._last_id, "method": method, "params": parameters})
        assert self.process.stdout is not None
        for line in self.process.stdout:
            message = json.loads(line)
            if message.get("id") == self._last_id:
                assert "error" not in message, message["error"]
                return message["result"]
        raise AssertionError(f"The server ended with exit code {self.process.wait()}")

    def send(self, message: Mapping[str, Any]) -> None:
        """Write one message."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self.process.stdin.flush()


@contextmanager
def mcp_server(
    command: list[str], environment: Mapping[str, str], folder: Path
) -> Iterator[McpServer]:
    """Start a server in `folder` and shake hands; it ends with the block."""
    with subprocess.Popen(
        command,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            server = McpServer(process)
            client = {"name": "tests", "version": "1"}
            hello = {
                "protocolVersion": PROTOCOL_VERSION,
                "capabilities": {},
                "clientInfo": client,
            }
            server.ask("initialize", hello)
            server.send({"method": "notifications/initialized"})
            yield server
        finally:
            process.terminate()
            process.wait()
