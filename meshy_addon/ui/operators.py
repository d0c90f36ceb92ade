"""`bpy.ops.meshy.<kind>`, one operator for each kind of job, made from the endpoints' data."""

from collections.abc import Iterable
from typing import Any

import bpy
from bpy.props import BoolProperty, FloatVectorProperty, StringProperty

from ..api.endpoint import Kind
from ..api.endpoints import KINDS
from ..api.errors import MeshyError
from ..api.tooltips import kind_tooltip
from .objects.sending_properties import sending_properties, takes_model
from .properties import dialog_menus, properties_of


class JobOperator:
    """What all operators for jobs do. The kind is in the class that `operator_class` makes."""

    kind: Kind

    # No REGISTER: Blender would offer to run it again from the redo panel and Repeat Last, and
    # each run is paid for.
    bl_options = {"UNDO"}

    _from_interface = False
    is_in_dialog = False

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: wait until the result is in the scene."""
        from . import running
        from .asking import asked
        from .wording import in_titles

        run = running.start if self._from_interface else running.run_to_end
        try:
            is_begun = run(asked(self, context))
        except MeshyError as error:
            said = str(error)  # a script reads English, and the API's own names
            self.report({"ERROR"}, in_titles(self.kind, said) if self._from_interface else said)
            return {"CANCELLED"}
        # A swallowed second press leaves no undo step.
        return {"FINISHED"} if is_begun else {"CANCELLED"}

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """From the interface: ask, then return at once; the pump places the result."""
        if bpy.app.background:
            return self.execute(context)
        self._from_interface = True
        is_told = any(self.properties.is_property_set(p.key) for p in self.kind.parameters)
        if is_told and not self.ask:
            return self.execute(context)
        if self.kind.is_free:
            return self.execute(context)  # nothing to choose and nothing to pay
        from . import early

        self.is_in_dialog = True
        early.begin()  # while the artist reads the dialog
        from .objects.dialog import ask, ask_fields

        return (ask if takes_model(self.kind) else ask_fields)(self, context)

    def check(self, context: bpy.types.Context) -> bool:
        """In the dialog, after each change."""
        from .objects.dialog import look_again

        return takes_model(self.kind) and look_again(self, context)

    def draw(self, context: bpy.types.Context) -> None:
        """What the dialog asks and says."""
        from .objects.dialog import draw, draw_fields

        (draw if takes_model(self.kind) else draw_fields)(self, context)


def operator_class(kind: Kind) -> type[bpy.types.Operator]:
    """The operator for `kind`, ready to be registered."""
    annotations = {
        **properties_of(kind),
        **dialog_menus(kind),
        **sending_properties(kind),
        "collection": StringProperty(
            name="Collection", description="Where the result goes; by default the active collection"
        ),
        "location": FloatVectorProperty(
            name="Location",
            description="Where the result stands; by default at the 3D cursor",
            subtype="TRANSLATION",
        ),
        "ask": BoolProperty(
            name="Ask",
            description="Show the dialog even if parameters are given",
            options={"HIDDEN"},
        ),
    }
    return type(
        f"MESHY_OT_{kind.name}",
        (JobOperator, bpy.types.Operator),
        {
            "__annotations__": {name: _not_remembered(made) for name, made in annotations.items()},
            "bl_idname": f"meshy.{kind.name}",
            "bl_label": kind.title,
            "bl_description": kind_tooltip(kind),
            "kind": kind,
        },
    )


def _not_remembered(made: Any) -> Any:
    """The same property, into which Blender doesn't put what the last dialog was given.

    A dialog would show that, and as it isn't set something else would be sent and paid for.
    """
    options = {"SKIP_SAVE", *made.keywords.get("options", ())}
    return made.function(**{**made.keywords, "options": options})


_registered: list[type[bpy.types.Operator]] = []


def register() -> None:
    """One for each kind."""
    add(KINDS.values())


def add(kinds: Iterable[Kind]) -> None:
    """Register the operators of these `kinds`."""
    for kind in kinds:
        made = operator_class(kind)
        bpy.utils.register_class(made)
        _registered.append(made)


def unregister() -> None:
    """Take all of them back."""
    while _registered:
        bpy.utils.unregister_class(_registered.pop())
