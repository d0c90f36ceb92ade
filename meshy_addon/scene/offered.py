"""The kinds of job whose results can be placed so far. Needs no Blender to be read."""

OFFERED = (
    "text_to_3d",
    "refine",
    "image_to_3d",
    "multi_image_to_3d",
    "text_to_image",
    "image_to_image",
    "keychain",
    "fridge_magnet",
    "figure",
    "lamp",
    "retexture",
    "remesh",
    "resize",
    "convert",
    "rig",
    "animate",
    "print_analyze",
    "print_repair",
    "print_multi_color",
)
"""Names of `api.endpoints.KINDS`: these have an operator and a command."""
