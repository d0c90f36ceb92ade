"""The command as Blender knows it, and what happens when it's given."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from ..api.endpoints import KINDS
from ..api.errors import MeshyError
from ..scene.offered import OFFERED
from .answer import Answer, give, kept_stdout
from .exit_codes import Exit, exit_for

_handles: list[object] = []


def main(arguments: Sequence[str], offered: Sequence[str] = OFFERED) -> int:
    """Run one command; its exit code. Main thread, the extension registered.

    The process should end soon afterwards: its stdout is ours.
    """
    from .arguments import build_parser

    try:
        parsed = build_parser([KINDS[name] for name in offered]).parse_args(arguments)
    except SystemExit as end:
        # argparse has printed its say; Blender must not end before its own time.
        return end.code if isinstance(end.code, int) else Exit.BAD_INPUT
    stdout = kept_stdout()
    return give(_answer(parsed), stdout)


def _answer(parsed: argparse.Namespace) -> Answer:
    try:
        return _action(parsed)(parsed)
    except MeshyError as error:
        return Answer(exit=exit_for(error), complaint=str(error))
    except KeyboardInterrupt:
        return Answer(
            exit=Exit.INTERRUPTED, complaint="Interrupted; `resume` goes on with the job."
        )


def _action(parsed: argparse.Namespace) -> Callable[[argparse.Namespace], Answer]:
    from . import account_commands, job_command

    if parsed.command in ("balance", "jobs", "cancel", "resume"):
        return getattr(account_commands, parsed.command)  # type: ignore[no-any-return]
    kind = KINDS[parsed.command.replace("-", "_")]
    return lambda arguments: job_command.run(kind, arguments)


def register() -> None:
    """Add `blender --command meshy`."""
    import bpy

    _handles.append(bpy.utils.register_cli_command("meshy", main))


def unregister() -> None:
    import bpy

    while _handles:
        bpy.utils.unregister_cli_command(_handles.pop())
