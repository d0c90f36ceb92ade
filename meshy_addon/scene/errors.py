"""What can go wrong between a downloaded file and the artist's scene."""

from __future__ import annotations

from ..api.errors import MeshyError
from ..jobs.folders import CannotWrite


class BrokenModel(MeshyError):
    """The model file can't become an object: damaged, empty, or nothing with faces in it."""


class UndecodableModel(BrokenModel):
    """The model file is sound, but this Blender lacks the decoder that it needs."""


class TargetGone(MeshyError):
    """The place that a result was meant for is not in this file (any more)."""


class NothingToExport(MeshyError):
    """None of the objects that should be written or rendered is there."""


class NoExporter(CannotWrite):
    """It takes an exporter that this Blender was built without."""
