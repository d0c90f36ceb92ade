"""Moving pictures of the actions in Meshy's library, fetched when they're first looked at."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

import numpy as np

from ...api.animations import Animation
from ...api.errors import MeshyError
from ...jobs.asset_session import asset_session
from ...jobs.download import download
from ...jobs.folders import writing_to
from ...jobs.kinds import Kind
from ...jobs.png_text import png
from .gif_frames import NoGif, Pixels, gif_frames, is_gif

FRAMES = 16
"""At most so many of a film are kept: what moves is to be seen, not each step of it."""
_LARGEST_BYTES = 16 * 1024 * 1024
_SIZE_PX = 192


class NoPreview(MeshyError):
    """Meshy has no picture of this action that can be shown."""


def kept_preview(animation: Animation, state: Path) -> tuple[Path, ...]:
    """The frames of its preview that are on the disk. Any thread; asks the disk."""
    return tuple(sorted(_folder(animation, state).glob("*.png")))


def fetch_preview(animation: Animation, state: Path) -> tuple[Path, ...]:
    """The frames of its preview as PNG files, in order. Worker thread; takes a second.

    Raises NoPreview, ServiceTrouble, CannotWrite.
    """
    if not animation.preview_url:
        raise NoPreview("There is no picture of this action.")
    folder = _folder(animation, state)
    with writing_to(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".new-"))
        try:
            _write_frames(_film(animation, made / "preview"), made)
            (made / "preview").unlink()
            shutil.rmtree(folder, ignore_errors=True)
            made.replace(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return kept_preview(animation, state)


def _film(animation: Animation, file: Path) -> list[Pixels] | bytes:
    """The film's frames; a still picture as it came."""
    download(
        asset_session(),
        animation.preview_url,
        file,
        expect=Kind.IMAGE,
        cancelled=threading.Event(),
        max_bytes=_LARGEST_BYTES,
    )
    content = file.read_bytes()
    if not is_gif(content):
        return content
    try:
        return gif_frames(content)
    except NoGif as error:
        raise NoPreview("The picture of this action can't be read.") from error


def _write_frames(film: list[Pixels] | bytes, folder: Path) -> None:
    if isinstance(film, bytes):
        (folder / "00.png").write_bytes(film)  # Blender looks at what is in it, not at its name
        return
    chosen = np.linspace(0, len(film) - 1, min(FRAMES, len(film))).astype(int)
    step = max(1, -(-max(film[0].shape[:2]) // _SIZE_PX))
    for number, index in enumerate(chosen):
        pixels = np.ascontiguousarray(film[index][::step, ::step])
        (folder / f"{number:02}.png").write_bytes(png(pixels.shape[1], pixels.tobytes()))


def _folder(animation: Animation, state: Path) -> Path:
    return state / "animations" / "previews" / str(animation.id)
