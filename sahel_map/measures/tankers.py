"""Tankers: deliveries per week with their gaps, and losses event by event beside running counts."""

from typing import Any, Final

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.roads import Roads

__all__ = ["NORMAL_WEEK", "fuel_rows", "running_counts", "tanker_losses", "weekly_deliveries"]

NORMAL_WEEK: Final = 1000
"""Tankers a week that came before the ban, as one digest has it (source particle-au-202511)."""


def fuel_rows(roads: Roads) -> pd.DataFrame:
    """Return the milestones that are more than an unverified lead, in date order."""
    return roads.fuel[roads.fuel["confidence"] != "unverified"]


def _mondays(days: pd.Series) -> pd.Series:
    mondays: pd.Series = days.dt.to_period("W").dt.start_time
    return mondays


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["tankers_arrived_low"].notna() | rows["tankers_arrived_high"].notna()]


def weekly_deliveries(roads: Roads) -> pd.DataFrame:
    """Return tankers that arrived, week by week from the first report to the last.

    Two counts stand side by side and are never added: convoys for Bamako, one by one, and totals
    of a week that the authorities gave for the whole country.

    Returns:
        Indexed by the Monday: ``low``, ``high`` and ``reports`` of convoys for Bamako,
        ``total_low`` and ``total_high`` for the country. A week without a report has missing
        numbers, never zero. A high end is missing where a report gives only a minimum.
    """
    rows = fuel_rows(roads)
    rows = _numbered(rows[rows["kind"] == v.ARRIVALS])
    convoys = rows[(rows["count_scope"] == "event") & (rows["destination"] == "bamako")]
    totals = rows[(rows["count_scope"] == "week") & (rows["destination"] == "mali")]
    by_week: Any = convoys.groupby(_mondays(convoys["date"]))
    total: Any = totals.groupby(_mondays(totals["date"]))
    counted = pd.DataFrame(
        {
            "low": by_week["tankers_arrived_low"].sum(min_count=1),
            # A sum with an unknown part is unknown.
            "high": by_week["tankers_arrived_high"].agg(lambda part: part.sum(skipna=False)),
            "reports": by_week.size(),
            "total_low": total["tankers_arrived_low"].min(),
            "total_high": total["tankers_arrived_high"].agg(lambda part: part.max(skipna=False)),
        }
    )
    if len(counted):
        weeks = pd.date_range(counted.index.min(), counted.index.max(), freq="W-MON")
        counted = counted.reindex(weeks)
    return counted.astype("Int64").fillna({"reports": 0})


def tanker_losses(roads: Roads) -> pd.DataFrame:
    """Return tankers destroyed, event by event, with the sums so far as a range.

    Where no highest number is given the lowest stands for it, so that the upper line is itself
    only a minimum. An event without any number adds nothing and is counted in ``unnumbered``.

    Returns:
        One row an event: the milestone's columns, ``low``, ``high``, ``total_low``,
        ``total_high`` and ``unnumbered`` so far.
    """
    rows = fuel_rows(roads)
    rows = rows[(rows["kind"] == "tanker_attack") & (rows["count_scope"] == "event")]
    low, high = rows["tankers_destroyed_low"], rows["tankers_destroyed_high"]
    low, high = low.fillna(high), high.fillna(low)
    return rows.assign(
        low=low,
        high=high,
        total_low=low.fillna(0).cumsum(),
        total_high=high.fillna(0).cumsum(),
        unnumbered=low.isna().cumsum(),
    )


def running_counts(roads: Roads) -> pd.DataFrame:
    """Return the counts so far that somebody published: dots beside the sums, never added."""
    rows = fuel_rows(roads)
    rows = rows[(rows["count_scope"] == "cumulative") & rows["tankers_destroyed_low"].notna()]
    return rows.assign(
        low=rows["tankers_destroyed_low"],
        high=rows["tankers_destroyed_high"].fillna(rows["tankers_destroyed_low"]),
    )
