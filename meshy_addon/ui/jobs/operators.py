"""What can be done with a job in the list."""

from typing import TYPE_CHECKING

import bpy
from bpy.props import IntProperty, StringProperty

from ..pressing import SaysWhatWentWrong

if TYPE_CHECKING:
    from .board import JobRow


class RowOperator(SaysWhatWentWrong):
    """Acts on the job `job_id`, chosen in the list."""

    bl_options = {"INTERNAL"}

    def act(self, context: bpy.types.Context) -> set[str] | None:
        """On the row, if it's still there."""
        from .board import BOARD

        row = BOARD.row(self.job_id)
        if row is None:
            return {"CANCELLED"}
        self.act_on(row, context)
        return None

    def act_on(self, row: "JobRow", context: bpy.types.Context) -> None:
        """Raises as `act` does."""
        raise NotImplementedError


class MESHY_OT_cancel_job(RowOperator, bpy.types.Operator):
    """Stop this job, at Meshy too. Credits for what Meshy has finished already aren't given back"""

    bl_idname = "meshy.cancel_job"
    bl_label = "Cancel Job"
    job_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """Ask where there's something to lose that was paid for already."""
        from .board import BOARD

        row = BOARD.row(self.job_id)
        if row and not row.is_running:
            return context.window_manager.invoke_confirm(self, event)
        return self.execute(context)

    def act_on(self, row: "JobRow", context: bpy.types.Context) -> None:
        """JobCancelled follows."""
        from ...scene.session import SESSION
        from ..placing import QUEUE

        SESSION.engine().cancel(row.job_id)
        QUEUE.cancel(row.job_id)


class MESHY_OT_resume_job(RowOperator, bpy.types.Operator):
    """Go on with this job where it was left. Nothing is paid twice"""

    bl_idname = "meshy.resume_job"
    bl_label = "Resume"
    job_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def act_on(self, row: "JobRow", context: bpy.types.Context) -> None:
        """The journal is asked off the main thread."""
        from .resuming import resume

        resume(row.job_id)


class MESHY_OT_send_job_again(RowOperator, bpy.types.Operator):
    """Send this job's request anew. If Meshy has made it already, it is paid twice"""

    bl_idname = "meshy.send_job_again"
    bl_label = "Send Again"
    job_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """Ask first: it may pay twice."""
        return context.window_manager.invoke_confirm(self, event)

    def act_on(self, row: "JobRow", context: bpy.types.Context) -> None:
        """The journal is asked off the main thread."""
        from .resuming import resume

        resume(row.job_id, send_again=True)


class MESHY_OT_retry_job(RowOperator, bpy.types.Operator):
    """Begin a new job that asks for the same"""

    bl_idname = "meshy.retry_job"
    bl_label = "Retry"
    job_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})
    # An undo step, for the placeholder.
    bl_options = {"INTERNAL", "UNDO"}

    @classmethod
    def description(cls, context: bpy.types.Context, properties: object) -> str:
        from ..wording import say
        from .board import BOARD

        row = BOARD.row(properties.job_id)
        if row is None:
            return "Begin a new job that asks for the same"
        return say(
            "Begin a new job that asks for the same, for {credits} credits", credits=row.price
        )

    def act_on(self, row: "JobRow", context: bpy.types.Context) -> None:
        """At the same place, if that is in this file."""
        from .. import running
        from .board import BOARD

        if job := BOARD.job(row.job_id):
            running.begin(running.again(job))


class MESHY_OT_place_job(RowOperator, bpy.types.Operator):
    """Bring this result into the scene: where it was meant to be, or at the 3D cursor"""

    bl_idname = "meshy.place_job"
    bl_label = "Place"
    job_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def act_on(self, row: "JobRow", context: bpy.types.Context) -> None:
        """The pump does it, with its next tick."""
        from .resuming import place

        place(row.job_id)


