"""Making a model from text, from a picture, or from several."""

from __future__ import annotations

from ..endpoint import Endpoint, Kind, Part, Price
from ..parameters import Choice, Picture, Pictures, TaskId, Text
from . import shared

TEXT_TO_3D_PREVIEW = Endpoint(
    name="text-to-3d-preview",
    path="/openapi/v2/text-to-3d",
    type="text-to-3d-preview",
    fixed={"mode": "preview"},
    price=shared.MESH_PRICE,
    outputs=shared.MODEL_OUTPUTS,
    parameters=(
        Text("prompt", "What to make", required=True, max_length=shared.PROMPT_LENGTH),
        shared.MODEL_TYPE,
        shared.ai_model(),
        *shared.REMESHING,
        shared.SYMMETRY_MODE,
        shared.POSE_MODE,
        shared.IS_A_T_POSE,
        Choice(
            "art_style",
            "Only Meshy 5 knows styles",
            default="realistic",
            options={"realistic": "Realistic", "sculpture": "Like a sculpture, without colours"},
            only_with=shared.MESHY_5_ONLY,
            deprecated=True,
        ),
        shared.MODERATION,
        shared.TARGET_FORMATS,
        shared.ALPHA_THUMBNAIL,
        *shared.SIZING,
    ),
)

TEXT_TO_3D_REFINE = Endpoint(
    name="text-to-3d-refine",
    path="/openapi/v2/text-to-3d",
    type="text-to-3d-refine",
    fixed={"mode": "refine"},
    price=Price(10),
    outputs=shared.MODEL_OUTPUTS,
    parameters=(
        TaskId(
            "preview_task_id",
            "The preview to texture; by default the selected object's",
            label="Preview",
            required=True,
            from_types=("text-to-3d-preview",),
        ),
        *shared.texturing(optional=False),
        shared.ai_model(ignored_by_lowpoly=False),
        shared.MODERATION,
        shared.REMOVE_LIGHTING,
        shared.TARGET_FORMATS,
        shared.ALPHA_THUMBNAIL,
        *shared.SIZING,
    ),
)

_FROM_PICTURES = (
    shared.SHOULD_TEXTURE,
    *shared.texturing(optional=True),
    *shared.REMESHING,
    shared.SAVE_PRE_REMESHED_MODEL,
    shared.SYMMETRY_MODE,
    shared.POSE_MODE,
    shared.IS_A_T_POSE,
    shared.IMAGE_ENHANCEMENT,
    shared.REMOVE_LIGHTING,
    shared.MODERATION,
    shared.TARGET_FORMATS,
    *shared.SIZING,
    shared.ALPHA_THUMBNAIL,
    shared.MULTI_VIEW_THUMBNAILS,
)

IMAGE_TO_3D = Endpoint(
    name="image-to-3d",
    path="/openapi/v1/image-to-3d",
    type="image-to-3d",
    price=shared.TEXTURED_MESH_PRICE,
    outputs=(*shared.MODEL_OUTPUTS, "thumbnail_urls"),
    needs_one_of=(("input_task_id", "image_url"),),
    parameters=(
        shared.input_task(
            "text-to-image",
            "image-to-image",
            overrides="image_url",
            help="A picture that Meshy made, by the id of its task",
        ),
        Picture("image_url", "The picture to make a model from", label="Picture"),
        shared.MODEL_TYPE,
        shared.ai_model(),
        *_FROM_PICTURES,
        Text(
            "webhook_url",
            "An address of yours that Meshy calls when the task changes",
            advanced=True,
        ),
    ),
)

MULTI_IMAGE_TO_3D = Endpoint(
    name="multi-image-to-3d",
    path="/openapi/v1/multi-image-to-3d",
    type="multi-image-to-3d",
    price=shared.TEXTURED_MESH_PRICE,
    outputs=(*shared.MODEL_OUTPUTS, "thumbnail_urls"),
    needs_one_of=(("input_task_id", "image_urls"),),
    parameters=(
        shared.input_task(
            "text-to-image",
            "image-to-image",
            overrides="image_urls",
            help="One to four pictures that Meshy made, by the id of their task",
        ),
        Pictures(
            "image_urls",
            "One to four pictures of the same thing from different sides",
            label="Pictures",
            max_items=4,
        ),
        shared.ai_model(ignored_by_lowpoly=False),
        *_FROM_PICTURES,
    ),
)

ENDPOINTS = (TEXT_TO_3D_PREVIEW, TEXT_TO_3D_REFINE, IMAGE_TO_3D, MULTI_IMAGE_TO_3D)

KINDS = (
    Kind(
        name="text_to_3d",
        title="Text to 3D",
        help="Make a textured model from a description",
        parts=(
            Part(TEXT_TO_3D_PREVIEW, fixed={"target_formats": ("glb",)}),
            Part(TEXT_TO_3D_REFINE, after="preview_task_id"),
        ),
        only_first="preview_only",
        only_first_help="Stop at the untextured preview; Refine can texture it later",
    ),
    Kind(
        name="refine",
        title="Refine",
        help="Texture a preview that was made from text",
        parts=(Part(TEXT_TO_3D_REFINE),),
    ),
    Kind(
        name="image_to_3d",
        title="Image to 3D",
        help="Make a textured model from a picture",
        parts=(Part(IMAGE_TO_3D),),
    ),
    Kind(
        name="multi_image_to_3d",
        title="Images to 3D",
        help="Make a textured model from several pictures of the same thing",
        parts=(Part(MULTI_IMAGE_TO_3D),),
    ),
)
