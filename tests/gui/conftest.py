"""The `window` fixture: a Blender with a window, or a skip that says what is missing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import build
import environment
import pytest
import windows
from PIL import Image

from tests.gui.harness import Window, program

SCREENSHOTS = environment.REPOSITORY / "dist" / "screenshots"


@pytest.fixture
def window(
    request: pytest.FixtureRequest, tmp_path: Path, zip_to_install: Path
) -> Iterator[Window]:
    """A Blender with a window; what it draws can be kept in `dist/screenshots/<test>/`."""
    try:
        found = windows.find_windowed()
    except windows.NoWindow as error:
        pytest.skip(str(error))
    pictures = SCREENSHOTS / re.sub(r"\W+", "_", request.node.name).strip("_")
    shutil.rmtree(pictures, ignore_errors=True)
    # Without a graphics card smooth edges are a third of all that drawing costs.
    made = Window(
        *(program(found), "installed", zip_to_install, tmp_path), screenshots=pictures, rough=True
    )
    yield made
    made.end_all()
    if pictures.is_dir():
        print(f"Screenshots: {pictures}")


@pytest.fixture
def pictures(tmp_path: Path) -> list[str]:
    """The names of five pictures in the folder of the test."""
    names = [f"side {number}.png" for number in range(5)]
    for number, name in enumerate(names):
        Image.new("RGB", (64, 64), (40 * number, 90, 160)).save(tmp_path / name)
    return names


@pytest.fixture(scope="session")
def zip_to_install(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip that artists get, built from the sources as they are."""
    return build.build(tmp_path_factory.mktemp("dist"))
