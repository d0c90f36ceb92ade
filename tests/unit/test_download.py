"""Downloads over real HTTP: cut, resumed, replaced, refused, not what they should be."""

from __future__ import annotations

import errno
import gzip
import os
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meshy_addon.api.errors import Nonsense, Unreachable
from meshy_addon.jobs.asset_session import asset_session
from meshy_addon.jobs.download import UrlExpired, download
from meshy_addon.jobs.folders import CannotWrite, NoSpace
from meshy_addon.jobs.gate import Cancelled
from meshy_addon.jobs.kinds import Kind
from meshy_addon.jobs.partial import Downloaded
from tests.unit.file_server import FileServer, Reply

KB = 1024
MODEL = b"glTF" + random.Random(1).randbytes(700 * KB)
"""Of which each 64 KB are a chunk, and no two alike."""


class Impatient(threading.Event):
    """A cancel signal on which waiting takes no time; it keeps what it was asked to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        return self.is_set()


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer(MODEL).running() as server:
        yield server


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with asset_session() as session:
        yield session


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "model.glb"


class Fetch:
    """A download from the server to the target, with everything that most tests leave alone."""

    def __init__(self, server: FileServer, session: requests.Session, target: Path) -> None:
        self.server = server
        self.session = session
        self.target = target
        self.cancelled = Impatient()
        self.progress: list[tuple[int, int | None]] = []

    def __call__(
        self, url: str = "", *, expect: Kind = Kind.GLB, max_bytes: int = 10**9
    ) -> Downloaded:
        return download(
            self.session,
            url or self.server.url,
            self.target,
            expect=expect,
            on_progress=lambda done, total: self.progress.append((done, total)),
            cancelled=self.cancelled,
            max_bytes=max_bytes,
        )

    def interrupted_after(self, size: int) -> None:
        """One that is cancelled as soon as `size` bytes are here."""
        cancelled = Impatient()
        with pytest.raises(Cancelled):
            download(
                self.session,
                self.server.url,
                self.target,
                expect=Kind.GLB,
                on_progress=lambda done, _: cancelled.set() if done >= size else None,
                cancelled=cancelled,
            )


@pytest.fixture
def fetch(server: FileServer, session: requests.Session, target: Path) -> Fetch:
    return Fetch(server, session, target)


def assert_whole(fetch: Fetch, done: Downloaded, content: bytes = MODEL) -> None:
    assert fetch.target.read_bytes() == content
    assert done == Downloaded(len(content))
    assert [path.name for path in fetch.target.parent.iterdir()] == [fetch.target.name]


# --- arriving --------------------------------------------------------------------------------


def test_a_file_arrives_whole_and_leaves_nothing_else(fetch: Fetch) -> None:
    assert_whole(fetch, fetch())


def test_progress_counts_up_to_the_size_of_the_file(fetch: Fetch) -> None:
    fetch()
    done = [done for done, _ in fetch.progress]
    assert done == sorted(done)
    assert fetch.progress[-1] == (len(MODEL), len(MODEL))


def test_a_file_of_unknown_length_arrives(fetch: Fetch) -> None:
    fetch.server.normal = Reply(length=-1)
    assert_whole(fetch, fetch())
    assert fetch.progress[-1] == (len(MODEL), None)


def test_a_body_that_was_compressed_on_the_way_is_unpacked(fetch: Fetch) -> None:
    packed = gzip.compress(MODEL)
    fetch.server.normal = Reply(body=packed, headers=(("Content-Encoding", "gzip"),))
    assert_whole(fetch, fetch())
    assert fetch.progress[-1] == (len(MODEL), None)


def test_an_older_file_of_that_name_is_replaced(fetch: Fetch) -> None:
    fetch.target.write_bytes(b"old")
    assert_whole(fetch, fetch())


# --- cut and resumed -------------------------------------------------------------------------


def test_a_cut_download_goes_on_where_it_was_cut(fetch: Fetch) -> None:
    fetch.server.replies.append(Reply(cut_after=300 * KB))
    assert_whole(fetch, fetch())
    first, second = fetch.server.requests
    assert first.start == 0
    assert 200 * KB < second.start <= 300 * KB
    assert second.headers["if-range"] == '"one"'


def test_a_cut_download_of_unknown_length_goes_on_too(fetch: Fetch) -> None:
    fetch.server.replies.append(Reply(cut_after=300 * KB, length=-1))
    assert_whole(fetch, fetch())
    assert len(fetch.server.requests) == 2
    assert fetch.progress[-1] == (len(MODEL), len(MODEL))


def test_a_file_that_has_another_length_now_is_fetched_anew(fetch: Fetch) -> None:
    fetch.interrupted_after(256 * KB)
    fetch.server.content = MODEL[:300] + MODEL
    assert_whole(fetch, fetch(), fetch.server.content)


def test_a_download_that_was_left_goes_on_in_another_call(fetch: Fetch) -> None:
    fetch.interrupted_after(256 * KB)
    assert not fetch.target.exists()
    assert_whole(fetch, fetch())
    assert fetch.server.requests[-1].start >= 256 * KB


def test_bytes_that_never_reached_the_disk_are_not_built_on(fetch: Fetch) -> None:
    fetch.interrupted_after(256 * KB)
    part = fetch.target.with_name("model.glb.part")
    # After a power cut a file may end in zeros that nobody wrote.
    part.write_bytes(part.read_bytes() + bytes(1000 * KB))
    assert_whole(fetch, fetch())


def test_a_file_cut_shorter_than_noted_is_fetched_anew(fetch: Fetch) -> None:
    fetch.interrupted_after(256 * KB)
    fetch.target.with_name("model.glb.part").write_bytes(MODEL[: 10 * KB])
    assert_whole(fetch, fetch())


def test_a_server_without_ranges_sends_all_again(fetch: Fetch) -> None:
    fetch.server.normal = Reply(knows_ranges=False)
    fetch.server.replies.append(Reply(cut_after=300 * KB))
    assert_whole(fetch, fetch())


@pytest.mark.parametrize("heeds_if_range", [True, False])
def test_a_file_replaced_meanwhile_is_never_mixed_with_the_old_one(
    fetch: Fetch, heeds_if_range: bool
) -> None:
    fetch.interrupted_after(256 * KB)
    fetch.server.content = b"glTF" + random.Random(2).randbytes(700 * KB)
    fetch.server.normal = Reply(etag='"two"', heeds_if_range=heeds_if_range)
    assert_whole(fetch, fetch(), fetch.server.content)


@pytest.mark.parametrize("shift", [-5, 5])
def test_a_server_that_sends_the_wrong_part_is_asked_for_all(fetch: Fetch, shift: int) -> None:
    fetch.interrupted_after(256 * KB)
    fetch.server.replies.append(Reply(shift=shift))
    assert_whole(fetch, fetch())
    assert [request.start > 0 for request in fetch.server.requests] == [False, True, False]


def test_a_server_that_sends_less_than_the_rest_is_asked_again(fetch: Fetch) -> None:
    fetch.interrupted_after(256 * KB)
    fetch.server.replies.append(Reply(longest_part=100 * KB))
    assert_whole(fetch, fetch())
    assert len(fetch.server.requests) == 3


def test_a_part_is_not_asked_for_where_the_file_cannot_be_told_from_another(fetch: Fetch) -> None:
    fetch.server.normal = Reply(etag='W/"weak"')
    fetch.server.replies.append(Reply(etag='W/"weak"', cut_after=300 * KB))
    assert_whole(fetch, fetch())
    assert [request.start for request in fetch.server.requests] == [0, 0]


def test_the_time_of_change_serves_where_there_is_no_etag(fetch: Fetch) -> None:
    changed = (("Last-Modified", "Sat, 21 Nov 2026 08:00:00 GMT"),)
    plain = Reply(etag=None, headers=changed, heeds_if_range=False)
    fetch.server.normal = plain
    fetch.server.replies.append(Reply(etag=None, headers=changed, cut_after=300 * KB))
    assert_whole(fetch, fetch())
    assert fetch.server.requests[1].headers["if-range"] == changed[0][1]


def test_a_part_beyond_the_end_of_the_file_starts_again(fetch: Fetch) -> None:
    fetch.interrupted_after(512 * KB)
    fetch.server.content = MODEL[: 300 * KB]
    assert_whole(fetch, fetch(), MODEL[: 300 * KB])


@pytest.mark.parametrize("length", [None, -1])
def test_a_file_that_is_always_cut_at_the_same_place_is_given_up(
    fetch: Fetch, length: int | None
) -> None:
    fetch.server.normal = Reply(cut_after=100 * KB, knows_ranges=False, length=length)
    with pytest.raises(Unreachable) as caught:
        fetch()
    assert not fetch.target.exists()
    assert len(fetch.server.requests) < 10
    assert "Signature" not in str(caught.value)


def test_tries_that_bring_bytes_are_not_counted_against_a_slow_line(fetch: Fetch) -> None:
    fetch.server.replies.extend([Reply(cut_after=65 * KB)] * 10)
    assert_whole(fetch, fetch())
    assert len(fetch.server.requests) == 11


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cuts=st.lists(
        st.builds(
            Reply,
            cut_after=st.integers(0, len(MODEL)),
            knows_ranges=st.booleans(),
            etag=st.sampled_from(['"one"', None, 'W/"one"']),
        ),
        max_size=4,
    )
)
def test_whatever_is_cut_the_file_is_the_same(fetch: Fetch, cuts: list[Reply]) -> None:
    fetch.server.replies.extend(cuts)
    assert_whole(fetch, fetch())
    fetch.server.replies.clear()


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    note=st.one_of(
        st.binary(max_size=60),
        st.fixed_dictionaries(
            {
                "validator": st.sampled_from(['"one"', "", 3, None]),
                "total": st.one_of(st.none(), st.integers(-2, 10**6), st.just("x")),
                "size": st.one_of(st.integers(-2, len(MODEL) + 5), st.none()),
            }
        ).map(lambda note: repr(note).replace("'", '"').replace("None", "null").encode()),
    )
)
def test_a_broken_note_beside_a_half_file_does_no_harm(fetch: Fetch, note: bytes) -> None:
    fetch.target.with_name("model.glb.part").write_bytes(MODEL)
    fetch.target.with_name("model.glb.part.json").write_bytes(note)
    assert_whole(fetch, fetch())


# --- refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_an_expired_url_is_told_apart_and_keeps_what_is_here(fetch: Fetch, status: int) -> None:
    fetch.interrupted_after(256 * KB)
    fetch.server.replies.append(Reply(status, b"<Error><Code>AccessDenied</Code></Error>"))
    with pytest.raises(UrlExpired) as caught:
        fetch()
    assert "Signature" not in str(caught.value)
    assert_whole(fetch, fetch(fetch.server.url + "-fresh"))
    assert fetch.server.requests[-1].start >= 256 * KB


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_trouble_of_the_server_is_waited_out(fetch: Fetch, status: int) -> None:
    fetch.server.replies.extend([Reply(status, b"busy"), Reply(status, b"busy")])
    assert_whole(fetch, fetch())
    assert len(fetch.cancelled.waits) == 2


def test_the_server_says_how_long_to_wait(fetch: Fetch) -> None:
    fetch.server.replies.append(Reply(503, b"", headers=(("Retry-After", "17"),)))
    assert_whole(fetch, fetch())
    assert fetch.cancelled.waits == [17.0]


def test_waits_grow_and_end_when_nobody_answers(session: requests.Session, tmp_path: Path) -> None:
    cancelled = Impatient()
    with FileServer().running() as server:
        gone = server.url
    with pytest.raises(Unreachable) as caught:
        download(session, gone, tmp_path / "x", expect=Kind.ANY, cancelled=cancelled)
    assert 3 <= len(cancelled.waits) <= 10
    assert cancelled.waits[-1] > cancelled.waits[0]
    assert "Signature" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><body>Please log in</body></html>",
        b"\xef\xbb\xbf  <html lang='en'>",
        b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>",
        b'{"message": "no"}',
    ],
)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_page_instead_of_a_file_is_said_to_be_one(fetch: Fetch, body: bytes, kind: Kind) -> None:
    fetch.server.normal = Reply(body=body)
    with pytest.raises(Nonsense, match="web page or an error message"):
        fetch(expect=kind)
    assert list(fetch.target.parent.iterdir()) == []
    assert len(fetch.server.requests) == 1


def test_another_kind_of_file_is_refused(fetch: Fetch) -> None:
    fetch.server.content = b"\x89PNG\r\n\x1a\n" + bytes(100)
    with pytest.raises(Nonsense, match="GLB"):
        fetch()
    assert_whole(fetch, fetch(expect=Kind.IMAGE), fetch.server.content)


def test_an_empty_file_is_refused(fetch: Fetch) -> None:
    fetch.server.content = b""
    with pytest.raises(Nonsense, match="empty"):
        fetch()


@pytest.mark.parametrize("length", [None, -1])
def test_a_file_that_is_too_large_is_refused(fetch: Fetch, length: int | None) -> None:
    fetch.server.normal = Reply(length=length)
    with pytest.raises(Nonsense, match="larger"):
        fetch(max_bytes=500 * KB)
    assert list(fetch.target.parent.iterdir()) == []


# --- cancelled, no room ----------------------------------------------------------------------


def test_a_cancelled_download_sends_nothing(fetch: Fetch) -> None:
    fetch.cancelled.set()
    with pytest.raises(Cancelled):
        fetch()
    assert fetch.server.requests == []


def test_a_cancel_ends_the_wait_between_two_tries(
    server: FileServer, session: requests.Session, target: Path
) -> None:
    cancelled = threading.Event()
    answered = threading.Event()
    server.normal = Reply(503, b"", headers=(("Retry-After", "1000"),))

    def cancel_when_waiting() -> None:
        answered.wait()
        cancelled.set()

    class Announced(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            answered.set()
            return cancelled.wait(timeout)

        def is_set(self) -> bool:
            return cancelled.is_set()

    thread = threading.Thread(target=cancel_when_waiting)
    thread.start()
    with pytest.raises(Cancelled):
        download(session, server.url, target, expect=Kind.GLB, cancelled=Announced())
    thread.join()
    assert len(server.requests) == 1


def test_a_full_disk_is_one_sentence(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoSpace, match=r"^The disk is full: .*model\.glb can't be written\.$"):
        fetch()
    assert not fetch.target.exists()


def test_a_folder_that_is_gone_is_one_sentence(fetch: Fetch) -> None:
    fetch.target = fetch.target.parent / "gone" / "model.glb"
    with pytest.raises(CannotWrite, match=r"model\.glb can't be written"):
        fetch()


# --- where it goes, and what goes along ------------------------------------------------------


@pytest.fixture
def netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "netrc"
    file.write_text("default login somebody password word\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))


@pytest.mark.usefixtures("netrc")
def test_no_authorization_is_ever_sent(fetch: Fetch) -> None:
    server = fetch.server
    requests.get(server.url, timeout=10)
    assert "authorization" in server.requests.pop().headers, "else this test proves nothing"
    with_user = server.url.replace("http://", "http://somebody:word@")
    server.replies.append(Reply(302, b"", headers=(("Location", with_user),)))
    fetch()
    fetch(with_user)
    assert len(server.requests) == 3
    assert not any("authorization" in request.headers for request in server.requests)


def test_a_redirect_is_followed(fetch: Fetch) -> None:
    fetch.server.replies.append(Reply(302, b"", headers=(("Location", "/elsewhere"),)))
    assert_whole(fetch, fetch())
    assert [request.path for request in fetch.server.requests][1] == "/elsewhere"


def test_redirects_in_circles_end(fetch: Fetch) -> None:
    fetch.server.normal = Reply(307, b"", headers=(("Location", "/again"),))
    with pytest.raises(Nonsense, match="circles"):
        fetch()


@pytest.mark.parametrize(
    "where",
    ["http://assets.invalid/model.glb", "ftp://127.0.0.1/x", "file:///etc/hostname", "http://[x"],
)
def test_a_redirect_to_where_others_could_listen_is_refused(fetch: Fetch, where: str) -> None:
    fetch.server.replies.append(Reply(302, b"", headers=(("Location", where),)))
    with pytest.raises(Nonsense, match=r"not an https one|be understood"):
        fetch()


@pytest.mark.parametrize(
    "url", ["http://assets.invalid/model.glb?Signature=secret", "ftp://x", "x", "https://", "h[tp"]
)
def test_only_https_is_asked(
    session: requests.Session, target: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "send", lambda *_, **__: pytest.fail("a request was sent"))
    with pytest.raises(Nonsense) as caught:
        download(session, url, target, expect=Kind.GLB, cancelled=Impatient())
    assert "secret" not in str(caught.value)


def test_the_proxy_of_the_environment_is_used_but_not_for_this_machine(
    fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FileServer().running() as proxy:
        address = proxy.url.rpartition("/")[0]
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.setenv(name, address)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert_whole(fetch, fetch())
        assert proxy.requests == []
        with pytest.raises(Unreachable, match="proxy"):
            fetch("https://assets.invalid/model.glb")
        assert set(proxy.tunnels) == {"assets.invalid:443"}
