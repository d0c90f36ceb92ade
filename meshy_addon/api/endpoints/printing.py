"""3D printing: checking a model, repairing it, and colouring it."""

from __future__ import annotations

from ..endpoint import Endpoint, Kind, Part, Price
from ..parameters import Flag, Integer, Model, TaskId, Text
from . import shared

_MAX_BYTES = 100_000_000
"""docs.meshy.ai/api/analyze-printability: 100 MB."""


def _input(*formats: str, max_bytes: int | None = None) -> tuple[TaskId, Model]:
    return (
        shared.input_task(
            "image-to-3d",
            "multi-image-to-3d",
            "text-to-3d-preview",
            "text-to-3d-refine",
            "remesh",
            "retexture",
            overrides="model_url",
            help="A model that Meshy made, by the id of its task",
        ),
        Model(
            "model_url",
            "The model to send",
            label="Model File",
            formats=formats,
            max_bytes=max_bytes,
        ),
    )


_INPUT_NEEDED = (("input_task_id", "model_url"),)

PRINT_ANALYZE = Endpoint(
    name="print-analyze",
    path="/openapi/v1/print/analyze",
    type="print-analyze",
    price=Price(0),
    outputs=("printability",),
    gives_files=False,
    needs_one_of=_INPUT_NEEDED,
    parameters=_input("glb", "gltf", "obj", "fbx", "stl", max_bytes=_MAX_BYTES),
)

PRINT_REPAIR = Endpoint(
    name="print-repair",
    path="/openapi/v1/print/repair",
    type="print-repair",
    price=Price(10),
    outputs=("model_urls", "thumbnail_url"),
    needs_one_of=_INPUT_NEEDED,
    parameters=(*_input("glb", "stl", "obj", max_bytes=_MAX_BYTES), shared.ALPHA_THUMBNAIL),
)

PRINT_MULTI_COLOR = Endpoint(
    name="print-multi-color",
    path="/openapi/v1/print/multi-color",
    type="print-multi-color",
    price=Price(10),
    outputs=("model_urls",),
    is_for_printer=True,
    needs_one_of=_INPUT_NEEDED,
    parameters=(
        *_input("glb", "fbx"),
        Integer(
            "max_colors",
            "How many colours the print may have",
            label="Colours",
            default=4,
            minimum=1,
            maximum=16,
        ),
        Integer(
            "max_depth",
            "How finely colours are told apart; more makes larger files",
            label="Fineness",
            default=4,
            minimum=3,
            maximum=6,
        ),
    ),
)

ENDPOINTS = (PRINT_ANALYZE, PRINT_REPAIR, PRINT_MULTI_COLOR)

KINDS = (
    Kind(
        name="print_analyze",
        title="Check for Printing",
        help="Find what would keep a model from being printed",
        parts=(Part(PRINT_ANALYZE),),
    ),
    Kind(
        name="print_repair",
        title="Repair for Printing",
        help="Make a model watertight; its material is put back as well as it fits",
        parts=(Part(PRINT_REPAIR),),
        wishes=(
            Flag(
                "beside",
                "Leave the object as it is, and stand the repaired one next to it",
                default=False,
            ),
        ),
    ),
    Kind(
        name="print_multi_color",
        title="Multi-Colour Print",
        help="Make a 3MF file for a printer with several colours",
        parts=(Part(PRINT_MULTI_COLOR),),
        wishes=(
            Text(
                "save_to",
                "The file or folder to save it to; by default beside the .blend",
                label="Save To",
            ),
        ),
    ),
)
