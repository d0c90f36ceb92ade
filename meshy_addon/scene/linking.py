"""Which collections objects are put into: not all take any. Main thread."""

from __future__ import annotations

from collections.abc import Iterable

import bpy


def takes_objects(collection: bpy.types.Collection) -> bool:
    """Whether Blender lets objects be put into it: not if it's another file's, or overrides one."""
    return bool(collection.is_editable) and collection.override_library is None


def put_where(things: Iterable[bpy.types.Object], before: bpy.types.Object) -> None:
    """Puts `things` into the collections of `before`, and nowhere else.

    The open scene's own stands in for those that take none.
    """
    own = bpy.context.scene.collection
    homes = [each if takes_objects(each) else own for each in before.users_collection]
    for thing in things:
        for collection in thing.users_collection:
            collection.objects.unlink(thing)
        for collection in dict.fromkeys(homes):
            collection.objects.link(thing)
