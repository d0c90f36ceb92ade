"""Writes docs/reference.md, every command with its parameters, from the endpoints' data.

`python3 scripts/reference.py` writes it; a test holds it against what it should be.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
FILE = REPOSITORY / "docs" / "reference.md"

sys.path.insert(0, str(REPOSITORY))

from meshy_addon.api.endpoint import Case, Endpoint, Kind, Price  # noqa: E402
from meshy_addon.api.endpoints import ENDPOINTS, KINDS  # noqa: E402
from meshy_addon.api.parameters import (  # noqa: E402
    Choice,
    Choices,
    Flag,
    Integer,
    Number,
    Parameter,
    Picture,
    Pictures,
    TaskId,
    Text,
)


def main() -> int:
    """Write the file."""
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(reference(), encoding="utf-8")
    print(FILE.relative_to(REPOSITORY))
    return 0


def reference() -> str:
    """The whole page."""
    return "\n".join(_page()).rstrip() + "\n"


def _page() -> Iterator[str]:
    yield "# Reference"
    yield ""
    yield "Made by `scripts/reference.py` from `meshy_addon/api/endpoints/`: don't edit it here."
    yield ""
    yield (
        "An operator `bpy.ops.meshy.text_to_3d` is the command `meshy text-to-3d`; its property "
        "`target_polycount` is the argument `--target-polycount`. Pictures may be files, URLs or "
        "data URIs."
    )
    for kind in KINDS.values():
        yield from _kind(kind)
    yield ""
    yield "## Endpoints"
    yield ""
    yield "All that the API layer knows, also where there is no operator for it yet."
    yield ""
    yield "| endpoint | path | credits | parameters |"
    yield "| --- | --- | --- | --- |"
    for endpoint in ENDPOINTS.values():
        count = len(endpoint.flat_parameters)
        yield f"| {endpoint.name} | `{endpoint.path}` | {_price(endpoint.price)} | {count} |"


def _kind(kind: Kind) -> Iterator[str]:
    yield ""
    yield f"## {kind.title}: `{kind.name}`"
    yield ""
    yield f"{kind.help}. {_prices([part.endpoint for part in kind.parts])}"
    yield ""
    yield "| parameter | accepts | default | what it does |"
    yield "| --- | --- | --- | --- |"
    if kind.only_first:
        yield f"| `{kind.only_first}` | yes or no | off | {kind.only_first_help} |"
    for parameter in kind.parameters:
        yield _row(parameter, _help(parameter))
    for wish in kind.wishes:
        yield _row(wish, f"{_help(wish)}; Meshy isn't told")


def _row(parameter: Parameter, help: str) -> str:
    accepts, default = _accepts(parameter), _default(parameter)
    return f"| `{parameter.key}` | {accepts} | {default} | {help} |"


def _accepts(parameter: Parameter) -> str:
    match parameter:
        case Flag():
            return "yes or no"
        case Integer() if parameter.levels:
            return ", ".join(f"{level} ({word})" for level, word in parameter.levels.items())
        case Number():
            return _range(parameter)
        case Choice() | Choices():
            words = ", ".join(f"`{option}`" for option in parameter.options if option)
            return (
                f"{words}, newer names"
                if isinstance(parameter, Choice) and parameter.open
                else words
            )
        case Picture():
            return "a picture"
        case Pictures():
            return f"{parameter.min_items} to {parameter.max_items} pictures"
        case TaskId():
            return f"id of a task ({', '.join(parameter.from_types) or 'any'})"
        case Text() if parameter.max_length:
            return f"up to {parameter.max_length} characters"
    return "text"


def _range(parameter: Number) -> str:
    unit = f" {parameter.unit}" if parameter.unit else ""
    low = f"{parameter.minimum}" if parameter.minimum is not None else ""
    if parameter.above is not None:
        low = f"above {parameter.above}"
    high = f"{parameter.maximum}" if parameter.maximum is not None else ""
    return f"{' to '.join(filter(None, (low, high)))}{unit}".strip() or "a number"


def _default(parameter: Parameter) -> str:
    if parameter.required:
        return "(needed)"
    default = parameter.default if parameter.preset is None else parameter.preset
    if isinstance(default, bool):
        return "on" if default else "off"
    if isinstance(default, tuple):
        return ", ".join(default)
    return f"{default}" if default not in (None, "") else ""


def _help(parameter: Parameter) -> str:
    text = parameter.help
    for key, values in {**parameter.when, **parameter.only_with}.items():
        words = "on" if values == (True,) else " or ".join(map(str, values))
        text += f"; with `{key}` {words}"
    return f"{text}; deprecated" if parameter.deprecated else text


def _prices(endpoints: list[Endpoint]) -> str:
    return f"Credits: {', then '.join(_price(endpoint.price) for endpoint in endpoints)}."


def _price(price: Price) -> str:
    cases = [f"{case.credits} {_when(case)}" for case in price.cases if case.credits != price.base]
    extras = [f"{extra.credits} more {_when(extra)}" for extra in price.extras]
    return ", ".join([f"{price.base}", *cases, *extras])


def _when(case: Case) -> str:
    words = [
        f"with `{key}`" if values == (True,) else f"with `{key}` {' or '.join(values)}"
        for key, values in case.when.items()
    ]
    return " and ".join(words)


if __name__ == "__main__":
    sys.exit(main())
