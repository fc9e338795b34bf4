"""Roads: all statuses against the row-by-row definition, and a change of day on the map."""

import datetime as dt
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.steps import Steps, measure_steps
from sahel_map.measures.road_days import road_days, status_grids
from sahel_map.settings import ROOT, data_dir
from sahel_map.store import load

sys.path.insert(0, str(ROOT / "tests"))

__all__ = ["Statuses", "measure_days", "measure_statuses"]

_FIRST: Final = dt.date(2023, 1, 1)
_MOST_PLAIN: Final = 3
"""Runs of the plain definition, which takes its time."""


@dataclass(frozen=True)
class Statuses:
    """Seconds for the status of every road on every day, both ways.

    Attributes:
        whole: From events and spells to all statuses, distances and stretches included.
        ours: The statuses alone, given which events lie on which road and stretch.
        plain: The row-by-row definition, given the same.
        corridor_days: Roads times days.
    """

    whole: Sequence[float]
    ours: Sequence[float]
    plain: Sequence[float]
    corridor_days: int


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure_statuses(runs: int) -> Statuses:
    """Find all statuses from 2023 on, fast and row by row, in turn."""
    from plain_status import plain_statuses  # noqa: PLC0415  (a module of the tests)

    data = load(data_dir())
    events, roads = data.verified(), data.roads
    found = road_days(events, roads, first=_FIRST)
    last = found.days[-1].date()
    near, segments = found.near, found.segments
    whole, ours, plain = [], [], []
    for run in range(runs):
        whole.append(_seconds(lambda: road_days(events, roads, first=_FIRST)))
        ours.append(_seconds(lambda: status_grids(events, roads, near, segments, first=_FIRST)))
        if run < _MOST_PLAIN:
            plain.append(
                _seconds(
                    lambda: plain_statuses(events, roads, near, segments, first=_FIRST, last=last)
                )
            )
    return Statuses(whole, ours, plain, found.reason.size)


def measure_days(runs: int) -> Steps:
    """Step through days on the map, and open the same days by their links."""
    days = [dt.date(2025, 9, 3) + dt.timedelta(days=7 * turn) for turn in range(runs)]
    links = [f"corridors?on={day}" for day in days]
    return measure_steps("corridors?on=2025-08-20", "One step on", links)
