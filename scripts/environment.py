"""The virtual environments that development needs, made once and used again while nothing changed.

`.venv/` in the repository root has everything, with the newest `bpy` for its Python. The other
versions of Blender have an environment each, outside the repository (`cache_folder`), with little
more than `bpy` in it. Nothing but Python's standard library is needed to make them.
"""

from __future__ import annotations

import functools
import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from interpreters import find_python, python_version

REPOSITORY = Path(__file__).resolve().parent.parent
REQUIREMENTS = REPOSITORY / "scripts" / "requirements-dev.txt"
EMULATOR_REQUIREMENTS = REPOSITORY / "scripts" / "requirements-emulator.txt"

# pytest, because a test's module imports it and is itself imported inside Blender.
_BESIDE_BPY = ("pytest~=9.2",)


# The shared libraries that Blender expects of a Linux desktop, and a bare server may lack.
DEBIAN_LIBRARIES = (
    "libgl1 libgomp1 libice6 libsm6 libx11-6 libxext6 libxfixes3 libxi6 libxkbcommon0 "
    "libxrender1 libxxf86vm1"
)


class Unavailable(Exception):
    """An environment cannot be had on this machine; the text says why in one sentence."""


@dataclass(frozen=True)
class Blender:
    """A Blender that comes as a Python module, the only Python it fits, and what it needs."""

    version: str
    python: str
    requirements: tuple[str, ...]


# Artists' Blenders from the oldest that the manifest allows to the newest. Blender 4.2's own Python
# has numpy 1; its wheel would take any.
MATRIX = (
    Blender("4.2", "3.11", ("bpy~=4.2.23", "numpy<2", *_BESIDE_BPY)),
    Blender("4.5", "3.11", ("bpy~=4.5.15", *_BESIDE_BPY)),
    Blender("5.0", "3.11", ("bpy~=5.0.1", *_BESIDE_BPY)),
    Blender("5.2", "3.13", ("bpy~=5.2.3", *_BESIDE_BPY)),
)
NEWEST = {"3.11": "5.0", "3.13": "5.2"}


def cache_folder() -> Path:
    """Where environments live that are not `.venv/`. MESHY_DEV_CACHE moves them."""
    if named := os.environ.get("MESHY_DEV_CACHE"):
        return Path(named)
    caches = os.environ.get("XDG_CACHE_HOME")
    return (Path(caches) if caches else Path.home() / ".cache") / "meshy-for-blender"


def development() -> Path:
    """The Python of `.venv/`, made or brought up to date first. Raises Unavailable."""
    folder = REPOSITORY / ".venv"
    python = _first_python()
    return _make(
        folder,
        python,
        ("-r", str(REQUIREMENTS)),
        f"Making .venv with Blender {NEWEST[python_version(python)]} as a Python module and the "
        "tools of development: about 500 MB to download, 1.3 GB on disk, once.",
    )


def emulator_only() -> Path:
    """A Python with what the emulator needs and no Blender. Raises Unavailable."""
    python = _first_of(("3.14", "3.13", "3.12", "3.11"))
    if python is None:
        raise Unavailable("The emulator of Meshy's API needs Python 3.11 or later.")
    return _make(
        cache_folder() / f"emulator-py{python_version(python)}",
        python,
        ("-r", str(EMULATOR_REQUIREMENTS)),
        "Making an environment for the emulator: about 40 MB to download, once.",
    )


def blender(version: str) -> Path:
    """The Python that has `bpy` of Blender `version` ("4.2"), made if need be.

    Raises Unavailable.
    """
    if (present := find_blender_python(version)) is not None:
        return present
    wanted = _wanted(version)
    python = find_python(wanted.python)
    if python is None:
        raise Unavailable(f"Blender {version} as a module needs Python {wanted.python}.")
    return _make(
        _matrix_folder(wanted),
        python,
        wanted.requirements,
        f"Making an environment with Blender {version} as a Python module: about 400 MB to "
        "download, 1.1 GB on disk, once.",
    )


def find_blender_python(version: str) -> Path | None:
    """The Python that has `bpy` of Blender `version` already, without making anything."""
    wanted = _wanted(version)
    if version == development_version():
        return _python_in(REPOSITORY / ".venv")
    folder = _matrix_folder(wanted)
    return _python_in(folder) if _is_current(folder, wanted.requirements) else None


@functools.lru_cache(maxsize=None)
def development_version() -> str | None:
    """The version of Blender that `.venv/` has, or None before there is one."""
    libraries = REPOSITORY / ".venv" / ("Lib" if os.name == "nt" else "lib")
    for version, newest in NEWEST.items():
        site = libraries if os.name == "nt" else libraries / f"python{version}"
        if (site / "site-packages" / "bpy" / newest).is_dir():
            return newest
    return None


