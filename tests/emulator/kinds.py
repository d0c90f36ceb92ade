"""The table of create paths: which bodies each takes and which task types live below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.emulator.bodies.base import Body
from tests.emulator.bodies.characters import Animation, Rigging
from tests.emulator.bodies.creative_lab import (
    FigureBuild,
    FigurePrototype,
    FridgeMagnetBuild,
    FridgeMagnetPrototype,
    KeychainBuild,
    KeychainPrototype,
    LampBuild,
    LampPrototype,
)
from tests.emulator.bodies.image_to_3d import ImageTo3D, MultiImageTo3D
from tests.emulator.bodies.pictures import ImageToImage, TextToImage
from tests.emulator.bodies.printing import Analyze, MultiColor, Repair
from tests.emulator.bodies.retexture import Retexture
from tests.emulator.bodies.shaping import Convert, Remesh, Resize
from tests.emulator.bodies.text_to_3d import Preview, Refine
from tests.emulator.errors import bad_request


@dataclass(frozen=True)
class Kind:
    """One create path. `bodies` is a single one, or one for each value of `mode`."""

    path: str
    types: tuple[str, ...]
    bodies: type[Body] | Mapping[str, type[Body]]
    cancels: bool = False

    def body(self, data: Mapping[str, Any]) -> type[Body]:
        """The body that `data` is to be checked as."""
        if not isinstance(self.bodies, Mapping):
            return self.bodies
        if "mode" not in data:
            raise bad_request("Missing parameter: mode is required")
        mode = data["mode"]
        if not isinstance(mode, str) or mode not in self.bodies:
            raise bad_request(f"Invalid parameter: mode: must be {' or '.join(self.bodies)}")
        return self.bodies[mode]


def _lab(product: str, prototype: type[Body], build: type[Body]) -> tuple[Kind, Kind]:
    path = f"/openapi/creative-lab/{product}/v1"
    return (
        Kind(f"{path}/prototype", (f"creative-lab-{product}-prototype",), prototype, cancels=True),
        Kind(f"{path}/build", (f"creative-lab-{product}-build",), build, cancels=True),
    )


KINDS = (
    Kind(
        "/openapi/v2/text-to-3d",
        ("text-to-3d-preview", "text-to-3d-refine"),
        {"preview": Preview, "refine": Refine},
    ),
    Kind("/openapi/v1/image-to-3d", ("image-to-3d",), ImageTo3D),
    Kind("/openapi/v1/multi-image-to-3d", ("multi-image-to-3d",), MultiImageTo3D),
    Kind("/openapi/v1/remesh", ("remesh",), Remesh),
    Kind("/openapi/v1/convert", ("convert",), Convert),
    Kind("/openapi/v1/resize", ("resize",), Resize),
    Kind("/openapi/v1/rigging", ("rig",), Rigging),
    Kind("/openapi/v1/animations", ("animate",), Animation),
    Kind("/openapi/v1/retexture", ("retexture",), Retexture),
    Kind("/openapi/v1/text-to-image", ("text-to-image",), TextToImage),
    Kind("/openapi/v1/image-to-image", ("image-to-image",), ImageToImage),
    Kind("/openapi/v1/print/multi-color", ("print-multi-color",), MultiColor),
    Kind("/openapi/v1/print/analyze", ("print-analyze",), Analyze),
    Kind("/openapi/v1/print/repair", ("print-repair",), Repair),
    *_lab("keychain", KeychainPrototype, KeychainBuild),
    *_lab("fridge-magnet", FridgeMagnetPrototype, FridgeMagnetBuild),
    *_lab("figure", FigurePrototype, FigureBuild),
    *_lab("lamp", LampPrototype, LampBuild),
)
