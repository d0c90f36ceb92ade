"""What the extension costs, each figure beside its baseline: `python3 scripts/bench.py [--json]`.

Takes about half an hour; name measurements to have only those (`--help` lists them).
Milliseconds depend on the machine, so it's the ratios that compare. What is measured, and how, is
in `bench/`.
"""

from __future__ import annotations

import subprocess
import sys

import environment


def main() -> int:
    try:
        python = environment.development()
    except environment.Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    command = [str(python), "-m", "bench", *sys.argv[1:]]
    return subprocess.run(command, cwd=environment.REPOSITORY, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
