"""All tests: `python3 scripts/test.py [--matrix] [--bpy VERSION]… [pytest's own arguments…]`.

Makes its environments and runs pytest once, which covers plain Python and Blender as a Python
module. By default that is the Blender of `.venv/`; `--bpy 4.2` takes another one, `--matrix` all.
A Blender of this machine is tested too, and its window, or that of what `get_blender.sh` made.
What this machine cannot run is skipped by name, with the reason, in pytest's summary.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

import at_once
import environment


def main() -> int:
    options, pytest_arguments = _arguments()
    try:
        python = environment.development()
    except environment.Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    blenders = _make_blenders(_wanted(options))
    command = [str(python), "-m", "pytest", *_parallel(pytest_arguments), *blenders]
    return subprocess.run(
        [*command, *pytest_arguments], cwd=environment.REPOSITORY, check=False
    ).returncode


def _arguments() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--matrix", action="store_true", help="every Blender that is supported")
    parser.add_argument("--bpy", action="append", default=[], metavar="VERSION", help="such as 4.2")
    return parser.parse_known_args()


def _wanted(options: argparse.Namespace) -> list[str]:
    if options.matrix:
        return [blender.version for blender in environment.MATRIX]
    return options.bpy or [environment.development_version() or ""]


def _make_blenders(versions: list[str]) -> list[str]:
    """Make what is missing; the arguments that tell pytest which Blenders there are."""
    arguments = []
    for version in versions:
        arguments += ["--bpy", version]
        try:
            environment.blender(version)
        except environment.Unavailable as error:
            print(error, flush=True)
            arguments += ["--bpy-unavailable", f"{version}={error}"]
    return arguments


def _parallel(pytest_arguments: list[str]) -> list[str]:
    """As many at a time as suits this machine, unless the caller says otherwise."""
    chosen = any(
        argument.startswith(("-n", "--pdb", "--numprocesses")) for argument in pytest_arguments
    )
    return [] if chosen else ["-n", str(at_once.workers()), "--dist", "worksteal"]


if __name__ == "__main__":
    sys.exit(main())
