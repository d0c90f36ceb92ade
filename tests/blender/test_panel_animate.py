"""The library of actions in the sidebar: found, liked, chosen, and there without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.blender.characters import PROMPT, a_rig, rigged_in
from tests.blender.harness import Blender
from tests.blender.test_panel_account import drawn
from tests.blender.test_panel_settings import part_of_extension
from tests.emulator.process import Emulator

pytestmark = pytest.mark.one_version
NOWHERE = {"MESHY_API_URL": "http://127.0.0.1:9"}


def _until(condition) -> None:
    """What timers do where there's a window."""
    pump = part_of_extension("ui.pump")
    errands = part_of_extension("ui.errands").ERRANDS
    while not condition():
        is_idle = not errands.is_any_out
        pump.tick()
        assert condition() or not is_idle, "nothing is under way any more"


def the_library() -> list:
    """Loaded as the panel has it loaded."""
    import bpy

    library = part_of_extension("ui.animate.library").LIBRARY
    library.load()
    _until(lambda: not library.is_asking)
    settings = bpy.context.window_manager.meshy_animate
    return [library, settings]


def names(settings) -> list[str]:
    return [row.name for row in settings.rows]


def look_around() -> dict[str, Any]:
    library, settings = the_library()
    seen: dict[str, Any] = {"all": len(settings.rows), "error": library.error}
    settings.search = "big HELLO"
    seen["found"] = names(settings)
    settings.search = "466"
    seen["by number"] = names(settings)
    settings.search = "walk and run"
    seen["by category"] = len(settings.rows)
    settings.search, settings.category = "run", "Fighting"
    seen["none"] = names(settings)
    settings.search, settings.category = "", "ALL"
    library.like(28)
    library.like(14)
    settings.only_favourites = True
    seen["liked"] = names(settings)
    library.like(14)
    _until(lambda: not part_of_extension("ui.errands").ERRANDS.is_any_out)
    return seen


def see_it_again() -> list:
    library, settings = the_library()
    film = part_of_extension("scene.characters.animation_previews")
    state = part_of_extension("scene.home").state_dir()
    frames = film.kept_preview(library.find(28), state)
    return [len(settings.rows), sorted(library.favourites), library.error, len(frames)]


def fetch_a_film() -> list:
    import bpy

    library, _ = the_library()
    film = part_of_extension("scene.characters.animation_previews")
    state = part_of_extension("scene.home").state_dir()
    frames = film.fetch_preview(library.find(28), state)
    images = [bpy.data.images.load(str(file)) for file in frames]
    pixels = [tuple(image.pixels) for image in images]
    return [len(frames), list(images[0].size), len(set(pixels)) > 8]


