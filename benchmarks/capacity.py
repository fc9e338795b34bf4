"""What replicas behind nginx carry: rising numbers of sessions at one, two and four of them.

    python -m benchmarks.capacity --write

Starts a PostgreSQL, and for each number of replicas and of sessions nginx and the replicas afresh,
all on this machine, which clients, proxy, database and replicas therefore share. A number of
replicas is done with when its changes are no longer answered in time.
"""

import argparse
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import psutil
import psycopg

from benchmarks import backups, opened, postgis, report
from benchmarks.capacity_runs import Database, Plan, Run, measure
from benchmarks.capacity_tables import carried_table, example, runs_table, shares
from benchmarks.databases import temporary_postgres
from benchmarks.loaded import KEY, load_made
from benchmarks.processors import postmaster
from benchmarks.proxy import NGINX
from benchmarks.report import Marks
from benchmarks.sessions import PACE, Pace
from sahel_map.settings import ROOT
from sahel_map.store.postgis import PostgisStore

__all__ = ["DOCUMENT", "MARKS", "main"]

DOCUMENT: Final = ROOT / "docs" / "scaling.md"

_COMMAND: Final = "python -m benchmarks.capacity"
MARKS: Final = {
    name: Marks(
        f"<!-- {name}: written by {_COMMAND}{option} --write -->", f"<!-- end of {name} -->"
    )
    for name, option in {
        "capacity": "",
        "loaded": " --events 100000",
        "slices": " --slices 4",
        "opened": " --opened",
        "questions": " --questions",
        "backup": " --backup",
    }.items()
}
"""The blocks of ``DOCUMENT``."""

_SESSIONS: Final = (20, 40, 60, 80, 100, 120, 140, 160, 200, 240, 320, 400)
_MOST: Final = 400
"""Sessions at most: more need more open files than a process usually may have."""


def _rising(asked: argparse.Namespace, database: Database, plan: Plan) -> list[Run]:
    runs = []
    for replicas in sorted(asked.replicas):
        each = replicas if asked.each else 1
        for sessions in sorted(each * number for number in asked.sessions):
            runs.append(measure(replicas, sessions, database, plan))
            told = f"replicas {replicas}, sessions {sessions}: p95 {runs[-1].p95:.2f} s"
            print(told, file=sys.stderr, flush=True)
            if runs[-1].p95 >= asked.target:
                break
    return runs


def _load(address: str, events: int) -> str:
    with (
        tempfile.TemporaryDirectory() as cache,
        closing(PostgisStore(address, cache=Path(cache))) as store,
    ):
        load_made(store, events)
    return f"data={KEY}"


def _versions(address: str) -> str:
    with psycopg.connect(address) as connection:
        database = connection.info.parameter_status("server_version") or ""
    told = subprocess.run([str(NGINX), "-v"], capture_output=True, text=True, check=False).stderr
    found = re.search(r"[\d.]+", told)
    return f"PostgreSQL {database.split()[0]}, nginx {found.group() if found else ''}"


def _measured(asked: argparse.Namespace, processors: int) -> str:
    with temporary_postgres(fsync="on") as address:
        plan = Plan(
            Pace(asked.every, asked.rounds),
            data=asked.data,
            query=_load(address, asked.events) if asked.events else "",
            slices=asked.slices,
        )
        runs = _rising(asked, Database(address, postmaster(address)), plan)
        versions = _versions(address)
    shown = f"{asked.events:,} made events of the store" if asked.events else "the data of the host"
    held = (
        f" Each replica was held to 1/{asked.slices} of a core: they took turns at one core in "
        f"slices of time, {asked.slices} of them to a round, whether all were needed or not."
        if asked.slices
        else ""
    )
    conditions = (
        f"Each session looked at {shown} and changed a filter every {asked.every:g} s, "
        f"{asked.rounds} times; in time is a 95th percentile under {asked.target:g} s.{held} "
        f"{report.machine()}, {versions}. Clients, nginx, database and replicas share the cores."
    )
    parts = [
        runs_table(runs, processors=processors, target=asked.target),
        carried_table(runs, processors=processors, target=asked.target),
        shares(runs, processors=processors),
        # The model speaks of whole cores.
        *([] if asked.slices else [example(runs, asked.target)]),
        conditions,
    ]
    return "\n\n".join(parts)


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=_COMMAND, description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--replicas", type=int, nargs="+", default=[1, 2, 4], choices=range(1, 9))
    add("--sessions", type=int, nargs="+", default=_SESSIONS, metavar="N", help="rising numbers")
    add("--each", action="store_true", help="--sessions are those of each replica")
    add("--every", type=float, default=PACE.every, help="seconds between changes (%(default)g)")
    add("--rounds", type=int, default=PACE.rounds, help="changes of a session (%(default)d)")
    add("--target", type=float, default=1.0, help="seconds that 95 of 100 may take (%(default)g)")
    add("--data", type=Path, default=ROOT / "data", help="folder of the data (the bundled ones)")
    add("--events", type=int, default=0, help="look at so many made events of the store instead")
    add("--slices", type=int, help="hold each replica to such a part of a core")
    add("--backup", action="store_true", help="measure backup and restore instead")
    add("--opened", action="store_true", help="measure a large dataset on a fresh host instead")
    add("--write", action="store_true", help=f"write docs/{DOCUMENT.name}")
    add("--questions", action="store_true", help="measure questions to PostGIS instead")
    asked = parser.parse_args(given)
    most = max(asked.sessions) * (max(asked.replicas) if asked.each else 1)
    if not 2 <= min(asked.sessions) <= most <= _MOST:  # noqa: PLR2004
        parser.error(f"--sessions takes numbers from 2 to {_MOST}, those of all replicas together")
    if asked.slices is not None and asked.slices < max(asked.replicas):
        parser.error("--slices takes at least the largest number of --replicas")
    if asked.rounds < 1 or asked.every <= 0 or asked.target <= 0 or asked.events < 0:
        parser.error("--rounds, --every and --target are over 0, --events is not under 0")
    others = (asked.slices, asked.events, asked.backup, asked.opened, asked.questions)
    if sum(map(bool, others)) > 1:
        parser.error("--slices, --events, --opened, --questions and --backup go one at a time")
    return asked


def main(given: Sequence[str]) -> int:
    """Measure, print the tables, and with ``--write`` put them into docs/scaling.md."""
    asked = _arguments(given)
    if NGINX is None:
        print("nginx is not installed: apt-get install nginx-light.", file=sys.stderr)
        return 1
    processors = psutil.cpu_count() or 1
    told = (
        backups.told(asked.rounds) if asked.backup
        else opened.told(asked.rounds) if asked.opened
        else postgis.told(asked.rounds) if asked.questions
        else _measured(asked, processors)
    )  # fmt: skip
    figures = f"`{_COMMAND} {shlex.join(given)}`:\n\n{told}"
    print(figures)
    if asked.write:
        name = (
            "backup" if asked.backup
            else "opened" if asked.opened
            else "questions" if asked.questions
            else "loaded" if asked.events
            else "slices" if asked.slices
            else "capacity"
        )  # fmt: skip
        report.write(figures, DOCUMENT, MARKS[name])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
