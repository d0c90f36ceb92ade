"""What a command would send and cost, and what it says about itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.blender.bad_input import is_one_sentence
from tests.blender.harness import Blender
from tests.emulator.process import Emulator

pytestmark = pytest.mark.one_version
NOWHERE = {"MESHY_API_URL": "http://127.0.0.1:1"}
KINDS = ("text-to-3d", "refine", "image-to-3d", "multi-image-to-3d")


def dry_run(blender: Blender, *typed: str) -> dict[str, Any]:
    """The answer to `--dry-run --json`; with nobody to send to, and no key."""
    ended = blender.cli(*typed, "--dry-run", "--json", env=NOWHERE)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    return json.loads(ended.stdout)


def test_a_dry_run_prints_requests_and_price_and_needs_no_key(blender: Blender):
    answer = dry_run(blender, "text-to-3d", "--prompt", "an owl", "--target-polycount", "5000")
    url = "http://127.0.0.1:1/openapi/v2/text-to-3d"
    preview, refine = answer["requests"]
    assert preview == {
        "method": "POST",
        "url": url,
        "body": {
            "mode": "preview",
            "prompt": "an owl",
            "should_remesh": True,
            "target_polycount": 5000,
            "target_formats": ["glb"],
        },
    }
    assert refine["url"] == url
    assert refine["body"]["mode"] == "refine"
    assert refine["body"]["enable_pbr"] is True
    assert answer["credits"] == 30
    assert set(answer) == {"requests", "credits"}


def test_a_dry_run_for_people_ends_with_the_price(blender: Blender):
    ended = blender.cli("text-to-3d", "--prompt", "an owl", "--dry-run", env=NOWHERE)
    assert ended.returncode == 0
    assert ended.stdout.startswith("POST http://127.0.0.1:1/openapi/v2/text-to-3d\n")
    assert ended.stdout.endswith("\n30 credits. Nothing was sent.\n")


def test_only_the_preview_costs_20(blender: Blender):
    answer = dry_run(blender, "text-to-3d", "--prompt", "an owl", "--preview-only")
    assert [request["body"]["mode"] for request in answer["requests"]] == ["preview"]
    assert answer["credits"] == 20


def test_flags_are_given_with_and_without_no_and_lists_by_repeating(blender: Blender):
    answer = dry_run(
        blender,
        *("multi-image-to-3d", "--no-enable-pbr", "--hd-texture"),
        *("--image-urls", "https://a.example/left.png"),
        *("--image-urls", "https://a.example/right.png"),
        *("--target-formats", "fbx", "--target-formats", "stl"),
    )
    assert answer["requests"][0]["body"] == {
        "image_urls": ["https://a.example/left.png", "https://a.example/right.png"],
        "enable_pbr": False,
        "hd_texture": True,
        "target_formats": ["glb", "fbx", "stl"],
    }


def test_what_is_to_be_written_is_asked_of_the_service(blender: Blender):
    answer = dry_run(
        blender, "image-to-3d", "--image-url", "https://a.example/a.png", "-o", "a.fbx"
    )
    assert answer["requests"][0]["body"]["target_formats"] == ["glb", "fbx"]


def test_a_budget_stops_what_costs_more_and_nothing_is_sent(blender: Blender, emulator: Emulator):
    ended = blender.cli(
        "text-to-3d", "--prompt", "an owl", "--max-credits", "29", env=emulator.environment
    )
    assert ended.returncode == 4
    assert ended.stdout == ""
    assert ended.stderr == "meshy: This costs 30 credits, and --max-credits allows 29.\n"
    assert is_one_sentence(ended.stderr.strip())
    assert emulator.requests() == []


def test_a_budget_that_suffices_lets_it_pass(blender: Blender):
    answer = dry_run(blender, "text-to-3d", "--prompt", "an owl", "--max-credits", "30")
    assert answer["credits"] == 30


def test_a_model_from_a_newer_service_passes(blender: Blender):
    answer = dry_run(blender, "text-to-3d", "--prompt", "an owl", "--ai-model", "meshy-7")
    assert [request["body"]["ai_model"] for request in answer["requests"]] == ["meshy-7"] * 2


@pytest.mark.parametrize("command", ["", *KINDS, "balance", "jobs", "cancel", "resume"])
def test_every_command_explains_itself(blender: Blender, command: str):
    ended = blender.cli(*filter(None, [command]), "--help")
    assert ended.returncode == 0
    assert ended.stderr == ""
    assert ended.stdout.startswith(f"usage: meshy {command}".rstrip())
    if command in KINDS:
        for flag in ("--output PATH", "--dry-run", "--max-credits N", "--json", "--enable-pbr"):
            assert flag in ended.stdout
    elif not command:
        assert all(f"\n    {kind}" in ended.stdout for kind in KINDS)
        assert "130 interrupted" in ended.stdout


def test_asking_leaves_nothing_behind(blender: Blender):
    dry_run(blender, "text-to-3d", "--prompt", "an owl")
    assert list(blender.state_dir.iterdir()) == []
    assert list(blender.folder.iterdir()) == [blender.state_dir]
