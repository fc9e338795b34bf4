"""A large dataset seen by its first reader on a host: asked of PostgreSQL, or read from files."""

import asyncio
import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import psutil

from benchmarks.backups import Settings, store_of
from benchmarks.clients import Session, opened
from benchmarks.databases import temporary_postgres
from benchmarks.loaded import KEY, load_made
from benchmarks.report import machine, table
from benchmarks.servers import OURS, Server, serving
from benchmarks.sessions import Watch, arrive, percentile

__all__ = ["EVENTS", "Opened", "measure", "told"]

EVENTS: Final = 1_000_000

_REST: Final = 2.0
"""Seconds a replica has to tidy up before its memory is read."""

_DAYS: Final = (dt.date(2018, 3, 1), 37)
"""The first day that is chosen, and days from one choice to the next."""

_HEADINGS: Final = (
    "Store", "First map, first reader of the host", "The next", "A change, p50", "p95",
    "Hexagons", "Memory before", "After", "Roads, for which all events are read", "Memory then",
)  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """What readers of a large dataset meet on a fresh replica of a host that never had it.

    Attributes:
        store: What kind of store it comes from.
        first: Seconds until the first reader has the map of the page of attacks.
        second: The same for the next reader.
        changes: Seconds from a change of filter to its map, no two alike.
        hexagons: Seconds until the first reader who asks for them has the map of hexagons.
        before: Resident memory with one session at the bundled data, bytes.
        after: With those readers at the large dataset.
        whole: Seconds until a reader has the map of the roads, for which all events are read.
        held: Resident memory then.
    """

    store: str
    first: float
    second: float
    changes: Sequence[float]
    hexagons: float
    before: int
    after: int
    whole: float
    held: int

    def cells(self) -> list[str]:
        """Return the figures as texts of a row."""
        megabytes = [f"{size / 1e6:.0f} MB" for size in (self.before, self.after, self.held)]
        return [
            self.store, f"{self.first:.1f} s", f"{self.second:.2f} s",
            f"{median(self.changes):.2f} s", f"{percentile(self.changes, 95):.2f} s",
            f"{self.hexagons:.1f} s", *megabytes[:2], f"{self.whole:.1f} s", megabytes[2],
        ]  # fmt: skip


async def _change(session: Session, rounds: int) -> list[float]:
    taken = []
    for step in range(rounds):
        watch = Watch()
        day = _DAYS[0] + dt.timedelta(days=step * _DAYS[1])
        await session.choose("from", day.isoformat(), watch)
        taken.append(watch.read())
    return taken


async def _open(store: str, server: Server, rounds: int) -> Opened:
    query = f"data={KEY}"
    async with AsyncExitStack() as sessions:
        await arrive(opened(server), sessions)
        await asyncio.sleep(_REST)
        before = server.rss()
        _, first = await arrive(opened(server, query), sessions)
        session, second = await arrive(opened(server, query), sessions)
        changes = await _change(session, rounds)
        _, hexagons = await arrive(opened(server, f"{query}&show=hexagons"), sessions)
        await asyncio.sleep(_REST)
        after = server.rss()
        _, whole = await arrive(opened(server, query, page="corridors"), sessions)
        await asyncio.sleep(_REST)
        return Opened(store, first, second, changes, hexagons, before, after, whole, server.rss())


@contextmanager
def _filled(settings: Settings, events: int) -> Iterator[Settings]:
    with closing(store_of(settings)) as store:
        load_made(store, events)
    with tempfile.TemporaryDirectory() as cache:  # of a host that has no copy yet
        yield settings | {"SAHEL_MAP_CACHE": cache}


def measure(rounds: int, events: int = EVENTS) -> list[Opened]:
    """Show the same events from PostgreSQL and from files, one after the other.

    Args:
        rounds: How many changes of a filter are measured.
        events: How many events there are.
    """
    found = []
    with tempfile.TemporaryDirectory() as name, temporary_postgres(fsync="on") as address:
        for store, place in (("PostgreSQL", address), ("files", "")):
            folder = Path(name) / store
            folder.mkdir()
            settings = {"SAHEL_MAP_STORE": place, "SAHEL_MAP_IMPORTS": str(folder)}
            with _filled(settings, events) as filled, serving(OURS, **filled) as server:
                found.append(asyncio.run(_open(store, server, rounds)))
    return found


def told(rounds: int, events: int = EVENTS) -> str:
    """Measure it, and return the table in Markdown."""
    found = measure(rounds, events)
    ours, files = found
    said = (
        f"The first reader of {events:,} made events on a host waits "
        f"{ours.first / files.first:.2f} times as long for the first map where they are in "
        f"PostgreSQL as where they are in files. {machine()}; one run of {rounds} changes (load "
        f"{psutil.getloadavg()[0]:.1f} at the end); clients, database and replica share the cores."
    )
    return "\n\n".join([table(_HEADINGS, [one.cells() for one in found]), said])
