"""The pictures of a task as images of the open file, and back: which task an image is from."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import bpy

from ..jobs.job import Result
from .errors import BrokenModel
from .naming import name_from_prompt, with_suffix
from .packed_images import load_packed
from .placing import Placed, Target
from .provenance import read, record

KEPT_S = 3 * 24 * 3600 - 600
"""How long the service keeps a task's pictures, less what a job may wait before it is sent;
docs.meshy.ai/api/asset-retention."""

_VIEW = "meshy_view"
"""A custom property: which of the task's pictures an image is, of how many, as it was then."""
_ROLE = re.compile(r"image(_\d+)?")


def is_only_pictures(result: Result) -> bool:
    """Whether pictures are all that the task was for."""
    return any(map(_ROLE.fullmatch, result.files)) and all(
        _ROLE.fullmatch(role) or role == "thumbnail" for role in result.files
    )


def keep_pictures(result: Result, target: Target) -> Placed:
    """The pictures of `result` as packed images that are saved with the file. Main thread.

    They belong to no scene, so `target` doesn't matter. Raises BrokenModel for what is no picture.
    """
    files = _pictures(result.files)
    name = name_from_prompt(result.job.name)
    images: list[bpy.types.Image] = []
    for number, file in enumerate(files, start=1):
        image = load_packed(file)
        if image is None:
            bpy.data.batch_remove(images)
            raise BrokenModel("Blender can't read the picture that Meshy sent.")
        images.append(image)
        image.name = with_suffix(name, str(number)) if len(files) > 1 else name
        image.use_fake_user = True  # nothing uses it yet, and it was paid for
        record(image, result)
        image[_VIEW] = json.dumps([number, len(files), _digest(image)])
    names = tuple(image.name for image in images)
    what = names[0] if len(names) == 1 else f"{len(names)} pictures, {names[0]} and further,"
    are = "is" if len(names) == 1 else "are"
    return Placed(names[0], images=names, sentence=f"{what} {are} among the images of this file.")


def made_pictures() -> list[bpy.types.Image]:
    """The images of this file that Meshy made, newest task first and in order within."""
    made = [image for image in bpy.data.images if _VIEW in image and image.meshy.task_id]
    return sorted(made, key=lambda image: (_age_key(image), image.name))


def task_of(images: Sequence[bpy.types.Image]) -> str:
    """The id of the task whose pictures these are: all of them, unchanged, and still kept there.

    Empty otherwise: then the images themselves have to be sent. Reads their bytes. Main thread.
    """
    origins = [read(image) for image in images]
    if not origins or any(origin is None for origin in origins):
        return ""
    first = origins[0]
    views = [_view(image) for image in images]
    is_one_task = all(origin and first and origin.task_id == first.task_id for origin in origins)
    is_whole = sorted(number for number, _, _ in views) == list(range(1, views[0][1] + 1))
    if not (first and is_one_task and is_whole and _is_kept(first.created_at)):
        return ""
    is_same = all(_is_unchanged(image) for image in images)
    return first.task_id if is_same else ""


def with_its_siblings(image: bpy.types.Image) -> list[bpy.types.Image]:
    """All views of the task that `image` is a view of, in order; `image` alone where it's none."""
    task = image.meshy.task_id
    if not task or _VIEW not in image:
        return [image]
    views = [each for each in bpy.data.images if each.meshy.task_id == task and _VIEW in each]
    first_of_each = {_view(each)[0]: each for each in reversed(views)}
    first_of_each[_view(image)[0]] = image
    return [first_of_each[number] for number in sorted(first_of_each)]


def _pictures(files: Mapping[str, Path]) -> list[Path]:
    """In the order in which the service gave them."""
    roles = [role for role in files if _ROLE.fullmatch(role)]
    return [files[role] for role in sorted(roles, key=lambda role: int(role[6:] or 1))]


def _view(image: bpy.types.Image) -> tuple[int, int, str]:
    try:
        number, count, digest = json.loads(image.get(_VIEW, ""))
        return int(number), int(count), str(digest)
    except (TypeError, ValueError):
        return 0, 0, ""


def _is_unchanged(image: bpy.types.Image) -> bool:
    return not image.is_dirty and bool(digest := _digest(image)) and digest == _view(image)[2]


def _digest(image: bpy.types.Image) -> str:
    return hashlib.sha256(image.packed_file.data).hexdigest() if image.packed_file else ""


def _is_kept(created_at: str) -> bool:
    try:
        return time.time() - datetime.fromisoformat(created_at).timestamp() < KEPT_S
    except ValueError:
        return False


def _age_key(image: bpy.types.Image) -> float:
    try:
        return -datetime.fromisoformat(image.meshy.created_at).timestamp()
    except ValueError:
        return 0.0
