"""Words made fit for one of our sentences."""

from __future__ import annotations


def one_line(text: str, at_most: int = 300) -> str:
    """`text` for a terminal or a label: one line without control characters, cut if it's long."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(printable.split())
    return line if len(line) <= at_most else f"{line[: at_most - 1]}…"


def within(help: str) -> str:
    """A parameter's help as it reads in the middle of a sentence. Names keep their capital."""
    return help if help.startswith("Meshy") else help[:1].lower() + help[1:]
