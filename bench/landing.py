"""How long the window stands still while a model lands in it or is sent, and how soon it's there.

In a real window. The large model has 300,000 triangles, a 4096² and two 2048² textures. Drawing it
for the first time comes on top in all cases, and is Blender's own.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figure import Figure
from bench.window import in_window

LANDINGS, SMALL_LANDINGS, SENDINGS, BASELINES = 20, 10, 10, 5
OWL = "a weathered bronze owl"
LIMIT_MS, WORST_MS, TIMES_LESS = 25, 60, 30
SENT_SHARE = 0.1


@dataclass(frozen=True)
class Seen:
    """What the windows told."""

    large: list[dict[str, Any]]
    small: list[dict[str, Any]]
    sent: list[dict[str, Any]]
    appended_ms: list[float]
    """By Blender's own append, of what our longest tick appends: its limit."""
    imported_ms: list[float]
    fetched_s: list[float]
    polled_s: list[float]


def measure() -> Iterator[Figure]:
    """Needs a Blender that can open a window. Raises windows.NoWindow."""
    seen = _seen()
    if not all(each["in_background"] for each in (*seen.large, *seen.small)):
        raise RuntimeError("a model was imported in the window's own process")
    ticks = list(map(_tick, seen.large))
    tick, importer = statistics.median(ticks), statistics.median(seen.imported_ms)
    yield Figure(
        f"longest tick of ours while the large model lands, median of {LANDINGS}",
        "ms",
        tick,
        importer,
        "import_scene.gltf on the main thread",
        f"≤ {LIMIT_MS} ms, {TIMES_LESS} × less",
        tick <= LIMIT_MS and tick * TIMES_LESS <= importer,
        f"Blender's own append of that model, with nothing around it, takes "
        f"{statistics.median(seen.appended_ms):.1f} ms, {max(seen.appended_ms):.1f} at its worst.",
    )
    yield Figure(
        "the same at its worst",
        "ms",
        max(ticks),
        max(seen.imported_ms),
        "the same",
        f"≤ {WORST_MS} ms",
        max(ticks) <= WORST_MS,
        f"{max(seen.large, key=_tick)['queued_ms']:.0f} ms of it other programs had the processor.",
    )
    sent = statistics.median(map(_tick, seen.sent))
    exported = statistics.median(each["exported_ms"] for each in seen.sent)
    yield Figure(
        f"longest tick of ours while it is sent as a selection, median of {SENDINGS}",
        "ms",
        sent,
        exported,
        "export_scene.gltf on the main thread",
        f"≤ {SENT_SHARE:g} ×",
        sent <= SENT_SHARE * exported,
    )
    small, polled = _median_s(seen.small), statistics.median(seen.polled_s)
    yield Figure(
        "finished on the server → in the window, small model",
        "s",
        small,
        polled,
        "5 s poller + importer",
        "10 × sooner",
        small * 10 <= polled,
    )
    large, fetched = _median_s(seen.large), statistics.median(seen.fetched_s)
    yield Figure(
        "finished on the server → in the window, 300,000 triangles",
        "s",
        large,
        fetched,
        "bare download + bare import",
        "≤ 1.25 ×",
        large <= 1.25 * fetched,
    )


def _tick(each: dict[str, Any]) -> float:
    return float(each["tick_ms"])


def _median_s(landings: list[dict[str, Any]]) -> float:
    return statistics.median(each["seconds"] for each in landings)


def _seen() -> Seen:
    from tests.emulator.models.large import large_files
    from tests.emulator.process import running_emulator
    from tests.gui import landing

    glb = large_files()["model.glb"]
    with (
        tempfile.TemporaryDirectory(prefix="meshy-bench-") as folder,
        running_emulator(
            task_seconds=0.5, credits=100_000, url_seconds=3600, files_ahead=True
        ) as emulator,
    ):
        model = Path(folder) / "large.glb"
        model.write_bytes(glb)

        def told(function: Callable[..., Any], *arguments: Any) -> Any:
            return in_window(Path(folder), function, arguments, emulator.environment)

        prompts = [f"{OWL} [seconds:{3 + number}.{2 * number}]" for number in range(BASELINES)]
        large = told(landing.land, f"{OWL} [large]", LANDINGS)
        return Seen(
            large=large,
            appended_ms=told(landing.append_bare, large[-1]["ready"], LANDINGS),
            imported_ms=told(landing.import_bare, str(model), BASELINES),
            fetched_s=told(
                landing.download_and_import, emulator.put_file("large.glb", glb), BASELINES
            ),
            polled_s=told(landing.poll_and_import, emulator.api, emulator.key, prompts),
            small=told(landing.land, OWL, SMALL_LANDINGS),
            sent=told(landing.send, str(model), SENDINGS),
        )
