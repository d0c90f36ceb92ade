"""Results as files: the service's own, Blender's exports, and pictures."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.blender.harness import RaisedInside
from tests.blender.scene_calls import (
    can_export_usd,
    read_back,
    read_back_each,
    render_small,
    write_as,
    write_each,
    write_into,
    write_what_was_deleted,
)
from tests.blender.scene_results import model_in

FORMATS = ("glb", "fbx", "obj", "usdz", "stl")


@pytest.fixture
def owl(tmp_path: Path) -> dict[str, str]:
    return model_in(tmp_path / "owl", formats=FORMATS, height_m=1.2)


def test_the_services_own_file_is_what_is_written(blender, tmp_path, owl):
    outs = {kind: tmp_path / kind / f"An owl.{kind}" for kind in FORMATS}
    roles = {kind: "model" if kind == "glb" else kind for kind in FORMATS}
    seen = blender.call(write_each, owl, [[str(outs[kind]), [roles[kind]]] for kind in FORMATS])
    for kind, each in zip(FORMATS, seen, strict=True):
        assert each["same"], kind
        assert outs[kind].name in each["written"]
        own, written = Path(owl[roles[kind]]).read_bytes(), outs[kind].read_bytes()
        assert written == own or kind == "obj", kind


def test_blender_exports_what_the_service_did_not_make(blender, tmp_path, owl):
    textures = {"glb": 4, "usdz": 4, "obj": 5, "fbx": 3, "stl": 0}
    if not blender.call(can_export_usd):
        # Debian's Blender: a sentence, and nothing half-written.
        del textures["usdz"]
        out = tmp_path / "out" / "An owl.usdz"
        with pytest.raises(RaisedInside, match="no exporter for that") as raised:
            blender.call(write_as, owl, str(out))
        assert raised.value.kind == "NoExporter"
        assert not out.exists()
        # Where everything is asked for, the rest comes.
        written = blender.call(write_into, owl, str(tmp_path / "all"))
        assert {Path(file).suffix for file in written} >= {".blend", ".glb", ".fbx", ".obj", ".png"}
    outs = [str(tmp_path / kind / f"An owl.{kind}") for kind in textures]
    assert all(each["same"] for each in blender.call(write_each, owl, [[out, []] for out in outs]))
    for kind, back in zip(textures, blender.call(read_back_each, outs), strict=True):
        assert len(back["meshes"]) == 1, kind
        assert back["height"] == pytest.approx(1.2, abs=0.01), kind
        assert len(back["images"]) == textures[kind], kind


def lines_of(path: Path, word: str) -> list[str]:
    return re.findall(rf"^{word}\S* (.+)$", path.read_text(), re.MULTILINE)


@pytest.mark.parametrize("given", [["obj", "mtl"], ["obj", "mtl", "base_color", "roughness"]])
def test_an_obj_names_the_mtl_and_the_textures_that_lie_beside_it(blender, tmp_path, owl, given):
    out = tmp_path / "out"
    seen = blender.call(write_as, owl, str(out / "An owl.obj"), given)
    assert lines_of(out / "An owl.obj", "mtllib") == ["An_owl.mtl"]
    named = lines_of(out / "An_owl.mtl", "map_")
    assert len(named) == 5
    assert {"An owl.obj", "An_owl.mtl", *named} == set(seen["written"])
    assert {file.name for file in out.iterdir()} == set(seen["written"])
    for name in named:
        with Image.open(out / name) as image:
            image.load()


def test_one_channel_of_a_packed_texture_becomes_a_grey_picture(blender, tmp_path, owl):
    blender.call(write_as, owl, str(tmp_path / "out" / "owl.obj"), ["obj", "mtl"])
    with Image.open(tmp_path / "out" / "owl_roughness.png") as image:
        written = np.asarray(image.convert("RGB")).astype(int)
    with Image.open(owl["roughness"]) as image:
        expected = np.asarray(image.convert("L")).astype(int)
    assert (written[..., 0] == written[..., 2]).all()
    assert abs(written[..., 0] - expected).mean() < 6  # the packed one is a JPEG
    assert written.std() > 20


def test_a_blend_file_is_whole_and_holds_its_images(blender, tmp_path, owl):
    out = tmp_path / "out" / "owl.blend"
    assert blender.call(write_as, owl, str(out))["written"] == ["owl.blend"]
    back = blender.call(read_back, str(out))
    assert "Weathered bronze owl" in back["meshes"]
    assert len(back["images"]) == 4
    assert back["packed"]


def test_a_picture_shows_the_model_on_an_even_ground_and_leaves_nothing_behind(
    blender, tmp_path, owl
):
    seen = blender.call(render_small, owl, str(tmp_path / "owl.png"))
    assert seen == {"written": ["owl.png"], "same": True}
    with Image.open(tmp_path / "owl.png") as image:
        shown = np.asarray(image.convert("RGB")).astype(int)
    assert shown.shape == (96, 96, 3)
    saturation = shown.max(axis=2) - shown.min(axis=2)
    middle, edges = saturation[24:72, 36:60], np.concatenate([saturation[:2], saturation[-2:]])
    assert middle.mean() > 30
    assert edges.mean() < 12
    assert 40 < shown.mean() < 220


def test_what_was_there_before_is_replaced_whole(blender, tmp_path, owl):
    out = tmp_path / "owl.glb"
    out.write_text("old")
    blender.call(write_as, owl, str(out), ["model"])
    assert out.read_bytes() == Path(owl["model"]).read_bytes()
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


@pytest.mark.one_version
@pytest.mark.parametrize(
    ("name", "kind", "sentence"),
    [
        (
            "owl.xyz",
            "InvalidParameter",
            r"\.blend, \.glb, \.fbx, \.obj, \.stl, \.usdz, \.3mf, \.png",
        ),
        ("owl", "InvalidParameter", "no kind of file"),
        ("file/owl.glb", "CannotWrite", "can't be written"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(blender, tmp_path, owl, name, kind, sentence):
    (tmp_path / "file").touch()
    with pytest.raises(RaisedInside, match=sentence) as raised:
        blender.call(write_as, owl, str(tmp_path / name), ["model"])
    assert raised.value.kind == kind
    assert "\n" not in raised.value.message


@pytest.mark.one_version
def test_objects_that_are_gone_are_named(blender, tmp_path, owl):
    with pytest.raises(RaisedInside, match="not in this file any more") as raised:
        blender.call(write_what_was_deleted, owl, str(tmp_path / "owl.stl"))
    assert raised.value.kind == "NothingToExport"
    assert list(tmp_path.glob("*.stl")) == []
