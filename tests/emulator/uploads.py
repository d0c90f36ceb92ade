"""Pictures and models that a request brings along, inline or by URL."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from PIL import Image

from tests.emulator.errors import TaskError, bad_request, invalid_input
from tests.emulator.model_content import Model, Unreadable, inspect

MAX_BYTES = 100_000_000
MODEL_MIME = "application/octet-stream"
MODEL_FORMATS = ("glb", "gltf", "obj", "fbx", "stl")
PICTURE_FORMATS = ("jpg", "jpeg", "png")

_KEPT = 32

_MIMES = {
    "jpg": ("image/jpeg", "image/jpg"),
    "jpeg": ("image/jpeg", "image/jpg"),
    "png": ("image/png",),
    "webp": ("image/webp",),
}
_PILLOW = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}

ReadOwn = Callable[[str], bytes | None]
"""Reads a URL of the emulator's own asset host; None when it is another host's.

Raises LookupError for an own URL that can't be read."""


@dataclass(frozen=True)
class Upload:
    """One received file. `content` is None for another host's URL, which is never fetched."""

    digest: str
    content: bytes | None
    width: int = 0
    height: int = 0
    model: Model | None = None
    problem: TaskError | None = None
    format: str = ""


class Uploads:
    """Reads and checks them, and keeps what was sent so that a test can ask for it."""

    def __init__(self, read_own: ReadOwn) -> None:
        self._read_own = read_own
        self.kept: dict[str, bytes] = {}

    def picture(
        self, url: str, parameter: str, formats: Collection[str] = PICTURE_FORMATS
    ) -> Upload:
        """A picture from a data URI or a URL; refuses with 400 what isn't one of `formats`."""
        mimes = {mime for name in formats for mime in _MIMES[name]}
        content, name = self._content(url, parameter, formats, mimes)
        if content is None:
            return Upload(_digest(name.encode()), None, format=_extension(name))
        width, height = _picture_size(content, parameter, formats)
        return Upload(self._keep(content), content, width, height)

    def model(self, url: str, parameter: str, formats: Collection[str] = MODEL_FORMATS) -> Upload:
        """A 3D model; one that can't be used carries the `problem` its task will fail with."""
        content, name = self._content(url, parameter, formats, {MODEL_MIME})
        if content is None:
            return Upload(_digest(name.encode()), None, format=_extension(name))
        digest = self._keep(content)
        try:
            model = inspect(content)
        except (Unreadable, KeyError, IndexError, TypeError) as error:
            reason = str(error) if isinstance(error, Unreadable) else "The file is corrupted."
            return Upload(digest, content, problem=invalid_input(reason))
        if model.format not in formats:
            raise bad_request(f"{parameter}: unsupported model format {model.format!r}")
        return Upload(digest, content, model=model, format=model.format)

    def _content(
        self, url: str, parameter: str, formats: Collection[str], mimes: Collection[str]
    ) -> tuple[bytes | None, str]:
        if url.startswith("data:"):
            return _decoded(url, parameter, mimes), ""
        return self._by_url(url, parameter, formats), url

    def _by_url(self, url: str, parameter: str, formats: Collection[str]) -> bytes | None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise bad_request(f"{parameter} must be an http(s) URL or a data URI")
        if _extension(url) not in formats:
            raise bad_request(f"{parameter}: unsupported format, use {_listed(formats)}")
        try:
            content = self._read_own(url)
        except LookupError as error:
            raise bad_request(f"{parameter} could not be downloaded") from error
        # Names below .invalid never resolve (RFC 2606): the stand-in for an unreachable URL.
        if content is None and parts.hostname.endswith(".invalid"):
            raise bad_request(f"{parameter} could not be downloaded")
        return None if content is None else _checked_size(content, parameter)

    def _keep(self, content: bytes) -> str:
        digest = _digest(content)
        self.kept[digest] = content
        while len(self.kept) > _KEPT:
            self.kept.pop(next(iter(self.kept)), None)
        return digest


def _decoded(uri: str, parameter: str, mimes: Collection[str]) -> bytes:
    header, comma, payload = uri.partition(",")
    mime, _, encoding = header.removeprefix("data:").rpartition(";")
    if not comma or encoding != "base64":
        raise bad_request(f"{parameter}: malformed data URI, expected data:<type>;base64,<data>")
    if mime.lower() not in mimes:
        raise bad_request(f"{parameter}: a data URI must be of type {_listed(mimes)}, not {mime!r}")
    try:
        content = base64.b64decode(payload, validate=True)
    except (binascii.Error, ValueError) as error:
        raise bad_request(f"{parameter}: the base64 string is malformed") from error
    return _checked_size(content, parameter)


def _checked_size(content: bytes, parameter: str) -> bytes:
    if not content:
        raise bad_request(f"{parameter}: the file is empty")
    if len(content) > MAX_BYTES:
        raise bad_request(f"{parameter}: the file exceeds 100 MB")
    return content


def _picture_size(content: bytes, parameter: str, formats: Collection[str]) -> tuple[int, int]:
    allowed = {_PILLOW[name] for name in formats}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=sorted(allowed)) as picture:
                picture.verify()
                return picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise bad_request(f"{parameter}: not a readable {_listed(formats)} image") from error


def _extension(url: str) -> str:
    return PurePosixPath(urlsplit(url).path).suffix.removeprefix(".").lower()


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
