"""A small film of an animation, as the service's catalogue has one of each: a stick figure."""

from __future__ import annotations

import io
import math
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from tests.emulator.models.clips import Clip, clip
from tests.emulator.models.mesh import Floats
from tests.emulator.models.skeleton import JOINT_INDEX, JOINTS

SIZE_PX = 160
_FRAMES = 14
_BACKGROUND, _LINE = (38, 40, 46), (235, 235, 240)
_TURN = math.radians(35)


@lru_cache(maxsize=32)
def film(action: str) -> bytes:
    """The GIF."""
    moving = clip(action)
    moments = np.linspace(0, len(moving.times_s) - 1, _FRAMES, endpoint=False).astype(int)
    frames = [_frame(_joints(moving, int(moment))) for moment in moments]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=70, loop=0)
    return file.getvalue()


def _joints(moving: Clip, moment: int) -> Floats:
    """Where each joint is, in metres."""
    places = np.zeros((len(JOINTS), 3))
    turns = np.zeros((len(JOINTS), 3, 3))
    for index, joint in enumerate(JOINTS):
        turn = _matrix(moving.rotations[joint.name][moment])
        at = np.array(joint.at)
        if joint.parent is None:
            places[index], turns[index] = at + moving.hips_m[moment], turn
            continue
        parent = JOINT_INDEX[joint.parent]
        places[index] = places[parent] + turns[parent] @ (at - np.array(JOINTS[parent].at))
        turns[index] = turns[parent] @ turn
    return places.astype(np.float32)


def _matrix(quaternion: Floats) -> Floats:
    x, y, z, w = (float(value) for value in quaternion)
    return np.array(
        (
            (1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
            (2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
            (2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
        ),
        np.float32,
    )


def _frame(places: Floats) -> Image.Image:
    picture = Image.new("RGB", (SIZE_PX, SIZE_PX), _BACKGROUND)
    draw = ImageDraw.Draw(picture)
    across = places[:, 0] * math.cos(_TURN) + places[:, 2] * math.sin(_TURN)
    scale = SIZE_PX * 0.45
    points = [
        (SIZE_PX / 2 + float(x) * scale, SIZE_PX * 0.92 - float(y) * scale)
        for x, y in zip(across, places[:, 1], strict=True)
    ]
    for index, joint in enumerate(JOINTS):
        if joint.parent is not None and joint.name != "headfront":
            draw.line([points[JOINT_INDEX[joint.parent]], points[index]], _LINE, 6)
    x, y = points[JOINT_INDEX["head_end"]]
    draw.ellipse((x - 9, y - 4, x + 9, y + 18), fill=_LINE)
    return picture
