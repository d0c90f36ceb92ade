"""The `printability` block of the analysis."""

from __future__ import annotations

from dataclasses import asdict

from tests.emulator.orders import Json
from tests.emulator.results import Model, library
from tests.emulator.tasks import now_ms


def evaluate(model: Model) -> dict[str, Json]:
    """Measures the mesh; `unknown` where it can't be read."""
    try:
        found = library().printability(model)
    except (library().NotGlb, LookupError, ValueError):
        return _block("unknown", 0, 0, {})
    return _block(found.status, found.error_count, found.warning_count, asdict(found))


def _block(status: str, errors: int, warnings: int, metrics: dict[str, Json]) -> dict[str, Json]:
    return {
        "_version": "v1",
        "status": status,
        "issue_count": errors + warnings,
        "error_count": errors,
        "warning_count": warnings,
        "metrics": metrics,
        "evaluated_at": now_ms(),
    }
