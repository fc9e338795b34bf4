"""What was known on a day, of what had ended by then."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd

from sahel_map.basis import as_told, published_by
from sahel_map.roads import Roads, period_bounds
from sahel_map.store.dataset import Dataset
from sahel_map.veil.evidence import about_events

__all__ = ["until"]


def _last_days(days: pd.Series, precisions: pd.Series) -> pd.Series:
    """Return the last day that each day of some precision may mean; missing for a missing one."""
    last: list[Any] = [
        pd.NaT if pd.isna(day) else period_bounds(day.date(), precision)[1]
        for day, precision in zip(days, precisions, strict=True)
    ]
    return pd.Series(pd.to_datetime(last), days.index, dtype="datetime64[us]")


def _roads_up_to(roads: Roads, day: dt.date) -> Roads:
    """Leave out what may be later than a day, and the ends of spells that may be."""
    cut = pd.Timestamp(day)
    spells, agreements, fuel = roads.blockades, roads.agreements, roads.fuel
    spells = spells[_last_days(spells["start"], spells["start_precision"]) <= cut]
    later = _last_days(spells["end"], spells["end_precision"]) > cut
    first = [period_bounds(day.date(), precision)[0]
             for day, precision in zip(spells["end"].fillna(cut), spells["end_precision"],
                                       strict=True)]  # fmt: skip
    held = spells["last_confirmed"].fillna(pd.Series(pd.to_datetime(first), spells.index))
    spells = spells.assign(
        last_confirmed=spells["last_confirmed"].mask(later, held), end=spells["end"].mask(later)
    )
    agreed = _last_days(agreements["date"], agreements["date_precision"])
    return replace(
        roads,
        blockades=spells,
        agreements=agreements[~(agreed > cut)],
        fuel=fuel[_last_days(fuel["date"], fuel["date_precision"]) <= cut],
    )


def until(data: Dataset, day: dt.date) -> Dataset:
    """Return a dataset as the sources that were out on a day tell it, up to that day."""
    cut = pd.Timestamp(day)
    events = data.events[data.events["date_end"] <= cut]
    ids = {*events.index}
    claims = data.claims[data.claims["event_ids"].map(ids.issuperset).astype(bool)]
    numbers = data.indicators
    ends = numbers["period_end"].where(numbers["period_end"] != "", numbers["period_start"])
    numbers = numbers[~(pd.to_datetime(ends.map(published_by)) > cut)]
    earlier = replace(
        data,
        events=events,
        claims=claims,
        indicators=numbers,
        roads=_roads_up_to(data.roads, day),
    )
    contradictions, positions = about_events(earlier, ids)
    earlier = replace(earlier, contradictions=contradictions, positions=positions)
    out = pd.to_datetime(data.sources["published"].map(published_by))
    return as_told(earlier, out[~(out > cut)], known=day)
