"""Blender as tests see it: a process that loads the extension, does one thing and ends.

A test hands over one of its module's functions; `tests/blender/inside.py` calls it in a fresh
process of the Blender at hand and its return value comes back as JSON. So one run of pytest, in
`.venv/`, covers every version of Blender, and a crash costs one test.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).with_name("inside.py")

# What a child may know of the machine. Proxies would stand between it and the emulator.
KEPT_VARIABLES = (
    "PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "DISPLAY", "XAUTHORITY",
    "SYSTEMROOT", "TEMP", "TMP", "PATHEXT",
)  # fmt: skip


class RaisedInside(Exception):
    """What a function raised inside Blender: `kind` ("RuntimeError"), its text, its traceback."""

    def __init__(self, kind: str, message: str, traceback: str) -> None:
        super().__init__(f"{kind}: {message}\n{traceback}")
        self.kind = kind
        self.message = message
        self.traceback = traceback


class DiedInside(Exception):
    """The process ended, or was ended, without an answer."""


@dataclass(frozen=True)
class Program:
    """A Blender of this machine: a Python with `bpy`, or Blender's own executable."""

    version: str
    executable: Path
    is_module: bool

    def run_inside(self, request: Path, answer: Path) -> list[str]:
        """The command that runs `inside.py` with these two files."""
        if self.is_module:
            return [str(self.executable), str(INSIDE), str(request), str(answer)]
        start = [str(self.executable), "--background", "--python-exit-code", "1"]
        return [*start, "--python", str(INSIDE), "--", str(request), str(answer)]


@dataclass(frozen=True)
class Finished:
    """How a command line ended and what it printed."""

    returncode: int
    stdout: str
    stderr: str


@dataclass
class Running:
    """A child that goes on while the test does other things."""

    process: subprocess.Popen[str]
    folder: Path
    answer: Path

    @property
    def stdout(self) -> str:
        """What it has printed so far."""
        return (self.folder / "stdout").read_text(encoding="utf-8", errors="replace")

    @property
    def stderr(self) -> str:
        """What it has complained of so far."""
        return (self.folder / "stderr").read_text(encoding="utf-8", errors="replace")

    def send(self, number: signal.Signals) -> None:
        """A signal to the child alone, as `kill` would send it."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """End the child and all it started, at once, as a power cut would."""
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()

    def finish(self, timeout_s: float = 300) -> Finished:
        """Wait for the end. Raises DiedInside after `timeout_s`."""
        try:
            returncode = self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.kill()
            raise DiedInside(f"no end after {timeout_s} s\n{self._last_words()}") from None
        return Finished(returncode, self.stdout, self.stderr)

    def value(self, timeout_s: float = 300) -> Any:
        """Wait for the function's return value. Raises RaisedInside or DiedInside."""
        ended = self.finish(timeout_s)
        if not self.answer.exists():
            raise DiedInside(f"exit {ended.returncode} without an answer\n{self._last_words()}")
        answer = json.loads(self.answer.read_text(encoding="utf-8"))
        if "kind" in answer:
            raise RaisedInside(**answer)
        return answer["value"]

    def _last_words(self) -> str:
        return f"stdout: {self.stdout[-2000:]}\nstderr: {self.stderr[-4000:]}"


