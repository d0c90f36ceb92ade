"""How the emulator starts and ends."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest
import requests

from tests.emulator.client import Client
from tests.emulator.process import ROOT, running_emulator

COMMAND = [sys.executable, "-m", "tests.emulator", "--port", "0"]


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_even_with_an_open_stream(number: signal.Signals) -> None:
    process = start("--task-seconds", "60")
    assert process.stdout is not None
    hello = json.loads(process.stdout.readline())
    assert list(hello) == ["api", "assets", "key"]
    headers = {"Authorization": f"Bearer {hello['key']}"}
    body = {"mode": "preview", "prompt": "an owl"}
    path = f"{hello['api']}/openapi/v2/text-to-3d"
    task = requests.post(path, json=body, headers=headers).json()["result"]
    with requests.get(f"{path}/{task}/stream", headers=headers, stream=True):
        process.send_signal(number)
        rest, errors = process.communicate(timeout=30)
    assert (process.returncode, rest, errors) == (0, "", "")


def test_it_ends_with_its_parent() -> None:
    process = start("--with-parent")
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")


def test_it_knows_nothing_of_the_extension() -> None:
    program = "import sys, tests.emulator.server; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "tests.emulator.kinds" in loaded
    assert not [name for name in loaded if name.partition(".")[0] in ("meshy_addon", "bpy")]


def test_a_wrong_flag_is_refused() -> None:
    process = start("--task-seconds", "0.1")
    output, errors = process.communicate(timeout=30)
    assert (process.returncode, output) == (2, "")
    assert "0.2 to 120" in errors


def test_faults_can_be_there_from_the_start() -> None:
    fault = json.dumps({"kind": "refuse", "path": "balance", "status": 503})
    with running_emulator(fault=[fault]) as emulator:
        client = Client(emulator)
        answers = [client.get("/openapi/v1/balance").status_code for _ in range(2)]
        emulator.reset()
        again = client.get("/openapi/v1/balance").status_code
    assert (answers, again) == ([503, 200], 503)


def test_lenient_takes_what_older_clients_send() -> None:
    with running_emulator(lenient=True) as emulator:
        client = Client(emulator)
        body = {"mode": "preview", "prompt": "an owl", "negative_prompt": "ugly"}
        task = client.create("/v2/text-to-3d", **body)
        assert client.get(f"/openapi/v2/text-to-3d/{task}").status_code == 200
        assert client.post("/v2/text-to-3d", {**body, "mode": "sketch"}).status_code == 400
