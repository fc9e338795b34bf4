"""The tables of capacity in Markdown: runs, what each number of replicas carries, the model."""

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from benchmarks import capacity_model as model
from benchmarks.capacity_model import Costs, Habits
from benchmarks.capacity_runs import Run
from benchmarks.report import table
from benchmarks.sessions import percentile

__all__ = ["carried", "carried_table", "example", "runs_table", "shares"]

_RUN: Final = (
    "Replicas", "Sessions", "Change to map, p50", "p95", "Changes a second", "Cores: replicas",
    "database", "nginx", "clients", "Of the machine", "Sessions of the busiest replica",
    "Memory of a replica", "of the database", "p95 in time",
)  # fmt: skip
_CARRIED: Final = (
    "Replicas", "Sessions in time", "Beside one replica", "Changes a second", "p95",
    "Cores: replicas", "database", "Of the machine",
)  # fmt: skip

_HABITS: Final = Habits()
_VISITS: Final = 3000
"""Visits an hour of the worked example."""

_BUSY: Final = 0.85
"""Share of the machine from which on more readers wait for it rather than for the replicas."""


def _run_cells(run: Run, processors: int, target: float) -> list[str]:
    used = run.cores
    return [
        str(run.replicas),
        str(run.sessions),
        f"{percentile(run.changes, 50):.2f} s",
        f"{run.p95:.2f} s",
        f"{run.rate:.1f}",
        *(f"{part:.2f}" for part in (used.replicas, used.database, used.nginx, used.clients)),
        f"{used.ours / processors:.0%}",
        str(run.busiest),
        f"{run.memory / 1e6:.0f} MB",
        f"{run.database_memory / 1e6:.0f} MB",
        "yes" if run.p95 < target else "**no**",
    ]


def runs_table(runs: Sequence[Run], *, processors: int, target: float) -> str:
    """Return a table with a row for each run.

    Args:
        runs: What was measured.
        processors: Those of the machine.
        target: Seconds in which 95 of 100 changes are to have their map.
    """
    return table(_RUN, [_run_cells(run, processors, target) for run in runs])


def carried(runs: Sequence[Run], target: float) -> dict[int, Run | None]:
    """Return the last run in time of each number of replicas, before any that was not.

    None where the first was too late already.
    """
    found: dict[int, Run | None] = {}
    ordered = sorted(runs, key=lambda run: (run.replicas, run.sessions))
    for replicas, rising in groupby(ordered, key=lambda run: run.replicas):
        found[replicas] = None
        for run in rising:
            if run.p95 >= target:
                break
            found[replicas] = run
    return found


def _last(runs: Sequence[Run], replicas: int) -> int:
    return max(run.sessions for run in runs if run.replicas == replicas)


def carried_table(runs: Sequence[Run], *, processors: int, target: float) -> str:
    """Return a table of what each number of replicas carries in time.

    Args:
        runs: What was measured.
        processors: Those of the machine.
        target: Seconds in which 95 of 100 changes are to have their map.
    """
    found, rows = carried(runs, target), []
    one = found.get(1)
    for replicas, run in found.items():
        if run is None:
            rows.append([str(replicas), "none", *[""] * (len(_CARRIED) - 2)])
            continue
        more = "at least " if run.sessions == _last(runs, replicas) else ""
        beside = f"{run.sessions / one.sessions:.1f} times" if one else ""
        used = run.cores
        rows.append([
            str(replicas), f"{more}{run.sessions}", beside, f"{run.rate:.1f}", f"{run.p95:.2f} s",
            f"{used.replicas:.2f}", f"{used.database:.2f}", f"{used.ours / processors:.0%}",
        ])  # fmt: skip
    return table(_CARRIED, rows)


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _on_average(runs: Sequence[Run]) -> Costs:
    """Return what a first page and a change cost in all runs together."""
    pages, count = sum(run.sessions for run in runs), sum(len(run.changes) for run in runs)
    return Costs(
        sum(run.first * run.sessions for run in runs) / pages,
        sum(run.spent.replicas for run in runs) / count,
        sum(run.spent.database for run in runs) / count,
        sum(run.spent.nginx for run in runs) / count,
    )


def _replicas(number: int) -> str:
    return f"{number} replica{'s' * (number > 1)}"


