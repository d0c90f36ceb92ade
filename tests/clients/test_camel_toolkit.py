"""The Meshy toolkit of CAMEL, as it comes from PyPI, works against the emulator.

It was written for an older state of the API: the address is in its code (see `rerouting/`), its
paths lack `/openapi`, and it sends `negative_prompt`, which the pages don't list any more. That is
what the emulator's `--lenient` is for.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients.installing import python_package
from tests.emulator.client import download
from tests.emulator.process import Emulator, running_emulator

REROUTING = Path(__file__).parent / "rerouting"

PROGRAM = """
import json
from camel.toolkits import MeshyToolkit
toolkit = MeshyToolkit()
preview = toolkit.generate_3d_preview("a bronze owl", "realistic", "low quality")["result"]
toolkit.wait_for_task_completion(preview, polling_interval=1)
refined = toolkit.refine_3d_model(preview)["result"]
print(json.dumps(toolkit.wait_for_task_completion(refined, polling_interval=1)))
"""


@pytest.fixture(scope="module")
def python() -> Path:
    # Its requirement "mcp>=1.3" lets mcp 2 in, with which it can't be imported.
    return python_package("camel-ai", "0.2.90", "mcp~=1.30")


@pytest.fixture(scope="module")
def lenient() -> Iterator[Emulator]:
    with running_emulator(task_seconds=0.2, lenient=True) as running:
        yield running


def test_a_prompt_becomes_a_refined_model(python: Path, lenient: Emulator, tmp_path: Path) -> None:
    task = result_of(python, lenient, tmp_path)
    assert (task["type"], task["status"]) == ("text-to-3d-refine", "SUCCEEDED")
    assert download(task["model_urls"]["glb"]).content.startswith(b"glTF")
    assert [create["path"] for create in lenient.creates("text-to-3d")] == ["/v2/text-to-3d"] * 2


def result_of(python: Path, emulator: Emulator, folder: Path) -> dict[str, Any]:
    """What the toolkit's last call returned."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(REROUTING),
        "REROUTE_MESHY_TO": emulator.api,
        "MESHY_API_KEY": emulator.key,
    }
    done = subprocess.run(
        [str(python), "-c", PROGRAM],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))
