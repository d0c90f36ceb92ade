"""What the command line can set."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Literal

TEST_MODE_KEY = "msy_dummy_api_key_for_test_mode_12345678"
DEMO_KEY = "msy_emulator"

PlanName = Literal["pro", "studio", "enterprise"]
RetryAfter = Literal["never", "sometimes", "always"]


@dataclass(frozen=True)
class Options:
    """How this emulator behaves from the start; faults come later, through the control paths."""

    port: int = 0
    assets_port: int = 0
    key: str = DEMO_KEY
    credits: int = 1000
    plan: PlanName = "pro"
    task_seconds: float = 2.0
    running: int = 4
    models: tuple[str, ...] = ()
    retry_after: RetryAfter = "sometimes"
    heartbeat_seconds: float = 10.0
    url_seconds: float = 3 * 24 * 3600.0
    faults: tuple[str, ...] = ()
    large: bool = False
    files_ahead: bool = False
    lenient: bool = False
    with_parent: bool = False
    verbose: bool = False


def parse(arguments: list[str] | None = None) -> Options:
    """Options from command-line `arguments` (default: the process's own)."""
    default = Options()
    parser = argparse.ArgumentParser(
        prog="python -m tests.emulator",
        description="Meshy's HTTP API on this machine. The first line on stdout is JSON with the "
        "URLs and the key; it serves until it is ended.",
    )
    add = parser.add_argument
    add("--port", type=int, default=default.port, help="port of the API, 0 picks a free one")
    add("--assets-port", type=int, default=default.assets_port, help="port of the asset host")
    add("--key", default=default.key, help="the key that is accepted (default %(default)s)")
    add("--credits", type=int, default=default.credits, help="the account's balance")
    add("--plan", choices=("pro", "studio", "enterprise"), default=default.plan)
    add(
        "--task-seconds",
        type=_task_seconds,
        default=default.task_seconds,
        help="how long a task takes, 0.2 to 120 (default %(default)s)",
    )
    add("--running", type=int, default=default.running, help="tasks worked on at the same time")
    add(
        "--model",
        action="append",
        default=[],
        dest="models",
        metavar="NAME",
        help="accept this ai_model besides the documented ones; may be repeated",
    )
    add(
        "--retry-after",
        choices=("never", "sometimes", "always"),
        default=default.retry_after,
        help="whether a 429 says how long to wait (default %(default)s: every second one)",
    )
    add("--heartbeat-seconds", type=float, default=default.heartbeat_seconds)
    add("--url-seconds", type=float, default=default.url_seconds, help="lifetime of signed URLs")
    add(
        "--fault",
        action="append",
        default=[],
        dest="faults",
        metavar="JSON",
        help="a fault to begin with, as it would be posted to /_emulator/faults; may be repeated",
    )
    add("--large", action="store_true", help="every model has 300,000 triangles")
    add(
        "--files-ahead",
        action="store_true",
        help="a task is finished when its files are made, not when they are first asked for",
    )
    add(
        "--lenient",
        action="store_true",
        help="ignore unknown parameters, and answer paths without /openapi too, for older clients",
    )
    add("--with-parent", action="store_true", help="end when stdin is closed")
    add("--verbose", action="store_true", help="log requests to stderr")
    found = vars(parser.parse_args(arguments))
    lists = {name: tuple(found[name]) for name in ("models", "faults")}
    return Options(**{**found, **lists})


def _task_seconds(text: str) -> float:
    seconds = float(text)
    if not 0.2 <= seconds <= 120:
        raise argparse.ArgumentTypeError("a task takes 0.2 to 120 seconds")
    return seconds
