"""The Pythons and Blenders of this machine that really start.

A name on the PATH proves little: pyenv's shims exist for every version and refuse most of them.
So each candidate is run once before it is believed.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_BLENDER = (4, 2)


@functools.lru_cache(maxsize=None)
def find_python(version: str) -> Path | None:
    """The interpreter of Python `version` ("3.11"), or None if none of this machine's starts."""
    for candidate in _python_candidates(version):
        if python_version(candidate) == version:
            return candidate
    return None


@functools.lru_cache(maxsize=None)
def python_version(executable: Path) -> str:
    """Such as "3.11", or nothing if `executable` does not start."""
    return _first_line([str(executable), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])


@functools.lru_cache(maxsize=None)
def find_blender() -> Path | None:
    """The Blender that MESHY_TEST_BLENDER names or that the PATH has, if it is 4.2 or later."""
    named = os.environ.get("MESHY_TEST_BLENDER") or shutil.which("blender")
    if not named:
        return None
    version = blender_version(Path(named))
    return Path(named) if version and version >= OLDEST_BLENDER else None


@functools.lru_cache(maxsize=None)
def blender_version(executable: Path) -> tuple[int, int] | None:
    """(4, 5) for Blender 4.5, or None if `executable` does not start or is something else."""
    answer = _first_line([str(executable), "--version"])
    match = re.match(r"Blender (\d+)\.(\d+)", answer)
    return (int(match[1]), int(match[2])) if match else None


def _python_candidates(version: str) -> list[Path]:
    """The one that runs this first, then the PATH's in its order, then those pyenv keeps."""
    names = (f"python{version}", "python3", "python", "python.exe")
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [Path(sys.executable)]
    candidates += [folder / name for name in names for folder in folders]
    candidates += sorted(pyenv.glob(f"{version}.*/bin/python{version}"), reverse=True)
    return [candidate for candidate in candidates if candidate.is_file()]


def _first_line(command: list[str]) -> str:
    """What `command` says first, or nothing if it does not start or fails."""
    try:
        ran = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return ran.stdout.strip().partition("\n")[0]
