"""Files travel inside the request, if they are what the service takes."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from meshy_addon.api.attachments import MAX_PICTURE_BYTES, Attachment, attached
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.errors import InvalidParameter
from tests.unit.parameter_values import model_file, picture_file

PICTURE = ENDPOINTS["image-to-3d"].parameter("image_url")
PICTURES = ENDPOINTS["multi-image-to-3d"].parameter("image_urls")
PHOTO = ENDPOINTS["creative-lab-figure-prototype"].parameter("image_url")
BASE_COLOUR = ENDPOINTS["rigging"].parameter("texture_image_url")
MODEL = ENDPOINTS["print-analyze"].parameter("model_url")


@pytest.mark.parametrize(
    ("extension", "mime"), [("png", "image/png"), ("jpg", "image/jpeg"), ("webp", "image/webp")]
)
@pytest.mark.parametrize("name", ["photo.png", "photo.jpg", "photo", "photo.txt"])
def test_the_content_decides_what_a_picture_is(
    tmp_path: Path, extension: str, mime: str, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(picture_file(extension))
    header, _, payload = sent(attached(PHOTO, str(path))).partition(",")
    assert header == f"data:{mime};base64"
    assert base64.b64decode(payload) == path.read_bytes()


def test_a_model_is_sent_as_bytes_of_no_particular_kind(tmp_path: Path) -> None:
    path = tmp_path / "owl.glb"
    path.write_bytes(model_file("glb"))
    header, _, payload = sent(attached(MODEL, str(path))).partition(",")
    assert header == "data:application/octet-stream;base64"
    assert base64.b64decode(payload) == path.read_bytes()


@pytest.mark.parametrize(
    "value",
    [
        "https://example.com/owl.png",
        "http://example.com/owl.png",
        "HTTPS://EXAMPLE.COM/OWL.PNG",
        "data:image/png;base64,AAAA",
    ],
)
def test_addresses_and_data_pass_as_they_are(value: str) -> None:
    assert attached(PICTURE, value) == value


def test_a_file_that_is_missing_is_named_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "owl.png"
    assert refusal(PICTURE, path) == f"image_url: there is no file {path}."


@pytest.mark.parametrize("path", ["owl\0.png", "\ud800.png", "owl\nowl.png", "x" * 5000])
def test_a_path_that_cannot_be_one_is_refused_in_one_line(path: str) -> None:
    assert refusal(PICTURE, path).isprintable()


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    assert refusal(PICTURE, tmp_path).startswith(f"image_url: {tmp_path.name} can't be read (")


@pytest.mark.parametrize("parameter", [PICTURE, MODEL])
def test_an_empty_file_is_refused(tmp_path: Path, parameter: object) -> None:
    path = tmp_path / "owl"
    path.touch()
    assert refusal(parameter, path) == f"{parameter.key}: owl is empty."  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "content",
    [
        b"BM" + b"\0" * 60,
        b"GIF89a" + b"\0" * 60,
        b"%PDF-1.7",
        b"x",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"RIFF",
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "owl.png"
    path.write_bytes(content)
    assert refusal(PHOTO, path) == (
        "image_url: owl.png is not a picture of a kind Meshy takes (JPG, PNG, WEBP)."
    )


@pytest.mark.parametrize(
    ("parameter", "extension", "kinds"),
    [(PICTURE, "webp", "JPG, PNG"), (PICTURES, "webp", "JPG, PNG"), (BASE_COLOUR, "jpg", "PNG")],
)
def test_each_parameter_takes_its_own_kinds_of_picture(
    tmp_path: Path, parameter: object, extension: str, kinds: str
) -> None:
    path = tmp_path / "owl.png"
    path.write_bytes(picture_file(extension))
    assert f"is not a picture of a kind Meshy takes ({kinds})." in refusal(parameter, path)


@pytest.mark.parametrize("parameter", [PICTURE, PICTURES, MODEL])
def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    tmp_path: Path, parameter: object
) -> None:
    path = tmp_path / "owl.png"
    with path.open("wb") as file:
        file.truncate(MAX_PICTURE_BYTES + 1)
    assert refusal(parameter, path).endswith("owl.png is larger than the 100 MB Meshy takes.")


def test_an_object_that_is_too_large_is_told_by_its_name_rather_than_by_that_of_our_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "upload.glb"
    with path.open("wb") as file:
        file.truncate(101_000_000)
    with pytest.raises(InvalidParameter) as error:
        attached(MODEL, str(path), "Castle")
    assert str(error.value) == (
        '"Castle" is 101 MB as a GLB, more than the 100 MB Meshy takes: '
        "give it fewer faces or smaller textures."
    )


def sent(attachment: str | Attachment) -> str:
    assert isinstance(attachment, Attachment)
    return b"".join(attachment).decode("ascii")


def refusal(parameter: object, path: Path | str) -> str:
    with pytest.raises(InvalidParameter) as error:
        attached(parameter, str(path))  # type: ignore[arg-type]
    assert error.value.parameter == parameter.key  # type: ignore[attr-defined]
    return str(error.value)
