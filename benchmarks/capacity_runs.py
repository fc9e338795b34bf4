"""So many sessions at so many replicas behind nginx: what they wait for, and who works for it.

All replicas share one database. Sessions arrive one after the other, so that arriving is not what
is measured, and then change a filter every few seconds (``benchmarks/sessions.py``).
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import mean
from typing import Final

import uvloop

from benchmarks.capacity_model import Costs
from benchmarks.clients import Session, opened_securely
from benchmarks.processors import machine_seconds, memory, seconds
from benchmarks.proxy import Proxied, proxying
from benchmarks.rationing import rationed
from benchmarks.servers import OURS, Server, serving
from benchmarks.sessions import Pace, arrive, change, percentile
from sahel_map.settings import ROOT

__all__ = ["Cores", "Database", "Plan", "Run", "measure"]

_LONGEST: Final = 900.0
"""Seconds after which a run is given up."""

_REST: Final = 1.0
"""Seconds that all have to come to rest before they are looked at."""


@dataclass(frozen=True)
class Database:
    """The PostgreSQL of the replicas: its address, and its first process."""

    address: str
    pid: int


@dataclass(frozen=True)
class Plan:
    """What is the same in all runs.

    Attributes:
        pace: How sessions change their filter.
        arriving: Seconds over which they arrive.
        data: The folder of the data.
        query: The view that readers open, such as ``data=KEY``.
        slices: Slices of one core that replicas take turns at, or None: each runs when it can.
    """

    pace: Pace
    arriving: float = 10.0
    data: Path = ROOT / "data"
    query: str = ""
    slices: int | None = None


@dataclass(frozen=True)
class Cores:
    """Processor seconds, or by second: cores. ``machine`` is all that runs, others included."""

    replicas: float
    database: float
    nginx: float
    clients: float
    machine: float

    @property
    def ours(self) -> float:
        """What all four parts took."""
        return self.replicas + self.database + self.nginx + self.clients


@dataclass(frozen=True)
class Run:
    """What so many sessions met, and what it took.

    Attributes:
        replicas: How many there were.
        sessions: How many sessions there were.
        changes: Seconds from each change to its map.
        lasted: Seconds in which they were made.
        first: Processor seconds of a replica for a first page.
        spent: Processor seconds while filters were changed.
        busiest: Sessions of the replica that had the most.
        memory: Bytes of resident memory of a replica at the end, on average.
        database_memory: The same of the database.
    """

    replicas: int
    sessions: int
    changes: Sequence[float]
    lasted: float
    first: float
    spent: Cores
    busiest: int
    memory: float
    database_memory: float

    @property
    def p95(self) -> float:
        """Seconds in which 95 of 100 changes had their map."""
        return percentile(self.changes, 95)

    @property
    def rate(self) -> float:
        """Changes a second that were answered."""
        return len(self.changes) / self.lasted

    @property
    def cores(self) -> Cores:
        """Cores that were used while filters were changed."""
        return Cores(*(spent / self.lasted for spent in astuple(self.spent)))

    @property
    def costs(self) -> Costs:
        """Processor seconds of a first page and of a change."""
        count, spent = len(self.changes), self.spent
        return Costs(
            self.first, spent.replicas / count, spent.database / count, spent.nginx / count
        )


@dataclass(frozen=True)
class _House:
    """All that runs beside the clients."""

    servers: Sequence[Server]
    proxied: Proxied
    database: Database

    def spent(self) -> Cores:
        """Return the processor seconds of each part until now."""
        return Cores(
            replicas=sum(seconds(server.pid) for server in self.servers),
            database=seconds(self.database.pid),
            nginx=seconds(self.proxied.pid),
            clients=time.process_time(),
            machine=machine_seconds(),
        )


async def _come(
    visit: AbstractAsyncContextManager[Session], wait: float, sessions: AsyncExitStack
) -> Session:
    await asyncio.sleep(wait)
    session, _ = await arrive(visit, sessions)
    return session


async def _use(house: _House, count: int, plan: Plan) -> Run:
    draws = [random.Random(seed) for seed in range(count)]  # noqa: S311  (when who clicks)
    port = house.proxied.secure
    async with AsyncExitStack() as sessions:
        async with AsyncExitStack() as early:
            for _ in house.servers:  # each has shown a page before anything is measured
                await arrive(opened_securely(port, plan.query), early)
            await asyncio.sleep(_REST)
        before = house.spent()
        waits = [plan.arriving * place / count for place in range(count)]
        there = await asyncio.gather(
            *(_come(opened_securely(port, plan.query), wait, sessions) for wait in waits)
        )
        await asyncio.sleep(_REST)
        came, began = house.spent(), time.perf_counter()
        changes = await asyncio.gather(
            *(change(one, draw, plan.pace) for one, draw in zip(there, draws, strict=True))
        )
        lasted, ended = time.perf_counter() - began, house.spent()
        return Run(
            replicas=len(house.servers),
            sessions=count,
            changes=[taken for session in changes for taken in session],
            lasted=lasted,
            first=(came.replicas - before.replicas) / count,
            spent=Cores(
                *(end - start for start, end in zip(astuple(came), astuple(ended), strict=True))
            ),
            busiest=max(server.connections() for server in house.servers),
            memory=mean(server.rss() for server in house.servers),
            database_memory=memory(house.database.pid),
        )


def measure(replicas: int, sessions: int, database: Database, plan: Plan) -> Run:
    """Let so many sessions use so many replicas, all of them started afresh.

    Raises:
        TimeoutError: They did not come to an end in time.
    """
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        settings = {
            "SAHEL_MAP_STORE": database.address,
            "SAHEL_MAP_IMPORTS": str(folder / "imports"),
            "SAHEL_MAP_DATA": str(plan.data.resolve()),
        }
        servers = [held.enter_context(serving(OURS, **settings)) for _ in range(replicas)]
        proxied = held.enter_context(proxying(folder, [server.port for server in servers]))
        if plan.slices is not None:
            pids = [server.pid for server in servers]
            held.enter_context(rationed(pids, plan.slices))
        house = _House(servers, proxied, database)
        return uvloop.run(asyncio.wait_for(_use(house, sessions, plan), _LONGEST))
