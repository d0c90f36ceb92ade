"""How much of a UV layout lies on itself."""

from __future__ import annotations

import numpy as np
import pytest

from meshy_addon.scene.objects.uv_overlap import overlap


def _grid(count: int, size: float = 1.0, at: tuple[float, float] = (0.0, 0.0)) -> np.ndarray:
    """A square of `count` × `count` squares, two triangles each."""
    low = np.stack(np.meshgrid(np.arange(count), np.arange(count)), axis=-1).reshape(-1, 1, 2)
    pair = np.array([(0, 0), (1, 0), (1, 1), (0, 0), (1, 1), (0, 1)])
    return ((low + pair) / count * size + at).reshape(-1, 3, 2).astype(np.float32)


@pytest.mark.parametrize("count", [1, 7, 64, 300])
def test_neighbours_share_nothing(count: int):
    assert overlap(_grid(count)) == 0


def test_what_lies_twice_is_all_shared_whichever_way_it_is_turned():
    grid = _grid(50, size=0.3)
    assert overlap(np.concatenate([grid, grid[:, ::-1]])) == 1


def test_a_small_island_on_another_is_found():
    # A tenth of a tenth of the whole, which no sum of areas tells.
    shared = overlap(np.concatenate([_grid(50, 0.5), _grid(9, 0.05, at=(0.2, 0.2))]))
    assert shared == pytest.approx(0.01, rel=0.2)


def test_what_is_outside_the_square_does_not_count():
    outside = _grid(10, at=(1.0, 0.0))
    assert overlap(np.concatenate([outside, outside])) == 0


def test_slivers_across_the_whole_square_are_looked_at_less_closely_not_for_ever():
    ends = np.linspace(0, 0.5, 20_001, dtype=np.float32)
    thin = np.stack(
        [
            np.stack([ends[:-1], ends[:-1] * 0], axis=1),
            np.stack([ends[1:], ends[1:] * 0], axis=1),
            np.stack([ends[1:] + 0.5, ends[1:] * 0 + 1], axis=1),
        ],
        axis=1,
    )
    assert overlap(thin) < 0.01
