"""What enabling the extension loads, and that what it doesn't is found when it's needed."""

from __future__ import annotations

import subprocess

import pytest

from tests.blender.harness import REPOSITORY, Blender

HEAVY = (
    "requests", "ssl", "sqlite3", "urllib3", "http.client", "asyncio", "numpy", "logging",
    "tempfile", "shutil", "zipfile", "uuid", "queue", "difflib", "subprocess", "hashlib",
    "unicodedata", "inspect",
)  # fmt: skip
"""Modules that take a millisecond or more to load, or bring others that do."""

MOST_MODULES = 70
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
        "print('enabled', *(name for name in sys.modules if name.startswith('meshy_addon')))\n"
        "sys.stdout.flush(); os._exit(0)"
    )
    ran = subprocess.run(
        [blender.program.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True
    )
    said = ran.stdout.partition("enabled")[2].split()
    assert said, ran.stderr
    assert {name for name in said if _is_for_later(name)} == set()
    assert len(said) <= MOST_MODULES


def _is_for_later(name: str) -> bool:
    """What runs jobs, and what panels show."""
    return name.startswith("meshy_addon.jobs") or name.endswith((".drawing", ".board", ".state"))


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
