"""Every request is given an id, measured, and logged where it matters."""

import logging
import re
import secrets
import time
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sahel_map.server import metrics
from sahel_map.server.logs import REQUEST, shortened

__all__ = ["Observed"]

_log = logging.getLogger(__name__)

_ID: Final = re.compile(r"[A-Za-z0-9-]{8,64}")
_TILE: Final = re.compile(r"/assets/tiles/[^/]*/[^/]*/(points|heat)/")
_QUIET: Final = re.compile(
    r"/(assets|static|component|media)/|/_stcore/(health|host-config)$|/(healthz|readyz|metrics)$"
)
"""Requests that only those who look for a fault want to see; on a deep link Streamlit's script
asks in vain for some of them, as is its habit."""


def _level(path: str, status: int) -> int:
    quiet = _QUIET.search(path)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return logging.WARNING
    if status >= HTTPStatus.BAD_REQUEST:
        return logging.DEBUG if quiet and "/_stcore/" in path else logging.WARNING
    return logging.DEBUG if quiet else logging.INFO


class Observed:
    """ASGI middleware that counts sessions, measures tiles and logs requests."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and see how it ends."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        token = REQUEST.set(given if _ID.fullmatch(given) else secrets.token_hex(8))
        try:
            await (self._answer if scope["type"] == "http" else self._session)(scope, receive, send)
        finally:
            REQUEST.reset(token)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        # A request that ends without an answer has failed, or its reader has left.
        status = int(HTTPStatus.INTERNAL_SERVER_ERROR)

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = REQUEST.get()
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            seconds = time.perf_counter() - began
            path = scope["path"]
            if tile := _TILE.search(path):
                metrics.TILES.labels(tile[1], str(status)).observe(seconds)
            level = _level(path, status)
            if _log.isEnabledFor(level):
                method, ms = scope["method"], round(seconds * 1000)
                shown = shortened(path)
                about = {"method": method, "path": shown, "status": status, "ms": ms}
                _log.log(level, "%s %s %d in %d ms", method, shown, status, ms, extra=about)

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        opened = False

        async def send_and_count(message: Message) -> None:
            nonlocal opened
            if message["type"] == "websocket.accept" and not opened:
                opened = True
                metrics.SESSIONS.inc()
                metrics.SESSIONS_BEGUN.inc()
                _log.info("A session begins")
            await send(message)

        try:
            await self.app(scope, receive, send_and_count)
        finally:
            if opened:
                metrics.SESSIONS.dec()
                seconds = round(time.perf_counter() - began)
                _log.info("A session ends after %d s", seconds, extra={"seconds": seconds})
            else:
                _log.warning("A session was refused")
