"""Backup and restore of a store by the command, and what a replica holds when it opens a dataset.

The store holds the bundled data as its first version and one loaded dataset of made events.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
import psycopg

from benchmarks.clients import opened
from benchmarks.loaded import KEY, load_made
from benchmarks.postgis import temporary_postgres
from benchmarks.report import machine, middle, table
from benchmarks.servers import OURS, Server, serving
from benchmarks.sessions import arrive
from sahel_map.settings import ROOT
from sahel_map.store.files import FileStore
from sahel_map.store.host import bring_base
from sahel_map.store.postgis import PostgisStore

__all__ = ["EVENTS", "MANY", "Kept", "Opened", "measure", "measure_opened", "told"]

EVENTS: Final = 100_000
"""Events of the dataset that is backed up."""

MANY: Final = 1_000_000
"""Events of the dataset that a replica opens."""

_REST: Final = 2.0
"""Seconds a replica has to tidy up before its memory is read."""

_DATA: Final = ROOT / "data"

_KEPT: Final = ("Store", "Backup", "Restore", "Its file")
_OPENED: Final = ("Memory before", "Memory after", "The most meanwhile", "Until the first map")

_Settings = dict[str, str]


@dataclass(frozen=True)
class Kept:
    """What keeping a store takes.

    Attributes:
        store: What kind of store it is.
        backup: Seconds of ``sahel-map backup``, its start included.
        restore: The same of ``sahel-map restore``.
        size: Bytes of the file.
    """

    store: str
    backup: Sequence[float]
    restore: Sequence[float]
    size: int


@dataclass(frozen=True)
class Opened:
    """What a replica holds before and after the first reader opens a large dataset; bytes.

    Attributes:
        before: With one session at the bundled data.
        after: With another at the large dataset.
        most: The most that it held meanwhile.
        first: Seconds until that session had its map.
    """

    before: int
    after: int
    most: int
    first: float


def _run(settings: _Settings, *arguments: str) -> tuple[float, str]:
    command = [str(Path(sys.executable).with_name("sahel-map")), *arguments]
    began = time.perf_counter()
    done = subprocess.run(
        command, env=os.environ | settings, check=True, capture_output=True, text=True
    )
    return time.perf_counter() - began, done.stdout


def _files(folder: Path, name: str) -> _Settings:
    place = folder / name
    place.mkdir()
    return {"SAHEL_MAP_STORE": "", "SAHEL_MAP_IMPORTS": str(place)}


def _database(address: str, folder: Path, name: str) -> _Settings:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    place = address.rpartition("/")[0] + f"/{name}"
    return {"SAHEL_MAP_STORE": place, "SAHEL_MAP_IMPORTS": str(folder / name)}


def _store(settings: _Settings) -> FileStore | PostgisStore:
    folder = Path(settings["SAHEL_MAP_IMPORTS"])
    if settings["SAHEL_MAP_STORE"]:
        return PostgisStore(settings["SAHEL_MAP_STORE"], cache=folder / ".cache")
    return FileStore(folder, base=_DATA, cache=folder / ".cache")


def _drill(
    kind: str, folder: Path, fresh: Callable[[str], _Settings], runs: int, events: int
) -> Kept:
    """Fill a store, write it into a file, bring it back, and compare: as often as asked."""
    full = fresh("filled")
    with closing(_store(full)) as store:
        load_made(store, events)
        bring_base(store.ledger, _DATA)
    backup, restore = [], []
    for turn in range(runs):
        file = folder / f"{turn}.tar.gz"
        backup.append(_run(full, "backup", str(file))[0])
        empty = fresh(f"drill_{turn}")
        restore.append(_run(empty, "restore", str(file))[0])
        was, back = (_run(one, "store", "checksum")[1] for one in (full, empty))
        if was != back:
            message = f"{kind}: what was restored is not what was written"
            raise RuntimeError(message)
    return Kept(kind, backup, restore, file.stat().st_size)


def measure(runs: int, events: int = EVENTS) -> list[Kept]:
    """Write and bring back a store of files and one of PostgreSQL.

    Raises:
        RuntimeError: What was restored is not what was written.
    """
    with tempfile.TemporaryDirectory() as name:
        files, rows = Path(name) / "files", Path(name) / "rows"
        files.mkdir()
        rows.mkdir()
        found = [_drill("files", files, lambda one: _files(files, one), runs, events)]
        with temporary_postgres(fsync="on") as address:
            of_database = _drill(
                "PostgreSQL", rows, lambda one: _database(address, rows, one), runs, events
            )
    return [*found, of_database]


def _most(server: Server) -> int:
    """Return the most resident memory that a process ever had, bytes; Linux tells it."""
    lines = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii").splitlines()
    [line] = [line for line in lines if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024


async def _open(server: Server) -> Opened:
    async with AsyncExitStack() as sessions:
        await arrive(opened(server), sessions)
        await asyncio.sleep(_REST)
        before = server.rss()
        _, first = await arrive(opened(server, f"data={KEY}"), sessions)
        await asyncio.sleep(_REST)
        return Opened(before, server.rss(), _most(server), first)


@contextmanager
def _hosted(events: int) -> Iterator[_Settings]:
    with tempfile.TemporaryDirectory() as name, temporary_postgres() as address:
        settings = {"SAHEL_MAP_STORE": address, "SAHEL_MAP_IMPORTS": name}
        with closing(_store(settings)) as store:
            load_made(store, events)
        with tempfile.TemporaryDirectory() as cache:  # of a host that has no copy yet
            yield settings | {"SAHEL_MAP_CACHE": cache}


def measure_opened(events: int = MANY) -> Opened:
    """Open a dataset of PostgreSQL on a replica that has no copy of it."""
    with _hosted(events) as settings, serving(OURS, **settings) as server:
        return asyncio.run(_open(server))


def told(runs: int) -> str:
    """Measure both, and return the tables in Markdown."""
    kept = [
        [one.store, middle(one.backup, "s", digits=1), middle(one.restore, "s", digits=1),
         f"{one.size / 1e6:.1f} MB"]
        for one in measure(runs)
    ]  # fmt: skip
    held = measure_opened()
    memory = [f"{held.before / 1e6:.0f} MB", f"{held.after / 1e6:.0f} MB",
              f"{held.most / 1e6:.0f} MB", f"{held.first:.1f} s"]  # fmt: skip
    stored = (
        f"A store with the bundled data and a loaded dataset of {EVENTS:,} made events, by "
        "`sahel-map backup` and `sahel-map restore`, the start of the command included; what came "
        "back was compared by its checksum."
    )
    read = (
        f"A replica whose first reader opens a dataset of {MANY:,} made events that is in "
        "PostgreSQL and not yet on this host."
    )
    conditions = (
        f"{machine()}. Medians of {runs} runs with their range, of one run for the memory (load "
        f"{psutil.getloadavg()[0]:.1f} at the end); command and database share the cores."
    )
    return "\n\n".join([stored, table(_KEPT, kept), read, table(_OPENED, [memory]), conditions])
