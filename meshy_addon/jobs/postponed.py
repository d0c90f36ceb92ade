"""Pictures that are written when their job begins, by a Blender in which nobody has to wait.

Beside the path of the picture to be lies a recipe, which only that Blender understands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..api.attachments import is_remote
from ..api.conditions import Values
from ..api.endpoints import ENDPOINTS
from ..api.parameters import Picture, Pictures

_RECIPE = ".recipe.json"


def postponed(picture: Path, recipe: dict[str, Any]) -> Path:
    """Note how `picture` is to be made; its path."""
    _recipe_of(picture).write_text(json.dumps(recipe), encoding="utf-8")
    return picture


def pictures_to_write(endpoint: str, values: Values) -> Iterator[tuple[dict[str, Any], Path]]:
    """The recipe and the path of each picture among `values` that isn't written yet."""
    for key, value in values.items():
        if not isinstance(ENDPOINTS[endpoint].parameter(key), Picture | Pictures):
            continue
        for item in [value] if isinstance(value, str) else value:
            if is_remote(item) or Path(item).exists() or not _recipe_of(Path(item)).is_file():
                continue
            yield json.loads(_recipe_of(Path(item)).read_text(encoding="utf-8")), Path(item)


def _recipe_of(picture: Path) -> Path:
    return picture.with_name(picture.name + _RECIPE)
