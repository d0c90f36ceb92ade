"""What the sidebar sends: every parameter can be set there, and only what counts is sent."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.blender.test_loading import loaded_extension

pytestmark = pytest.mark.oldest_and_newest

KINDS = {"TEXT": "text_to_3d", "IMAGE": "image_to_3d", "IMAGES": "multi_image_to_3d"}


def part_of_extension(name: str) -> Any:
    import importlib

    return importlib.import_module(f"{loaded_extension()}.{name}")


def open_tab(tab: str) -> Any:
    import bpy

    create = bpy.context.scene.meshy_create
    create.tab = tab
    return create


def set_all(settings: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(value, dict):
            set_all(getattr(settings, name), value)
        elif name == "image_urls":
            for file in value:
                settings.image_urls.add().file = file
        else:
            setattr(settings, name, set(value) if isinstance(value, list) else value)


def wanted(tab: str, values: dict[str, Any]) -> dict[str, Any]:
    """What would be sent, what it costs and what is wrong with it."""
    module = part_of_extension("ui.create.wanted")
    create = open_tab(tab)
    set_all(create.chosen, values)
    return {
        "values": module.values_to_send(create.chosen, create.kind),
        "price": module.price(create.chosen, create.kind),
        "wrong": module.what_is_wrong(create.chosen, create.kind),
    }


def each_wanted(cases: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The same for each case, in a file in which nothing was set yet."""
    import bpy

    seen = []
    for tab, values in cases:
        bpy.ops.wm.read_homefile()
        seen.append(wanted(tab, values))
    return seen


def unreachable_parameters() -> list[str]:
    """Parameters that no field of the panel shows."""
    fields, kinds = part_of_extension("ui.create.fields"), part_of_extension("api.endpoints").KINDS
    missing = []
    for tab, name in KINDS.items():
        settings = open_tab(tab).chosen
        placed = [*fields.main_parameters(kinds[name]), *fields.parameters_in_view(kinds[name])]
        placed += [p for section in fields.sections(kinds[name]) for p in section.parameters]
        missing += [
            f"{name}.{p.key}"
            for p in kinds[name].parameters
            if placed.count(p) != 1 or not hasattr(settings, p.key)
        ]
    return missing


def complaints_about_random_settings(count: int) -> list[str]:
    """What planning says of settings that an artist could have made."""
    chance = random.Random(7)
    module = part_of_extension("ui.create.wanted")
    said = []
    for tab, _ in itertools.product(KINDS, range(count)):
        create = open_tab(tab)
        settings = create.chosen
        for each in settings.bl_rna.properties:
            if each.is_readonly or each.identifier == "name":
                continue
            if each.type == "BOOLEAN":
                setattr(settings, each.identifier, chance.random() < 0.5)
            elif each.type == "ENUM":
                items = [item.identifier for item in each.enum_items if item.identifier != "OTHER"]
                picked = chance.choice(items)
                setattr(settings, each.identifier, {picked} if each.is_enum_flag else picked)
        set_all(settings, _something_to_make(tab) if not settings.get("filled") else {})
        settings["filled"] = True
        if wrong := module.what_is_wrong(settings, create.kind):
            said.append(wrong)
        assert module.price(settings, create.kind) is not None
    return said


def _something_to_make(tab: str) -> dict[str, Any]:
    if tab == "TEXT":
        return {"prompt": "an owl"}
    return {"image_url": {"file": "owl.png"}} if tab == "IMAGE" else {"image_urls": ["a", "b"]}


def long_prompt_in_text_block() -> dict[str, Any]:
    import bpy

    open_tab("TEXT").chosen.prompt = "an owl"
    bpy.ops.meshy.prompt_in_text_block()
    block = bpy.context.scene.meshy_create.text_to_3d.prompt_text
    block.write(", weathered\nand old 🦉")
    return wanted("TEXT", {})


def settings_after_saving(path: str) -> list[Any]:
    import bpy

    settings = open_tab("TEXT").chosen
    settings.prompt, settings.target_polycount = "an owl", 5000
    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.wm.read_factory_settings()
    bpy.ops.wm.open_mainfile(filepath=path)
    create = bpy.context.scene.meshy_create
    return [create.tab, create.chosen.prompt, create.chosen.target_polycount]


def test_every_parameter_has_its_place_in_the_panel(blender: Blender):
    # A webhook has none: a stranger's .blend could bring one along.
    assert blender.call(unreachable_parameters) == ["image_to_3d.webhook_url"]


def test_what_an_artist_leaves_alone_is_not_sent(blender: Blender):
    seen = blender.call(wanted, "TEXT", {"prompt": "an owl"})
    assert seen == {"values": {"prompt": "an owl"}, "price": 30, "wrong": ""}


