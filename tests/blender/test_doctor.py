"""The doctor: each thing that a job needs, with a verdict and what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def verdicts(blender: Blender, **environment: str) -> tuple[int, dict[str, dict[str, str]]]:
    ended = blender.cli("doctor", "--json", env=environment)
    found = json.loads(ended.stdout)["findings"]
    return ended.returncode, {each["subject"]: each for each in found}


@pytest.mark.one_version
def test_all_is_well(blender: Blender, emulator: Emulator):
    code, found = verdicts(blender, **emulator.environment)
    assert {each["verdict"] for each in found.values()} == {"ok"}, found
    assert code == 0
    assert "1,000 credits" in found["Meshy's service"]["said"]
    text = blender.cli("doctor", env=emulator.environment).stdout
    assert text.splitlines()[0].startswith("Meshy for Blender 0.")
    assert emulator.key not in text


@pytest.mark.one_version
def test_what_is_not_well_comes_with_its_exit_code(blender: Blender, emulator: Emulator):
    code, found = verdicts(blender, MESHY_API_URL=emulator.api)
    assert (code, found["API key"]["verdict"]) == (3, "bad")

    code, found = verdicts(blender, MESHY_API_URL=emulator.api, MESHY_API_KEY="wrong")
    assert (code, found["Meshy's service"]["verdict"]) == (5, "bad")
    assert "accept this API key" in found["Meshy's service"]["said"]

    nowhere = {**emulator.environment, "MESHY_API_URL": "http://127.0.0.1:1"}
    code, found = verdicts(blender, **nowhere)
    assert (code, found["Meshy's service"]["verdict"]) == (5, "bad")

    emulator.fault("html", path="balance", times=0)
    code, found = verdicts(blender, **emulator.environment)
    assert "login page" in found["Meshy's service"]["said"]


def press_the_button() -> list[Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    findings = jobs.module("ui.account.doctor").FINDINGS
    bpy.ops.meshy.doctor()
    jobs.tick_until(lambda: not findings.is_looking)
    return [len(findings.found), findings.text]


@pytest.mark.one_version
def test_the_button_looks_without_holding_the_artist_up(blender: Blender, emulator: Emulator):
    count, text = blender.call(press_the_button, env=emulator.environment)
    assert count >= 8
    assert "Clock: right." in text
    assert emulator.key not in text
