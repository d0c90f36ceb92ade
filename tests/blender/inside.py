"""Runs inside Blender: loads the extension, calls one function of a test module, answers in JSON.

A function that yields needs a Blender with a window, whose main loop goes on between its steps.
Started by `tests/blender/harness.py` with two paths, a request to read and an answer to write. It
imports nothing of the repository before it knows whether the extension comes from there.
"""

import importlib
import json
import os
import sys
import traceback
import types
from collections.abc import Generator
from pathlib import Path
from typing import Any

INSTALLED_NAME = "bl_ext.user_default.meshy"


def main(request_file: str, answer_file: str) -> None:
    """Do what the request says and end the process."""
    try:
        request = json.loads(Path(request_file).read_text(encoding="utf-8"))
        value = _value(request)
        if isinstance(value, Generator):
            from tests.gui.steps import go_on

            go_on(value, lambda outcome: _end(answer_file, outcome))
            return
    except BaseException as error:  # noqa: BLE001 - the test shall see it, whatever it is
        value = error
    _end(answer_file, value)


def _end(answer_file: str, value: Any) -> None:
    """Leave the answer, a value or what was raised, and end the process.

    Blender 4.2 as a module can crash while Python shuts down, so Python does not shut down.
    """
    try:
        if isinstance(value, BaseException):
            raise value
        text = json.dumps({"value": value})
    except BaseException as error:  # noqa: BLE001 - a value that is no JSON is an error too
        text = json.dumps(
            {
                "kind": type(error).__name__,
                "message": str(error),
                "traceback": traceback.format_exc(),
            }
        )
    unfinished = Path(answer_file + ".part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(answer_file)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _value(request: dict[str, Any]) -> Any:
    _make_tests_importable(Path(request["repository"]))
    if request["extra_path"]:
        sys.path.append(request["extra_path"])
    if request["way"] == "zip":
        _install(request["zip"])
    elif request["way"] == "source":
        _register(request["repository"])
    declare_interface()
    function: Any = importlib.import_module(request["module"])
    for name in request["function"].split("."):
        function = getattr(function, name)
    return function(*request["arguments"])


def _make_tests_importable(repository: Path) -> None:
    """Only `tests`: the `meshy_addon` beside it must not be mixed with an installed one."""
    sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != Path(__file__).parent]
    tests = types.ModuleType("tests")
    tests.__path__ = [str(repository / "tests")]
    sys.modules["tests"] = tests


def _register(repository: str) -> None:
    sys.path.insert(0, repository)
    import meshy_addon

    meshy_addon.register()


def declare_interface() -> None:
    """Without a window: what only a window has, as tests press that and look at it in any Blender.

    In a window it comes by itself.
    """
    import bpy

    names = (name for name in tuple(sys.modules) if name.endswith("meshy_addon.ui.waking"))
    if bpy.app.background and (name := next(names, "")):
        sys.modules[name].WAKING.declare()


def _install(zip_file: str) -> None:
    import bpy

    done = bpy.ops.extensions.package_install_files(
        repo="user_default", filepath=zip_file, enable_on_install=True
    )
    if done != {"FINISHED"} or INSTALLED_NAME not in bpy.context.preferences.addons:
        raise ImportError(f"the zip was not installed and enabled: {done}")


if __name__ == "__main__":
    main(*sys.argv[-2:])
