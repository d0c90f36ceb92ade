"""A result that is pictures: they become images of the open file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import bpy

from ...jobs.job import Result
from ..errors import BrokenModel
from ..materials.packed_images import load_packed
from ..naming import name_from_prompt, with_suffix
from ..placing import Placed, Target
from ..provenance import record
from .of_tasks import mark

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
        mark(image, number, len(files))
    names = tuple(image.name for image in images)
    what = names[0] if len(names) == 1 else f"{len(names)} pictures, {names[0]} and further,"
    are = "is" if len(names) == 1 else "are"
    return Placed(names[0], images=names, sentence=f"{what} {are} among the images of this file.")


def _pictures(files: Mapping[str, Path]) -> list[Path]:
    """In the order in which the service gave them."""
    roles = [role for role in files if _ROLE.fullmatch(role)]
    return [files[role] for role in sorted(roles, key=lambda role: int(role[6:] or 1))]
