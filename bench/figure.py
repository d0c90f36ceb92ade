"""One line of the table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, beside the same done another way on the same machine in the same run."""

    what: str
    unit: str
    ours: float
    baseline: float
    beside: str
    """What the baseline is."""
    limit: str
    """What it must show, in words."""
    reached: bool
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours by the baseline; None where the baseline is nothing."""
        return round(self.ours / self.baseline, 3) if self.baseline else None
