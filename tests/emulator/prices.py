"""Credits per call, as the Pricing page lists them."""

from __future__ import annotations

REFINE = 10
RETEXTURE = 10
REMESH = 5
CONVERT = 1
RESIZE = 1
RIGGING = 5
ANIMATION = 3
PRINT_MULTI_COLOR = 10
PRINT_ANALYZE = 0
PRINT_REPAIR = 10
LAB_PROTOTYPE = 6
LAB_BUILD = 30

TEXT_TO_IMAGE = {"nano-banana": 3, "nano-banana-2": 6, "nano-banana-pro": 9, "gpt-image-2": 9}
IMAGE_TO_IMAGE = {"nano-banana": 3, "nano-banana-2": 6, "nano-banana-pro": 9, "gpt-image-2": 12}

_OLDER_MODELS = frozenset({"meshy-5"})
_TEXTURE = 10


def mesh(ai_model: str, lowpoly: bool = False) -> int:
    """Credits for making a mesh: 20 for Meshy 6 and low poly, 5 for older models."""
    return 5 if ai_model in _OLDER_MODELS and not lowpoly else 20


def mesh_from_pictures(ai_model: str, textured: bool, lowpoly: bool = False) -> int:
    """Credits of Image to 3D and Multi-Image to 3D."""
    return mesh(ai_model, lowpoly) + (_TEXTURE if textured else 0)
