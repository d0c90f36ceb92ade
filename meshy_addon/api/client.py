"""The calls of Meshy's API, one method each. Blocking; for worker threads.

The key goes to the API's own address and nowhere else: no redirect is followed, and files are
fetched elsewhere, without it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from .account import Account, is_loopback
from .animations import Animation, read_catalogue
from .answers import decoded, error_for
from .body import Body
from .endpoint import Endpoint
from .errors import Nonsense, NotFound, ParameterRefused, ServiceTrouble
from .events import live_events
from .tasks import Task, read_task
from .wording import one_line

if TYPE_CHECKING:
    import requests

_CONNECT_S = 10.0
_READ_S = 30.0
_CREATE_READ_S = 180.0
"""A create with a large model inside may take over a minute to be answered."""
_SILENCE_S = 35.0
"""A stream repeats its last message about every 10 s; silent for longer, it's dead."""
_MAX_ANSWER_BYTES = 64 * 1024 * 1024
PAGE_SIZE = 50
"""The most that a list gives at once."""

_T = TypeVar("_T")


class Client:
    """Meshy's API as `account`. Any thread may call; each call raises the errors of `errors`."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._service_time: tuple[float, float] | None = None
        """The service's clock (seconds since the Unix epoch), and our monotonic one just then."""
        self._session: requests.Session | None = None

    def create(
        self,
        endpoint: Endpoint,
        body: Mapping[str, Any],
        go_on: Callable[[], None] = lambda: None,
    ) -> str:
        """Create a task; its id. Costs credits: never repeat it blindly after Unreachable.

        Attachments in `body` are read while they're sent. What `go_on` raises, which is asked
        meanwhile, ends it before it's there as a whole: it makes no task.
        """
        headers = {"Content-Type": "application/json"}
        try:
            return self._read(
                *(_task_id, "POST", endpoint.path, _CREATE_READ_S),
                data=Body(body, go_on),
                headers=headers,
            )
        except ParameterRefused as error:
            if advice := endpoint.refusals.get(error.status):
                raise ParameterRefused(advice, error.status) from error
            raise

    def get(self, endpoint: Endpoint, task_id: str) -> Task:
        """The task as it is now, its URLs signed anew."""
        return self._read(read_task, "GET", _path(endpoint, task_id))

    def newest(self, endpoint: Endpoint, *, page: int = 1, size: int = PAGE_SIZE) -> list[Task]:
        """One page of the account's tasks of this endpoint, the newest first; from 1."""
        query = {"page_num": page, "page_size": size, "sort_by": "-created_at"}
        return self._read(_tasks, "GET", endpoint.path, params=query)

    def delete(self, endpoint: Endpoint, task_id: str) -> None:
        """Cancel the task if it's still under way, else delete it with its files."""
        with self._request("DELETE", _path(endpoint, task_id), {}, _READ_S) as answer:
            content = _content(answer, 1 << 20)
        if content.lstrip().startswith(b"<"):
            decoded(content)  # a network's login page: nothing was deleted

    def stream(
        self, endpoint: Endpoint, task_id: str, go_on: Callable[[], None] = lambda: None
    ) -> Iterator[Task]:
        """The task each time it changes, until it's over. May end early: then ask with `get`.

        What `go_on` raises, which is asked whenever anything came, ends it.
        """
        from .connecting import plain_errors

        headers = {"Accept": "text/event-stream", "Cache-Control": "no-cache"}
        path = f"{_path(endpoint, task_id)}/stream"
        with self._request("GET", path, {"headers": headers}, _SILENCE_S) as answer:
            if "text/event-stream" not in answer.headers.get("Content-Type", ""):
                raise Nonsense("Meshy's answer is not a stream of events.")
            with plain_errors():
                # As each piece arrives: a larger size would hold a short message back.
                size = None if getattr(answer.raw, "chunked", False) else 1
                pieces = answer.iter_content(chunk_size=size)
                for event in live_events(pieces, _SILENCE_S, go_on):
                    if event.name == "error":
                        raise _stream_error(self._without_key(event.data))
                    yield read_task(decoded(event.data))

    def balance(self) -> int:
        """Credits on the account."""
        return self._read(_credits, "GET", "/openapi/v1/balance")

    def animations(self) -> list[Animation]:
        """The whole catalogue of actions, about 680."""
        return self._read(read_catalogue, "GET", "/web/public/animations/resources")

    def service_time(self) -> float | None:
        """Seconds since the Unix epoch by the service's clock, which dates the tasks.

        None before its first answer. Ours may be wrong, or jump; lags by a second at most.
        """
        if self._service_time is None:
            return None
        told, then = self._service_time
        return told + time.monotonic() - then

    def close(self) -> None:
        if self._session is not None:
            self._session.close()

    def _read(
        self,
        read: Callable[[Any], _T],
        method: str,
        path: str,
        read_s: float = _READ_S,
        **options: Any,
    ) -> _T:
        """What `read` makes of the JSON in the answer. Raises as `read` does, too."""
        with self._request(method, path, options, read_s) as answer:
            content = _content(answer, _MAX_ANSWER_BYTES + 1)
            if len(content) > _MAX_ANSWER_BYTES:
                raise Nonsense("Meshy's answer is too large to be one.")
            told = read(decoded(content))
            self._learn_time(answer.headers)
            return told

    @contextmanager
    def _request(
        self, method: str, path: str, options: Mapping[str, Any], read_s: float
    ) -> Iterator[requests.Response]:
        """The answer to a request, its status checked. Raises Refused and ServiceTrouble."""
        from .connecting import plain_errors

        url = f"{self.account.url}{path}"
        with plain_errors():
            answer = self._connected().request(
                method,
                url,
                timeout=(_CONNECT_S, read_s),
                allow_redirects=False,
                stream=True,
                **options,
            )
        with answer:
            if not 200 <= answer.status_code < 300:
                content = self._without_key(_content(answer, 1 << 20))
                raise error_for(answer.status_code, content, answer.headers)
            yield answer

    def _learn_time(self, headers: Mapping[str, str]) -> None:
        """Of an answer that was read as Meshy's: whatever is in between, such as a network's login
        page, may tell any other, and by that a lost task isn't found, or a wrong one.
        """
        with suppress(ValueError, OverflowError, OSError):
            told = parsedate_to_datetime(headers.get("Date", "")).timestamp()
            self._service_time = (told, time.monotonic())

    def _without_key(self, content: bytes) -> bytes:
        """`content` as an error may tell it: some services repeat the key that they refuse."""
        return content.replace(self.account.key.encode(), b"(your key)")

    def _connected(self) -> requests.Session:
        if self._session is None:
            self._session = _new_session(self.account)
        return self._session


