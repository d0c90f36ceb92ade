"""What enabling the extension loads, and that what it doesn't is found when it's needed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from meshy_addon.api.endpoints import KINDS
from tests.blender.harness import REPOSITORY, Blender

HEAVY = (
    "requests", "ssl", "sqlite3", "urllib3", "http.client", "asyncio", "numpy", "logging",
    "tempfile", "shutil", "zipfile", "uuid", "queue", "difflib", "subprocess", "hashlib",
    "unicodedata", "inspect",
)  # fmt: skip
"""Modules that take a millisecond or more to load, or bring others that do."""

MOST_MODULES = 39
"""Of ours, each 0.1 ms and more: a further one is to be worth it."""


@pytest.mark.one_version
def test_enabling_loads_nothing_heavy(blender: Blender):
    """What Blender has loaded by itself differs, so all of this is made impossible to load."""
    if not blender.program.is_module:
        pytest.skip("an installed extension is enabled before anything could be made impossible")
    code = (
        "import os, sys, bpy\n"
        f"sys.modules.update(dict.fromkeys({HEAVY}))\n"
        "import meshy_addon; meshy_addon.register()\n"
        "operators = (f'bpy.ops.meshy.{name}' for name in dir(bpy.ops.meshy))\n"
        "loaded = (name for name in sys.modules if name.startswith('meshy_addon'))\n"
        "print('enabled', *operators, *loaded)\n"
        "sys.stdout.flush(); os._exit(0)"
    )
    ran = subprocess.run(
        [blender.program.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True
    )
    said = ran.stdout.partition("enabled")[2].split()
    assert said, ran.stderr
    operators = {name for name in said if name.startswith("bpy.ops.meshy.")}
    assert operators >= {f"bpy.ops.meshy.{name}" for name in KINDS}
    loaded = set(said) - operators
    assert {name for name in loaded if _is_for_later(name)} == set()
    assert len(loaded) <= MOST_MODULES


def _is_for_later(name: str) -> bool:
    """What runs jobs, and what a window shows."""
    return name.startswith("meshy_addon.jobs") or name.endswith(
        (".interface", ".drawing", ".board", ".state")
    )


def wake() -> list[list[str]]:
    """What is registered before, then, and after it has ended."""
    import threading

    from meshy_addon.ui.waking import WAKING
    from tests.blender.test_loading import registered_types

    WAKING.end()  # the harness has declared it
    seen = [registered_types()]
    while WAKING.tick() is not None:
        for thread in threading.enumerate():
            if thread.name == "meshy waking":
                thread.join()
    seen.append(registered_types())
    WAKING.end()
    return [*seen, registered_types()]


@pytest.mark.one_version
def test_what_only_a_window_shows_comes_when_the_interface_wakes(blender: Blender):
    if not blender.program.is_module:
        pytest.skip("a window wakes by itself")
    before, awake, after = blender.call(wake)
    assert "MESHY_PT_account" in before  # or Blender would forget that the tab was open
    assert {"MESHY_PT_jobs", "MESHY_OT_place_job", "MESHY_UL_history"} <= set(awake) - set(before)
    assert after == before


def what_panels_still_import() -> list[str]:
    import ast
    import sys

    from meshy_addon.ui import at_work, early, panels

    assert at_work.SEEN_FIRST
    early.import_all()
    drawn = ast.walk(ast.parse(Path(panels.__file__).read_text("utf-8")))
    modules = {node.module: node.level for node in drawn if isinstance(node, ast.ImportFrom)}
    above = ("", "meshy_addon.ui", "meshy_addon")
    full = [f"{above[level]}.{name}".strip(".") for name, level in modules.items()]
    return [name for name in full if name not in sys.modules]


@pytest.mark.one_version
def test_a_panel_that_is_opened_imports_nothing(blender: Blender):
    if not blender.program.is_module:
        pytest.skip("reads the repository's own modules")
    assert blender.call(what_panels_still_import) == []


def names_that_are_not_there() -> list[str]:
    import ast
    from importlib import import_module

    missing = []
    for file in sorted((REPOSITORY / "meshy_addon").rglob("*.py")):
        if file.name == "__main__.py":
            continue
        path = file.relative_to(REPOSITORY).with_suffix("").parts
        package = path[:-1]
        import_module(".".join(path).removesuffix(".__init__"))
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                source = ".".join(package[: len(package) - node.level + 1])
                source += f".{node.module}" if node.module else ""
                missing += [
                    f"{file.name}:{node.lineno}: {source}.{each.name}"
                    for each in node.names
                    if not _is_there(source, each.name)
                ]
    return missing


def _is_there(source: str, name: str) -> bool:
    from importlib import import_module

    if hasattr(import_module(source), name):
        return True
    try:
        import_module(f"{source}.{name}")
    except ImportError:
        return False
    return True


def test_whatever_a_function_imports_is_there(blender: Blender):
    if not blender.program.is_module:
        pytest.skip("reads the repository's own modules")
    assert blender.call(names_that_are_not_there) == []
