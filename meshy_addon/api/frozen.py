"""Immutable values whose classes cost next to nothing to define."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, NoReturn, TypeVar, dataclass_transform

_T = TypeVar("_T")
_Fields = tuple[Field[Any], ...]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_T]) -> type[_T]:
    """`@dataclass(frozen=True)` for what is loaded when Blender enables the extension.

    That one writes and compiles the methods of each class, which takes 0.4 to 1 ms and was most of
    what enabling took. Here they are plain functions (0.03 ms a class). All else is as in any
    dataclass: fields, replace(), matching, `KW_ONLY`.
    """
    # Without one, dataclass() writes one, and loads and calls `inspect` for it.
    cls.__doc__ = cls.__doc__ or cls.__name__
    made = dataclass(init=False, repr=False, eq=False)(cls)
    own = fields(made)  # type: ignore[arg-type]
    methods = {
        "__repr__": _told(own),
        "__hash__": _hash(own),
        "__eq__": _equals(own),
        "__setattr__": _refuse_change,
        "__delattr__": _refuse_change,
    }
    for name, method in methods.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    return _with_init(made, own)


def _with_init(cls: type[_T], own: _Fields) -> type[_T]:
    names = {f.name for f in own}
    positional = tuple(f.name for f in own if not f.kw_only)
    factories = {f.name: f.default_factory for f in own if f.default_factory is not MISSING}
    required = {f.name for f in own if f.default is MISSING} - factories.keys()

    def init(self: object, *args: Any, **given: Any) -> None:
        # What isn't given is found in the class, where dataclass() has left the default.
        values = vars(self)
        values.update(zip(positional, args, strict=False))
        is_twice = not values.keys().isdisjoint(given)
        values.update(given)
        if is_twice or len(args) > len(positional) or not required <= values.keys() <= names:
            raise TypeError(
                f"{cls.__name__} takes {sorted(names)}; not {len(args)} values and {sorted(given)}"
            )
        for name, make in factories.items():
            if name not in values:
                values[name] = make()

    setattr(cls, "__init__", init)  # noqa: B010 (mypy forbids the plain assignment)
    return cls


def _told(own: _Fields) -> Callable[[object], str]:
    def told(self: object) -> str:
        values = (f"{f.name}={getattr(self, f.name)!r}" for f in own if f.repr)
        return f"{type(self).__name__}({', '.join(values)})"

    return told


def _hash(own: _Fields) -> Callable[[object], int]:
    return lambda self: hash(tuple(getattr(self, f.name) for f in own))


def _equals(own: _Fields) -> Callable[[object, object], bool]:
    # Not all that is in `vars`: a cached_property leaves its value there.
    names = tuple(f.name for f in own)

    def equals(self: object, other: object) -> bool:
        return type(self) is type(other) and all(
            getattr(self, name) == getattr(other, name) for name in names
        )

    return equals


def _refuse_change(_: object, name: str, *_value: object) -> NoReturn:
    raise FrozenInstanceError(f"{name} can't be changed")