def _wanted(version: str) -> Blender:
    for candidate in MATRIX:
        if candidate.version == version:
            return candidate
    known = ", ".join(candidate.version for candidate in MATRIX)
    raise Unavailable(f"Blender {version} is none of {known}.")


def _matrix_folder(wanted: Blender) -> Path:
    return cache_folder() / f"bpy-{wanted.version}-py{wanted.python}"


def _first_python() -> Path:
    """What `.venv/` is made of: its own Python if it has one, else any that suits."""
    present = _python_in(REPOSITORY / ".venv")
    if present.exists() and python_version(present) in NEWEST:
        return present
    if (found := _first_of(tuple(NEWEST))) is not None:
        return found
    raise Unavailable(
        "Blender as a Python module needs Python 3.11 or 3.13, and this machine has neither."
    )


def _first_of(versions: tuple[str, ...]) -> Path | None:
    """The Python that runs this if its version is among `versions`, else the first one found."""
    this = Path(sys.executable)
    if python_version(this) in versions:
        return this
    return next((found for version in versions if (found := find_python(version))), None)


def _make(folder: Path, python: Path, requirements: tuple[str, ...], announcement: str) -> Path:
    """Bring `folder` to `requirements`; says `announcement` before it makes one."""
    made = _python_in(folder)
    starts = made.exists() and python_version(made) != ""
    if starts and _is_current(folder, requirements):
        return made
    print(f"Bringing {folder.name} up to date." if starts else announcement, flush=True)
    if not starts:
        _create(folder, python)
    _install(folder, python, requirements)
    _check_blender_starts(made)
    _stamp_file(folder).write_text(_stamp(requirements), encoding="utf-8")
    return made


def _create(folder: Path, python: Path) -> None:
    """An empty environment. Debian's Python lacks `ensurepip` until a package brings it."""
    command = [str(python), "-m", "venv", "--clear", str(folder)]
    if not _runs([str(python), "-c", "import ensurepip, venv"]):
        if not _runs([str(python), "-m", "pip", "--version"]):
            raise Unavailable(
                f"{python} cannot make virtual environments. "
                f"On Debian and Ubuntu: sudo apt install python{python_version(python)}-venv"
            )
        command.insert(-1, "--without-pip")
    _run(command, f"{python} could not make a virtual environment")


def _install(folder: Path, python: Path, requirements: tuple[str, ...]) -> None:
    """Install with the environment's pip, or from outside with the pip of `python`."""
    inside = _python_in(folder)
    pip = [str(inside), "-m", "pip"]
    if not _runs([*pip, "--version"]):
        pip = [str(python), "-m", "pip", "--python", str(inside)]
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check"]
    _run(
        [*pip, "install", *quiet, *requirements],
        "pip could not install what is needed (is there a network?)",
    )


def _check_blender_starts(python: Path) -> None:
    """A wheel that installs can still lack the libraries of a desktop."""
    code = (
        "import importlib.util as u\n"
        "if u.find_spec('bpy'):\n"
        "    try: import bpy\n"
        "    except ImportError as error: raise SystemExit(str(error))\n"
        # Blender 4.2 may crash while Python shuts down.
        "import os; os._exit(0)"
    )
    ran = subprocess.run(
        [str(python), "-c", code],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise Unavailable(
            f"Blender does not start here: {ran.stderr.strip() or f'exit {ran.returncode}'}. "
            f"On Debian and Ubuntu: sudo apt install {DEBIAN_LIBRARIES}"
        )


def _run(command: list[str], failure: str) -> None:
    ran = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ran.returncode:
        said = [line for line in ran.stdout.splitlines() if line.strip()]
        errors = [line for line in said if line.startswith("ERROR")] or said[-1:]
        raise Unavailable(f"{failure}: {' '.join(errors) or f'exit {ran.returncode}'}")


def _runs(command: list[str]) -> bool:
    ran = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return ran.returncode == 0


def _python_in(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _is_current(folder: Path, requirements: tuple[str, ...]) -> bool:
    stamp = _stamp_file(folder)
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _stamp(requirements)


def _stamp_file(folder: Path) -> Path:
    return folder / "meshy-requirements.sha256"


def _stamp(requirements: tuple[str, ...]) -> str:
    """Changes with the requirements, and with the text of the files among them."""
    texts = list(requirements)
    if "-r" in requirements:
        texts = [file.read_text(encoding="utf-8") for file in (REQUIREMENTS, EMULATOR_REQUIREMENTS)]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
