"""Memory per session: what twenty more visitors add to the server's resident memory."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.clients import opened
from benchmarks.servers import BARE, OURS, Server, serving

__all__ = ["EXTRA", "Memory", "measure"]

EXTRA: Final = 20
"""Sessions beside the first."""

_REST: Final = 1.0
"""Seconds the server has to tidy up before its memory is read."""


@dataclass(frozen=True)
class Memory:
    """Bytes of resident memory, one entry a run.

    Attributes:
        ours: Per further session of the dashboard.
        bare: Per further session of the bare page.
        ours_one: The dashboard's server with one session.
        bare_one: The bare page's server with one session.
    """

    ours: Sequence[float]
    bare: Sequence[float]
    ours_one: Sequence[int]
    bare_one: Sequence[int]


async def _grow(server: Server) -> tuple[float, int]:
    async with AsyncExitStack() as sessions:
        first = await sessions.enter_async_context(opened(server))
        await first.open_page()
        await asyncio.sleep(_REST)
        one = server.rss()
        for _ in range(EXTRA):
            session = await sessions.enter_async_context(opened(server))
            await session.open_page()
        await asyncio.sleep(_REST)
        return (server.rss() - one) / EXTRA, one


def _one_run(app: Path) -> tuple[float, int]:
    with serving(app) as server:
        return asyncio.run(_grow(server))


def measure(runs: int) -> Memory:
    """Start both servers in turn, each time afresh, and let the sessions come one by one."""
    ours, bare = [], []
    for _ in range(runs):
        ours.append(_one_run(OURS))
        bare.append(_one_run(BARE))
    return Memory(
        ours=[each for each, _ in ours],
        bare=[each for each, _ in bare],
        ours_one=[one for _, one in ours],
        bare_one=[one for _, one in bare],
    )
