"""Enables one extension in this Blender. `FOLDER MODULE`; what it took is in CPU and wall time."""

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
print(json.dumps({"cpu_ms": cpu * 1000, "wall_ms": wall * 1000, "loaded": loaded}), flush=True)
os._exit(0)  # an orderly end can crash Blender 4.2
