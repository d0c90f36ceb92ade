"""Tooltips say what a job and its parameters cost, from the same data as the price."""

from __future__ import annotations

import re

import pytest

from meshy_addon.api.endpoints import KINDS
from meshy_addon.api.tooltips import kind_tooltip, only_first_tooltip, price_range, tooltip


def tip(kind: str, key: str) -> str:
    [parameter] = [each for each in KINDS[kind].parameters if each.key == key]
    return tooltip(KINDS[kind], parameter)


def test_each_piece_of_a_tooltip_is_told_in_the_language_of_who_asks():
    german = {
        "{one} or {other}": "{one} oder {other}",
        "Costs {prices}": "Kostet {prices}",
        "{credits} with {choice}": "{credits} mit {choice}",
        "Latest": "Neuestes",
    }
    kind = KINDS["image_to_3d"]
    [model] = [each for each in kind.parameters if each.key == "ai_model"]
    told = tooltip(kind, model, lambda english: german.get(english, english))
    wanted = "Kostet 30 credits mit Neuestes oder Meshy 6, 15 credits mit Meshy 5"
    assert told == f"{model.help}. {wanted}"


def test_a_choice_that_decides_the_price_names_each():
    said = tip("image_to_3d", "ai_model")
    assert said.endswith("Costs 30 credits with Latest or Meshy 6, 15 credits with Meshy 5")


def test_an_option_that_costs_more_says_how_much():
    assert tip("image_to_3d", "should_texture").endswith("Costs 10 credits more")


def test_an_option_that_changes_nothing_says_so_where_others_do():
    assert tip("image_to_3d", "enable_pbr").endswith("Costs no extra credits")
    assert "redits" not in tip("resize", "auto_size")


def test_what_is_advised_against_says_so_instead():
    assert tip("text_to_3d", "art_style").endswith("Meshy advises against using it")


def test_levels_are_spelt_out():
    assert "1: ultra" in tip("text_to_3d", "decimation_mode")


@pytest.mark.parametrize(
    ("kind", "span"),
    [("image_to_3d", (5, 30)), ("refine", (10, 10)), ("print_analyze", (0, 0))],
)
def test_the_price_of_a_kind_of_job_spans_all_choices(kind: str, span: tuple[int, int]):
    assert price_range(KINDS[kind]) == span


def test_a_kind_is_free_where_no_choice_costs_anything():
    free = {kind.name for kind in KINDS.values() if kind.is_free}
    assert free == {name for name, kind in KINDS.items() if price_range(kind) == (0, 0)} != set()


def test_a_job_says_what_it_costs():
    assert kind_tooltip(KINDS["text_to_3d"]).endswith("Costs 15 to 30 credits")
    assert kind_tooltip(KINDS["resize"]).endswith("Costs 1 credit")
    assert kind_tooltip(KINDS["print_analyze"]).endswith("Costs nothing")
    assert only_first_tooltip(KINDS["text_to_3d"]).endswith("Saves 10 credits")


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_no_help_says_a_price_by_hand(kind):
    helps = [parameter.help for parameter in kind.parameters]
    written = [text for text in [kind.help, kind.only_first_help, *helps] if "redit" in text]
    assert written == []
    assert all(not re.search(r"\.$", tooltip(kind, parameter)) for parameter in kind.parameters)
