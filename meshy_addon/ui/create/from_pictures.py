"""A model from pictures that weren't chosen in the sidebar: dropped ones, the one that is shown.

They're put where the sidebar has its pictures, so that its parameters hold, its price is theirs,
and the artist sees there what was sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import bpy

from ...api.endpoint import Kind
from ...api.endpoints import KINDS
from ...api.errors import InvalidParameter, MeshyError
from ...scene.home import state_dir
from .generating import why_not
from .picture_slot import MeshyPictureSlot, Source
from .settings import TABS
from .wanted import with_files

MOST = 4
"""How many views of one thing Meshy takes."""


def begin_with(
    context: bpy.types.Context, pictures: Sequence[str | bpy.types.Image], **more: Any
) -> None:
    """Start the job for `pictures`, each the path of a file or an image of this .blend.

    `more` are properties of the job's operator. Raises MeshyError, and RuntimeError with what the
    operator said.
    """
    kind = _choose(context.scene, pictures)
    if reason := why_not(context):
        raise MeshyError(f"{reason.rstrip('.')}.")
    settings = context.scene.meshy_create.chosen
    values = with_files(settings, kind, context.scene, state_dir())
    getattr(bpy.ops.meshy, kind.name)("INVOKE_DEFAULT", **values, **more)


def change(context: bpy.types.Context, image: bpy.types.Image) -> None:
    """Start the job for a picture that is made from `image` and the Picture tab's prompt.

    Raises MeshyError, and RuntimeError with what the operator said.
    """
    start_from(context.scene, image)
    if reason := why_not(context):
        raise MeshyError(f"{reason.rstrip('.')}.")
    create = context.scene.meshy_create
    values = with_files(create.chosen, create.kind, context.scene, state_dir())
    getattr(bpy.ops.meshy, create.kind.name)("INVOKE_DEFAULT", **values)


def start_from(scene: bpy.types.Scene, image: bpy.types.Image) -> None:
    """Set the sidebar to make a picture from `image`."""
    create = scene.meshy_create
    create.tab = "PICTURE"
    create.slots.clear()
    fill_slot(create.slots.add(), image)


def _choose(scene: bpy.types.Scene, pictures: Sequence[str | bpy.types.Image]) -> Kind:
    """Set the sidebar to make a model from `pictures`; the kind of job that it makes then."""
    if not 1 <= len(pictures) <= MOST:
        raise InvalidParameter(
            "image_urls",
            f"Meshy makes a model from one to four pictures, and these are {len(pictures)}.",
        )
    create = scene.meshy_create
    create.tab = "IMAGE" if len(pictures) == 1 else "IMAGES"
    chosen = create.chosen
    if create.tab == "IMAGE":
        fill_slot(chosen.image_url, pictures[0])
    else:
        chosen.image_urls.clear()
        for picture in pictures:
            fill_slot(chosen.image_urls.add(), picture)
    return KINDS[TABS[create.tab]]


def fill_slot(slot: MeshyPictureSlot, picture: str | bpy.types.Image) -> None:
    """The path or address of a picture, or an image of this .blend, as the artist's choice."""
    if isinstance(picture, str):
        slot.source, slot.file = Source.FILE, picture
    elif picture.type == "RENDER_RESULT":
        slot.source = Source.RENDER
    else:
        slot.source, slot.image = Source.IMAGE, picture
