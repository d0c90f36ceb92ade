"""`--input FILE --object NAME`: the model that a command is about."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..api.endpoint import Kind
from ..api.errors import InvalidParameter

if TYPE_CHECKING:
    from ..scene.objects.selection import Order


def ordered(kind: Kind, values: Mapping[str, Any], arguments: argparse.Namespace) -> Order:
    """The one job for the model that the arguments name, if they name one; it's open then.

    A dry run only tells its file. Raises InvalidParameter where a model is needed and none named,
    and for a file that can't be read.
    """
    import bpy

    from ..scene.objects.selection import FROM_TASK, Manner, Order, model_parameter, orders
    from ..scene.objects.sources import BESIDE
    from .arguments import wishes

    model = model_parameter(kind)
    if model is None:
        return Order(values, {})
    given = [name for name in (model.key, FROM_TASK) if values.get(name)]
    if not arguments.input:
        if given:
            return Order(values, {})
        raise InvalidParameter(
            "input", "input is missing: name a model file, as in --input chair.blend."
        )
    if given:
        raise InvalidParameter("input", f"input and {given[0]} exclude each other: give one.")
    from ..scene.models.opening import open_model

    open_model(Path(arguments.input).expanduser().absolute(), arguments.object)
    # Converted files are written by -o, which takes what is in the scene.
    manner = Manner(
        join=True,
        keep_original=bool(wishes(arguments, kind).get(BESIDE)),
        into_scene=kind.name == "convert",
    )
    order = orders(kind, values, "", bpy.context, manner)[0]
    if arguments.dry_run:
        return Order({model.key: arguments.input, **order.values}, {})
    return order
