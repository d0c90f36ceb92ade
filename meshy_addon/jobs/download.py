"""Fetches one file of a finished task: streamed, resumed where it was cut, checked, whole or not.

Errors, beside those of `api.errors`:

    MeshyError
    ├── ServiceTrouble
    │   └── UrlExpired        ask for the task again: its answer has fresh URLs
    └── CannotWrite           (folders)
        └── NoSpace

Signed URLs are as good as the files, so no message holds more of one than its host, and errors of
the HTTP library, whose texts quote the whole URL, are not kept as causes.
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..api.account import is_loopback
from ..api.errors import Nonsense, ServiceTrouble, Unreachable
from .asset_urls import check_url, host_of, redirected
from .gate import Cancelled
from .kinds import HEAD_BYTES, Kind, is_page, matches
from .partial import Downloaded, Growing, Origin, Partial

if TYPE_CHECKING:
    import requests

CHUNK_BYTES, LARGEST_CHUNK_BYTES = 64 * 1024, 1024 * 1024
"""A chunk that was cut is lost, and a cancel is noticed between two. Larger ones cost half as much:
they come where a line has shown to be fast."""
FAST_CHUNK_S = 0.02
TIMEOUT_S = (10.0, 15.0)
"""To connect, and between two packets: a cancel may go unnoticed for as long."""
FRUITLESS_TRIES = 6
"""Tries in a row that bring no byte more than those before; then it's given up."""
TRIES = 60
WAIT_S, LONGEST_WAIT_S = 0.5, 30.0
REDIRECTS = 5
LARGEST_BYTES = 4 * 1024**3
"""A GLB can't be larger: its length is a 32-bit number."""

Progress = Callable[[int, int | None], object]
"""Called with the bytes that are here and the bytes in all, None where the server doesn't say."""


def _untold(done: int, total: int | None) -> None:
    """Progress that nobody wants to know."""


class UrlExpired(ServiceTrouble):
    """The file server refuses the URL: its signature has run out, or the file was removed."""


def download(
    session: requests.Session,
    url: str,
    path: Path,
    *,
    expect: Kind,
    cancelled: threading.Event,
    on_progress: Progress = _untold,
    max_bytes: int = LARGEST_BYTES,
) -> Downloaded:
    """Fetch `url` into `path`, going on where an earlier call was cut. Any thread but the main one.

    `session` comes from `asset_session`. Raises UrlExpired, Unreachable (after several tries in a
    row without a byte), Nonsense (not what `expect` says, or larger than `max_bytes`), NoSpace,
    CannotWrite, and Cancelled (what is here stays, for another call).
    """
    check_url(url)
    try_once = _Try(session, url, Partial(path), expect, cancelled, on_progress, max_bytes)
    best = fruitless = 0
    trouble = _Cut("it took too many tries")
    for _ in range(TRIES):
        if cancelled.is_set():
            raise Cancelled
        try:
            return try_once()
        except _Cut as cut:
            trouble = cut
        reached = try_once.partial.reached
        fruitless = 0 if reached > best else fruitless + 1
        best = max(best, reached)
        if fruitless >= FRUITLESS_TRIES:
            break
        if cancelled.wait(trouble.wait_s(fruitless)):
            raise Cancelled
    raise Unreachable(f"The download from {host_of(url)} was given up: {trouble}.") from None


class _Cut(Exception):
    """One try ended early; another may help."""

    def __init__(self, reason: str, retry_after_s: float = 0.0) -> None:
        super().__init__(reason)
        self._retry_after_s = retry_after_s

    def wait_s(self, fruitless: int) -> float:
        own_s = min(LONGEST_WAIT_S, WAIT_S * 2.0**fruitless) * random.uniform(0.5, 1.0)
        return max(own_s, min(self._retry_after_s, LONGEST_WAIT_S))


# --- one try ---------------------------------------------------------------------------------


