"""Counts of events by period and by administrative unit."""

from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.boundaries import level_key

__all__ = ["FITS", "class_breaks", "count_by_period", "count_by_unit", "finest_level"]


Array = npt.NDArray[Any]

_MONDAY: Final = -3
"""The day on which week 0 began: days and months are counted from 1 January 1970."""

_ONE_DAY: Final = np.timedelta64(1, "D")

FITS: Final = (9, 10)
"""A level fits events of which at least nine in ten lie in a unit of it."""


def _numbered(days: pd.Series, period: str) -> Array:
    """Return the number of the month or week in which each day lies."""
    numbers: Array = days.to_numpy().astype("datetime64[D]").astype(np.int64)
    if period == "week":
        return (numbers - _MONDAY) // 7
    # Turning a day into its month is slow: each day is turned once.
    lowest = numbers.min(initial=0)
    calendar = np.arange(lowest, numbers.max(initial=0) + 1).astype("datetime64[D]")
    months = calendar.astype("datetime64[M]").astype(np.int64)
    return np.asarray(months[numbers - lowest])


def _begin(numbers: Array, period: str) -> Array:
    """Return the first days of months or weeks."""
    if period == "week":
        return (_MONDAY + 7 * numbers).astype("datetime64[D]")
    return numbers.astype("datetime64[M]").astype("datetime64[D]")


def count_by_period(
    events: pd.DataFrame, *, period: Literal["month", "week"]
) -> tuple[pd.DataFrame, int]:
    """Count events per calendar month or ISO week and category.

    An event is counted only where its whole interval lies in one period; what is known less
    precisely would otherwise be dated by guess.

    Args:
        events: Located events with ``date_start``, ``date_end`` and ``category``.
        period: ``month``, or ``week`` (Monday to Sunday).

    Returns:
        ``start`` (first day), ``end`` (last day), ``category`` and ``events`` per period and
        category that has any; and the number of events that fit no single period.
    """
    first, last = (_numbered(events[name], period) for name in ("date_start", "date_end"))
    fits = first == last
    codes, names = pd.factorize(events["category"])
    names = names.astype("str")
    kinds = len(names)
    order = np.argsort(names)
    rank = np.empty(kinds, dtype=np.int64)
    rank[order] = np.arange(kinds)
    lowest = first.min(initial=0)
    counts = np.bincount((first[fits] - lowest) * kinds + rank[codes[fits]])
    found = np.flatnonzero(counts)
    numbers = found // max(kinds, 1) + lowest
    table = pd.DataFrame(
        {
            "start": _begin(numbers, period).astype("datetime64[us]"),
            "end": (_begin(numbers + 1, period) - _ONE_DAY).astype("datetime64[us]"),
            "category": names[order[found % max(kinds, 1)]],
            "events": counts[found],
        }
    )
    return table, int((~fits).sum())


def count_by_unit(
    events: pd.DataFrame, units: pd.DataFrame, *, level: int = 1
) -> tuple[pd.DataFrame, int]:
    """Count events per administrative unit, plain and per 10,000 km2.

    Args:
        events: Located events; those joined to no single unit are left out and counted.
        units: The units of the level, indexed by their id, with ``area_km2`` (equal-area, km2).
        level: The level that they are of.

    Returns:
        ``events`` and ``per_10000_km2`` on the index of ``units``, 0 where there is none; and the
        number of events that belong to no single unit.
    """
    key = level_key(level)
    counts = events.loc[events[key] != "", key].value_counts()
    totals = counts.reindex(units.index, fill_value=0).rename("events").astype(int)
    density = (totals / units["area_km2"] * 10_000).rename("per_10000_km2")
    return pd.concat([totals, density], axis=1), len(events) - int(totals.sum())


def finest_level(events: pd.DataFrame, levels: Sequence[int]) -> int:
    """Return the finest level that fits: ``FITS`` of the events lie in a unit of it, or more.

    Args:
        events: The selected events, joined to the levels. All count, also those that are known
            only by region: a level that leaves many out does not fit.
        levels: The levels to choose from, in any order.

    Returns:
        The level; the coarsest where none fits or there are no events.
    """
    ordered = sorted(levels)
    for level in reversed(ordered[1:]):
        joined = int((events[level_key(level)] != "").sum())
        if joined * FITS[1] >= len(events) * FITS[0] and joined:
            return level
    return ordered[0]


def class_breaks(values: pd.Series, *, classes: int = 5) -> list[float]:
    """Return upper bounds of at most ``classes`` classes for values above zero.

    Quantiles (Slocum et al. 2009, "Thematic Cartography", ch. 4), with repeated bounds merged,
    so that no class is empty.
    """
    shown = values[values > 0]
    if shown.empty:
        return []
    steps = [step / classes for step in range(1, classes + 1)]
    bounds = np.quantile(shown, steps, method="inverted_cdf")
    return sorted({float(bound) for bound in bounds})
