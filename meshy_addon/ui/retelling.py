"""Sentences that were filled in where nothing knows of languages, translated all the same.

What goes wrong in `api`, `jobs` and `scene` is one English sentence with names and numbers in it.
A translator gives it with a name for each: 'The object "{name}" is not in this file any more.'
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PART = re.compile(r"\{(?P<name>\w+)(?P<format>[^}]*)\}")
_END = re.compile(r"(?<=[.!?]) ")
"""Of a sentence before another one."""
_NAMES = frozenset({"name", "names", "file", "path", "folder"})


class Retelling:
    """Of the sentences that `texts` has, English → translation, both with the same names."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._words = {each: text for each, text in texts.items() if "{" not in each}
        self._known = [
            (_pattern(each), _without_formats(text)) for each, text in texts.items() if "{" in each
        ]

    def of(self, sentence: str) -> str:
        """`sentence`, or several one after the other, in the other language; as it is where
        nobody has translated it.
        """
        several = _END.split(sentence)
        told = [self._one(each) for each in several]
        if not all(told) and (whole := self._one(sentence)):
            return whole
        return " ".join(now or each for now, each in zip(told, several, strict=True))

    def _one(self, sentence: str) -> str:
        """Empty where nobody has translated it."""
        if word := self._words.get(sentence):
            return word
        for pattern, text in self._known:
            if found := pattern.fullmatch(sentence):
                parts = found.groupdict()  # formatted already, and some are words of ours
                return text.format(**{name: self._part(name, p) for name, p in parts.items()})
        return ""

    def _part(self, name: str, text: str) -> str:
        """What things are called stays: an object "Lamp" has no other name in other languages."""
        return text if name in _NAMES else self.of(text)


def _without_formats(template: str) -> str:
    return _PART.sub(r"{\g<name>}", template)


def _pattern(template: str) -> re.Pattern[str]:
    """What has a format is a number."""
    found, at = "", 0
    for part in _PART.finditer(template):
        kind = r"[\d,.]+" if part["format"] else ".*?"
        found += f"{re.escape(template[at : part.start()])}(?P<{part['name']}>{kind})"
        at = part.end()
    return re.compile(found + re.escape(template[at:]))
