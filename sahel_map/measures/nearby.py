"""Events near another, in space and in time."""

from typing import Any

import pandas as pd

from sahel_map.geodesy import GEOD

__all__ = ["nearby_events"]


def nearby_events(
    events: pd.DataFrame, event_id: str, *, km: float = 100, days: int = 60
) -> pd.DataFrame:
    """Return the events within a distance and a time of one, nearest in time first.

    Args:
        events: Located events indexed by ``event_id``.
        event_id: The event in the middle; it needs no point, but then nothing is near it.
        km: Geodesic distance on the WGS 84 ellipsoid, kilometres.
        days: Days between the two intervals; 0 where they touch.

    Returns:
        The events with ``distance_km`` and ``days`` (negative before, positive after).
    """
    middle: Any = events.loc[event_id]
    around = events["date_end"] >= middle["date_start"] - pd.Timedelta(days=days)
    around &= events["date_start"] <= middle["date_end"] + pd.Timedelta(days=days)
    others: pd.DataFrame = events[around & events["lat"].notna() & (events.index != event_id)]
    if pd.isna(middle["lat"]) or others.empty:
        return others.iloc[:0].assign(distance_km=pd.Series(dtype=float), days=pd.Series(dtype=int))
    size = len(others)
    _, _, metres = GEOD.inv(
        [middle["lon"]] * size, [middle["lat"]] * size, others["lon"], others["lat"]
    )
    after = (others["date_start"] - middle["date_end"]).dt.days.clip(lower=0)
    before = (middle["date_start"] - others["date_end"]).dt.days.clip(lower=0)
    near = others.assign(distance_km=pd.Series(metres, others.index) / 1000, days=after - before)
    near = near[(near["distance_km"] <= km) & (near["days"].abs() <= days)]
    ordered: pd.DataFrame = near.sort_values(
        ["days", "distance_km"], key=lambda column: column.abs()
    )
    return ordered
