"""What the unit tests share."""

from __future__ import annotations

from tests.unit.engine_driver import driver, one_at_a_time  # noqa: F401
