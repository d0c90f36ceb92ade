"""A declaration is all that a new endpoint takes: the rest is made from it.

The endpoint here exists nowhere. It's declared as those of the service are, and then has its
operator with properties, its arguments, its checks, its request and its price.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from meshy_addon.api.endpoint import Case, Endpoint, Kind, Part, Price
from meshy_addon.api.parameters import Choice, Choices, Flag, Group, Integer, Number, Text
from tests.blender.bad_input import is_one_sentence
from tests.blender.harness import Blender

pytestmark = pytest.mark.oldest_and_newest

PATH = "/openapi/v9/made-up"


def declare() -> None:
    """The one edit."""
    from meshy_addon.api.endpoints import ENDPOINTS, KINDS

    endpoint = Endpoint(
        name="made-up",
        path=PATH,
        type="made-up",
        price=Price(base=7, extras=(Case({"gilded": (True,)}, 3),)),
        outputs=("model_urls",),
        parameters=(
            Text("wish", "What is wished for", required=True, max_length=20),
            Choice(
                "mood",
                "How it looks at you",
                default="calm",
                options={"calm": "Half asleep", "grim": "As if you owed it money"},
            ),
            Number(
                "weight_kg",
                "How heavy it is",
                label="Weight",
                default=2.5,
                minimum=0.5,
                maximum=40.0,
            ),
            Integer("legs", "How many legs it stands on", default=4, minimum=1, maximum=100),
            Flag(
                "gilded",
                "Put gold leaf on it",
                default=False,
                not_with={"mood": ("grim",)},
            ),
            Choices("extras", "What comes along", options={"hat": "A hat", "shoes": "Shoes"}),
            Group(
                "box",
                "What it's packed in",
                fields=(
                    Number("size_mm", "How wide the box is", minimum=10.0, unit="mm"),
                    Choice(
                        "lining", "What's in it", default="silk", options={"silk": "", "hay": ""}
                    ),
                ),
            ),
        ),
    )
    ENDPOINTS[endpoint.name] = endpoint
    KINDS["made_up"] = Kind(
        name="made_up", title="Made Up", help="Make what isn't there", parts=(Part(endpoint),)
    )


def its_operator() -> dict[str, Any]:
    """What Blender knows of the operator, and what it says to mistakes."""
    import os

    import bpy

    from meshy_addon.api.endpoints import KINDS
    from meshy_addon.ui import operators

    declare()
    operators.add([KINDS["made_up"]])
    os.environ["MESHY_API_KEY"] = "any"
    kind = bpy.ops.meshy.made_up.get_rna_type()
    return {
        "name": kind.name,
        "description": kind.description,
        "properties": {
            each.identifier: _described(each)
            for each in kind.properties
            if each.identifier not in ("rna_type", "collection", "location", "ask")
        },
        "mistakes": [
            _told(),
            _told(wish="x" * 21),
            _told(wish="a fox", weight_kg=0.25),
            _told(wish="a fox", mood="grim", gilded=True),
            _told(wish="a fox", size_mm=5.0),
        ],
        "unregistered": _gone_after_unregister(),
    }


def _described(property: Any) -> dict[str, Any]:
    facts = {
        "type": property.type,
        "name": property.name,
        "description": property.description,
    }
    if property.type == "ENUM":
        facts["items"] = {item.identifier: item.description for item in property.enum_items}
        facts["default"] = (
            sorted(property.default_flag) if property.is_enum_flag else property.default
        )
    else:
        facts["default"] = property.default
    if property.type in ("INT", "FLOAT"):
        facts["soft"] = [property.soft_min, property.soft_max]
    return facts


def _told(**given: Any) -> str:
    import bpy

    try:
        bpy.ops.meshy.made_up(**given)
    except RuntimeError as error:
        return str(error).removeprefix("Error: ").strip()
    return "no error"


def _gone_after_unregister() -> bool:
    import bpy

    import meshy_addon

    meshy_addon.unregister()
    gone = not hasattr(bpy.types, "MESHY_OT_made_up")
    meshy_addon.register()
    return gone


def its_command(*arguments: str) -> int:
    from meshy_addon.cli.command import main

    declare()
    return main(["made-up", *arguments])


def test_it_has_an_operator_with_its_properties(blender: Blender):
    seen = blender.call(its_operator, env={"MESHY_API_URL": "http://127.0.0.1:1"})
    assert seen["name"] == "Made Up"
    assert seen["description"] == "Make what isn't there. Costs 7 to 10 credits"
    properties = seen["properties"]
    assert {name: facts["type"] for name, facts in properties.items()} == {
        "wish": "STRING",
        "mood": "ENUM",
        "weight_kg": "FLOAT",
        "legs": "INT",
        "gilded": "BOOLEAN",
        "extras": "ENUM",
        "size_mm": "FLOAT",
        "lining": "ENUM",
    }
    assert properties["wish"]["description"] == "What is wished for"
    assert properties["mood"]["default"] == "calm"
    assert properties["mood"]["items"] == {
        "calm": "Half asleep",
        "grim": "As if you owed it money",
    }
    weight = properties["weight_kg"]
    assert (weight["name"], weight["default"], weight["soft"]) == ("Weight", 2.5, [0.5, 40.0])
    assert (properties["legs"]["default"], properties["legs"]["soft"]) == (4, [1, 100])
    assert properties["gilded"]["default"] is False
    assert properties["extras"]["default"] == []
    assert properties["size_mm"]["soft"][0] == 10.0
    assert seen["unregistered"]

    assert seen["mistakes"] == [
        "wish must be given: what is wished for.",
        "wish takes at most 20 characters, and this has 21.",
        "weight_kg must be between 0.5 and 40, not 0.25.",
        "gilded doesn't count with mood grim.",
        "size_mm must be at least 10 mm, not 5.0.",
    ]
    assert all(map(is_one_sentence, seen["mistakes"]))


def test_it_has_a_command_with_its_arguments_request_and_price(blender: Blender):
    exit_code = blender.call(
        its_command,
        *("--wish", "a fox", "--gilded", "--legs", "3", "--extras", "shoes", "--extras", "hat"),
        *("--size-mm", "120", "--lining", "hay", "--dry-run", "--json"),
        env={"MESHY_API_URL": "http://127.0.0.1:1"},
    )
    assert exit_code == 0
    answer = json.loads(blender.last.stdout)
    assert answer["credits"] == 10
    assert answer["requests"] == [
        {
            "method": "POST",
            "url": f"http://127.0.0.1:1{PATH}",
            "body": {
                "wish": "a fox",
                "legs": 3,
                "gilded": True,
                "extras": ["hat", "shoes"],
                "box": {"size_mm": 120.0, "lining": "hay"},
            },
        }
    ]


def test_its_price_and_checks_hold_on_the_command_line_too(blender: Blender):
    plain = blender.call(its_command, "--wish", "a fox", "--dry-run", "--json")
    assert plain == 0
    assert json.loads(blender.last.stdout)["credits"] == 7
    refused = blender.call(its_command, "--wish", "a fox", "--extras", "sword", "--dry-run")
    assert refused == 2
    assert blender.last.stdout == ""
    assert blender.last.stderr == "meshy: extras takes hat, shoes, not sword.\n"


def test_its_command_explains_itself(blender: Blender):
    assert blender.call(its_command, "--help") == 0
    help = blender.last.stdout
    for words in (
        "Make what isn't there.",
        "--wish WISH",
        "--mood NAME",
        "how it looks at you: calm, grim (default: calm)",
        "--gilded, --no-gilded",
        "--legs N",
        "--size-mm",
    ):
        assert words in " ".join(help.split()), words
