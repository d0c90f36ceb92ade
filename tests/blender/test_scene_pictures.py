"""An artist's picture, ready to be sent: accepted as it is, converted, or refused in a sentence."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from tests.blender.scene_calls import ready, ready_beside_the_blend, written_later

ORANGE = (200, 100, 50)


@pytest.fixture
def picture() -> Image.Image:
    image = Image.new("RGB", (64, 48), ORANGE)
    image.paste((10, 20, 30), (0, 0, 20, 20))
    return image


def pixels(path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGBA")).astype(int)


def is_plain_png(path) -> bool:
    with Image.open(path) as image:
        return image.format == "PNG" and not getattr(image, "is_animated", False)


def test_urls_and_plain_jpegs_and_pngs_go_as_they_are(blender, tmp_path, picture):
    values = ["https://example.com/owl.webp", "http://example.com/x"]
    for name, options in {"a.jpg": {}, "b.png": {}, "c.jpg": {"progressive": True}}.items():
        picture.save(tmp_path / name, **options)
        values.append(str(tmp_path / name))
    picture.convert("P").save(tmp_path / "palette.png")
    values.append(str(tmp_path / "palette.png"))
    assert blender.call(ready, values, str(tmp_path / "made")) == values
    assert not (tmp_path / "made").exists()


def test_content_decides_and_not_the_extension(blender, tmp_path, picture):
    picture.save(tmp_path / "really.webp", format="PNG")
    picture.save(tmp_path / "not_really.png", format="WEBP", lossless=True)
    values = [str(tmp_path / "really.webp"), str(tmp_path / "not_really.png")]
    same, made = blender.call(ready, values, str(tmp_path / "made"))
    assert same == values[0]
    assert Path(made).parent == tmp_path / "made"
    assert is_plain_png(made)


@pytest.mark.parametrize("name", ["x.webp", "x.tif", "x.bmp", "x.tga", "x.jp2"])
def test_what_else_blender_reads_becomes_a_png_of_the_same_colours(
    blender, tmp_path, picture, name
):
    options = {"lossless": True} if name.endswith("webp") else {}
    picture.save(tmp_path / name, **options)
    (made,) = blender.call(ready, [str(tmp_path / name)], str(tmp_path / "made"))
    assert is_plain_png(made)
    assert abs(pixels(made) - pixels(tmp_path / name)).max() <= 1


def test_transparency_survives(blender, tmp_path, picture):
    picture.putalpha(128)
    picture.save(tmp_path / "half.webp", lossless=True)
    (made,) = blender.call(ready, [str(tmp_path / "half.webp")], str(tmp_path / "made"))
    assert (pixels(made)[40, 40] == [*ORANGE, 128]).all()


def test_kinds_of_jpeg_and_png_that_simple_readers_get_wrong_are_written_anew(
    blender, tmp_path, picture
):
    picture.convert("CMYK").save(tmp_path / "cmyk.jpg", quality=100)
    picture.save(tmp_path / "moving.png", save_all=True, append_images=[Image.new("RGB", (64, 48))])
    write_png_of_16_bits(tmp_path / "deep.png", (32768, 16384, 65535))
    values = [str(tmp_path / name) for name in ("cmyk.jpg", "moving.png", "deep.png")]
    cmyk, moving, deep = blender.call(ready, values, str(tmp_path / "made"))
    assert abs(pixels(cmyk)[40, 40] - [*ORANGE, 255]).max() <= 3
    assert (pixels(moving)[40, 40] == [*ORANGE, 255]).all()
    assert abs(pixels(deep)[0, 0] - [128, 64, 255, 255]).max() <= 1
    assert is_plain_png(moving)


def write_png_of_16_bits(path: Path, color: tuple[int, int, int]) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = (b"\0" + struct.pack(">3H", *color) * 8) * 8
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 16, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def test_a_photo_from_a_camera_held_sideways_is_turned_upright(blender, tmp_path, picture):
    values, upright = [], []
    for orientation in range(2, 9):
        exif = picture.getexif()
        exif[0x0112] = orientation
        file = tmp_path / f"held{orientation}.jpg"
        picture.save(file, exif=exif, quality=100)
        values.append(str(file))
        with Image.open(file) as image:
            upright.append(np.asarray(ImageOps.exif_transpose(image)).astype(int))
    for made, expected in zip(
        blender.call(ready, values, str(tmp_path / "made")), upright, strict=True
    ):
        seen = pixels(made)[..., :3]
        assert seen.shape == expected.shape
        assert abs(seen - expected).max() <= 2


def write_exr(path: Path, color: tuple[float, float, float]) -> None:
    """An uncompressed OpenEXR of 8 × 8 pixels: openexr.com/en/latest/OpenEXRFileLayout.html."""

    def attribute(name: str, kind: str, value: bytes) -> bytes:
        return f"{name}\0{kind}\0".encode() + struct.pack("<i", len(value)) + value

    channels = b"".join(c + b"\0" + struct.pack("<iBxxxii", 2, 0, 1, 1) for c in (b"B", b"G", b"R"))
    window = struct.pack("<4i", 0, 0, 7, 7)
    header = (
        struct.pack("<II", 20000630, 2)
        + attribute("channels", "chlist", channels + b"\0")
        + attribute("compression", "compression", b"\0")
        + attribute("dataWindow", "box2i", window)
        + attribute("displayWindow", "box2i", window)
        + attribute("lineOrder", "lineOrder", b"\0")
        + attribute("pixelAspectRatio", "float", struct.pack("<f", 1))
        + attribute("screenWindowCenter", "v2f", struct.pack("<ff", 0, 0))
        + attribute("screenWindowWidth", "float", struct.pack("<f", 1))
        + b"\0"
    )
    row = b"".join(struct.pack("<f", color[i]) * 8 for i in (2, 1, 0))
    start = len(header) + 8 * 8
    offsets = struct.pack("<8Q", *(start + y * (8 + len(row)) for y in range(8)))
    lines = b"".join(struct.pack("<ii", y, len(row)) + row for y in range(8))
    path.write_bytes(header + offsets + lines)


def test_linear_light_is_shown_as_a_screen_would_and_dimmed_where_it_is_too_bright(
    blender, tmp_path
):
    write_exr(tmp_path / "grey.exr", (0.5, 0.18, 0.0))
    write_exr(tmp_path / "bright.exr", (2.0, 0.72, 0.0))
    values = [str(tmp_path / "grey.exr"), str(tmp_path / "bright.exr")]
    grey, bright = blender.call(ready, values, str(tmp_path / "made"))
    assert abs(pixels(grey)[0, 0] - [188, 118, 0, 255]).max() <= 1
    assert abs(pixels(bright)[0, 0] - [255, 162, 0, 255]).max() <= 1


def test_data_uris_are_looked_into(blender, tmp_path, picture):
    picture.save(tmp_path / "a.png")
    picture.save(tmp_path / "a.webp", lossless=True)
    png, webp = (
        f"data:image/png;base64,{base64.b64encode((tmp_path / name).read_bytes()).decode()}"
        for name in ("a.png", "a.webp")
    )
    values = [png, webp, "data:image/png;base64,!!!", "data:image/png,x", png[:-40]]
    folder = str(tmp_path / "made")
    same, made, *refused = blender.call(ready, values, folder)
    assert same == png
    assert is_plain_png(made)
    assert [answer[0] for answer in refused] == ["refused"] * 3


def bad(folder: Path) -> dict[str, str]:
    """Values that are no good, by what the sentence must say."""
    (folder / "empty.png").touch()
    (folder / "text.png").write_text("hello")
    (folder / "page.jpg").write_text("<html></html>")
    Image.effect_noise((99, 99), 50).save(folder / "whole.png")
    (folder / "cut.png").write_bytes((folder / "whole.png").read_bytes()[:-100])
    Image.effect_noise((99, 99), 50).save(folder / "whole.jpg")
    (folder / "cut.jpg").write_bytes((folder / "whole.jpg").read_bytes()[:-100])
    with (folder / "huge.png").open("wb") as file:
        file.write((folder / "whole.png").read_bytes())
        file.truncate(100_000_001)
    return {
        "no picture was given": "  ",
        "there is no file": str(folder / "missing.png"),
        "is a folder": str(folder),
        "empty.png is empty": str(folder / "empty.png"),
        "text.png is not a picture": str(folder / "text.png"),
        "page.jpg is not a picture": str(folder / "page.jpg"),
        "cut.png is damaged": str(folder / "cut.png"),
        "cut.jpg is damaged": str(folder / "cut.jpg"),
        "larger than the 100 MB": str(folder / "huge.png"),
    }


def test_what_is_no_good_is_refused_in_a_sentence_that_names_the_parameter(blender, tmp_path):
    values = bad(tmp_path)
    answers = blender.call(ready, list(values.values()), str(tmp_path / "made"))
    for told, (refused, parameter, sentence) in zip(values, answers, strict=True):
        assert (refused, parameter) == ("refused", "image_url")
        assert sentence.startswith("image_url: ")
        assert told in sentence
        assert "\n" not in sentence


def test_a_path_may_be_relative_to_the_blend_file(blender, tmp_path, picture):
    picture.save(tmp_path / "a.png")
    assert blender.call(ready_beside_the_blend, str(tmp_path)) == [str(tmp_path / "a.png")]


def test_a_format_that_the_service_takes_besides_is_not_converted(blender, tmp_path, picture):
    picture.save(tmp_path / "a.webp")
    value = str(tmp_path / "a.webp")
    folder = str(tmp_path / "made")
    assert blender.call(ready, [value], folder, ["png", "webp"]) == [value]


# --- larger than of use ----------------------------------------------------------------------


def large(path: Path, size: tuple[int, int], mode: str = "RGB", **options) -> Path:
    """A picture of several megabytes, wastefully stored."""
    width, height = size
    ramps = np.linspace(0, 255, width)[None, :, None], np.linspace(0, 255, height)[:, None, None]
    colors = np.concatenate([np.broadcast_to(ramp, (height, width, 2)) for ramp in ramps], axis=2)
    shown = Image.fromarray(colors.astype(np.uint8)[..., : len(mode)], mode)
    shown.save(path, **({"compress_level": 0} if path.suffix == ".png" else options))
    assert path.stat().st_size > 4_000_000
    return path


def difference(path: Path, other: Path) -> float:
    with Image.open(path) as image, Image.open(other) as reference:
        small = reference.convert("RGBA").resize(image.size, Image.Resampling.BOX)
        return float(np.abs(np.asarray(image.convert("RGBA")).astype(int) - small).mean())


def test_a_large_opaque_picture_goes_as_a_jpeg_no_larger_than_a_texture(blender, tmp_path):
    source = large(tmp_path / "photo.png", (4800, 1200))
    (sent,) = blender.call(ready, [str(source)], str(tmp_path / "made"))
    with Image.open(sent) as image:
        assert (image.format, image.size) == ("JPEG", (4096, 1024))
    assert Path(sent).stat().st_size < source.stat().st_size / 2
    assert difference(Path(sent), source) < 2


def test_a_large_picture_with_transparency_stays_a_png(blender, tmp_path):
    source = large(tmp_path / "cut out.png", (2000, 1200), "RGBA")
    (sent,) = blender.call(ready, [str(source)], str(tmp_path / "made"))
    with Image.open(sent) as image:
        assert (image.format, image.size) == ("PNG", (2000, 1200))
    assert Path(sent).stat().st_size <= source.stat().st_size


@pytest.mark.one_version
def test_where_jpeg_is_not_taken_a_large_picture_is_only_scaled(blender, tmp_path):
    source = large(tmp_path / "photo.png", (4800, 1200))
    (sent,) = blender.call(ready, [str(source)], str(tmp_path / "made"), ("png",))
    with Image.open(sent) as image:
        assert (image.format, image.size) == ("PNG", (4096, 1024))


@pytest.mark.one_version
def test_a_large_jpeg_of_a_size_that_can_be_used_goes_as_it_is(blender, tmp_path):
    source = tmp_path / "photo.jpg"
    noise = np.random.default_rng(1).integers(0, 256, (2400, 4000, 3), np.uint8)
    Image.fromarray(noise).save(source, quality=100)
    assert source.stat().st_size > 4_000_000
    assert blender.call(ready, [str(source)], str(tmp_path / "made")) == [str(source)]


@pytest.mark.one_version
def test_the_switch_keeps_large_pictures_untouched(blender, tmp_path):
    source = large(tmp_path / "photo.png", (4800, 1200))
    made = blender.call(ready, [str(source)], str(tmp_path / "made"), ("jpg", "png"), True)
    assert made == [str(source)]


@pytest.mark.one_version
def test_a_large_picture_can_be_written_after_its_job_was_made(blender, tmp_path):
    source = large(tmp_path / "photo.png", (4800, 1200))
    sent, was_there, rest = blender.call(written_later, str(source), str(tmp_path / "made"))
    assert not was_there
    assert not rest
    with Image.open(sent) as image:
        assert (image.format, image.size) == ("JPEG", (4096, 1024))
