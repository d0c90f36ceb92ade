"""Sends what a client asks of Meshy's real address to the emulator instead.

For clients in whose code the address is written down. Python imports this file at the start because
its folder is on PYTHONPATH; the client itself stays as it was published. Any other host is refused,
so such a test can't reach the network.
"""

import os
from typing import Any

import requests.adapters

REAL = "https://api.meshy.ai"
_send = requests.adapters.HTTPAdapter.send


def _rerouted(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
    if not request.url.startswith(REAL + "/"):
        raise requests.ConnectionError(f"{request.url} is not Meshy's")
    request.url = os.environ["REROUTE_MESHY_TO"] + request.url.removeprefix(REAL)
    return _send(self, request, *args, **kwargs)


requests.adapters.HTTPAdapter.send = _rerouted  # type: ignore[method-assign]
