"""What the extension costs, each figure beside its baseline: `python3 scripts/bench.py`.

A measurement is a module of this package with a function `measure()` that yields figures; name it
in `MEASUREMENTS`. What it compares are plain scripts, run in processes of their own: `baselines/`,
as others do it, and `ours/`.
"""

MEASUREMENTS = (
    "enabling",
    "uploading",
    "downloading",
    "queueing",
    "waiting",
    "growing",
    "redrawing",
    "scrolling",
    "listing",
    "arriving",
    "landing",
    "fitting",
)
"""In the order in which they are made and shown."""
