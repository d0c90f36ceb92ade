"""Pictures and models that come with a request are really looked at."""

from __future__ import annotations

import hashlib
import json
import struct
from typing import Any

import pytest

from tests.emulator.client import Client, data_uri, download, model_uri, picture
from tests.emulator.process import Emulator

IMAGE = "/openapi/v1/image-to-3d"
REMESH = "/openapi/v1/remesh"
RETEXTURE = "/openapi/v1/retexture"
RIGGING = "/openapi/v1/rigging"
TEXT = "/openapi/v2/text-to-3d"

TRIANGLE_OBJ = b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"


@pytest.fixture
def client(emulator: Emulator) -> Client:
    return Client(emulator)


def glb(
    size: tuple[float, float, float] = (1.0, 1.8, 0.3),
    *,
    faces: int = 1,
    uvs: list[tuple[float, float]] | None = None,
    meshes: bool = True,
    **extra: Any,
) -> bytes:
    """A GLB that says it has `faces` triangles within a box of `size`."""
    points = [(0.0, 0.0, 0.0), size, (size[0], 0.0, 0.0)]
    binary = b"".join(struct.pack("<3f", *point) for point in points)
    accessors = [
        {
            "bufferView": 0,
            "componentType": 5126,
            "count": faces * 3,
            "type": "VEC3",
            "min": [0, 0, 0],
            "max": list(size),
        }
    ]
    attributes = {"POSITION": 0}
    if uvs is not None:
        attributes["TEXCOORD_0"] = 1
        accessors.append({"bufferView": 1, "componentType": 5126, "count": 3, "type": "VEC2"})
        binary += b"".join(struct.pack("<2f", *uv) for uv in uvs)
    document: dict[str, Any] = {
        "asset": {"version": "2.0"},
        "accessors": accessors,
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": 36},
            {"buffer": 0, "byteOffset": 36, "byteLength": 24},
        ],
        "buffers": [{"byteLength": len(binary)}],
        **extra,
    }
    if meshes:
        document["meshes"] = [{"primitives": [{"attributes": attributes}]}]
        document["nodes"] = [{"mesh": 0}]
        document["scenes"] = [{"nodes": [0]}]
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    return (
        struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(binary))
        + struct.pack("<I4s", len(text), b"JSON")
        + text
        + struct.pack("<I4s", len(binary), b"BIN\0")
        + binary
    )


@pytest.mark.parametrize("mime", ["image/jpeg", "image/jpg"])
def test_a_jpeg_is_a_picture(client: Client, mime: str) -> None:
    client.create(IMAGE, image_url=data_uri(picture("JPEG"), mime))


@pytest.mark.parametrize(
    ("uri", "complaint"),
    [
        (data_uri(b""), "empty"),
        (data_uri(b"not a picture"), "not a readable"),
        (data_uri(picture()[:30]), "not a readable"),
        (data_uri(picture("WEBP"), "image/webp"), "image/webp"),
        (data_uri(picture("WEBP"), "image/png"), "not a readable"),
        (data_uri(picture("GIF"), "image/gif"), "image/gif"),
        (data_uri(picture(), "application/octet-stream"), "application/octet-stream"),
        ("data:image/png;base64,!!!!", "malformed"),
        ("data:image/png,plain", "malformed"),
        ("data:image/png;base64", "malformed"),
        ("/home/artist/owl.png", "URL"),
        ("ftp://example.com/owl.png", "URL"),
        ("https://example.com/owl.webp", "unsupported format"),
        ("https://nowhere.invalid/owl.png", "could not be downloaded"),
    ],
)
def test_what_is_not_a_picture_is_refused(client: Client, uri: str, complaint: str) -> None:
    answer = client.post(IMAGE, {"image_url": uri})
    assert answer.status_code == 400
    assert "image_url" in answer.json()["message"]
    assert complaint in answer.json()["message"]


def test_the_message_says_which_of_several_pictures_it_is(client: Client) -> None:
    uris = [data_uri(picture()), data_uri(b"nothing")]
    answer = client.post("/openapi/v1/multi-image-to-3d", {"image_urls": uris})
    assert "image_urls[1]" in answer.json()["message"]


def test_a_picture_above_100_mb_is_refused(client: Client) -> None:
    huge = picture() + bytes(100_000_000)
    answer = client.post(IMAGE, {"image_url": data_uri(huge)})
    assert answer.status_code == 400
    assert "100 MB" in answer.json()["message"]


def test_creative_lab_refuses_tiny_pictures(client: Client) -> None:
    tiny = data_uri(picture(size=(8, 8)))
    answer = client.post("/openapi/creative-lab/figure/v1/prototype", {"image_url": tiny})
    assert "too small" in answer.json()["message"]


def test_a_url_of_the_own_asset_host_is_really_read(client: Client, emulator: Emulator) -> None:
    good = emulator.put_file("owl.png", picture())
    bad = emulator.put_file("owl.png", b"not a picture")
    client.create(IMAGE, image_url=good)
    assert "not a readable" in client.post(IMAGE, {"image_url": bad}).text
    unsigned = good.split("?")[0]
    assert "could not be downloaded" in client.post(IMAGE, {"image_url": unsigned}).text


