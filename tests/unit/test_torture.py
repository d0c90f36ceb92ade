"""A slice of what `scripts/torture.py` does by the half hour: seconds of it, in every run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator.process import Emulator, running_emulator
from tests.torture import answers
from tests.torture.orders import finished_tasks


@pytest.fixture(scope="module")
def service() -> Iterator[Emulator]:
    with running_emulator("--plan", "enterprise") as emulator:
        yield emulator


def test_answers_that_the_service_never_gives_do_no_harm(service: Emulator, tmp_path: Path) -> None:
    seeds = answers.seeds_from(finished_tasks(service, tmp_path / "orders"))
    folder = tmp_path / "answers"
    folder.mkdir()
    told = answers.torture(seeds, folder, 150, 50, 1)
    assert (told.direct, told.http) == (150, 50)
    assert [path.name for path in folder.iterdir()] == ["model.glb"]
