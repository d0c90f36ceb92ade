"""Pictures and models as the service takes them: inside the request, as data URIs."""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from .errors import InvalidParameter
from .frozen import frozen
from .parameters import Model, Parameter, Picture, Pictures
from .wording import one_line

MAX_PICTURE_BYTES = 100_000_000
"""Meshy refuses larger pictures; docs.meshy.ai/api/creative-lab."""

_PIECE_BYTES = 3 * 32 * 1024
"""Becomes 128 KiB of base64. Each piece has the time of a connection attempt to go out, so that
larger ones would give up a slow line; they aren't faster either."""
_HEAD_BYTES = 16

_MAGIC = {
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
}


def is_remote(value: str) -> bool:
    """Whether `value` is a URL or a data URI rather than a file."""
    return value.lower().startswith(("http://", "https://", "data:"))


@frozen
class Attachment:
    """A file that is to stand in a request as a data URI: its length, and its bytes in pieces."""

    key: str
    """Of the parameter."""
    path: Path
    mime: str
    size_bytes: int
    """Of the file."""

    def __len__(self) -> int:
        return len(self._head) + 4 * -(-self.size_bytes // 3)

    def __iter__(self) -> Iterator[bytes]:
        """Any thread. Raises InvalidParameter if the file isn't as it was when it was looked at."""
        yield self._head
        left = self.size_bytes
        with _readable(self.key, self.path), self.path.open("rb", buffering=0) as file:
            while piece := _filled(file, min(_PIECE_BYTES, left)):
                left -= len(piece)
                yield binascii.b2a_base64(piece, newline=False)
            if left or file.read(1):
                raise InvalidParameter(
                    self.key, f"{self.key}: {self.path.name} was changed while it was sent."
                )

    @property
    def _head(self) -> bytes:
        return f"data:{self.mime};base64,".encode()


def attached(parameter: Parameter, value: str, thing: str = "") -> str | Attachment:
    """`value` ready to be sent: a file to be read then, a URL or data URI as it is.

    `thing` is what the artist calls what was written to a file that they never saw.

    Raises InvalidParameter for a file that is missing, empty, too large or of another kind.
    """
    if is_remote(value):
        return value
    path = Path(value)
    size, head = _looked_at(parameter.key, path)
    _refuse_larger(parameter, size, path.name, thing)
    if isinstance(parameter, Picture | Pictures):
        mime = _picture_type(parameter, path, head)
    else:
        mime = "application/octet-stream"
    return Attachment(parameter.key, path, mime, size)


def _limit(parameter: Parameter) -> int | None:
    if isinstance(parameter, Picture | Pictures):
        return MAX_PICTURE_BYTES
    return parameter.max_bytes if isinstance(parameter, Model) else None


def _refuse_larger(parameter: Parameter, size: int, name: str, thing: str) -> None:
    limit = _limit(parameter)
    if limit is None or size <= limit:
        return
    takes = f"the {limit // 1_000_000} MB Meshy takes"
    text = f"{parameter.key}: {name} is larger than {takes}."
    if thing:
        told = f'"{thing}" is {-(-size // 1_000_000)} MB as a GLB, more than {takes}'
        text = f"{told}: give it fewer faces or smaller textures."
    raise InvalidParameter(parameter.key, text)


def _looked_at(key: str, path: Path) -> tuple[int, bytes]:
    """The size and the first bytes of the file."""
    with _readable(key, path), path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        head = file.read(_HEAD_BYTES)
    if not size:
        raise InvalidParameter(key, f"{key}: {path.name} is empty.")
    return size, head


@contextmanager
def _readable(key: str, path: Path) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, ValueError) as error:
        raise InvalidParameter(key, f"{key}: there is no file {one_line(str(path))}.") from error
    except OSError as error:
        reason = error.strerror or "it can't be read"
        raise InvalidParameter(key, f"{key}: {path.name} can't be read ({reason}).") from error


def _filled(file: FileIO, size_bytes: int) -> bytes:
    """As many bytes, fewer only at the file's end: base64 goes on without padding after a third."""
    piece = file.read(size_bytes)
    while len(piece) < size_bytes and (more := file.read(size_bytes - len(piece))):
        piece += more
    return piece


def _picture_type(parameter: Picture | Pictures, path: Path, head: bytes) -> str:
    """The MIME type by content, since extensions lie."""
    for magic, (extension, mime) in _MAGIC.items():
        if head.startswith(magic) and extension in parameter.formats:
            return mime
    # RIFF alone may as well be a sound.
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP" and "webp" in parameter.formats:
        return "image/webp"
    formats = ", ".join(name.upper() for name in parameter.formats if name != "jpeg")
    raise InvalidParameter(
        parameter.key,
        f"{parameter.key}: {path.name} is not a picture of a kind Meshy takes ({formats}).",
    )
