"""Pictures become models: from files, links and data URIs, in any format that Blender reads."""

from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest

from tests.blender import scene_report
from tests.blender.harness import Blender
from tests.emulator.process import Emulator

TEAL = (0, 128, 128)


def picture(format: str, size: tuple[int, int] = (64, 48)) -> bytes:
    """A teal picture with a white corner."""
    from PIL import Image

    drawn = Image.new("RGB", size, TEAL)
    drawn.paste((255, 255, 255), (0, 0, 8, 8))
    with io.BytesIO() as file:
        drawn.save(file, format)
        return file.getvalue()


def image_to_3d(image_url: str) -> dict[str, Any]:
    import bpy

    bpy.ops.meshy.image_to_3d(image_url=image_url)
    return active_object()


def active_object() -> dict[str, Any]:
    import bpy

    name = bpy.context.view_layer.objects.active.name
    material = scene_report.material_facts(name)
    return {**scene_report.object_facts(name), "name": name, "material": material}


def image_beside_the_blend(blend: str, image_url: str) -> dict[str, Any]:
    import bpy

    bpy.ops.wm.save_as_mainfile(filepath=blend)
    return image_to_3d(image_url)


def images_to_3d(image_urls: str) -> dict[str, Any]:
    import bpy

    bpy.ops.meshy.multi_image_to_3d(image_urls=image_urls)
    return active_object()


def foreign_pictures_to_3d(paths: list[str], exr: str) -> list[str]:
    import bpy

    picture = bpy.data.images.new("Light", 16, 16, float_buffer=True)
    picture.generated_color = (0.5, 0.1, 2.0, 1.0)
    picture.file_format = "OPEN_EXR"
    picture.filepath_raw = exr
    picture.save()
    names_before = set(scene_report.names()["images"])
    for path in [*paths, exr]:
        bpy.ops.meshy.image_to_3d(image_url=path, should_texture=False, target_formats={"glb"})
    return sorted(set(scene_report.names()["images"]) - names_before)


@pytest.mark.also_installed
def test_a_picture_file_becomes_a_model_named_after_it(blender: Blender, emulator: Emulator):
    file = blender.folder / "garden_gnome-02.png"
    file.write_bytes(picture("PNG"))
    made = blender.call(image_to_3d, str(file), env=emulator.environment)
    assert made["name"] == made["data"] == "Garden gnome 02"
    assert made["uv_layers"] == 1
    assert all(image["packed"] for image in made["material"]["images"].values())
    assert made["meshy"]["kind"] == "image_to_3d"
    assert made["meshy"]["task_type"] == "image-to-3d"
    assert emulator.uploaded(hashlib.sha256(picture("PNG")).hexdigest()) == picture("PNG")
    assert emulator.credits() == 970


def test_a_path_may_be_relative_to_the_blend(blender: Blender, emulator: Emulator):
    art = blender.folder / "art"
    art.mkdir()
    (art / "fox.jpg").write_bytes(picture("JPEG"))
    blend = art / "scene.blend"
    made = blender.call(image_beside_the_blend, str(blend), "//fox.jpg", env=emulator.environment)
    assert made["name"] == "Fox"
    assert emulator.creates()[0]["body"]["image_url"]["start"].startswith("data:image/jpeg;base64,")


def test_a_data_uri_and_a_link_are_sent_as_they_are(blender: Blender, emulator: Emulator):
    uri = f"data:image/png;base64,{base64.b64encode(picture('PNG', (8, 8))).decode()}"
    assert blender.call(image_to_3d, uri, env=emulator.environment)["uv_layers"] == 1
    link = emulator.put_file("red_barn.png", picture("PNG"))
    assert blender.call(image_to_3d, link, env=emulator.environment)["name"] == "Red barn"
    sent = [create["body"]["image_url"] for create in emulator.creates()]
    assert sent == [uri, link]


def test_several_pictures_are_given_one_to_a_line(blender: Blender, emulator: Emulator):
    link = emulator.put_file("left.png", picture("PNG"))
    (blender.folder / "mug front.png").write_bytes(picture("PNG", (32, 32)))
    lines = f"{blender.folder / 'mug front.png'}\n\n  {link}  \n"
    made = blender.call(images_to_3d, lines, env=emulator.environment)
    assert made["name"] == "Mug front"
    assert made["meshy"]["task_type"] == "multi-image-to-3d"
    front, left = emulator.creates()[0]["body"]["image_urls"]
    assert front.startswith("data:image/png;base64,")
    assert left == link


def test_pictures_in_other_formats_are_sent_as_png(blender: Blender, emulator: Emulator):
    formats = {"webp": "WEBP", "tif": "TIFF", "bmp": "BMP"}
    paths = [blender.folder / f"teal.{extension}" for extension in formats]
    for path, format in zip(paths, formats.values(), strict=True):
        path.write_bytes(picture(format))
    exr = blender.folder / "light.exr"
    left_over = blender.call(
        foreign_pictures_to_3d, list(map(str, paths)), str(exr), env=emulator.environment
    )
    assert left_over == []
    sent = [_sent_pixel(emulator, file) for file in _converted(blender)]
    assert len(sent) == 4
    assert [size for size, _ in sent] == [(64, 48)] * 3 + [(16, 16)]
    for _, pixel in sent[:3]:
        assert pixel == pytest.approx(TEAL, abs=6)
    red, green, blue = sent[3][1]
    assert blue > red > green


def _converted(blender: Blender) -> list[Path]:
    """What was made for the jobs, in their order."""
    jobs = blender.state_dir.glob("jobs/*/*.png")
    made = [file for file in jobs if file.name.startswith(("teal-", "light-"))]
    return sorted(made, key=lambda file: file.stat().st_mtime_ns)


def _sent_pixel(emulator: Emulator, file: Path) -> tuple[tuple[int, int], tuple[int, ...]]:
    """Size and last pixel of the picture that the service got, which is this file's."""
    from PIL import Image

    content = emulator.uploaded(hashlib.sha256(file.read_bytes()).hexdigest())
    with Image.open(io.BytesIO(content)) as seen:
        assert seen.format == "PNG"
        return seen.size, seen.convert("RGB").getpixel((seen.width - 1, seen.height - 1))
