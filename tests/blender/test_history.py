"""The account's history on the command line and in the panel's state."""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.blender.test_loading import loaded_extension
from tests.emulator.process import Emulator, running_emulator

pytestmark = pytest.mark.oldest_and_newest


def part(name: str) -> Any:
    """A module of the extension, inside Blender."""
    return importlib.import_module(f"{loaded_extension()}.{name}")


def turn(done: Callable[[], object]) -> None:
    """The pump, by hand, until then."""
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        part("ui.pump").tick()


def _make_elsewhere(emulator: Emulator) -> list[str]:
    """Two tasks of another program; their ids."""
    from tests.emulator.client import Client

    emulator.settings(task_seconds=0.2)
    client = Client(emulator)
    owl = client.run("/openapi/v2/text-to-3d", mode="preview", prompt="an owl", ai_model="meshy-6")
    fox = client.run("/openapi/v1/text-to-image", prompt="a fox", ai_model="nano-banana")
    return [str(owl["id"]), str(fox["id"])]


@pytest.mark.one_version
def test_the_command_line_lists_what_others_made(blender: Blender, emulator: Emulator):
    owl, fox = _make_elsewhere(emulator)
    ended = blender.cli("history", env=emulator.environment)
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert [line.split()[0] for line in lines] == [fox, owl]
    assert lines[1].endswith("Text to 3D, Preview  an owl")
    ended = blender.cli("history", "--search", "OWL", "--json", env=emulator.environment)
    [task] = json.loads(ended.stdout)["tasks"]
    assert (task["id"], task["kind"], task["credits"]) == (owl, "text-to-3d-preview", 20)
    assert "Expires" not in ended.stdout


def place_from_history(task_ids: list[str]) -> dict[str, object]:
    """As the panel does it, with the pump turned by hand."""
    import bpy

    state = part("ui.history.state")

    state.HISTORY.fetch()
    turn(lambda: len(state.HISTORY.entries) == 2)
    for task_id in task_ids:
        state.HISTORY.place(state.HISTORY.entry(task_id))
    turn(lambda: len(made(bpy)) == 2)
    return {"made": made(bpy), "found": [e.id for e in state.HISTORY.found("fox")]}


def made(bpy) -> list[list[str]]:
    blocks = [*bpy.data.objects, *bpy.data.images]
    return sorted([b.name, b.meshy.kind] for b in blocks if b.meshy.task_id and b.users)


@pytest.mark.one_version
def test_what_others_made_is_placed_and_costs_nothing(blender: Blender, emulator: Emulator):
    owl, fox = _make_elsewhere(emulator)
    before = emulator.credits()
    seen = blender.call(place_from_history, [owl, fox], env=emulator.environment)
    assert seen["made"] == [["Fox", "text_to_image"], ["Owl", "text_to_3d"]]
    assert seen["found"] == [fox]
    assert emulator.credits() == before


def use_as_input(task_ids: list[str]) -> dict[str, object]:
    """What each task can be used for, and a job that goes on from the first."""
    import bpy

    state = part("ui.history.state")
    as_input = part("ui.history.as_input")
    state.HISTORY.fetch()
    turn(lambda: not state.HISTORY.is_fetching)
    fits = [as_input.fitting(state.HISTORY.entry(task_id)) for task_id in task_ids]
    [parameter] = [parameter for kind, parameter in fits[0] if kind.name == "remesh"]
    bpy.ops.meshy.remesh(**{parameter: task_ids[0]})
    return {
        "fits": [[kind.name for kind, _ in each] for each in fits],
        "remeshed": [o.name for o in bpy.data.objects if o.meshy.kind == "remesh"],
        "kinds": [len(state.HISTORY.found("", kind)) for kind in ("", "text_to_image", "rig")],
    }


@pytest.mark.one_version
def test_what_others_made_is_used_as_input_where_it_fits(blender: Blender, emulator: Emulator):
    owl, fox = _make_elsewhere(emulator)
    seen = blender.call(use_as_input, [owl, fox], env=emulator.environment)
    models, pictures = seen["fits"]
    assert {"refine", "remesh"} <= set(models)
    assert "image_to_3d" in pictures
    assert not set(models) & set(pictures)
    assert len(seen["remeshed"]) == 1
    assert seen["kinds"] == [2, 1, 0]


def take_up(task_ids: list[str]) -> dict[str, object]:
    """What the panel says after "Use Settings" of a task made elsewhere, and of one made here."""
    import bpy

    state = part("ui.history.state")

    create = bpy.context.scene.meshy_create
    bpy.ops.meshy.text_to_3d(
        prompt="a hat", ai_model="meshy-9", target_polycount=4000, preview_only=True
    )
    state.HISTORY.fetch()
    turn(lambda: not state.HISTORY.is_fetching)
    told = {}
    for task_id in task_ids:
        create.text_to_image.ai_model = "nano-banana-pro"
        bpy.ops.meshy.use_history_settings(task_id=task_id)
        told[create.tab] = create.prompted.prompt
    told["fox's model"] = create.text_to_image.ai_model
    create.text_to_3d.topology = "quad"
    [hat] = [entry for entry in state.HISTORY.entries if entry.prompt == "a hat"]
    bpy.ops.meshy.use_history_settings(task_id=hat.id)
    settings = create.text_to_3d
    told["hat"] = [settings.prompt, settings.ai_model_other, settings.target_polycount]
    told["left as it comes"] = settings.topology
    state.HISTORY.delete(hat)
    turn(lambda: state.HISTORY.entry(hat.id) is None)
    started_again = state.HistoryState()
    started_again.fetch()
    turn(lambda: not started_again.is_fetching)
    told["found again"] = [entry.prompt for entry in started_again.entries]
    return told


