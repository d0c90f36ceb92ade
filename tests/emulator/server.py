"""Runs both hosts in one process until a signal, or until the parent closes stdin."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

import uvicorn
from starlette.types import ASGIApp

from tests.emulator.api import build_api
from tests.emulator.asset_host import build_asset_host
from tests.emulator.fault_injection import FaultInjection
from tests.emulator.options import Options
from tests.emulator.service import Service

API_ADDRESS = "127.0.0.1"
# The asset host shall differ by more than the port: a second loopback address where the system has
# one (Linux, Windows), else (macOS) another name for the first.
ASSET_ADDRESSES = ("127.0.0.2", "127.0.0.1")
ASSET_NAMES = {"127.0.0.1": "localhost"}


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: there are two servers in this process."""
        yield


def serve(options: Options) -> None:
    """Serve until ended. Prints one line of JSON on stdout when connections are accepted."""
    asyncio.run(_serve(options))


async def _serve(options: Options) -> None:
    api_socket = _listen((API_ADDRESS,), options.port)
    assets_socket = _listen(ASSET_ADDRESSES, options.assets_port)
    assets_url = _url(assets_socket, ASSET_NAMES)
    service = Service(options, assets_url)
    servers = [
        _server(FaultInjection(build_api(service), service, "api"), options),
        _server(FaultInjection(build_asset_host(service), service, "assets"), options),
    ]
    _end_on_signals(servers)
    if options.with_parent:
        _end_with_parent(servers)
    hello = {"api": _url(api_socket), "assets": assets_url, "key": options.key}
    print(json.dumps(hello), flush=True)
    try:
        await asyncio.gather(
            servers[0].serve([api_socket]),
            servers[1].serve([assets_socket]),
        )
    finally:
        service.close()


def _listen(addresses: tuple[str, ...], port: int) -> socket.socket:
    for address in addresses[:-1]:
        try:
            return _listening(address, port)
        except OSError:
            continue
    return _listening(addresses[-1], port)


def _listening(address: str, port: int) -> socket.socket:
    server = socket.socket()
    try:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((address, port))
        server.listen(256)
    except OSError:
        server.close()
        raise
    return server


def _url(server: socket.socket, names: Mapping[str, str] = MappingProxyType({})) -> str:
    address, port = server.getsockname()
    return f"http://{names.get(address, address)}:{port}"


def _server(app: ASGIApp, options: Options) -> _Server:
    return _Server(
        uvicorn.Config(
            app,
            log_level="info" if options.verbose else "critical",
            access_log=options.verbose,
            log_config=_log_to_stderr(),
            proxy_headers=False,
            lifespan="off",
            ws="none",
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
        )
    )


def _log_to_stderr() -> dict[str, object]:
    """stdout belongs to the first line."""
    config = json.loads(json.dumps(uvicorn.config.LOGGING_CONFIG))
    for handler in config["handlers"].values():
        handler["stream"] = "ext://sys.stderr"
    return dict(config)


def _end(servers: list[_Server]) -> None:
    for server in servers:
        server.should_exit = True


def _end_on_signals(servers: list[_Server]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: _end(servers))


def _end_with_parent(servers: list[_Server]) -> None:
    def wait() -> None:
        sys.stdin.read()
        _end(servers)

    threading.Thread(target=wait, daemon=True).start()
