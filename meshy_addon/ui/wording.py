"""Texts that are filled in, in the artist's language.

Blender translates by itself what stands as it is in a label, a property or an operator. A text
with something in it goes through `say`, so that translators meet the whole sentence.
"""

from __future__ import annotations

from bpy.app.translations import pgettext_iface


def say(template: str, **values: object) -> str:
    """`template` translated and filled in: `say("{count} running", count=2)`. Main thread."""
    return pgettext_iface(template).format(**values)