@pytest.mark.one_version
def test_settings_of_a_task_go_back_into_the_panel_and_a_deleted_one_leaves_the_list(
    blender: Blender,
):
    with running_emulator(task_seconds=0.2, model="meshy-9") as emulator:
        owl, fox = _make_elsewhere(emulator)
        told = blender.call(take_up, [owl, fox], env=emulator.environment)
    assert told == {
        "TEXT": "an owl",
        "PICTURE": "a fox",
        "fox's model": "nano-banana",
        "hat": ["a hat", "meshy-9", 4000],
        "left as it comes": "triangle",
        "found again": ["a fox", "an owl"],
    }


def place_what_was_deleted(task_id: str) -> list[str]:
    """What the list says of a task that is shown and gone."""
    import bpy

    history, board = part("ui.history.state").HISTORY, part("ui.jobs.board").BOARD

    history.fetch()
    turn(lambda: not history.is_fetching)
    entry = history.entry(task_id)
    calls = part("scene.session").SESSION.engine().calls()
    calls.delete(part("api.endpoints").ENDPOINTS[entry.endpoint], task_id)
    bpy.ops.meshy.place_from_history(task_id=task_id)
    turn(lambda: board.rows and board.rows[0].error)
    said = [board.rows[0].error, board.rows[0].stage.value]
    history.download(entry, part("scene.home").state_dir())
    turn(lambda: history.error)
    said.append(history.error)
    history.error = ""
    history.delete(entry)
    turn(lambda: history.error or history.entry(task_id) is None)
    return [*said, history.error, str(history.entry(task_id))]


@pytest.mark.one_version
def test_a_task_that_was_deleted_while_it_was_shown_says_so(blender: Blender, emulator: Emulator):
    owl, _ = _make_elsewhere(emulator)
    placed, stage, downloaded, deleted, entry = blender.call(
        place_what_was_deleted, owl, env=emulator.environment
    )
    assert stage == "failed"
    assert placed == ("Meshy doesn't have this task any more; results are kept for three days.")
    assert "Meshy doesn't know this task (any more)" in downloaded
    assert (deleted, entry) == ("", "None")


def fill_in_turn(lists: list[list[str]]) -> list[list[str]]:
    """What the lines say after each of `lists`, one after the other."""
    import bpy

    view = part("ui.history.rows").VIEW
    rows, said = bpy.context.window_manager.meshy_history, []
    for ids in lists:
        view.fill(rows, ids)
        said.append([row.task_id for row in rows])
    return said


@pytest.mark.one_version
def test_lines_follow_the_history_however_it_changes(blender: Blender):
    many = [str(number) for number in range(1200)]
    lists = [["a", "c"], ["a", "b", "c"], ["b", "c"], ["b"], [], many, ["x", *many], many[:-1]]
    assert blender.call(fill_in_turn, lists) == lists


def place_what_was_made_here(folder: str) -> dict[str, object]:
    """A model of this machine: placed again, also by its first stage, and when Meshy lost it."""
    from pathlib import Path

    import bpy

    history, board = part("ui.history.state").HISTORY, part("ui.jobs.board").BOARD

    def owls() -> int:
        return len([o for o in bpy.data.objects if o.meshy.task_id and not o.parent])

    def place(entry) -> int:
        before = owls()
        bpy.ops.meshy.place_from_history(task_id=entry.id)
        turn(lambda: owls() > before or history.error or any(row.error for row in board.rows))
        return owls() - before

    def look():
        bpy.ops.meshy.refresh_history()
        turn(lambda: not history.is_fetching)
        return history.entries

    bpy.ops.meshy.text_to_3d(prompt="an owl")
    refined, preview = look()
    placed = [place(refined), place(preview), place(preview)]
    turn(lambda: not part("ui.errands").ERRANDS.is_any_out)  # the last one writes it down
    left = part("scene.session").SESSION.engine().journal.unfinished()
    calls, endpoints = part("scene.session").SESSION.engine().calls(), part("api.endpoints")
    for entry in (refined, preview):
        calls.delete(endpoints.ENDPOINTS[entry.endpoint], entry.id)
    history.download(refined, Path(folder))  # which finds out
    turn(lambda: history.error and history.entry(refined.id).is_gone)
    error = history.error
    gone = {entry.id: entry.is_gone for entry in look()}
    history.download(history.entry(refined.id), Path(folder))
    into = Path(folder) / f"meshy {refined.id}"
    turn(lambda: into.is_dir() and (into / "model.glb").is_file())
    return {
        "placed": [*placed, place(history.entry(refined.id))],
        "left": len(left),
        "error": error,
        "gone": [gone[refined.id], gone[preview.id]],
        "sizes": {path.suffix: path.stat().st_size > 0 for path in into.iterdir()},
    }


@pytest.mark.one_version
def test_what_was_made_here_is_placed_again_and_stays_when_meshy_has_lost_it(
    blender: Blender, emulator: Emulator, tmp_path: Path
):
    emulator.settings(task_seconds=0.2)
    seen = blender.call(place_what_was_made_here, str(tmp_path), env=emulator.environment)
    assert seen["placed"] == [1, 1, 1, 1]
    assert seen["left"] == 0
    assert "doesn't know this task (any more)" in seen["error"]
    assert seen["gone"] == [True, True]
    assert seen["sizes"][".glb"]
