"""A finished job can be varied: its dialog comes with what it asked for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator

pytestmark = pytest.mark.one_version
PROMPT = "a weathered bronze owl"


def vary_a_preview() -> list[Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    more = {"target_polycount": 5000, "pose_mode": "a-pose", "preview_only": True}
    job_id = jobs.press("text_to_3d", prompt=PROMPT, **more)
    jobs.tick_until_placed(job_id)
    bpy.ops.meshy.vary_job(job_id=job_id)
    return jobs.names()


def vary_pictures(paths: list[str]) -> None:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    job_id = jobs.press("multi_image_to_3d", image_urls="\n".join(paths), target_formats={"fbx"})
    jobs.tick_until_placed(job_id)
    bpy.ops.meshy.vary_job(job_id=job_id)


def vary_a_refine() -> list[bool]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    bpy.ops.meshy.text_to_3d(prompt=PROMPT, preview_only=True)
    job_id = jobs.press("refine", texture_prompt="verdigris")
    jobs.tick_until_placed(job_id)
    made = bpy.context.object
    bpy.ops.object.select_all(action="DESELECT")
    bpy.ops.meshy.vary_job(job_id=job_id)
    return [made.name in bpy.data.objects]


def bodies(emulator: Emulator) -> list[dict[str, Any]]:
    return [create["body"] for create in emulator.creates()]


def test_a_variant_begins_with_what_the_job_asked_for(blender: Blender, emulator: Emulator):
    assert len(blender.call(vary_a_preview, env=emulator.environment)) > 1
    first, second = bodies(emulator)
    assert first == second
    assert first["target_polycount"] == 5000


def test_a_variant_takes_the_same_pictures(blender: Blender, emulator: Emulator, tmp_path: Any):
    from PIL import Image

    paths = [str(tmp_path / f"{side}.png") for side in ("front", "back")]
    for path in paths:
        Image.new("RGB", (8, 8)).save(path)
    blender.call(vary_pictures, paths, env=emulator.environment)
    first, second = bodies(emulator)
    assert first == second
    assert len(first["image_urls"]) == 2


def test_a_variant_of_a_refine_goes_on_from_the_same_preview(blender: Blender, emulator: Emulator):
    blender.call(vary_a_refine, env=emulator.environment)
    _, first, second = bodies(emulator)
    assert first == second


def prices_in_dialogs() -> list[int | None]:
    from tests.blender import jobs_in_the_list as jobs

    price_of = jobs.module("ui.create.wanted").price_of
    kinds = jobs.module("api.endpoints").KINDS
    return [
        price_of(kinds["text_to_3d"], {"prompt": PROMPT, "ai_model": "meshy-5"}, first=False),
        price_of(kinds["text_to_3d"], {"ai_model": "meshy-5"}, first=True),
        price_of(kinds["refine"], {}, first=False),
        price_of(kinds["text_to_3d"], {"target_polycount": -1}, first=False),
    ]


def test_a_dialog_knows_the_price_of_what_needs_no_object(blender: Blender):
    assert blender.call(prices_in_dialogs) == [15, 5, 10, None]
