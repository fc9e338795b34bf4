"""Counts of events by period and by administrative unit."""

from typing import Literal

import numpy as np
import pandas as pd

__all__ = ["class_breaks", "count_by_period", "count_by_unit"]


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
    code = {"month": "M", "week": "W-SUN"}[period]
    first = events["date_start"].dt.to_period(code)
    fits = first == events["date_end"].dt.to_period(code)
    counted = (
        events.assign(period=first)[fits]
        .groupby(["period", "category"], observed=True)
        .size()
        .rename("events")
        .reset_index()
    )
    start = counted["period"].dt.start_time.dt.normalize()
    end = counted["period"].dt.end_time.dt.normalize()
    table = counted.assign(start=start, end=end)[["start", "end", "category", "events"]]
    return table, int((~fits).sum())


def count_by_unit(events: pd.DataFrame, admin1: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Count events per admin-1 unit, plain and per 10,000 km2.

    Args:
        events: Located events; those joined to no single unit are left out and counted.
        admin1: Units indexed by ``admin1_id`` with ``area_km2`` (equal-area, km2).

    Returns:
        ``events`` and ``per_10000_km2`` on ``admin1``'s index, 0 where there is none; and the
        number of events that belong to no single unit.
    """
    counts = events.loc[events["admin1_id"] != "", "admin1_id"].value_counts()
    totals = counts.reindex(admin1.index, fill_value=0).rename("events").astype(int)
    density = (totals / admin1["area_km2"] * 10_000).rename("per_10000_km2")
    return pd.concat([totals, density], axis=1), len(events) - int(totals.sum())


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
