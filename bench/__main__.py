"""`python -m bench [--json] [NAME…]`; scripts/bench.py makes the environment first."""

from __future__ import annotations

import argparse
import json
import platform
import sys
import textwrap
from dataclasses import asdict
from importlib import import_module

from bench import MEASUREMENTS
from bench.figure import Figure


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.py", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"any of {', '.join(MEASUREMENTS)}"
    )
    options = parser.parse_args()
    if unknown := set(options.names) - set(MEASUREMENTS):
        parser.error(f"there is no measurement named {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    for name in options.names or MEASUREMENTS:
        print(f"{name} …", file=sys.stderr, flush=True)
        figures += import_module(f"bench.{name}").measure()
    print(_as_json(figures) if options.json else as_table(figures))
    return 0


def as_table(figures: list[Figure]) -> str:
    """In Markdown, so that the docs can show it as it is."""
    lines = [
        "| what | ours | baseline | × | it must show | |",
        "| --- | ---: | ---: | ---: | --- | --- |",
    ]
    lines += [
        f"| {figure.what} | {_number(figure.ours)} {figure.unit} "
        f"| {_number(figure.baseline)} {figure.unit} ({figure.beside}) "
        f"| {'' if figure.ratio is None else _number(figure.ratio)} "
        f"| {figure.limit} | {'✓' if figure.reached else '✗'} |"
        for figure in figures
    ]
    notes = [f"{figure.what}: {figure.note}" for figure in figures if figure.note]
    return "\n".join([*lines, "", *(textwrap.fill(note, 100) for note in notes)]).rstrip()


def _as_json(figures: list[Figure]) -> str:
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    told = [{**asdict(figure), "ratio": figure.ratio} for figure in figures]
    return json.dumps({"machine": machine, "figures": told}, ensure_ascii=False, indent=2)


def _number(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
