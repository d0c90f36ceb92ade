"""The connections to the servers that give the files out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests

_CONNECTIONS = 64
"""That stay open, rather than the default 10: more files than that may arrive at a time."""


def asset_session() -> requests.Session:
    """A session for file servers: this machine's proxies and certificates, no credentials.

    Not for the API, and never to be given a header that holds a key. Any thread may use it.
    """
    import requests

    from ..api.trust import TrustingAdapter

    session = requests.Session()
    session.mount("https://", TrustingAdapter(pool_maxsize=_CONNECTIONS))
    session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=_CONNECTIONS))
    # requests looks into ~/.netrc only where a session has no authentication of its own.
    session.auth = lambda request: request
    # A body that was compressed on the way can be neither measured nor resumed.
    session.headers["Accept-Encoding"] = "identity"
    return session
