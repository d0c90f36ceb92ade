"""What a parameter of an endpoint can be: its type, its default, what it accepts, when it counts.

Declared once per endpoint (`endpoints/`); validation, the request, Blender's properties, the
command line and the price all read these. Values are plain Python: str, bool, int, float, and
tuples or lists of str. A picture or model is a path, a URL or a data URI.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, field
from types import MappingProxyType
from typing import Any

from .frozen import frozen

Conditions = Mapping[str, tuple[Any, ...]]
"""Parameter name → the values of it with which a condition holds. All must hold."""
NO_CONDITIONS: Conditions = MappingProxyType({})


@frozen
class Parameter:
    """What every parameter has. `None` as a value or default means: not given."""

    name: str
    """The API's own name."""
    help: str
    """What it does, as a tooltip: one or two short sentences without a full stop at the end."""

    _: KW_ONLY
    label: str = ""
    """What an artist reads; by default made from the name."""
    flat_name: str = ""
    """How a nested field is called where there's no nesting, if not by its own name."""
    required: bool = False
    default: Any = None
    """The service's own default."""
    default_by: tuple[str, Mapping[str, Any]] | None = None
    """Another parameter, and the defaults that its values bring; else `default`."""
    preset: Any = None
    """What we send where nothing is said, if not the service's default."""
    when: Conditions = NO_CONDITIONS
    """It counts only while these hold."""
    only_with: Conditions = NO_CONDITIONS
    """It is supported only with these values; names that we don't know yet get the benefit."""
    not_with: Conditions = NO_CONDITIONS
    """It is ignored or refused with these values."""
    requires: tuple[str, ...] = ()
    """Parameters that must be given along with it."""
    overrides: tuple[str, ...] = ()
    """Parameters that the service ignores when this one is given; they aren't sent then."""
    adds_output: str = ""
    """What the answer has more because of it."""
    deprecated: bool = False
    advanced: bool = False
    """Rarely needed: a panel tucks it away."""

    @property
    def key(self) -> str:
        """The name outside the request: of a property, and with dashes of an argument."""
        return self.flat_name or self.name

    @property
    def title(self) -> str:
        return self.label or self.key.replace("_", " ").title()


@frozen
class Text(Parameter):
    _: KW_ONLY
    max_length: int | None = None
    """Characters."""


@frozen
class Choice(Parameter):
    """One of a set of strings."""

    _: KW_ONLY
    options: Mapping[str, str] = field(default_factory=dict)
    """Value → what it means, in the order in which they are offered."""
    open: bool = False
    """Newer values may exist: any other string passes, the service decides."""
    options_by: tuple[str, Mapping[str, tuple[str, ...]]] | None = None
    """Another parameter, and the values allowed with each of its values."""


@frozen
class Choices(Parameter):
    """Any number out of a set of strings."""

    _: KW_ONLY
    options: Mapping[str, str] = field(default_factory=dict)


@frozen
class Flag(Parameter):
    """Yes or no."""


@frozen
class Number(Parameter):
    """A real number, in `unit` where there's one."""

    _: KW_ONLY
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    """It must be greater than this."""
    unit: str = ""


@frozen
class Integer(Number):
    """A whole number; with `levels` one of those, each with its meaning."""

    _: KW_ONLY
    levels: Mapping[int, str] = field(default_factory=dict)


@frozen
class Picture(Parameter):
    _: KW_ONLY
    formats: tuple[str, ...] = ("jpg", "jpeg", "png")
    """Extensions that the service reads."""


@frozen
class Pictures(Parameter):
    _: KW_ONLY
    formats: tuple[str, ...] = ("jpg", "jpeg", "png")
    min_items: int = 1
    max_items: int = 1


@frozen
class Model(Parameter):
    """A 3D model."""

    _: KW_ONLY
    formats: tuple[str, ...] = ("glb", "gltf", "obj", "fbx", "stl")
    max_bytes: int | None = None


@frozen
class TaskId(Parameter):
    """The id of an earlier task that succeeded."""

    _: KW_ONLY
    from_types: tuple[str, ...] = ()
    """The types of task that it may be; empty: any."""


@frozen
class Group(Parameter):
    """A nested object. Outside the request its fields stand flat beside the others."""

    _: KW_ONLY
    fields: tuple[Parameter, ...] = ()
