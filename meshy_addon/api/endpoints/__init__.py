"""Every endpoint and every kind of job, declared once. A file per family.

To add an endpoint or a parameter, edit its family's file: validation, the request, operators,
properties, the command line's arguments and the price follow from it.
"""

from __future__ import annotations

from dataclasses import replace

from ..endpoint import Endpoint, Kind
from ..parameters import Flag
from . import character, creative_lab, generate, picture, printing, transform

ORIGINAL_PICTURES = Flag(
    "original_pictures",
    "Send pictures untouched. Else larger ones than Meshy can use are scaled down to 4096 pixels, "
    "and large ones without transparency become JPEGs",
    default=False,
    advanced=True,
)
"""What every kind of job offers that takes pictures."""


def _with_switches(kind: Kind) -> Kind:
    if not kind.takes_pictures:
        return kind
    return replace(kind, wishes=(*kind.wishes, ORIGINAL_PICTURES))


_FAMILIES = (generate, transform, character, picture, printing, creative_lab)

ENDPOINTS: dict[str, Endpoint] = {
    endpoint.name: endpoint for family in _FAMILIES for endpoint in family.ENDPOINTS
}
"""By name; 23 of them."""

KINDS: dict[str, Kind] = {
    kind.name: _with_switches(kind) for family in _FAMILIES for kind in family.KINDS
}
"""By the operator's name; 19 of them."""
