"""What artists install: the zip, its manifest, and what loading it costs."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import build
import pytest

REPOSITORY = build.REPOSITORY
HEAVY = {"bpy", "requests", "ssl", "sqlite3", "urllib3", "http.client", "asyncio"}


@pytest.fixture(scope="module")
def tool() -> Path:
    """Blender's own builder and validator of extensions."""
    found = build.validation_tool()
    if found is None:
        pytest.skip("no bpy in .venv/, so none of Blender's own tool for extensions")
    return found


def run(*command: object) -> str:
    ran = subprocess.run(
        [sys.executable, *map(str, command)], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def names_in(zip_file: Path) -> set[str]:
    with zipfile.ZipFile(zip_file) as packed:
        return {name for name in packed.namelist() if not name.endswith("/")}


def test_the_zip_holds_the_extension_and_nothing_of_development(tmp_path: Path):
    names = names_in(build.build(tmp_path))
    assert {"__init__.py", "blender_manifest.toml", "LICENSE", "meshy_addon/__init__.py"} <= names
    tops = {name.partition("/")[0] for name in names}
    assert tops <= set(build.PACKED)
    kinds = {Path(name).suffix for name in names}
    assert kinds <= {".py", ".toml", ".png", ".svg", ""}, kinds


def test_leftovers_of_python_and_editors_stay_out_of_the_zip(tmp_path: Path):
    names = names_in(build.build(tmp_path))
    assert not [name for name in names if "__pycache__" in name or "/." in name]


def test_the_same_sources_give_the_same_zip(tmp_path: Path):
    one, other = build.build(tmp_path / "one"), build.build(tmp_path / "other")
    assert one.read_bytes() == other.read_bytes()


def test_blender_finds_the_zip_valid(tool: Path, tmp_path: Path):
    run(tool, "validate", build.build(tmp_path))


def test_blenders_own_builder_packs_the_same_files(tool: Path, tmp_path: Path):
    theirs = tmp_path / "theirs.zip"
    run(tool, "build", "--source-dir", REPOSITORY, "--output-filepath", theirs)
    assert names_in(theirs) == names_in(build.build(tmp_path))


def test_the_manifest_uses_only_tags_that_blender_knows(tool: Path):
    manifest = tomllib.loads((REPOSITORY / "blender_manifest.toml").read_text(encoding="utf-8"))
    scripts = tool.parents[3]
    known: dict[str, set[str]] = {}
    tags = (scripts / "modules/_bpy_internal/extensions/tags.py").read_text(encoding="utf-8")
    exec(compile(tags, "tags.py", "exec"), known)
    assert set(manifest["tags"]) <= known["addons"]


@pytest.mark.parametrize("module", ["meshy_addon", "meshy_addon.api", "meshy_addon.jobs"])
def test_importing_works_without_blender_and_loads_nothing_heavy(module: str):
    code = f"import sys; before = set(sys.modules); import {module}; "
    code += "print(*sorted(set(sys.modules) - before))"
    loaded = set(run("-c", "import sys; sys.modules['bpy'] = None; " + code).split())
    assert not loaded & HEAVY, f"{module} imports {loaded & HEAVY}"
