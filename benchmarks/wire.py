"""Bytes per filter change on the wire, counted by a proxy between browser and server."""

import asyncio
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page

from benchmarks.browser import chromium, marks, now, settle, visit
from benchmarks.filter_change import PERIODS, choose_period
from benchmarks.servers import HOST, OURS, REBUILD, serving

__all__ = ["Wire", "counting", "measure"]

_CHUNK: Final = 1 << 16
_REST: Final = 1000
"""Milliseconds after a change in which stragglers are still counted."""


@dataclass(frozen=True)
class Wire:
    """Bytes of filter changes, both directions, one entry a change.

    Attributes:
        ours: On the wire, compressed, with all framing above TCP.
        rebuilt: The same where the map is built anew.
        unpacked: What the server's messages of ``ours`` hold before compression.
    """

    ours: Sequence[int]
    rebuilt: Sequence[int]
    unpacked: Sequence[int]


class _CountingProxy:
    """Passes a TCP port on to another and counts what goes through."""

    def __init__(self, target: int) -> None:
        self.bytes = 0
        self.port = 0
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()

    @property
    def url(self) -> str:
        """The address at which the server is reached through it."""
        return f"http://{HOST}:{self.port}/"

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):  # a browser that leaves does not say goodbye
            while data := await source.read(_CHUNK):
                self.bytes += len(data)
                sink.write(data)
                await sink.drain()
        sink.close()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection(HOST, self._target)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(
                self._pass_on(reader, inner_writer), self._pass_on(inner_reader, writer)
            )

    async def _serve(self, listening: threading.Event) -> None:
        server = await asyncio.start_server(self._join, HOST, 0, family=socket.AF_INET)
        self.port = server.sockets[0].getsockname()[1]
        listening.set()
        await self._stop.wait()
        server.close()

    def run(self, listening: threading.Event) -> None:
        """Pass on until ``stop`` is called from another thread."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve(listening))

    def stop(self) -> None:
        """End ``run``."""
        self._loop.call_soon_threadsafe(self._stop.set)


@contextmanager
def counting(target: int) -> Iterator[_CountingProxy]:
    """Count, until the block ends, what passes between a server's port and its visitors."""
    proxy = _CountingProxy(target)
    listening = threading.Event()
    thread = threading.Thread(target=proxy.run, args=(listening,), daemon=True)
    thread.start()
    listening.wait(timeout=10)
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join(timeout=10)


def _count_messages(page: Page) -> list[int]:
    sizes: list[int] = []

    def keep(event: dict[str, Any]) -> None:
        # Payloads of binary messages come as base64: three bytes in four letters.
        sizes.append(len(event["response"]["payloadData"]) * 3 // 4)

    client = page.context.new_cdp_session(page)
    client.on("Network.webSocketFrameReceived", keep)
    client.send("Network.enable")
    return sizes


def _changes(browser: Browser, app: Path, turns: int, *wanted: str) -> tuple[list[int], list[int]]:
    wire: list[int] = []
    unpacked: list[int] = []
    with (
        serving(app) as server,
        counting(server.port) as proxy,
        visit(browser, proxy.url + server.map_page) as page,
    ):
        marks(page, "ready", "view")
        sizes = _count_messages(page)
        settle(page)
        for turn in range(turns):
            before = now(page)
            through, received = proxy.bytes, sum(sizes)
            choose_period(page, turn)
            marks(page, *wanted, after=before)
            settle(page)
            page.wait_for_timeout(_REST)
            wire.append(proxy.bytes - through)
            unpacked.append(sum(sizes) - received)
    return wire, unpacked


def measure(runs: int) -> Wire:
    """Count the bytes of filter changes of both kinds of dashboard."""
    turns = max(runs, PERIODS)
    with chromium() as browser:
        ours, unpacked = _changes(browser, OURS, turns, "view")
        rebuilt, _ = _changes(browser, REBUILD, turns, "ready", "view")
    return Wire(ours, rebuilt, unpacked)
