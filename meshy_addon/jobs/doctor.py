"""Looks at everything that a job needs, and says of each whether it is well and what to do."""

from __future__ import annotations

import enum
import shutil
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..api.account import (
    DEFAULT_URL,
    TEST_MODE_KEY,
    Account,
    find_account,
    is_loopback,
    key_file,
    service_url,
)
from ..api.client import Client
from ..api.errors import KeyRefused, MeshyError
from ..api.private_file import others_can_read
from .folders import make_folder
from .journal import Journal

_CLOCK_S = 120.0
_LITTLE_BYTES, _TOO_LITTLE_BYTES = 2_000_000_000, 200_000_000


class Verdict(enum.StrEnum):
    GOOD = "ok"
    DOUBTFUL = "look"
    BAD = "bad"


class Subject(enum.StrEnum):
    """What was looked at, in the order in which it is."""

    KEY = "API key"
    ONLINE = "Online access"
    ADDRESS = "Address"
    PROXY = "Proxy"
    CERTIFICATES = "Certificates"
    NAME = "Name (DNS)"
    SERVICE = "Meshy's service"
    CLOCK = "Clock"
    DISK = "Disk"
    JOBS = "Job list"
    BLENDER = "Background Blender"


@dataclass(frozen=True)
class Finding:
    """One verdict; no secret is in it."""

    subject: Subject
    verdict: Verdict
    said: str
    advice: str = ""
    """What to do, unless it's good."""

    @property
    def line(self) -> str:
        return f"{self.verdict:<4}  {self.subject}: {self.said} {self.advice}".rstrip()


def examine(
    environment: Mapping[str, str], state: Path, offline: str, others: Iterable[Finding] = ()
) -> list[Finding]:
    """All findings; `offline` says why we may not go online, if so, and `others` are the front
    end's own. Asks network and disk: not for Blender's main thread. Raises nothing of ours.
    """
    found = [*_network(environment, state, offline), *_disk(state), *_jobs(state)]
    return [*found, *others]


def _network(environment: Mapping[str, str], state: Path, offline: str) -> Iterator[Finding]:
    try:
        account: Account | None = find_account(environment, state)
        url = service_url(environment)
    except KeyRefused as error:
        yield Finding(Subject.KEY, Verdict.BAD, str(error))
        account, url = None, service_url(environment)
    except MeshyError as error:
        yield Finding(Subject.ADDRESS, Verdict.BAD, str(error))
        return
    if account:
        yield _key(account, state)
    if offline:
        yield Finding(Subject.ONLINE, Verdict.BAD, offline)
        return
    yield Finding(Subject.ONLINE, Verdict.GOOD, "allowed.")
    host = urlsplit(url).hostname or ""
    is_usual = url == DEFAULT_URL
    said = f"{host}." if is_usual else f"{host}, from MESHY_API_URL."
    yield Finding(Subject.ADDRESS, Verdict.GOOD, said)
    proxy = _proxy(url)
    yield Finding(Subject.PROXY, Verdict.GOOD, f"{proxy}." if proxy else "none.")
    if urlsplit(url).scheme == "https":
        yield _certificates(environment)
    if not proxy:
        yield _name(host)
    if account:
        yield from _service(account)


def _key(account: Account, state: Path) -> Finding:
    path = key_file(state)
    try:
        is_open = path.exists() and others_can_read(path)
    except OSError as error:
        is_open, said = True, f"whether others can read its file can't be told ({error})."
    else:
        said = "other users of this machine can read its file."
    if is_open:
        advice = f"Take their rights away ({path}), and make a new key."
        return Finding(Subject.KEY, Verdict.BAD, said, advice)
    kind = ", the one of Meshy's test mode" if account.key == TEST_MODE_KEY else ""
    return Finding(Subject.KEY, Verdict.GOOD, f"there is one, from {account.source}{kind}.")


