"""The service's verdict on whether a model can be printed, read so that newer ones do no harm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

CM3 = " cm³"
NAMES = {
    "non_manifold_edges": "Non-manifold edges",
    "holes": "Holes",
    "degenerate_faces": "Degenerate faces",
}
"""What each figure is called."""


@dataclass(frozen=True)
class Printability:
    """None stands for what the service doesn't say."""

    status: str
    """"healthy", "warning", "error" or "unknown"; a newer service may know others."""
    is_watertight: bool | None = None
    volume_cm3: float | None = None
    non_manifold_edges: int | None = None
    holes: int | None = None
    degenerate_faces: int | None = None

    @property
    def verdict(self) -> str:
        return _VERDICTS.get(self.status, f"Meshy says: {self.status}")

    def lines(self) -> Iterator[tuple[str, str]]:
        """What was measured, each with its name."""
        if self.is_watertight is not None:
            yield "Watertight", "yes" if self.is_watertight else "no"
        if self.volume_cm3 is not None:
            decimals = 2 if abs(self.volume_cm3) < 1000 else 0
            yield "Volume", f"{self.volume_cm3:,.{decimals}f}{CM3}"
        for field, name in NAMES.items():
            if (count := getattr(self, field)) is not None:
                yield name, f"{count:,}"

    def as_json(self) -> dict[str, Any]:
        return vars(self).copy()


_VERDICTS = {
    "healthy": "Ready to print",
    "warning": "Printable, but not clean",
    "error": "Can't be printed as it is",
    "unknown": "Meshy could not tell",
}


def read_printability(answer: Mapping[str, Any]) -> Printability:
    """From a task's whole answer; "unknown" where there's no verdict in it."""
    block = answer.get("printability")
    block = block if isinstance(block, Mapping) else {}
    metrics = block.get("metrics")
    metrics = metrics if isinstance(metrics, Mapping) else {}
    status = block.get("status")
    watertight = metrics.get("is_watertight")
    return Printability(
        status=status if isinstance(status, str) and status else "unknown",
        is_watertight=watertight if isinstance(watertight, bool) else None,
        volume_cm3=_cm3(metrics.get("volume")),
        non_manifold_edges=_count(metrics.get("non_manifold_edges")),
        holes=_count(metrics.get("holes")),
        degenerate_faces=_count(metrics.get("degenerate_faces")),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cm3(volume_m3: Any) -> float | None:
    return float(volume_m3) * 1e6 if _is_number(volume_m3) else None


def _count(value: Any) -> int | None:
    return int(value) if _is_number(value) and abs(value) < 2**62 else None
