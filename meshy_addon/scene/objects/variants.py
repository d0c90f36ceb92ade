"""The looks that an object can wear: the one that it had, and each that Meshy gave it.

They are kept in the file, on the object: `obj.meshy_variants`. A look is its material slots, the
UV map that these are painted on and, only where the geometry had to be another, a mesh. The slots
are the object's own, not its mesh's: so the mesh and the other objects that share it stay as they
are, and so does which face belongs to which slot. Main thread.
"""

import bpy


def why_not_flip(thing: bpy.types.Object) -> str:
    """Why the object can't change its look now, as a tooltip says it; "" if it can."""
    if thing.library:
        return f'"{thing.name}" is linked from another file'
    if thing.mode == "TEXTURE_PAINT":
        return "Leave Texture Paint mode first"
    variants = thing.meshy_variants.items
    if thing.mode != "OBJECT" and any(each.mesh or each.own_uv_map for each in variants):
        return "Only in Object Mode"
    return ""


def of_task(thing: bpy.types.Object, task_id: str) -> int | None:
    """The number of the look that came from this task, if there is one."""
    for index, variant in enumerate(thing.meshy_variants.items):
        if task_id and variant.origin.task_id == task_id:
            return index
    return None
