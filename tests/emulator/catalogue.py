"""The animation catalogue: the documented entries, and made-up ones up to the service's number."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from tests.emulator.orders import Json

FIRST_ID = -2
_PREVIEWS = "/webapp-build-assets/animations/"
LAST_ID = 677

# id: key, category, sub-category. What the pages and the service's answers name.
_KNOWN = {
    0: ("Idle", "DailyActions", "Idle"),
    1: ("Walking_Woman", "WalkAndRun", "Walking"),
    4: ("Attack", "Fighting", "AttackingwithWeapon"),
    14: ("Run_02", "WalkAndRun", "Running"),
    28: ("Big_Wave_Hello", "DailyActions", "Interacting"),
    30: ("Casual_Walk", "WalkAndRun", "Walking"),
    92: ("Double_Combo_Attack", "Fighting", "AttackingwithWeapon"),
    466: ("Regular_Jump", "BodyMovements", "Jumping"),
}
_CATEGORIES = {
    "WalkAndRun": (("Walking", "Walk"), ("Running", "Run"), ("CrouchWalking", "Sneak")),
    "BodyMovements": (("Jumping", "Jump"), ("Climbing", "Climb"), ("Acting", "Roll")),
    "DailyActions": (("Idle", "Idle"), ("Interacting", "Wave"), ("Sitting", "Sit")),
    "Fighting": (("Punching", "Punch"), ("Blocking", "Block"), ("Dying", "Fall")),
    "Dancing": (("Dancing", "Dance"), ("Dancing", "Groove"), ("Dancing", "Spin")),
}
_MANNERS = (
    "Slow", "Quick", "Proud", "Tired", "Happy", "Angry", "Careful", "Wild", "Heavy", "Light",
    "Cool", "Shy", "Elegant", "Clumsy", "Stealthy", "Dramatic", "Joyful", "Lazy", "Brave",
    "Funny", "Calm", "Nervous", "Royal", "Sleepy", "Tough", "Swift", "Gentle", "Bold",
    "Smooth", "Crazy", "Formal", "Relaxed", "Dizzy", "Sad", "Noble", "Frantic", "Graceful",
    "Rough", "Sly", "Sharp", "Soft", "Steady", "Stiff", "Strong", "Weary", "Young",
)  # fmt: skip


@lru_cache
def catalogue() -> tuple[dict[str, Json], ...]:
    """Every animation, by id; the same in every process."""
    made_up = _made_up()
    entries = []
    for action_id in range(FIRST_ID, LAST_ID + 1):
        key, category, sub = _KNOWN.get(action_id) or next(made_up)
        entries.append(_entry(action_id, key, category, sub))
    return tuple(entries)


def action_key(action_id: int) -> str | None:
    """The key of an animation, as it appears in file and clip names; None for an unknown id."""
    if not FIRST_ID <= action_id <= LAST_ID:
        return None
    return str(catalogue()[action_id - FIRST_ID]["key"])


def preview_path(key: str) -> str:
    """Where on the asset host the film of an animation lies, for everybody."""
    return f"{_PREVIEWS}{key}.gif"


def previewed(path: str) -> str | None:
    """The key of the animation whose film lies there; None for any other path."""
    key = path.removeprefix(_PREVIEWS).removesuffix(".gif")
    return key if path == preview_path(key) else None


def _made_up() -> Iterator[tuple[str, str, str]]:
    motions = [
        (category, sub, verb) for category, subs in _CATEGORIES.items() for sub, verb in subs
    ]
    for manner, (category, sub, verb) in product(_MANNERS, motions):
        yield f"{manner}_{verb}", category, sub


def _entry(action_id: int, key: str, category: str, sub: str) -> dict[str, Json]:
    return {
        "id": action_id,
        "key": key,
        "name": key.replace("_", " "),
        "category": category,
        "subCategory": sub,
        "previewUrl": f"https://cdn.meshy.ai{preview_path(key)}",
        "rigType": "biped",
        "isDefault": action_id in (1, 14),
        "isFree": action_id % 5 == 0,
    }