class _Try:
    """One request and what came of it; call it again to go on where it was cut."""

    def __init__(
        self,
        session: requests.Session,
        url: str,
        partial: Partial,
        expect: Kind,
        cancelled: threading.Event,
        on_progress: Progress,
        max_bytes: int,
    ) -> None:
        self.partial = partial
        self._session = session
        self._url = url
        self._expect = expect
        self._cancelled = cancelled
        self._on_progress = on_progress
        self._max_bytes = max_bytes

    def __call__(self) -> Downloaded:
        """Raises _Cut where another try may help."""
        with _opened(self._session, self._url, _range_headers(self.partial)) as response:
            try:
                return self.partial.finish(self._receive(response))
            except Nonsense:
                self.partial.discard()
                raise

    def _receive(self, response: requests.Response) -> Growing:
        start, origin = self._judge(response)
        with self.partial.writing(start, origin) as growing:
            self._copy(response, growing, origin.total)
            if origin.total is not None and growing.size < origin.total:
                raise _Cut(f"only {growing.size} of {origin.total} bytes came")
            self._check_head(growing.head)
        return growing

    def _judge(self, response: requests.Response) -> tuple[int, Origin]:
        """Where in the file the answer begins, and which file that is."""
        origin = Origin(_validator(response.headers), _content_length(response.headers))
        if response.status_code == 200:
            self._check_size(origin.total or 0)
            return 0, origin
        known = self.partial.origin
        start, total = _content_range(response.headers)
        same_length = total is None or known.total in (None, total)
        if start != self.partial.resumable or not same_length:
            self._restart("the server sent another part of the file")
        if origin.validator not in ("", known.validator):
            self._restart("the file on the server was replaced")
        return start, Origin(known.validator, total or known.total)

    def _restart(self, reason: str) -> None:
        self.partial.discard()
        raise _Cut(reason)

    def _copy(self, response: requests.Response, growing: Growing, total: int | None) -> None:
        checked = False
        for chunk in _chunks(response, self._url):
            if self._cancelled.is_set():
                raise Cancelled
            growing.write(chunk)
            self._check_size(growing.size)
            if not checked and len(growing.head) >= HEAD_BYTES:
                self._check_head(growing.head)
                checked = True
            self._on_progress(growing.size, total)

    def _check_size(self, size: int) -> None:
        if size > self._max_bytes:
            limit = f"{self._max_bytes / 1e6:,.0f} MB"
            raise Nonsense(f"{host_of(self._url)} sent a file that is larger than {limit}.")

    def _check_head(self, head: bytes) -> None:
        if matches(head, self._expect):
            return
        host = host_of(self._url)
        if not head:
            raise Nonsense(f"{host} sent an empty file instead of a {self._expect}.")
        if is_page(head):
            raise Nonsense(
                f"{host} sent a web page or an error message instead of a {self._expect};"
                " a proxy or a login page may be in between."
            )
        raise Nonsense(f"What {host} sent is no {self._expect}.")


# --- HTTP ------------------------------------------------------------------------------------


@contextmanager
def _opened(
    session: requests.Session, url: str, headers: Mapping[str, str]
) -> Iterator[requests.Response]:
    """The answer to a GET, its status 200, 206 or 416; redirects are followed with care."""
    for _ in range(REDIRECTS + 1):
        with _network(url):
            response = session.get(
                url,
                headers=headers,
                stream=True,
                timeout=TIMEOUT_S,
                allow_redirects=False,
                # Our own machine is never behind a proxy, whatever the environment says.
                proxies=dict.fromkeys(("http", "https"), "") if is_loopback(url) else None,
            )
        with response:
            target = response.headers.get("Location", "") if response.is_redirect else ""
            if not target:
                _check_status(response, url)
                yield response
                return
            url = redirected(url, target)
    raise Nonsense(f"{host_of(url)} redirects the download in circles.")


