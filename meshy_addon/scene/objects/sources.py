"""The object that a job was started on, found again when its result is here. Main thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import bpy

from ..errors import TargetGone
from ..open_file import OPEN_FILE

_NAME = "source"
_UID = "source_uid"
SENT = "sent"
"""In a job's target: what of the object was sent, see `parcel.Sent`."""
UV_MAP = "uv_map"
"""In a job's target: the object's UV map that is kept."""
BESIDE = "beside"
"""In a job's target: that the object is to stay as it is."""
FOLDER = "folder"
"""In a job's target: where files go that aren't for the scene."""
INTO_SCENE = "into_scene"
"""In a job's target: that what was converted comes into the scene too."""


def remember(thing: bpy.types.Object) -> dict[str, Any]:
    """What a job's target says of the object that it was started on."""
    return {_NAME: thing.name, _UID: thing.session_uid}


def is_gone(target: Mapping[str, Any]) -> bool:
    """Whether the job was started on an object that isn't in the open file any more."""
    try:
        return has_source(target) and find_source(target) is None
    except TargetGone:
        return True


def has_source(target: Mapping[str, Any]) -> bool:
    """Whether the job was started on an object."""
    return bool(target.get(_NAME))


def find_source(target: Mapping[str, Any]) -> bpy.types.Object:
    """The object that the job was started on, renamed or not. Raises TargetGone.

    Blender's own number for it holds while the file stays open; after that its name has to do.
    """
    if OPEN_FILE.is_still_open_for(target):
        uid = target.get(_UID)
        found = next((each for each in bpy.data.objects if each.session_uid == uid), None)
    else:
        found = bpy.data.objects.get(str(target.get(_NAME)))
    if found is None or not found.users_scene:
        raise TargetGone(f'The object "{target.get(_NAME)}" is not in this file any more.')
    return found
