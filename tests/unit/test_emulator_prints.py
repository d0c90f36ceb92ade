"""What the emulator's 3D printing and Creative Lab tasks return can be printed."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.emulator.models import library
from tests.unit.gltf_reader import Gltf


def test_printability_is_measured_and_a_repair_closes_what_was_open() -> None:
    robot = library.model_files("a cute robot", textured=False, pbr=False, emission=False)
    assert library.printability(robot["model.glb"]).status == "healthy"
    lidless = without_top(robot["model.glb"])
    broken = library.printability(lidless)
    assert broken.status == "error"
    assert not broken.is_watertight
    assert broken.holes > 0
    mended = library.printability(library.repaired_files(lidless)["model.glb"])
    assert mended.is_watertight
    assert mended.holes == 0


def without_top(glb: bytes) -> bytes:
    """The model as OBJ without the triangles of its upper third."""
    model = Gltf(glb)
    positions = model.attribute("POSITION")
    top = positions[:, 1].max() - 0.33 * model.size[1]
    keep = [t for t in model.triangles.tolist() if all(positions[i][1] < top for i in t)]
    lines = ["v {} {} {}".format(*place) for place in positions.tolist()]
    lines += ["f {} {} {}".format(*(i + 1 for i in t)) for t in keep]
    return "\n".join(lines).encode()


def test_a_multi_colour_print_has_no_more_colours_than_allowed_and_uses_them() -> None:
    package = zipfile.ZipFile(
        io.BytesIO(library.multi_color_files("a mushroom house", 4)["model.3mf"])
    )
    model = ET.fromstring(package.read("3D/3dmodel.model"))
    colors = [element for element in model.iter() if element.tag.endswith("}base")]
    triangles = [element for element in model.iter() if element.tag.endswith("}triangle")]
    assert 2 <= len(colors) <= 4
    assert {int(element.attrib["p1"]) for element in triangles} == set(range(len(colors)))


@pytest.mark.parametrize("badge", ["circle", "rounded-rect", "hexagon", "shield", "star"])
def test_a_medallion_has_the_size_asked_for_and_can_be_printed(badge: str) -> None:
    options = {"badge_shape": badge, "size_mm": 60, "base_thickness_mm": 2, "relief_height_mm": 3}
    glb = library.lab_files("fridge-magnet", "build", "an owl", options)["model.glb"]
    size = Gltf(glb).size
    assert 0.048 < size[0] <= 0.0601
    assert 0.002 < size[2] <= 0.0051
    assert library.printability(glb).status == "healthy"


def test_lab_bundles_hold_what_the_documentation_lists() -> None:
    def members(product: str, format_: str, **options: Any) -> set[str]:
        files = library.lab_files(product, "build", "an owl", options, format_)
        (packed,) = files.values()
        return set(zipfile.ZipFile(io.BytesIO(packed)).namelist())

    assert members("keychain", "obj") == {"model.obj", "model.mtl", "texture.png"}
    assert "model.glb" in members("keychain", "zip")
    assert members("lamp", "zip", include_result_json=True) == {
        "lamp.stl",
        "base.stl",
        "result.json",
    }
    assert members("lamp", "zip", light_source_preset="none") == {"lamp.stl"}
