"""What all bodies share: strictness, error messages, and the types of single parameters."""

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


def exactly_one_source(task_id: str | None, other: object, name: str) -> None:
    """The rule "only one of `input_task_id` or `name` is required"."""
    if not task_id and not other:
        raise bad_request(f"Missing parameter: either {name} or input_task_id must be provided")
