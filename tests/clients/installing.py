"""Gets third-party clients from their registries, once, into the development cache."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

import environment
import pytest
from filelock import FileLock

_PATIENCE_S = 300


def npm_package(name: str, version: str) -> Path:
    """The folder with `node_modules` in which an npm package is installed, or a spoken skip."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip(f"{name} needs Node.js (node and npm), which this machine doesn't have")

    def install(folder: Path) -> None:
        _run(
            [
                npm,
                "install",
                "--no-audit",
                "--no-fund",
                "--prefix",
                str(folder),
                f"{name}@{version}",
            ]
        )

    return _once(f"npm-{name.replace('/', '-')}-{version}", name, install)


def python_package(name: str, version: str, *others: str) -> Path:
    """The Python of a virtual environment that has a PyPI package, or a spoken skip.

    `others` are requirements that the package forgot to state.
    """

    def install(folder: Path) -> None:
        venv.create(folder, with_pip=True)
        _run(
            [str(_python(folder)), "-m", "pip", "install", "--quiet", f"{name}=={version}", *others]
        )

    return _python(_once(f"pypi-{name}-{version}", name, install))


def _once(folder: str, name: str, install: Callable[[Path], None]) -> Path:
    """Install into a folder of its own, one process at a time; what is half done is never used."""
    place = environment.cache_folder() / "clients" / folder
    place.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{place}.lock"):
        if (place / "installed").exists():
            return place
        shutil.rmtree(place, ignore_errors=True)
        try:
            install(place)
        except (subprocess.SubprocessError, OSError) as error:
            pytest.skip(f"{name} could not be had from its registry: {_last_line(error)}")
        (place / "installed").touch()
    return place


def _run(command: list[str]) -> None:
    with tempfile.TemporaryFile() as output:
        try:
            subprocess.run(
                command, check=True, stdout=output, stderr=output, timeout=_PATIENCE_S, cwd="/"
            )
        except subprocess.CalledProcessError as error:
            output.seek(0)
            error.output = output.read().decode(errors="replace")
            raise


def _last_line(error: Exception) -> str:
    lines = str(getattr(error, "output", None) or error).strip().splitlines()
    return lines[-1] if lines else type(error).__name__


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