def _proxy(url: str) -> str:
    """The proxy's host and port, without the password that may be in its address."""
    import requests.utils

    if is_loopback(url):
        return ""
    proxies = requests.utils.get_environ_proxies(url)
    address = proxies.get(urlsplit(url).scheme) or proxies.get("all") or ""
    return address.rpartition("@")[2].rpartition("//")[2].rstrip("/")


def _certificates(environment: Mapping[str, str]) -> Finding:
    from ..api import trust

    named = [
        name
        for name in (*trust.NAMED_BY_OPENSSL, *trust.NAMED_BY_REQUESTS)
        if environment.get(name)
    ]
    try:
        known = len(trust.trusted().get_ca_certs())
    except MeshyError as error:
        return Finding(
            *(Subject.CERTIFICATES, Verdict.BAD, str(error)),
            "Set the variable right, or take it away.",
        )
    more = f" and those that {', '.join(named)} names" if named else ""
    said = f"the operating system's and certifi's{more}: {known} authorities are trusted."
    return Finding(Subject.CERTIFICATES, Verdict.GOOD, said)


def _name(host: str) -> Finding:
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        return Finding(
            *(Subject.NAME, Verdict.BAD, f"{host} can't be found."),
            "Is this machine online? Does a firewall or a DNS filter keep it from being found?",
        )
    return Finding(Subject.NAME, Verdict.GOOD, f"{host} is found.")


def _service(account: Account) -> Iterator[Finding]:
    client = Client(account)
    began = time.monotonic()
    try:
        if account.key == TEST_MODE_KEY:
            said = "test mode answers"
        else:
            said = f"answers, {client.balance():,} credits"
    except KeyRefused as error:
        yield Finding(Subject.SERVICE, Verdict.BAD, str(error))
    except MeshyError as error:
        yield Finding(Subject.SERVICE, Verdict.BAD, str(error), "Status: status.meshy.ai.")
    else:
        yield Finding(Subject.SERVICE, Verdict.GOOD, f"{said}, {time.monotonic() - began:.1f} s.")
    told = client.service_time()
    client.close()
    if told is not None:
        yield _clock(time.time() - told)


def _clock(ahead_s: float) -> Finding:
    if abs(ahead_s) < _CLOCK_S:
        return Finding(Subject.CLOCK, Verdict.GOOD, "right.")
    way = "ahead" if ahead_s > 0 else "behind"
    return Finding(
        *(Subject.CLOCK, Verdict.DOUBTFUL, f"{abs(ahead_s) / 60:.0f} minutes {way}."),
        "Set it right: certificates and times go by it.",
    )


def _disk(state: Path) -> Iterator[Finding]:
    try:
        make_folder(state)
        free = shutil.disk_usage(state).free
    except (MeshyError, OSError) as error:
        yield Finding(
            *(Subject.DISK, Verdict.BAD, str(error)),
            "Make room there, or name another folder in MESHY_STATE_DIR.",
        )
        return
    said = f"{free / 1e9:,.1f} GB are free in {state}."
    if free > _LITTLE_BYTES:
        yield Finding(Subject.DISK, Verdict.GOOD, said)
    else:
        verdict = Verdict.DOUBTFUL if free > _TOO_LITTLE_BYTES else Verdict.BAD
        yield Finding(Subject.DISK, verdict, said, "Make room: a model takes up to 100 MB.")


def _jobs(state: Path) -> Iterator[Finding]:
    path = state / "jobs.sqlite"
    if not path.exists():
        yield Finding(Subject.JOBS, Verdict.GOOD, "none yet.")
        return
    try:
        journal = Journal(path)
        warning, unfinished = journal.warning, len(journal.unfinished())
        journal.close()
    except MeshyError as error:
        yield Finding(Subject.JOBS, Verdict.BAD, str(error))
        return
    damaged = len(list(state.glob("jobs-damaged-*.sqlite")))
    if warning or damaged:
        said = warning or f"sound; {damaged} damaged ones were set aside."
        yield Finding(Subject.JOBS, Verdict.DOUBTFUL, said)
    else:
        yield Finding(Subject.JOBS, Verdict.GOOD, f"sound, {unfinished} unfinished.")
