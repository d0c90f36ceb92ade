"""The edges of a set of triangles: which are shared, and where the surface ends."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Edges = NDArray[np.int64]
"""(k, 2) vertex numbers"""


def uses(faces: NDArray[Any]) -> tuple[Edges, NDArray[np.int64]]:
    """Each edge once, and how many faces it has."""
    edges, counts = np.unique(np.sort(_every(faces), axis=1), axis=0, return_counts=True)
    return edges, counts


def border(faces: NDArray[Any]) -> Edges:
    """The edges that only one face has, in that face's direction."""
    every = _every(faces)
    _, inverse, counts = np.unique(
        np.sort(every, axis=1), axis=0, return_inverse=True, return_counts=True
    )
    return np.asarray(every[counts[inverse.reshape(-1)] == 1])


def _every(faces: NDArray[Any]) -> Edges:
    sides = [faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]
    return np.asarray(np.concatenate(sides), np.int64)
