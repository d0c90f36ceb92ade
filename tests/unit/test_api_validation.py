"""What an endpoint accepts is checked before a byte is sent, and said in one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meshy_addon.api.credits import price
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.errors import InvalidParameter
from meshy_addon.api.request import request_body
from meshy_addon.api.validation import Checked, check, validated

ID = "018a210d-8ba4-705c-b111-1f1776f7f578"
PICTURE = "https://example.com/owl.png"
MODEL = "https://example.com/owl.glb"

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    # ranges
    (
        "text-to-3d-preview",
        {"prompt": "owl", "target_polycount": 99},
        "target_polycount must be between 100 and 300000, not 99.",
    ),
    (
        "rigging",
        {"model_url": MODEL, "height_meters": 0},
        "height_meters must be above 0 m, not 0.",
    ),
    (
        "creative-lab-keychain-build",
        {"input_task_id": ID, "size_mm": 401},
        "size_mm must be above 0 and at most 400 mm, not 401.",
    ),
    (
        "remesh",
        {"model_url": MODEL, "resize_height": -1},
        "resize_height must be at least 0 m, not -1.",
    ),
    (
        "print-multi-color",
        {"model_url": MODEL, "max_colors": 2.5},
        "max_colors must be a whole number, not 2.5.",
    ),
    (
        "print-multi-color",
        {"model_url": MODEL, "max_colors": float("nan")},
        "max_colors must be a number, not nan.",
    ),
    (
        "remesh",
        {"model_url": MODEL, "decimation_mode": 5},
        "decimation_mode must be 1 (ultra), 2 (high), 3 (medium) or 4 (low), not 5.",
    ),
    # closed sets
    (
        "remesh",
        {"model_url": MODEL, "topology": "hexagon"},
        "topology must be triangle or quad, not hexagon.",
    ),
    (
        "convert",
        {"model_url": MODEL, "target_formats": ["glb", "dae"]},
        "target_formats takes glb, fbx, obj, usdz, blend, stl, 3mf, not dae.",
    ),
    (
        "text-to-3d-preview",
        {"prompt": "owl", "pose_mode": "lying"},
        "pose_mode must be empty, a-pose or t-pose, not lying.",
    ),
    # types and lengths
    (
        "text-to-3d-preview",
        {"prompt": "owl", "should_remesh": "yes"},
        "should_remesh must be true or false, not yes.",
    ),
    ("text-to-3d-preview", {"prompt": 7}, "prompt must be a text, not 7."),
    (
        "text-to-3d-preview",
        {"prompt": "x" * 601},
        "prompt takes at most 600 characters, and this has 601.",
    ),
    (
        "multi-image-to-3d",
        {"image_urls": [PICTURE] * 5},
        "image_urls takes 1 to 4 pictures, not 5.",
    ),
    (
        "multi-image-to-3d",
        {"image_urls": {"front": PICTURE}},
        "image_urls must be a list of texts, not {'front': 'https://example.com/owl.png'}.",
    ),
    # what is needed
    ("text-to-3d-preview", {"prompt": "  \n"}, "prompt must be given: what to make."),
    ("image-to-3d", {}, "One of these is needed: input_task_id, image_url."),
    (
        "retexture",
        {"model_url": MODEL},
        "One of these is needed: text_style_prompt, image_style_url.",
    ),
    (
        "animation",
        {"rig_task_id": ID},
        "action_id must be given: the action, by its number in Meshy's animation library.",
    ),
    (
        "animation",
        {"rig_task_id": ID, "action_id": 0, "fps": 24},
        "operation_type must be given: what to do with the animation's files.",
    ),
    (
        "remesh",
        {"model_url": MODEL, "convert_format_only": True},
        "convert_format_only needs target_formats too.",
    ),
    # what excludes each other
    (
        "resize",
        {"model_url": MODEL, "resize_height": 1, "auto_size": True},
        "Only one of these can be given: resize_height, auto_size.",
    ),
    (
        "creative-lab-lamp-prototype",
        {"text": "owls", "image_url": PICTURE},
        "Only one of these can be given: text, image_url.",
    ),
    # what would not count
    (
        "image-to-3d",
        {"image_url": PICTURE, "should_texture": False, "texture_prompt": "gold"},
        "texture_prompt only counts with should_texture on.",
    ),
    (
        "text-to-3d-preview",
        {"prompt": "owl", "model_type": "lowpoly", "target_polycount": 5000},
        "target_polycount doesn't count with model_type lowpoly.",
    ),
    (
        "text-to-3d-preview",
        {"prompt": "owl", "model_type": "lowpoly", "decimation_mode": 1},
        "decimation_mode doesn't count with model_type lowpoly.",
    ),
    (
        "retexture",
        {
            "model_url": MODEL,
            "text_style_prompt": "gold",
            "ai_model": "meshy-5",
            "hd_texture": True,
        },
        "hd_texture only works with ai_model meshy-6 or latest.",
    ),
    (
        "text-to-image",
        {"prompt": "owl", "generate_multi_view": True, "aspect_ratio": "16:9"},
        "aspect_ratio doesn't count together with generate_multi_view.",
    ),
    (
        "creative-lab-lamp-prototype",
        {"text": "owls", "image_subject": "landscape"},
        "image_subject doesn't count without image_url.",
    ),
    # what another parameter narrows down
    (
        "text-to-image",
        {"prompt": "owl", "aspect_ratio": "3:2"},
        "aspect_ratio must be 1:1, 16:9, 9:16, 4:3 or 3:4 with ai_model nano-banana, not 3:2.",
    ),
    (
        "text-to-image",
        {"prompt": "owl", "ai_model": "gpt-image-2", "aspect_ratio": "16:9"},
        "aspect_ratio must be 1:1, 3:2 or 2:3 with ai_model gpt-image-2, not 16:9.",
    ),
    # names
    (
        "text-to-3d-preview",
        {"promt": "owl"},
        "promt is not a parameter here; did you mean prompt?",
    ),
    ("text-to-3d-preview", {"prompt": "owl", "zzz": 1}, "zzz is not a parameter here."),
]


@pytest.mark.parametrize(("name", "values", "message"), REFUSED)
def test_a_refusal_names_the_parameter_and_what_it_accepts(
    name: str, values: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        validated(ENDPOINTS[name], values)
    assert str(refusal.value) == message
    assert refusal.value.parameter in message


def test_a_model_that_nobody_knows_yet_is_left_to_the_service() -> None:
    values = {"prompt": "owl", "ai_model": "meshy-7"}
    assert validated(ENDPOINTS["text-to-3d-preview"], values)["ai_model"] == "meshy-7"


def test_what_only_the_newest_model_can_do_is_left_to_an_unknown_one() -> None:
    values = {"image_url": PICTURE, "ai_model": "meshy-7", "hd_texture": True}
    assert validated(ENDPOINTS["image-to-3d"], values)["hd_texture"] is True


def test_any_aspect_ratio_is_left_to_an_unknown_model() -> None:
    values = {"prompt": "owl", "ai_model": "nano-papaya", "aspect_ratio": "3:2"}
    assert validated(ENDPOINTS["text-to-image"], values)["aspect_ratio"] == "3:2"


@pytest.mark.parametrize(
    ("key", "value", "flag"),
    [
        ("target_polycount", 5000, "should_remesh"),
        (
            "target_polycount",
            30_000,
            "should_remesh",
        ),  # its default: a number is meant all the same
        ("topology", "quad", "should_remesh"),
        ("decimation_mode", 2, "should_remesh"),
        ("origin_at", "center", "auto_size"),
    ],
)
def test_who_asks_for_the_how_asks_for_the_thing(key: str, value: Any, flag: str) -> None:
    checked = validated(ENDPOINTS["text-to-3d-preview"], {"prompt": "owl", key: value})
    assert checked[key] == value
    assert checked[flag] is True


@pytest.mark.parametrize(
    ("key", "value", "flag"),
    [("topology", "triangle", "should_remesh"), ("origin_at", "bottom", "auto_size")],
)
def test_a_choice_that_is_made_anyway_asks_for_nothing_more(
    key: str, value: Any, flag: str
) -> None:
    checked = validated(ENDPOINTS["text-to-3d-preview"], {"prompt": "owl", key: value})
    assert flag not in checked


def test_a_flag_that_was_switched_off_stays_off() -> None:
    values = {"prompt": "owl", "should_remesh": False, "target_polycount": 5000}
    with pytest.raises(InvalidParameter, match="only counts with should_remesh on"):
        validated(ENDPOINTS["text-to-3d-preview"], values)


def test_meshy_5_remeshes_without_being_asked() -> None:
    values = {"prompt": "owl", "ai_model": "meshy-5", "target_polycount": 5000}
    assert "should_remesh" not in validated(ENDPOINTS["text-to-3d-preview"], values)


def test_flags_that_nobody_gave_are_not_complained_about() -> None:
    values = {"prompt": "owl", "model_type": "lowpoly", "decimation_mode": 2}
    assert check(ENDPOINTS["text-to-3d-preview"], values).unheeded == {
        "decimation_mode": "doesn't count with model_type lowpoly"
    }


def test_a_value_that_would_not_count_may_stay_at_its_default() -> None:
    values = {
        "prompt": "owl",
        "model_type": "lowpoly",
        "ai_model": "latest",
        "topology": "triangle",
    }
    checked = validated(ENDPOINTS["text-to-3d-preview"], values)
    assert {"ai_model", "topology"}.isdisjoint(checked)


@pytest.mark.parametrize(
    ("name", "values", "left_out"),
    [
        ("image-to-3d", {"input_task_id": ID, "image_url": PICTURE}, "image_url"),
        (
            "retexture",
            {"model_url": MODEL, "text_style_prompt": "gold", "image_style_url": PICTURE},
            "text_style_prompt",
        ),
        (
            "remesh",
            {"model_url": MODEL, "decimation_mode": 1, "target_polycount": 5000},
            "target_polycount",
        ),
        (
            "text-to-3d-refine",
            {"preview_task_id": ID, "texture_prompt": "gold", "texture_image_url": PICTURE},
            "texture_image_url",
        ),
    ],
)
def test_what_the_service_would_ignore_is_not_sent(
    name: str, values: dict[str, Any], left_out: str
) -> None:
    checked = validated(ENDPOINTS[name], values)
    assert left_out not in checked
    assert set(values) - {left_out} <= set(checked)


def test_pbr_is_on_unless_it_was_switched_off_or_there_is_no_texture() -> None:
    endpoint = ENDPOINTS["image-to-3d"]
    assert validated(endpoint, {"image_url": PICTURE})["enable_pbr"] is True
    assert validated(endpoint, {"image_url": PICTURE, "enable_pbr": False})["enable_pbr"] is False
    bare = validated(endpoint, {"image_url": PICTURE, "should_texture": False})
    assert "enable_pbr" not in bare


def test_a_list_may_be_a_set_or_a_text_with_an_item_per_line() -> None:
    endpoint = ENDPOINTS["multi-image-to-3d"]
    text = f"{PICTURE}\n  {PICTURE}  \n\n"
    checked = validated(endpoint, {"image_urls": text, "target_formats": {"fbx", "glb"}})
    assert checked["image_urls"] == [PICTURE, PICTURE]
    assert checked["target_formats"] == ["glb", "fbx"]


def test_nested_objects_are_flat_outside_the_request() -> None:
    endpoint = ENDPOINTS["creative-lab-keychain-build"]
    values = {"input_task_id": ID, "size_mm": 30, "output_format": "zip"}
    assert request_body(endpoint, validated(endpoint, values)) == {
        "input_task_id": ID,
        "options": {"size_mm": 30},
        "output": {"format": "zip"},
    }


def test_a_group_of_which_nothing_was_given_is_not_sent() -> None:
    endpoint = ENDPOINTS["animation"]
    body = request_body(endpoint, validated(endpoint, {"rig_task_id": ID, "action_id": 0}))
    assert body == {"rig_task_id": ID, "action_id": 0}


def test_a_request_says_what_its_endpoint_always_says() -> None:
    endpoint = ENDPOINTS["text-to-3d-refine"]
    body = request_body(endpoint, validated(endpoint, {"preview_task_id": ID}))
    assert body["mode"] == "refine"


def test_whatever_is_wrong_is_said_in_one_line() -> None:
    with pytest.raises(InvalidParameter) as refusal:
        validated(ENDPOINTS["remesh"], {"model_url": MODEL, "topology": "a\nb\x1b[31m" * 100})
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize("digits", [400, 5000])
def test_a_number_without_end_is_refused_as_any_other(digits: int) -> None:
    values = {"model_url": MODEL, "height_meters": 10**digits}
    with pytest.raises(InvalidParameter, match="height_meters must be a number, not "):
        validated(ENDPOINTS["rigging"], values)


@pytest.mark.parametrize(
    ("name", "values", "credits"),
    [
        ("text-to-3d-preview", {}, 20),
        ("text-to-3d-preview", {"ai_model": "meshy-5"}, 5),
        ("text-to-3d-preview", {"ai_model": "meshy-5", "model_type": "lowpoly"}, 20),
        ("text-to-3d-preview", {"ai_model": "meshy-7"}, 20),
        ("text-to-3d-refine", {}, 10),
        ("image-to-3d", {}, 30),
        ("image-to-3d", {"should_texture": False}, 20),
        ("multi-image-to-3d", {"ai_model": "meshy-5"}, 15),
        ("text-to-image", {}, 3),
        ("text-to-image", {"ai_model": "gpt-image-2"}, 9),
        ("image-to-image", {"ai_model": "gpt-image-2"}, 12),
        ("print-analyze", {}, 0),
        ("creative-lab-lamp-build", {}, 30),
    ],
)
def test_the_price_is_known_before_anything_is_sent(
    name: str, values: dict[str, Any], credits: int
) -> None:
    assert price(ENDPOINTS[name], values) == credits


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400)])
    | st.floats()
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("name", ENDPOINTS)
def test_whatever_is_given_only_an_invalid_parameter_comes_of_it(name: str) -> None:
    endpoint = ENDPOINTS[name]
    keys = [parameter.key for parameter in endpoint.flat_parameters]
    needed = {p.key: JSON | st.just("x") for p in endpoint.flat_parameters if p.required}
    others = {key: JSON for key in keys if key not in needed}
    values = st.fixed_dictionaries(needed, optional=others)

    @settings(max_examples=30, deadline=None, database=None)
    @given(values | st.dictionaries(st.text() | st.sampled_from(keys), JSON, max_size=4))
    def any_values(values: dict[str, Any]) -> None:
        outcome = checked_or_refused(values)
        if isinstance(outcome, InvalidParameter):
            assert str(outcome).isprintable()
            assert str(outcome).endswith((".", "?"))
        else:
            assert price(endpoint, outcome.values) >= 0
            json.dumps(request_body(endpoint, outcome.values), allow_nan=False)

    def checked_or_refused(values: dict[str, Any]) -> Checked | InvalidParameter:
        try:
            return check(endpoint, values)
        except InvalidParameter as refusal:
            return refusal

    any_values()
