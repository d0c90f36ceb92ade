"""Which addresses a download may go to: https, and this machine only where it began there.

A signed URL is as good as the file, so nothing here puts more of one into a message than its host.
"""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit

from ..api.account import is_loopback
from ..api.errors import Nonsense


def check_url(url: str) -> None:
    """Raises Nonsense unless `url` is an https one, or one of this machine."""
    parts = _split(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme != "http" or not is_loopback(url):
        raise Nonsense("The address of the download is not an https one; it is refused.")


def redirected(url: str, target: str) -> str:
    """Where the `Location` of an answer from `url` leads. Raises Nonsense if that's not allowed."""
    try:
        new = urljoin(url, target)
    except ValueError:
        raise Nonsense(f"{host_of(url)} redirects the download to no valid address.") from None
    check_url(new)
    # Else a stranger's server could make us talk to what listens on the artist's machine.
    if is_loopback(new) and not is_loopback(url):
        raise Nonsense(f"{host_of(url)} redirects the download to this machine; it is refused.")
    return new


def host_of(url: str) -> str:
    """The part of `url` that a message may show."""
    return _split(url).hostname or "the file server"


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise Nonsense("The address of the download is not a valid one.") from None
