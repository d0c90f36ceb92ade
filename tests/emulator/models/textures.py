"""Paints a model's maps: base colour, metallic, roughness, normal and emission."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.emulator.models.bake import Bake
from tests.emulator.models.look import Look
from tests.emulator.models.mesh import Floats
from tests.emulator.models.parts import Part
from tests.emulator.models.patterns import Pattern, pattern

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Maps:
    """All maps in 8 bits, (size, size) or (size, size, 3); colours are sRGB."""

    base_color: Pixels
    metallic: Pixels
    roughness: Pixels
    normal: Pixels
    """tangent space, green up as glTF wants it"""
    emission: Pixels

    @property
    def metallic_roughness(self) -> Pixels:
        """Packed as glTF wants: green is roughness, blue is metallic."""
        return np.stack([np.full_like(self.metallic, 255), self.roughness, self.metallic], axis=-1)


def paint(look: Look, bake: Bake) -> Maps:
    drawn = _patterns(look, bake)
    parts = bake.part
    weathering = _by_part(look, "weathering", parts)
    stain = (
        _smooth(1.15, 1.75, bake.broad * 0.75 + bake.fine * 0.3 + bake.cavity * 2.6) * weathering
    )
    share = np.clip(np.maximum(drawn.share, stain), 0, 1)[..., None]
    first, second = _by_part(look, "colour", parts), _by_part(look, "second", parts)
    shade = 1 + 0.045 * bake.broad + 0.03 * bake.fine - 0.28 * bake.cavity
    color = (first + (second - first) * share) * (shade * drawn.shade)[..., None]
    metallic = _by_part(look, "metallic", parts) * (1 - 0.92 * stain)
    roughness = _by_part(look, "roughness", parts) * (1 + 0.10 * bake.fine + 0.09 * bake.broad)
    roughness = roughness + 0.42 * stain + 0.12 * drawn.share
    bump = _by_part(look, "bump", parts)
    height = drawn.height + bump * (0.10 * bake.fine) + 0.14 * stain * bake.fine
    return Maps(
        _bytes(color),
        _bytes(metallic),
        _bytes(np.clip(roughness, 0.05, 1.0)),
        _normals(height, bake.size / 512),
        _emission(look, bake),
    )


def resized(pixels: Pixels, size: int) -> Pixels:
    """Enlarged for the 4K option; colours stay, detail doesn't grow."""
    if pixels.shape[0] == size:
        return pixels
    return np.asarray(Image.fromarray(pixels).resize((size, size), Image.Resampling.BICUBIC))


def png(pixels: Pixels) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=1)
    return file.getvalue()


def jpeg(pixels: Pixels) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=90, subsampling=0)
    return file.getvalue()


def _patterns(look: Look, bake: Bake) -> Pattern:
    """Each part's own pattern, put together."""
    whole = Pattern.blank(bake.part.shape)
    for part in np.unique(bake.part):
        mask = bake.part == part
        finish = look.finishes[part]
        drawn = pattern(finish.pattern, bake, mask, look.offset)
        whole.share[mask] = drawn.share
        whole.height[mask] = drawn.height * finish.bump
        whole.shade[mask] = drawn.shade
    return whole


def _by_part(look: Look, name: str, parts: NDArray[np.uint8]) -> Floats:
    values = np.array([getattr(finish, name) for finish in look.finishes], np.float32)
    return np.asarray(values[parts])


def _emission(look: Look, bake: Bake) -> Pixels:
    glow = (bake.part == Part.GLOW) * np.clip(0.5 + 0.08 * bake.fine, 0, 1)
    return _bytes(glow[..., None] * np.array(look.glow, np.float32))


def _normals(height: Floats, texels: float) -> Pixels:
    """From a height field; `texels` keeps the slope when the picture is larger."""
    down = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) * np.float32(0.9 * texels)
    right = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) * np.float32(0.9 * texels)
    normal = np.stack([-right, down, np.ones_like(height)], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    return _bytes(normal * 0.5 + 0.5)


def _smooth(low: float, high: float, values: Floats) -> Floats:
    t = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def _bytes(values: Floats) -> Pixels:
    return np.asarray(np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8)
