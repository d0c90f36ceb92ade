"""The API's paths: create, get, list, delete and stream for every kind, balance, catalogue."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException

from tests.emulator import task_objects
from tests.emulator.accounts import Account
from tests.emulator.bodies.base import parse
from tests.emulator.catalogue import catalogue, preview_path
from tests.emulator.control import control_routes
from tests.emulator.errors import Refusal, bad_request
from tests.emulator.faults import Fault
from tests.emulator.kinds import KINDS, Kind
from tests.emulator.listing import page
from tests.emulator.service import Service
from tests.emulator.streams import follow
from tests.emulator.task_objects import Sign
from tests.emulator.tasks import Task

_EXPIRED_S = -3600.0


def build_api(service: Service) -> FastAPI:
    """The application of the API host."""
    app = FastAPI(title="Meshy, emulated", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(HTTPException, _no_such_path)
    app.include_router(control_routes(service))
    for kind in KINDS:
        _add_paths(app, kind.path, _Paths(service, kind))
        if service.options.lenient:
            _add_paths(app, kind.path.removeprefix("/openapi"), _Paths(service, kind))

    @app.get("/openapi/v1/balance")
    async def balance(request: Request) -> Response:
        return _json({"balance": _caller(service, request).credits})

    @app.get("/web/public/animations/resources")
    async def animations() -> Response:
        host = service.signer.base_url
        entries = [{**e, "previewUrl": f"{host}{preview_path(str(e['key']))}"} for e in catalogue()]
        return _json({"result": {"total": len(entries), "list": entries}})

    return app


def _add_paths(app: FastAPI, path: str, paths: _Paths) -> None:
    app.add_api_route(path, paths.create, methods=["POST"])
    app.add_api_route(path, paths.list, methods=["GET"])
    app.add_api_route(path + "/{task_id}", paths.get, methods=["GET"])
    app.add_api_route(path + "/{task_id}", paths.delete, methods=["DELETE"])
    app.add_api_route(path + "/{task_id}/stream", paths.stream, methods=["GET"])


class _Paths:
    """The five paths of one kind."""

    def __init__(self, service: Service, kind: Kind) -> None:
        self._service = service
        self._kind = kind

    async def create(self, request: Request) -> Response:
        service = self._service
        account = _caller(service, request)
        data = await asyncio.to_thread(_body, await request.body())
        body = parse(self._kind.body(data), data, service.options)
        order = await asyncio.to_thread(body.order, service.desk(account))
        fail, seconds = _fault(request, "fail_task"), _fault(request, "task_seconds")
        task = service.create(
            account,
            order,
            failure=fail.failure.as_error() if fail else None,
            seconds=seconds.seconds if seconds else None,
        )
        return _json({"result": task.id}, 202)

    async def list(self, request: Request) -> Response:
        account = _caller(self._service, request)
        tasks = page(self._service.tasks.owned(account, self._kind.types), request.query_params)
        sign = self._sign(request)
        return _json([task_objects.full(task, sign) for task in tasks])

    async def get(self, request: Request, task_id: str) -> Response:
        task = self._task(_caller(self._service, request), task_id)
        return _json(task_objects.full(task, self._sign(request)))

    async def delete(self, request: Request, task_id: str) -> Response:
        task = self._task(_caller(self._service, request), task_id)
        if not self._kind.cancels:
            self._service.schedule.drop(task)
            self._service.tasks.delete(task)
            return Response(status_code=200)
        if task.status.terminal:
            raise bad_request(f"The task is already {task.status.value} and can't be cancelled")
        self._service.schedule.cancel(task)
        return Response(status_code=204)

    async def stream(self, request: Request, task_id: str) -> Response:
        account = _caller(self._service, request)
        try:
            task: Task | None = self._task(account, task_id)
        except Refusal:
            task = None
        events: AsyncIterator[bytes] = follow(
            task, self._sign(request), self._service.options.heartbeat_seconds
        )
        headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)

    def _task(self, account: Account, task_id: str) -> Task:
        task = self._service.tasks.find(task_id)
        if task is None or task.account is not account or task.type not in self._kind.types:
            raise Refusal(404, "Task not found")
        return task

    def _sign(self, request: Request) -> Sign:
        expired = _fault(request, "expired_urls") is not None
        return self._service.sign(_EXPIRED_S if expired else self._service.options.url_seconds)


def _caller(service: Service, request: Request) -> Account:
    if "origin" in request.headers:
        raise Refusal(403, "Cross-origin requests from browsers are not permitted")
    account = service.accounts.by_authorization(request.headers.get("authorization"))
    service.limits.count_request(account.id)
    return account


def _body(content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content)
    except ValueError as error:
        raise bad_request("The body is not valid JSON") from error
    if not isinstance(data, dict):
        raise bad_request("The body must be a JSON object")
    return data


def _fault(request: Request, kind: str) -> Fault | None:
    found: list[Fault] = request.scope.get("faults", [])
    return next((fault for fault in found if fault.kind == kind), None)


def _json(data: Any, status: int = 200) -> JSONResponse:
    return JSONResponse(data, status, headers={"x-api-version": "emulator"})


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return JSONResponse({"message": error.message}, error.status, headers=error.headers)


async def _no_such_path(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"message": str(error.detail)}, error.status_code)
