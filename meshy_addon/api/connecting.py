"""What the HTTP library raises, as our errors: one sentence each, without its URLs and headers.

Whether the request was sent decides if a create may be sent again, so `sent=False` stands only
where the service certainly never saw it.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import requests
import urllib3

from .errors import MeshyError, Unreachable

NO_HTTP_PROXY = "the proxy that is set is not one for HTTP, and no other kind can be used here"
_NO_TUNNEL = "Tunnel connection failed"
"""How http.client puts it."""
# OpenSSL's numbers (x509_vfy.h).
_EXPIRED, _NOT_YET, _OTHER_HOSTS = {10}, {9}, {62, 64}

_E = TypeVar("_E", bound=BaseException)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Around calls to the API. Raises Unreachable."""
    try:
        yield
    except MeshyError:
        raise
    except requests.exceptions.ProxyError as error:
        raise _no_way(error) from error
    except (requests.exceptions.InvalidSchema, requests.exceptions.InvalidProxyURL) as error:
        # Our own address was looked at before.
        raise Unreachable(f"Meshy can't be reached: {NO_HTTP_PROXY}.", sent=False) from error
    except requests.ConnectTimeout as error:
        raise Unreachable("Meshy can't be reached: no connection.", sent=False) from error
    except requests.exceptions.SSLError as error:
        if trouble := certificate_trouble(error):
            raise Unreachable(f"Meshy can't be reached safely: {trouble}.", sent=False) from error
        # Most likely while greeting each other, but it can't be told.
        raise Unreachable(
            "Meshy can't be reached safely: the encrypted connection broke off; a proxy or a"
            " firewall may be in between."
        ) from error
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise Unreachable("Meshy didn't answer in time.") from error
    except requests.ConnectionError as error:
        raise _no_connection(error) from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise Unreachable("The connection to Meshy was cut.") from error


def certificate_trouble(error: Exception) -> str:
    """What is wrong with a server's certificate and what to do; "" if it wasn't that.

    Such a server was sent nothing but the greeting.
    """
    cause = _cause(error, ssl.SSLCertVerificationError)
    if cause is None:
        return ""
    code = cause.verify_code
    if code in _EXPIRED:
        return "its certificate has expired, or this machine's clock is wrong"
    if code in _NOT_YET:
        return "its certificate isn't valid yet, or this machine's clock is wrong"
    if code in _OTHER_HOSTS:
        return "its certificate is for another host; a login page or a proxy may be in between"
    return (
        "its certificate isn't trusted here; behind a company's proxy, add the company's"
        " certificate to the operating system's, or name its file in REQUESTS_CA_BUNDLE"
    )


def proxy_trouble(error: Exception) -> str:
    """What is wrong with the proxy."""
    if f"{_NO_TUNNEL}: 407" in str(error):
        return (
            "the proxy wants a name and a password, which HTTPS_PROXY can hold"
            " (http://name:password@host:port)"
        )
    return "the proxy doesn't let it through"


def _no_way(error: Exception) -> Unreachable:
    """Tells a proxy that isn't there, or made no way to the service, from one that hung up later.

    For urllib3 that's the same, also when the proxy has let the whole request through.
    """
    is_there = _cause(error, urllib3.exceptions.NewConnectionError) is None
    if is_there and _NO_TUNNEL not in str(error):
        return Unreachable("The connection to Meshy was cut.")
    return Unreachable(f"Meshy can't be reached: {proxy_trouble(error)}.", sent=False)


def _no_connection(error: Exception) -> Unreachable:
    """Tells a server that was never reached from one that hung up."""
    reason = error.args[0] if error.args else None
    cause = getattr(reason, "reason", reason)
    if isinstance(cause, urllib3.exceptions.ReadTimeoutError):
        return Unreachable("Meshy didn't answer in time.")
    if isinstance(cause, urllib3.exceptions.NewConnectionError):
        return Unreachable("Meshy can't be reached: is this machine online?", sent=False)
    return Unreachable("The connection to Meshy was cut.")


def _cause(error: BaseException | None, kind: type[_E]) -> _E | None:
    """The error of this kind within `error`; libraries wrap them in several ways."""
    seen: set[int] = set()
    rest = [error]
    while rest:
        each = rest.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, kind):
            return each
        inner = (*each.args, getattr(each, "reason", None), each.__cause__, each.__context__)
        rest += [one for one in inner if isinstance(one, BaseException)]
    return None