class MESHY_OT_select_job(RowOperator, bpy.types.Operator):
    """Select what this job made in the scene"""

    bl_idname = "meshy.select_job"
    bl_label = "Select in Scene"
    bl_options = {"INTERNAL", "UNDO"}
    job_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if context.mode != "OBJECT":
            cls.poll_message_set("Only in Object Mode")
            return False
        return True

    def act_on(self, row: "JobRow", context: bpy.types.Context) -> None:
        """Objects carry the id of the task that they came from."""
        layer = context.view_layer
        made = [thing for thing in layer.objects if thing.meshy.task_id == row.task_id]
        if not made:
            self.report({"INFO"}, "It isn't in this scene any more: place it again.")
            return
        for thing in context.selected_objects:
            thing.select_set(False)
        for thing in made:
            thing.select_set(True)
        layer.objects.active = next((thing for thing in made if thing.parent not in made), made[0])


class MESHY_OT_forget_job(RowOperator, bpy.types.Operator):
    """Take this job off the list"""

    bl_idname = "meshy.forget_job"
    bl_label = "Take off the List"
    job_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def act_on(self, row: "JobRow", context: bpy.types.Context) -> None:
        """Only one that is over: others are cancelled."""
        from .board import BOARD

        if row.stage.is_over:
            BOARD.forget(row.job_id)


class MESHY_OT_clear_jobs(bpy.types.Operator):
    """Take finished jobs off this list. What they made stays in the scene"""

    bl_idname = "meshy.clear_jobs"
    bl_label = "Clear Finished"
    bl_options = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Those that are placed, failed or cancelled."""
        from .board import BOARD

        BOARD.clear_finished()
        return {"FINISHED"}


class MESHY_OT_dismiss_warning(bpy.types.Operator):
    """Take this message off the list"""

    bl_idname = "meshy.dismiss_warning"
    bl_label = "Dismiss"
    bl_options = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """It isn't shown again."""
        from .board import BOARD

        BOARD.dismiss_warning()
        return {"FINISHED"}


class MESHY_OT_turn_jobs(bpy.types.Operator):
    """Show the next jobs of this list, or those before"""

    bl_idname = "meshy.turn_jobs"
    bl_label = "Turn the Page"
    bl_options = {"INTERNAL"}

    list: StringProperty(options={"SKIP_SAVE", "HIDDEN"})
    pages: IntProperty(options={"SKIP_SAVE", "HIDDEN"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Only what is shown changes."""
        from .paging import PAGES

        PAGES[self.list].turn(self.pages)
        return {"FINISHED"}


class MESHY_OT_vary_job(RowOperator, bpy.types.Operator):
    """Make a variant: change what this job asked for, then start it as a new one"""

    bl_idname = "meshy.vary_job"
    bl_label = "Vary"
    job_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def act_on(self, row: "JobRow", context: bpy.types.Context) -> None:
        """The dialog does the rest. Raises TargetGone without the object it was started on."""
        from .varying import vary

        vary(row.job_id, context)


class MESHY_OT_copy_report(RowOperator, bpy.types.Operator):
    """Copy all that is known of this job, to send to somebody who can help. No key is in it"""

    bl_idname = "meshy.copy_report"
    bl_label = "Copy Report"
    job_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def act_on(self, row: "JobRow", context: bpy.types.Context) -> None:
        """Read off the main thread."""
        from .reporting import copy_report

        copy_report(row.job_id)


register, unregister = bpy.utils.register_classes_factory(
    (
        MESHY_OT_cancel_job,
        MESHY_OT_resume_job,
        MESHY_OT_send_job_again,
        MESHY_OT_retry_job,
        MESHY_OT_place_job,
        MESHY_OT_select_job,
        MESHY_OT_forget_job,
        MESHY_OT_clear_jobs,
        MESHY_OT_dismiss_warning,
        MESHY_OT_turn_jobs,
        MESHY_OT_vary_job,
        MESHY_OT_copy_report,
    )
)
