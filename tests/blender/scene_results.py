"""Results as the engine hands them over, made from the emulator's models, for tests of `scene`."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

MAPS = {
    "base_color": "texture_0.png",
    "metallic": "texture_0_metallic.png",
    "roughness": "texture_0_roughness.png",
    "normal": "texture_0_normal.png",
    "emission": "texture_0_emission.png",
}


def model_in(folder: Path, **options: Any) -> dict[str, str]:
    """The files of a generated owl, by what they are in `Result.files`; all that there are."""
    from tests.emulator.models.library import model_files

    settings = {"textured": True, "pbr": True, "emission": True, "formats": ("glb",), **options}
    made = model_files("a weathered bronze owl", **settings)
    names = {"model": "model.glb", **MAPS, **{kind: f"model.{kind}" for kind in _FURTHER}}
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for role, name in names.items():
        if name in made:
            (folder / name).write_bytes(made[name])
            files[role] = str(folder / name)
    return files


_FURTHER = ("fbx", "obj", "mtl", "stl", "usdz")


def edited(path: str, change: Callable[[dict[str, Any]], None]) -> str:
    """A copy of the GLB at `path` with its JSON changed."""
    content = Path(path).read_bytes()
    length = struct.unpack("<I", content[12:16])[0]
    document = json.loads(content[20 : 20 + length])
    change(document)
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    rest = content[20 + length :]
    head = struct.pack("<4sIII4s", b"glTF", 2, 20 + len(text) + len(rest), len(text), b"JSON")
    copy = Path(path).with_stem(f"{Path(path).stem}-edited")
    copy.write_bytes(head + text + rest)
    return str(copy)


def with_large_images(path: str) -> str:
    """A copy of the GLB at `path` with 3 MB of noise for each of its images."""
    import numpy as np
    from PIL import Image

    from tests.emulator.models.glb import unpack
    from tests.emulator.models.glb_writer import pack

    document, binary = unpack(Path(path).read_bytes())
    for number, image in enumerate(document["images"]):
        noise = np.random.default_rng(number).integers(0, 256, (1024, 1024, 3), np.uint8)
        picture = io.BytesIO()
        Image.fromarray(noise).save(picture, "PNG", compress_level=1)
        view = {"buffer": 0, "byteOffset": len(binary), "byteLength": len(picture.getvalue())}
        image.update(bufferView=len(document["bufferViews"]), mimeType="image/png")
        document["bufferViews"].append(view)
        binary += picture.getvalue() + b"\0" * (-len(picture.getvalue()) % 4)
    document["buffers"][0]["byteLength"] = len(binary)
    copy = Path(path).with_stem(f"{Path(path).stem}-large")
    copy.write_bytes(pack(document, binary))
    return str(copy)


def result_of(files: Mapping[str, str], name: str = "a weathered bronze owl, 4k", **values: Any):
    """Inside Blender: the result of a preview and a refine task that brought `files`."""
    from meshy_addon.api.tasks import read_task
    from meshy_addon.jobs.job import Job, Result, Step

    steps = (
        Step("text-to-3d-preview", {"prompt": "a weathered bronze owl", "ai_model": "meshy-6"}),
        Step("text-to-3d-refine", {"enable_pbr": True, **values}),
    )
    tasks = (
        {"id": "preview-1", "type": "text-to-3d-preview", "consumed_credits": 20},
        {
            "id": "refine-1",
            "type": "text-to-3d-refine",
            "consumed_credits": 10,
            "created_at": 1763711999000,
        },
    )
    return Result(
        Job("job-1", "text_to_3d", name, steps, 1763712000.0),
        tuple(read_task({"status": "SUCCEEDED", **task}) for task in tasks),
        {role: Path(path) for role, path in files.items()},
    )


def placed(files: Mapping[str, str], target: Mapping[str, Any] | None = None, **values: Any):
    """Inside Blender: places such a result; gives its root object."""
    import bpy

    from meshy_addon.scene.placing import Target, place

    done = place(result_of(files, **values), Target.from_json(target or {}))
    return bpy.data.objects[done.root]


def everything() -> dict[str, int]:
    """Inside Blender: how many data-blocks of each kind the file holds."""
    import bpy

    kinds = [p.identifier for p in bpy.data.bl_rna.properties if p.type == "COLLECTION"]
    return {kind: len(getattr(bpy.data, kind)) for kind in kinds if kind != "all_ids"}
