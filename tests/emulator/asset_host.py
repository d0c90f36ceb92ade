"""The second host: serves result files behind signed URLs, whole or in ranges."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
from collections.abc import AsyncIterator
from email.utils import formatdate
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse

from tests.emulator.catalogue import previewed
from tests.emulator.models import library
from tests.emulator.ranges import Unsatisfiable, requested_range
from tests.emulator.service import Service

_CHUNK_BYTES = 64 * 1024

mimetypes.add_type("model/gltf-binary", ".glb")
mimetypes.add_type("model/vnd.usdz+zip", ".usdz")


def build_asset_host(service: Service) -> FastAPI:
    """The application of the asset host."""
    app = FastAPI(title="Meshy's asset host, emulated", docs_url=None, redoc_url=None)

    @app.api_route("/{path:path}", methods=["GET", "HEAD"])
    async def asset(request: Request, path: str) -> Response:
        if "authorization" in request.headers:
            return _error(400, "InvalidArgument", "Only one auth mechanism allowed")
        if (key := previewed(f"/{path}")) is not None:
            film = await asyncio.to_thread(library.preview_film, key)
            return _answer(request, film, path)
        if not service.signer.accepts(f"/{path}", request.query_params):
            return _error(403, "AccessDenied", "Access Denied")
        content = await _content(service, f"/{path}")
        if content is None:
            return _error(404, "NoSuchKey", "The specified key does not exist.")
        return _answer(request, content, path)

    return app


async def _content(service: Service, path: str) -> bytes | Path | None:
    if path in service.own_files:
        return service.own_files[path]
    parts = path.split("/")
    task = service.tasks.find(parts[3]) if len(parts) == 6 else None
    if task is None:
        return None
    return await asyncio.to_thread(service.files.path, task, parts[5])


def _answer(request: Request, content: bytes | Path, path: str) -> Response:
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    etag = f'"{hashlib.sha256(f"{path}:{size}".encode()).hexdigest()[:32]}"'
    modified = 0.0 if isinstance(content, bytes) else content.stat().st_mtime
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": formatdate(modified, usegmt=True),
    }
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    first, last, status = 0, size - 1, 200
    wanted = None if _refuses_ranges(request) else request.headers.get("range")
    if wanted is not None and _range_still_holds(request, headers):
        try:
            asked = requested_range(wanted, size)
        except Unsatisfiable:
            return _error(
                416, "InvalidRange", "Not satisfiable", {"Content-Range": f"bytes */{size}"}
            )
        if asked is not None:
            (first, last), status = asked, 206
            headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    headers["Content-Length"] = str(last - first + 1)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=kind)
    return StreamingResponse(_chunks(content, first, last), status, headers, kind)


def _refuses_ranges(request: Request) -> bool:
    return any(fault.kind == "no_range" for fault in request.scope.get("faults", []))


def _range_still_holds(request: Request, headers: dict[str, str]) -> bool:
    condition = request.headers.get("if-range")
    return condition is None or condition in (headers["ETag"], headers["Last-Modified"])


async def _chunks(content: bytes | Path, first: int, last: int) -> AsyncIterator[bytes]:
    if isinstance(content, bytes):
        for start in range(first, last + 1, _CHUNK_BYTES):
            yield content[start : min(start + _CHUNK_BYTES, last + 1)]
        return
    with content.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left and (part := file.read(min(_CHUNK_BYTES, left))):
            left -= len(part)
            yield part


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    )
    return Response(body, status, headers, media_type="application/xml")
