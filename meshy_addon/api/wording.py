"""Words made fit for one of our sentences."""

from __future__ import annotations


def one_line(text: str, at_most: int = 300) -> str:
    """`text` for a terminal or a label: one line without control characters, cut if it's long."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(printable.split())
    return line if len(line) <= at_most else f"{line[: at_most - 1]}…"


def whole(text: str) -> str:
    """`text` with a question mark for each half of a character, which no file or database takes,
    nor Blender. JSON may hold one, where something was cut within an emoji, and so may the name of
    a file whose bytes are no UTF-8.
    """
    return text.encode(errors="replace").decode()


def within(help: str) -> str:
    """A parameter's help as it reads in the middle of a sentence. Names keep their capital."""
    return help if help.startswith("Meshy") else help[:1].lower() + help[1:]
