"""What a background Blender prepared is, once appended, what an import would have given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.blender.characters import rigged_in
from tests.blender.harness import Blender
from tests.blender.scene_results import model_in, result_of, with_large_images


def background_blender() -> Any:
    """Inside Blender: one for this Blender or, where that is a module, for its Python."""
    import sys

    import bpy

    from meshy_addon.jobs.converting import Converter
    from meshy_addon.jobs.workshop import Workshop
    from meshy_addon.scene.models import background_blender as own

    version = "{}.{}".format(*bpy.app.version)
    if bpy.app.binary_path:
        return Converter(Workshop(own._command(bpy.app.binary_path), own._environment()), version)
    return Converter(Workshop([sys.executable, str(own.WORKER)]), version)


def both_ways(kinds: dict[str, dict[str, str]]) -> dict[str, Any]:
    import threading

    converter = background_blender()
    answers = {}
    for kind, files in kinds.items():
        bare = result_of(files)
        ready = converter.convert(bare, threading.Event())
        assert "ready" in ready.files, ready.remark
        answers[kind] = {"imported": _placed(bare), "appended": _placed(ready)}
    converter.close()
    return answers


def _placed(result: Any) -> dict[str, Any]:
    """What is there in the end, in a file where the names are taken."""
    import bpy

    from meshy_addon.scene.placing import Target, place
    from tests.blender.scene_results import everything
    from tests.blender.whole_objects import described

    bpy.ops.wm.read_homefile(use_empty=True)
    for _ in range(2):
        material = bpy.data.materials.new("Weathered bronze owl")
        mesh = bpy.data.meshes.new("Weathered bronze owl")
        mesh.materials.append(material)
        bpy.context.scene.collection.objects.link(bpy.data.objects.new(mesh.name, mesh))
    bpy.data.images.new("Weathered bronze owl base color", 8, 8).use_fake_user = True
    before = {action.name for action in bpy.data.actions}
    done = place(result, Target(location=(1, 2, 3)))
    bpy.context.view_layer.update()
    return {
        "objects": described(bpy.data.objects[name] for name in done.objects),
        "counts": everything(),
        "actions": sorted(
            [action.name, action.users, action.use_fake_user, list(action.frame_range)]
            for action in bpy.data.actions
            if action.name not in before
        ),
        "active": bpy.context.view_layer.objects.active.name,
        "selected": sorted(thing.name for thing in bpy.context.selected_objects),
    }


def test_an_appended_model_is_the_imported_one(blender: Blender):
    model = model_in(blender.folder / "model")
    large = {"model": with_large_images(model["model"])}
    kinds = {"model": model, "large": large, "rig": rigged_in(blender.folder)}
    answers = blender.call(both_ways, kinds)
    for kind, routes in answers.items():
        imported, appended = routes["imported"], routes["appended"]
        assert len(imported["objects"]) == (2 if kind == "rig" else 1)
        for one, other in zip(imported["objects"], appended["objects"], strict=True):
            assert differences(one, other) == []
        assert {**imported, "objects": 0} == {**appended, "objects": 0}


def in_pieces(files: dict[str, str]) -> dict[str, Any]:
    """What is placed, and how often an importer was needed, whatever happens between two pieces."""
    import threading

    import bpy

    from meshy_addon.scene.models import preparing

    converter = background_blender()
    ready = converter.convert(result_of(files), threading.Event())
    converter.close()
    [blend] = Path(files["model"]).parent.glob("ready-*.images.blend")
    imported: list[Any] = []
    own = preparing.import_model
    preparing.import_model = lambda given: imported.append(given) or own(given)

    def landed(meanwhile: Callable[[], object] | None = None, *, is_wanted: bool = True) -> Any:
        bpy.ops.wm.read_homefile(use_empty=True)
        imported.clear()
        pieces = 1
        while preparing.append_early(ready):
            pieces += 1
            if meanwhile:
                meanwhile()
        objects = preparing.prepare(ready) if is_wanted else preparing.discard_early(ready)
        worn = [slot.material for thing in objects or () for slot in thing.material_slots]
        nodes = [node for material in worn for node in material.node_tree.nodes]
        return {
            "pieces": pieces,
            "shown": sorted(node.image.name for node in nodes if getattr(node, "image", None)),
            "images": sorted(image.name for image in bpy.data.images if image.packed_file),
            "marks": [name for node in nodes for name in node.keys()],  # noqa: SIM118 - of Blender
            "libraries": len(bpy.data.libraries),
            "imported": len(imported),
        }

    def undo() -> None:
        bpy.data.images.remove(next(each for each in bpy.data.images if each.packed_file))

    def cut_short() -> None:
        blend.write_bytes(whole[: len(whole) // 2])

    whole = blend.read_bytes()
    seen = {
        "nothing": landed(),
        "undone": landed(undo),
        "cancelled": landed(is_wanted=False),
        "gone by then": landed(blend.unlink),
    }
    seen["gone"] = landed()
    cut_short()
    return {**seen, "cut short": landed()}


def test_large_images_come_in_a_piece_of_their_own_or_with_an_import(blender: Blender):
    model = model_in(blender.folder / "model")["model"]
    seen = blender.call(in_pieces, {"model": with_large_images(model)})
    whole = seen["nothing"]
    assert whole["shown"] == whole["images"]
    assert len(whole["images"]) == 3
    appended = {**whole, "pieces": 2, "marks": [], "libraries": 0, "imported": 0}
    assert whole == appended
    assert seen["undone"] == appended
    assert seen["gone by then"] == appended  # what has come doesn't need the file any more
    assert seen["cancelled"] == {**appended, "shown": [], "images": []}
    assert seen["gone"] == {**appended, "pieces": 1, "imported": 1}
    assert seen["cut short"] == {**appended, "pieces": 1, "imported": 1}


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    """Each place in which they differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted({*one, *other})
        return [d for k in keys for d in differences(one.get(k), other.get(k), f"{where}.{k}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [d for i, (a, b) in pairs for d in differences(a, b, f"{where}[{i}]")]
    return [] if one == other else [f"{where}: {one!r} is not {other!r}"]
