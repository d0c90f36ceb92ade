"""Which files of a finished task are fetched, in the shapes that answers have."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshy_addon.jobs.files import file_name, kind_of, texture_maps, wanted_files
from meshy_addon.jobs.glb import GlbFacts, MaterialFacts
from meshy_addon.jobs.kinds import Kind


def url(name: str) -> str:
    return f"https://assets.example/tasks/1/output/{name}?Expires=1&Signature=x"


def facts(*slots: str) -> GlbFacts:
    material = MaterialFacts("skin", frozenset(slots))
    return GlbFacts(
        size_bytes=1,
        generator="",
        meshes=1,
        vertices=3,
        triangles=1,
        materials=(material,),
        images=len(slots),
        nodes=1,
        skins=0,
        animations=(),
        extensions_required=frozenset(),
        external_uris=(),
        bounds=None,
    )


GENERATED: dict[str, Any] = {
    "model_urls": {
        "glb": url("model.glb"),
        "fbx": url("model.fbx"),
        "obj": url("model.obj"),
        "mtl": url("model.mtl"),
        "stl": url("model.stl"),
        "usdz": "",
        "3mf": None,
        "pre_remeshed_glb": url("pre_remeshed.glb"),
    },
    "thumbnail_url": url("preview.png"),
    "texture_image_url": url("given.png"),
    "texture_urls": [
        {
            "base_color": url("texture_0.png"),
            "metallic": url("texture_0_metallic.png"),
            "roughness": url("texture_0_roughness.png"),
            "normal": url("texture_0_normal.png"),
            "emission": "",
            "displacement": url("texture_0_displacement.png"),
        },
        {"base_color": url("texture_1.png")},
    ],
}


def test_the_glb_and_the_thumbnail_come_without_being_asked_for() -> None:
    wanted = wanted_files(GENERATED)
    assert wanted["model"] == url("model.glb")
    assert set(wanted) == {"model", "thumbnail", "pre_remeshed_glb"}


def test_further_formats_come_if_they_are_asked_for_and_there() -> None:
    wanted = wanted_files(GENERATED, {"glb", "fbx", "obj", "usdz", "3mf", "blend"})
    assert set(wanted) == {"model", "thumbnail", "pre_remeshed_glb", "fbx", "obj", "mtl"}


def test_only_the_maps_that_the_glb_lacks_are_fetched() -> None:
    assert set(wanted_files(GENERATED, facts=facts("base_color", "metallic_roughness"))) == {
        "normal"
    }
    assert set(wanted_files(GENERATED, facts=facts())) == {
        "base_color",
        "metallic",
        "roughness",
        "normal",
    }
    complete = facts("base_color", "metallic_roughness", "normal", "emission")
    assert wanted_files(GENERATED, facts=complete) == {}


def test_a_packed_map_is_fetched_only_where_the_separate_ones_are_missing() -> None:
    packed = {"texture_urls": [{"metallic_roughness": url("mr.png"), "metallic": url("m.png")}]}
    assert set(wanted_files(packed, facts=facts())) == {"metallic_roughness", "metallic"}
    packed["texture_urls"][0]["roughness"] = url("r.png")
    assert set(wanted_files(packed, facts=facts())) == {"metallic", "roughness"}


def test_all_maps_we_can_use_are_known_apart_from_a_model() -> None:
    assert set(texture_maps(GENERATED)) == {"base_color", "metallic", "roughness", "normal"}


def test_without_a_glb_everything_there_is_the_result() -> None:
    repaired = {"model_urls": {"glb": "", "stl": url("model.stl"), "obj": ""}}
    assert wanted_files(repaired) == {"stl": url("model.stl")}
    lamp = {"model_urls": {"lamp_stl": url("lamp.stl"), "base_stl": url("base.stl")}}
    assert set(wanted_files(lamp)) == {"lamp_stl", "base_stl"}
    bundle = {"model_urls": {"bundle_zip": url("bundle.zip")}}
    assert set(wanted_files(bundle)) == {"bundle_zip"}


def test_a_rig_brings_its_character_and_clips_once_each() -> None:
    clips = {f"{clip}_{form}_url": url("x") for clip in ("walking", "running") for form in FORMS}
    rig = {
        "result": {
            "rigged_character_glb_url": url("Character_output.glb"),
            "rigged_character_fbx_url": url("Character_output.fbx"),
            "basic_animations": clips,
        }
    }
    assert set(wanted_files(rig)) == {"model", "walking_armature_glb", "running_armature_glb"}
    assert wanted_files(rig)["model"] == url("Character_output.glb")
    with_fbx = set(wanted_files(rig, ["fbx"]))
    assert with_fbx - set(wanted_files(rig)) == {
        "rigged_character_fbx",
        "walking_fbx",
        "running_fbx",
    }


FORMS = ("glb", "fbx", "armature_glb")


def test_what_was_made_of_an_animation_afterwards_comes_along() -> None:
    animation = {
        "result": {
            "animation_glb_url": url("a.glb"),
            "animation_fbx_url": url("a.fbx"),
            "processed_usdz_url": url("processed.usdz"),
            "processed_armature_fbx_url": "",
        }
    }
    assert set(wanted_files(animation)) == {"model", "processed_usdz"}


def test_pictures_are_numbered() -> None:
    pictures = {"image_urls": [url("a.png"), url("b.jpeg"), "", None]}
    wanted = wanted_files(pictures)
    assert wanted == {"image": url("a.png"), "image_2": url("b.jpeg")}
    assert [file_name(role, wanted[role]) for role in wanted] == ["image.png", "image_2.jpeg"]


def test_a_task_without_files_wants_none() -> None:
    assert wanted_files({"printability": {"status": "healthy"}, "model_urls": None}) == {}


@pytest.mark.parametrize(
    ("role", "address", "kind", "name"),
    [
        ("model", url("model.glb"), Kind.GLB, "model.glb"),
        ("fbx", url("model.fbx"), Kind.FBX, "model.fbx"),
        ("obj", url("model.obj"), Kind.OBJ, "model.obj"),
        ("obj", url("bundle.zip"), Kind.ZIP, "model.zip"),
        ("3mf", url("model.3mf"), Kind.ZIP, "model.3mf"),
        ("usdz", "", Kind.ZIP, "model.usdz"),
        ("lamp_stl", url("lamp.stl"), Kind.STL, "lamp.stl"),
        ("bundle_zip", url("bundle.zip"), Kind.ZIP, "bundle.zip"),
        ("walking_armature_glb", url("x.glb"), Kind.GLB, "walking_armature.glb"),
        ("base_color", url("texture_0.png"), Kind.IMAGE, "base_color.png"),
        ("normal", url("texture_0.jpg"), Kind.IMAGE, "normal.jpg"),
        ("thumbnail", url("preview"), Kind.IMAGE, "thumbnail.png"),
        ("video", url("turn.mp4"), Kind.ANY, "video.mp4"),
        ("video", "https://[broken", Kind.ANY, "video.bin"),
        ("../../evil", url("x.sh%00"), Kind.ANY, "_.._evil.bin"),
    ],
)
def test_kinds_and_names(role: str, address: str, kind: Kind, name: str) -> None:
    assert kind_of(role, address) is kind
    assert file_name(role, address) == name


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(url("x.glb")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("model_urls", "texture_urls", "image_urls", "thumbnail_url", "result"), JSON
        ),
    ),
    st.booleans(),
)
def test_any_answer_is_read(answer: dict[str, Any], again: bool) -> None:
    wanted = wanted_files(answer, ("fbx",), facts("normal") if again else None)
    assert all(address == url("x.glb") for address in wanted.values())
    names = [file_name(role, address) for role, address in wanted.items()]
    assert not any("/" in name or "\\" in name or name.startswith(".") for name in names)
