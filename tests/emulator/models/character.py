"""The files of the rigging and animation endpoints."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.emulator.models.base import character_files
from tests.emulator.models.clips import clip
from tests.emulator.models.files import Files
from tests.emulator.models.rig import Rigged, rigged_glb

BASIC_ANIMATIONS = {"Walking": "walking_man", "Running": "running"}


def rig_files(rigged: Rigged, texture: Callable[[], bytes | None]) -> Files:
    """`Character_output.*`, `Animation_{Walking,Running}_withSkin.*` and `…_armature.glb`."""
    makers: dict[str, Callable[[], bytes]] = {
        "Character_output.glb": lambda: rigged_glb(rigged, texture()),
        "Character_output.fbx": partial(character_files().__getitem__, "Character_output.fbx"),
    }
    for name, action in BASIC_ANIMATIONS.items():
        stem = f"Animation_{name}_withSkin"
        makers[f"{stem}.glb"] = partial(_clip_glb, rigged, texture, action, 30, skin=True)
        makers[f"{stem}_armature.glb"] = partial(_clip_glb, rigged, texture, action, 30, skin=False)
        makers[f"{stem}.fbx"] = partial(character_files().__getitem__, f"{stem}.fbx")
    return Files(makers)


def animation_files(
    rigged: Rigged, texture: Callable[[], bytes | None], action: str, fps: int
) -> Files:
    """`Animation_<action>_withSkin.glb` and `.fbx`, and what post-processing can ask for."""
    stem = f"Animation_{action}_withSkin"
    stock = character_files()
    return Files(
        {
            f"{stem}.glb": partial(_clip_glb, rigged, texture, action, fps, skin=True),
            f"{stem}.fbx": partial(stock.__getitem__, "Animation_Walking_withSkin.fbx"),
            f"processed_{fps}fps.fbx": partial(stock.__getitem__, "Animation_Walking_withSkin.fbx"),
            "processed.usdz": partial(stock.__getitem__, "processed.usdz"),
            "processed_armature.fbx": partial(stock.__getitem__, "processed_armature.fbx"),
        }
    )


def _clip_glb(
    rigged: Rigged, texture: Callable[[], bytes | None], action: str, fps: int, *, skin: bool
) -> bytes:
    return rigged_glb(rigged, texture() if skin else None, clip(action, fps), skin=skin)
