"""What each texel of a model's texture lies on: its place on the surface, its part, its noise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tests.emulator.models.mesh import Floats, Mesh
from tests.emulator.models.raster import cover

GUTTER = 8
"""texels that the colours run over an island's edge, so that no seam shows"""


@dataclass(frozen=True)
class Bake:
    """Pictures in UV space, (size, size, …)."""

    position: Floats
    """on a model 1 m long, standing at the origin"""
    normal: Floats
    part: NDArray[np.uint8]
    cavity: Floats
    broad: Floats
    """noise about 0, features of 0.3 m"""
    fine: Floats
    """noise about 0, features of 0.04 m"""
    filled: NDArray[np.bool_]
    overlaps: int
    """texels that more than one triangle claims with their insides"""

    @property
    def size(self) -> int:
        return int(self.part.shape[0])


def bake(mesh: Mesh, size: int) -> Bake:
    faces = np.full(size * size, -1, np.int64)
    weights = np.zeros((size * size, 3), np.float32)
    claimed = 0
    for covered in cover(mesh.uvs[mesh.triangles] * np.float32(size), size, size):
        claimed += int((covered.weights.min(axis=1) > 0.02).sum())
        faces[covered.pixels] = covered.faces
        weights[covered.pixels] = covered.weights
    filled = faces >= 0
    deep = int((weights[filled].min(axis=1) > 0.02).sum())
    nearest = _nearest_filled(filled.reshape(size, size))
    corner = mesh.triangles[faces[nearest]]
    mix = weights[nearest]

    def over(values: Floats) -> Floats:
        return np.asarray(np.einsum("pkc,pk->pc", values[corner], mix), np.float32)

    scale = np.float32(1 / max(float(mesh.size.max()), 1e-9))
    middle = (mesh.low + mesh.high) / 2
    middle[1] = mesh.low[1]
    place = over((mesh.positions - middle) * scale)
    return Bake(
        place.reshape(size, size, 3),
        over(mesh.normals).reshape(size, size, 3),
        mesh.parts[corner[:, 0]].reshape(size, size),
        over(mesh.cavity[:, None]).reshape(size, size),
        sample(cloud(2.0), place * 1.0).reshape(size, size),
        sample(cloud(1.1), place * 5.0).reshape(size, size),
        filled.reshape(size, size),
        max(claimed - deep, 0),
    )


def sample(volume: Floats, at: Floats) -> Floats:
    """The periodic `volume` (side 1) at points (k, 3), linearly between its cells."""
    side = volume.shape[0]
    cell = at * side
    low = np.floor(cell)
    part = (cell - low).astype(np.float32)
    first = low.astype(np.int64) % side
    second = (first + 1) % side
    value = np.zeros(len(at), np.float32)
    for x in (0, 1):
        for y in (0, 1):
            for z in (0, 1):
                pick = [(second if bit else first)[:, k] for k, bit in enumerate((x, y, z))]
                weight = np.ones(len(at), np.float32)
                for axis, bit in enumerate((x, y, z)):
                    weight *= part[:, axis] if bit else 1 - part[:, axis]
                value += volume[pick[0], pick[1], pick[2]] * weight
    return value


@cache
def cloud(roughness: float) -> Floats:
    """A periodic cloud, 64³, mean 0 and deviation 1; smoother for a larger `roughness`."""
    side = 64
    white = np.random.default_rng(7).standard_normal((side, side, side))
    spectrum = np.fft.rfftn(white)
    axis = np.fft.fftfreq(side) * side
    half = np.fft.rfftfreq(side) * side
    radius = np.sqrt(axis[:, None, None] ** 2 + axis[None, :, None] ** 2 + half[None, None, :] ** 2)
    radius[0, 0, 0] = 1
    spectrum *= radius ** (-roughness) * (radius > 2.0)
    cloud = np.fft.irfftn(spectrum, s=(side, side, side), axes=(0, 1, 2))
    return np.asarray((cloud - cloud.mean()) / cloud.std(), np.float32)


def _nearest_filled(filled: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each texel the index of a filled one near it; itself where it's filled."""
    size = filled.shape[0]
    source = np.where(filled, np.arange(size * size).reshape(size, size), -1)
    for _ in range(GUTTER):
        for axis, shift in ((0, 1), (0, -1), (1, 1), (1, -1)):
            empty = source < 0
            if not empty.any():
                break
            source = np.where(empty, np.roll(source, shift, axis), source)
    anywhere = int(np.flatnonzero(filled)[0]) if filled.any() else 0
    return np.where(source < 0, anywhere, source).reshape(-1)
