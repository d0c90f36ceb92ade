"""Judging a GLB before any importer sees it: what it holds, and what is wrong with it."""

from __future__ import annotations

import copy
import json
import math
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from meshy_addon.api.errors import Nonsense
from meshy_addon.jobs.glb import GlbFacts, probe_glb

Json = dict[str, Any]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)


def packed(
    document: Json | bytes, binary: bytes = b"", *, version: int = 2, extra: int = 0
) -> bytes:
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    body = struct.pack("<I4s", len(text), b"JSON") + text
    if binary:
        body += struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", version, 12 + len(body) + extra) + body


def a_model() -> tuple[Json, bytes]:
    """A box of 1 × 2 × 3 m with four vertices, two triangles and two textures, raised by 1 m."""
    positions = struct.pack("<12f", 0, 0, 0, 1, 0, 0, 1, 2, 3, 0, 2, 3)
    indices = struct.pack("<6H", 0, 1, 2, 0, 2, 3)
    document: Json = {
        "asset": {"version": "2.0", "generator": "by hand"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [
            {"name": "root", "translation": [0, 1, 0], "children": [1]},
            {"name": "mesh", "mesh": 0},
        ],
        "meshes": [
            {"primitives": [{"attributes": {"POSITION": 0}, "indices": 1, "material": 0}]},
        ],
        "accessors": [
            {
                "bufferView": 0,
                "componentType": 5126,
                "count": 4,
                "type": "VEC3",
                "min": [0, 0, 0],
                "max": [1, 2, 3],
            },
            {"bufferView": 1, "componentType": 5123, "count": 6, "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteLength": 48},
            {"buffer": 0, "byteOffset": 48, "byteLength": 12},
            {"buffer": 0, "byteOffset": 60, "byteLength": 32},
        ],
        "buffers": [{"byteLength": 92}],
        "materials": [
            {
                "name": "skin",
                "pbrMetallicRoughness": {
                    "baseColorTexture": {"index": 0},
                    "metallicRoughnessTexture": {"index": 1},
                },
            }
        ],
        "textures": [{"source": 0}, {"source": 1}],
        "images": [{"bufferView": 2, "mimeType": "image/png"}] * 2,
    }
    return document, positions + indices + PNG


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model.glb"


def probe(path: Path, change: Callable[[Json], object] = lambda document: None) -> GlbFacts:
    document, binary = a_model()
    change(document)
    path.write_bytes(packed(document, binary))
    return probe_glb(path)


# --- what it holds ---------------------------------------------------------------------------


def test_what_a_model_holds_is_counted(path: Path) -> None:
    facts = probe(path)
    assert (facts.meshes, facts.vertices, facts.triangles) == (1, 4, 2)
    assert (facts.images, facts.nodes, facts.skins, facts.animations) == (2, 2, 0, ())
    assert facts.generator == "by hand"
    assert facts.size_bytes == path.stat().st_size
    assert facts.external_uris == ()
    assert not facts.is_compressed


def test_the_textures_that_are_there_are_named(path: Path) -> None:
    facts = probe(path)
    assert facts.materials[0].name == "skin"
    assert facts.texture_slots == {"base_color", "metallic_roughness"}


def test_a_map_counts_only_if_every_material_has_it(path: Path) -> None:
    def add_plain(document: Json) -> None:
        base = {"baseColorTexture": {"index": 0}}
        document["materials"].append({"pbrMetallicRoughness": base, "normalTexture": {"index": 1}})

    facts = probe(path, add_plain)
    assert facts.texture_slots == {"base_color"}
    assert facts.materials[1].slots == {"base_color", "normal"}


def test_a_texture_without_an_image_is_none(path: Path) -> None:
    facts = probe(path, lambda document: document["textures"][1].clear())
    assert facts.texture_slots == {"base_color"}


def test_a_texture_of_an_extension_counts(path: Path) -> None:
    webp = {"extensions": {"EXT_texture_webp": {"source": 1}}}
    facts = probe(path, lambda document: document["textures"].__setitem__(1, webp))
    assert facts.texture_slots == {"base_color", "metallic_roughness"}


def test_a_model_without_materials_has_no_textures(path: Path) -> None:
    facts = probe(path, lambda document: document.pop("materials"))
    assert (facts.materials, facts.texture_slots) == ((), frozenset())


@pytest.mark.parametrize(("mode", "triangles"), [(0, 0), (1, 0), (4, 2), (5, 4), (6, 4)])
def test_only_triangles_are_counted_as_such(path: Path, mode: int, triangles: int) -> None:
    def change(document: Json) -> None:
        document["meshes"][0]["primitives"][0]["mode"] = mode

    assert probe(path, change).triangles == triangles


def test_compression_and_clips_are_named(path: Path) -> None:
    def change(document: Json) -> None:
        document["extensionsRequired"] = ["KHR_draco_mesh_compression"]
        document["animations"] = [{"name": "Armature|running|baselayer"}, {}]

    facts = probe(path, change)
    assert facts.is_compressed
    assert facts.animations == ("Armature|running|baselayer", "")


def test_files_beside_the_model_are_named_but_embedded_ones_are_not(path: Path) -> None:
    def change(document: Json) -> None:
        document["images"] = [{"uri": "skin.png"}, {"uri": "DATA:image/png;base64,AA=="}]
        document["buffers"].append({"uri": "../more.bin", "byteLength": 5})

    assert probe(path, change).external_uris == ("../more.bin", "skin.png")


# --- how large it is -------------------------------------------------------------------------


def test_the_box_around_the_model_heeds_its_nodes(path: Path) -> None:
    assert probe(path).bounds == ((0, 1, 0), (1, 3, 3))


def test_the_box_heeds_scale_and_rotation(path: Path) -> None:
    half = math.sqrt(0.5)
    turned = {"scale": [2, 2, 2], "rotation": [0, 0, half, half], "children": [1]}
    bounds = probe(path, lambda document: document["nodes"].__setitem__(0, turned)).bounds
    assert bounds is not None
    # A quarter turn around Z takes X to Y and Y to -X.
    assert [value for corner in bounds for value in corner] == pytest.approx([-4, 0, 0, 0, 2, 6])


def test_the_box_heeds_a_matrix(path: Path) -> None:
    matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 5, 6, 7, 1]
    node = {"matrix": matrix, "children": [1]}
    bounds = probe(path, lambda document: document["nodes"].__setitem__(0, node)).bounds
    assert bounds == ((5, 6, 7), (6, 8, 10))


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["nodes"][1].update(skin=0),
        lambda document: document.pop("scenes"),
        lambda document: document["accessors"][0].pop("min"),
        lambda document: document["accessors"][0].update(min=["x", 0, 0]),
        lambda document: document["accessors"][0].update(max=[10**400, 0, 0]),
        lambda document: document["nodes"][0].update(scale=[1e308, 1e308, 1e308]),
    ],
)
def test_a_box_that_cannot_be_told_is_not_guessed(
    path: Path, change: Callable[[Json], object]
) -> None:
    assert probe(path, change).bounds is None