def test_a_result_can_be_handed_on_by_its_url(client: Client) -> None:
    task = client.run(TEXT, mode="preview", prompt="an owl", target_formats=["glb"])
    client.create(REMESH, model_url=task["model_urls"]["glb"])


def test_what_was_uploaded_can_be_looked_at(client: Client, emulator: Emulator) -> None:
    content = picture()
    client.create(IMAGE, image_url=data_uri(content))
    assert emulator.uploaded(hashlib.sha256(content).hexdigest()) == content


def test_the_same_picture_gives_the_same_model_and_another_one_another(client: Client) -> None:
    def model(colour: str) -> bytes:
        uri = data_uri(picture(colour=colour))
        task = client.run(IMAGE, image_url=uri, target_formats=["glb"])
        return download(task["model_urls"]["glb"]).content

    teal = model("teal")
    assert model("teal") == teal
    assert model("gold") != teal


@pytest.mark.parametrize("content", [glb(), TRIANGLE_OBJ, b"solid x\nfacet normal 0 0 1\nendsolid"])
def test_models_are_recognised_by_content(client: Client, content: bytes) -> None:
    assert client.run(REMESH, model_url=model_uri(content))["status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("uri", "complaint"),
    [
        (model_uri(b""), "empty"),
        (data_uri(glb(), "model/gltf-binary"), "application/octet-stream"),
        ("data:application/octet-stream;base64,%%", "malformed"),
        ("https://example.com/model.blend", "unsupported format"),
        ("https://nowhere.invalid/model.glb", "could not be downloaded"),
    ],
)
def test_what_cannot_be_a_model_is_refused(client: Client, uri: str, complaint: str) -> None:
    answer = client.post(REMESH, {"model_url": uri})
    assert answer.status_code == 400
    assert complaint in answer.json()["message"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"; FBX 7.4.0 project file\n", "ASCII FBX"),
        (glb(extensionsRequired=["EXT_meshopt_compression"]), "Meshopt"),
        (glb(meshes=False), "No valid 3D objects"),
        (glb()[:-10], "truncated"),
        (b"garbage", "corrupted"),
    ],
)
def test_a_model_that_cannot_be_used_fails_as_a_task(
    client: Client, emulator: Emulator, content: bytes, complaint: str
) -> None:
    task = client.run(REMESH, model_url=model_uri(content))
    assert task["status"] == "FAILED"
    assert (task["task_error"]["type"], task["task_error"]["code"]) == ("invalid_input",) * 2
    assert complaint in task["task_error"]["message"]
    assert emulator.credits() == 1000


@pytest.mark.parametrize(
    ("uvs", "code"),
    [
        (None, "model_missing_uv"),
        ([(0.5, 0.5)] * 3, "model_insufficient_uv"),
        ([(0.0, 0.0), (1.0, 1.0), (1.0, 0.0)], None),
    ],
)
def test_the_original_uv_must_be_worth_keeping(
    client: Client, uvs: list[tuple[float, float]] | None, code: str | None
) -> None:
    body = {"model_url": model_uri(glb(uvs=uvs)), "text_style_prompt": "gold"}
    task = client.run(RETEXTURE, **body, enable_original_uv=True)
    assert (task["task_error"].get("code"), task["status"] == "FAILED") == (code, bool(code))


def test_analysis_measures_the_mesh_that_was_sent(client: Client) -> None:
    task = client.run("/openapi/v1/print/analyze", model_url=model_uri(glb()))
    printability = task["printability"]
    assert (printability["status"], printability["error_count"]) == ("error", 2)
    assert printability["metrics"]["is_watertight"] is False
    assert printability["metrics"]["holes"] == 1
    broken = client.run("/openapi/v1/print/analyze", model_url=model_uri(glb(faces=9)))
    assert broken["printability"]["status"] == "unknown"


def test_rigging_takes_a_standing_figure(client: Client) -> None:
    client.create(RIGGING, model_url=model_uri(glb()))


def test_rigging_finds_no_pose_in_a_table(client: Client) -> None:
    answer = client.post(RIGGING, {"model_url": model_uri(glb((2.0, 0.7, 1.0)))})
    assert answer.status_code == 422
    assert "Pose estimation failed" in answer.json()["message"]


def test_rigging_takes_no_more_than_300_000_faces(client: Client) -> None:
    client.create(RIGGING, model_url=model_uri(glb(faces=300_000)))
    answer = client.post(RIGGING, {"model_url": model_uri(glb(faces=300_001))})
    assert answer.status_code == 400
    assert "300,000" in answer.json()["message"]


def test_rigging_takes_only_glb(client: Client) -> None:
    answer = client.post(RIGGING, {"model_url": model_uri(TRIANGLE_OBJ)})
    assert answer.status_code == 400
