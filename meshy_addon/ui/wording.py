"""Texts that are filled in, in the artist's language and with the names that fields have here.

Blender translates by itself what stands as it is in a label, a property or an operator. A text
with something in it goes through `say`, so that translators meet the whole sentence.
"""

from __future__ import annotations

import re

from bpy.app.translations import pgettext_iface

from ..api.endpoint import Kind


def say(template: str, **values: object) -> str:
    """`template` translated and filled in: `say("{count} running", count=2)`. Main thread."""
    return pgettext_iface(template).format(**values)


def in_titles(kind: Kind, sentence: str) -> str:
    """A complaint about parameters of `kind` with the titles of their fields: scripts know them by
    other names. A name that is a plain word, as "prompt", counts at the beginning only.
    """
    for parameter in kind.parameters:
        start = "" if "_" in parameter.key else "^"
        name = rf"{start}\b{parameter.key}\b"
        sentence = re.sub(name, lambda _, title=parameter.title: title, sentence, count=1)
    return sentence
