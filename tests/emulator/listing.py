"""Pages and order of the list endpoints."""

from __future__ import annotations

from collections.abc import Mapping

from tests.emulator.errors import bad_request
from tests.emulator.tasks import Task

MAX_PAGE_SIZE = 50


def page(tasks: list[Task], query: Mapping[str, str]) -> list[Task]:
    """The page of `tasks` (oldest first) that `query` asks for; newest first by default."""
    number = _number(query, "page_num", 1)
    size = _number(query, "page_size", 10)
    if size > MAX_PAGE_SIZE:
        raise bad_request(f"Invalid parameter: page_size: at most {MAX_PAGE_SIZE}")
    # A plus sign that the caller didn't escape arrives as a space.
    order = query.get("sort_by", "-created_at").replace(" ", "+")
    if order not in ("+created_at", "-created_at"):
        raise bad_request("Invalid parameter: sort_by: must be +created_at or -created_at")
    ordered = tasks if order == "+created_at" else tasks[::-1]
    return ordered[(number - 1) * size : number * size]


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not text.isdigit() or int(text) < 1:
        raise bad_request(f"Invalid parameter: {name}: must be a positive integer")
    return int(text)
