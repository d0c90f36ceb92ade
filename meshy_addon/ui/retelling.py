"""Sentences that were filled in where nothing knows of languages, translated all the same.

What goes wrong in `api`, `jobs` and `scene` is one English sentence with names and numbers in it.
A translator gives it with a name for each: 'The object "{name}" is not in this file any more.'
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PART = re.compile(r"\{(?P<name>\w+)(?P<format>[^}]*)\}")


class Retelling:
    """Of the sentences that `texts` has, English → translation, both with the same names."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._words = {each: text for each, text in texts.items() if "{" not in each}
        self._known = [
            (_pattern(each), _without_formats(text)) for each, text in texts.items() if "{" in each
        ]

    def of(self, sentence: str) -> str:
        """`sentence` in the other language; as it is where nobody has translated it."""
        for pattern, text in self._known:
            if found := pattern.fullmatch(sentence):
                parts = found.groupdict()  # formatted already, and some are words of ours
                return text.format(**{name: self._words.get(p, p) for name, p in parts.items()})
        return sentence


def _without_formats(template: str) -> str:
    return _PART.sub(r"{\g<name>}", template)


def _pattern(template: str) -> re.Pattern[str]:
    """What has a format is a number."""
    found, at = "", 0
    for part in _PART.finditer(template):
        kind = r"[\d,.]+" if part["format"] else ".+?"
        found += f"{re.escape(template[at : part.start()])}(?P<{part['name']}>{kind})"
        at = part.end()
    return re.compile(found + re.escape(template[at:]))
