"""Images of the open file that are pictures of a task: which task, and which of its pictures."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import datetime

import bpy

from ..provenance import read

KEPT_S = 3 * 24 * 3600 - 600
"""How long the service keeps a task's pictures, less what a job may wait before it is sent;
docs.meshy.ai/api/asset-retention."""

_VIEW = "meshy_view"
"""A custom property: which of the task's pictures an image is, of how many, as it was then."""


def mark(image: bpy.types.Image, number: int, count: int) -> None:
    """Remember which of the `count` pictures of its task `image` is, and what it looks like now."""
    image[_VIEW] = json.dumps([number, count, _digest(image)])


def made_pictures() -> list[bpy.types.Image]:
    """The images of this file that Meshy made, newest task first and in order within."""
    made = [image for image in bpy.data.images if _VIEW in image and image.meshy.task_id]
    return sorted(made, key=lambda image: (_age_key(image), image.name))


def task_of(images: Sequence[bpy.types.Image]) -> str:
    """The id of the task whose pictures these are: all of them, unchanged, and still kept there.

    Empty otherwise: then the images themselves have to be sent. Reads their bytes. Main thread.
    """
    origins = [read(image) for image in images]
    first = origins[0] if origins else None
    is_one_task = all(origin and first and origin.task_id == first.task_id for origin in origins)
    if not (first and is_one_task and _is_kept(first.created_at)):
        return ""
    return first.task_id if _are_all_unchanged(images) else ""


def pictures_of(task_id: str) -> list[bpy.types.Image]:
    """All pictures of this task, in order; none unless this file has each, unchanged.

    Reads their bytes. Main thread.
    """
    found = [image for image in made_pictures() if image.meshy.task_id == task_id]
    if not found:
        return []
    images = with_its_siblings(found[0])
    return images if _are_all_unchanged(images) else []


def with_its_siblings(image: bpy.types.Image) -> list[bpy.types.Image]:
    """All views of the task that `image` is a view of, in order; `image` alone where it's none."""
    task = image.meshy.task_id
    if not task or _VIEW not in image:
        return [image]
    views = [each for each in bpy.data.images if each.meshy.task_id == task and _VIEW in each]
    first_of_each = {_view(each)[0]: each for each in reversed(views)}
    first_of_each[_view(image)[0]] = image
    return [first_of_each[number] for number in sorted(first_of_each)]


def _view(image: bpy.types.Image) -> tuple[int, int, str]:
    try:
        number, count, digest = json.loads(image.get(_VIEW, ""))
        return int(number), int(count), str(digest)
    except (TypeError, ValueError):
        return 0, 0, ""


def _are_all_unchanged(images: Sequence[bpy.types.Image]) -> bool:
    """Whether these, of one task, are as many as it made, and as it made them."""
    views = [_view(image) for image in images]
    is_whole = sorted(number for number, _, _ in views) == list(range(1, views[0][1] + 1))
    return is_whole and all(_is_unchanged(image) for image in images)


def _is_unchanged(image: bpy.types.Image) -> bool:
    return not image.is_dirty and bool(digest := _digest(image)) and digest == _view(image)[2]


def _digest(image: bpy.types.Image) -> str:
    if not image.packed_file:
        return ""
    import hashlib  # slow to load, and not needed before there is a picture

    return hashlib.sha256(image.packed_file.data).hexdigest()


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
