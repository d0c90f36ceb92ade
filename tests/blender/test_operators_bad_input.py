"""What goes wrong is one sentence to a script, before anything is paid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.blender import bad_input
from tests.blender.bad_input import Mistake, is_one_sentence
from tests.blender.harness import Blender
from tests.emulator.process import Emulator

pytestmark = pytest.mark.oldest_and_newest

OFFLINE = (
    "Online access is off: set bpy.context.preferences.system.use_online_access = True to let "
    "Blender talk to Meshy."
)


def make_mistakes(
    mistakes: Sequence[tuple[str, Mapping[str, Any], Mapping[str, str]]],
) -> list[str]:
    return [make_one(*mistake) for mistake in mistakes]


def make_one(kind: str, values: Mapping[str, Any], env: Mapping[str, str]) -> str:
    """What the operator says to it; and nothing may be in the file that wasn't."""
    import os

    import bpy

    from tests.blender import scene_report

    given = {name: "\n".join(v) if isinstance(v, list) else v for name, v in values.items()}
    before, environment = scene_report.names(), dict(os.environ)
    os.environ.update(env)
    try:
        done = getattr(bpy.ops.meshy, kind)(**given)
    except RuntimeError as error:
        assert scene_report.names() == before
        return str(error).removeprefix("Error: ").removesuffix("\n")
    finally:
        os.environ.clear()
        os.environ.update(environment)
    return f"no error but {done}"


def ask_for_too_little() -> list[str]:
    from tests.blender import jobs_in_the_list as jobs

    told = []
    for kind, values in (
        ("retexture", {}),
        ("remesh", {"target_polycount": 5}),
        ("image_to_3d", {"image_url": "missing.png"}),
        ("text_to_3d", {"prompt": "o" * 601}),
    ):
        try:
            jobs.press(kind, **values)
        except RuntimeError as error:
            told.append(str(error).removeprefix("Error: ").strip())
    return told


def go_online_without_being_allowed() -> str:
    import bpy

    bpy.context.preferences.system.use_online_access = False
    try:
        bpy.ops.meshy.text_to_3d(prompt="an owl")
    except RuntimeError as error:
        return str(error)
    return "no error"


def fail_in_every_way(failures: Sequence[str]) -> list[str]:
    return [
        make_one("text_to_3d", {"prompt": f"an owl [fail:{failure}]"}, {}) for failure in failures
    ]


def _told(blender: Blender, emulator: Emulator, mistakes: Sequence[Mistake]) -> dict[str, str]:
    bad_input.write_bad_pictures(blender.folder)
    cases = [(mistake.kind, mistake.values, mistake.env) for mistake in mistakes]
    told = blender.call(make_mistakes, cases, env=emulator.environment)
    assert "Traceback" not in blender.last.stderr
    return dict(zip((mistake.name for mistake in mistakes), told, strict=True))


def _wrongly_told(told: Mapping[str, str], mistakes: Sequence[Mistake]) -> dict[str, str]:
    return {
        mistake.name: told[mistake.name]
        for mistake in mistakes
        if not re.fullmatch(mistake.says, told[mistake.name])
        or not is_one_sentence(told[mistake.name])
    }


@pytest.mark.also_installed
def test_a_mistake_is_one_sentence_and_nothing_is_sent(blender: Blender, emulator: Emulator):
    told = _told(blender, emulator, bad_input.NEVER_SENT)
    assert _wrongly_told(told, bad_input.NEVER_SENT) == {}
    assert emulator.requests() == []


@pytest.mark.one_version
def test_in_the_interface_a_mistake_is_told_by_the_titles_of_the_fields(
    blender: Blender, emulator: Emulator
):
    style, polycount, picture, prompt = blender.call(ask_for_too_little, env=emulator.environment)
    assert style == "One of these is needed: Style, Style Picture."
    assert polycount == "Polygons must be between 100 and 300000, not 5."
    assert picture.startswith("Picture: there is no file ")
    assert prompt == "Prompt takes at most 600 characters, and this has 601."
    assert emulator.creates() == []


def test_what_the_service_declines_is_one_sentence_too(blender: Blender, emulator: Emulator):
    emulator.set_credits(5, bad_input.POOR_KEY)
    told = _told(blender, emulator, bad_input.REFUSED)
    assert _wrongly_told(told, bad_input.REFUSED) == {}
    assert emulator.credits() == 1000
    assert emulator.credits(bad_input.POOR_KEY) == 5


def test_a_failed_task_says_what_to_do_and_is_refunded(blender: Blender, emulator: Emulator):
    told = blender.call(fail_in_every_way, bad_input.FAILURES, env=emulator.environment)
    assert [sentence for sentence in told if not is_one_sentence(sentence)] == []
    assert all(sentence.count(".") >= 2 for sentence in told)  # what happened, and the advice
    assert len(set(told)) >= len(told) - 1
    assert emulator.credits() == 1000


def test_a_login_page_instead_of_the_service_is_named_as_such(blender: Blender, emulator: Emulator):
    emulator.fault("html", host="api", times=0)
    told = blender.call(make_one, "text_to_3d", {"prompt": "an owl"}, {}, env=emulator.environment)
    assert is_one_sentence(told)
    assert re.search("Meshy's", told)
    assert emulator.creates() == []


def test_where_blender_may_not_go_online_it_says_how_to_allow_it(blender: Blender):
    if not blender.program.is_module:
        pytest.skip("the sentence is for Blender as a Python module")
    env = {"MESHY_API_KEY": "any", "MESHY_API_URL": "https://api.meshy.ai"}
    told = blender.call(go_online_without_being_allowed, env=env)
    assert told == f"Error: {OFFLINE}\n"
    assert not list(blender.state_dir.glob("**/jobs.sqlite*"))
