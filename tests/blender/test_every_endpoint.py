"""Each create call of the API through its operator and through the command line.

One table for all: an endpoint that has no row, no operator, no command or no place in the
interface makes this fail.
"""

from __future__ import annotations

from typing import Any

import pytest

from meshy_addon.api.endpoints import ENDPOINTS, KINDS
from tests.blender.harness import Blender
from tests.blender.test_loading import loaded_extension
from tests.emulator.process import Emulator

PICTURE = "PICTURE"
"""Stands for the path of a picture."""
OWL, CHARACTER, RIG = "OWL", "CHARACTER", "RIG"
"""Stand for the ids of tasks that made a model, a humanoid, a rig."""

JOBS: dict[str, dict[str, Any]] = {
    "text_to_3d": {"prompt": "an owl"},
    "refine": {"preview_task_id": OWL},
    "image_to_3d": {"image_url": PICTURE},
    "multi_image_to_3d": {"image_urls": PICTURE},
    "retexture": {"input_task_id": OWL, "text_style_prompt": "made of brass"},
    "remesh": {"input_task_id": OWL},
    "resize": {"input_task_id": OWL, "resize_height": 0.5},
    "convert": {"input_task_id": OWL, "target_formats": "stl"},
    "rig": {"input_task_id": CHARACTER},
    "animate": {"rig_task_id": RIG, "action_id": 0},
    "text_to_image": {"prompt": "an owl"},
    "image_to_image": {"prompt": "made of glass", "reference_image_urls": PICTURE},
    "print_analyze": {"input_task_id": OWL},
    "print_repair": {"input_task_id": OWL},
    "print_multi_color": {"input_task_id": OWL},
    "keychain": {"image_url": PICTURE},
    "fridge_magnet": {"image_url": PICTURE},
    "figure": {"image_url": PICTURE},
    "lamp": {"text": "a moon"},
}
"""Kind of job → the least that it needs."""


def test_the_table_leaves_no_endpoint_out():
    assert set(JOBS) == set(KINDS)
    called = {part.endpoint.name for name in JOBS for part in KINDS[name].parts}
    assert called == set(ENDPOINTS)


def run_all(jobs: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Run each operator to its end; kind → what it said where that wasn't FINISHED."""
    import bpy

    said = {}
    for kind, values in jobs.items():
        ready = {
            key: {value} if key == "target_formats" else value for key, value in values.items()
        }
        try:
            done = getattr(bpy.ops.meshy, kind)(**ready)
        except (AttributeError, RuntimeError) as error:
            said[kind] = str(error)
            continue
        if done != {"FINISHED"}:
            said[kind] = str(done)
    return said


def kinds_with_a_button() -> list[str]:
    """What the tabs, the sections for objects and the Creative Lab offer, from what they draw."""
    import importlib

    ui = f"{loaded_extension()}.ui"
    settings = importlib.import_module(f"{ui}.create.settings")
    objects = importlib.import_module(f"{ui}.objects.jobs")
    lab = importlib.import_module(f"{ui}.lab.settings")
    tabs = {*settings.TABS.values(), *settings._WITH_PICTURES.values()}
    on_objects = {kind.name for kind in (*objects.all_kinds(), *objects.printing_kinds())}
    later = {name for names in objects._NEXT.values() for name in names}
    return sorted({*tabs, *on_objects, *later, *lab.PRODUCTS})


@pytest.mark.one_version
def test_each_kind_has_a_button(blender: Blender):
    assert blender.call(kinds_with_a_button) == sorted(KINDS)


@pytest.fixture
def jobs(
    blender: Blender, emulator: Emulator, request: pytest.FixtureRequest
) -> dict[str, dict[str, Any]]:
    """The table with a real picture and real tasks in it; in the oldest and the newest Blender."""
    versions = request.config.getoption("--bpy")
    if blender.version in versions[1:-1]:
        pytest.skip("the oldest and the newest Blender tell")
    from tests.emulator.client import Client, picture

    emulator.settings(task_seconds=0.2)
    path = blender.folder / "photo.png"
    path.write_bytes(picture(size=(96, 96)))
    client = Client(emulator)
    text_to_3d = "/openapi/v2/text-to-3d"
    owl = client.run(text_to_3d, mode="preview", prompt="an owl", ai_model="meshy-6")
    body = client.run(text_to_3d, mode="preview", prompt="a knight", ai_model="meshy-6")
    textured = client.run(text_to_3d, mode="refine", preview_task_id=body["id"])
    rig = client.run("/openapi/v1/rigging", input_task_id=textured["id"])
    known = {PICTURE: str(path), OWL: owl["id"], CHARACTER: textured["id"], RIG: rig["id"]}
    return {
        kind: {key: known.get(value, value) for key, value in values.items()}
        for kind, values in JOBS.items()
    }


def _created(emulator: Emulator, before: int) -> set[tuple[str, str]]:
    """Path and mode of what was created since."""
    return {
        (create["path"], str(create["body"].get("mode", "")))
        for create in emulator.creates()[before:]
    }


EVERY = {(e.path, str(e.fixed.get("mode", ""))) for e in ENDPOINTS.values()}


def test_each_endpoint_is_called_by_its_operator(
    blender: Blender, emulator: Emulator, jobs: dict[str, dict[str, Any]]
):
    before = len(emulator.creates())
    assert blender.call(run_all, jobs, env=emulator.environment) == {}
    assert _created(emulator, before) == EVERY


def run_commands(jobs: dict[str, dict[str, Any]]) -> dict[str, int]:
    """Kind → exit code of `meshy <kind>`, all in one process, which a person wouldn't do."""
    import importlib
    import os

    main = importlib.import_module(f"{loaded_extension()}.cli.command").main
    stdout, codes = os.dup(1), {}
    for kind, values in jobs.items():
        arguments = [kind.replace("_", "-"), "--json"]
        for key, value in values.items():
            arguments += [f"--{key.replace('_', '-')}", str(value)]
        codes[kind] = main(arguments)
        os.dup2(stdout, 1)
    return codes


def test_each_endpoint_is_called_by_the_command_line(
    blender: Blender, emulator: Emulator, jobs: dict[str, dict[str, Any]]
):
    before = len(emulator.creates())
    codes = blender.call(run_commands, jobs, env=emulator.environment)
    assert codes == dict.fromkeys(JOBS, 0), blender.last.stderr[-3000:]
    assert _created(emulator, before) == EVERY
