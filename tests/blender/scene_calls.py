"""What the tests of pictures and files call inside Blender.

Apart from those tests, because Blender's Python lacks what they compare pictures with.
"""

from __future__ import annotations

from pathlib import Path

from tests.blender.scene_results import everything, placed, result_of


def ready(values, folder, accepted=("jpg", "jpeg", "png"), keep=False) -> list:
    """What becomes of each value: the answer, or ["refused", parameter, sentence]."""
    from meshy_addon.api.errors import InvalidParameter
    from meshy_addon.scene.pictures.sendable import ready_picture

    before = everything()
    answers = []
    for value in values:
        try:
            made = ready_picture("image_url", value, tuple(accepted), Path(folder), keep=keep)
            answers.append(made)
        except InvalidParameter as error:
            answers.append(["refused", error.parameter, str(error)])
    assert before == everything()
    return answers


def written_later(value, folder) -> list:
    """What is sent for a picture that is written once its job was made, and what was there then."""
    from meshy_addon.jobs.postponed import pictures_to_write
    from meshy_addon.scene.pictures.sendable import ready_picture, write_postponed

    formats = ("jpg", "jpeg", "png")
    path = Path(ready_picture("image_url", value, formats, Path(folder), later=True))
    was_there = path.exists()
    for recipe, picture in pictures_to_write("image-to-3d", {"image_url": str(path)}):
        write_postponed(recipe, picture)
    rest = list(pictures_to_write("image-to-3d", {"image_url": str(path)}))
    return [str(path), was_there, rest]


def ready_beside_the_blend(folder) -> list:
    import bpy

    bpy.ops.wm.save_as_mainfile(filepath=f"{folder}/scene.blend")
    return ready(["//a.png"], f"{folder}/made")


def write_as(files, path, given=()) -> dict:
    """Places the model, writes it with the `given` files of the service at hand."""
    import bpy

    from meshy_addon.scene.models.exporting import write
    from meshy_addon.scene.placing import Target, place

    done = place(result_of(files), Target())
    bpy.data.objects["Cube"].select_set(True)
    before = [everything(), sorted(thing.name for thing in bpy.context.selected_objects)]
    result = result_of({role: files[role] for role in given}) if given else None
    written = write(Path(path), done, result)
    after = [everything(), sorted(thing.name for thing in bpy.context.selected_objects)]
    return {"written": sorted(file.name for file in written), "same": before == after}


def write_each(files, wanted) -> list:
    """`write_as` for each [path, given], in a file that holds nothing of those before."""
    import bpy

    seen = []
    for path, given in wanted:
        bpy.ops.wm.read_homefile()
        seen.append(write_as(files, path, given))
    return seen


def write_into(files, folder) -> list:
    """Places the model and writes all that can be written of it into the folder."""
    from meshy_addon.cli.outputs import Outputs
    from meshy_addon.scene.placing import Target, place

    result = result_of({"model": files["model"]})
    written = Outputs((), (Path(folder),)).write(place(result, Target()), result)
    return [str(file) for file in written]


def read_back_each(paths) -> list:
    return [read_back(path) for path in paths]


def can_export_usd() -> bool:
    """Debian builds its Blender without."""
    import bpy

    try:
        bpy.ops.wm.usd_export.get_rna_type()
    except (AttributeError, KeyError):
        return False
    return True


def read_back(path) -> dict:
    """Opens or imports a file into an empty Blender."""
    import bpy

    importers = {
        ".glb": bpy.ops.import_scene.gltf,
        ".fbx": bpy.ops.import_scene.fbx,
        ".obj": bpy.ops.wm.obj_import,
        ".stl": bpy.ops.wm.stl_import,
        ".usdz": bpy.ops.wm.usd_import,
        ".blend": bpy.ops.wm.open_mainfile,
    }
    bpy.ops.wm.read_homefile(use_empty=True)
    importers[Path(path).suffix](filepath=path)
    bpy.context.view_layer.update()
    meshes = [thing for thing in bpy.data.objects if thing.type == "MESH"]
    images = [image for image in bpy.data.images if image.type == "IMAGE" and image.size[0]]
    return {
        "meshes": [thing.name for thing in meshes],
        "height": max(max(thing.dimensions) for thing in meshes),
        "images": sorted(image.name for image in images),
        "packed": all(image.packed_file for image in images),
    }


def render_small(files, path) -> dict:
    from meshy_addon.scene.pictures import rendering

    rendering.SIZE, rendering._SAMPLES = 96, 4
    return write_as(files, path)


def write_what_was_deleted(files, path) -> None:
    import bpy

    from meshy_addon.scene.models.exporting import write
    from meshy_addon.scene.placing import Placed

    name = placed(files).name
    bpy.data.objects.remove(bpy.data.objects[name])
    write(Path(path), Placed(name, (name,)))
