"""Enables one extension in this Blender. `FOLDER MODULE`; what it took is in CPU and wall time.

What ours takes besides where there's a window is measured after that: `interface_…`.
"""

import json
import os
import sys
import time
from importlib import import_module

import bpy  # noqa: F401

folder, module = sys.argv[1:]
sys.path.insert(0, folder)
before = set(sys.modules)
cpu, wall = time.process_time(), time.perf_counter()
import_module(module).register()
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall

loaded = sorted({name.partition(".")[0] for name in set(sys.modules) - before})
told = {"cpu_ms": cpu * 1000, "wall_ms": wall * 1000, "loaded": loaded}

if waking := sys.modules.get(f"{module}.ui.waking"):
    import_module(f"{module}.ui.at_work")
    cpu = time.process_time()
    import_module(f"{module}.ui.interface")
    imported = time.process_time()
    waking.WAKING.declare()
    told["interface_import_ms"] = (imported - cpu) * 1000
    told["interface_register_ms"] = (time.process_time() - imported) * 1000

print(json.dumps(told), flush=True)
os._exit(0)  # an orderly end can crash Blender 4.2
