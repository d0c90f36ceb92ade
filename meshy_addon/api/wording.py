"""Other people's words, made fit for one of our sentences."""

from __future__ import annotations


def one_line(text: str, at_most: int = 300) -> str:
    """`text` for a terminal or a label: one line without control characters, cut if it's long."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(printable.split())
    return line if len(line) <= at_most else f"{line[: at_most - 1]}…"