def test_actions_are_found_by_words_categories_and_stars_also_offline(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(look_around, env=emulator.environment)
    assert (seen["all"], seen["error"]) == (680, "")
    assert seen["found"] == ["Big Wave Hello"]
    assert "Regular Jump" in seen["by number"]
    assert 50 < seen["by category"] < 300
    assert seen["none"] == []
    assert sorted(seen["liked"]) == ["Big Wave Hello", "Run 02"]
    assert blender.call(fetch_a_film, env=emulator.environment) == [14, [160, 160], True]
    asked = len(emulator.requests())
    offline = {**emulator.environment, **NOWHERE}
    assert blender.call(see_it_again, env=offline) == [680, [28], "", 14]
    assert len(emulator.requests()) == asked


def see_nothing() -> list:
    library, settings = the_library()
    return [len(settings.rows), library.error]


def test_without_a_library_and_a_network_the_panel_says_so(blender: Blender, emulator: Emulator):
    offline = {**emulator.environment, **NOWHERE}
    rows, error = blender.call(see_nothing, env=offline)
    assert rows == 0
    assert error == "Meshy can't be reached: is this machine online?"


def choose_several(rigged) -> dict[str, Any]:
    import bpy

    part_of_extension("ui.account.state").ACCOUNT.look()
    unlike = drawn("MESHY_PT_animate")
    rig = a_rig(rigged)
    library, settings = the_library()
    settings.search = "wave"
    for row in settings.rows[:3]:
        row.is_chosen = True
    settings.root_motion = False
    picked = list(settings.wanted)
    shown = drawn("MESHY_PT_animate")
    bpy.ops.object.select_all(action="DESELECT")
    bpy.data.objects["Cube"].select_set(True)
    return {
        "unlike": unlike,
        "shown": shown,
        "picked": picked,
        "chosen": library.chosen,
        "values": settings.values,
        "other": drawn("MESHY_PT_animate"),
        "rig": rig.name,
    }


def test_the_panel_is_there_with_a_rig_only_and_adds_up_what_is_chosen(
    blender: Blender, emulator: Emulator, tmp_path: Path
):
    seen = blender.call(choose_several, rigged_in(tmp_path), env=emulator.environment)
    assert seen["unlike"] == seen["other"] == ["(hidden)"]
    assert len(seen["picked"]) == 3
    assert seen["shown"][0] == "Meshy rig"
    assert "[Add 3 Actions · 9 Credits]" in seen["shown"]
    assert "[Walking]" in seen["shown"]
    assert seen["values"] == {"root_motion": False, "to_nla": False}


def add_several_at_once(limits: dict[str, str]) -> dict[str, Any]:
    import os

    import bpy

    bpy.ops.meshy.text_to_3d(prompt=PROMPT)
    bpy.ops.meshy.rig()
    rig = bpy.context.active_object
    part_of_extension("ui.account.state").ACCOUNT.look()
    library, settings = the_library()
    for action_id in (28, 30):
        library.choose(action_id, wanted=True)
    settings.to_nla = True
    # From a script, which is kept waiting until they are there.
    bpy.ops.meshy.add_actions()
    added = [
        [strip.name, strip.action.use_cyclic]
        for track in rig.animation_data.nla_tracks
        for strip in track.strips
    ]
    for action_id in (14, 16):
        library.choose(action_id, wanted=True)
    said = []
    for name, allowed in limits.items():
        os.environ[name] = allowed
        try:
            bpy.ops.meshy.choose_actions()  # as the dialog's button does
        except RuntimeError as error:
            said.append(str(error).removeprefix("Error: ").strip())
        del os.environ[name]
    still_chosen = list(settings.wanted)
    looked_at = click_twice_and_once_more(settings)
    return {"added": added, "said": said, "still chosen": still_chosen, "looked at": looked_at}


def click_twice_and_once_more(settings) -> int:
    """On the button for what is chosen, then with another action looked at: its number."""
    from tests.blender import jobs_in_the_list as jobs

    jobs.press("add_actions")
    jobs.press("add_actions")
    settings.active += 1
    jobs.press("add_actions")
    jobs.tick_until(lambda: all(row.stage == "placed" for row in jobs.rows()))
    return settings.rows[settings.active].action_id


def test_several_actions_are_one_press_to_limits_and_to_a_double_click(
    blender: Blender, emulator: Emulator
):
    limits = {
        "MESHY_MAX_CREDITS_PER_BATCH": "5",  # 3 an action
        "MESHY_MAX_CREDITS_PER_DAY": "45",  # 30 for the model, 5 the rig
    }
    seen = blender.call(add_several_at_once, limits, env=emulator.environment)
    only_what_goes_on_is_a_cycle = [["Big Wave Hello", False], ["Casual Walk", True]]
    assert seen["added"] == only_what_goes_on_is_a_cycle
    assert seen["said"] == [
        "These cost 6 credits, and 5 are allowed at a time.",
        "This costs 6 credits; 41 of the 45 that are allowed per day are spent already.",
    ]
    assert seen["still chosen"] == [14, 16]
    bodies = [each["body"] for each in emulator.creates()]
    paid = [body["action_id"] for body in bodies if "action_id" in body]
    assert sorted(paid) == sorted([28, 30, 14, 16, seen["looked at"]])