# --- what is wrong with it -------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"glTF",
        b"<html></html>" * 10,
        packed({}),
        packed({"asset": {"version": "1.0"}}),
        packed({"asset": {"version": "2.0"}}, version=1),
        packed({"asset": {"version": "2.0"}}, extra=4),
        packed({"asset": {"version": "2.0"}}) + b"more",
        packed(b"[]"),
        packed(b"not json"),
        packed(b"\xff\xfe"),
        packed(b'{"asset": {"version": "2.0"}, "x": NaN}'),
        packed(b'{"asset": {"version": "2.0"}, "x": 1' + b"0" * 5000 + b"}"),
        packed(b'{"x":' + b"[" * 100_000),
        packed(b'{"a":' * 100_000),
        struct.pack("<4sIII4s", b"glTF", 2, 24, 2**32 - 1, b"JSON") + b"{}  ",
    ],
)
def test_what_is_no_model_is_refused_in_one_sentence(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(Nonsense) as caught:
        probe_glb(path)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_a_description_that_would_fill_the_memory_is_refused_unread(path: Path) -> None:
    size = 2**31
    with path.open("wb") as file:
        file.write(struct.pack("<4sIII4s", b"glTF", 2, size, size - 20, b"JSON"))
        file.truncate(size)  # no block of it is really there
    with pytest.raises(Nonsense, match="too long"):
        probe_glb(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["buffers"][0].update(byteLength=93),
        lambda document: document["bufferViews"][1].update(byteLength=1000),
        lambda document: document["bufferViews"][1].update(byteOffset=-4),
        lambda document: document["bufferViews"][1].update(buffer=7),
        lambda document: document["accessors"][0].update(count=5),
        lambda document: document["accessors"][0].update(count=2**60),
        lambda document: document["accessors"][0].update(componentType=1),
        lambda document: document["accessors"][0].update(bufferView=True),
        lambda document: document["bufferViews"][0].update(byteStride=100),
        lambda document: document["meshes"][0]["primitives"][0]["attributes"].update(POSITION=9),
        lambda document: document["meshes"][0]["primitives"][0].update(indices="1"),
        lambda document: document["nodes"][1].update(children=[0]),
        lambda document: document["nodes"][1].update(mesh=1),
        lambda document: document["nodes"][1].update(mesh=False),
        lambda document: document["scenes"][0].update(nodes=[None]),
        lambda document: document.update(scene=3),
        lambda document: document["textures"][0].update(source=2),
        lambda document: document.update(meshes=[None]),
    ],
)
def test_a_reference_into_nothing_is_refused(path: Path, change: Callable[[Json], object]) -> None:
    with pytest.raises(Nonsense, match="damaged"):
        probe(path, change)


