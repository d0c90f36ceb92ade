"""What all bodies share: strictness, the error messages, and the groups of parameters that the
pages repeat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo

from tests.emulator.desk import Desk
from tests.emulator.errors import Refusal, bad_request
from tests.emulator.options import Options
from tests.emulator.orders import Order

BodyT = TypeVar("BodyT", bound="Body")

PROMPT_CHARACTERS = 600


class Body(BaseModel):
    """A create request. Unknown parameters and converted types ("5" for 5) are errors."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)

    def order(self, desk: Desk) -> Order:
        """Check what needs looking up, and say what is to be made. Raises Refusal."""
        raise NotImplementedError


def parse(body: type[BodyT], data: Mapping[str, Any], options: Options) -> BodyT:
    """`data` as a `body`; 400 with a message that names the parameter."""
    if options.lenient:
        data = {name: value for name, value in data.items() if name in body.model_fields}
    for name, value in data.items():
        if value is None:
            raise bad_request(f"Invalid parameter: {name}: must not be null")
    try:
        return body.model_validate(dict(data), context={"models": options.models})
    except ValidationError as error:
        raise _refusal(error) from error


def _refusal(error: ValidationError) -> Refusal:
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return bad_request(f"Unknown parameter: {name}")
    if first["type"] == "missing":
        return bad_request(f"Missing parameter: {name} is required")
    return bad_request(f"Invalid parameter: {name}: {first['msg']}")


def _known_model(name: str, info: ValidationInfo) -> str:
    allowed = ("meshy-5", "meshy-6", "latest", *(info.context or {}).get("models", ()))
    if name not in allowed:
        raise ValueError(f"{name!r} is not one of {', '.join(allowed)}")
    return name


def not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


AiModel = Annotated[str, AfterValidator(_known_model)]
Prompt = Annotated[str, Field(max_length=PROMPT_CHARACTERS), AfterValidator(not_blank)]
OptionalPrompt = Annotated[str, Field(max_length=PROMPT_CHARACTERS)]
Format = Literal["glb", "obj", "fbx", "stl", "usdz", "3mf"]
ExportFormat = Literal["glb", "fbx", "obj", "usdz", "blend", "stl", "3mf"]
Polycount = Annotated[int, Field(ge=100, le=300_000)]
Name = Annotated[str, Field(max_length=100)]


class Sized(BaseModel):
    """The `auto_size` group."""

    auto_size: bool = False
    origin_at: Literal["bottom", "center"] = "bottom"


class Meshed(BaseModel):
    """The mesh group of the three generating endpoints."""

    ai_model: AiModel = "latest"
    should_remesh: bool = False
    topology: Literal["quad", "triangle"] = "triangle"
    target_polycount: Polycount = 30_000
    decimation_mode: Literal[1, 2, 3, 4] = 1
    symmetry_mode: Literal["off", "auto", "on"] = "auto"
    pose_mode: Literal["a-pose", "t-pose", ""] = ""
    is_a_t_pose: bool = False

    @property
    def posed(self) -> bool:
        """Whether a pose was asked for: then it is a character, whatever the input says."""
        return bool(self.pose_mode) or self.is_a_t_pose

    def faces(self) -> int | None:
        """How many faces the result should have; None for the full resolution."""
        given = "should_remesh" in self.model_fields_set
        remesh = self.should_remesh if given else not is_meshy_6(self.ai_model)
        return self.target_polycount if remesh else None


def is_meshy_6(ai_model: str) -> bool:
    """Whether the maps include emission and the base colour can be 4K."""
    return ai_model != "meshy-5"


def exactly_one_source(task_id: str | None, other: object, name: str) -> None:
    """The rule "only one of `input_task_id` or `name` is required"."""
    if not task_id and not other:
        raise bad_request(f"Missing parameter: either {name} or input_task_id must be provided")
