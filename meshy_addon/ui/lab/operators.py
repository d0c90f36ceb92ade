"""The two steps of a Creative Lab product: a prototype to look at, and the thing built from it."""

import bpy
from bpy.props import StringProperty

from ...api.endpoint import Kind
from ..pressing import SaysWhatWentWrong, SaysWhyNot
from .settings import prototype_of


class _Step(SaysWhatWentWrong, SaysWhyNot):
    """Begins the job for one of the two steps."""

    # No REGISTER: each run is paid for.
    bl_options = {"UNDO"}

    @classmethod
    def why_not(cls, context: bpy.types.Context) -> str:
        """Not without what the step needs, key and network."""
        from ..create.generating import why_not_at_all
        from ..create.wanted import what_is_wrong

        lab = context.scene.meshy_lab
        return why_not_at_all() or what_is_wrong(lab.chosen, cls.step_of(lab.kind))

    @classmethod
    def step_of(cls, kind: Kind) -> Kind:
        raise NotImplementedError

    def act(self, context: bpy.types.Context) -> set[str]:
        """Start the job with what the panel shows, and return."""
        from ...scene.home import state_dir
        from ..create.settings import kept_wishes
        from ..create.wanted import with_files

        lab = context.scene.meshy_lab
        step = self.step_of(lab.kind)
        values = with_files(lab.chosen, step, context.scene, state_dir())
        if "input_task_id" not in values:
            values[lab.kind.only_first] = True
        values |= {wish.key: getattr(lab.chosen, wish.key) for wish in kept_wishes(lab.kind)}
        return getattr(bpy.ops.meshy, lab.product)("INVOKE_DEFAULT", **values)


class MESHY_OT_lab_prototype(_Step, bpy.types.Operator):
    """Make a picture of what will be built. Each press makes another one to choose from"""

    bl_idname = "meshy.lab_prototype"
    bl_label = "Make Prototype"

    @classmethod
    def step_of(cls, kind: Kind) -> Kind:
        return prototype_of(kind)


class MESHY_OT_lab_build(_Step, bpy.types.Operator):
    """Build the chosen prototype at its true size, at the 3D cursor"""

    bl_idname = "meshy.lab_build"
    bl_label = "Build"

    @classmethod
    def step_of(cls, kind: Kind) -> Kind:
        return kind.rest


class MESHY_OT_choose_prototype(bpy.types.Operator):
    """Take this prototype for what is built"""

    bl_idname = "meshy.choose_prototype"
    bl_label = "Choose Prototype"
    bl_options = {"INTERNAL", "UNDO"}

    task: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        """The panel builds it when it's told to."""
        context.scene.meshy_lab.chosen.input_task_id = self.task
        return {"FINISHED"}


register, unregister = bpy.utils.register_classes_factory(
    (MESHY_OT_lab_prototype, MESHY_OT_lab_build, MESHY_OT_choose_prototype)
)
