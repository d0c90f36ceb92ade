"""A background Blender that dies of whatever it is asked, as by a fault in an importer."""

import ctypes
import sys

print('\n@meshy {"id": 0}', flush=True)
if sys.stdin.readline():
    ctypes.string_at(0)
