"""Bamako's gateways: how many roads are open, how many approaches are quiet, what trade is hit."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely
from shapely.ops import substring

from sahel_map.geodesy import to_plane
from sahel_map.measures.roadside import event_places, reach_km
from sahel_map.measures.status import ACUTE, STATUS_CODES, RoadDays
from sahel_map.roads import Roads
from sahel_map.settings import STORAGE_CRS

__all__ = ["APPROACH_KM", "Approach", "Exposure", "approaches", "gateways", "trade_exposed"]

APPROACH_KM: Final = 100.0
"""How much of a radial road before Bamako is its approach."""

_SHARED_MEASURES: Final = ("trade", "imports", "overland_imports", "freight")
"""Shares that speak of goods as a whole; petroleum alone and exports are another question."""


def gateways(found: RoadDays, roads: Roads, day: dt.date) -> dict[str, int]:
    """Return how many of the roads that feed Bamako are in each status; they add up to all."""
    feeding = roads.corridors.index[roads.corridors["feeds_bamako"]]
    counts = found.on(day)["status"].reindex(feeding).value_counts()
    return {status: int(counts.get(status, 0)) for status in STATUS_CODES}


@dataclass(frozen=True, slots=True)
class Approach:
    """The last stretch of a radial road before Bamako, and the latest attack near it."""

    name: str
    corridor_id: str
    quiet: bool
    last_event_id: str
    last_day: dt.date | None


def _last_stretch(legs: gpd.GeoDataFrame, *, at_end: bool) -> gpd.GeoDataFrame:
    """Return the legs, the outermost cut short, that make ``APPROACH_KM`` before one end."""
    order = legs.iloc[::-1] if at_end else legs
    before = order["length_km"].cumsum() - order["length_km"]
    kept = order[before < APPROACH_KM]
    lines = []
    line: Any
    for line, length, done in zip(
        kept.geometry, kept["length_km"], before[before < APPROACH_KM], strict=True
    ):
        part = min(1.0, (APPROACH_KM - done) / length)
        first, last = (1 - part, 1.0) if at_end else (0.0, part)
        lines.append(substring(line, first, last, normalized=True))
    return gpd.GeoDataFrame(kept.drop(columns="geometry"), geometry=lines, crs=STORAGE_CRS)


def approaches(
    events: gpd.GeoDataFrame, found: RoadDays, roads: Roads, day: dt.date
) -> list[Approach]:
    """Return the radial roads around Bamako, each quiet or not in the 30 days before a day.

    An approach is quiet when no attack on any road lies within the buffer of its last 100 km.
    Outside the days with event data none can be called quiet.

    Args:
        events: The events that ``found`` rests on.
        found: The statuses of all roads.
        roads: Corridors, of which those with an ``approach`` are the radial ones, and legs.
        day: The day.
    """
    counted = found.near[found.near["counted"] & found.near["line_km"].notna()]
    past = counted[counted["day"] <= pd.Timestamp(day)].drop_duplicates("event_id")
    radial = roads.corridors[roads.corridors["approach"] != ""]
    radial = radial[radial.index.isin(roads.legs["corridor_id"])]
    if radial.empty:
        return []
    by_road: dict[Any, Any] = dict(list(roads.legs.groupby("corridor_id")))
    stretches: Any = pd.concat(
        [
            _last_stretch(by_road[name], at_end=to_place == "Bamako")
            for name, to_place in radial["to_place"].items()
        ]
    )
    reach = reach_km(stretches, found.buffer_km).to_numpy()[:, None]
    numbers, places = event_places(events, past["event_id"])
    away = shapely.distance(to_plane(stretches.geometry)[:, None], places[None, :])
    near = (away <= reach * 1000)[:, numbers]
    extent = found.data_days
    inside = extent is not None and extent[0] <= day <= extent[1]
    result = []
    for corridor_id, name in radial["approach"].items():
        mine = near[(stretches["corridor_id"] == corridor_id).to_numpy()].any(axis=0)
        last = past[mine].iloc[-1] if mine.any() else None
        when = last["day"].date() if last is not None else None
        recent = when is not None and (day - when).days < ACUTE
        result.append(
            Approach(
                name=str(name),
                corridor_id=str(corridor_id),
                quiet=inside and not recent,
                last_event_id=str(last["event_id"]) if last is not None else "",
                last_day=when,
            )
        )
    return result


@dataclass(frozen=True, slots=True)
class Exposure:
    """The share of Mali's trade on closed or escorted roads, percent, as its sources disagree.

    ``open_ended`` says that a source gives no upper end; ``unstated`` are roads without a share.
    """

    low: float
    high: float
    open_ended: bool
    roads: tuple[str, ...]
    unstated: tuple[str, ...]


def trade_exposed(found: RoadDays, roads: Roads, day: dt.date) -> Exposure:
    """Return the trade on roads that are closed or open to convoys only.

    Shares that a source gives for several roads together cannot be divided and are left aside.
    """
    states = found.on(day)["status"]
    hit = [str(name) for name in states.index[states.isin(["closed", "escort_only"])]]
    shares = roads.shares[roads.shares["share_of"].isin(_SHARED_MEASURES)]
    shares = shares[shares["corridor_ids"].map(len) == 1]
    low = high = 0.0
    open_ended, stated = False, []
    for corridor_id in hit:
        mine = shares[shares["corridor_id"] == corridor_id]
        if mine.empty:
            continue
        stated.append(corridor_id)
        numbers = pd.concat([mine["low"], mine["high"]]).dropna().astype(float)
        low, high = low + float(numbers.min()), high + float(numbers.max())
        open_ended |= bool((mine["high"].isna() & (mine["low"] == numbers.max())).any())
    return Exposure(
        low=min(low, 100.0),
        high=min(high, 100.0),
        open_ended=open_ended and high < 100.0,  # noqa: PLR2004
        roads=tuple(stated),
        unstated=tuple(name for name in hit if name not in stated),
    )
