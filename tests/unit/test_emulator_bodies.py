"""What each create endpoint takes and refuses, by its documentation page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.client import Client, data_uri, picture
from tests.emulator.kinds import KINDS
from tests.emulator.process import Emulator, running_emulator

V1 = "/openapi/v1"
LAB = "/openapi/creative-lab"
TEXT = "/openapi/v2/text-to-3d"
IMAGE = f"{V1}/image-to-3d"
MULTI = f"{V1}/multi-image-to-3d"

PNG = data_uri(picture())
GLB_URL = "https://example.com/model.glb"
PNG_URL = "https://example.com/picture.png"
UNKNOWN_ID = "018a210d-8ba4-705c-b111-1f1776f7f578"

TEXT_BODY: dict[str, Any] = {"mode": "preview", "prompt": "an owl"}
PICTURE_BODY: dict[str, Any] = {"ai_model": "nano-banana", "prompt": "an owl"}

ACCEPTED: list[tuple[str, dict[str, Any], int]] = [
    (TEXT, TEXT_BODY, 20),
    (TEXT, {**TEXT_BODY, "ai_model": "meshy-5"}, 5),
    (TEXT, {**TEXT_BODY, "ai_model": "meshy-5", "model_type": "lowpoly"}, 20),
    (TEXT, {**TEXT_BODY, "prompt": "x" * 600, "pose_mode": "", "decimation_mode": 4}, 20),
    (TEXT, {**TEXT_BODY, "symmetry_mode": "on", "is_a_t_pose": True, "art_style": "sculpture"}, 20),
    (TEXT, {**TEXT_BODY, "should_remesh": True, "target_polycount": 300_000}, 20),
    (TEXT, {**TEXT_BODY, "target_formats": ["3mf"], "auto_size": True, "origin_at": "center"}, 20),
    (IMAGE, {"image_url": PNG}, 30),
    (IMAGE, {"image_url": PNG, "should_texture": False}, 20),
    (IMAGE, {"image_url": PNG, "ai_model": "meshy-5"}, 15),
    (IMAGE, {"image_url": PNG, "ai_model": "meshy-5", "should_texture": False}, 5),
    (IMAGE, {"image_url": PNG_URL, "texture_prompt": "gold", "texture_image_url": PNG}, 30),
    (IMAGE, {"image_url": PNG, "webhook_url": "https://example.com/hook"}, 30),
    (MULTI, {"image_urls": [PNG, PNG_URL, PNG, PNG]}, 30),
    (MULTI, {"image_urls": [PNG], "ai_model": "meshy-5", "should_texture": False}, 5),
    (f"{V1}/remesh", {"model_url": GLB_URL}, 5),
    (f"{V1}/remesh", {"model_url": GLB_URL, "resize_height": 2, "auto_size": False}, 5),
    (f"{V1}/convert", {"model_url": GLB_URL, "target_formats": ["blend", "3mf"]}, 1),
    (f"{V1}/resize", {"model_url": GLB_URL, "resize_longest_side": 0.5}, 1),
    (f"{V1}/resize", {"model_url": GLB_URL, "auto_size": True, "origin_at": "center"}, 1),
    (f"{V1}/rigging", {"model_url": GLB_URL, "height_meters": 2, "texture_image_url": PNG}, 5),
    (f"{V1}/retexture", {"model_url": GLB_URL, "text_style_prompt": "gold"}, 10),
    (f"{V1}/retexture", {"model_url": GLB_URL, "image_style_url": PNG, "hd_texture": True}, 10),
    (f"{V1}/text-to-image", PICTURE_BODY, 3),
    (f"{V1}/text-to-image", {**PICTURE_BODY, "ai_model": "nano-banana-2"}, 6),
    (f"{V1}/text-to-image", {**PICTURE_BODY, "ai_model": "nano-banana-pro"}, 9),
    (f"{V1}/text-to-image", {**PICTURE_BODY, "ai_model": "gpt-image-2", "aspect_ratio": "3:2"}, 9),
    (f"{V1}/image-to-image", {**PICTURE_BODY, "reference_image_urls": [PNG] * 5}, 3),
    (
        f"{V1}/image-to-image",
        {**PICTURE_BODY, "ai_model": "gpt-image-2", "reference_image_urls": [PNG]},
        12,
    ),
    (f"{V1}/print/multi-color", {"model_url": GLB_URL, "max_colors": 16, "max_depth": 3}, 10),
    (f"{V1}/print/analyze", {"model_url": "https://example.com/m.stl"}, 0),
    (f"{V1}/print/repair", {"model_url": "https://example.com/m.obj", "alpha_thumbnail": True}, 10),
    (f"{LAB}/keychain/v1/prototype", {"image_url": PNG, "name": "n" * 100}, 6),
    (
        f"{LAB}/figure/v1/prototype",
        {"image_url": data_uri(picture("WEBP"), "image/webp")},
        6,
    ),
    (f"{LAB}/lamp/v1/prototype", {"text": "x" * 800}, 6),
    (f"{LAB}/lamp/v1/prototype", {"image_url": PNG, "image_subject": "landscape"}, 6),
]

REFUSED: list[tuple[str, Any, str]] = [
    (TEXT, {"prompt": "an owl"}, "mode"),
    (TEXT, {"mode": "texture", "prompt": "an owl"}, "mode"),
    (TEXT, {"mode": "preview"}, "prompt"),
    (TEXT, {"mode": "preview", "prompt": " "}, "prompt"),
    (TEXT, {"mode": "preview", "prompt": "x" * 601}, "prompt"),
    (TEXT, {"mode": "preview", "prompt": None}, "prompt"),
    (TEXT, {**TEXT_BODY, "seed": 1}, "Unknown parameter: seed"),
    (TEXT, {**TEXT_BODY, "enable_pbr": True}, "Unknown parameter: enable_pbr"),
    (TEXT, {**TEXT_BODY, "ai_model": "meshy-4"}, "ai_model"),
    (TEXT, {**TEXT_BODY, "should_remesh": "yes"}, "should_remesh"),
    (TEXT, {**TEXT_BODY, "should_remesh": 1}, "should_remesh"),
    (TEXT, {**TEXT_BODY, "target_polycount": "5000"}, "target_polycount"),
    (TEXT, {**TEXT_BODY, "target_polycount": 5000.0}, "target_polycount"),
    (TEXT, {**TEXT_BODY, "target_polycount": 99}, "target_polycount"),
    (TEXT, {**TEXT_BODY, "target_polycount": 300_001}, "target_polycount"),
    (TEXT, {**TEXT_BODY, "decimation_mode": 5}, "decimation_mode"),
    (TEXT, {**TEXT_BODY, "pose_mode": "sitting"}, "pose_mode"),
    (TEXT, {**TEXT_BODY, "target_formats": ["blend"]}, "target_formats"),
    (TEXT, {**TEXT_BODY, "target_formats": "glb"}, "target_formats"),
    (TEXT, {**TEXT_BODY, "origin_at": "top"}, "origin_at"),
    (TEXT, {"mode": "refine"}, "preview_task_id"),
    (TEXT, {"mode": "refine", "preview_task_id": "x"}, "preview_task_id"),
    (TEXT, [TEXT_BODY], "object"),
    (IMAGE, {}, "image_url"),
    (IMAGE, {"image_url": PNG, "enable_pbr": True, "should_texture": False}, "enable_pbr"),
    (IMAGE, {"image_url": PNG, "texture_prompt": "x" * 601}, "texture_prompt"),
    (IMAGE, {"image_url": PNG, "webhook_url": "http://example.com/hook"}, "webhook_url"),
    (IMAGE, {"input_task_id": UNKNOWN_ID}, "input_task_id"),
    (MULTI, {"image_urls": []}, "image_urls"),
    (MULTI, {"image_urls": [PNG] * 5}, "image_urls"),
    (MULTI, {"image_urls": [PNG], "model_type": "lowpoly"}, "Unknown parameter: model_type"),
    (f"{V1}/remesh", {}, "model_url"),
    (f"{V1}/remesh", {"model_url": GLB_URL, "auto_size": True, "resize_height": 1}, "exclusive"),
    (
        f"{V1}/remesh",
        {"model_url": GLB_URL, "resize_longest_side": 1, "resize_height": 1},
        "exclusive",
    ),
    (f"{V1}/remesh", {"model_url": GLB_URL, "resize_height": -1}, "resize_height"),
    (f"{V1}/remesh", {"model_url": GLB_URL, "convert_format_only": True}, "target_formats"),
    (f"{V1}/remesh", {"model_url": GLB_URL, "topology": "hexagon"}, "topology"),
    (f"{V1}/convert", {"model_url": GLB_URL}, "target_formats"),
    (f"{V1}/convert", {"model_url": GLB_URL, "target_formats": []}, "target_formats"),
    (f"{V1}/resize", {"model_url": GLB_URL}, "resize mode"),
    (f"{V1}/resize", {"model_url": GLB_URL, "auto_size": False}, "resize mode"),
    (f"{V1}/resize", {"model_url": GLB_URL, "resize_height": 0}, "resize_height"),
    (f"{V1}/resize", {"model_url": GLB_URL, "auto_size": True, "resize_height": 1}, "exclusive"),
    (f"{V1}/rigging", {}, "model_url"),
    (f"{V1}/rigging", {"model_url": "https://example.com/model.fbx"}, "model_url"),
    (f"{V1}/rigging", {"model_url": GLB_URL, "height_meters": 0}, "height_meters"),
    (
        f"{V1}/rigging",
        {"model_url": GLB_URL, "texture_image_url": "https://example.com/a.jpg"},
        "texture_image_url",
    ),
    (f"{V1}/animations", {"action_id": 0}, "rig_task_id"),
    (f"{V1}/animations", {"rig_task_id": UNKNOWN_ID}, "action_id"),
    (f"{V1}/animations", {"rig_task_id": "x", "action_id": 0}, "rig_task_id"),
    (
        f"{V1}/animations",
        {"rig_task_id": UNKNOWN_ID, "action_id": 0, "post_process": {"fps": 30}},
        "post_process.operation_type",
    ),
    (
        f"{V1}/animations",
        {
            "rig_task_id": UNKNOWN_ID,
            "action_id": 0,
            "post_process": {"operation_type": "change_fps", "fps": 50},
        },
        "post_process.fps",
    ),
    (f"{V1}/retexture", {"model_url": GLB_URL}, "style"),
    (f"{V1}/retexture", {"text_style_prompt": "gold"}, "model_url"),
    (f"{V1}/retexture", {"model_url": GLB_URL, "text_style_prompt": "x" * 601}, "text_style"),
    (f"{V1}/text-to-image", {"prompt": "an owl"}, "ai_model"),
    (f"{V1}/text-to-image", {**PICTURE_BODY, "ai_model": "latest"}, "ai_model"),
    (f"{V1}/text-to-image", {**PICTURE_BODY, "aspect_ratio": "2:3"}, "aspect_ratio"),
    (
        f"{V1}/text-to-image",
        {**PICTURE_BODY, "ai_model": "gpt-image-2", "aspect_ratio": "16:9"},
        "aspect_ratio",
    ),
    (
        f"{V1}/text-to-image",
        {**PICTURE_BODY, "generate_multi_view": True, "aspect_ratio": "1:1"},
        "generate_multi_view",
    ),
    (f"{V1}/text-to-image", {**PICTURE_BODY, "pose_mode": ""}, "pose_mode"),
    (f"{V1}/image-to-image", PICTURE_BODY, "reference_image_urls"),
    (f"{V1}/image-to-image", {**PICTURE_BODY, "reference_image_urls": []}, "reference_image"),
    (f"{V1}/image-to-image", {**PICTURE_BODY, "reference_image_urls": [PNG] * 6}, "reference"),
    (
        f"{V1}/image-to-image",
        {**PICTURE_BODY, "reference_image_urls": [PNG], "aspect_ratio": "1:1"},
        "Unknown parameter: aspect_ratio",
    ),
    (f"{V1}/print/multi-color", {"model_url": "https://example.com/m.stl"}, "model_url"),
    (f"{V1}/print/multi-color", {"model_url": GLB_URL, "max_colors": 17}, "max_colors"),
    (f"{V1}/print/multi-color", {"model_url": GLB_URL, "max_depth": 2}, "max_depth"),
    (f"{V1}/print/analyze", {}, "model_url"),
    (f"{V1}/print/analyze", {"input_task_id": "x"}, "input_task_id"),
    (f"{V1}/print/repair", {"model_url": "https://example.com/model.fbx"}, "model_url"),
    (f"{LAB}/keychain/v1/prototype", {}, "image_url"),
    (f"{LAB}/keychain/v1/prototype", {"image_url": PNG, "name": "n" * 101}, "name"),
    (f"{LAB}/figure/v1/prototype", {"image_url": "https://example.com/a.gif"}, "image_url"),
    (f"{LAB}/lamp/v1/prototype", {}, "text"),
    (f"{LAB}/lamp/v1/prototype", {"text": "an owl", "image_url": PNG}, "text"),
    (f"{LAB}/lamp/v1/prototype", {"text": "x" * 801}, "text"),
    (f"{LAB}/lamp/v1/prototype", {"text": "a", "image_subject": "abstract"}, "image_subject"),
    (f"{LAB}/figure/v1/build", {"input_task_id": UNKNOWN_ID, "options": {}}, "options"),
]

OPTIONS_OUT_OF_RANGE = [
    ("keychain", "badge_shape", "heart"),
    ("keychain", "size_mm", 0),
    ("keychain", "size_mm", 400.1),
    ("keychain", "relief_height_mm", 20.5),
    ("fridge-magnet", "curve_param", 0),
    ("fridge-magnet", "depth_threshold", 1.1),
    ("fridge-magnet", "export_resolution", 63),
    ("fridge-magnet", "export_resolution", 128.0),
    ("lamp", "diameter_mm", 49),
    ("lamp", "thickness_mm", 0),
    ("lamp", "cut_amount_percent", 0.5),
    ("lamp", "light_source_preset", "candle"),
    ("lamp", "rotate_x_deg", 361),
    ("lamp", "badge_shape", "circle"),
]


@pytest.fixture
def client(emulator: Emulator) -> Client:
    return Client(emulator)


@pytest.mark.parametrize(("path", "body", "credits"), ACCEPTED)
def test_a_right_body_is_accepted_at_its_price(
    client: Client, path: str, body: dict[str, Any], credits: int
) -> None:
    answer = client.post(path, body)
    assert answer.status_code == 202, answer.text
    assert client.emulator.credits() == 1000 - credits


@pytest.mark.parametrize(("path", "body", "named"), REFUSED)
def test_a_wrong_body_is_refused_with_a_message_that_names_the_parameter(
    client: Client, path: str, body: Any, named: str
) -> None:
    answer = client.post(path, body)
    assert answer.status_code == 400, answer.text
    assert named in answer.json()["message"]
    assert client.emulator.credits() == 1000


@pytest.mark.parametrize("path", [kind.path for kind in KINDS])
def test_no_endpoint_takes_a_parameter_that_its_page_does_not_list(
    client: Client, path: str
) -> None:
    body = {**_smallest(path), "surprise": 1}
    answer = client.post(path, body)
    assert (answer.status_code, answer.json()) == (400, {"message": "Unknown parameter: surprise"})


def test_there_are_23_create_endpoints() -> None:
    assert len(KINDS) == 22
    assert sum(len(kind.types) for kind in KINDS) == 23


@pytest.mark.parametrize(("product", "option", "value"), OPTIONS_OUT_OF_RANGE)
def test_creative_lab_options_have_limits(
    client: Client, product: str, option: str, value: Any
) -> None:
    body = {"input_task_id": UNKNOWN_ID, "options": {option: value}}
    answer = client.post(f"{LAB}/{product}/v1/build", body)
    assert answer.status_code == 400
    assert f"options.{option}" in answer.json()["message"]


def test_what_is_not_json_is_refused(client: Client) -> None:
    answer = client.session.post(client.emulator.api + TEXT, data=b"mode=preview")
    assert answer.status_code == 400
    assert "JSON" in answer.json()["message"]


def test_new_model_names_can_be_switched_on() -> None:
    with running_emulator(model=["meshy-7", "meshy-7.1"]) as emulator:
        client = Client(emulator)
        client.create(TEXT, **TEXT_BODY, ai_model="meshy-7.1")
        answer = client.post(TEXT, {**TEXT_BODY, "ai_model": "meshy-8"})
        assert answer.status_code == 400
        assert "meshy-7.1" in answer.json()["message"]


def _smallest(path: str) -> dict[str, Any]:
    """What an endpoint requires, as far as it is checked before everything else."""
    if path == TEXT:
        return TEXT_BODY
    if path.endswith("-to-image"):
        return {**PICTURE_BODY, "reference_image_urls": [PNG]} if "/image" in path else PICTURE_BODY
    if path.endswith("/build"):
        return {"input_task_id": UNKNOWN_ID}
    bodies: dict[str, dict[str, Any]] = {
        f"{V1}/animations": {"rig_task_id": UNKNOWN_ID, "action_id": 0},
        f"{V1}/convert": {"model_url": GLB_URL, "target_formats": ["glb"]},
    }
    return bodies.get(path, {})
