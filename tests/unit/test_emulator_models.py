"""The models that the emulator serves hold what Meshy's hold, faults included."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from tests.emulator.models import library
from tests.emulator.models.base import shape_bake
from tests.emulator.models.look import SHAPES
from tests.unit.gltf_reader import Gltf

PROMPTS = ("a weathered bronze owl", "a red armchair", "a cute robot", "an old lantern") + (
    "a porcelain teapot",
    "a mushroom house",
    "a brave knight",
)
ALL_FORMATS = ("glb", "fbx", "obj", "usdz", "stl", "3mf", "blend")


def refined(prompt: str, **options: Any) -> library.Files:
    wanted = {"textured": True, "pbr": True, "emission": True, "formats": ALL_FORMATS}
    return library.model_files(prompt, **{**wanted, **options})


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_refined_model_is_one_sound_mesh_with_one_textured_material(prompt: str) -> None:
    model = Gltf(refined(prompt)["model.glb"])
    positions, normals = model.attribute("POSITION"), model.attribute("NORMAL")
    uvs = model.attribute("TEXCOORD_0")
    assert len(positions) == len(normals) == len(uvs)
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1, abs=1e-3)
    assert uvs.min() >= 0
    assert uvs.max() <= 1
    assert model.triangles.max() < len(positions)
    surface = model.material["pbrMetallicRoughness"]
    assert model.image(surface["baseColorTexture"]).size == (512, 512)
    assert model.image(surface["metallicRoughnessTexture"]).format == "JPEG"
    assert model.image(model.material["normalTexture"]).size == (512, 512)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_model_without_a_size_is_1_9_m_long_and_stands_on_its_origin(prompt: str) -> None:
    model = Gltf(refined(prompt)["model.glb"])
    positions = model.attribute("POSITION")
    assert model.size.max() == pytest.approx(1.9, abs=1e-4)
    assert positions[:, 1].min() == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_two_triangles_share_a_place_in_the_texture(shape: str) -> None:
    bake = shape_bake(shape, 512)
    assert bake.overlaps < 0.002 * bake.filled.sum()


def test_auto_size_gives_the_natural_height_and_the_origin_that_was_asked_for() -> None:
    height_m = library.natural_height_m("a red armchair")
    model = Gltf(refined("a red armchair", height_m=height_m, origin="center")["model.glb"])
    assert model.size[1] == pytest.approx(0.95, abs=1e-4)
    assert model.attribute("POSITION")[:, 1].min() == pytest.approx(-0.475, abs=1e-4)


def test_the_same_prompt_gives_the_same_bytes() -> None:
    first, second = refined("a silver robot"), refined("a silver robot")
    for name in ("model.glb", "model.obj", "model.3mf", "texture_0.png", "preview.png"):
        assert first[name] == second[name]


def test_two_prompts_that_name_the_same_thing_still_look_different() -> None:
    first, second = refined("an owl at dawn"), refined("an owl at dusk")
    assert Gltf(first["model.glb"]).size.tolist() != Gltf(second["model.glb"]).size.tolist()
    pictures = [
        np.asarray(Image.open(io.BytesIO(f["texture_0.png"])), np.float64) for f in (first, second)
    ]
    assert np.abs(pictures[0] - pictures[1]).mean() > 10


def test_the_prompt_s_words_choose_shape_and_colour() -> None:
    red = np.asarray(Image.open(io.BytesIO(refined("a red robot")["texture_0.png"])), np.float64)
    blue = np.asarray(Image.open(io.BytesIO(refined("a blue robot")["texture_0.png"])), np.float64)
    assert red[..., 0].mean() > blue[..., 0].mean() + 20
    assert blue[..., 2].mean() > red[..., 2].mean() + 20
    assert library.is_humanoid("a brave knight")
    assert not library.is_humanoid("a red armchair")


def test_emission_comes_as_a_separate_map_only_unless_it_is_embedded_on_request() -> None:
    apart = refined("an old lantern")
    assert "emissiveTexture" not in Gltf(apart["model.glb"]).material
    glow = np.asarray(Image.open(io.BytesIO(apart["texture_0_emission.png"])))
    assert 0 < (glow.max(axis=-1) > 30).mean() < 0.3
    inside = refined("an old lantern", embed={"emission"})
    material = Gltf(inside["model.glb"]).material
    assert "emissiveTexture" in material
    assert "normalTexture" not in material


def test_a_packed_map_holds_the_same_as_the_separate_ones() -> None:
    files = refined("a gold robot")
    model = Gltf(files["model.glb"])
    packed = np.asarray(
        model.image(model.material["pbrMetallicRoughness"]["metallicRoughnessTexture"]), np.float64
    )
    for channel, name in ((1, "roughness"), (2, "metallic")):
        alone = np.asarray(Image.open(io.BytesIO(files[f"texture_0_{name}.png"])), np.float64)
        assert np.abs(packed[..., channel] - alone).mean() < 12


def test_a_preview_has_no_texture_anywhere() -> None:
    files = library.model_files("an owl", textured=False, pbr=False, emission=False)
    assert not [name for name in files if name.startswith("texture_") or name.endswith(".mtl")]
    model = Gltf(files["model.glb"])
    assert "images" not in model.json
    assert b"usemtl" not in files["model.obj"]


def test_only_the_formats_that_were_asked_for_are_there() -> None:
    files = refined("an owl", formats=("glb", "obj"))
    models = {name for name in files if name.startswith("model.")}
    assert models == {"model.glb", "model.obj", "model.mtl"}


def test_4k_textures_are_4k_and_the_other_maps_2k() -> None:
    model = Gltf(refined("a porcelain teapot", hd=True)["model.glb"])
    surface = model.material["pbrMetallicRoughness"]
    assert model.image(surface["baseColorTexture"]).size == (4096, 4096)
    assert model.image(surface["metallicRoughnessTexture"]).size == (2048, 2048)


def test_names_inside_the_obj_and_mtl_are_not_those_of_the_downloads() -> None:
    files = refined("a teapot")
    mtl_inside = files["model.obj"].decode().split("mtllib ")[1].split("\n")[0]
    assert mtl_inside not in files
    images = [
        line.split()[-1] for line in files["model.mtl"].decode().split("\n") if "map_" in line
    ]
    assert images
    assert not set(images) & set(files)


def test_every_format_is_what_its_name_says() -> None:
    files = refined("a mushroom house")
    triangles = len(Gltf(files["model.glb"]).triangles)
    assert files["model.fbx"].startswith(b"Kaydara FBX Binary")
    assert struct.unpack_from("<I", files["model.stl"], 80)[0] == triangles
    assert files["model.obj"].count(b"\nf ") == triangles
    assert zipfile.ZipFile(io.BytesIO(files["model.usdz"])).testzip() is None
    assert files["model.blend"][:7] == b"BLENDER" or files["model.blend"][:4] == b"\x28\xb5\x2f\xfd"
    package = zipfile.ZipFile(io.BytesIO(files["model.3mf"]))
    model = ET.fromstring(package.read("3D/3dmodel.model"))
    assert sum(element.tag.endswith("}triangle") for element in model.iter()) == triangles


@pytest.mark.parametrize("target", [500, 3000, 20_000])
def test_a_polycount_is_nearly_met_and_the_size_stays(target: int) -> None:
    whole = Gltf(refined("a cute robot")["model.glb"])
    model = Gltf(refined("a cute robot", faces=target)["model.glb"])
    assert len(model.triangles) == pytest.approx(target, rel=0.25)
    assert model.size == pytest.approx(whole.size, rel=0.01)


def test_the_large_model_is_large(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    files = library.model_files("x", textured=True, pbr=True, emission=False, large=True)
    model = Gltf(files["model.glb"])
    assert len(model.triangles) == pytest.approx(300_000, rel=0.01)
    surface = model.material["pbrMetallicRoughness"]
    assert model.image(surface["baseColorTexture"]).size == (4096, 4096)
    assert model.image(surface["metallicRoughnessTexture"]).size == (2048, 2048)
    assert model.image(model.material["normalTexture"]).size == (2048, 2048)


@pytest.mark.parametrize("keep_uv", [True, False])
def test_a_retextured_upload_keeps_its_shape_and_becomes_2_m_long(keep_uv: bool) -> None:
    before = refined("a porcelain teapot", height_m=0.2)["model.glb"]
    files = library.retextured_files(before, "blue stripes", keep_uv=keep_uv, pbr=True)
    old, new = Gltf(before), Gltf(files["model.glb"])
    assert new.size.max() == pytest.approx(2.0, abs=1e-4)
    assert new.size / new.size.max() == pytest.approx(old.size / old.size.max(), rel=1e-3)
    assert len(new.triangles) == len(old.triangles)
    same_uvs = np.array_equal(old.attribute("TEXCOORD_0"), new.attribute("TEXCOORD_0"))
    assert same_uvs == keep_uv
    assert np.ptp(new.attribute("TEXCOORD_0"), axis=0).min() > 0.3


def test_a_retextured_prompt_keeps_its_shape_and_changes_its_colours() -> None:
    before, after = refined("a red robot"), library.retextured_files("a red robot", "blue")
    assert len(Gltf(before["model.glb"]).triangles) == len(Gltf(after["model.glb"]).triangles)
    assert before["texture_0.png"] != after["texture_0.png"]


def test_uploads_may_be_obj_or_stl_and_nothing_unreadable() -> None:
    files = refined("a red armchair")
    for name in ("model.obj", "model.stl"):
        made = Gltf(library.resized_files(files[name], height_m=1.2)["model.glb"])
        assert made.size[1] == pytest.approx(1.2, abs=1e-3)
        assert made.size[0] < made.size[1]
    with pytest.raises(library.NotGlb):
        library.converted_files(b"no model at all", formats=("glb",))


def test_resizing_keeps_the_material_and_its_images() -> None:
    before = refined("a gold owl")["model.glb"]
    files = library.resized_files(before, longest_side_m=0.3, origin="center")
    old, new = Gltf(before), Gltf(files["model.glb"])
    assert new.size.max() == pytest.approx(0.3, abs=1e-4)
    assert new.material == old.material
    texture = new.material["pbrMetallicRoughness"]["baseColorTexture"]
    assert new.image(texture).tobytes() == old.image(texture).tobytes()


def test_pictures_have_the_aspect_asked_for_and_show_different_sides() -> None:
    files = library.picture_files("a red robot", ["image_0.png", "image_1.png"], "16:9")
    sizes = {Image.open(io.BytesIO(data)).size for data in files.values()}
    assert sizes == {(640, 360)}
    assert files["image_0.png"] != files["image_1.png"]


def test_only_the_alpha_thumbnail_is_transparent() -> None:
    files = refined("a teapot")
    alpha = Image.open(io.BytesIO(files["preview_alpha.png"]))
    assert alpha.mode == "RGBA"
    assert np.asarray(alpha)[0, 0, 3] == 0
    assert Image.open(io.BytesIO(files["preview.png"])).mode == "RGB"
