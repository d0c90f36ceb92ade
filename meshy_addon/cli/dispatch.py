"""From the words on a command line to its answer."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from ..api.endpoints import KINDS
from ..api.errors import MeshyError
from ..jobs.hang_ups import survive_hang_ups
from . import account_commands, doctor_command, history_command, job_command
from .answer import Answer, give, kept_stdout
from .arguments import build_parser
from .exit_codes import Exit, exit_for
from .report import as_json, describe_error
from .stopping import stoppable


def dispatch(arguments: Sequence[str]) -> int:
    """Run one command; its exit code. Main thread, the extension registered.

    The process should end soon afterwards: its stdout is ours.
    """
    survive_hang_ups()
    try:
        parsed = build_parser(KINDS.values()).parse_args(arguments)
    except SystemExit as end:
        # argparse has printed its say; Blender must not end before its own time.
        return end.code if isinstance(end.code, int) else Exit.BAD_INPUT
    stdout = kept_stdout()
    return give(_answer(parsed), stdout)


def _answer(parsed: argparse.Namespace) -> Answer:
    try:
        with stoppable():
            return _action(parsed)(parsed)
    except MeshyError as error:
        told = as_json(describe_error(error)) if parsed.json else ""
        return Answer(told, exit_for(error), str(error))


def _action(parsed: argparse.Namespace) -> Callable[[argparse.Namespace], Answer]:
    if parsed.command in ("balance", "jobs", "cancel", "resume"):
        return getattr(account_commands, parsed.command)  # type: ignore[no-any-return]
    if parsed.command == "history":
        return history_command.history
    if parsed.command == "doctor":
        return doctor_command.doctor
    kind = KINDS[parsed.command.replace("-", "_")]
    return lambda arguments: job_command.run(kind, arguments)
