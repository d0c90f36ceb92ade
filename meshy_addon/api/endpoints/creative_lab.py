"""Creative Lab: things to print and hold, from one picture, each by way of a prototype."""

from __future__ import annotations

from dataclasses import replace

from ..endpoint import Endpoint, Kind, Part, Price
from ..parameters import Choice, Flag, Group, Integer, Number, Parameter, Picture, TaskId, Text

_NAME = Text("name", "What the task is called on Meshy's site", max_length=100, advanced=True)
_PICTURE = Picture(
    "image_url",
    "The picture to start from",
    label="Picture",
    required=True,
    formats=("jpg", "jpeg", "png", "webp"),
)


def _prototype(product: str, *parameters: Parameter) -> Endpoint:
    return Endpoint(
        name=f"creative-lab-{product}-prototype",
        path=f"/openapi/creative-lab/{product}/v1/prototype",
        type=f"creative-lab-{product}-prototype",
        price=Price(6),
        outputs=("image_urls",),
        cancel_only=True,
        parameters=(*parameters, _NAME),
    )


def _build(product: str, outputs: tuple[str, ...], *parameters: Parameter) -> Endpoint:
    return Endpoint(
        name=f"creative-lab-{product}-build",
        path=f"/openapi/creative-lab/{product}/v1/build",
        type=f"creative-lab-{product}-build",
        price=Price(30),
        outputs=outputs,
        cancel_only=True,
        parameters=(
            TaskId(
                "input_task_id",
                "The prototype to build, by the id of its task",
                label="Prototype",
                required=True,
                from_types=(f"creative-lab-{product}-prototype",),
            ),
            _NAME,
            *parameters,
        ),
    )


def _output(default: str, **options: str) -> Group:
    return Group(
        "output",
        "Which files come back",
        fields=(
            Choice(
                "format",
                "Which files come back",
                flat_name="output_format",
                default=default,
                options=options,
            ),
        ),
    )


_RELIEF_OUTPUT = _output(
    "glb", glb="glTF binary", obj="Wavefront OBJ in a zip file", zip="Everything in a zip file"
)


def _relief(shape: str, size_mm: float, height_mm: float, base_mm: float) -> Group:
    """The options of a relief on a badge; the products differ in their defaults only."""
    return Group(
        "options",
        "The form of the badge and its relief",
        fields=(
            Choice(
                "badge_shape",
                "The outline of the badge",
                label="Shape",
                default=shape,
                options={
                    "circle": "Circle",
                    "rounded-rect": "Rounded rectangle",
                    "hexagon": "Hexagon",
                    "shield": "Shield",
                    "star": "Star",
                },
            ),
            Number(
                "size_mm",
                "How large it is",
                label="Size",
                default=size_mm,
                above=0,
                maximum=400,
                unit="mm",
            ),
            _millimetres("relief_height_mm", "How far the relief stands out", height_mm),
            _millimetres("relief_offset_mm", "How far the whole relief is raised", 0),
            _millimetres("base_thickness_mm", "How thick the plate behind it is", base_mm),
            Flag(
                "has_closed_back",
                "Close the back, so that it is solid",
                label="Closed Back",
                default=True,
            ),
            Choice(
                "relief_curve",
                "How brightness becomes height",
                default="linear",
                options={
                    "linear": "Evenly",
                    "gamma": "By a power",
                    "s-curve": "With more contrast",
                },
                advanced=True,
            ),
            Number(
                "curve_param",
                "The power",
                label="Gamma",
                default=1.0,
                above=0,
                maximum=10,
                when={"relief_curve": ("gamma",)},
                advanced=True,
            ),
            Flag("invert_depth", "Make dark parts stand out instead", default=False, advanced=True),
            Number(
                "smoothing",
                "How much the relief is smoothed",
                default=0.24,
                minimum=0,
                maximum=10,
                advanced=True,
            ),
            Number(
                "relief_scale",
                "Exaggerates the relief",
                default=1.0,
                above=0,
                maximum=10,
                advanced=True,
            ),
            Number(
                "depth_threshold",
                "What is lower than this becomes flat",
                default=0.1,
                minimum=0,
                maximum=1,
                advanced=True,
            ),
            Flag("remove_background", "Cut the subject out of the picture first", default=True),
            Integer(
                "export_resolution",
                "How finely the relief is sampled",
                label="Resolution",
                default=512,
                minimum=64,
                maximum=2048,
                advanced=True,
            ),
        ),
    )


def _millimetres(name: str, help: str, default: float) -> Number:
    label = name.removesuffix("_mm").replace("_", " ").title()
    return Number(name, help, label=label, default=default, minimum=0, maximum=20, unit="mm")


