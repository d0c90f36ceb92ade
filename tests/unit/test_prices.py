"""Every price that Meshy's pages state, against what the extension tells before a job is sent.

Sources: docs.meshy.ai/api/pricing, line by line; the page "How much does Image to 3D cost?" of the
guide; the credits per model in the pages on pictures; "texturing … will cost 10 credits" in the
pages on Image to 3D. The examples of Creative Lab's task objects say 20 for a build, where the
pricing page says 30: that one counts.
"""

from __future__ import annotations

from typing import Any

import pytest

from meshy_addon.api.credits import price
from meshy_addon.api.endpoints import ENDPOINTS, KINDS
from meshy_addon.jobs.planning import plan, total_price

MESHY_6 = ("meshy-6", "latest")
LAB = ("keychain", "fridge-magnet", "figure", "lamp")

# Endpoint, what is asked for, credits.
STATED: list[tuple[str, dict[str, Any], int]] = [
    # Text to 3D (Preview): Meshy-6 models and low poly models 20, other models 5.
    ("text-to-3d-preview", {}, 20),
    *(("text-to-3d-preview", {"ai_model": model}, 20) for model in MESHY_6),
    ("text-to-3d-preview", {"model_type": "lowpoly"}, 20),
    ("text-to-3d-preview", {"model_type": "lowpoly", "ai_model": "meshy-5"}, 20),
    ("text-to-3d-preview", {"ai_model": "meshy-5"}, 5),
    # Text to 3D (Refine): 10, whatever the texture is.
    ("text-to-3d-refine", {}, 10),
    ("text-to-3d-refine", {"enable_pbr": True, "hd_texture": True}, 10),
    ("text-to-3d-refine", {"ai_model": "meshy-5", "texture_prompt": "red"}, 10),
    # Image to 3D: Meshy-6 models and low poly models 20 without texture, 30 with; others 5, 15.
    ("image-to-3d", {}, 30),
    *(("image-to-3d", {"ai_model": model}, 30) for model in MESHY_6),
    *(("image-to-3d", {"ai_model": model, "should_texture": False}, 20) for model in MESHY_6),
    ("image-to-3d", {"model_type": "lowpoly"}, 30),
    ("image-to-3d", {"model_type": "lowpoly", "should_texture": False}, 20),
    ("image-to-3d", {"model_type": "lowpoly", "ai_model": "meshy-5"}, 30),
    ("image-to-3d", {"ai_model": "meshy-5"}, 15),
    ("image-to-3d", {"ai_model": "meshy-5", "should_texture": False}, 5),
    # Texturing by a text or a picture is the 10 that are in it, not 10 more.
    ("image-to-3d", {"texture_prompt": "red"}, 30),
    ("image-to-3d", {"texture_image_url": "https://example.com/red.png"}, 30),
    ("image-to-3d", {"enable_pbr": True, "hd_texture": True, "multi_view_thumbnails": True}, 30),
    # Multi Image to 3D: as with one picture.
    ("multi-image-to-3d", {}, 30),
    *(("multi-image-to-3d", {"ai_model": model}, 30) for model in MESHY_6),
    *(("multi-image-to-3d", {"ai_model": model, "should_texture": False}, 20) for model in MESHY_6),
    ("multi-image-to-3d", {"ai_model": "meshy-5"}, 15),
    ("multi-image-to-3d", {"ai_model": "meshy-5", "should_texture": False}, 5),
    # What works on a model.
    ("retexture", {}, 10),
    ("retexture", {"ai_model": "meshy-5", "enable_pbr": True}, 10),
    ("remesh", {}, 5),
    ("remesh", {"target_polycount": 100, "target_formats": ("glb", "fbx", "obj")}, 5),
    ("convert", {}, 1),
    ("resize", {}, 1),
    ("rigging", {}, 5),
    ("animation", {}, 3),
    # Pictures, by model; three views are one call.
    *(
        (endpoint, {"ai_model": model, **more}, credits)
        for endpoint, gpt in (("text-to-image", 9), ("image-to-image", 12))
        for model, credits in (
            ("nano-banana", 3),
            ("nano-banana-2", 6),
            ("nano-banana-pro", 9),
            ("gpt-image-2", gpt),
        )
        for more in ({}, {"generate_multi_view": True})
    ),
    # 3D printing.
    ("print-multi-color", {}, 10),
    ("print-multi-color", {"max_colors": 16, "max_depth": 6}, 10),
    ("print-analyze", {}, 0),
    ("print-repair", {}, 10),
    # Creative Lab.
    *((f"creative-lab-{product}-prototype", {}, 6) for product in LAB),
    *((f"creative-lab-{product}-build", {}, 30) for product in LAB),
]


@pytest.mark.parametrize(("endpoint", "values", "credits"), STATED)
def test_a_price_is_the_one_that_is_stated(endpoint: str, values: dict[str, Any], credits: int):
    known = {parameter.key for parameter in ENDPOINTS[endpoint].flat_parameters}
    assert set(values) <= known
    assert price(ENDPOINTS[endpoint], values) == credits


def test_no_endpoint_is_without_a_stated_price():
    assert {endpoint for endpoint, _, _ in STATED} == set(ENDPOINTS)


@pytest.mark.parametrize(
    ("kind", "values", "credits"),
    [
        ("text_to_3d", {"prompt": "an owl"}, 20 + 10),
        ("text_to_3d", {"prompt": "an owl", "ai_model": "meshy-5"}, 5 + 10),
        ("keychain", {"image_url": "https://example.com/logo.png"}, 6 + 30),
        ("lamp", {"text": "a moon"}, 6 + 30),
    ],
)
def test_a_job_of_two_tasks_costs_both(kind: str, values: dict[str, Any], credits: int):
    assert total_price(plan(KINDS[kind], values)) == credits
    first = plan(KINDS[kind], values, only_first=True)
    assert total_price(first) == price(ENDPOINTS[first[0].endpoint], values)
