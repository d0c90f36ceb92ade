"""The material of a result: one Principled BSDF with the right textures in the right places."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blender.scene_results import edited, model_in, placed

NAME = "Weathered bronze owl"


def material_of(files) -> dict:
    placed(files)
    return look()


def look() -> dict:
    import bpy

    thing = bpy.context.active_object
    (material,) = thing.data.materials
    nodes = material.node_tree.nodes
    shader = next(node for node in nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    images = [node.image for node in nodes if node.bl_idname == "ShaderNodeTexImage"]
    names = ("Metallic", "Roughness", "Emission Strength", "Alpha")
    return {
        "name": material.name,
        "kinds": sorted(node.bl_idname.removeprefix("ShaderNode") for node in nodes),
        "feeds": {socket.name: source(socket) for socket in shader.inputs if socket.is_linked},
        "values": {name: shader.inputs[name].default_value for name in names},
        "color": list(shader.inputs["Base Color"].default_value),
        "tint": list(shader.inputs["Specular Tint"].default_value),
        "spaces": {image.name: image.colorspace_settings.name for image in images},
        "packed": all(image.packed_file for image in images),
        "paths": [image.filepath for image in images],
        "overlaps": overlaps(nodes),
        "labels": [node.label for node in nodes if node.bl_idname == "ShaderNodeTexImage"],
        "images": len([image for image in bpy.data.images if image.type == "IMAGE"]),
    }


def source(socket) -> str:
    """What feeds a socket, back to its image: "Weathered bronze owl normal > NormalMap"."""
    way = []
    while socket.is_linked:
        link = socket.links[0]
        node = link.from_node
        if node.bl_idname == "ShaderNodeTexImage":
            way.append(node.image.name + (".alpha" if link.from_socket.name == "Alpha" else ""))
            break
        channel = f".{link.from_socket.name}" if "Separate" in node.bl_idname else ""
        way.append(node.bl_idname.removeprefix("ShaderNode") + channel)
        names = ("Color", "Image", "Value")
        socket = next(entry for entry in node.inputs if entry.is_linked or entry.name in names)
    return " > ".join(reversed(way))


def overlaps(nodes) -> list:
    """Pairs of nodes that lie on each other; a node's true height is unknown in background."""
    heights = {"ShaderNodeTexImage": 280, "ShaderNodeBsdfPrincipled": 700}
    boxes = [
        (*node.location, node.width, heights.get(node.bl_idname, 140), node.bl_idname)
        for node in nodes
    ]
    return [
        [a[4], b[4]]
        for number, a in enumerate(boxes)
        for b in boxes[:number]
        if a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] - a[3] < b[1] and b[1] - b[3] < a[1]
    ]


def test_the_maps_of_the_glb_and_the_ones_beside_it_feed_one_principled_bsdf(blender, tmp_path):
    files = model_in(tmp_path)
    seen = blender.call(material_of, {role: files[role] for role in ("model", "emission")})
    packed = f"{NAME} metallic roughness"
    assert seen["feeds"] == {
        "Base Color": f"{NAME} base color",
        "Metallic": f"{packed} > SeparateColor.Blue",
        "Roughness": f"{packed} > SeparateColor.Green",
        "Normal": f"{NAME} normal > NormalMap",
        "Emission Color": f"{NAME} emission",
    }
    assert seen["spaces"] == {
        f"{NAME} base color": "sRGB",
        packed: "Non-Color",
        f"{NAME} normal": "Non-Color",
        f"{NAME} emission": "sRGB",
    }
    assert seen["values"]["Emission Strength"] == 1
    assert seen["kinds"].count("BsdfPrincipled") == 1
    assert len(seen["kinds"]) == 8


def test_it_is_named_tidy_and_holds_its_images_itself(blender, tmp_path):
    seen = blender.call(material_of, model_in(tmp_path))
    assert seen["name"] == NAME
    assert seen["packed"]
    assert seen["paths"] == [""] * 4
    assert seen["overlaps"] == []
    assert seen["labels"] == ["Base Color", "Metallic, Roughness", "Normal", "Emission"]


def test_what_the_glb_lacks_comes_from_the_separate_maps(blender, tmp_path):
    seen = blender.call(material_of, model_in(tmp_path, embed=()))
    assert seen["feeds"]["Metallic"] == f"{NAME} metallic"
    assert seen["feeds"]["Roughness"] == f"{NAME} roughness"
    assert seen["feeds"]["Normal"] == f"{NAME} normal > NormalMap"
    assert seen["spaces"][f"{NAME} roughness"] == "Non-Color"


def test_what_the_glb_has_wins_over_the_separate_maps(blender, tmp_path):
    seen = blender.call(material_of, model_in(tmp_path))
    assert f"{NAME} metallic" not in seen["spaces"]
    assert seen["images"] == 4


def test_a_damaged_map_is_left_out(blender, tmp_path):
    files = model_in(tmp_path)
    Path(files["emission"]).write_bytes(b"<html>")
    seen = blender.call(material_of, files)
    assert "Emission Color" not in seen["feeds"]
    assert "Base Color" in seen["feeds"]


