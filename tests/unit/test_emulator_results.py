"""What comes back from each family: the keys of its page, and files that are what they claim."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.emulator.client import Client, data_uri, download, model_uri, picture
from tests.emulator.process import Emulator

V1 = "/openapi/v1"
TEXT = "/openapi/v2/text-to-3d"
LAB = "/openapi/creative-lab"
PHOTO = data_uri(picture(size=(96, 96)))

MAGIC = {
    "glb": b"glTF",
    "fbx": b"Kaydara FBX Binary",
    "obj": b"",
    "mtl": b"",
    "stl": b"",
    "usdz": b"PK",
    "3mf": b"PK",
    "zip": b"PK",
    "blend": b"",
    "png": b"\x89PNG",
}


@pytest.fixture
def client(emulator: Emulator) -> Client:
    emulator.set_credits(5000)
    return Client(emulator)


def urls(value: Any) -> Iterator[str]:
    """Every URL in a task object."""
    if isinstance(value, str) and value.startswith("http"):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from urls(each)
    elif isinstance(value, list):
        for each in value:
            yield from urls(each)


def names(task: dict[str, Any]) -> set[str]:
    """The names of all files of a result, each downloaded and checked by its first bytes."""
    found = set()
    for url in urls(task):
        name = url.split("?")[0].rsplit("/", 1)[1]
        answer = download(url)
        assert answer.status_code == 200, name
        assert answer.content, name
        assert answer.content.startswith(MAGIC[name.rsplit(".", 1)[1]]), name
        found.add(name)
    return found


def document(glb: bytes) -> dict[str, Any]:
    """The JSON of a GLB."""
    (length,) = struct.unpack_from("<I", glb, 12)
    return dict(json.loads(glb[20 : 20 + length]))


def height(url: str) -> float:
    """How tall the model behind a URL is, its nodes being unscaled."""
    gltf = document(download(url).content)
    (mesh,) = gltf["meshes"]
    position = gltf["accessors"][mesh["primitives"][0]["attributes"]["POSITION"]]
    return float(position["max"][1] - position["min"][1])


def refined(client: Client, prompt: str, **options: Any) -> dict[str, Any]:
    preview = client.run(TEXT, mode="preview", prompt=prompt)
    return client.run(TEXT, mode="refine", preview_task_id=preview["id"], **options)


def test_a_refined_model_has_all_formats_and_maps(client: Client) -> None:
    task = refined(client, "a bronze owl", enable_pbr=True, texture_prompt="patina")
    assert task["type"] == "text-to-3d-refine"
    assert (task["prompt"], task["texture_prompt"]) == ("a bronze owl", "patina")
    (maps,) = task["texture_urls"]
    assert set(maps) == {"base_color", "metallic", "normal", "roughness", "emission"}
    assert names(task) == {
        *(f"model.{kind}" for kind in ("glb", "fbx", "obj", "mtl", "usdz", "stl")),
        "preview.png",
        "texture_0.png",
        *(f"texture_0_{name}.png" for name in ("metallic", "normal", "roughness", "emission")),
    }


def test_only_what_was_asked_for_is_made(client: Client) -> None:
    task = refined(client, "an owl", target_formats=["obj", "3mf"])
    assert set(task["model_urls"]) == {"obj", "mtl", "3mf"}
    assert set(task["texture_urls"][0]) == {"base_color"}


def test_meshy_5_makes_no_emission(client: Client) -> None:
    task = client.run(f"{V1}/image-to-3d", image_url=PHOTO, ai_model="meshy-5", enable_pbr=True)
    assert set(task["texture_urls"][0]) == {"base_color", "metallic", "normal", "roughness"}


def test_a_preview_of_another_model_cannot_be_refined(client: Client) -> None:
    preview = client.run(TEXT, mode="preview", prompt="an owl", ai_model="meshy-5")
    answer = client.post(TEXT, {"mode": "refine", "preview_task_id": preview["id"]})
    assert answer.status_code == 400
    assert "Model mismatch" in answer.json()["message"]


def test_a_preview_must_exist_and_be_finished_before_it_is_refined(
    client: Client, emulator: Emulator
) -> None:
    body = {"mode": "refine", "preview_task_id": "018a210d-8ba4-705c-b111-1f1776f7f578"}
    assert client.post(TEXT, body).status_code == 404
    emulator.settings(task_seconds=60)
    preview = client.create(TEXT, mode="preview", prompt="an owl")
    answer = client.post(TEXT, {"mode": "refine", "preview_task_id": preview})
    assert answer.status_code == 400
    assert "SUCCEEDED" in answer.json()["message"]


def test_an_image_model_has_its_extras_when_asked_for(client: Client) -> None:
    task = client.run(
        f"{V1}/image-to-3d",
        image_url=PHOTO,
        should_remesh=True,
        save_pre_remeshed_model=True,
        multi_view_thumbnails=True,
        alpha_thumbnail=True,
        target_formats=["glb"],
    )
    assert set(task["model_urls"]) == {"glb", "pre_remeshed_glb"}
    assert set(task["thumbnail_urls"]) == {"front", "right", "back", "left"}
    assert task["expires_at"] - task["finished_at"] == 3 * 24 * 3600 * 1000
    assert "pre_remeshed_model.glb" in names(task)
    alpha = Image.open(io.BytesIO(download(task["alpha_thumbnail_url"]).content))
    assert alpha.mode == "RGBA"


def test_the_large_model_promises_only_what_it_has(client: Client) -> None:
    task = refined(client, "an owl [large]", enable_pbr=True)
    assert set(task["model_urls"]) == {"glb", "obj", "mtl", "stl"}
    assert "emission" not in task["texture_urls"][0]


def test_two_prompts_do_not_look_alike_and_one_does(client: Client) -> None:
    models = [
        download(refined(client, prompt, target_formats=["glb"])["model_urls"]["glb"]).content
        for prompt in ("a red chair", "a red chair", "a blue chair")
    ]
    assert models[0] == models[1] != models[2]


def test_pictures_feed_models(client: Client) -> None:
    one = client.run(f"{V1}/text-to-image", ai_model="nano-banana", prompt="a lantern")
    several = client.run(
        f"{V1}/text-to-image", ai_model="nano-banana", prompt="a lantern", generate_multi_view=True
    )
    assert (len(one["image_urls"]), len(several["image_urls"])) == (1, 3)
    assert (one["ai_model"], one["prompt"]) == ("nano-banana", "a lantern")
    assert names(one) == {"image.png"}
    client.create(f"{V1}/image-to-3d", input_task_id=one["id"])
    client.create(f"{V1}/multi-image-to-3d", input_task_id=several["id"])
    answer = client.post(f"{V1}/image-to-3d", {"input_task_id": several["id"]})
    assert answer.status_code == 400
    assert "exactly one image" in answer.json()["message"]


def test_an_aspect_ratio_shows_in_the_picture(client: Client) -> None:
    task = client.run(
        f"{V1}/text-to-image", ai_model="nano-banana", prompt="an owl", aspect_ratio="16:9"
    )
    wide = Image.open(io.BytesIO(download(task["image_urls"][0]).content))
    assert wide.width / wide.height == pytest.approx(16 / 9, rel=0.01)


def test_remesh_convert_and_resize_work_on_a_task(client: Client) -> None:
    source = refined(client, "an owl")["id"]
    remesh = client.run(f"{V1}/remesh", input_task_id=source, target_formats=["glb", "blend"])
    assert names(remesh) == {"model.glb", "model.blend", "preview.png"}
    convert = client.run(f"{V1}/convert", input_task_id=source, target_formats=["fbx", "stl"])
    assert convert["model_urls"]["glb"] == convert["model_urls"]["obj"] == ""
    assert names(convert) == {"model.fbx", "model.stl"}
    resize = client.run(f"{V1}/resize", input_task_id=source, resize_height=0.5)
    assert height(resize["model_urls"]["glb"]) == pytest.approx(0.5)
    assert (remesh["task_error"], convert["task_error"], resize["task_error"]) == (None,) * 3


def test_an_uploaded_model_comes_back_in_its_own_shape_and_format(client: Client) -> None:
    task = refined(client, "a chair", target_formats=["glb", "stl"])
    model = download(task["model_urls"]["glb"]).content
    same = client.run(f"{V1}/convert", model_url=model_uri(model), target_formats=["glb"])
    assert download(same["model_urls"]["glb"]).content == model
    stl = download(task["model_urls"]["stl"]).content
    resized = client.run(f"{V1}/resize", model_url=model_uri(stl), resize_longest_side=3)
    assert set(resized["model_urls"]) == {"stl"}


def test_a_task_of_the_wrong_kind_is_refused(client: Client) -> None:
    image = client.run(f"{V1}/text-to-image", ai_model="nano-banana", prompt="an owl")["id"]
    multi = client.run(f"{V1}/multi-image-to-3d", image_urls=[PHOTO])["id"]
    for path, task_id, body in (
        ("remesh", image, {}),
        ("remesh", multi, {}),
        ("retexture", multi, {"text_style_prompt": "gold"}),
        ("convert", image, {"target_formats": ["glb"]}),
        ("print/multi-color", image, {}),
    ):
        answer = client.post(f"{V1}/{path}", {"input_task_id": task_id, **body})
        assert (answer.status_code, image in answer.text or "task" in answer.text) == (400, True)


def test_a_retextured_model_is_two_metres_long_and_keeps_its_words(client: Client) -> None:
    source = refined(client, "an owl")["id"]
    task = client.run(
        f"{V1}/retexture", input_task_id=source, text_style_prompt="gold", enable_pbr=True
    )
    assert task["text_style_prompt"] == "gold"
    gltf = document(download(task["model_urls"]["glb"]).content)
    position = gltf["accessors"][gltf["meshes"][0]["primitives"][0]["attributes"]["POSITION"]]
    sides = [high - low for low, high in zip(position["min"], position["max"], strict=True)]
    assert max(sides) == pytest.approx(2.0, rel=0.01)


def test_a_character_is_rigged_and_animated(client: Client) -> None:
    source = refined(client, "a knight", target_formats=["glb"])["id"]
    rig = client.run(f"{V1}/rigging", input_task_id=source, height_meters=1.8)
    assert rig["type"] == "rig"
    assert set(rig["result"]) == {
        "rigged_character_fbx_url",
        "rigged_character_glb_url",
        "basic_animations",
    }
    assert len(names(rig)) == 8
    gltf = document(download(rig["result"]["rigged_character_glb_url"]).content)
    assert {"Armature", "char1", "Hips", "headfront"} <= {node["name"] for node in gltf["nodes"]}
    animation = client.run(
        f"{V1}/animations",
        rig_task_id=rig["id"],
        action_id=92,
        post_process={"operation_type": "change_fps", "fps": 60},
    )
    assert animation["type"] == "animate"
    assert names(animation) == {
        "Animation_Double_Combo_Attack_withSkin.glb",
        "Animation_Double_Combo_Attack_withSkin.fbx",
        "processed_60fps.fbx",
    }


def test_rigging_needs_a_figure(client: Client) -> None:
    chair = refined(client, "a chair", target_formats=["glb"])["id"]
    answer = client.post(f"{V1}/rigging", {"input_task_id": chair})
    assert answer.status_code == 422
    posed = client.run(f"{V1}/image-to-3d", image_url=PHOTO, pose_mode="t-pose")["id"]
    client.create(f"{V1}/rigging", input_task_id=posed)


def test_an_animation_needs_a_rig_and_a_known_action(client: Client) -> None:
    unknown = "018b314a-a1b5-716d-c222-2f1776f7f579"
    path = f"{V1}/animations"
    assert client.post(path, {"rig_task_id": unknown, "action_id": 0}).status_code == 404
    source = refined(client, "a knight", target_formats=["glb"])["id"]
    assert client.post(path, {"rig_task_id": source, "action_id": 0}).status_code == 400
    rig = client.run(f"{V1}/rigging", input_task_id=source)["id"]
    answer = client.post(path, {"rig_task_id": rig, "action_id": 100_000})
    assert (answer.status_code, "action_id" in answer.text) == (400, True)


def test_everything_with_a_model_can_be_converted(client: Client) -> None:
    source = refined(client, "a knight", target_formats=["glb"])["id"]
    rig = client.run(f"{V1}/rigging", input_task_id=source)["id"]
    lab = f"{LAB}/lamp/v1"
    prototype = client.run(f"{lab}/prototype", text="a moon")["id"]
    lamp = client.run(f"{lab}/build", input_task_id=prototype)["id"]
    for task_id in (rig, lamp):
        task = client.run(f"{V1}/convert", input_task_id=task_id, target_formats=["obj"])
        assert "model.obj" in names(task)


def test_printability_is_measured_and_remembered(client: Client, emulator: Emulator) -> None:
    source = refined(client, "an owl")["id"]
    task = client.run(f"{V1}/print/analyze", input_task_id=source)
    assert task["printability"]["_version"] == "v1"
    assert task["printability"]["status"] in ("healthy", "warning", "error")
    assert task["consumed_credits"] == 0
    emulator.settings(task_seconds=60)
    again = client.create(f"{V1}/print/analyze", input_task_id=source)
    assert client.get(f"{V1}/print/analyze/{again}").json()["status"] == "SUCCEEDED"


def test_who_owns_the_task_matters_to_the_analysis(client: Client, emulator: Emulator) -> None:
    emulator.set_credits(100, "msy_other")
    foreign = Client(emulator, "msy_other").run(TEXT, mode="preview", prompt="an owl")["id"]
    for path, status in (("analyze", 403), ("repair", 404)):
        answer = client.post(f"{V1}/print/{path}", {"input_task_id": foreign})
        assert answer.status_code == status


def test_a_repaired_model_comes_in_its_own_format_without_textures(client: Client) -> None:
    source = refined(client, "an owl", target_formats=["glb", "stl"])
    task = client.run(f"{V1}/print/repair", input_task_id=source["id"])
    assert {key for key, url in task["model_urls"].items() if url} == {"glb"}
    assert (task["texture_urls"], names(task)) == ([], {"model.glb", "preview.png"})
    stl = model_uri(download(source["model_urls"]["stl"]).content)
    task = client.run(f"{V1}/print/repair", model_url=stl)
    assert {key for key, url in task["model_urls"].items() if url} == {"stl"}


def test_a_multi_colour_print_is_a_3mf(client: Client) -> None:
    source = refined(client, "an owl")["id"]
    task = client.run(f"{V1}/print/multi-color", input_task_id=source, max_colors=8)
    assert (task["type"], names(task)) == ("print-multi-color", {"model.3mf"})


@pytest.mark.parametrize("product", ["keychain", "fridge-magnet", "figure", "lamp"])
def test_creative_lab_goes_from_a_photo_to_an_object(client: Client, product: str) -> None:
    path = f"{LAB}/{product}/v1"
    prototype = client.run(f"{path}/prototype", image_url=PHOTO, name="Owl")
    assert prototype["type"] == f"creative-lab-{product}-prototype"
    assert (prototype["name"], names(prototype)) == ("Owl", {"concept.png"})
    build = client.run(f"{path}/build", input_task_id=prototype["id"])
    assert (build["type"], build["consumed_credits"]) == (f"creative-lab-{product}-build", 30)
    expected = {
        "figure": {"glb", "obj", "mtl"},
        "lamp": {"lamp_stl", "base_stl"},
    }
    assert set(build["model_urls"]) == expected.get(product, {"glb"})
    assert names(build)


@pytest.mark.parametrize(
    ("product", "output", "options", "key", "packed"),
    [
        ("keychain", "obj", {}, "obj", {"model.obj", "model.mtl", "texture.png"}),
        ("fridge-magnet", "zip", {"size_mm": 80}, "bundle_zip", {"model.glb", "model.obj"}),
        ("lamp", "zip", {}, "bundle_zip", {"lamp.stl", "base.stl"}),
        (
            "lamp",
            "zip",
            {"light_source_preset": "none", "include_result_json": True},
            "bundle_zip",
            {"lamp.stl", "result.json"},
        ),
    ],
)
def test_creative_lab_packs_what_was_asked_for(
    client: Client,
    product: str,
    output: str,
    options: dict[str, Any],
    key: str,
    packed: set[str],
) -> None:
    path = f"{LAB}/{product}/v1"
    prototype = client.run(f"{path}/prototype", image_url=PHOTO)["id"]
    build = client.run(
        f"{path}/build", input_task_id=prototype, output={"format": output}, options=options
    )
    assert set(build["model_urls"]) == {key}
    with zipfile.ZipFile(io.BytesIO(download(build["model_urls"][key]).content)) as bundle:
        assert packed <= set(bundle.namelist())


def test_a_build_takes_only_its_own_products_prototype(client: Client) -> None:
    prototype = client.run(f"{LAB}/figure/v1/prototype", image_url=PHOTO)["id"]
    answer = client.post(f"{LAB}/lamp/v1/build", {"input_task_id": prototype})
    assert answer.status_code == 404
