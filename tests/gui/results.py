"""What stands in the scene, as a test in a window asks for it. Inside Blender."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import bpy


def made() -> list[bpy.types.Object]:
    """The models that came from Meshy, each by its outermost object."""
    return [
        thing
        for thing in bpy.data.objects
        if thing.meshy.task_id and not (thing.parent and thing.parent.meshy.task_id)
    ]


def placeholder() -> bpy.types.Object | None:
    """What marks the place of a model that is still being made."""
    return next((thing for thing in bpy.data.objects if "meshy_job" in thing), None)


def facts() -> list[dict[str, Any]]:
    """Of each model, what undo and redo must leave as it is."""
    return [
        {
            "name": thing.name,
            "task": thing.meshy.task_id,
            "prompt": thing.meshy.prompt,
            "packed": sorted(
                (image.name, bool(image.packed_file))
                for image in bpy.data.images
                if image.users and image.source == "FILE"
            ),
        }
        for thing in made()
    ]


def part(path: str) -> Any:
    """A module of the installed extension, by its path within it ("ui.jobs.board")."""
    extension = next(each for each in tuple(sys.modules) if each.endswith("meshy_addon"))
    return import_module(f"{extension}.{path}")


def board() -> Any:
    """What the installed extension knows of its jobs, to wait for what the list shows."""
    return part("ui.jobs.board").BOARD


def account() -> Any:
    """What the installed extension knows of the account."""
    return part("ui.account.state").ACCOUNT


def animations() -> Any:
    """What the installed extension knows of the library of actions."""
    return part("ui.animate.library").LIBRARY


def previews() -> Any:
    """The films of actions that the installed extension has loaded."""
    return part("ui.animate.moving_previews").PREVIEWS


def history() -> Any:
    """What the installed extension knows of the account's tasks."""
    return part("ui.history.state").HISTORY


def history_pictures() -> Any:
    """The pictures in the history's lines."""
    return part("ui.history.pictures").PICTURES
