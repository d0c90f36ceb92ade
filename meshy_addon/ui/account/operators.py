"""What an artist can do about the account from the sidebar."""

from __future__ import annotations

import bpy

from . import key_field
from .state import ACCOUNT


class MESHY_OT_refresh_balance(bpy.types.Operator):
    bl_idname = "meshy.refresh_balance"
    bl_label = "Refresh Balance"
    bl_description = "Look for the key again and ask Meshy how many credits are left; costs nothing"
    bl_options = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Returns at once; the balance comes with the pump."""
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
        return ACCOUNT.is_test_mode and not ACCOUNT.is_from_environment

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Back to the first steps."""
        key_field.keep("")
        return {"FINISHED"}


register, unregister = bpy.utils.register_classes_factory(
    (MESHY_OT_refresh_balance, MESHY_OT_try_without_account, MESHY_OT_leave_test_mode)
)
