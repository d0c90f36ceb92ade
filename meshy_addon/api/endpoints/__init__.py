"""Every endpoint and every kind of job, declared once. A file per family.

To add an endpoint or a parameter, edit its family's file: validation, the request, operators,
properties, the command line's arguments and the price follow from it.
"""

from __future__ import annotations

from ..endpoint import Endpoint, Kind
from . import character, creative_lab, generate, picture, printing, transform

_FAMILIES = (generate, transform, character, picture, printing, creative_lab)

ENDPOINTS: dict[str, Endpoint] = {
    endpoint.name: endpoint for family in _FAMILIES for endpoint in family.ENDPOINTS
}
"""By name; 23 of them."""

KINDS: dict[str, Kind] = {kind.name: kind for family in _FAMILIES for kind in family.KINDS}
"""By the operator's name; 19 of them."""