def test_a_file_that_cannot_be_read_is_not_called_nonsense(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        probe_glb(tmp_path / "gone.glb")


def judged(path: Path, content: bytes) -> None:
    """The only two outcomes there may be."""
    path.write_bytes(content)
    try:
        facts = probe_glb(path)
    except Nonsense:
        return
    assert facts.triangles >= 0
    assert isinstance(facts.texture_slots, frozenset)


PATIENT = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@PATIENT
@given(places=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=6))
def test_flipped_bytes_are_nonsense_or_harmless(path: Path, places: list[tuple[int, int]]) -> None:
    content = bytearray(packed(*a_model()))
    for place, value in places:
        content[place % len(content)] = value
    judged(path, bytes(content))


@PATIENT
@given(st.integers(0, 3000))
def test_a_model_cut_anywhere_is_nonsense(path: Path, size: int) -> None:
    content = packed(*a_model())
    if size >= len(content):
        return
    path.write_bytes(content[:size])
    with pytest.raises(Nonsense):
        probe_glb(path)


@PATIENT
@given(st.data())
def test_any_value_in_any_place_is_nonsense_or_harmless(path: Path, data: st.DataObject) -> None:
    document, binary = a_model()
    for _ in range(data.draw(st.integers(1, 3))):
        replace_somewhere(document, data)
    judged(path, packed(document, binary))


def replace_somewhere(document: Json, data: st.DataObject) -> None:
    here: Any = document
    while True:
        keys = sorted(here) if isinstance(here, dict) else range(len(here))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if not isinstance(here[key], dict | list) or data.draw(st.integers(0, 3)) == 0:
            here[key] = data.draw(VALUES)
            return
        here = here[key]


@PATIENT
@given(st.binary(max_size=200))
@example(b"glTF" + bytes(16))
def test_any_bytes_are_nonsense_or_harmless(path: Path, content: bytes) -> None:
    judged(path, content)


def test_a_scene_of_many_objects_is_judged(path: Path) -> None:
    def change(document: Json) -> None:
        leaf = {"mesh": 0}
        document["nodes"] = [{"children": list(range(1, 5001))}] + [copy.copy(leaf)] * 5000

    facts = probe(path, change)
    assert facts.nodes == 5001
    assert facts.bounds == ((0, 0, 0), (1, 2, 3))
