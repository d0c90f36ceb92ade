"""The reference page says what the declarations say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "reference.py"


def test_the_reference_page_is_up_to_date() -> None:
    reference = _script()
    assert reference.FILE.read_text(encoding="utf-8") == reference.reference(), (
        "run scripts/reference.py"
    )


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_script", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