def _feeds(costs: Costs) -> str:
    feeds = model.database_feeds(costs)
    if math.isinf(feeds):
        return "less than the clock of processes shows (10 ms in a whole run)"
    return (
        f"{_milliseconds(costs.database)}: one core of the database is busy when about "
        f"{feeds:,.0f} replicas are, each with a whole core"
    )


def shares(runs: Sequence[Run], *, processors: int) -> str:
    """Return sentences that say whether the store is the limit, and whether the machine is.

    Args:
        runs: What was measured.
        processors: Those of the machine.
    """
    busiest = max(runs, key=lambda run: run.cores.ours)
    used, costs = busiest.cores, _on_average(runs)
    of_machine = used.ours / processors
    store = max(runs, key=lambda run: run.cores.database).cores.database
    limit = (
        "the machine was the limit there: replicas, nginx, database and clients had to share it"
        if of_machine >= _BUSY
        else "the machine was not the limit there"
    )
    others = max(max(0.0, run.cores.machine - run.cores.ours) for run in runs)
    return (
        f"**Is the store the limit?** The database used at most {store:.2f} of one core. In the "
        f"busiest run ({_replicas(busiest.replicas)}, {busiest.sessions} sessions) replicas used "
        f"{used.replicas:.2f} cores and the database {used.database:.2f}. A change of a filter "
        f"costs a replica {_milliseconds(costs.change)} of a processor, nginx "
        f"{_milliseconds(costs.proxy)}, and the database {_feeds(costs)}.\n\n"
        f"**Is the machine?** All parts together used {of_machine:.0%} of its {processors} cores "
        f"in that run: {limit}. What else ran on it used at most {others:.2f} cores in any run."
    )


def example(runs: Sequence[Run], target: float, habits: Habits = _HABITS) -> str:
    """Return the model with the figures of the fewest replicas, and what the runs say to it.

    Args:
        runs: What was measured.
        target: Seconds in which 95 of 100 changes are to have their map.
        habits: What readers do.
    """
    fewest = min(run.replicas for run in runs)
    best = carried(runs, target)[fewest] or next(run for run in runs if run.replicas == fewest)
    costs = best.costs
    each, there = model.sessions(costs, habits), model.readers(_VISITS, habits)
    needed = model.replicas(there, costs, habits)
    pace = best.sessions / best.rate
    at_once = model.sessions(costs, Habits(every=pace, stay=math.inf, share=1.0)) * fewest
    return (
        f"A first page takes {_milliseconds(costs.first)} of a replica's processor and a change "
        f"{_milliseconds(costs.change)} (measured with {best.sessions} sessions at "
        f"{_replicas(fewest)}). Readers who change something every {habits.every:.0f} s "
        f"and stay for {habits.stay / 60:.0f} minutes, at replicas that use {habits.share:.0%} of "
        "one core each:\n\n"
        "```text\n"
        f"sessions = {habits.share} / ({costs.change:.4f} / {habits.every:.0f} + {costs.first:.4f}"
        f" / {habits.stay:.0f}) = {each:.0f} at one replica\n"
        f"readers  = {_VISITS} visits an hour x {habits.stay:.0f} s / 3600 s = {there:.0f} there\n"
        f"replicas = ceil({there:.0f} / {each:.0f}) = {needed}\n"
        f"cores    = {there:.0f} x ({costs.change + costs.database + costs.proxy:.4f} / "
        f"{habits.every:.0f} + {costs.first:.4f} / {habits.stay:.0f}) = "
        f"{model.cores(there, costs, habits):.1f} in use, database and nginx included\n"
        "```\n\n"
        f"Held against the runs: at one change in {pace:.1f} s and a whole core "
        f"the model gives {at_once:.0f} sessions at {_replicas(fewest)}; "
        f"{_said(runs, fewest, target)}."
    )


def _said(runs: Sequence[Run], replicas: int, target: float) -> str:
    best = carried(runs, target)[replicas]
    late = [run.sessions for run in runs if run.replicas == replicas and run.p95 >= target]
    told = f"{best.sessions} were in time" if best else "none of the runs was in time"
    return f"{told}, {min(late)} were not" if late else f"{told}, and no run was too late"
