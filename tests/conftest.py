"""What all tests share: which Blenders a run covers, and the emulator of Meshy's API."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emulator.fixtures import emulator  # noqa: F401
from tests.leaked_key import LeakedKey

pytest_plugins = ["pytester"]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("Meshy for Blender")
    group.addoption(
        "--bpy",
        action="append",
        default=[],
        metavar="VERSION",
        help="a Blender to test in, such as 4.2; repeat for more (default: the one in .venv/)",
    )
    group.addoption(
        "--bpy-unavailable",
        action="append",
        default=[],
        metavar="VERSION=REASON",
        help="a Blender that this machine cannot have: its tests are skipped for that reason",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_RepositoryIsNoPackage(config.rootpath))
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(LeakedKey())


class _RepositoryIsNoPackage:
    """Keeps pytest from importing the repository's own `__init__.py`, which is for Blender."""

    def __init__(self, repository: Path) -> None:
        self._repository = repository

    def pytest_collect_directory(
        self, path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        return pytest.Dir.from_parent(parent, path=path) if path == self._repository else None
