"""What can be pressed under Animate."""

import bpy
from bpy.props import IntProperty, StringProperty

from ...api.errors import MeshyError
from ..pressing import SaysWhatWentWrong, SaysWhyNot

_DIALOG_WIDTH = 420


class MESHY_OT_add_actions(SaysWhatWentWrong, SaysWhyNot, bpy.types.Operator):
    bl_idname = "meshy.add_actions"
    bl_label = "Add Action"
    bl_description = (
        "Have Meshy fit the chosen actions to this character, for the credits on the button. You "
        "can go on working: each becomes an action of the armature when it is done"
    )
    # No REGISTER: it pays, and must not be run again by the redo panel or Repeat Last.
    bl_options = {"UNDO"}

    @classmethod
    def why_not(cls, context: bpy.types.Context) -> str:
        """Not without a choice, key, network and credits."""
        from .choice import why_not

        return why_not(context)

    _from_interface = False

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """From the interface: return at once; the pump places the actions."""
        self._from_interface = not bpy.app.background
        return self.execute(context)

    def act(self, context: bpy.types.Context) -> set[str]:
        """One job for each action, all or none."""
        from .adding import add

        return {"FINISHED"} if add(context, waits=not self._from_interface) else {"CANCELLED"}

    def told(self, error: Exception, context: bpy.types.Context) -> str:
        """With the names that the fields have."""
        from ..wording import in_titles
        from .settings import KIND

        return in_titles(KIND, super().told(error, context))


class MESHY_OT_like_action(bpy.types.Operator):
    bl_idname = "meshy.like_action"
    bl_label = "Favourite"
    bl_description = "Give this action a star, or take it away"
    bl_options = {"INTERNAL"}

    action_id: IntProperty(options={"SKIP_SAVE"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Stars are kept on this machine, for all files."""
        from .library import LIBRARY, list_matching

        LIBRARY.like(self.action_id)
        if context.window_manager.meshy_animate.only_favourites:
            list_matching(context.window_manager.meshy_animate)
        return {"FINISHED"}


class MESHY_OT_refresh_actions(SaysWhatWentWrong, bpy.types.Operator):
    bl_idname = "meshy.refresh_actions"
    bl_label = "Refresh Actions"
    bl_description = "Ask Meshy which actions there are by now"
    bl_options = {"INTERNAL"}

    def act(self, context: bpy.types.Context) -> None:
        """Returns at once."""
        from .library import LIBRARY

        LIBRARY.refresh()


class MESHY_OT_use_action(SaysWhatWentWrong, bpy.types.Operator):
    bl_idname = "meshy.use_action"
    bl_label = "Use Action"
    bl_description = "Let this action move the character"
    bl_options = {"UNDO", "INTERNAL"}

    action: StringProperty(options={"SKIP_SAVE"})

    def act(self, context: bpy.types.Context) -> None:
        """The one before stays in the file."""
        from ...scene.characters.actions import assign
        from ...scene.characters.in_the_file import armature_at_hand

        armature = armature_at_hand(context)
        action = bpy.data.actions.get(self.action)
        if armature is None or action is None:
            raise MeshyError("The action or its armature is not in this file any more.")
        if not assign(armature, action):
            raise MeshyError("A strip is being tweaked: leave that first (Tab).")


class MESHY_OT_choose_actions(SaysWhatWentWrong, bpy.types.Operator):
    bl_idname = "meshy.choose_actions"
    bl_label = "Animate"
    bl_description = "Choose from Meshy's library what this character is to do"
    bl_options = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """With a character that Meshy rigged."""
        from ...scene.characters.in_the_file import armature_at_hand

        return armature_at_hand(context) is not None

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """The library in a dialog, for those who come from a menu."""
        from ..wording import on_button

        return context.window_manager.invoke_props_dialog(
            self, width=_DIALOG_WIDTH, confirm_text=on_button("Add Action")
        )

    def draw(self, context: bpy.types.Context) -> None:
        """As in the sidebar, but for the button, which is the dialog's."""
        from .drawing import draw_dialog

        draw_dialog(self.layout, context)

    def act(self, context: bpy.types.Context) -> set[str]:
        """What the sidebar's button does."""
        from .choice import why_not

        if reason := why_not(context):
            raise MeshyError(reason)
        return bpy.ops.meshy.add_actions("INVOKE_DEFAULT")


_CLASSES = (
    MESHY_OT_add_actions,
    MESHY_OT_like_action,
    MESHY_OT_refresh_actions,
    MESHY_OT_use_action,
    MESHY_OT_choose_actions,
)


def register() -> None:
    for each in _CLASSES:
        bpy.utils.register_class(each)


def unregister() -> None:
    for each in reversed(_CLASSES):
        bpy.utils.unregister_class(each)
