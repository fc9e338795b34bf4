"""Many sessions that arrive together at one replica, and at two behind nginx: is two worth it?

    python -m benchmarks.replicas --sessions 20

Everything is on loopback. Replicas share what the environment names as their store
(``SAHEL_MAP_STORE``), and the processors with the clients: on one machine two replicas are faster
only as far as there are processors for both.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Final

import uvloop

from benchmarks.clients import opened_securely
from benchmarks.proxy import proxying
from benchmarks.report import table
from benchmarks.servers import OURS, Server, serving
from benchmarks.sessions import arrive, percentile
from sahel_map.settings import configured

__all__ = ["Crowd", "main", "measure"]

_MOST: Final = 200
"""Sessions at most: this measures a house, not a line."""

_LONGEST: Final = 300.0
"""Seconds after which a measurement is given up."""

_REST: Final = 1.0


@dataclass(frozen=True)
class Crowd:
    """What many sessions met that arrived together.

    Attributes:
        replicas: How many replicas there were.
        first: Seconds from the start of connecting to the first map, one entry a session.
        whole: Seconds until the last of them had its page.
        spread: Sessions of the busiest replica.
        empty: Bytes of resident memory of a replica before they came, after its first session.
        full: The same with all of them there.
    """

    replicas: int
    first: Sequence[float]
    whole: float
    spread: int
    empty: float
    full: float

    def cells(self) -> list[str]:
        """Return the figures as texts of a row."""
        return [
            str(self.replicas),
            str(len(self.first)),
            f"{percentile(self.first, 50):.2f} s",
            f"{percentile(self.first, 95):.2f} s",
            f"{len(self.first) / self.whole:.1f}",
            str(self.spread),
            f"{self.empty / 1e6:.0f} MB",
            f"{self.full / 1e6:.0f} MB",
        ]


async def _crowd(port: int, servers: Sequence[Server], count: int) -> Crowd:
    async with AsyncExitStack() as sessions:
        for _ in servers:  # the least busy replica is next: each has one
            await arrive(opened_securely(port), sessions)
        await asyncio.sleep(_REST)
        empty = mean(server.rss() for server in servers)
        began = time.perf_counter()
        arrived = await asyncio.gather(
            *(arrive(opened_securely(port), sessions) for _ in range(count))
        )
        whole = time.perf_counter() - began
        await asyncio.sleep(_REST)
        return Crowd(
            replicas=len(servers),
            first=[first for _, first in arrived],
            whole=whole,
            spread=max(server.connections() for server in servers) - 1,
            empty=empty,
            full=mean(server.rss() for server in servers),
        )


def measure(count: int, replicas: int) -> Crowd:
    """Let so many sessions arrive together at so many replicas behind nginx.

    Raises:
        TimeoutError: They had not all their page in time.
    """
    with ExitStack() as held:
        servers = [held.enter_context(serving(OURS)) for _ in range(replicas)]
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        at = held.enter_context(proxying(folder, [server.port for server in servers]))
        return uvloop.run(asyncio.wait_for(_crowd(at.secure, servers, count), _LONGEST))


def main() -> None:
    """Measure one replica and two, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--sessions", type=int, default=20, choices=range(2, _MOST + 1), metavar="N"
    )
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 2], choices=range(1, 5))
    asked = parser.parse_args()
    crowds = [measure(asked.sessions, count) for count in asked.replicas]
    headings = ["Replicas", "Sessions", "First map, p50", "p95", "Sessions a second",
                "At the busiest", "Memory of a replica, one session", "All sessions"]  # fmt: skip
    print(f"Store: {'PostgreSQL' if configured().hosted else 'files'}\n")
    print(table(headings, [crowd.cells() for crowd in crowds]))


if __name__ == "__main__":
    main()
