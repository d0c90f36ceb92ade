"""Pictures that Meshy makes: images of the file, files with their prompt in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from meshy_addon.jobs.png_text import texts_in
from tests.blender.bad_input import is_one_sentence
from tests.blender.harness import Blender, RaisedInside
from tests.emulator.process import Emulator

PROMPT = "a weathered bronze owl"
NAME = "Weathered bronze owl"


def images() -> list[dict[str, Any]]:
    """The images of the open file that Meshy made."""
    import bpy

    return [
        {
            "name": image.name,
            "packed": image.packed_file is not None,
            "size": list(image.size),
            "kept": image.use_fake_user,
            "color": image.colorspace_settings.name,
            "kind": image.meshy.kind,
            "prompt": image.meshy.prompt,
            "type": image.meshy.task_type,
            "credits": image.meshy.credits,
            "parameters": image.meshy.parameters,
        }
        for image in bpy.data.images
        if image.meshy.task_id
    ]


def make_and_reopen(values: dict[str, Any], blend: str) -> list[dict[str, Any]]:
    import bpy

    assert bpy.ops.meshy.text_to_image(**values) == {"FINISHED"}
    made = images()
    bpy.ops.wm.save_as_mainfile(filepath=blend)
    bpy.ops.wm.open_mainfile(filepath=blend)
    assert images() == made
    assert not [thing for thing in bpy.data.objects if thing.meshy.task_id]
    return made


def save_under(folder: str, *names: str) -> list[str]:
    """What lies in `folder` once its picture was saved there under these names."""
    import bpy

    assert bpy.ops.meshy.text_to_image(prompt=PROMPT) == {"FINISHED"}
    for name in names:
        bpy.ops.meshy.save_picture(image=NAME, filepath=f"{folder}/{name}")
    return sorted(path.name for path in Path(folder).iterdir())


@pytest.mark.one_version
def test_a_picture_is_saved_under_the_name_that_was_given(
    blender: Blender, emulator: Emulator, tmp_path: Path
):
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "portrait.png").write_text("mine")
    names = ("portrait.v2", "again.PNG", "")
    saved = blender.call(save_under, str(folder), *names, env=emulator.environment)
    assert saved == [
        "Weathered_bronze_owl.png",
        "again.PNG",
        "portrait.png",
        "portrait.v2.png",
    ]
    assert (folder / "portrait.png").read_text() == "mine"


def test_a_picture_becomes_an_image_that_is_saved_with_the_file(
    blender: Blender, emulator: Emulator
):
    blend = blender.folder / "owl.blend"
    [owl] = blender.call(make_and_reopen, {"prompt": PROMPT}, str(blend), env=emulator.environment)
    parameters = json.loads(owl.pop("parameters"))
    assert min(owl.pop("size")) > 0
    assert owl == {
        "name": NAME,
        "packed": True,
        "kept": True,
        "color": "sRGB",
        "kind": "text_to_image",
        "prompt": PROMPT,
        "type": "text-to-image",
        "credits": 3,
    }
    assert parameters[0]["values"]["ai_model"] == "nano-banana"
    content = blend.read_bytes()
    assert emulator.key.encode() not in content
    assert b"Expires=" not in content


@pytest.mark.one_version
def test_several_views_are_three_images_in_order(blender: Blender, emulator: Emulator):
    values = {"prompt": PROMPT, "generate_multi_view": True, "ai_model": "nano-banana-pro"}
    made = blender.call(
        make_and_reopen, values, str(blender.folder / "owl.blend"), env=emulator.environment
    )
    assert [image["name"] for image in made] == [f"{NAME} {number}" for number in (1, 2, 3)]
    assert {image["credits"] for image in made} == {9}


def change(paths: str) -> list[dict[str, Any]]:
    import bpy

    bpy.ops.meshy.image_to_image(prompt="made of glass", reference_image_urls=paths)
    return images()


@pytest.mark.one_version
def test_pictures_are_changed_by_others(blender: Blender, emulator: Emulator):
    # Not above: what runs inside Blender has no Pillow.
    from tests.emulator.client import picture

    paths = []
    for number, color in enumerate(("teal", "red")):
        paths.append(blender.folder / f"{number}.png")
        paths[-1].write_bytes(picture(colour=color))
    [made] = blender.call(change, "\n".join(map(str, paths)), env=emulator.environment)
    assert made["name"] == "Made of glass"
    [create] = emulator.creates()
    assert create["path"] == "/openapi/v1/image-to-image"
    assert len(create["body"]["reference_image_urls"]) == 2


def image_to_image_on(paths: list[str]) -> None:
    import bpy

    bpy.ops.meshy.image_to_image(prompt="made of glass", reference_image_urls="\n".join(paths))


@pytest.mark.one_version
def test_six_pictures_are_one_sentence(blender: Blender, emulator: Emulator):
    from tests.emulator.client import picture

    path = blender.folder / "one.png"
    path.write_bytes(picture())
    with pytest.raises(RaisedInside) as raised:
        blender.call(image_to_image_on, [str(path)] * 6, env=emulator.environment)
    said = raised.value.message.removeprefix("Error: ").strip()
    assert is_one_sentence(said)
    assert "1 to 5 pictures" in said
    assert emulator.creates() == []


@pytest.mark.one_version
def test_an_aspect_ratio_with_several_views_is_one_sentence(blender: Blender, emulator: Emulator):
    ended = blender.cli(
        *("text-to-image", "--prompt", PROMPT, "--generate-multi-view", "--aspect-ratio", "16:9"),
        env=emulator.environment,
    )
    assert ended.returncode == 2
    assert "aspect_ratio doesn't count together with generate_multi_view" in ended.stderr
    assert emulator.creates() == []


def test_the_command_line_writes_the_prompt_into_the_picture(blender: Blender, emulator: Emulator):
    ended = blender.cli(
        *("text-to-image", "--prompt", "an owl from Köln", "-o", "owl.png", "--json"),
        env=emulator.environment,
    )
    assert ended.returncode == 0, ended.stderr
    answer = json.loads(ended.stdout)
    assert answer["files"] == [str(blender.folder / "owl.png")]
    assert [task["kind"] for task in answer["tasks"]] == ["text-to-image"]
    texts = texts_in((blender.folder / "owl.png").read_bytes())
    assert texts["Description"] == "an owl from Köln"
    assert texts["Source"] == f"text-to-image {answer['tasks'][0]['id']}"
    assert texts["Software"] == "Meshy (nano-banana)"


@pytest.mark.one_version
def test_views_are_numbered_and_a_folder_takes_them_all(blender: Blender, emulator: Emulator):
    ended = blender.cli(
        *("text-to-image", "--prompt", PROMPT, "--generate-multi-view", "--json"),
        *("-o", "owl.png", "-o", "made/"),
        env=emulator.environment,
    )
    names = [
        str(Path(file).relative_to(blender.folder)) for file in json.loads(ended.stdout)["files"]
    ]
    views = [f"made/{NAME} {number}.png" for number in (1, 2, 3)]
    assert names == ["owl.png", "owl 2.png", "owl 3.png", *views]
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in blender.folder.glob("**/*.png"))


@pytest.mark.one_version
def test_a_picture_as_glb_is_refused_before_it_is_paid(blender: Blender, emulator: Emulator):
    ended = blender.cli(
        *("text-to-image", "--prompt", PROMPT, "-o", "owl.glb"), env=emulator.environment
    )
    assert ended.returncode == 2
    assert "pictures can be written as .png" in ended.stderr
    assert emulator.creates() == []
