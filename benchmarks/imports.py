"""Imports: a made file in ACLED's shape, our way and the plain one, each in a process of its own.

``python -m benchmarks.imports WAY FILE FOLDER`` is what such a process runs.
"""

import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.made_acled import write_made_acled
from benchmarks.plain_import import plain_import
from sahel_map.importers.reading import Wish
from sahel_map.importers.run import import_file
from sahel_map.importers.terms import Terms
from sahel_map.settings import ROOT

__all__ = ["COMPARED", "FULL", "Imports", "measure"]

COMPARED: Final = 200_000
"""Rows of the file that both ways import: the loop of the plain one takes its time."""

FULL: Final = 1_000_000
_DIRTY: Final = 0.01
_TODAY: Final = dt.date(2026, 11, 1)
_KILOBYTE: Final = 1024


@dataclass(frozen=True)
class Once:
    """One import: seconds without the start of Python, and bytes of memory at the most."""

    seconds: float
    peak: int


@dataclass(frozen=True)
class Imports:
    """Imports of made files.

    Attributes:
        ours: Of ``COMPARED`` rows.
        plain: The same rows the plain way.
        full: Ours, of ``FULL`` rows.
    """

    ours: Sequence[Once]
    plain: Sequence[Once]
    full: Sequence[Once]


def _our_import(path: Path, folder: Path) -> int:
    return import_file(path, folder / "made", Wish(Terms(today=_TODAY), format_code="acled")).events


def _plain_import(path: Path, folder: Path) -> int:
    return plain_import(path, folder / "made.parquet", _TODAY)


_WAYS: Final[Mapping[str, Callable[[Path, Path], int]]] = {
    "ours": _our_import,
    "plain": _plain_import,
}


def _import_here(way: str, path: Path, folder: Path) -> None:
    began = time.perf_counter()
    events = _WAYS[way](path, folder)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILOBYTE
    print(json.dumps({"events": events, "seconds": seconds, "peak": peak}))


def _once(way: str, path: Path, expected: int) -> Once:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.imports", way, str(path), folder]
        told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found = json.loads(told.stdout)
    if found["events"] != expected:
        message = f"{way}: {found['events']} events of {path.name}, which holds {expected}"
        raise RuntimeError(message)
    return Once(found["seconds"], found["peak"])


def measure(runs: int) -> Imports:
    """Import made files, both ways in turn.

    Raises:
        RuntimeError: An import found another number of events than the file holds.
    """
    with tempfile.TemporaryDirectory() as folder:
        some, all_ = Path(folder) / "some.csv", Path(folder) / "all.csv"
        in_some = write_made_acled(some, COMPARED, dirty=_DIRTY)["events"]
        in_all = write_made_acled(all_, FULL, dirty=_DIRTY)["events"]
        ours, plain = [], []
        for _ in range(runs):
            ours.append(_once("ours", some, in_some))
            plain.append(_once("plain", some, in_some))
        return Imports(ours, plain, [_once("ours", all_, in_all) for _ in range(runs)])


if __name__ == "__main__":
    _import_here(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
