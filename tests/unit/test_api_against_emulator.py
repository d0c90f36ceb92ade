"""Our table of endpoints and the emulator's bodies, which were written apart, say the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from meshy_addon.api.attachments import attached
from meshy_addon.api.credits import price
from meshy_addon.api.endpoint import Endpoint
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.errors import InvalidParameter, ParameterRefused
from meshy_addon.api.parameters import (
    Choice,
    Choices,
    Flag,
    Group,
    Integer,
    Model,
    Number,
    Parameter,
    Picture,
    Pictures,
    TaskId,
    Text,
)
from meshy_addon.api.request import request_body
from meshy_addon.api.validation import check, validated
from tests.emulator.kinds import KINDS
from tests.emulator.process import Emulator
from tests.unit.customers import Customer, Customers
from tests.unit.parameter_values import (
    ANY_MODEL,
    PILLOW,
    model_file,
    picture_file,
    right_values,
    wrong_values,
)

every_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=ENDPOINTS)

AGAINST_A_SERVER = settings(
    max_examples=12,
    deadline=None,
    database=None,
    # Making a failing request smaller would cost more requests than all the tests together.
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
LEAST: dict[type[Parameter], Any] = {
    Text: "an owl",
    Picture: "https://example.com/picture.png",
    Pictures: ["https://example.com/picture.png"],
    Model: "https://example.com/model.glb",
    Integer: 0,
}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for extension in PILLOW:
        (folder / f"picture.{extension}").write_bytes(picture_file(extension))
    for extension in ("glb", "obj", "stl"):
        (folder / f"model.{extension}").write_bytes(model_file(extension))
    return folder


@every_endpoint
def test_the_emulator_takes_every_valid_request_and_charges_the_price_that_was_told(
    endpoint: Endpoint, emulator: Emulator, files: Path
) -> None:
    customers = Customers(emulator)

    @AGAINST_A_SERVER
    @given(right_values(endpoint))
    def request(values: dict[str, Any]) -> None:
        customer = customers.next()
        checked = compatible(endpoint, values)
        sent = with_files(endpoint, with_tasks(endpoint, checked, customer), files)
        charged = customer.create(endpoint, request_body(endpoint, sent))
        assert charged == price(endpoint, checked) == price(endpoint, sent)

    request()


def compatible(endpoint: Endpoint, values: dict[str, Any]) -> dict[str, Any]:
    """The checked values, without those that don't go together with the others."""
    values, said = dict(values), []
    for _ in range(2 * len(endpoint.flat_parameters)):
        try:
            return validated(endpoint, values)
        except InvalidParameter as error:
            said.append(str(error))
            if values.pop(error.parameter, None) is None:
                values[error.parameter] = least(endpoint.parameter(error.parameter))
    raise AssertionError(said)


def with_tasks(endpoint: Endpoint, values: dict[str, Any], customer: Customer) -> dict[str, Any]:
    """`values` with the ids of real tasks in the place of their types."""
    result = dict(values)
    for parameter in endpoint.flat_parameters:
        if isinstance(parameter, TaskId) and parameter.key in values:
            # A preview is refined by the generation of models that made it.
            same = endpoint.name == "text-to-3d-refine" and values.get("ai_model") == "meshy-5"
            ai_model = "meshy-5" if same else "latest"
            result[parameter.key] = customer.task(values[parameter.key], ai_model)
    return result


def with_files(endpoint: Endpoint, values: dict[str, Any], folder: Path) -> dict[str, Any]:
    """`values` with data URIs in the place of names of files."""
    result = dict(values)
    if values.get("enable_original_uv") and "model_url" in values:
        # The task on a model without UVs fails, and its credits come back.
        values = {**values, "model_url": "model.obj"}
    for key, value in values.items():
        parameter = endpoint.parameter(key)
        if isinstance(parameter, Picture | Model):
            result[key] = attached(parameter, located(value, folder))
        elif isinstance(parameter, Pictures):
            result[key] = [attached(parameter, located(item, folder)) for item in value]
    return result


def located(value: str, folder: Path) -> str:
    return value if "://" in value else str(folder / value)


def least(parameter: Parameter) -> Any:
    """A value that is surely right."""
    if isinstance(parameter, Choice | Choices):
        first = next(iter(parameter.options))
        return first if isinstance(parameter, Choice) else [first]
    if isinstance(parameter, TaskId):
        return (parameter.from_types or ANY_MODEL)[0]
    if isinstance(parameter, Number) and not isinstance(parameter, Integer):
        return 1.0
    return LEAST.get(type(parameter), True)


