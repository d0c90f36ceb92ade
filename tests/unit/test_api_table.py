"""The table of endpoints is complete and fit to be read by artists."""

from __future__ import annotations

from collections import Counter

import pytest

from meshy_addon.api.endpoint import Endpoint, Kind
from meshy_addon.api.endpoints import ENDPOINTS, KINDS
from meshy_addon.api.parameters import Choice, Choices, Group, Number, Parameter, Picture, Pictures
from tests.emulator.kinds import KINDS as EMULATED

every_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=ENDPOINTS)
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def test_there_is_every_create_call_that_the_emulator_knows() -> None:
    ours = Counter((endpoint.path, endpoint.type) for endpoint in ENDPOINTS.values())
    assert ours == Counter((kind.path, type_) for kind in EMULATED for type_ in kind.types)
    assert len(ENDPOINTS) == 23


def test_there_is_an_operator_for_each_thing_an_artist_wants() -> None:
    wanted = """
        text_to_3d refine image_to_3d multi_image_to_3d retexture remesh resize convert rig animate
        text_to_image image_to_image print_analyze print_repair print_multi_color
        keychain fridge_magnet figure lamp
    """
    assert set(KINDS) == set(wanted.split())


def test_every_endpoint_is_part_of_a_kind() -> None:
    used = {part.endpoint.name for kind in KINDS.values() for part in kind.parts}
    assert used == set(ENDPOINTS)


@every_endpoint
def test_delete_means_what_the_emulator_says_it_means(endpoint: Endpoint) -> None:
    (kind,) = (kind for kind in EMULATED if kind.path == endpoint.path)
    assert endpoint.cancel_only == kind.cancels


@every_endpoint
def test_no_name_is_used_twice(endpoint: Endpoint) -> None:
    keys = [parameter.key for parameter in endpoint.flat_parameters]
    assert len(keys) == len(set(keys))
    assert all(key.isidentifier() and key.islower() for key in keys)


@every_endpoint
def test_every_parameter_explains_itself_in_a_tooltip(endpoint: Endpoint) -> None:
    for parameter in endpoint.flat_parameters:
        for text in (parameter.help, parameter.title):
            assert text.isprintable()
            assert text == text.strip()
            assert text[:1].isupper() or text[:1].isdigit()
            assert not text.endswith(".")
        assert len(parameter.help) <= 120


@every_endpoint
def test_conditions_speak_of_values_that_exist(endpoint: Endpoint) -> None:
    known = {parameter.key: parameter for parameter in endpoint.flat_parameters}
    conditions = [case.when for case in (*endpoint.price.cases, *endpoint.price.extras)]
    for parameter in endpoint.flat_parameters:
        conditions += [parameter.when, parameter.only_with, parameter.not_with]
    # What is shared between endpoints may speak of a parameter that only one of them has.
    pairs = [each for condition in conditions for each in condition.items() if each[0] in known]
    assert all(possible(known[key], value) for key, values in pairs for value in values)


@every_endpoint
def test_rules_speak_of_parameters_that_exist(endpoint: Endpoint) -> None:
    rules = [*endpoint.needs_one_of, *endpoint.excludes]
    for parameter in endpoint.flat_parameters:
        rules += [parameter.requires, parameter.overrides]
    for rule in rules:
        for key in rule:
            endpoint.parameter(key)


@every_endpoint
def test_defaults_are_among_what_is_accepted(endpoint: Endpoint) -> None:
    for parameter in endpoint.flat_parameters:
        for default in (parameter.default, parameter.preset):
            if isinstance(parameter, Choices):
                assert set(default or ()) <= set(parameter.options)
            elif default is not None:
                assert possible(parameter, default)


@every_endpoint
def test_only_pictures_have_formats_of_pictures(endpoint: Endpoint) -> None:
    for parameter in endpoint.flat_parameters:
        if isinstance(parameter, Picture | Pictures):
            assert set(parameter.formats) <= {"jpg", "jpeg", "png", "webp"}


def test_only_requests_have_groups() -> None:
    for endpoint in ENDPOINTS.values():
        assert not any(isinstance(p, Group) for p in endpoint.flat_parameters)


@every_kind
def test_parts_of_a_kind_are_linked(kind: Kind) -> None:
    first, *others = kind.parts
    assert not first.after
    for before, part in zip(kind.parts, others, strict=False):
        linked = part.endpoint.parameter(part.after)
        assert before.endpoint.type in getattr(linked, "from_types", ())
    assert bool(kind.only_first) == bool(others)


def possible(parameter: Parameter, value: object) -> bool:
    if value is None:
        return not parameter.required
    if isinstance(parameter, Choice):
        return value in parameter.options
    if isinstance(parameter, Number):
        assert isinstance(value, int | float)
        low, high = parameter.minimum, parameter.maximum
        return (low is None or value >= low) and (high is None or value <= high)
    return isinstance(value, bool)
