"""Names of data-blocks, from what artists type and the files they give. Needs no Blender."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meshy_addon.scene.naming import name_from_file, name_from_prompt, with_suffix

pytestmark = pytest.mark.oldest_and_newest


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("a weathered bronze owl, 4k", "Weathered bronze owl"),
        ("red, green and blue parrot", "Red, green and blue parrot"),
        ("ultra detailed, 8K, dragon", "Dragon"),
        ("An owl. It sits on a branch, looking left.", "Owl"),
        ("iPhone case", "iPhone case"),
        ("BRONZE OWL", "BRONZE OWL"),
        ("monster mask\nwith horns", "Monster mask, with horns"),
        ("  \t", "Meshy"),
        ("", "Meshy"),
        ("a", "A"),
        ("4k", "4k"),
        ("owl\x00\u202e\u200b", "Owl"),
        (
            "an extremely long prompt about a castle on a hill",
            "Extremely long prompt about a castle",
        ),
        ("فارس عربي على حصان", "فارس عربي على حصان"),
    ],
)
def test_a_prompt_becomes_a_short_readable_name(prompt, name):
    assert name_from_prompt(prompt) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("C:\\art\\owl_front-view.png", "Owl front view"),
        ("//textures/OWL.v2.jpg", "OWL.v2"),
        ("/photos/IMG_0023.JPG", "IMG 0023"),
    ],
)
def test_a_file_gives_its_name_without_folder_and_extension(path, name):
    assert name_from_file(path) == name


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize("sign", [FAMILY, ENGLAND, "\U0001f1e9\U0001f1ea", "क्षि", "é", "梟"])
def test_a_long_name_is_never_cut_within_what_a_reader_takes_for_one_sign(sign):
    name = name_from_prompt(sign * 50)
    assert name.lower() == (sign * name.lower().count(sign))
    assert len(name) > 0


@given(st.text(), st.sampled_from(["base color", "metallic roughness", "2"]))
@example("🦉" * 30, "metallic roughness")
@example("x" * 100, "base color")
def test_whatever_was_typed_blender_keeps_the_name_whole_and_shows_no_control_character(
    prompt, suffix
):
    name = name_from_prompt(prompt)
    assert 0 < len(name.encode()) <= 63 - len(".001")
    assert len(with_suffix(name, suffix).encode()) <= 63 - len(".001")
    assert with_suffix(name, suffix).endswith(suffix)
    assert name.isprintable() or any(joiner in name for joiner in "\u200c\u200d\U000e007f")
    assert name == name.strip()
