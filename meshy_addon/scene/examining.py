"""What the doctor has to be told by Blender itself. Main thread."""

from __future__ import annotations

import os
from pathlib import Path

import bpy

from ..api.account import service_url
from ..api.errors import InvalidParameter
from ..jobs.doctor import Finding, Subject, Verdict
from .online import why_offline


def offline_reason() -> str:
    """Why Blender may not talk to the service; "" if it may."""
    try:
        return why_offline(service_url(os.environ)) or ""
    except InvalidParameter:
        return ""  # the doctor says so by itself


def blender_findings() -> list[Finding]:
    """Whether a Blender in background can be started beside this one."""
    path = bpy.app.binary_path
    if path and Path(path).is_file() and os.access(path, os.X_OK):
        return [Finding(Subject.BLENDER, Verdict.GOOD, "it can be started.")]
    if getattr(bpy.app, "module", not path):
        said = "none, as Blender is a Python module here: models are prepared in this process."
        return [Finding(Subject.BLENDER, Verdict.GOOD, said)]
    return [
        Finding(
            *(Subject.BLENDER, Verdict.DOUBTFUL, f"{path} can't be started."),
            "Models are prepared in this Blender, which stands still for a second.",
        )
    ]
