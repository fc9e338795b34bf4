"""What is measured of a road besides its status: density, share under threat, intensity."""

import datetime as dt
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from sahel_map.measures.road_days import threatened_share
from sahel_map.measures.status import (
    ACUTE,
    PERSISTENT,
    STATUS_CODES,
    RoadDays,
)
from sahel_map.roads import Roads

__all__ = [
    "EVERY", "Every", "corridor_measures", "density", "incidents", "intensity", "monthly_density",
    "threatened_km", "total_lengths",
]  # fmt: skip

Every = Literal["day", "week", "month"]
EVERY: Final[dict[str, str]] = {"day": "D", "week": "W-SUN", "month": "ME"}
"""How often a measure is taken, as pandas' frequencies; weeks end on Sundays."""

_DECAY_DAYS: Final = 30.0

_OUTSIDE: Final[dict[str, Any]] = {"status": "no_data", "reason": "outside", "spell_id": ""}


def density(count: int, length_km: float) -> float:
    """Return incidents per 10 km of road; not a number for a road without length."""
    return 10 * count / length_km if length_km else float("nan")


def _road_km(roads: Roads, corridor_id: str) -> float:
    return float(roads.corridors["road_km"].loc[corridor_id])


def _in_mali_km(roads: Roads, corridor_id: str) -> float:
    legs = roads.legs[roads.legs["corridor_id"] == corridor_id]
    mine = legs[(legs["from_country"] == "MLI") & (legs["to_country"] == "MLI")]
    corridor: Any = roads.corridors.loc[corridor_id]
    drawn = float(corridor["drawn_km"])
    return float(mine["length_km"].sum() * corridor["road_km"] / drawn) if drawn else 0.0


def incidents(found: RoadDays, corridor_id: str, *, counted: bool = True) -> pd.DataFrame:
    """Return the events of one road in date order: attacks, or also the state's operations."""
    mine = found.near[found.near["corridor_id"] == corridor_id]
    return mine[mine["counted"]] if counted else mine


def monthly_density(found: RoadDays, roads: Roads, corridor_id: str) -> pd.DataFrame:
    """Return incidents per 10 km for each month with data.

    Returns:
        Indexed by the first day of the month: ``incidents``, ``density`` on the whole road and
        ``density_mali`` on its legs in Mali alone, whose length foreign legs would dilute.
    """
    mine = incidents(found, corridor_id)
    if not len(found.days):
        columns = ["incidents", "density", "density_mali"]
        return pd.DataFrame(columns=columns, index=pd.DatetimeIndex([]), dtype=float)
    months = pd.period_range(found.days[0], found.days[-1], freq="M")
    of_month = mine["day"].dt.to_period("M")
    counts = of_month.value_counts().reindex(months, fill_value=0)
    inside = of_month[mine["in_mali"]].value_counts().reindex(months, fill_value=0)
    whole, mali = _road_km(roads, corridor_id), _in_mali_km(roads, corridor_id)
    return pd.DataFrame(
        {
            "incidents": counts,
            "density": [density(n, whole) for n in counts],
            "density_mali": [density(n, mali) for n in inside],
        }
    ).set_axis(months.to_timestamp())


def _within(days: pd.Series, end: pd.Timestamp, window: int) -> int:
    return int(((days > end - pd.Timedelta(days=window)) & (days <= end)).sum())


def corridor_measures(
    found: RoadDays,
    roads: Roads,
    corridor_id: str,
    *,
    first: dt.date,
    last: dt.date,
    every: Every = "week",
) -> pd.DataFrame:
    """Return what is measured of a road, at the end of each period.

    Args:
        found: The statuses of all roads.
        roads: Corridors and legs.
        corridor_id: The road.
        first: First day of the first period.
        last: Last day; a period that it cuts is measured on it.
        every: Length of a period.

    Returns:
        One row a period: ``date``, ``status``, ``reason``, ``spell_id``, ``days_since`` (missing
        where no attack is on record), ``incidents_30`` and ``density_30`` per 10 km in the 30
        days before, the same on the legs in Mali, ``share_30`` and ``share_90`` of the length
        under threat. Outside the days with event data, numbers are missing.
    """
    ends = list(pd.date_range(first, last, freq=EVERY[every]))
    if not ends or ends[-1] < pd.Timestamp(last):
        ends.append(pd.Timestamp(last))
    row = found.corridor_ids.index(corridor_id)
    acute = threatened_share(found.segments, found.days, window=ACUTE)[row]
    mine = incidents(found, corridor_id)
    whole, mali = _road_km(roads, corridor_id), _in_mali_km(roads, corridor_id)
    rows = []
    for end in ends:
        at = found.column(end.date())
        state: Any = found.on(end.date()).loc[corridor_id] if at >= 0 else _OUTSIDE
        known = state["reason"] != "outside"
        counts = [_within(days, end, ACUTE) for days in (mine["day"], mine["day"][mine["in_mali"]])]
        rows.append(
            {
                "date": end.strftime("%Y-%m-%d"),
                "status": state["status"],
                "reason": state["reason"],
                "spell_id": state["spell_id"],
                "days_since": state["days_since"] if known else pd.NA,
                "incidents_30": counts[0] if known else pd.NA,
                "density_30": density(counts[0], whole) if known else pd.NA,
                "density_30_mali": density(counts[1], mali) if known and mali else pd.NA,
                "share_30": acute[at] if known else pd.NA,
                "share_90": state["lit_share"] if known else pd.NA,
            }
        )
    return pd.DataFrame(rows)


def intensity(found: RoadDays, day: dt.date) -> pd.Series:
    """Return the threat intensity of every segment on a day, fading by 1/e in 30 days.

    The sum of the weights of the attacks near a segment, each times exp(-age / 30 days).
    """
    lit = found.segments.lit.drop_duplicates(["segment", "event_id"])
    age = (pd.Timestamp(day) - lit["day"]).dt.days
    past = age >= 0
    glow = lit["weight"][past] * np.exp(-age[past] / _DECAY_DAYS)
    total: pd.Series = glow.groupby(lit["segment"][past]).sum()
    return total.reindex(range(len(found.segments.lines)), fill_value=0.0)


def total_lengths(found: RoadDays, roads: Roads, day: dt.date) -> dict[str, float]:
    """Return kilometres of line in each status on a day.

    A stretch that several roads share counts once, in the gravest of their statuses.
    """
    states = found.on(day)["status"]
    order = {status: rank for rank, status in enumerate(STATUS_CODES)}
    legs = roads.legs.assign(status=roads.legs["corridor_id"].map(states))
    gravest = legs.assign(rank=legs["status"].map(order)).sort_values("rank", kind="stable")
    once = gravest.drop_duplicates("leg_id")
    totals = once.groupby("status")["length_km"].sum()
    return {status: float(totals.get(status, 0.0)) for status in order}


def threatened_km(found: RoadDays, day: dt.date, *, window: int = PERSISTENT) -> float:
    """Return kilometres of all lines under threat on a day; a shared stretch counts once."""
    age = (pd.Timestamp(day) - found.segments.lit["day"]).dt.days
    near = found.segments.lit.loc[(age >= 0) & (age < window), "segment"].unique()
    return float(found.segments.lines["length_km"].iloc[near].sum())
