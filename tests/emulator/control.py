"""The control paths below /_emulator, for tests: faults, balances, the log, own files, reset."""

from __future__ import annotations

import hashlib

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict

from tests.emulator.faults import Fault
from tests.emulator.service import Service


class AccountChange(BaseModel):
    """A balance to set; an unknown key becomes a new account."""

    model_config = ConfigDict(extra="forbid")

    key: str | None = None
    credits: int


class Settings(BaseModel):
    """What can be changed while it serves; left out stays."""

    model_config = ConfigDict(extra="forbid")

    task_seconds: float | None = None
    heartbeat_seconds: float | None = None
    url_seconds: float | None = None
    queue_message: str | None = None
    large: bool | None = None


class Past(BaseModel):
    """A finished task that was made `count` times before, `seconds_apart`.

    With a `newer_type` as tasks of a kind that came after all that is documented.
    """

    model_config = ConfigDict(extra="forbid")

    task_id: str
    count: int
    seconds_apart: float
    newer_type: str = ""


def control_routes(service: Service) -> APIRouter:
    """The control paths of this service."""
    router = APIRouter(prefix="/_emulator")

    @router.post("/reset")
    async def reset() -> Response:
        service.reset()
        return Response(status_code=204)

    @router.get("/requests")
    async def requests() -> Response:
        return JSONResponse([entry.as_json() for entry in service.log.entries])

    @router.get("/uploads/{digest}")
    async def upload(digest: str) -> Response:
        content = service.uploads.kept.get(digest)
        return Response(content, status_code=404 if content is None else 200)

    @router.post("/files/{name}")
    async def put_file(name: str, request: Request) -> Response:
        content = await request.body()
        path = f"/files/{hashlib.sha256(content).hexdigest()}/{name}"
        service.own_files[path] = content
        return JSONResponse({"url": service.signer.url(path, service.options.url_seconds)})

    @router.post("/past")
    async def add_past(past: Past) -> Response:
        task = service.tasks.find(past.task_id)
        if task is None or not task.status.terminal:
            return Response(status_code=404)
        return JSONResponse(
            service.tasks.repeat(task, past.count, past.seconds_apart, past.newer_type)
        )

    _add_switches(router, service)
    return router


def _add_switches(router: APIRouter, service: Service) -> None:
    @router.post("/faults")
    async def add_fault(fault: Fault) -> Response:
        return JSONResponse(service.faults.add(fault).model_dump())

    @router.get("/faults")
    async def faults() -> Response:
        return JSONResponse([fault.model_dump() for fault in service.faults.all()])

    @router.delete("/faults")
    async def clear_faults() -> Response:
        service.faults.clear()
        return Response(status_code=204)

    @router.post("/accounts")
    async def set_account(change: AccountChange) -> Response:
        account = service.accounts.put(change.key or service.options.key, change.credits)
        return JSONResponse({"key": account.key, "credits": account.credits})

    @router.get("/accounts")
    async def accounts() -> Response:
        return JSONResponse({account.key: account.credits for account in service.accounts})

    @router.post("/settings")
    async def settings(change: Settings) -> Response:
        service.change(**change.model_dump(exclude_none=True))
        return Response(status_code=204)
