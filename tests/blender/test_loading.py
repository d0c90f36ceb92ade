"""Enabling and disabling the extension, from the repository and as the installed zip."""

from __future__ import annotations

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def loaded_extension() -> str:
    """The name under which this Blender knows the package."""
    import sys

    return next(name for name in tuple(sys.modules) if name.endswith("meshy_addon"))


def registered_types() -> list[str]:
    import bpy

    return sorted(name for name in dir(bpy.types) if name.upper().startswith("MESHY_"))


def nothing_more() -> None:
    """Loading is all there is to see."""


def what_is_registered() -> dict[str, object]:
    import bpy

    bpy.ops.meshy.text_to_3d.get_rna_type()
    return {"name": loaded_extension(), "types": registered_types()}


def disable() -> list[str]:
    import importlib

    importlib.import_module(loaded_extension()).unregister()
    return registered_types()


def disable_and_enable_three_times() -> list[list[str]]:
    import importlib

    from tests.blender.inside import declare_interface

    extension = importlib.import_module(loaded_extension())
    seen = [registered_types()]
    for _ in range(3):
        extension.unregister()
        extension.register()
        declare_interface()
        seen.append(registered_types())
    return seen


@pytest.mark.also_installed
def test_it_loads_without_a_word(blender: Blender):
    blender.call(nothing_more, env={"PYTHONWARNINGS": "always"})
    said = (blender.last.stdout + blender.last.stderr).splitlines()
    own = [line for line in said if "meshy" in line.lower() and not line.startswith("STATUS")]
    assert own == []


@pytest.mark.also_installed
def test_its_operators_are_there(blender: Blender):
    seen = blender.call(what_is_registered)
    expected = "meshy_addon" if blender.way == "source" else "bl_ext.user_default.meshy.meshy_addon"
    assert seen["name"] == expected
    assert seen["types"]


@pytest.mark.also_installed
def test_disabling_leaves_nothing_behind(blender: Blender):
    assert blender.call(disable) == []


def test_it_can_be_disabled_and_enabled_again(blender: Blender):
    first, *others = blender.call(disable_and_enable_three_times)
    assert first
    assert others == [first] * 3


def what_is_there() -> dict[str, int]:
    import gc
    import sys
    import threading
    from pathlib import Path

    import bpy

    from tests.blender import jobs_in_the_list as jobs

    gc.collect()
    open_files, threads = Path("/proc/self/fd"), Path("/proc/self/task")
    types = [getattr(bpy.types, name, None) for name in dir(bpy.types)]
    menus = [getattr(getattr(each, "draw", None), "_draw_funcs", ()) for each in types]
    handlers = [each for each in dir(bpy.app.handlers) if not each.startswith("_")]
    lists = [getattr(bpy.app.handlers, each) for each in handlers]
    return {
        "types": len(registered_types()),
        "threads": sum(thread.name.startswith("meshy") for thread in threading.enumerate()),
        "handlers": sum(len(each) for each in lists if isinstance(each, list)),
        "properties": sum(name.startswith("meshy") for each in types for name in dir(each)),
        "in menus": sum(len(drawn) for drawn in menus),
        "timer": bpy.app.timers.is_registered(jobs.module("ui.pump").tick),
        "children": sum(len(each.read_text().split()) for each in threads.glob("*/children")),
        "files": len(list(open_files.iterdir())) if open_files.is_dir() else 0,
        "turns": round(sys.getswitchinterval() * 1e6),
    }


def disable_and_enable_fifty_times_amid_jobs() -> list[dict[str, int]]:
    import importlib
    import sys
    import threading

    from tests.blender import jobs_in_the_list as jobs
    from tests.blender.inside import declare_interface

    extension = importlib.import_module(loaded_extension())

    def once(number: int) -> None:
        if number % 10 == 0:
            job_id = jobs.press("text_to_3d", prompt=f"an owl, number {number}")
            jobs.tick_until(lambda: jobs.row(job_id).task_id)
            assert sys.getswitchinterval() < 0.001  # so long as workers are at work
        extension.unregister()
        for thread in threading.enumerate():
            if thread.name.startswith("meshy"):
                thread.join(30)
        extension.register()
        declare_interface()

    once(0)
    before = what_is_there()
    for number in range(1, 51):
        once(number)
    after = what_is_there()
    extension.unregister()
    return [before, after, what_is_there()]


@pytest.mark.one_version
def test_fifty_times_disabled_amid_jobs_leave_nothing_behind(blender: Blender, emulator: Emulator):
    emulator.settings(task_seconds=60, heartbeat_seconds=0.2)
    before, after, disabled = blender.call(
        disable_and_enable_fifty_times_amid_jobs, env=emulator.environment
    )
    assert before["threads"] == before["children"] == 0
    assert before["properties"] > 5
    assert before["turns"] == 5000
    assert before["in menus"] > disabled["in menus"]
    assert after == before
    gone = ("types", "threads", "properties", "timer", "children")
    assert {name: disabled[name] for name in gone} == dict.fromkeys(gone, 0)


def upgrade_amid_a_job(zip_file: str) -> list[object]:
    """Blender disables the version that runs, puts the new one in its place and enables that."""
    import threading

    import bpy

    from tests.blender import jobs_in_the_list as jobs
    from tests.blender.inside import declare_interface

    job_id = jobs.press("text_to_3d", prompt="an owl", preview_only=True)
    jobs.tick_until(lambda: jobs.row(job_id).task_id)
    before = jobs.module("ui.pump")
    threads = [each for each in threading.enumerate() if each.name.startswith("meshy")]
    bpy.ops.extensions.package_install_files(
        repo="user_default", filepath=zip_file, enable_on_install=True
    )
    declare_interface()
    is_another = jobs.module("ui.pump") is not before
    jobs.tick_until(lambda: bool(jobs.rows()))
    is_left = jobs.row(job_id).is_left
    bpy.ops.meshy.resume_job(job_id=job_id)
    jobs.tick_until_placed(job_id)
    for thread in threads:
        thread.join(60)
    return [is_another, is_left, len(threads), sum(thread.is_alive() for thread in threads)]


@pytest.mark.one_version
def test_an_upgrade_amid_a_job_loses_nothing(blender: Blender, emulator: Emulator):
    blender.way = "zip"
    emulator.settings(task_seconds=3, heartbeat_seconds=0.2)
    is_another, is_left, threads, alive = blender.call(
        upgrade_amid_a_job, str(blender.zip_file), env=emulator.environment
    )
    assert is_another
    assert is_left
    assert threads > alive == 0
    assert len(emulator.creates()) == 1