def _chunks(response: requests.Response, url: str) -> Iterator[bytes]:
    size, received = CHUNK_BYTES, 0
    while True:
        began = time.monotonic()
        with _network(url):
            chunk = response.raw.read(size, decode_content=True)
        if not chunk:
            return
        is_fast = time.monotonic() - began < FAST_CHUNK_S
        yield chunk
        received += len(chunk)
        if is_fast and received > LARGEST_CHUNK_BYTES:
            size = min(2 * size, LARGEST_CHUNK_BYTES)


def _check_status(response: requests.Response, url: str) -> None:
    status = response.status_code
    if status in (200, 206, 416):
        return
    # Some stores answer 400 to a token that has run out.
    if status in (400, 401, 403, 404, 410):
        raise UrlExpired(f"{host_of(url)} doesn't give the file out any more ({status}).")
    if status in (408, 425, 429) or status >= 500:
        raise _Cut(f"it answers {status}", _seconds(response.headers.get("Retry-After", "")))
    raise Nonsense(f"{host_of(url)} answered the download with status {status}.")


@contextmanager
def _network(url: str) -> Iterator[None]:
    """Turns what the HTTP library raises into _Cut, or into an error where no retry can help.

    For its calls only: it raises plain ValueErrors too.
    """
    import requests
    import urllib3

    from ..api.connecting import NO_HTTP_PROXY, certificate_trouble, proxy_trouble

    try:
        yield
    except requests.exceptions.SSLError as error:
        raise _unsafe(url, certificate_trouble(error)) from None
    except requests.exceptions.Timeout:
        raise _Cut("it doesn't answer") from None
    except (requests.exceptions.InvalidSchema, requests.exceptions.InvalidProxyURL):
        raise Unreachable(f"{host_of(url)} can't be reached: {NO_HTTP_PROXY}.") from None
    except requests.exceptions.ProxyError as error:
        raise _Cut(proxy_trouble(error)) from None
    except urllib3.exceptions.DecodeError:
        raise Nonsense(f"The download from {host_of(url)} can't be understood.") from None
    except urllib3.exceptions.ReadTimeoutError:
        raise _Cut("it doesn't answer") from None
    except urllib3.exceptions.ProtocolError:
        raise _Cut("the connection was cut") from None
    except (requests.exceptions.ConnectionError, urllib3.exceptions.HTTPError):
        raise _Cut("there is no connection") from None
    except (requests.exceptions.RequestException, ValueError):
        raise Nonsense(f"The download from {host_of(url)} can't be understood.") from None


def _unsafe(url: str, trouble: str) -> Exception:
    """What to raise where no encrypted connection came about; `trouble` with the certificate."""
    if not trouble:
        return _Cut("the encrypted connection broke off")
    return Unreachable(f"{host_of(url)} can't be reached safely: {trouble}.", sent=False)


# --- headers ---------------------------------------------------------------------------------


def _range_headers(partial: Partial) -> dict[str, str]:
    if not partial.resumable:
        return {}
    return {"Range": f"bytes={partial.resumable}-", "If-Range": partial.origin.validator}


def _validator(headers: Mapping[str, str]) -> str:
    """What If-Range may hold: a weak ETag may not, it stands for files that only look the same."""
    etag = headers.get("ETag", "")
    return etag if etag.startswith('"') else headers.get("Last-Modified", "")


def _content_length(headers: Mapping[str, str]) -> int | None:
    if headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
        return None  # of the compressed bytes; we get the others
    text = headers.get("Content-Length", "")
    return int(text) if re.fullmatch(r"\d{1,18}", text, re.ASCII) else None


def _content_range(headers: Mapping[str, str]) -> tuple[int, int | None]:
    """First byte and whole length of a 206; (-1, None) where it doesn't say."""
    text = headers.get("Content-Range", "")
    found = re.fullmatch(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18}|\*)", text.strip(), re.ASCII)
    if not found:
        return -1, None
    return int(found[1]), None if found[2] == "*" else int(found[2])


def _seconds(retry_after: str) -> float:
    return float(retry_after) if re.fullmatch(r"\d{1,6}", retry_after.strip(), re.ASCII) else 0.0
