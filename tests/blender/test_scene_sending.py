"""What is sent of an object's images, by either way to a GLB."""

from __future__ import annotations

import io
import json
import signal
import struct
import sys
from pathlib import Path
from typing import Any

import pytest

from meshy_addon.jobs.glb import probe_glb
from tests.blender.harness import Blender

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def an_object_with_four_images(folder: str) -> list[str]:
    """Packed, in a file, painted on and not saved, and generated; the file's names afterwards."""
    import bpy

    from meshy_addon.scene.objects.parcel import Parcel
    from meshy_addon.scene.objects.sending import glb_from_blend, write_blend, write_glb

    bpy.ops.mesh.primitive_grid_add(x_subdivisions=4, y_subdivisions=1)
    grid = bpy.context.object
    kinds = {"packed": (1, 0, 0, 1), "file": (0, 1, 0, 1), "painted": (0, 0, 1, 1)}
    for index, (kind, color) in enumerate({**kinds, "generated": (1, 1, 1, 1)}.items()):
        image = bpy.data.images.new(kind, 8, 8)
        image.generated_color = color
        if kind == "painted":
            image.pixels.foreach_set(color * 64)
        if kind == "packed":
            image.pack()
        if kind == "file":
            image.filepath_raw, image.file_format = f"{folder}/file.png", "PNG"
            image.save()
        material = bpy.data.materials.new(kind)
        if material.node_tree is None:
            material.use_nodes = True
        nodes = material.node_tree.nodes
        texture = nodes.new("ShaderNodeTexImage")
        texture.image = image
        material.node_tree.links.new(texture.outputs[0], nodes["Principled BSDF"].inputs[0])
        grid.data.materials.append(material)
        grid.data.polygons[index].material_index = index
    before = _names()
    parcel = Parcel((grid,))
    write_glb(parcel, Path(folder) / "direct.glb")
    write_blend(parcel, Path(folder) / "sent.blend")
    glb_from_blend(Path(folder) / "sent.blend", Path(folder) / "sent.glb")
    return sorted(set(_names()) ^ set(before))


def _names() -> list[str]:
    import bpy

    kinds = ("images", "libraries", "materials", "meshes", "objects", "scenes")
    return [f"{kind} {block.name}" for kind in kinds for block in getattr(bpy.data, kind)]


def colors_in(glb: Path) -> dict[str, tuple[int, ...]]:
    """The middle pixel of each image, by its material's name."""
    from PIL import Image  # which Blender doesn't have

    content = glb.read_bytes()
    length = struct.unpack("<I", content[12:16])[0]
    document, binary = json.loads(content[20 : 20 + length]), content[28 + length :]
    found = {}
    for material in document["materials"]:
        texture = material["pbrMetallicRoughness"]["baseColorTexture"]["index"]
        image = document["images"][document["textures"][texture]["source"]]
        view = document["bufferViews"][image["bufferView"]]
        start = view.get("byteOffset", 0)
        picture = Image.open(io.BytesIO(binary[start : start + view["byteLength"]]))
        found[material["name"].partition(".")[0]] = picture.convert("RGB").getpixel((4, 4))
    return found


def test_images_are_sent_wherever_they_are_and_nothing_stays_in_the_file(blender: Blender):
    left_over = blender.call(an_object_with_four_images, str(blender.folder))
    assert left_over == []
    expected = {"packed": RED, "file": GREEN, "painted": BLUE, "generated": WHITE}
    assert colors_in(blender.folder / "direct.glb") == expected
    assert colors_in(blender.folder / "sent.glb") == expected


def a_glb_larger_than_there_is_room(folder: str, amid_it: str) -> list[str]:
    """Whoever writes it "fails" or "ends" amid it; what lies in the folder then."""
    import resource

    import bpy

    from meshy_addon.scene.errors import NothingToExport
    from meshy_addon.scene.objects.parcel import Parcel
    from meshy_addon.scene.objects.sending import glb_from_blend, write_blend, write_glb

    bpy.ops.mesh.primitive_uv_sphere_add(segments=100, ring_count=100)
    parcel, blend = Parcel((bpy.context.object,)), Path(folder) / "upload.blend"
    write_blend(parcel, blend)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL if amid_it == "ends" else signal.SIG_IGN)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))
    with pytest.raises(NothingToExport):
        glb_from_blend(blend, blend.with_suffix(".glb"))
    with pytest.raises(NothingToExport):
        write_glb(parcel, blend.with_suffix(".glb"))
    left = sorted(path.name for path in Path(folder).iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    glb_from_blend(blend, blend.with_suffix(".glb"))
    return left


@pytest.mark.one_version
@pytest.mark.skipif(sys.platform == "win32", reason="a file's size is limited in Unix's way")
def test_a_glb_that_is_written_in_part_is_never_there_to_be_sent(blender: Blender):
    folder = str(blender.folder)
    ended = blender.start(a_glb_larger_than_there_is_room, folder, "ends")
    assert ended.finish().returncode == -signal.SIGXFSZ
    assert not (blender.folder / "upload.glb").exists()
    assert blender.call(a_glb_larger_than_there_is_room, folder, "fails") == ["upload.blend"]
    assert probe_glb(blender.folder / "upload.glb")


def two_meshes_become_one(folder: str) -> dict[str, Any]:
    import bpy

    from meshy_addon.scene.models.joining import joined
    from meshy_addon.scene.models.preparing import prepare
    from tests.blender import scene_results

    bpy.ops.mesh.primitive_cube_add(location=(2, 0, 1))
    bpy.ops.mesh.primitive_cone_add(vertices=8, location=(-2, 0, 1))
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.export_scene.gltf(filepath=f"{folder}/two.glb", use_selection=True)
    before = _names()
    mesh = joined(prepare(scene_results.result_of({"model": f"{folder}/two.glb"})))
    xs = [vertex.co.x for vertex in mesh.vertices]
    new = [name for name in _names() if name not in before and not name.startswith("materials")]
    return {"new": new, "width": max(xs) - min(xs), "faces": len(mesh.polygons)}


def test_a_result_of_several_meshes_becomes_one(blender: Blender):
    seen = blender.call(two_meshes_become_one, str(blender.folder))
    assert len(seen["new"]) == 1
    assert 5.9 < seen["width"] < 6.1
    assert seen["faces"] > 30
