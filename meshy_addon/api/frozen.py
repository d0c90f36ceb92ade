"""Immutable values whose classes cost next to nothing to define."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, field
from typing import Any, NoReturn, TypeVar, dataclass_transform

_T = TypeVar("_T")
_Fields = dict[str, Field[Any]]
_MARK = dataclasses._FIELD  # type: ignore[attr-defined]  # noqa: SLF001
"""What `dataclasses` knows its own fields by, and has no public name."""


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_T]) -> type[_T]:
    """`@dataclass(frozen=True)` for what is loaded when Blender enables the extension.

    That one writes and compiles the methods of each class, which takes 0.4 to 1 ms and was most of
    what enabling took. Here they are plain functions (0.02 ms a class). All else is as in any
    dataclass: fields, replace(), matching, `KW_ONLY`.
    """
    known = _fields_of(cls)
    made = {
        "__dataclass_fields__": known,
        "__match_args__": tuple(name for name, each in known.items() if not each.kw_only),
        "__init__": _init(cls.__name__, known),
        "__setattr__": _refuse_change,
        "__delattr__": _refuse_change,
        "__repr__": _told,
        "__hash__": _hash,
        "__eq__": _equals,
    }
    for name, value in made.items():
        if name not in cls.__dict__ and getattr(cls, name, None) is not value:
            setattr(cls, name, value)
    return cls


def _fields_of(cls: type) -> _Fields:
    """The inherited ones and its own; a default is left in the class, for whoever isn't told."""
    known: _Fields = dict(getattr(cls, "__dataclass_fields__", {}))
    is_kw_only = False
    for name, annotation in cls.__annotations__.items():
        if name == "_":  # `_: KW_ONLY`
            is_kw_only = True
            continue
        default = cls.__dict__.get(name, MISSING)
        made: Any = default if isinstance(default, Field) else field(default=default)
        if made.default is not MISSING:
            setattr(cls, name, made.default)
        elif made is default:
            delattr(cls, name)
        made.name, made.type, made.kw_only = name, annotation, is_kw_only
        made._field_type = _MARK  # noqa: SLF001
        known[name] = made
    return known


def _init(cls_name: str, known: _Fields) -> Callable[..., None]:
    positional = tuple(name for name, each in known.items() if not each.kw_only)
    factories = {
        name: each.default_factory
        for name, each in known.items()
        if each.default_factory is not MISSING
    }
    required = {name for name, each in known.items() if each.default is MISSING} - factories.keys()

    def init(self: object, *args: Any, **given: Any) -> None:
        values = vars(self)
        values.update(zip(positional, args, strict=False))
        values.update(given)
        is_each_once = len(values) == len(args) + len(given)
        if not (is_each_once and required <= values.keys() <= known.keys()):
            raise TypeError(
                f"{cls_name} takes {sorted(known)}; not {len(args)} values and {sorted(given)}"
            )
        for name, make in factories.items():
            if name not in values:
                values[name] = make()

    return init


def _told(value: Any) -> str:
    known = value.__dataclass_fields__.items()
    told = (f"{name}={getattr(value, name)!r}" for name, each in known if each.repr)
    return f"{type(value).__name__}({', '.join(told)})"


def _hash(value: Any) -> int:
    return hash(tuple(getattr(value, name) for name in value.__dataclass_fields__))


def _equals(value: Any, other: object) -> bool:
    # Not all that is in `vars`: a cached_property leaves its value there.
    names = value.__dataclass_fields__
    return type(value) is type(other) and all(
        getattr(value, name) == getattr(other, name) for name in names
    )


def _refuse_change(_: object, name: str, *_value: object) -> NoReturn:
    raise FrozenInstanceError(f"{name} can't be changed")
