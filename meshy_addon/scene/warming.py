"""What is slow to load, loaded while a task still runs: its result isn't kept waiting then."""

from __future__ import annotations

import contextlib
import importlib


def import_what_is_slow() -> None:
    """What brings a result into a scene, with Blender's own importer. Main thread, 0.2 s once."""
    for name in ("finishing", "models.preparing", "models.ready_file"):
        importlib.import_module(f".{name}", __package__)
    with contextlib.suppress(ImportError):  # a later Blender may have it elsewhere
        importlib.import_module("io_scene_gltf2.io.imp.gltf2_io_gltf")
        importlib.import_module("io_scene_gltf2.blender.imp.blender_gltf")
