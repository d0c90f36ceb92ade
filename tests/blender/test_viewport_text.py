"""The text beside placeholders: letters are made before they are needed amid a drawing."""

from __future__ import annotations

import pytest

from tests.blender.harness import Blender

pytestmark = pytest.mark.one_version


def make_letters() -> dict[str, list[str]]:
    from tests.blender import jobs_in_the_list as jobs

    text = jobs.module("ui.jobs.viewport_text").ViewportText()
    asked = [text.new_letters(12.0, set("owl 1")), text.new_letters(12.0, set("owl 2"))]
    ahead = text.new_letters(12.0, set("owl 1"))
    while more := text.new_letters(12.0, set()):
        ahead |= more
    larger = text.new_letters(24.0, set("owl"))
    told = {"asked": asked[0], "then": asked[1], "ahead": ahead, "larger": larger}
    return {name: sorted(letters) for name, letters in told.items()}


def test_each_letter_is_made_once_for_each_size_and_usual_ones_ahead(blender: Blender):
    made = blender.call(make_letters)
    assert (made["asked"], made["then"]) == (list(" 1low"), ["2"])
    assert set("Downloading 34%".replace(" ", "")) <= set("".join(made["ahead"] + made["asked"]))
    assert not set(made["ahead"]) & set("owl12")
    assert made["larger"] == list("low")
