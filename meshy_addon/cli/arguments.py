"""The command line's arguments, made from the endpoints' data."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from ..api.endpoint import Kind
from ..api.parameters import Choice, Choices, Flag, Integer, Model, Number, Parameter, Pictures
from ..api.wording import within

_OUTPUT_HELP = (
    "file to write: .blend, .glb, .fbx, .obj, .stl, .usdz or .png (a rendered picture); "
    "a folder (with / at the end) takes everything; may be repeated"
)


def build_parser(kinds: Iterable[Kind]) -> argparse.ArgumentParser:
    """The parser for all commands: one for each kind, and those for jobs and the account."""
    parser = argparse.ArgumentParser(
        prog="meshy",
        description="Make 3D from text and pictures with Meshy.",
        epilog="Exit: 0 done, 1 the task failed, 2 bad input, 3 key refused, 4 not enough credits, "
        "5 network or service, 130 interrupted.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for kind in kinds:
        _add_kind(commands, kind)
    _add_account_commands(commands)
    return parser


def given_values(arguments: argparse.Namespace, kind: Kind) -> dict[str, Any]:
    """What was said on the command line, by parameter."""
    said = {p.key: getattr(arguments, _dest(p)) for p in kind.parameters}
    return {key: value for key, value in said.items() if value is not None}


def wishes(arguments: argparse.Namespace, kind: Kind) -> dict[str, Any]:
    """How the result is to come into the scene."""
    said = {wish.key: getattr(arguments, _dest(wish)) for wish in kind.wishes}
    return {
        wish.key: wish.default if said[wish.key] is None else said[wish.key] for wish in kind.wishes
    }


def is_only_first(arguments: argparse.Namespace, kind: Kind) -> bool:
    return bool(kind.only_first) and bool(getattr(arguments, kind.only_first))


def _add_kind(commands: Any, kind: Kind) -> None:
    parser = commands.add_parser(
        kind.name.replace("_", "-"),
        help=within(kind.help),
        description=f"{kind.help}.",
        allow_abbrev=False,
    )
    common = parser.add_argument_group("the command")
    common.add_argument(
        "-o", "--output", action="append", default=[], metavar="PATH", help=_OUTPUT_HELP
    )
    common.add_argument("--json", action="store_true", help="print one JSON object on stdout")
    common.add_argument(
        "--dry-run", action="store_true", help="print the request and its price, send nothing"
    )
    common.add_argument(
        "--max-credits", type=int, metavar="N", help="refuse to pay more than N credits"
    )
    if any(isinstance(parameter, Model) for parameter in kind.parameters):
        _add_input(parser.add_argument_group("the model"))
    own = parser.add_argument_group("parameters")
    if kind.only_first:
        own.add_argument(
            _option(kind.only_first), action="store_true", help=within(kind.only_first_help)
        )
    for parameter in (*kind.parameters, *kind.wishes):
        _add_parameter(own, parameter)


def _add_input(group: Any) -> None:
    group.add_argument(
        "--input", metavar="FILE", help="the model to send: .blend, .glb, .fbx, .obj or .stl"
    )
    group.add_argument(
        "--object",
        action="append",
        default=[],
        metavar="NAME",
        help="the object in that file, several as one model if repeated (default: all seen)",
    )


def _add_parameter(group: Any, parameter: Parameter) -> None:
    options: dict[str, Any] = {"dest": _dest(parameter), "default": None, "help": _help(parameter)}
    match parameter:
        case Flag():
            options["action"] = argparse.BooleanOptionalAction
        case Integer():
            options.update(type=int, metavar="N")
        case Number():
            options.update(type=float, metavar=parameter.unit.upper() or "X")
        case Choices():
            options.update(action="append", metavar="NAME")
        case Pictures():
            options.update(action="append", metavar="PICTURE")
        case _:
            options["metavar"] = _metavar(parameter)
    group.add_argument(_option(parameter.key), **options)


def _add_account_commands(commands: Any) -> None:
    history = commands.add_parser(
        "history", help="list the account's tasks, made here or elsewhere, the newest first"
    )
    history.add_argument(
        "--limit", type=int, default=50, metavar="N", help="how many at most (default: 50)"
    )
    history.add_argument(
        "--search", default="", metavar="TEXT", help="only those whose prompt or kind has this"
    )
    balance = commands.add_parser("balance", help="show the credits on the account")
    jobs = commands.add_parser("jobs", help="list the jobs on this machine, the newest first")
    jobs.add_argument("action", nargs="?", choices=("show",), help="all that is known of one job")
    jobs.add_argument("id", nargs="?", default="", help="with show: the job's id")
    cancel = commands.add_parser("cancel", help="cancel a job")
    cancel.add_argument("id", help="the job's id, or its beginning")
    resume = commands.add_parser("resume", help="go on with jobs that were interrupted")
    resume.add_argument("id", nargs="?", default="", help="only this job")
    resume.add_argument(
        "--send-again",
        action="store_true",
        help="send the job's request anew where Meshy may have it already; this may pay twice",
    )
    resume.add_argument(
        "-o", "--output", action="append", default=[], metavar="PATH", help=_OUTPUT_HELP
    )
    doctor = commands.add_parser(
        "doctor", help="look whether all is well: key, network, proxy, clock, disk"
    )
    for parser in (doctor, history, balance, jobs, cancel, resume):
        parser.add_argument("--json", action="store_true", help="print one JSON object on stdout")


def _dest(parameter: Parameter) -> str:
    # Apart from the command's own arguments: an endpoint has a `name`, another could have `json`.
    return f"parameter_{parameter.key}"


def _option(key: str) -> str:
    return f"--{key.replace('_', '-')}"


def _metavar(parameter: Parameter) -> str:
    if isinstance(parameter, Choice):
        return "NAME"
    return parameter.key.rpartition("_")[2].upper()


def _help(parameter: Parameter) -> str:
    text = within(parameter.help)
    if isinstance(parameter, Choice | Choices):
        text = f"{text}: {', '.join(option or '(empty)' for option in parameter.options)}"
    elif isinstance(parameter, Integer) and parameter.levels:
        levels = (f"{level} {meaning}" for level, meaning in parameter.levels.items())
        text = f"{text}: {', '.join(levels)}"
    default = parameter.default if parameter.preset is None else parameter.preset
    if default not in (None, "", ()):
        text = f"{text} (default: {_spelt(default)})"
    return text.replace("%", "%%")


def _spelt(default: Any) -> str:
    if isinstance(default, bool):
        return "on" if default else "off"
    return ", ".join(default) if isinstance(default, tuple) else f"{default}"
