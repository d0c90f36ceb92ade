"""`meshy doctor`: everything that a job needs, each with a verdict and what to do."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict

from ..jobs.doctor import Finding, Subject, Verdict, examine
from .answer import Answer
from .exit_codes import Exit
from .report import as_json

_EXITS = {
    Subject.KEY: Exit.KEY_REFUSED,
    Subject.ONLINE: Exit.NETWORK_OR_SERVICE,
    Subject.CERTIFICATES: Exit.NETWORK_OR_SERVICE,
    Subject.NAME: Exit.NETWORK_OR_SERVICE,
    Subject.SERVICE: Exit.NETWORK_OR_SERVICE,
}


def doctor(arguments: argparse.Namespace) -> Answer:
    """Look at everything; the exit code is that of the first thing that is bad."""
    from ..scene.examining import blender_findings, offline_reason
    from ..scene.home import about, state_dir

    found = examine(os.environ, state_dir(), offline_reason(), blender_findings())
    end = next((_exit(each) for each in found if each.verdict is Verdict.BAD), Exit.DONE)
    if arguments.json:
        return Answer(
            as_json({"about": about(), "findings": [asdict(each) for each in found]}), end
        )
    return Answer("\n".join([about(), *(each.line for each in found)]), end)


def _exit(finding: Finding) -> Exit:
    return _EXITS.get(finding.subject, Exit.BAD_INPUT)
