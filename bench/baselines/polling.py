"""As other add-ons do it: ask every 5 s, read the whole file, import on the main thread.

Inside Blender: `land` is a generator that goes on with Blender's main loop.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EVERY_S = 5.0


def land(api: str, key: str, body: dict[str, Any]) -> Iterator[None]:
    """Seconds from the moment at which the task was finished to the objects in the scene."""
    import bpy
    import requests

    headers = {"Authorization": f"Bearer {key}"}
    task: dict[str, Any] = {}
    path = Path(tempfile.mkdtemp()) / "model.glb"

    def wait_and_fetch() -> None:
        url = f"{api}/openapi/v2/text-to-3d"
        created = requests.post(url, json=body, headers=headers, timeout=60).json()["result"]
        while True:
            answer = requests.get(f"{url}/{created}", headers=headers, timeout=60).json()
            if answer["status"] == "SUCCEEDED":
                break
            time.sleep(EVERY_S)
        path.write_bytes(requests.get(answer["model_urls"]["glb"], timeout=60).content)
        task.update(answer)

    thread = threading.Thread(target=wait_and_fetch, daemon=True)
    thread.start()
    while thread.is_alive():
        yield
    bpy.ops.import_scene.gltf("EXEC_DEFAULT", True, filepath=str(path))
    return time.time() - task["finished_at"] / 1000


def limit(url: str) -> float:
    """Seconds that a bare download and a bare import take, with nothing around them."""
    import bpy
    import requests

    path = Path(tempfile.mkdtemp()) / "model.glb"
    began = time.perf_counter()
    path.write_bytes(requests.get(url, timeout=60).content)
    bpy.ops.import_scene.gltf("EXEC_DEFAULT", True, filepath=str(path))
    return time.perf_counter() - began
