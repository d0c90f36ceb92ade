"""What an artist reads as a rule in German. What isn't here stays English."""

from __future__ import annotations

from .doctor import DOCTOR
from .fields import FIELDS, OPTIONS
from .operators import OPERATORS
from .parameters import COSTS, PARAMETERS
from .sentences import PRINTING, SENTENCES
from .tips import TIPS
from .troubles import TROUBLES
from .words import TABS, WORDS

GERMAN = {
    **{("*", english): text for english, text in OPERATORS.items()},  # also what they're about
    **{("*", english): text for english, text in WORDS.items()},
    **{("*", english): text for english, text in SENTENCES.items()},
    **{("*", english): text for english, text in FIELDS.items()},
    **{("*", english): text for english, text in OPTIONS.items()},
    **{("*", english): text for english, text in PRINTING.items()},
    **{("*", english): text for english, text in TROUBLES.items()},
    **{("*", english): text for english, text in DOCTOR.items()},
    **{("*", english): text for english, text in TIPS.items()},
    **{("*", english): text for english, text in PARAMETERS.items()},
    **{("Operator", english): text for english, text in OPERATORS.items()},
    **{("MeshyTab", english): text for english, text in TABS.items()},
    **{("MeshyCost", english): text for english, text in COSTS.items()},
}
