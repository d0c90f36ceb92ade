"""Thousands of answers that are not what the service sends: to the parsers, and over HTTP."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from meshy_addon.api.account import Account
from meshy_addon.api.animations import read_catalogue
from meshy_addon.api.answers import decoded, error_for
from meshy_addon.api.client import Client
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.errors import MeshyError
from meshy_addon.api.events import read_events
from meshy_addon.api.tasks import read_task
from meshy_addon.jobs.files import file_name, kind_of, texture_maps, wanted_files
from meshy_addon.jobs.glb import probe_glb
from meshy_addon.jobs.records import to_json
from meshy_addon.jobs.traces import without_urls
from tests.torture.mutations import mutated
from tests.unit.plain_server import PlainServer, answer

KEY = "msy_a_key_to_look_for"
STATUSES = (200, 202, 204, 301, 400, 401, 402, 403, 404, 408, 418, 422, 429, 500, 503, 599)


@dataclass
class Read:
    """How many answers were read; what went wrong has raised."""

    direct: int = 0
    http: int = 0


def torture(seeds: Sequence[Any], folder: Path, direct: int, http: int, number: int) -> Read:
    """Raises what a parser raises, AssertionError for a path or a key where none should be."""
    told = Read()

    def read_directly(content: bytes, status: int) -> None:
        told.direct += 1
        parse(content, status, folder)

    def read_over_http(content: bytes, status: int, call: int) -> None:
        told.http += 1
        server.reply = answer(status, content, "Content-Type: " + _type(call))
        ask(client, call)

    mutations = mutated(seeds)
    statuses = st.sampled_from(STATUSES)
    _run(direct, number, read_directly, mutations, statuses)
    with PlainServer().running() as server:
        client = Client(Account(server.url, KEY, "a test"))
        _run(http, number, read_over_http, mutations, statuses, st.integers(0, 6))
        client.close()
    return told


def _run(examples: int, number: int, test: Any, *strategies: Any) -> None:
    lenient = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    seed(number)(lenient(given(*strategies)(test)))()


def parse(content: bytes, status: int, folder: Path) -> None:
    """Everything that is ever made of an answer. Raises for what it should not have been."""
    _is_fit(error_for(status, content.replace(KEY.encode(), b""), {"Retry-After": "nan"}))
    with suppress(MeshyError):
        for event in read_events([b"event: message\ndata: ", content, b"\n\n"]):
            _parsed(event.data, folder)
    _parsed(content, folder)
    _model(content, folder)


def _parsed(content: bytes, folder: Path) -> None:
    try:
        told = decoded(content)
    except MeshyError as error:
        _is_fit(error)
        return
    with suppress(MeshyError):
        read_catalogue(told)
    try:
        task = read_task(told)
        roles = {**wanted_files(task.raw, ("fbx", "obj")), **texture_maps(task.raw)}
        for role, url in roles.items():
            kind_of(role, url)
            path = folder / file_name(role, url)
            assert path.parent == folder, path
            assert path.resolve().parent == folder.resolve(), path
        assert "https://" not in to_json(without_urls(task.raw))
        task.raise_for_failure()
    except MeshyError as error:
        _is_fit(error)


def _model(content: bytes, folder: Path) -> None:
    path = folder / "model.glb"
    size = 12 + 8 + len(content)
    head = b"glTF" + (2).to_bytes(4, "little") + size.to_bytes(4, "little")
    path.write_bytes(head + len(content).to_bytes(4, "little") + b"JSON" + content)
    try:
        probe_glb(path)
    except MeshyError as error:
        _is_fit(error)


def _is_fit(error: MeshyError) -> None:
    """One line for a label or a terminal, without the key."""
    assert str(error).isprintable(), repr(str(error))
    assert KEY not in str(error)


def ask(client: Client, call: int) -> None:
    """One call of the client's, whichever; nothing but our own errors may come of it."""
    endpoint = ENDPOINTS["text-to-3d-preview"]
    calls = (
        lambda: client.create(endpoint, {"prompt": "an owl"}),
        lambda: client.get(endpoint, "an-id"),
        lambda: client.newest(endpoint),
        lambda: client.delete(endpoint, "an-id"),
        lambda: list(client.stream(endpoint, "an-id")),
        client.balance,
        client.animations,
    )
    try:
        calls[call]()
    except MeshyError as error:
        _is_fit(error)


def _type(call: int) -> str:
    return "text/event-stream" if call == 4 else "application/json"


def seeds_from(answers: Sequence[Any]) -> list[Any]:
    """Real answers, and what else the service says."""
    others = [
        {"result": "018a210d-8ba4-705c-b111-1f1776f7f578"},
        {"balance": 1000},
        {"message": f"Invalid API key {KEY}"},
        {"result": {"total": 1, "list": [{"id": 1, "key": "Walk", "name": "Walk"}]}},
        [json.loads(json.dumps(answer)) for answer in answers[:3]],
    ]
    return [*answers, *others]
