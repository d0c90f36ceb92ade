"""The tests' own ground: what a function does inside Blender is what its test sees."""

from __future__ import annotations

import signal
import time

import pytest

from tests.blender.harness import Blender, DiedInside, RaisedInside

SECRET_OF_THIS_MACHINE = "MESHY_API_KEY"


def which_blender(greeting: str) -> dict[str, object]:
    import bpy

    print(greeting)
    return {"version": list(bpy.app.version[:2]), "operators": hasattr(bpy.types, "Scene")}


def a_mistake() -> None:
    raise LookupError("there is no owl")


def a_crash() -> None:
    import os

    os.abort()


def wait_to_be_killed() -> None:
    print("waiting", flush=True)
    time.sleep(600)


def the_environment() -> dict[str, str]:
    import os

    return dict(os.environ)


def leave_a_file() -> None:
    from pathlib import Path

    Path("left-behind").touch()


@pytest.mark.also_installed
def test_a_function_runs_in_the_blender_that_the_test_is_for(blender: Blender):
    seen = blender.call(which_blender, "hello")
    assert seen["version"] == [int(part) for part in blender.version.split(".")]
    assert "hello" in blender.last.stdout


def test_what_it_raises_comes_back_with_its_traceback(blender: Blender):
    with pytest.raises(RaisedInside, match="there is no owl") as raised:
        blender.call(a_mistake)
    assert raised.value.kind == "LookupError"
    assert "in a_mistake" in raised.value.traceback


def test_a_crash_is_an_error_and_no_answer(blender: Blender):
    with pytest.raises(DiedInside, match="without an answer"):
        blender.call(a_crash)


def test_a_killed_child_is_gone_at_once(blender: Blender):
    child = blender.start(wait_to_be_killed)
    child.kill()
    with pytest.raises(DiedInside, match=f"exit -{int(signal.SIGKILL)}"):
        child.value()


def test_nothing_of_this_machines_keys_and_proxies_gets_in(
    blender: Blender, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(SECRET_OF_THIS_MACHINE, "a key of this machine")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    seen = blender.call(the_environment, env={"MESHY_API_URL": "http://127.0.0.1:1"})
    assert SECRET_OF_THIS_MACHINE not in seen
    assert "HTTP_PROXY" not in seen
    assert seen["MESHY_API_URL"] == "http://127.0.0.1:1"


def test_what_a_call_writes_lands_in_the_folder_of_the_test(blender: Blender):
    blender.call(leave_a_file)
    assert [file.name for file in blender.folder.iterdir()] == ["left-behind"]


def test_the_whole_suite_also_runs_in_a_blender_of_this_machine():
    """Says in the summary whether it did; the `blender` fixture adds it where there is one."""
    import interpreters

    if interpreters.find_blender() is None:
        pytest.skip("no Blender 4.2 or later on the PATH or in MESHY_TEST_BLENDER")
