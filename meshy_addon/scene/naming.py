"""Names for data-blocks, from what an artist typed or from the file they gave."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePath

NOBODY = "Meshy"
"""The name of a result that has none."""

_MAX_CHARACTERS = 40
_MAX_BYTES = 63  # Blender up to 4.5 keeps 63 bytes of UTF-8; later versions more.
_ROOM_FOR_NUMBER = 4  # ".001", which Blender appends to a name that is taken.

_ARTICLE = re.compile(r"^(?:an?|the)\s+(?=\S)", re.IGNORECASE)
_ABOUT_QUALITY = re.compile(
    r"(?:(?:ultra|highly|very|extremely|super)[ -])?(?:\d+k|u?hd|pbr|detailed|"
    r"high[ -](?:detail|quality|resolution|poly)|low[ -]?poly|best quality|masterpiece|"
    r"(?:photo|hyper)?[ -]?realis(?:tic|m)|"
    r"game[ -](?:ready|asset)|3d(?: model)?|asset|unreal engine(?: \d)?|octane render)",
    re.IGNORECASE,
)
_LOOSE = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
# Invisible, yet part of what is seen: joiners in emoji and Indic scripts, and the letters of flags.
_SHAPING = {"\u200c", "\u200d", *(chr(code) for code in range(0xE0020, 0xE0080))}


def name_from_prompt(prompt: str) -> str:
    """E.g. "Weathered bronze owl" for "a weathered bronze owl, 4k"; "Meshy" for nothing."""
    text = _visible(prompt).strip(" \"'.,;:")
    first_sentence = re.split(r"(?<=\w{2})[.!?]\s+", text)[0]
    clauses = re.split(r"\s*[,;]\s*", first_sentence)
    told = [clause for clause in clauses if clause and not _ABOUT_QUALITY.fullmatch(clause)]
    text = _shortened(_ARTICLE.sub("", ", ".join(told or clauses[:1])))
    if text.islower() or text.split(" ")[0].islower():
        text = text[:1].upper() + text[1:]
    return text or NOBODY


def name_from_file(path: str | PurePath) -> str:
    """E.g. "Owl front view" for "C:/art/owl_front-view.png"."""
    stem = PurePath(str(path).replace("\\", "/")).stem
    return name_from_prompt(re.sub(r"[_\s]+|(?<=\w)-(?=\w)", " ", stem))


def with_suffix(name: str, suffix: str) -> str:
    """`name` and `suffix` with a space between; the name gives way where Blender has no room."""
    room = _MAX_BYTES - _ROOM_FOR_NUMBER - len(f" {suffix}".encode())
    return f"{_cut(name, room).rstrip()} {suffix}"


def _visible(text: str) -> str:
    """Without control characters and hidden formatting; line breaks and tabs become spaces."""
    text = unicodedata.normalize("NFC", text).replace("\n", "; ")
    spaced = "".join(" " if character.isspace() else character for character in text)
    seen = "".join(
        character
        for character in spaced
        if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
        or character in _SHAPING
    )
    return " ".join(seen.split())


def _shortened(text: str) -> str:
    """At most 40 characters and what Blender keeps in bytes, cut between words where there are."""
    room = _MAX_BYTES - _ROOM_FOR_NUMBER
    if len(text) <= _MAX_CHARACTERS and len(text.encode()) <= room:
        return text
    kept = _cut("".join(_clusters(text)[:_MAX_CHARACTERS]), room)
    at_boundary = text[len(kept) : len(kept) + 1] in (" ", ",", "")
    if not at_boundary and " " in kept:
        kept = kept[: kept.rindex(" ")]
    return _without_loose_end(kept)


def _without_loose_end(text: str) -> str:
    """E.g. "Owl" for "Owl on a"."""
    words = text.split(" ")
    while len(words) > 1 and words[-1].lower().strip(",") in _LOOSE:
        words.pop()
    return " ".join(words).rstrip(" ,;:-–")


def _cut(text: str, max_bytes: int) -> str:
    """The longest beginning of `text` within `max_bytes` that ends between two characters."""
    kept = ""
    for cluster in _clusters(text):
        if len((kept + cluster).encode()) > max_bytes:
            break
        kept += cluster
    return kept


def _clusters(text: str) -> Sequence[str]:
    """What a reader takes for one character each: letters with their marks, joined emoji, flags."""
    clusters: list[str] = []
    for character in text:
        if clusters and _continues(clusters[-1], character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _continues(cluster: str, character: str) -> bool:
    is_mark = unicodedata.category(character) in ("Mn", "Me", "Mc") or character in _SHAPING
    is_conjunct = unicodedata.combining(cluster[-1]) == 9  # a virama binds two Indic letters
    is_skin_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    is_flags_second = len(cluster) == 1 and _is_flag_letter(cluster) and _is_flag_letter(character)
    is_joined = is_conjunct or cluster.endswith("\u200d")
    return is_mark or is_skin_tone or is_flags_second or is_joined


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
