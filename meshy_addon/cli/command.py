"""The command as Blender knows it."""

from __future__ import annotations

from collections.abc import Sequence

_handles: list[object] = []


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code. Main thread, the extension registered."""
    # Only whoever gives a command needs what runs it.
    from .dispatch import dispatch

    return dispatch(arguments)


def register() -> None:
    """Add `blender --command meshy`."""
    import bpy

    _handles.append(bpy.utils.register_cli_command("meshy", main))


def unregister() -> None:
    import bpy

    while _handles:
        bpy.utils.unregister_cli_command(_handles.pop())
