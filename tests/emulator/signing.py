"""Signed asset URLs, in the shape of a content network's (`?Expires=…&Signature=…`)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import time
from collections.abc import Mapping
from urllib.parse import quote

_KEY_PAIR = "EMULATOR"


class Signer:
    """Signs paths of the asset host and checks what comes back."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._secret = os.urandom(32)

    def url(self, path: str, lifetime_s: float) -> str:
        """A URL for `path` that works for `lifetime_s` seconds (below zero: already expired)."""
        quoted = quote(path)
        expires = str(int(time.time() + lifetime_s))
        signature = self._signature(quoted, expires)
        query = f"Expires={expires}&Signature={signature}&Key-Pair-Id={_KEY_PAIR}"
        return f"{self.base_url}{quoted}?{query}"

    def accepts(self, path: str, query: Mapping[str, str]) -> bool:
        """Whether `query` holds a signature for `path` that is genuine and still valid."""
        expires = query.get("Expires", "")
        expected = self._signature(quote(path), expires)
        genuine = query.get("Key-Pair-Id") == _KEY_PAIR and hmac.compare_digest(
            expected, query.get("Signature", "")
        )
        return genuine and expires.isdigit() and int(expires) > time.time()

    def _signature(self, quoted_path: str, expires: str) -> str:
        digest = hmac.digest(self._secret, f"{quoted_path}?{expires}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
