"""`python -m meshy_addon …`, where the `bpy` wheel is installed."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def main() -> int:
    """The command line without Blender's program around it."""
    import meshy_addon
    from meshy_addon.cli.answer import silence

    with silence():
        try:
            import bpy
        except ImportError:
            sys.stderr.write("meshy: this Python has no Blender in it: pip install bpy.\n")
            return 2
        meshy_addon.register()
    from meshy_addon.cli.command import main as run

    # Whoever starts this outside Blender means it to go online.
    if bpy.context.preferences:
        bpy.context.preferences.system.use_online_access = True
    try:
        return run(sys.argv[1:])
    finally:
        meshy_addon.unregister()


if __name__ == "__main__":
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # nobody reads it any more
            stream.flush()
    # Not `sys.exit`: Blender 4.2 as a module may crash when the interpreter is torn down.
    os._exit(code)
