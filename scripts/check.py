"""Format, lint, types and import layers: `python3 scripts/check.py [--fix] [NAME…]`.

Makes `.venv/` if there is none. The test suite runs the same checks.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from environment import REPOSITORY, Unavailable, development

CHECKS = {
    "format": ("-m", "ruff", "format", "--check", "."),
    "lint": ("-m", "ruff", "check", "--output-format", "concise", "."),
    "types": ("-m", "mypy"),
    "layers": ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
}
FIXES = (("-m", "ruff", "check", "--fix", "."), ("-m", "ruff", "format", "."))


def run(python: Path, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """One tool of `.venv/`, run in the repository; its words come back as `stdout`."""
    return subprocess.run(
        [str(python), *arguments],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def main() -> int:
    options = _arguments()
    try:
        python = development()
    except Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    if options.fix:
        for arguments in FIXES:
            run(python, arguments)
    failed = [name for name in options.names or CHECKS if not _passes(python, name)]
    print(f"{', '.join(failed)}: not clean" if failed else "all clean")
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fix", action="store_true", help="mend what ruff can mend, then check")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(CHECKS)}")
    options = parser.parse_args()
    if unknown := set(options.names) - set(CHECKS):
        parser.error(f"there is no check named {', '.join(sorted(unknown))}")
    return options


def _passes(python: Path, name: str) -> bool:
    ran = run(python, CHECKS[name])
    print(f"{name:8}{'ok' if ran.returncode == 0 else 'FAILED'}", flush=True)
    if ran.returncode:
        print(ran.stdout)
    return ran.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
