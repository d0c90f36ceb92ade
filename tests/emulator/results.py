"""Makes the files of a result with the model library.

What a task makes can be what the next one starts from, so models travel as `Made`: something that
knows its files in any format. Nothing is computed before a file is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tests.emulator.orders import Files

if TYPE_CHECKING:
    from types import ModuleType

Model: TypeAlias = "str | bytes"
"""A prompt, or a GLB, OBJ or STL file."""

_LARGE_FORMATS = ("glb", "obj", "stl")


class Made(Protocol):
    """A model that a task made, or will have made."""

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that were asked for."""

    def produce(self) -> Files:
        """The result's files. Reading one may take seconds; do it on a worker thread."""

    def model(self) -> Model:
        """The model itself, for the next task; as GLB even when that wasn't asked for."""

    def shape(self) -> Model:
        """The model where only the shape matters; a prompt when that says it all."""


@dataclass(frozen=True)
class ModelSpec:
    """A generated model. The same seed gives the same shape and colours."""

    seed: str
    formats: tuple[str, ...]
    textured: bool = True
    pbr: bool = False
    emission: bool = False
    hd: bool = False
    auto_size: bool = False
    origin: str = "bottom"
    faces: int | None = None
    large: bool = False
    pre_remeshed: bool = False
    character: bool = False

    @property
    def available(self) -> ModelSpec:
        """The same, without what isn't made of the large model."""
        if not self.large:
            return self
        formats = tuple(name for name in self.formats if name in _LARGE_FORMATS) or ("glb",)
        return replace(self, formats=formats, emission=False)

    def produce(self) -> Files:
        files = _model_files(self)
        if self.pre_remeshed:
            before = replace(self, faces=None, pre_remeshed=False)
            return Overlaid({"pre_remeshed_model.glb": before.model()}, files)
        return files

    def model(self) -> bytes:
        return replace(self, formats=("glb",), pre_remeshed=False).produce()["model.glb"]

    def shape(self) -> Model:
        plain = not (self.faces or self.large or self.character)
        return self.seed if plain else self.model()

    def humanoid(self) -> bool:
        """Whether rigging finds a body in it."""
        return self.character or bool(library().is_humanoid(self.seed))


@lru_cache(maxsize=8)
def _model_files(spec: ModelSpec) -> Files:
    """Many tasks of one prompt cost no more than one."""
    files: Files = library().model_files(
        spec.seed,
        textured=spec.textured,
        pbr=spec.pbr,
        emission=spec.emission,
        formats=spec.formats,
        hd=spec.hd,
        height_m=library().natural_height_m(spec.seed) if spec.auto_size else None,
        origin=spec.origin,
        faces=spec.faces,
        large=spec.large,
        shape_name="character" if spec.character else None,
    )
    return files


@dataclass(frozen=True)
class Derived:
    """A model made from another one; `make` gives its files in the formats it is told."""

    make: Callable[[tuple[str, ...]], Files]
    formats: tuple[str, ...]

    def produce(self) -> Files:
        return self.make(self.formats)

    def model(self) -> bytes:
        return self.make(("glb",))["model.glb"]

    def shape(self) -> Model:
        return self.model()


def converted(model: Callable[[], Model], formats: tuple[str, ...] = ("glb",)) -> Derived:
    """A model as it is, in other formats."""
    return Derived(lambda wanted: library().converted_files(model(), formats=wanted), formats)


@dataclass(frozen=True)
class Rig:
    """A rigged character: what was rigged, and how tall it is meant to be."""

    shape: Callable[[], Model]
    height_m: float

    def produce(self) -> Files:
        """The character, its walk and its run."""
        files: Files = library().rigged_files(self.shape(), self.height_m)
        return files

    def animated(self, action_key: str, fps: int) -> Files:
        """The whole character again with one animation."""
        files: Files = library().animated_files(
            self.shape(), action_key, height_m=self.height_m, fps=fps
        )
        return files


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


def library() -> ModuleType:
    """The model library, which brings numpy along: loaded for the first file, not at the start."""
    from tests.emulator.models import library

    return library
