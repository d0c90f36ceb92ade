"""Makes the files of a result with the model library, which varies them by the seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.emulator.orders import Files


@dataclass(frozen=True)
class ModelSpec:
    """What a model must be like. The same seed gives the same shape and colours."""

    seed: str
    formats: tuple[str, ...]
    textured: bool = True
    pbr: bool = False
    emission: bool = False
    hd: bool = False
    auto_size: bool = False
    origin: str = "bottom"
    large: bool = False
    pre_remeshed: bool = False

    def produce(self) -> Files:
        """The files. A large one takes seconds: read them on a worker thread."""
        library = _library()
        files: Files = library.model_files(
            self.seed,
            textured=self.textured,
            pbr=self.pbr,
            emission=self.emission,
            formats=self.formats,
            hd=self.hd,
            height_m=library.natural_height_m(self.seed) if self.auto_size else None,
            origin=self.origin,
            **({"large": True} if self.large else {}),
        )
        if self.pre_remeshed:
            return Overlaid({"pre_remeshed_model.glb": files["model.glb"]}, files)
        return files


def retextured(upload: bytes | None, spec: ModelSpec) -> Callable[[], Files]:
    """The files of a retexture task: the uploaded shape, where there is one, in new colours."""

    def produce() -> Files:
        files: Files = _library().retextured_files(
            upload,
            spec.seed,
            pbr=spec.pbr,
            emission=spec.emission,
            formats=spec.formats,
            hd=spec.hd,
        )
        return files

    return produce


def passed_on(upload: bytes, format_: str, spec: ModelSpec) -> Callable[[], Files]:
    """The spec's files, but what was uploaded itself where that format is asked for."""
    return lambda: Overlaid({f"model.{format_}": upload}, spec.produce())


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


def _library() -> Any:
    # numpy and the fixtures are loaded when the first file is fetched, not at the start.
    from tests.emulator.models import library

    return library
