"""Pictures of a model, drawn in numpy: thumbnails, the four sides, concept images."""

from __future__ import annotations

import io
import math
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.emulator.models.mesh import Floats, Mesh, unit
from tests.emulator.models.raster import cover
from tests.emulator.models.textures import Maps, Pixels

TURNS = {"": 28.0, "front": 0.0, "right": 90.0, "back": 180.0, "left": -90.0}
"""the camera's way around the model in degrees, by the picture's name"""
LIGHTS = (
    ((0.45, 0.75, 0.65), (1.25, 1.18, 1.08)),
    ((-0.8, 0.25, 0.45), (0.30, 0.36, 0.46)),
    ((0.1, 0.5, -0.9), (0.45, 0.45, 0.50)),
)
BACKDROP = (np.array((0.90, 0.90, 0.91)), np.array((0.66, 0.67, 0.70)))
CLAY = (0.62, 0.61, 0.60)
OVERSAMPLE = 2


def picture(
    mesh: Mesh,
    maps: Maps | None,
    *,
    side: str = "",
    size: tuple[int, int] = (256, 256),
    alpha: bool = False,
) -> bytes:
    """A PNG. Without `maps` the model is grey, as after a preview task."""
    width, height = size[0] * OVERSAMPLE, size[1] * OVERSAMPLE
    tilt = 14.0 if not side else 4.0
    points, view = _seen(mesh, TURNS[side], tilt, width, height)
    face, weights = _nearest(points, mesh, width, height)
    hit = face >= 0
    shaded = _shade(mesh, maps, view, face[hit], weights[hit])
    canvas = np.zeros((height * width, 4), np.float32)
    canvas[hit, :3] = shaded
    canvas[hit, 3] = 1
    if not alpha:
        backdrop = _backdrop(width, height)
        canvas[:, :3] += backdrop * (1 - canvas[:, 3:])
        canvas[:, 3] = 1
    pixels = (np.clip(canvas, 0, 1) * 255 + 0.5).astype(np.uint8).reshape(height, width, 4)
    image = Image.fromarray(pixels if alpha else pixels[:, :, :3]).reduce(OVERSAMPLE)
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=3)
    return file.getvalue()


def _seen(mesh: Mesh, turn: float, tilt: float, width: int, height: int) -> tuple[Floats, Floats]:
    """The vertices in pixels with their depth, and the view's rotation."""
    a, b = math.radians(turn), math.radians(tilt)
    around = np.array([[math.cos(a), 0, -math.sin(a)], [0, 1, 0], [math.sin(a), 0, math.cos(a)]])
    over = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    view = np.asarray(over @ around, np.float32)
    points = (mesh.positions - (mesh.low + mesh.high) / 2) @ view.T
    extent = points.max(axis=0) - points.min(axis=0)
    scale = 0.84 * min(width / max(extent[0], 1e-6), height / max(extent[1], 1e-6))
    middle = (points.max(axis=0) + points.min(axis=0)) / 2
    points = (points - middle) * np.array((scale, -scale, scale))
    points[:, 0] += width / 2
    points[:, 1] += height / 2
    return np.asarray(points, np.float32), view


def _nearest(
    points: Floats, mesh: Mesh, width: int, height: int
) -> tuple[NDArray[np.int64], Floats]:
    """For each pixel the triangle in front (-1: none) and the place on it."""
    corners = points[mesh.triangles]
    ahead = np.flatnonzero(_signed_areas(corners) < 0)  # counter-clockwise, but y grows downwards
    corners = corners[ahead]
    depth = np.full(width * height, -np.inf, np.float32)
    face = np.full(width * height, -1, np.int64)
    weights = np.zeros((width * height, 3), np.float32)
    for covered in cover(corners[:, :, :2], width, height):
        z = np.einsum("pk,pk->p", corners[covered.faces, :, 2], covered.weights)
        np.maximum.at(depth, covered.pixels, z)
        front = np.flatnonzero(z == depth[covered.pixels])
        face[covered.pixels[front]] = ahead[covered.faces[front]]
        weights[covered.pixels[front]] = covered.weights[front]
    return face, weights


def _signed_areas(corners: Floats) -> Floats:
    a, b = corners[:, 1, :2] - corners[:, 0, :2], corners[:, 2, :2] - corners[:, 0, :2]
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], np.float32)


def _shade(
    mesh: Mesh, maps: Maps | None, view: Floats, face: NDArray[np.int64], weights: Floats
) -> Floats:
    corner = mesh.triangles[face]
    normal = unit(np.einsum("pkc,pk->pc", mesh.normals[corner], weights) @ view.T)
    if maps is None:
        color = np.broadcast_to(np.array(CLAY, np.float32) ** 2.2, normal.shape)
        metallic = np.zeros((len(face), 1), np.float32)
        gloss = np.full((len(face), 1), 0.35, np.float32)
        glow = np.zeros_like(normal)
    else:
        uv = np.einsum("pkc,pk->pc", mesh.uvs[corner], weights)
        color = _look_up(maps.base_color, uv) ** 2.2
        metallic = _look_up(maps.metallic, uv)[:, None]
        gloss = 1 - _look_up(maps.roughness, uv)[:, None]
        glow = _look_up(maps.emission, uv) ** 2.2
    hemisphere = (0.5 + 0.5 * normal[:, 1:2]) * 0.36 + 0.12
    light = color * hemisphere * (1 - 0.4 * metallic)
    specular = 0.04 + (color - 0.04) * metallic
    for direction, power in LIGHTS:
        towards = unit(np.array([direction], np.float32))[0]
        half = unit((towards + np.array((0, 0, 1), np.float32))[None])[0]
        facing = np.clip(normal @ towards, 0, None)[:, None] * np.array(power, np.float32)
        shine = np.clip(normal @ half, 0, None)[:, None] ** (4 + 90 * gloss**2)
        light = light + facing * (
            color * (1 - 0.75 * metallic) + specular * shine * (0.6 + 3 * gloss)
        )
    edge = (1 - np.clip(normal[:, 2:3], 0, 1)) ** 3
    light = light + edge * (0.10 + 0.25 * gloss) * (specular + 0.10) + glow * 0.9
    return np.asarray(np.clip(light, 0, 1) ** (1 / 2.2), np.float32)


def _look_up(pixels: Pixels, uv: Floats) -> Floats:
    size = pixels.shape[0]
    column = np.clip((uv[:, 0] * size).astype(np.int64), 0, size - 1)
    row = np.clip((uv[:, 1] * size).astype(np.int64), 0, size - 1)
    return np.asarray(pixels[row, column].astype(np.float32) / 255, np.float32)


@cache
def _backdrop(width: int, height: int) -> Floats:
    x = np.linspace(-1, 1, width)[None, :]
    y = np.linspace(-1, 1, height)[:, None]
    away = np.clip(np.hypot(x, y + 0.1) / 1.4, 0, 1)[..., None]
    blend = BACKDROP[0] + (BACKDROP[1] - BACKDROP[0]) * away**1.5
    return np.asarray(blend.reshape(-1, 3), np.float32)
