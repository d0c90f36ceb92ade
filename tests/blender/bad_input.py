"""What people get wrong, and what they are told: the same for operators and the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TEXT = "text_to_3d"
IMAGE = "image_to_3d"
IMAGES = "multi_image_to_3d"


@dataclass(frozen=True)
class Mistake:
    """`says` is the whole sentence as a regular expression; `exit` is the command line's."""

    name: str
    kind: str
    values: Mapping[str, Any]
    says: str
    exit: int = 2
    env: Mapping[str, str] = field(default_factory=dict)


def _picture(name: str, says: str) -> Mistake:
    return Mistake(f"picture {name}", IMAGE, {"image_url": name}, rf"image_url: {says}")


NEVER_SENT = (
    Mistake("empty prompt", TEXT, {"prompt": ""}, r"prompt must be given: what to make\."),
    Mistake("blank prompt", TEXT, {"prompt": "  \n"}, r"prompt must be given: what to make\."),
    Mistake(
        "long prompt",
        TEXT,
        {"prompt": "o" * 601},
        r"prompt takes at most 600 characters, and this has 601\.",
    ),
    _picture("missing.png", r"there is no file .*missing\.png\."),
    _picture("empty.png", r"empty\.png is empty\."),
    _picture("text.png", r"text\.png is not a picture that Blender can read; save it as .*\."),
    _picture("folder.png", r"folder\.png is a folder\."),
    _picture("huge.png", r"huge\.png is larger than the 100 MB that Meshy takes\."),
    _picture("cut.png", r"cut\.png is damaged: its end is missing\."),
    Mistake(
        "five views",
        IMAGES,
        {"image_urls": [f"{side}.png" for side in ("front", "back", "left", "right", "top")]},
        r"image_urls takes 1 to 4 pictures, not 5\.",
    ),
    Mistake("no picture", IMAGE, {}, r"One of these is needed: input_task_id, image_url\."),
    Mistake(
        "too few polygons",
        TEXT,
        {"prompt": "an owl", "should_remesh": True, "target_polycount": 99},
        r"target_polycount must be between 100 and 300000, not 99\.",
    ),
    Mistake(
        "what would not count",
        TEXT,
        {"prompt": "an owl", "hd_texture": True, "ai_model": "meshy-5"},
        r"hd_texture only works with ai_model meshy-6 or latest\.",
    ),
    Mistake(
        "no key",
        TEXT,
        {"prompt": "an owl"},
        r"There is no Meshy API key: set MESHY_API_KEY, or paste a key in .* preferences\.",
        exit=3,
        env={"MESHY_API_KEY": ""},
    ),
    Mistake(
        "a key with a line break inside",
        TEXT,
        {"prompt": "an owl"},
        r"The Meshy API key has characters that no key has: copy it again\.",
        exit=3,
        env={"MESHY_API_KEY": "one\ntwo"},
    ),
    Mistake(
        "an address that gives the key away",
        TEXT,
        {"prompt": "an owl"},
        r"MESHY_API_URL must begin with https://, or the key could be read by others\.",
        env={"MESHY_API_URL": "http://example.com"},
    ),
    Mistake(
        "no address at all",
        TEXT,
        {"prompt": "an owl"},
        r"MESHY_API_URL is not the address of a web service\.",
        env={"MESHY_API_URL": "meshy"},
    ),
    Mistake(
        "a port that is none",
        TEXT,
        {"prompt": "an owl"},
        r"MESHY_API_URL is not the address of a web service\.",
        env={"MESHY_API_URL": "http://127.0.0.1:99999"},
    ),
    Mistake(
        "nobody listens there",
        TEXT,
        {"prompt": "an owl"},
        r"Meshy can't be reached: is this machine online\?",
        exit=5,
        # Port 1 is tcpmux, which nobody runs; 0 would be no address.
        env={"MESHY_API_URL": "http://127.0.0.1:1"},
    ),
)
"""None of these may reach the service."""

POOR_KEY = "poor"
REFUSED = (
    Mistake(
        "wrong key",
        TEXT,
        {"prompt": "an owl"},
        r"Meshy .*key.*\.",
        exit=3,
        env={"MESHY_API_KEY": "wrong"},
    ),
    Mistake(
        "no credits",
        TEXT,
        {"prompt": "an owl"},
        r".*credits.*\.",
        exit=4,
        env={"MESHY_API_KEY": POOR_KEY},
    ),
)
"""These the service declines. `POOR_KEY` is an account with 5 credits."""

FAILURES = (
    "image_too_complex",
    "invalid_input",
    "moderation_blocked",
    "timeout",
    "service_unavailable",
    "server_error",
    "format_conversion_failed",
)
"""Codes and types of the Errors page that a task may end with."""


def write_bad_pictures(folder: Path) -> None:
    """The files that the mistakes speak of."""
    (folder / "empty.png").touch()
    (folder / "text.png").write_text("This is not a picture.\n" * 10)
    (folder / "folder.png").mkdir()
    (folder / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\1" * 2)
    with (folder / "huge.png").open("wb") as huge:
        huge.truncate(100_000_001)  # takes no room on disk


def is_one_sentence(text: str) -> bool:
    """One line for a person: no traceback, no address of an object, an end."""
    return bool(re.fullmatch(r"[^\n]+[.?!]", text)) and not re.search(
        r"Traceback|Error\b|0x[0-9a-f]{6}|<[a-z_.]+ object|\bNone\b|https?://\S+@", text
    )
