"""Pictures that Blender holds: painted, packed and rendered ones are sent as they look."""

from __future__ import annotations

import base64
import io
import os
from pathlib import Path
from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.blender.test_panel_account import account_after
from tests.blender.test_panel_settings import open_tab
from tests.emulator.process import Emulator

pytestmark = pytest.mark.oldest_and_newest


def painted(name: str, *, is_float: bool = False) -> Any:
    """An image that no file holds: the left half red, the right half blue."""
    import bpy

    image = bpy.data.images.new(name, 8, 4, float_buffer=is_float)
    image.pixels = ([1.0, 0, 0, 1] * 4 + [0, 0, 1.0, 1] * 4) * 4
    return image


def generate(prepare: str, path: str) -> list[str]:
    """Make a model from the picture that `prepare` gives; the images that are there afterwards."""
    import bpy

    account_after(None)
    slot = open_tab("IMAGE").chosen.image_url
    if prepare == "render":
        slot.source = "RENDER"
        scene = bpy.context.scene
        scene.render.resolution_x = scene.render.resolution_y = 8
        scene.render.engine = "CYCLES"
        scene.cycles.samples = 1
        scene.render.image_settings.file_format = "JPEG"
        # Debian builds Blender without a denoiser.
        scene.cycles.use_denoising = False
        bpy.ops.render.render()
    else:
        slot.source = "IMAGE"
        slot.image = painted("Sketch", is_float=prepare == "float")
        if prepare == "packed":
            slot.image.pack()
        if prepare == "painted over":
            slot.image.filepath_raw, slot.image.file_format = path, "PNG"
            slot.image.save()
            slot.image.pixels = [0.0, 1, 0, 1] * 32
    bpy.ops.meshy.generate()
    return [image.name for image in bpy.data.images if image.name.startswith("Meshy")]


def press_twice() -> list[list[str]]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    account_after(None)
    open_tab("TEXT").chosen.prompt = "an owl"
    bpy.types.MESHY_OT_text_to_3d._from_interface = True
    done = [sorted(bpy.ops.meshy.generate()) for _ in range(2)]
    [row] = jobs.rows()
    jobs.tick_until_placed(row.job_id)
    return done


def begin_with_a_painted_image() -> None:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    account_after(None)
    slot = open_tab("IMAGE").chosen.image_url
    slot.source, slot.image = "IMAGE", painted("Sketch")
    bpy.types.MESHY_OT_image_to_3d._from_interface = True
    bpy.ops.meshy.generate()
    jobs.tick_until(lambda: bool(jobs.rows()[0].task_id))


def start_again() -> None:
    from tests.blender import jobs_in_the_list as jobs

    jobs.tick_until(lambda: bool(jobs.rows()))
    jobs.tick_until(lambda: not jobs.module("ui.errands").ERRANDS.is_any_out)


def press_without(path: str, *, before_any_render: bool) -> str:
    import bpy

    account_after(None)
    slot = open_tab("IMAGE").chosen.image_url
    slot.source, slot.file = "RENDER" if before_any_render else "FILE", path
    try:
        bpy.ops.meshy.generate()
    except RuntimeError as error:
        return str(error)
    return "no complaint"


def before_any_render() -> str:
    return press_without("", before_any_render=True)


def with_a_lost_file(path: str) -> str:
    return press_without(path, before_any_render=False)


def four_views() -> None:
    import bpy

    account_after(None)
    open_tab("IMAGES")
    for number in range(4):
        bpy.ops.meshy.add_picture()
        slot = bpy.context.scene.meshy_create.chosen.image_urls[number]
        slot.source, slot.image = "IMAGE", painted(f"View {number}")
    bpy.ops.meshy.remove_picture(number=1)
    bpy.ops.meshy.generate()


def opened(file: Any) -> Any:
    """The picture in `file`; outside of Blender only, which has no Pillow."""
    from PIL import Image

    return Image.open(file).convert("RGB")


def sent_picture(emulator: Emulator) -> Any:
    [create] = emulator.creates()
    return opened(io.BytesIO(base64.b64decode(create["body"]["image_url"].partition(",")[2])))


