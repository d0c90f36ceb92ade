"""The JSON body of a create request, from checked flat values."""

from __future__ import annotations

from typing import Any

from .conditions import Values
from .endpoint import Endpoint
from .parameters import Group


def request_body(endpoint: Endpoint, values: Values) -> dict[str, Any]:
    """The body: what is fixed, then the parameters in the order of their declaration.

    `values` have been through `validation`; pictures and models are URLs, data URIs or attachments
    by now.
    """
    body: dict[str, Any] = dict(endpoint.fixed)
    for parameter in endpoint.parameters:
        if isinstance(parameter, Group):
            nested = {f.name: values[f.key] for f in parameter.fields if f.key in values}
            if nested:
                body[parameter.name] = nested
        elif parameter.key in values:
            body[parameter.name] = values[parameter.key]
    return body
