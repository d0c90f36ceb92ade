"""A background process for tests: `python odd_worker.py LOG` does what it's asked, odd or not.

It writes the number of its process to LOG when it starts.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

_HELD: list[bytes] = []


def main(log: Path) -> None:
    with log.open("a") as file:
        file.write(f"{os.getpid()}\n")
    print("Read prefs: /nowhere/userpref.blend")
    say({"id": 0})
    for line in sys.stdin:
        request = json.loads(line)
        say({**answer(request, log), "id": request["id"]})


def answer(request: dict[str, Any], log: Path) -> dict[str, Any]:
    """What is to be converted says in its name what is to happen: "an owl [crash]".

    "crash once" and the like are for the first process alone.
    """
    name = request.get("result", {}).get("job", {}).get("name", "")
    wanted = name.partition("[")[2].rstrip("]") or request["do"]
    if wanted.endswith(" once"):
        is_first = len(log.read_text().split()) == 1
        wanted = wanted.removesuffix(" once") if is_first else request["do"]
    match wanted:
        case "crash":
            print("Writing: /tmp/blender.crash.txt", file=sys.stderr, flush=True)
            os._exit(11)
        case "hang":
            threading.Event().wait()
        case "eat":
            while True:
                _HELD.append(b"x" * 10_000_000)
        case "chatter":
            print("@meshy", "no JSON", flush=True)
            print('Info: {"id": 1} is not an answer', flush=True)
            print("@meshy " + json.dumps({"id": 999, "said": "to nobody"}), flush=True)
            os.write(1, b"\xff\xfe no text either\n")
        case "refuse":
            return {"error": "It holds no mesh with faces.", "kind": "BrokenModel"}
        case "convert":
            ready = Path(request["ready"])
            ready.write_bytes(b"BLENDER")
            ready.with_suffix(".images.blend").write_bytes(b"BLENDER")
        case "prepare":
            Path(request["glb"]).write_bytes(Path(request["blend"]).read_bytes())
    return {"said": request.get("say"), "pid": os.getpid()}


def say(answer: dict[str, Any]) -> None:
    print("@meshy " + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