def test_an_untextured_preview_keeps_the_values_of_its_glb(blender, tmp_path):
    seen = blender.call(material_of, model_in(tmp_path, textured=False, pbr=False, emission=False))
    assert seen["kinds"] == ["BsdfPrincipled", "OutputMaterial"]
    assert seen["color"] == pytest.approx([0.8, 0.8, 0.8, 1])
    assert seen["values"]["Metallic"] == 0
    assert seen["values"]["Roughness"] == pytest.approx(0.7)
    assert seen["values"]["Emission Strength"] == 0


def test_a_model_without_a_material_gets_one(blender, tmp_path):
    files = model_in(tmp_path, textured=False, pbr=False, emission=False)

    def strip(document) -> None:
        document.pop("materials")
        document["meshes"][0]["primitives"][0].pop("material")

    seen = blender.call(material_of, {"model": edited(files["model"], strip)})
    assert seen["kinds"] == ["BsdfPrincipled", "OutputMaterial"]


def glowing_metal(document) -> None:
    """The fault of the service's rigged models."""
    (material,) = document["materials"]
    color = material["pbrMetallicRoughness"]["baseColorTexture"]
    material.clear()
    material.update(
        name="char1",
        pbrMetallicRoughness={"baseColorTexture": color},
        emissiveTexture=color,
        emissiveFactor=[1, 1, 1],
        extensions={"KHR_materials_specular": {"specularColorFactor": [2, 2, 2]}},
    )
    document["extensionsUsed"] = ["KHR_materials_specular"]


def test_a_rigged_model_neither_glows_nor_is_metal_and_takes_the_maps_it_lost(blender, tmp_path):
    files = model_in(tmp_path)
    files["model"] = edited(files["model"], glowing_metal)
    bare = blender.call(material_of, {"model": files["model"]})
    assert list(bare["feeds"]) == ["Base Color"]
    assert bare["values"]["Metallic"] == 0
    assert bare["values"]["Emission Strength"] == 0
    assert bare["tint"] == pytest.approx([1, 1, 1, 1])
    full = blender.call(material_of, files)
    assert {"Base Color", "Metallic", "Roughness", "Normal", "Emission Color"} == set(full["feeds"])
    assert full["feeds"]["Emission Color"] == f"{NAME} emission"


def tint(document) -> None:
    values = document["materials"][0]["pbrMetallicRoughness"]
    values.update(baseColorFactor=[1, 0.5, 0.25, 1], roughnessFactor=0.5)
    document["materials"][0]["normalTexture"]["scale"] = 0.3


def test_factors_beside_textures_stay_in_effect(blender, tmp_path):
    seen = blender.call(material_of, {"model": edited(model_in(tmp_path)["model"], tint)})
    assert seen["feeds"]["Base Color"] == f"{NAME} base color > Mix"
    assert seen["feeds"]["Roughness"].endswith("SeparateColor.Green > Math")
    assert seen["feeds"]["Metallic"].endswith("SeparateColor.Blue")
    assert seen["overlaps"] == []


def blend(document) -> None:
    document["materials"][0]["alphaMode"] = "BLEND"


def test_a_material_called_transparent_whose_texture_is_not_stays_opaque(blender, tmp_path):
    seen = blender.call(material_of, {"model": edited(model_in(tmp_path)["model"], blend)})
    assert "Alpha" not in seen["feeds"]
    assert seen["values"]["Alpha"] == 1


def place_glass(folder, mode) -> dict:
    import bpy

    image = bpy.data.images.new("glass", 4, 4, alpha=True)
    image.pixels = [0.5, 0.5, 0.5, 0.25] * 16
    image.pack()
    material = bpy.data.materials.new("glass")
    if material.node_tree is None:
        material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    texture = nodes.new("ShaderNodeTexImage")
    texture.image = image
    shader = next(node for node in nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    links.new(texture.outputs["Color"], shader.inputs["Base Color"])
    alpha = texture.outputs["Alpha"]
    if mode == "MASK":
        clip = nodes.new("ShaderNodeMath")
        clip.operation = "GREATER_THAN"
        clip.inputs[1].default_value = 0.4
        links.new(alpha, clip.inputs[0])
        alpha = clip.outputs[0]
    links.new(alpha, shader.inputs["Alpha"])
    cube = bpy.data.objects["Cube"]
    cube.data.materials.clear()
    cube.data.materials.append(material)
    glb = f"{folder}/glass.glb"
    bpy.ops.export_scene.gltf(filepath=glb, use_selection=True)
    bpy.ops.wm.read_homefile(use_empty=True)
    placed({"model": glb})
    return look()


@pytest.mark.parametrize(
    ("mode", "feed"),
    [("BLEND", f"{NAME} base color.alpha"), ("MASK", f"{NAME} base color.alpha > Math")],
)
def test_a_material_that_is_transparent_stays_so(blender, tmp_path, mode, feed):
    seen = blender.call(place_glass, str(tmp_path), mode)
    assert seen["feeds"]["Alpha"] == feed