def _task_id(answer: object) -> str:
    task_id = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(task_id, str) or not task_id:
        raise Nonsense("Meshy's answer doesn't name the task that was created.")
    return task_id


def _tasks(answer: object) -> list[Task]:
    if not isinstance(answer, list):
        raise Nonsense("Meshy's answer is not a list of tasks.")
    return [read_task(item) for item in answer]


def _credits(answer: object) -> int:
    balance = answer.get("balance") if isinstance(answer, dict) else None
    if isinstance(balance, bool) or not isinstance(balance, int | float):
        raise Nonsense("Meshy's answer doesn't say how many credits there are.")
    return int(balance)


def _content(answer: requests.Response, limit_bytes: int) -> bytes:
    """The body of an answer, no more than `limit_bytes` of it. Raises Unreachable."""
    from .connecting import plain_errors

    with plain_errors():
        content: bytes = answer.raw.read(limit_bytes, decode_content=True)
    return content


def _new_session(account: Account) -> requests.Session:
    import requests

    from .trust import TrustingAdapter

    def authorize(request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {account.key}"
        return request

    session = requests.Session()
    # As `auth`, not as a header: a header would give way to the machine's .netrc.
    session.auth = authorize
    # What goes to this very machine goes in the clear: no proxy is to see it.
    session.trust_env = not is_loopback(account.url)
    session.headers["User-Agent"] = "meshy-for-blender"
    # More tasks than the default 10 are waited for at a time, each on its own connection.
    session.mount("https://", TrustingAdapter(pool_maxsize=128))
    session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=128))
    return session


def _path(endpoint: Endpoint, task_id: str) -> str:
    return f"{endpoint.path}/{quote(task_id, safe='')}"


def _stream_error(data: bytes) -> Exception:
    """The error that an `event: error` stands for; the HTTP status was 200 by then."""
    answer = decoded(data)
    status = answer.get("status_code") if isinstance(answer, dict) else None
    if not isinstance(status, int):
        return Nonsense("Meshy's stream reports an error that it doesn't name.")
    if status == 404:
        return NotFound("Meshy doesn't know this task (any more).")
    said = answer.get("message")
    message = one_line(said) if isinstance(said, str) else ""
    return ServiceTrouble(f"Meshy's stream broke off ({message or status}).")
