"""What a background Blender prepared is, once appended, what an import would have given."""

from __future__ import annotations

from typing import Any

from tests.blender.characters import rigged_in
from tests.blender.harness import Blender
from tests.blender.scene_results import model_in, result_of


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
    kinds = {"model": model_in(blender.folder / "model"), "rig": rigged_in(blender.folder)}
    answers = blender.call(both_ways, kinds)
    for kind, routes in answers.items():
        imported, appended = routes["imported"], routes["appended"]
        assert len(imported["objects"]) == (1 if kind == "model" else 2)
        for one, other in zip(imported["objects"], appended["objects"], strict=True):
            assert differences(one, other) == []
        assert {**imported, "objects": 0} == {**appended, "objects": 0}


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    """Each place in which they differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted({*one, *other})
        return [d for k in keys for d in differences(one.get(k), other.get(k), f"{where}.{k}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [d for i, (a, b) in pairs for d in differences(a, b, f"{where}[{i}]")]
    return [] if one == other else [f"{where}: {one!r} is not {other!r}"]
