"""Creative Lab: the prototypes and builds of keychain, fridge magnet, figure and lamp."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from tests.emulator import prices
from tests.emulator.bodies.base import Body, Name
from tests.emulator.desk import Desk
from tests.emulator.errors import bad_request
from tests.emulator.layouts import model_urls, texture_urls
from tests.emulator.orders import File, Json, Layout, Order
from tests.emulator.results import Model, converted, library
from tests.emulator.tasks import Task

PHOTO_FORMATS = ("jpg", "jpeg", "png", "webp")

# The pages say "too small" and "too many pixels" without numbers; these are ours.
_SMALLEST_SIDE = 16
_MOST_PIXELS = 100_000_000

BadgeShape = Literal["circle", "rounded-rect", "hexagon", "shield", "star"]


class _Prototype(Body):
    """A concept picture from a photo."""

    product: ClassVar[str]
    image_url: str = ""
    name: Name = ""

    def order(self, desk: Desk) -> Order:
        if not self.image_url:
            raise bad_request("Missing parameter: image_url is required")
        return self._order(desk.seed(_photo_digest(self.image_url, desk)))

    def _order(self, seed: str) -> Order:
        return Order(
            type=f"creative-lab-{self.product}-prototype",
            credits=prices.LAB_PROTOTYPE,
            seed=seed,
            pictures=1,
            fields={"name": self.name},
            pending={"image_urls": None},
            result={"image_urls": [File("concept.png")]},
            produce=lambda: library().lab_files(self.product, "prototype", seed),
        )


class KeychainPrototype(_Prototype):
    product = "keychain"


class FridgeMagnetPrototype(_Prototype):
    product = "fridge-magnet"


class FigurePrototype(_Prototype):
    product = "figure"


class LampPrototype(_Prototype):
    """From a text or from a photo, never both."""

    product = "lamp"
    text: str = Field(default="", max_length=800)
    image_subject: Literal["character", "landscape"] = "character"

    def order(self, desk: Desk) -> Order:
        if bool(self.text.strip()) == bool(self.image_url):
            raise bad_request("Exactly one of text or image_url is required")
        return self._order(desk.seed(self.text or _photo_digest(self.image_url, desk)))


class _ReliefOptions(Body):
    """The geometry of keychain and fridge magnet; only the defaults differ."""

    badge_shape: BadgeShape
    size_mm: float = Field(gt=0, le=400)
    relief_height_mm: float = Field(ge=0, le=20)
    relief_offset_mm: float = Field(default=0.0, ge=0, le=20)
    base_thickness_mm: float = Field(ge=0, le=20)
    has_closed_back: bool = True
    relief_curve: Literal["linear", "gamma", "s-curve"] = "linear"
    curve_param: float = Field(default=1.0, gt=0, le=10)
    invert_depth: bool = False
    smoothing: float = Field(default=0.24, ge=0, le=10)
    relief_scale: float = Field(default=1.0, gt=0, le=10)
    depth_threshold: float = Field(default=0.1, ge=0, le=1)
    remove_background: bool = True
    export_resolution: int = Field(default=512, ge=64, le=2048)


class KeychainOptions(_ReliefOptions):
    badge_shape: BadgeShape = "circle"
    size_mm: float = Field(default=40.0, gt=0, le=400)
    relief_height_mm: float = Field(default=2.2, ge=0, le=20)
    base_thickness_mm: float = Field(default=0.1, ge=0, le=20)


class FridgeMagnetOptions(_ReliefOptions):
    badge_shape: BadgeShape = "rounded-rect"
    size_mm: float = Field(default=60.0, gt=0, le=400)
    relief_height_mm: float = Field(default=3.3, ge=0, le=20)
    base_thickness_mm: float = Field(default=2.0, ge=0, le=20)


class LampOptions(Body):
    diameter_mm: float = Field(default=80.0, ge=50, le=400)
    thickness_mm: float = Field(default=1.5, gt=0, le=10)
    cut_amount_percent: float = Field(default=35.0, ge=1, le=100)
    light_source_preset: Literal["bambu_mh001_60mm", "none"] = "bambu_mh001_60mm"
    fixture_offset_x_mm: float = Field(default=0.0, ge=-80, le=80)
    fixture_offset_z_mm: float = Field(default=0.0, ge=-80, le=80)
    rotate_x_deg: float = Field(default=0.0, ge=-360, le=360)
    rotate_y_deg: float = Field(default=0.0, ge=-360, le=360)
    rotate_z_deg: float = Field(default=0.0, ge=-360, le=360)
    include_result_json: bool = False


class MeshOutput(Body):
    format: Literal["glb", "obj", "zip"] = "glb"


class StlOutput(Body):
    format: Literal["stl", "zip"] = "stl"


class _Build(Body):
    """The object made from a prototype of the same product."""

    product: ClassVar[str]
    input_task_id: str
    name: Name = ""

    def order(self, desk: Desk) -> Order:
        prototype = desk.input_task(
            self.input_task_id,
            "input_task_id",
            [f"creative-lab-{self.product}-prototype"],
            missing=404,
            wrong_type=404,
        )
        return self._order(prototype)

    def _order(self, prototype: Task) -> Order:
        raise NotImplementedError

    def _build(
        self,
        prototype: Task,
        result: dict[str, Layout],
        options: dict[str, Any],
        format_: str,
        fields: dict[str, Json] | None = None,
    ) -> Order:
        seed = prototype.order.seed
        main = "lamp.stl" if self.product == "lamp" else "model.glb"

        def model() -> Model:
            plain = "stl" if self.product == "lamp" else "glb"
            content: bytes = library().lab_files(self.product, "build", seed, options, plain)[main]
            return content

        return Order(
            type=f"creative-lab-{self.product}-build",
            credits=prices.LAB_BUILD,
            seed=seed,
            input_id=prototype.id,
            made=converted(model),
            fields={"name": self.name, **(fields or {})},
            pending=dict.fromkeys(result),
            result=result,
            produce=lambda: library().lab_files(self.product, "build", seed, options, format_),
        )


class _ReliefBuild(_Build):
    options: _ReliefOptions
    output: MeshOutput = MeshOutput()

    def _order(self, prototype: Task) -> Order:
        urls: dict[str, dict[str, Layout]] = {
            "glb": {"glb": File("model.glb")},
            "obj": {"obj": File("model.zip")},
            "zip": {"bundle_zip": File("bundle.zip")},
        }
        format_ = self.output.format
        result: dict[str, Layout] = {"model_urls": urls[format_]}
        return self._build(prototype, result, self.options.model_dump(), format_)


class KeychainBuild(_ReliefBuild):
    product = "keychain"
    options: KeychainOptions = KeychainOptions()


class FridgeMagnetBuild(_ReliefBuild):
    product = "fridge-magnet"
    options: FridgeMagnetOptions = FridgeMagnetOptions()


class FigureBuild(_Build):
    """Like Image to 3D, so its object has that shape."""

    product = "figure"

    def _order(self, prototype: Task) -> Order:
        result: dict[str, Layout] = {
            "model_urls": model_urls(("glb", "obj"), textured=True),
            "thumbnail_url": File("preview.png"),
            "texture_urls": texture_urls(True, False, False),
        }
        empty: dict[str, Json] = dict.fromkeys(
            ("prompt", "negative_prompt", "texture_prompt", "texture_image_url"), ""
        )
        return self._build(prototype, result, {}, "glb", empty)


class LampBuild(_Build):
    product = "lamp"
    options: LampOptions = LampOptions()
    output: StlOutput = StlOutput()

    def _order(self, prototype: Task) -> Order:
        urls: dict[str, Layout] = {"lamp_stl": File("lamp.stl")}
        if self.options.light_source_preset != "none":
            urls["base_stl"] = File("base.stl")
        if self.output.format == "zip":
            urls = {"bundle_zip": File("bundle.zip")}
        return self._build(
            prototype, {"model_urls": urls}, self.options.model_dump(), self.output.format
        )


def _photo_digest(url: str, desk: Desk) -> str:
    photo = desk.uploads.picture(url, "image_url", PHOTO_FORMATS)
    if photo.content is not None:
        if min(photo.width, photo.height) < _SMALLEST_SIDE:
            raise bad_request("image_url: the image is too small")
        if photo.width * photo.height > _MOST_PIXELS:
            raise bad_request("image_url: the image exceeds the maximum pixel count")
    return photo.digest