@pytest.mark.parametrize("prepare", ["generated", "packed", "float"])
def test_an_image_of_the_file_is_sent_as_it_looks(
    blender: Blender, emulator: Emulator, prepare: str
):
    left = blender.call(generate, prepare, "", env=emulator.environment)
    picture = sent_picture(emulator)
    assert picture.size == (8, 4)
    assert (picture.getpixel((0, 0)), picture.getpixel((7, 3))) == ((255, 0, 0), (0, 0, 255))
    assert left == []


def test_what_was_painted_and_not_saved_is_sent(
    blender: Blender, emulator: Emulator, tmp_path: Any
):
    path = tmp_path / "sketch.png"
    blender.call(generate, "painted over", str(path), env=emulator.environment)
    assert sent_picture(emulator).getpixel((0, 0)) == (0, 255, 0)
    assert opened(path).getpixel((0, 0)) == (255, 0, 0)


def test_the_last_render_is_sent(blender: Blender, emulator: Emulator):
    blender.call(generate, "render", "", env=emulator.environment)
    [create] = emulator.creates()
    assert create["body"]["image_url"]["start"].startswith("data:image/png;base64,")
    [file] = (blender.state_dir / "pictures").iterdir()
    assert opened(file).size == (8, 8)


def test_before_any_render_it_says_what_to_press(blender: Blender, emulator: Emulator):
    said = blender.call(before_any_render, env=emulator.environment)
    assert "There is no render yet: press F12 first." in said
    assert emulator.creates() == []


def test_a_picture_that_is_gone_by_now_is_missed(
    blender: Blender, emulator: Emulator, tmp_path: Any
):
    said = blender.call(with_a_lost_file, str(tmp_path / "gone.png"), env=emulator.environment)
    assert "there is no file" in said
    assert emulator.creates() == []


def test_several_views_go_into_one_model(blender: Blender, emulator: Emulator):
    blender.call(four_views, env=emulator.environment)
    [create] = emulator.creates()
    assert len(create["body"]["image_urls"]) == 3


def test_two_presses_in_one_second_are_one_job(blender: Blender, emulator: Emulator):
    done = blender.call(press_twice, env=emulator.environment)
    assert done == [["FINISHED"], ["CANCELLED"]]  # the second leaves no undo step
    assert len(emulator.creates()) == 2  # the preview and its refine


@pytest.mark.one_version
def test_old_pictures_go_unless_an_unfinished_job_needs_them(blender: Blender, emulator: Emulator):
    emulator.settings(task_seconds=60)
    blender.call(begin_with_a_painted_image, env=emulator.environment)
    [needed] = (blender.state_dir / "pictures").iterdir()
    recent, old = (needed.with_name(f"{name}-0123.png") for name in ("recent", "old"))
    for each in (recent, old):
        each.write_bytes(needed.read_bytes())
    for each in (needed, old):
        os.utime(each, (0, 0))
    blender.call(start_again, env=emulator.environment)
    assert {needed, recent} == set(needed.parent.iterdir())


def open_a_strangers_file(picture: str, path: str) -> list[object]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    why_not = jobs.module("ui.create.wanted").what_is_wrong

    def reason() -> str:
        create = bpy.context.scene.meshy_create
        return str(why_not(create.chosen, create.kind))

    create = bpy.context.scene.meshy_create
    create.tab = "IMAGE"
    create.chosen.image_url.file = picture
    seen: list[object] = [reason()]
    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.wm.open_mainfile(filepath=path)
    seen.append(reason())
    slot = bpy.context.scene.meshy_create.chosen.image_url
    with bpy.context.temp_override(meshy_picture=slot):
        bpy.ops.meshy.accept_picture()
    seen.append(reason())
    slot.file = "//beside.png"
    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.wm.open_mainfile(filepath=path)
    seen += [reason(), hasattr(bpy.context.scene.meshy_create.image_to_3d, "webhook_url")]
    return seen


@pytest.mark.one_version
def test_a_picture_that_a_strangers_file_names_is_not_sent_by_pressing_generate(
    blender: Blender, emulator: Emulator, tmp_path: Path
):
    folder = tmp_path / "stranger"
    folder.mkdir()
    seen = blender.call(
        open_a_strangers_file,
        str(tmp_path / "private.png"),
        str(folder / "file.blend"),
        env=emulator.environment,
    )
    refused = "Confirm the picture first: this .blend brought its place along"
    assert seen == ["", refused, "", "", False]
