"""From a sentence and from a picture to a textured model: `python3 scripts/demo.py [--real]`.

Needs no Blender and no key. It makes its environment, starts the emulator of Meshy's API on this
machine and runs the real command line against it; what comes out is in `demo/`. With `--real` and
MESHY_API_KEY in the environment the same goes to Meshy and costs credits.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import build
import environment
from interpreters import find_blender

FOLDER = environment.REPOSITORY / "demo"
PROMPT = "a weathered bronze owl on a mossy branch"
MOST_CREDITS = 80


class Stopped(Exception):
    """A step of the demo did not do its part; the text says which one, in one sentence."""


@dataclass(frozen=True)
class Setup:
    """What runs the extension's command line, and what runs the emulator."""

    command: tuple[str, ...]
    emulator_python: Path
    variables: dict[str, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", action="store_true", help="use Meshy itself; costs credits")
    real = parser.parse_args().real
    try:
        if real and not os.environ.get("MESHY_API_KEY"):
            raise Stopped("--real needs your key in MESHY_API_KEY.")
        made = _demonstrate(real)
    except (Stopped, environment.Unavailable) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    print("\nDone. Open these:")
    for file in made:
        print(f"  {file}")
    return 0


def _demonstrate(real: bool) -> list[Path]:
    """Both models, each as a .blend and as a picture of it; the paths of all four files."""
    with tempfile.TemporaryDirectory(prefix="meshy-demo-") as settings:
        setup = _set_up(Path(settings), real)
        service = contextlib.nullcontext(dict(os.environ)) if real else _emulator(setup)
        with service as variables:
            variables = {**variables, **setup.variables, "MESHY_STATE_DIR": str(FOLDER / "state")}
            FOLDER.mkdir(exist_ok=True)
            owl = FOLDER / "owl.png"
            print(f"\nFrom a sentence: {PROMPT}", flush=True)
            made = _run(setup, variables, "text-to-3d", "--prompt", PROMPT, to=owl)
            print("\nFrom a picture: the one just rendered", flush=True)
            again = FOLDER / "from-picture.png"
            made += _run(setup, variables, "image-to-3d", "--image-url", str(owl), to=again)
    return made


def _set_up(settings: Path, real: bool) -> Setup:
    """Blender as a Python module where there is a Python for it, else the Blender on the PATH."""
    try:
        python = environment.development()
    except environment.Unavailable as error:
        if (blender := find_blender()) is None:
            raise Stopped(f"{error} A Blender 4.2 or later on the PATH would do as well.") from None
        return _set_up_blender(blender, settings, real)
    paths = {"PYTHONPATH": str(environment.REPOSITORY)}
    return Setup((str(python), "-m", "meshy_addon"), python, paths)


def _set_up_blender(blender: Path, settings: Path, real: bool) -> Setup:
    """Install the extension into user settings of the demo's own: the artist's stay untouched."""
    print(f"Using {blender}.", flush=True)
    variables = {"BLENDER_USER_RESOURCES": str(settings)}
    install = ["extension", "install-file", "-r", "user_default", "--enable"]
    ran = subprocess.run(
        [str(blender), "--command", *install, str(build.build(settings))],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise Stopped(f"Blender could not install the extension: {_last_line(ran.stderr)}")
    online = ("--online-mode",) if real else ()
    command = (str(blender), *online, "--command", "meshy")
    return Setup(command, environment.emulator_only(), variables)


@contextlib.contextmanager
def _emulator(setup: Setup) -> Iterator[dict[str, str]]:
    """The emulator for as long as the block lasts; the variables that lead to it."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            [str(setup.emulator_python), "-m", "tests.emulator", "--port", "0", "--with-parent"],
            cwd=environment.REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            first = process.stdout.readline() if process.stdout else ""
            if not first.startswith("{"):
                process.wait()
                log.seek(0)
                raise Stopped(f"The emulator did not start: {_last_line(log.read())}")
            where = json.loads(first)
            print(f"The emulator of Meshy's API answers on {where['api']}.", flush=True)
            local = "127.0.0.1,localhost"
            yield {
                **os.environ,
                "MESHY_API_URL": where["api"],
                "MESHY_API_KEY": where["key"],
                "NO_PROXY": local,
                "no_proxy": local,
            }
        finally:
            process.terminate()
            process.wait()


def _run(
    setup: Setup, variables: dict[str, str], kind: str, *arguments: str, to: Path
) -> list[Path]:
    """One job through the command line, into a .blend and the picture `to`."""
    outputs = [to.with_suffix(".blend"), to]
    for output in outputs:
        output.unlink(missing_ok=True)
    command = [*setup.command, kind, *arguments, "--max-credits", str(MOST_CREDITS)]
    for output in outputs:
        command += ["-o", str(output)]
    ran = subprocess.run(
        [*command, "--json"],
        cwd=FOLDER,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise Stopped(f"The demo stopped: {kind} ended with exit code {ran.returncode}.")
    for output in outputs:
        if not output.is_file() or output.stat().st_size == 0:
            raise Stopped(f"The demo stopped: {kind} ended well but did not write {output.name}.")
    _say_cost(ran.stdout)
    return outputs


def _say_cost(answer: str) -> None:
    """What `--json` told: how long the job took and what it cost."""
    job = json.loads(answer[answer.index("{") :])
    credits = sum(task["credits"] or 0 for task in job["tasks"])
    print(f"Made in {job['seconds']:.0f} s for {credits} credits.", flush=True)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]


if __name__ == "__main__":
    sys.exit(main())
