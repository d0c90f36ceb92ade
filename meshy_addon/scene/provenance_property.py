"""`obj.meshy`, `image.meshy` and `action.meshy`: where each came from, as Blender keeps it.

What is written there, and how it's read, is in `provenance`.
"""

import bpy


class MeshyProvenance(bpy.types.PropertyGroup):
    """`obj.meshy`. Empty strings on whatever Meshy didn't make."""

    task_id: bpy.props.StringProperty(name="Task", description="The task that made this")
    kind: bpy.props.StringProperty(name="Kind", description='What was asked for: "text_to_3d"')
    task_type: bpy.props.StringProperty(name="Task Type", description="Meshy's name for the task")
    prompt: bpy.props.StringProperty(name="Prompt")
    ai_model: bpy.props.StringProperty(name="AI Model")
    credits: bpy.props.IntProperty(name="Credits", description="What all tasks together cost")
    created_at: bpy.props.StringProperty(name="Created", description="ISO 8601, UTC")
    parents: bpy.props.StringProperty(
        name="Parents", description="The tasks before, as a JSON list of ids and types"
    )
    parameters: bpy.props.StringProperty(
        name="Parameters", description="What each task was asked, as a JSON list"
    )
    fingerprint: bpy.props.StringProperty(
        name="Fingerprint", description="What it looked like when it came"
    )


def register() -> None:
    """Adds `obj.meshy`, `image.meshy` and `action.meshy`."""
    bpy.utils.register_class(MeshyProvenance)
    bpy.types.Object.meshy = bpy.props.PointerProperty(type=MeshyProvenance)
    bpy.types.Image.meshy = bpy.props.PointerProperty(type=MeshyProvenance)
    bpy.types.Action.meshy = bpy.props.PointerProperty(type=MeshyProvenance)


def unregister() -> None:
    """Takes them away; what they say stays in the file."""
    del bpy.types.Action.meshy
    del bpy.types.Image.meshy
    del bpy.types.Object.meshy
    bpy.utils.unregister_class(MeshyProvenance)
