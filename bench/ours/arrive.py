"""Text to a model in the scene, with our operator. `MARKS`; key and URL come by the environment."""

import json
import os
import sys
import time

import bpy

import meshy_addon

meshy_addon.register()
bpy.ops.meshy.text_to_3d(prompt=f"an owl {sys.argv[1]}", preview_only=True)
placed_at = time.time()
print(json.dumps({"placed_at": placed_at}), flush=True)
os._exit(0)
