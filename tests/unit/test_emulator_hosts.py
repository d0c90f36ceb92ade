"""The emulator's two hosts: keys, signed URLs, ranges."""

from __future__ import annotations

import requests

from tests.emulator.process import Emulator


def test_balance_needs_the_key(emulator: Emulator) -> None:
    url = f"{emulator.api}/openapi/v1/balance"
    right = requests.get(url, headers={"Authorization": f"Bearer {emulator.key}"})
    wrong = requests.get(url, headers={"Authorization": "Bearer msy_wrong"})
    assert right.json() == {"balance": 1000}
    assert (wrong.status_code, wrong.json()) == (401, {"message": "Invalid credentials"})
    assert requests.get(url).status_code == 401
