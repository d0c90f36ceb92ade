"""Texts that are filled in, in the artist's language and with the names that fields have here.

Blender translates by itself what stands as it is in a label, a property or an operator. A text
with something in it goes through `say`, so that translators meet the whole sentence.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import bpy
from bpy.app.translations import pgettext_iface

from ..api.endpoint import Kind
from .retelling import Retelling
from .translations import LANGUAGES


def say(template: str, **values: object) -> str:
    """`template` translated and filled in: `say("{count} running", count=2)`. Main thread."""
    return _translated(template).format(**values)


def in_credits(credits: int) -> str:
    """So many credits: "1 Credit", "1,200 Credits"."""
    return say("1 Credit") if credits == 1 else say("{credits:,} Credits", credits=credits)


def on_button(label: str) -> str:
    """What an operator is called, translated as Blender does it on its buttons. Main thread."""
    translated: str = pgettext_iface(label, "Operator")
    return translated


def told(sentence: str) -> str:
    """A whole `sentence` from a part that knows no languages, translated. Main thread."""
    translated = _translated(sentence)
    if translated != sentence or not _is_translating():
        return translated
    return _retold(sentence, bpy.app.translations.locale)


def _translated(text: str) -> str:
    """Our own words come first: Blender's, which it prefers, now and then mean another thing."""
    own = LANGUAGES.get(bpy.app.translations.locale, {}).get(("*", text))
    if own and _is_translating():
        return own
    return str(pgettext_iface(text)) if text else ""


def _is_translating() -> bool:
    """Whether the artist wants the interface in the language that is set."""
    return bool(bpy.context.preferences.view.use_translate_interface)


@lru_cache(maxsize=256)
def _retold(sentence: str, locale: str) -> str:
    return _retelling(locale).of(sentence)


@cache
def _retelling(locale: str) -> Retelling:
    known = LANGUAGES.get(locale, {})
    return Retelling({english: text for (about, english), text in known.items() if about == "*"})


def in_titles(kind: Kind, sentence: str) -> str:
    """A complaint about parameters of `kind` in the artist's language, with the titles of their
    fields: scripts know them by other names. A name that is a plain word, as "prompt", counts at
    the beginning and in a list only. Main thread.
    """
    sentence = told(sentence)
    for parameter in kind.parameters:
        start = "" if "_" in parameter.key else "(?:^|(?<=[:,] ))"
        name = rf"{start}\b{parameter.key}\b"
        sentence = re.sub(name, lambda _, title=parameter.title: told(title), sentence, count=1)
    return sentence
