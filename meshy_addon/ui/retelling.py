"""Sentences that were filled in where nothing knows of languages, translated all the same.

What goes wrong in `api`, `jobs` and `scene` is one English sentence with names and numbers in it.
A translator gives it with a name for each: 'The object "{name}" is not in this file any more.'
"""

from __future__ import annotations

import re
from collections.abc import Mapping


class Retelling:
    """Of the sentences that `texts` has, English → translation, both with the same names."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._known = [(_pattern(each), text) for each, text in texts.items() if "{" in each]

    def of(self, sentence: str) -> str:
        """`sentence` in the other language; as it is where nobody has translated it."""
        for pattern, text in self._known:
            if found := pattern.fullmatch(sentence):
                return text.format(**found.groupdict())
        return sentence


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)[^}]*\}", template)
    told = [f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)]
    return re.compile("".join(told))
