"""How exposed the roads to Bamako were in each slice, from their statuses day by day."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sahel_map.measures.slices import Slice, ends_of
from sahel_map.measures.status import STATUS_CODES, RoadDays
from sahel_map.roads import Roads

__all__ = ["exposure"]


def exposure(found: RoadDays, roads: Roads, slices: Sequence[Slice]) -> pd.DataFrame:
    """Return how many of Bamako's gateways had each status, as a mean over the days of a slice.

    Args:
        found: The statuses of all roads on all days.
        roads: Corridors, of which those with ``feeds_bamako`` are the gateways.
        slices: The slices.

    Returns:
        A row a slice: ``days`` with statuses, ``gateways`` (their number), a column a status with
        the mean number of gateways in it (missing without days; the columns add up to
        ``gateways``), and ``attacks`` (different events near, or naming, a gateway).
    """
    feeds = roads.corridors.index[roads.corridors["feeds_bamako"]]
    rows = [row for row, name in enumerate(found.corridor_ids) if name in feeds]
    status = found.status[rows]
    firsts, lasts = ends_of(slices)
    days = found.days.to_numpy().astype("datetime64[D]")
    begin, end = np.searchsorted(days, firsts), np.searchsorted(days, lasts, side="right")
    table = pd.DataFrame({"days": end - begin, "gateways": len(rows)})
    known = np.where(end > begin, end - begin, np.nan)
    for number, code in enumerate(STATUS_CODES):
        daily = (status == number).sum(axis=0)
        running = np.concatenate([[0], np.cumsum(daily)])
        table[code] = (running[end] - running[begin]) / known
    near = found.near[found.near["counted"] & found.near["corridor_id"].isin(feeds)]
    when = near.drop_duplicates("event_id")["day"].to_numpy().astype("datetime64[D]")
    when = np.sort(when)
    table["attacks"] = np.searchsorted(when, lasts, side="right") - np.searchsorted(when, firsts)
    return table
