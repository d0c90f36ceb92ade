"""That a task may have been made, and nobody but the artist can decide what to do."""

from __future__ import annotations

from ..api.errors import MeshyError


class Undecided(MeshyError):
    """Whether the service made the task can't be told; sending it again might pay twice."""
