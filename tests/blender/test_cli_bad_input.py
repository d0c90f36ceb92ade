"""What goes wrong on the command line: an exit code, one sentence on stderr, nothing paid."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.blender import bad_input
from tests.blender.bad_input import Mistake, is_one_sentence
from tests.blender.harness import Blender, Finished
from tests.emulator.process import Emulator

pytestmark = pytest.mark.one_version


def arguments(kind: str, values: Mapping[str, Any]) -> list[str]:
    """`kind` and `values` as somebody types them."""
    typed = [kind.replace("_", "-")]
    for name, value in values.items():
        flag = f"--{name.replace('_', '-')}"
        if isinstance(value, bool):
            typed.append(flag if value else f"--no-{flag[2:]}")
        else:
            for item in value if isinstance(value, list) else [value]:
                typed += [flag, str(item)]
    return typed


def _check(ended: Finished, mistake: Mistake) -> None:
    assert ended.stdout == ""
    _sentence(ended, mistake)


def _check_json(ended: Finished, mistake: Mistake) -> dict[str, Any]:
    """The one object on stdout tells the same as stderr; without the error."""
    told: dict[str, Any] = json.loads(ended.stdout)
    assert told.pop("error")["message"] == _sentence(ended, mistake)
    assert told.pop("seconds") >= 0
    return told


def _sentence(ended: Finished, mistake: Mistake) -> str:
    assert ended.returncode == mistake.exit, ended
    sentence = ended.stderr.splitlines()[-1].removeprefix("meshy: ")
    assert re.fullmatch(mistake.says, sentence)
    assert is_one_sentence(sentence)
    assert "Traceback" not in ended.stderr
    return sentence


def _our_lines(stderr: str) -> list[str]:
    """Without what Blender itself says about a picture that it can't read."""
    return [line for line in stderr.splitlines() if "IMB_" not in line]


@pytest.mark.parametrize("mistake", bad_input.NEVER_SENT, ids=lambda mistake: mistake.name)
def test_a_mistake_has_its_exit_code_and_one_sentence_as_json_too(
    blender: Blender, emulator: Emulator, mistake: Mistake
):
    bad_input.write_bad_pictures(blender.folder)
    ended = blender.cli(
        *arguments(mistake.kind, mistake.values),
        "--json",
        env={**emulator.environment, **mistake.env},
    )
    told = _check_json(ended, mistake)
    is_job = mistake.exit == 5  # it can be sent when the network is back
    assert bool(told.pop("job")) == is_job
    assert told == {"tasks": [], "objects": [], "files": []}
    if mistake.exit == 2:
        assert len(_our_lines(ended.stderr)) == 1
    assert emulator.requests() == []


@pytest.mark.parametrize("mistake", bad_input.REFUSED, ids=lambda mistake: mistake.name)
def test_a_refusal_has_its_exit_code_and_one_sentence(
    blender: Blender, emulator: Emulator, mistake: Mistake
):
    emulator.set_credits(5, bad_input.POOR_KEY)
    ended = blender.cli(
        *arguments(mistake.kind, mistake.values), env={**emulator.environment, **mistake.env}
    )
    _check(ended, mistake)
    assert emulator.credits() == 1000


def test_a_failed_task_exits_with_1_and_tells_the_whole_story_as_json(
    blender: Blender, emulator: Emulator
):
    prompt = "an owl [fail:moderation_blocked]"
    ended = blender.cli("text-to-3d", "--prompt", prompt, "--json", env=emulator.environment)
    assert ended.returncode == 1
    told = json.loads(ended.stdout)
    assert told["tasks"][0]["status"] == "FAILED"
    assert told["objects"] == told["files"] == []
    assert told["error"]["type"] == "TaskFailed"
    assert ended.stderr.splitlines()[-1] == f"meshy: {told['error']['message']}"
    assert emulator.credits() == 1000


def test_a_login_page_instead_of_the_service_exits_with_5(blender: Blender, emulator: Emulator):
    emulator.fault("html", host="api", times=0)
    ended = blender.cli("text-to-3d", "--prompt", "an owl", env=emulator.environment)
    assert ended.returncode == 5
    assert is_one_sentence(ended.stderr.splitlines()[-1])
    assert emulator.creates() == []


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ("owl.xyz", r"output: owl\.xyz is no kind of file that can be written \(\.blend, .*\)\."),
        ("owl", r"output: owl is no kind of file that can be written \(\.blend, .*\)\."),
        ("taken.txt/owl.glb", r"output: .*taken\.txt is a file, not a folder\."),
        ("taken.txt/", r"output: .*taken\.txt is a file, not a folder\."),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_paid(
    blender: Blender, emulator: Emulator, output: str, says: str
):
    (blender.folder / "taken.txt").touch()
    ended = blender.cli("text-to-3d", "--prompt", "owl", "-o", output, env=emulator.environment)
    _check(ended, Mistake("", "", {}, says))
    assert emulator.requests() == []


def test_a_folder_without_permission_is_refused_before_anything_is_paid(
    blender: Blender, emulator: Emulator
):
    # Linux lets nobody write here, not even the superuser.
    ended = blender.cli(
        "text-to-3d", "--prompt", "owl", "-o", "/proc/owl.glb", env=emulator.environment
    )
    _check(ended, Mistake("", "", {}, r".*/proc.* can't be written \(.*\)\."))
    assert emulator.requests() == []


@pytest.mark.parametrize(
    "typed",
    [
        ["sculpt", "--prompt", "an owl"],
        ["text-to-3d", "--promt", "an owl"],
        ["text-to-3d", "--prompt", "an owl", "--target-polycount", "many"],
        ["text-to-3d", "--prompt", "an owl", "--max-credits", "few"],
        [],
    ],
    ids=["command", "parameter", "number", "budget", "nothing"],
)
def test_wrong_usage_exits_with_2_and_shows_the_usage(blender: Blender, typed: list[str]):
    ended = blender.cli(*typed)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("usage: meshy")
    assert "error: " in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