_RELIEF_OUTPUTS = ("model_urls",)
KEYCHAIN_PROTOTYPE = _prototype("keychain", _PICTURE)
KEYCHAIN_BUILD = _build(
    "keychain", _RELIEF_OUTPUTS, _relief("circle", 40, 2.2, 0.1), _RELIEF_OUTPUT
)
FRIDGE_MAGNET_PROTOTYPE = _prototype("fridge-magnet", _PICTURE)
FRIDGE_MAGNET_BUILD = _build(
    "fridge-magnet", _RELIEF_OUTPUTS, _relief("rounded-rect", 60, 3.3, 2.0), _RELIEF_OUTPUT
)
FIGURE_PROTOTYPE = _prototype("figure", _PICTURE)
FIGURE_BUILD = _build("figure", ("model_urls", "thumbnail_url", "texture_urls"))

LAMP_PROTOTYPE = replace(
    _prototype(
        "lamp",
        Text("text", "What the lampshade should look like", label="Prompt", max_length=800),
        replace(_PICTURE, required=False),
        Choice(
            "image_subject",
            "What the picture shows",
            label="Subject",
            default="character",
            options={"character": "A character or a thing", "landscape": "A landscape"},
            not_with={"image_url": (None,)},
        ),
    ),
    needs_one_of=(("text", "image_url"),),
    excludes=(("text", "image_url"),),
)


def _offset(axis: str, what: str) -> Number:
    return Number(
        f"fixture_offset_{axis}_mm",
        what,
        label=f"Fixture Offset {axis.upper()}",
        default=0,
        minimum=-80,
        maximum=80,
        unit="mm",
        advanced=True,
    )


def _rotation(axis: str) -> Number:
    return Number(
        f"rotate_{axis}_deg",
        f"Turn the model around {axis.upper()} before it becomes a lamp",
        label=f"Rotate {axis.upper()}",
        default=0,
        minimum=-360,
        maximum=360,
        unit="deg",
        advanced=True,
    )


LAMP_BUILD = _build(
    "lamp",
    ("model_urls",),
    Group(
        "options",
        "The form of the lampshade",
        fields=(
            Number(
                "diameter_mm",
                "How large the lampshade is",
                label="Diameter",
                default=80,
                minimum=50,
                maximum=400,
                unit="mm",
            ),
            Number(
                "thickness_mm",
                "How thick its wall is",
                label="Thickness",
                default=1.5,
                above=0,
                maximum=10,
                unit="mm",
            ),
            Number(
                "cut_amount_percent",
                "How much of the top is flattened, so that it can stand while printing",
                label="Cut",
                default=35,
                minimum=1,
                maximum=100,
                unit="%",
            ),
            Choice(
                "light_source_preset",
                "The lamp inside, for which a base is made",
                label="Light Source",
                default="bambu_mh001_60mm",
                options={
                    "bambu_mh001_60mm": "Bambu Lab MH001, 60 mm",
                    "none": "None, and no base",
                },
            ),
            replace(
                _offset("x", "Moves the opening for the lamp sideways"),
                not_with={"light_source_preset": ("none",)},
            ),
            _offset("z", "Moves the opening for the lamp up or down"),
            *(_rotation(axis) for axis in "xyz"),
            Flag(
                "include_result_json",
                "Put the measured figures into the zip file too",
                label="Include Figures",
                default=False,
                when={"output_format": ("zip",)},
                advanced=True,
            ),
        ),
    ),
    _output("stl", stl="STL files", zip="Everything in a zip file"),
)

ENDPOINTS = (
    KEYCHAIN_PROTOTYPE,
    KEYCHAIN_BUILD,
    FRIDGE_MAGNET_PROTOTYPE,
    FRIDGE_MAGNET_BUILD,
    FIGURE_PROTOTYPE,
    FIGURE_BUILD,
    LAMP_PROTOTYPE,
    LAMP_BUILD,
)


FIGURE_HEIGHT = Number(
    "height_mm",
    "How tall the figure stands in the scene; Meshy itself gives it no size. 0 leaves it as it is",
    label="Height",
    default=100,
    minimum=0,
    maximum=1000,
    unit="mm",
)


def _kind(
    name: str, title: str, help: str, *stages: Endpoint, wishes: tuple[Number, ...] = ()
) -> Kind:
    prototype, build = stages
    return Kind(
        name=name,
        title=title,
        help=help,
        parts=(Part(prototype), Part(build, after="input_task_id")),
        only_first="prototype_only",
        continues_with="input_task_id",
        only_first_help="Stop at the picture of the prototype",
        wishes=wishes,
    )


KINDS = (
    _kind("keychain", "Keychain", "Make a keychain from a picture", *ENDPOINTS[:2]),
    _kind("fridge_magnet", "Fridge Magnet", "Make a fridge magnet from a picture", *ENDPOINTS[2:4]),
    _kind(
        "figure",
        "Figure",
        "Make a figure from a picture",
        *ENDPOINTS[4:6],
        wishes=(FIGURE_HEIGHT,),
    ),
    _kind("lamp", "Lamp", "Make a lampshade from a picture or a prompt", *ENDPOINTS[6:]),
)