SENT: list[tuple[dict[str, Any], set[str]]] = [
    ({"target_polycount": 500}, set()),
    ({"target_polycount": 30_000}, set()),
    ({"should_remesh": True, "target_polycount": 30_000}, {"should_remesh"}),
    ({"should_remesh": True, "target_polycount": 500}, {"should_remesh", "target_polycount"}),
    ({"should_remesh": True, "target_polycount": 500, "decimation_mode": "3"},
     {"should_remesh", "decimation_mode"}),
    ({"model_type": "lowpoly", "should_remesh": True}, {"model_type"}),
    ({"preview_only": True, "texture_prompt": "bronze"}, set()),
    ({"texture_prompt": "bronze", "texture_image_url": {"file": "x.png"}}, {"texture_prompt"}),
    ({"ai_model": "meshy-5", "hd_texture": True}, {"ai_model", "should_remesh"}),
    ({"ai_model": "OTHER", "ai_model_other": "meshy-7"}, {"ai_model"}),
    ({"auto_size": True, "origin_at": "center"}, {"auto_size", "origin_at"}),
    ({"enable_pbr": False}, {"enable_pbr"}),
]  # fmt: skip
SENT_OF_SOURCES: list[tuple[str, dict[str, Any], set[str]]] = [
    ("IMAGE", {"input_task_id": "0193"}, {"input_task_id"}),
    ("IMAGE", {"input_task_id": "0193", "image_url": {"file": "x.png"}}, {"image_url"}),
    ("IMAGES", {"input_task_id": "0193", "image_urls": ["x.png"]}, {"image_urls"}),
]


@pytest.mark.one_version
def test_what_does_not_count_is_not_sent(blender: Blender):
    owl = {"prompt": "an owl"}
    cases = [("TEXT", owl | values, {*owl, *sent}) for values, sent in SENT] + SENT_OF_SOURCES
    each_seen = blender.call(each_wanted, [(tab, values) for tab, values, _ in cases])
    for (_, values, sent), seen in zip(cases, each_seen, strict=True):
        assert set(seen["values"]) == sent, values
        assert seen["wrong"] == "", values


def test_the_model_does_what_the_panel_shows_even_where_its_default_differs(blender: Blender):
    # Meshy 5 remeshes unless it's told not to, and the panel shows the box unticked.
    seen = blender.call(wanted, "TEXT", {"prompt": "an owl", "ai_model": "meshy-5"})
    assert seen["values"]["should_remesh"] is False


PRICES: list[tuple[str, dict[str, Any], int]] = [
    ("TEXT", {}, 30),
    ("TEXT", {"preview_only": True}, 20),
    ("TEXT", {"ai_model": "meshy-5"}, 15),
    ("IMAGE", {}, 30),
    ("IMAGE", {"should_texture": False}, 20),
    ("IMAGES", {"ai_model": "meshy-5", "should_texture": False}, 5),
]


@pytest.mark.one_version
def test_the_price_is_known_before_anything_is_typed(blender: Blender):
    seen = blender.call(each_wanted, [(tab, values) for tab, values, _ in PRICES])
    assert [each["price"] for each in seen] == [price for _, _, price in PRICES]


SAID: list[tuple[str, dict[str, Any], str]] = [
    ("TEXT", {}, "Say what to make first"),
    ("TEXT", {"prompt": "x" * 700}, "Prompt takes at most 600 characters, and this has 700."),
    ("TEXT", {"prompt": "בומה 🦉"}, ""),
    ("IMAGE", {}, "Choose a picture first"),
    ("IMAGE", {"input_task_id": "0193"}, ""),
    ("IMAGE", {"image_url": {"source": "IMAGE"}}, "Choose a picture first"),
    ("IMAGE", {"image_url": {"source": "RENDER"}}, ""),
    ("IMAGES", {"image_urls": [""]}, "Choose a picture or more first"),
    ("IMAGES", {"image_urls": ["a.png", ""]}, ""),
]


@pytest.mark.one_version
def test_what_is_wrong_is_said_in_words(blender: Blender):
    seen = blender.call(each_wanted, [(tab, values) for tab, values, _ in SAID])
    assert [each["wrong"] for each in seen] == [said for _, _, said in SAID]


def test_no_setting_of_the_panel_can_be_refused(blender: Blender):
    assert blender.call(complaints_about_random_settings, 100) == []


def test_a_text_block_can_hold_the_prompt(blender: Blender):
    seen = blender.call(long_prompt_in_text_block)
    assert seen["values"] == {"prompt": "an owl, weathered\nand old 🦉"}


def test_settings_go_with_the_file(blender: Blender, tmp_path: Any):
    seen = blender.call(settings_after_saving, str(tmp_path / "owl.blend"))
    assert seen == ["TEXT", "an owl", 5000]
