"""The builders of the fixture shapes, by name. They need `bpy`: only `make.py` runs them."""

from __future__ import annotations

from collections.abc import Callable

import bpy

from tests.emulator.models.shapes import chair, character, lantern, mushroom, owl, robot, teapot

BUILDERS: dict[str, Callable[[], bpy.types.Object]] = {
    "owl": owl.build,
    "chair": chair.build,
    "robot": robot.build,
    "lantern": lantern.build,
    "teapot": teapot.build,
    "mushroom": mushroom.build,
    "character": character.build,
}
