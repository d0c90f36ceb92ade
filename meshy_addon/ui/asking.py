"""What one press asks for: from what was set, and what is selected, to orders. Main thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import bpy

from ..api.endpoint import Kind
from ..api.endpoints import ORIGINAL_PICTURES
from ..scene.objects.selection import Manner, Order, orders
from ..scene.session import SESSION
from .account.preferences import keeps_original_pictures
from .create.wanted import only_first
from .objects.dialog import given_in_dialog
from .objects.held import as_held
from .objects.sending_properties import manner_of
from .properties import given_values


@dataclass(frozen=True)
class Press:
    """All the jobs that are begun together, or not at all. Only for the moment."""

    kind: Kind
    orders: Sequence[Order]
    only_first: bool = False

    @property
    def gives_model(self) -> bool:
        return self.kind.parts_for(self.only_first)[-1].endpoint.gives_model

    @property
    def asked_for(self) -> object:
        """Equal for two presses that ask for the very same; holds no objects."""
        wanted = [(each.values, each.target) for each in self.orders]
        return self.kind.name, self.only_first, wanted


class Asking(Protocol):
    """The operator of a job, with what it was given."""

    kind: Kind
    properties: Any
    """By the API's names, and whether each was set."""
    collection: str
    location: Sequence[float]
    is_in_dialog: bool
    """Whether the artist saw what is asked for."""


def asked(operator: Asking, context: bpy.types.Context) -> Press:
    """What `operator` asks for. Raises MeshyError."""
    kind = operator.kind
    wishes = {wish.key: getattr(operator, wish.key) for wish in kind.wishes}
    if kind.takes_pictures and not operator.properties.is_property_set(ORIGINAL_PICTURES.key):
        wishes[ORIGINAL_PICTURES.key] = keeps_original_pictures()
    if operator.properties.is_property_set("location"):
        wishes["location"] = tuple(operator.location)
    values = (
        given_in_dialog(operator)
        if operator.is_in_dialog
        else given_values(operator.properties, kind)
    )
    with as_held(operator, context):
        wanted = ordered(kind, values, wishes, context, operator.collection, manner_of(operator))
    return Press(kind, wanted, only_first(operator, kind))


def ordered(
    kind: Kind,
    values: Mapping[str, Any],
    wishes: Mapping[str, Any],
    context: bpy.types.Context,
    collection: str = "",
    manner: Manner | None = None,
) -> list[Order]:
    """The jobs that all this asks for; `wishes` say how the results are to come into the scene.

    Raises MeshyError, first for what stands in the way of any job.
    """
    SESSION.engine()
    made = orders(kind, values, collection, context, manner)
    return [replace(order, target={**order.target, **wishes}) for order in made]
