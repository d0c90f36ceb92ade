"""Modules that have a `register()` and an `unregister()` each, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType


def register_in_order(modules: Sequence[ModuleType]) -> None:
    """All or nothing: what was registered before a failure is taken back."""
    done: list[ModuleType] = []
    try:
        for module in modules:
            module.register()
            done.append(module)
    except BaseException:
        unregister_in_order(done)
        raise


def unregister_in_order(modules: Sequence[ModuleType]) -> None:
    """Beginning with the last of them."""
    for module in reversed(modules):
        module.unregister()
