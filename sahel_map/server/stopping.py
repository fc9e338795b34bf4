"""A stop that costs nobody their work: first no new sessions, then an end to what runs, then out.

Whoever runs the server ends it with SIGTERM. Without this it would end at once, and with it every
import that is under way.
"""

import asyncio
import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from types import FrameType
from typing import Any, Final

import uvicorn
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sahel_map.server.turns import SCRIPTS

__all__ = ["LONGEST", "Draining", "drained_before_end", "stopping"]

LONGEST: Final = 60.0
"""Seconds for which a stop waits for what runs: an import of a million rows ends in less
(docs/performance.md), and no host is kept waiting for one that hangs. The service and the container
must allow somewhat more before they kill."""

_NOTICE: Final = 2.0
"""Seconds in which proxies see that no new sessions are taken, before the first is sent away."""

_LONG: Final = 1.0
"""Seconds after which a run that began meanwhile is waited for, too: a page has long ended."""

_LOOK: Final = 0.2

_log = logging.getLogger(__name__)


class _State:
    def __init__(self) -> None:
        self.stopping = False


_STATE: Final = _State()


def stopping() -> bool:
    """Return whether this server is about to end."""
    return _STATE.stopping


def _told(server: Any, signal_number: int, frame: FrameType | None) -> None:  # noqa: ANN401
    """Tell the server that runs us to end.

    One of uvicorn without the signal, which it would pass on in the end: the exit code is 0.
    """
    ours = getattr(server, "__self__", None)
    if isinstance(ours, uvicorn.Server):
        ours.should_exit = True
    elif callable(server):
        server(signal_number, frame)


async def _drained() -> None:
    loop = asyncio.get_running_loop()
    began, before = loop.time(), SCRIPTS.under_way()
    while loop.time() < began + LONGEST:
        left = before & SCRIPTS.under_way() or SCRIPTS.under_way(_LONG)
        if not left and loop.time() >= began + _NOTICE:
            return
        await asyncio.sleep(_LOOK)
    _log.warning("Work that took longer than %d s is broken off", LONGEST)


@contextmanager
def drained_before_end() -> Iterator[None]:
    """Let a SIGTERM, within the block, stop new sessions first and the server afterwards."""
    _STATE.stopping = False
    server = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or not callable(server):
        yield  # nobody runs us who would handle the signal: a test
        return
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()

    async def end(number: int, frame: FrameType | None) -> None:
        await _drained()
        _told(server, number, frame)

    def begin(number: int, frame: FrameType | None) -> None:
        if _STATE.stopping:
            return
        _STATE.stopping = True
        _log.info("No new sessions; what runs may end")
        tasks.add(loop.create_task(end(number, frame)))

    def asked(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(begin, number, frame)

    signal.signal(signal.SIGTERM, asked)
    _log.info("Ready for readers")
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, server)


class Draining:
    """ASGI middleware that takes no new sessions once the server stops; those there are go on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say that a session has to begin elsewhere."""
        if not stopping() or not _begins(scope):
            await self.app(scope, receive, send)
            return
        kind = scope["type"]
        if kind == "websocket" and "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": 1012})
            return
        answer = "websocket.http.response" if kind == "websocket" else "http.response"
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"retry-after", b"5"),
            (b"cache-control", b"no-store"),
        ]
        status = int(HTTPStatus.SERVICE_UNAVAILABLE)
        await send({"type": f"{answer}.start", "status": status, "headers": headers})
        await send({"type": f"{answer}.body", "body": b"This server stops. Load the page again."})


def _begins(scope: Scope) -> bool:
    """Return whether a request begins a session: its connection, or the page before it."""
    if scope["type"] == "websocket":
        return True
    asks_for_page = "text/html" in Headers(scope=scope).get("accept", "")
    return bool(scope["type"] == "http" and scope["method"] == "GET" and asks_for_page)
