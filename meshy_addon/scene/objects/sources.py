"""The object that a job was started on, found again when its result is here. Main thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Known:
    """What a job knows an object by."""

    name: str
    uid: int
    """Blender's own number for it, which holds while the file stays open."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | str) -> Known:
        """Jobs that older versions began know the name alone."""
        return cls(value, 0) if isinstance(value, str) else cls(**value)

    @classmethod
    def of(cls, thing: bpy.types.Object) -> Known:
        return cls(thing.name, thing.session_uid)


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
    """The object that the job was started on, renamed or not. Raises TargetGone."""
    return find(Known(str(target.get(_NAME)), int(target.get(_UID, 0))), target)


def find(known: Known, target: Mapping[str, Any]) -> bpy.types.Object:
    """The same for any object of a job with this `target`. Raises TargetGone.

    Once another file was opened, or this one again, its name has to do.
    """
    if OPEN_FILE.is_still_open_for(target):
        found = next((each for each in bpy.data.objects if each.session_uid == known.uid), None)
    else:
        found = bpy.data.objects.get(known.name)
    if found is None or not found.users_scene:
        raise TargetGone(f'The object "{known.name}" is not in this file any more.')
    return found
