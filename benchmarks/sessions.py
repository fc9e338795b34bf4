"""Many sessions on one server: all arrive together, then each changes a filter every few seconds.

The clients are WebSocket sessions of one process (``benchmarks/clients.py``). What a browser does
beside them, loading scripts and painting, is not measured here.
"""

import asyncio
import datetime as dt
import random
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Final

import psutil
import uvloop
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.clients import Session, is_map, opened
from benchmarks.servers import OURS, Server, serving
from sahel_map.settings import ROOT

__all__ = [
    "PACE",
    "Load",
    "Pace",
    "Watch",
    "arrive",
    "change",
    "measure",
    "measure_plain",
    "percentile",
]

_PLAIN: Final = ROOT / "benchmarks" / "plain_app.py"

_REST: Final = 1.0
"""Seconds the server has to tidy up before its memory is read."""

_FIRST_DAYS: Final = (dt.date(2024, 1, 1), 800)
"""The days from which a session lets its events begin: the first of them, and how many."""


@dataclass(frozen=True)
class Pace:
    """How a session uses the page.

    Attributes:
        every: Seconds from one change to the next.
        rounds: Changes of a session.
    """

    every: float = 5.0
    rounds: int = 6


PACE: Final = Pace()
"""The pace of the figures in docs/performance.md."""


@dataclass(frozen=True)
class Load:
    """What many sessions met.

    Attributes:
        sessions: How many there were.
        first: Seconds from the start of connecting to the first map, one entry a session.
        changes: Seconds from sending a change of filter to the new map, one entry a change.
        arriving: Processor seconds of the server for each session's first page.
        changing: The same for each change.
        client: Processor seconds of the clients by second, while filters were changed.
        per_session: Bytes of resident memory that each session after the first added.
    """

    sessions: int
    first: Sequence[float]
    changes: Sequence[float]
    arriving: float
    changing: float
    client: float
    per_session: float


def percentile(seconds: Sequence[float], percent: int) -> float:
    """Return a percentile, 1 to 99."""
    return quantiles(seconds, n=100, method="inclusive")[percent - 1]


class Watch:
    """Notes when a map comes.

    Attributes:
        at: Seconds from the start to the first map, or None.
    """

    def __init__(self) -> None:
        self.at: float | None = None
        self._began = time.perf_counter()

    def __call__(self, message: ForwardMsg) -> None:
        """Look at a message when it has come."""
        if self.at is None and is_map(message):
            self.at = time.perf_counter() - self._began

    def read(self) -> float:
        """Return when the map came.

        Raises:
            RuntimeError: The run sent no map.
        """
        if self.at is None:
            message = "a run of the page ended without a map"
            raise RuntimeError(message)
        return self.at


async def arrive(
    visit: AbstractAsyncContextManager[Session], sessions: AsyncExitStack
) -> tuple[Session, float]:
    """Connect as a new visitor, who stays until the stack ends, and receive the page.

    Args:
        visit: The connection, not yet opened.
        sessions: What keeps it open.

    Returns:
        The session, and the seconds from the start of connecting to its first map.

    Raises:
        RuntimeError: The page shows an error, or no map.
    """
    watch = Watch()
    session = await sessions.enter_async_context(visit)
    await session.open_page(watch)
    return session, watch.read()


async def change(session: Session, draw: random.Random, pace: Pace = PACE) -> list[float]:
    """Change the first day every few seconds, or as soon as the last change is answered in full.

    Args:
        session: An open session.
        draw: When it begins, and which days it chooses.
        pace: How often, and how many times.

    Returns:
        Seconds from each change to its map.
    """
    loop = asyncio.get_running_loop()
    began = loop.time() + draw.uniform(0, pace.every)
    taken = []
    for step in range(pace.rounds):
        await asyncio.sleep(began + step * pace.every - loop.time())
        day = _FIRST_DAYS[0] + dt.timedelta(days=draw.randrange(_FIRST_DAYS[1]))
        watch = Watch()
        await session.choose("from", day.isoformat(), watch)
        taken.append(watch.read())
    return taken


def _processor(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _load(server: Server, count: int) -> Load:
    draws = [random.Random(seed) for seed in range(count)]  # noqa: S311  (when who clicks)
    process = psutil.Process(server.pid)
    async with AsyncExitStack() as sessions:
        await arrive(opened(server), sessions)
        await asyncio.sleep(_REST)
        one, used = server.rss(), _processor(process)
        arrived = await asyncio.gather(*(arrive(opened(server), sessions) for _ in range(count)))
        await asyncio.sleep(_REST)
        arriving = _processor(process) - used
        used, mine, began = _processor(process), time.process_time(), time.perf_counter()
        changes = await asyncio.gather(
            *(change(session, draw) for (session, _), draw in zip(arrived, draws, strict=True))
        )
        client = (time.process_time() - mine) / (time.perf_counter() - began)
        changing = _processor(process) - used
        await asyncio.sleep(_REST)
        return Load(
            sessions=count,
            first=[first for _, first in arrived],
            changes=[taken for session in changes for taken in session],
            arriving=arriving / count,
            changing=changing / count / PACE.rounds,
            client=client,
            per_session=(server.rss() - one) / count,
        )


def _one_run(app: Path, count: int, **settings: str) -> Load:
    with serving(app, **settings) as server:
        return uvloop.run(_load(server, count))


def measure(count: int, data: Path = ROOT / "data") -> Load:
    """Let so many sessions arrive together at the dashboard over a data folder and use it."""
    return _one_run(OURS, count, SAHEL_MAP_DATA=str(data))


def measure_plain(count: int) -> Load:
    """Let so many sessions arrive together at the plain dashboard and use it."""
    return _one_run(_PLAIN, count)
