"""The groups of parameters that several pages repeat."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from tests.emulator.bodies.base import AiModel, Format, Polycount
from tests.emulator.layouts import DEFAULT_FORMATS


class Sized(BaseModel):
    """The `auto_size` group."""

    auto_size: bool = False
    origin_at: Literal["bottom", "center"] = "bottom"


class Exported(BaseModel):
    """The formats of the result, and its transparent picture."""

    target_formats: list[Format] = Field(default_factory=list)
    alpha_thumbnail: bool = False

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats to make."""
        return tuple(dict.fromkeys(self.target_formats)) or DEFAULT_FORMATS


class Textured(BaseModel):
    """The maps of a textured model."""

    enable_pbr: bool = False
    hd_texture: bool = False
    remove_lighting: bool = True


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
