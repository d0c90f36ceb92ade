"""Makes the files of a result with the model library, which varies them by the seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.emulator.orders import Files, Order

Produce = Callable[[], Files]


@dataclass(frozen=True)
class ModelSpec:
    """What a model must be like. The same seed gives the same shape, the same style the same
    colours; the style is the seed's own unless it was retextured."""

    seed: str
    formats: tuple[str, ...]
    textured: bool = True
    pbr: bool = False
    emission: bool = False
    hd: bool = False
    auto_size: bool = False
    height_m: float | None = None
    longest_side_m: float | None = None
    origin: str = "bottom"
    faces: int | None = None
    large: bool = False
    pre_remeshed: bool = False
    style: str | None = None

    def produce(self) -> Files:
        """The files. A large one takes seconds: read them on a worker thread."""
        library = _library()
        height_m = library.natural_height_m(self.seed) if self.auto_size else self.height_m
        files: Files = library.model_files(
            self.seed,
            textured=self.textured,
            pbr=self.pbr,
            emission=self.emission,
            formats=self.formats,
            hd=self.hd,
            height_m=height_m,
            origin=self.origin,
            faces=self.faces,
            large=self.large,
        )
        if self.pre_remeshed:
            before = replace(self, faces=None, pre_remeshed=False)
            return Overlaid({"pre_remeshed_model.glb": before.glb()}, files)
        return files

    def glb(self) -> bytes:
        """The model as GLB, whatever formats were asked for."""
        return replace(self, formats=("glb",), pre_remeshed=False).produce()["model.glb"]


class Overlaid(Mapping[str, bytes]):
    """Files with some of them replaced; the others are still made when first read."""

    def __init__(self, over: Files, under: Files) -> None:
        self._over = over
        self._under = under

    def __getitem__(self, name: str) -> bytes:
        return self._over[name] if name in self._over else self._under[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self._under), **dict.fromkeys(self._over)})

    def __len__(self) -> int:
        return sum(1 for _ in self)


def passed_on(upload: bytes, format_: str, spec: ModelSpec) -> Produce:
    """The spec's files, but what was uploaded itself where that format is asked for."""
    return lambda: Overlaid({f"model.{format_}": upload}, spec.produce())


def resized(upload: bytes, format_: str, spec: ModelSpec) -> Produce:
    """The uploaded model in the spec's size."""
    return passed_on(upload, format_, spec)


def retextured(upload: bytes | None, spec: ModelSpec) -> Produce:
    """The files of a retexture task: the shape that came in, in new colours."""
    return spec.produce


def rigged(seed: str, height_m: float) -> Produce:
    return ModelSpec(seed, ("glb", "fbx")).produce


def animated(rig: Order, action_key: str, fps: int) -> Produce:
    return ModelSpec(rig.seed, ("glb", "fbx")).produce


def pictures(seed: str, names: Sequence[str], ratio: str) -> Produce:
    return ModelSpec(seed, ("glb",)).produce


def multi_color(upload: bytes | None, spec: ModelSpec, max_colors: int, max_depth: int) -> Produce:
    return replace(spec, formats=("3mf",)).produce


def repaired(upload: bytes | None, format_: str, spec: ModelSpec) -> Produce:
    return spec.produce if upload is None else passed_on(upload, format_, spec)


def lab_build(product: str, seed: str, options: Mapping[str, Any], format_: str) -> Produce:
    return ModelSpec(seed, ("glb", "obj")).produce


def _library() -> Any:
    # numpy and the fixtures are loaded when the first file is fetched, not at the start.
    from tests.emulator.models import library

    return library
