"""The command line: `blender --command meshy …`, and `python -m meshy_addon …`."""
