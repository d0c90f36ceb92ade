"""Runs inside Blender: loads the extension, calls one function of a test module, answers in JSON.

Started by `tests/blender/harness.py` with two paths, a request to read and an answer to write. It
imports nothing of the repository before it knows whether the extension comes from there.
"""

import importlib
import json
import os
import sys
import traceback
import types
from pathlib import Path
from typing import Any

INSTALLED_NAME = "bl_ext.user_default.meshy"


def main(request_file: str, answer_file: str) -> None:
    """Do what the request says and end the process.

    Blender 4.2 as a module can crash while Python shuts down, so Python does not shut down.
    """
    answer: dict[str, Any]
    try:
        request = json.loads(Path(request_file).read_text(encoding="utf-8"))
        answer = {"value": _answer(request)}
        text = json.dumps(answer)
    except BaseException as error:  # noqa: BLE001 - the test shall see it, whatever it is
        answer = {
            "kind": type(error).__name__,
            "message": str(error),
            "traceback": traceback.format_exc(),
        }
        text = json.dumps(answer)
    unfinished = Path(answer_file + ".part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(answer_file)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _answer(request: dict[str, Any]) -> Any:
    _make_tests_importable(Path(request["repository"]))
    if request["extra_path"]:
        sys.path.append(request["extra_path"])
    if request["zip"]:
        _install(request["zip"])
    else:
        _register(request["repository"])
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


def _install(zip_file: str) -> None:
    import bpy

    done = bpy.ops.extensions.package_install_files(
        repo="user_default", filepath=zip_file, enable_on_install=True
    )
    if done != {"FINISHED"} or INSTALLED_NAME not in bpy.context.preferences.addons:
        raise ImportError(f"the zip was not installed and enabled: {done}")


if __name__ == "__main__":
    main(*sys.argv[-2:])