@every_endpoint
def test_what_lies_just_outside_is_refused_by_both_with_the_name_of_the_parameter(
    endpoint: Endpoint, emulator: Emulator
) -> None:
    customer = Customers(emulator).next()
    required = {p.key: least(p) for p in endpoint.flat_parameters if p.required}
    good = compatible(endpoint, required)
    for parameter in endpoint.flat_parameters:
        for wrong in wrong_values(parameter):
            values = {**good, parameter.key: wrong}
            with pytest.raises(InvalidParameter) as ours:
                check(endpoint, values)
            assert ours.value.parameter == parameter.key
            assert str(ours.value).startswith(parameter.key)
            with pytest.raises(ParameterRefused, match=rf"\b{parameter.name}\b"):
                customers_wish(customer, endpoint, values)


def customers_wish(customer: Customer, endpoint: Endpoint, values: dict[str, Any]) -> None:
    """Send `values` as they are."""
    customer.client.create(endpoint, request_body(endpoint, values))


@every_endpoint
def test_both_know_the_same_parameters_with_the_same_ranges_and_choices(
    endpoint: Endpoint,
) -> None:
    assert facts_of(endpoint) == documented_facts(endpoint)


def documented_facts(endpoint: Endpoint) -> dict[str, dict[str, Any]]:
    """What the emulator's body of this endpoint accepts, parameter by parameter."""
    (kind,) = (kind for kind in KINDS if kind.path == endpoint.path)
    schema = kind.body(endpoint.fixed).model_json_schema()
    found = facts_of_schema(schema, schema)
    for parameter in endpoint.parameters:
        if isinstance(parameter, Choice) and parameter.open:
            found[parameter.name].pop("options", None)
    return {name: facts for name, facts in found.items() if name not in endpoint.fixed}


def facts_of_schema(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, dict[str, Any]]:
    facts: dict[str, dict[str, Any]] = {}
    for name, entry in schema["properties"].items():
        reference = entry.get("$ref") or next(
            (each["$ref"] for each in entry.get("anyOf", ()) if "$ref" in each), None
        )
        if reference:
            nested = root["$defs"][reference.rpartition("/")[2]]
            for inner, of_inner in facts_of_schema(nested, root).items():
                facts[f"{name}.{inner}"] = of_inner
            continue
        items = entry.get("items", {})
        options = entry.get("enum") or items.get("enum")
        if "const" in entry:
            options = [entry["const"]]
        facts[name] = without_nothing(
            type=entry["type"],
            options=frozenset(options) if options else None,
            minimum=entry.get("minimum"),
            above=entry.get("exclusiveMinimum"),
            maximum=entry.get("maximum"),
            max_length=entry.get("maxLength"),
            max_items=None if options else entry.get("maxItems"),
        )
    return facts


def facts_of(endpoint: Endpoint) -> dict[str, dict[str, Any]]:
    facts: dict[str, dict[str, Any]] = {}
    for parameter in endpoint.parameters:
        if isinstance(parameter, Group):
            for field in parameter.fields:
                facts[f"{parameter.name}.{field.name}"] = facts_of_parameter(field)
        else:
            facts[parameter.name] = facts_of_parameter(parameter)
    return facts


def facts_of_parameter(parameter: Parameter) -> dict[str, Any]:
    options: Any = None
    if isinstance(parameter, Choices) or (isinstance(parameter, Choice) and not parameter.open):
        options = frozenset(parameter.options)
    elif isinstance(parameter, Integer) and parameter.levels:
        options = frozenset(parameter.levels)
    number = parameter if isinstance(parameter, Number) else Number("", "")
    return without_nothing(
        type=JSON_TYPES[type(parameter)],
        options=options,
        minimum=number.minimum,
        above=number.above,
        maximum=number.maximum,
        max_length=parameter.max_length if isinstance(parameter, Text) else None,
        max_items=parameter.max_items if isinstance(parameter, Pictures) else None,
    )


JSON_TYPES: dict[type[Parameter], str] = {
    Text: "string",
    Choice: "string",
    Choices: "array",
    Flag: "boolean",
    Number: "number",
    Integer: "integer",
    Picture: "string",
    Pictures: "array",
    Model: "string",
    TaskId: "string",
}


def without_nothing(**facts: Any) -> dict[str, Any]:
    return {name: fact for name, fact in facts.items() if fact is not None}