@dataclass
class Blender:
    """One Blender for one test, with a home, a state folder and user settings of its own.

    All calls of a test share them, so what one call leaves behind the next one finds.
    """

    program: Program
    way: str
    """How the extension is loaded: "source" from the repository, "zip" as an artist installs it,
    "installed" if it's there before Blender starts."""
    zip_file: Path | None
    folder: Path
    """The current folder of every child, and where the test finds what they wrote."""
    last: Running | None = None
    _children: list[Running] = field(default_factory=list)
    _installed: bool = False

    @property
    def version(self) -> str:
        """Such as "4.2"."""
        return self.program.version

    @property
    def state_dir(self) -> Path:
        """What MESHY_STATE_DIR says to every child."""
        return self.folder / "state"

    def call(
        self,
        function: Callable[..., Any],
        *arguments: Any,
        env: Mapping[str, str] | None = None,
        timeout_s: float = 300,
    ) -> Any:
        """Call `function(*arguments)` inside Blender with the extension loaded.

        Arguments and return value are JSON. Raises RaisedInside with what the function raised,
        DiedInside if the process ended otherwise. `last` has what it printed.
        """
        return self.start(function, *arguments, env=env).value(timeout_s)

    def start(
        self, function: Callable[..., Any], *arguments: Any, env: Mapping[str, str] | None = None
    ) -> Running:
        """The same without waiting: for tests that kill or signal it, or run two at once."""
        if "<" in function.__qualname__:
            raise ValueError("Only a function at the top level of a test module can be called.")
        folder = self._new_folder()
        request = folder / "request.json"
        request.write_text(
            json.dumps(
                {
                    "repository": str(REPOSITORY),
                    "way": self.way,
                    "zip": str(self.zip_file),
                    "module": function.__module__,
                    "function": function.__qualname__,
                    "arguments": arguments,
                    "extra_path": None if self.program.is_module else _pure_packages(),
                }
            ),
            encoding="utf-8",
        )
        command = self.program.run_inside(request, folder / "answer.json")
        return self._start(command, folder, env)

    def cli(
        self, *arguments: str, env: Mapping[str, str] | None = None, timeout_s: float = 300
    ) -> Finished:
        """Run the extension's command line to its end."""
        return self.start_cli(*arguments, env=env).finish(timeout_s)

    def start_cli(self, *arguments: str, env: Mapping[str, str] | None = None) -> Running:
        """The same without waiting."""
        return self._start(self.command_line(*arguments), self._new_folder(), env)

    def command_line(self, *arguments: str) -> list[str]:
        """The command itself, for a test that brings its own terminal."""
        if self.program.is_module:
            return [str(self.program.executable), "-m", "meshy_addon", *arguments]
        if not self._installed:
            self._install()
        return [str(self.program.executable), "--command", "meshy", *arguments]

    def environment(self, env: Mapping[str, str] | None = None) -> dict[str, str]:
        """What a child sees: little of this machine, none of its keys, and `env` last."""
        kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        return {
            **kept,
            "HOME": str(self._subfolder("home")),
            "BLENDER_USER_RESOURCES": str(self._subfolder("resources")),
            "MESHY_STATE_DIR": str(self.state_dir),
            "PYTHONPATH": str(self._importable()),
            "PYTHONFAULTHANDLER": "1",
            "PYTHONIOENCODING": "utf-8",
            "NO_PROXY": "127.0.0.1,localhost,::1",
            **(env or {}),
        }

    def end_all(self) -> None:
        """End every child that still runs."""
        for child in self._children:
            if child.process.poll() is None:
                child.kill()

    def _start(self, command: list[str], folder: Path, env: Mapping[str, str] | None) -> Running:
        with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.environment(env),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                text=True,
                start_new_session=os.name == "posix",
            )
        self.last = Running(process, folder, folder / "answer.json")
        self._children.append(self.last)
        return self.last

    def _new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="call-", dir=self._subfolder("calls")))

    def _subfolder(self, name: str) -> Path:
        folder = self.folder.with_name(self.folder.name + "-blender") / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _importable(self) -> Path:
        """The folder in which `python -m meshy_addon` finds the package."""
        if self.way == "source" or self.zip_file is None:
            return REPOSITORY
        folder = self._subfolder("unpacked")
        if not any(folder.iterdir()):
            with zipfile.ZipFile(self.zip_file) as packed:
                packed.extractall(folder)
        return folder

    def _install(self) -> None:
        """Install the zip into a real Blender, as the README tells artists to.

        Once for all tests of this run: the others begin with a copy of what came of it.
        """
        resources = self._subfolder("resources")
        installed = self.zip_file.with_name(f"installed in {self.version}")
        if installed.exists():
            shutil.copytree(installed, resources, dirs_exist_ok=True)
            self._installed = True
            return
        install = ["extension", "install-file", "-r", "user_default", "--enable"]
        command = [str(self.program.executable), "--command", *install, str(self.zip_file)]
        ended = self._start(command, self._new_folder(), None).finish()
        if ended.returncode:
            raise DiedInside(f"the zip could not be installed\n{ended.stdout}\n{ended.stderr}")
        shutil.copytree(resources, installed)
        self._installed = True


def _pure_packages() -> str:
    """Where this Python keeps pytest, for a Blender that has none of its own."""
    import pytest

    return str(Path(pytest.__file__).parents[1])
