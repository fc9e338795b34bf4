"""Backup and restore of a store by the command.

The store holds the bundled data as its first version and one loaded dataset of made events.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
import psycopg

from benchmarks.databases import temporary_postgres
from benchmarks.loaded import load_made
from benchmarks.report import machine, middle, table
from sahel_map.settings import ROOT
from sahel_map.store.files import FileStore
from sahel_map.store.host import bring_base
from sahel_map.store.postgis import PostgisStore

__all__ = ["EVENTS", "Kept", "Settings", "measure", "store_of", "told"]

EVENTS: Final = 100_000
"""Events of the dataset that is backed up."""

_DATA: Final = ROOT / "data"

_KEPT: Final = ("Store", "Backup", "Restore", "Its file")

Settings = dict[str, str]
"""Environment variables by name."""


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


def _run(settings: Settings, *arguments: str) -> tuple[float, str]:
    command = [str(Path(sys.executable).with_name("sahel-map")), *arguments]
    began = time.perf_counter()
    done = subprocess.run(
        command, env=os.environ | settings, check=True, capture_output=True, text=True
    )
    return time.perf_counter() - began, done.stdout


def _files(folder: Path, name: str) -> Settings:
    place = folder / name
    place.mkdir()
    return {"SAHEL_MAP_STORE": "", "SAHEL_MAP_IMPORTS": str(place)}


def _database(address: str, folder: Path, name: str) -> Settings:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    place = address.rpartition("/")[0] + f"/{name}"
    return {"SAHEL_MAP_STORE": place, "SAHEL_MAP_IMPORTS": str(folder / name)}


def store_of(settings: Settings) -> FileStore | PostgisStore:
    """Return the store that the environment of a command names."""
    folder = Path(settings["SAHEL_MAP_IMPORTS"])
    if settings["SAHEL_MAP_STORE"]:
        return PostgisStore(settings["SAHEL_MAP_STORE"], cache=folder / ".cache")
    return FileStore(folder, base=_DATA, cache=folder / ".cache")


def _drill(
    kind: str, folder: Path, fresh: Callable[[str], Settings], runs: int, events: int
) -> Kept:
    """Fill a store, write it into a file, bring it back, and compare: as often as asked."""
    full = fresh("filled")
    with closing(store_of(full)) as store:
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


def told(runs: int) -> str:
    """Measure it, and return the table in Markdown."""
    kept = [
        [one.store, middle(one.backup, "s", digits=1), middle(one.restore, "s", digits=1),
         f"{one.size / 1e6:.1f} MB"]
        for one in measure(runs)
    ]  # fmt: skip
    stored = (
        f"A store with the bundled data and a loaded dataset of {EVENTS:,} made events, by "
        "`sahel-map backup` and `sahel-map restore`, the start of the command included; what came "
        "back was compared by its checksum."
    )
    conditions = (
        f"{machine()}. Medians of {runs} runs with their range (load "
        f"{psutil.getloadavg()[0]:.1f} at the end); command and database share the cores."
    )
    return "\n\n".join([stored, table(_KEPT, kept), conditions])
