"""What an artist can do about the account from the sidebar."""

from __future__ import annotations

import bpy

from . import key_field


class MESHY_OT_refresh_balance(bpy.types.Operator):
    bl_idname = "meshy.refresh_balance"
    bl_label = "Refresh Balance"
    bl_description = "Look for the key again and ask Meshy how many credits are left; costs nothing"
    bl_options = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Returns at once; the balance comes with the pump."""
        from .state import ACCOUNT

        ACCOUNT.refresh()
        return {"FINISHED"}


class MESHY_OT_try_without_account(bpy.types.Operator):
    bl_idname = "meshy.try_without_account"
    bl_label = "Try Without an Account"
    bl_description = (
        "Use Meshy's test mode: every step works and costs nothing, but the result is always the "
        "same sample model"
    )

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Save the test mode's key like a pasted one."""
        key_field.keep_test_mode_key()
        return {"FINISHED"}


class MESHY_OT_leave_test_mode(bpy.types.Operator):
    bl_idname = "meshy.leave_test_mode"
    bl_label = "Use My Own Key"
    bl_description = "Leave Meshy's test mode and paste the key of your account"
    bl_options = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Only a saved key can be taken away here."""
        from .state import ACCOUNT

        return ACCOUNT.is_test_mode and not ACCOUNT.is_from_environment

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Back to the first steps."""
        key_field.keep("")
        return {"FINISHED"}


class MESHY_OT_doctor(bpy.types.Operator):
    """Look whether all is well: the key, network, proxy, clock, disk and job list"""

    bl_idname = "meshy.doctor"
    bl_label = "Check Everything"
    bl_options = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Returns at once; the findings come up below the button."""
        from .doctor import look

        look()
        return {"FINISHED"}


class MESHY_OT_copy_findings(bpy.types.Operator):
    """Copy what was found, to send to somebody who can help. No key is in it"""

    bl_idname = "meshy.copy_findings"
    bl_label = "Copy"
    bl_options = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """To the clipboard."""
        from .doctor import FINDINGS

        context.window_manager.clipboard = FINDINGS.text
        return {"FINISHED"}


register, unregister = bpy.utils.register_classes_factory(
    (
        MESHY_OT_refresh_balance,
        MESHY_OT_try_without_account,
        MESHY_OT_leave_test_mode,
        MESHY_OT_doctor,
        MESHY_OT_copy_findings,
    )
)
