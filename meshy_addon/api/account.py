"""The API's address and key, and where they come from. The key never shows itself."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from urllib.parse import urlsplit

from .errors import InvalidParameter, KeyRefused
from .frozen import frozen

DEFAULT_URL = "https://api.meshy.ai"
TEST_MODE_KEY = "msy_dummy_api_key_for_test_mode_12345678"
"""Canned results from every endpoint at no cost; docs.meshy.ai/api/quick-start."""
KEYS_PAGE = "https://www.meshy.ai/settings/api"
FROM_ENVIRONMENT = "the environment (MESHY_API_KEY)"
FROM_PREFERENCES = "the preferences"
"""Where a key can come from, in words."""
_KEY_FILE = "key"
_URL = "MESHY_API_URL"


@frozen
class Account:
    """Whom we talk to, and as whom."""

    url: str
    key: str = field(repr=False)
    source: str
    """Where the key came from: FROM_ENVIRONMENT or FROM_PREFERENCES."""

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


def find_account(environment: Mapping[str, str], state: Path) -> Account:
    """The account in effect: the environment wins over the key that was saved in `state`.

    Raises KeyRefused if there's no key, InvalidParameter for an address that would give it away.
    """
    url = service_url(environment)
    if key := environment.get("MESHY_API_KEY", "").strip():
        return Account(url, _plausible(key), FROM_ENVIRONMENT)
    if key := saved_key(state):
        return Account(url, _plausible(key), FROM_PREFERENCES)
    raise KeyRefused(
        "There is no Meshy API key: set MESHY_API_KEY, or paste a key in the add-on's preferences."
    )


def service_url(environment: Mapping[str, str]) -> str:
    """The API's address, without a slash at the end. Raises InvalidParameter."""
    url = (environment.get(_URL) or DEFAULT_URL).strip().rstrip("/")
    if not _is_web_address(url):
        raise InvalidParameter(_URL, f"{_URL} is not the address of a web service.")
    if urlsplit(url).scheme == "http" and not is_loopback(url):
        raise InvalidParameter(
            _URL, f"{_URL} must begin with https://, or the key could be read by others."
        )
    return url


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # With these not everybody reads the same host out of an address.
        if "@" in parts.netloc or "\\" in url:
            return False
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a broken IPv6 address, a port that is none
        return False


def is_loopback(url: str) -> bool:
    """Whether `url` leads to this very machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def saved_key(state: Path) -> str:
    """The key in the file that only the user can read; "" if there's none."""
    try:
        return (state / _KEY_FILE).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def key_file(state: Path) -> Path:
    """Where a key is saved."""
    return state / _KEY_FILE


def save_key(state: Path, key: str) -> None:
    """Keep `key` in a file that only the user can read; "" removes it. Raises OSError."""
    path = state / _KEY_FILE
    if not key.strip():
        path.unlink(missing_ok=True)
        return
    from .private_file import write_private

    write_private(path, key.strip())


def _plausible(key: str) -> str:
    """`key`, if it can stand in a header at all. Raises KeyRefused."""
    if not key.isascii() or not key.isprintable() or " " in key:
        raise KeyRefused("The Meshy API key has characters that no key has: copy it again.")
    return key
