"""Pictures and models as the service takes them: inside the request, as data URIs."""

from __future__ import annotations

import base64
from pathlib import Path

from .errors import InvalidParameter
from .parameters import Model, Parameter, Picture, Pictures
from .wording import one_line

MAX_PICTURE_BYTES = 100_000_000
"""Meshy refuses larger pictures; docs.meshy.ai/api/creative-lab."""

_MAGIC = {
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
}


def is_remote(value: str) -> bool:
    """Whether `value` is a URL or a data URI rather than a file."""
    return value.lower().startswith(("http://", "https://", "data:"))


def attached(parameter: Parameter, value: str) -> str:
    """`value` ready to be sent: a file as a data URI, a URL or data URI as it is.

    Raises InvalidParameter for a file that is missing, empty, too large or of another kind.
    """
    if is_remote(value):
        return value
    content = _read(parameter.key, Path(value), _limit(parameter))
    if isinstance(parameter, Picture | Pictures):
        mime = _picture_type(parameter, Path(value), content)
    else:
        mime = "application/octet-stream"
    return f"data:{mime};base64,{base64.b64encode(content).decode('ascii')}"


def _limit(parameter: Parameter) -> int | None:
    if isinstance(parameter, Picture | Pictures):
        return MAX_PICTURE_BYTES
    return parameter.max_bytes if isinstance(parameter, Model) else None


def _read(key: str, path: Path, limit: int | None) -> bytes:
    try:
        size = path.stat().st_size
        if limit is not None and size > limit:
            raise InvalidParameter(
                key, f"{key}: {path.name} is larger than the {limit // 1_000_000} MB Meshy takes."
            )
        content = path.read_bytes()
    except (FileNotFoundError, ValueError) as error:
        raise InvalidParameter(key, f"{key}: there is no file {one_line(str(path))}.") from error
    except OSError as error:
        reason = error.strerror or "it can't be read"
        raise InvalidParameter(key, f"{key}: {path.name} can't be read ({reason}).") from error
    if not content:
        raise InvalidParameter(key, f"{key}: {path.name} is empty.")
    return content


def _picture_type(parameter: Picture | Pictures, path: Path, content: bytes) -> str:
    """The MIME type by content, since extensions lie."""
    for magic, (extension, mime) in _MAGIC.items():
        if content.startswith(magic) and extension in parameter.formats:
            return mime
    # RIFF alone may as well be a sound.
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP" and "webp" in parameter.formats:
        return "image/webp"
    formats = ", ".join(name.upper() for name in parameter.formats if name != "jpeg")
    raise InvalidParameter(
        parameter.key,
        f"{parameter.key}: {path.name} is not a picture of a kind Meshy takes ({formats}).",
    )
