"""The `blender` fixture: each test runs once for every Blender that this run covers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import build
import environment
import interpreters
import pytest

from tests.blender.harness import Blender, Program


@dataclass(frozen=True)
class _Setting:
    """One Blender and how the extension comes into it; `unavailable` says why it can't."""

    name: str
    way: str
    program: Program | None
    unavailable: str = ""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "blender" not in metafunc.fixturenames:
        return
    marked = metafunc.definition.get_closest_marker("also_installed")
    ways = ("source", "zip") if marked else ("source",)
    settings = [setting for way in ways for setting in _settings(metafunc.config, way)]
    if metafunc.definition.get_closest_marker("one_version"):
        settings = [next((each for each in settings if each.program), settings[0])]
    elif metafunc.definition.get_closest_marker("oldest_and_newest"):
        modules = {each.name for each in settings if each.name[0].isdigit()}
        between = set(sorted(modules)[1:-1])
        settings = [each for each in settings if each.name not in between]
    names = [f"{setting.name}-{setting.way}" for setting in settings]
    metafunc.parametrize("blender", settings, ids=names, indirect=True)


@pytest.fixture
def blender(request: pytest.FixtureRequest, tmp_path: Path, built_zip: Path) -> Iterator[Blender]:
    """A Blender with the extension in it; see `tests/blender/harness.py` for what it can do."""
    setting: _Setting = request.param
    if setting.program is None:
        pytest.skip(setting.unavailable)
    made = Blender(setting.program, setting.way, built_zip, tmp_path)
    yield made
    made.end_all()


@pytest.fixture(scope="session")
def built_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip that artists get, built from the sources as they are."""
    return build.build(tmp_path_factory.mktemp("dist"))


def _settings(config: pytest.Config, way: str) -> list[_Setting]:
    """The versions that `--bpy` names (else that of `.venv/`), and this machine's own Blender."""
    unavailable = dict(text.split("=", 1) for text in config.getoption("--bpy-unavailable"))
    versions = config.getoption("--bpy") or [environment.development_version() or "5.0"]
    settings = []
    for version in versions:
        reason = unavailable.get(version)
        python = None if reason else environment.find_blender_python(version)
        if python is None:
            reason = reason or f"to make it run python3 scripts/test.py --bpy {version}"
            settings.append(_Setting(version, way, None, f"no bpy {version}: {reason}"))
        else:
            settings.append(_Setting(version, way, Program(version, python, is_module=True)))
    if (executable := interpreters.find_blender()) is not None:
        version = "{}.{}".format(*interpreters.blender_version(executable) or (0, 0))
        program = Program(version, executable, is_module=False)
        settings.append(_Setting(f"blender{version}", way, program))
    return settings
