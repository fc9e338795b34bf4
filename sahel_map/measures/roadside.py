"""Which events are attacks on which road, and where along it.

A road here is a line through towns, so the real road can lie some kilometres off it: an event
belongs to a road when it lies within a buffer of a leg, or when its own sources name the road.
"""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from sahel_map import vocabulary as v
from sahel_map.geodesy import to_plane
from sahel_map.locate.places import distinct
from sahel_map.roads import Roads
from sahel_map.settings import STORAGE_CRS

__all__ = [
    "BUFFERS_KM",
    "DEFAULT_BUFFER_KM",
    "GUESSED_KM",
    "buffers_of",
    "event_places",
    "is_guessed",
    "reach_km",
    "roadside",
]

BUFFERS_KM: Final = (5.0, 10.0, 20.0)
DEFAULT_BUFFER_KM: Final = 10.0
"""Between what may lie off a line through towns and what is still the road's own danger."""

NEAREST_KM: Final = 1.0
"""The buffer that real roads allow (OECD/SWAC 2025 measure violence within 1 km of a road)."""

GUESSED_KM: Final = 20.0
"""The buffer of a leg whose course is a guess, whatever buffer is asked for."""

_PLACED: Final = ("exact", "town", "near")
"""Precisions that say on which road an event lies (ACLED's geo-precision 1 and 2)."""

COLUMNS: Final = (
    "event_id", "corridor_id", "day", "counted", "weight", "named", "distance_km", "line_km",
    "road_km", "in_mali",
)  # fmt: skip


_READ: Final = (
    "event_type", "corridor_id", "geo_precision", "lat", "date_start", "country",
)  # fmt: skip
"""What is read of events; their words would only be copied."""


def buffers_of(roads: Roads) -> tuple[float, ...]:
    """Return the buffers that the lines allow, kilometres: 1 km needs real roads."""
    real = bool((roads.legs["drawn"] == "road").any())
    return (NEAREST_KM, *BUFFERS_KM) if real else BUFFERS_KM


def is_guessed(legs: pd.DataFrame) -> pd.Series:
    """Return which legs are straight lines whose course is a guess."""
    guessed: pd.Series = (legs["alignment"] == "low") & (legs["drawn"] == "schematic")
    return guessed


def reach_km(legs: pd.DataFrame, buffer_km: float) -> pd.Series:
    """Return the buffer of each leg, kilometres."""
    return pd.Series(np.where(is_guessed(legs), GUESSED_KM, buffer_km), index=legs.index)


def _places(points: npt.NDArray[Any]) -> tuple[npt.NDArray[np.intp], npt.NDArray[Any]]:
    """Return the number of the place of each point in degrees, and the places in the plane.

    Many events lie at one place: what is asked of places is asked once of each.
    """
    numbers, first = distinct(shapely.get_x(points), shapely.get_y(points))
    return numbers, to_plane(gpd.GeoSeries(points[first], crs=STORAGE_CRS))


def event_places(
    events: gpd.GeoDataFrame, event_ids: pd.Series
) -> tuple[npt.NDArray[np.intp], npt.NDArray[Any]]:
    """Return where events lie in the plane in which distances are taken.

    Args:
        events: Located events in degrees, indexed by ``event_id``.
        event_ids: Some of those that have a point.

    Returns:
        For each event the number of its place, and the places.
    """
    rows = events.index.get_indexer(pd.Index(event_ids))
    return _places(events.geometry.to_numpy()[rows])


def _nearness(points: npt.NDArray[Any], legs: gpd.GeoDataFrame, buffer_km: float) -> pd.DataFrame:
    """Return the roads within 20 km of places, with the nearest leg and the place along it.

    Args:
        points: The places, in the plane.
        legs: The legs of all corridors.
        buffer_km: As for ``roadside``.

    Returns:
        A row a place and corridor, and a second one where a leg within its own reach is not the
        nearest: ``place``, ``corridor_id``, ``distance_km``, ``line_km``, ``nearest`` and
        ``within``, of which each row has at least one.
    """
    unique = legs.drop_duplicates("leg_id")
    lines = to_plane(unique.geometry)
    which = shapely.STRtree(lines).query(points, predicate="dwithin", distance=GUESSED_KM * 1000)
    pairs = pd.DataFrame(
        {
            "place": which[0],
            "leg_id": unique["leg_id"].to_numpy()[which[1]],
            "distance_km": shapely.distance(points[which[0]], lines[which[1]]) / 1000,
        }
    )
    about = pd.DataFrame(legs)[["leg_id", "corridor_id", "start_km", "length_km"]]
    about = about.assign(leg=range(len(legs)), reach_km=reach_km(legs, buffer_km))
    pairs = pairs.merge(about, on="leg_id").sort_values("distance_km", kind="stable")
    keys = ["place", "corridor_id"]
    pairs["nearest"] = ~pairs.duplicated(keys)
    inside = pairs["distance_km"] <= pairs["reach_km"]
    pairs["within"] = inside & ~pairs[inside].duplicated(keys).reindex(pairs.index, fill_value=True)
    chosen: pd.DataFrame = pairs[pairs["nearest"] | pairs["within"]]
    # Along its own line: another corridor may run over the same leg the other way.
    lines, near = to_plane(legs.geometry)[chosen["leg"]], points[chosen["place"]]
    share = shapely.line_locate_point(lines, near, normalized=True)
    line_km = chosen["start_km"] + share * chosen["length_km"]
    return chosen.assign(line_km=line_km)[[*keys, "distance_km", "line_km", "nearest", "within"]]


def roadside(
    events: gpd.GeoDataFrame, roads: Roads, *, buffer_km: float = DEFAULT_BUFFER_KM
) -> pd.DataFrame:
    """Return the events of each road: attacks, which count, and state operations, which do not.

    Args:
        events: Located events in degrees, indexed by ``event_id``; ``corridor_id`` holds the
            roads that an event's own sources name.
        roads: Corridors and legs.
        buffer_km: How far from a leg an event may lie, kilometres; legs whose course is a guess
            take ``GUESSED_KM``.

    Returns:
        One row an event and corridor, in date order: ``day``, ``counted``, ``weight`` of the
        event's type, ``named`` (whether its sources name the road), ``distance_km`` to the line,
        ``line_km`` along the line and ``road_km`` along the road from its start, and ``in_mali``.
        Distances are missing where the place is known too loosely to lie on a road.
    """
    kinds = {**v.ROAD_WEIGHTS, **v.TIED_WEIGHTS, **dict.fromkeys(v.STATE_TYPES, 0)}
    by_type = events["event_type"].isin(list(kinds)).to_numpy()
    mine = pd.DataFrame(events)[list(_READ)][by_type]
    tied = _tied(mine["corridor_id"], roads)
    near_counts = mine["event_type"].isin([*v.ROAD_WEIGHTS, *v.STATE_TYPES]).to_numpy()
    placed = (mine["geo_precision"].isin(_PLACED) & mine["lat"].notna()).to_numpy()
    placed = placed & (near_counts | np.isin(np.arange(len(mine)), tied["event"]))
    rows = np.flatnonzero(placed)
    numbers, points = _places(events.geometry.to_numpy()[by_type][rows])
    near = _nearness(points, roads.legs, buffer_km)
    at = pd.DataFrame({"event": rows, "place": numbers})
    named = tied.merge(at, on="event", how="left").merge(
        near[near["nearest"]], on=["place", "corridor_id"], how="left"
    )
    beside = at[near_counts[rows]].merge(near[near["within"]], on="place")
    keys = ["event", "corridor_id"]
    known = beside.set_index(keys).index.isin(tied.set_index(keys).index)
    columns = [*keys, "distance_km", "line_km"]
    table = pd.concat(
        [named[columns].assign(named=True), beside.loc[~known, columns].assign(named=False)],
        ignore_index=True,
    )
    return _dressed(table, mine, roads, kinds)


def _tied(corridor_ids: pd.Series, roads: Roads) -> pd.DataFrame:
    """Return the roads that events' own sources name: ``event``, by position, ``corridor_id``."""
    numbers, lists = pd.factorize(corridor_ids)
    known = [
        [one for one in dict.fromkeys(named) if one in roads.corridors.index] for named in lists
    ]
    size = np.array([len(named) for named in known], dtype=int)[numbers]
    some = np.flatnonzero(size)
    names = [name for event in some for name in known[numbers[event]]]
    return pd.DataFrame(
        {"event": np.repeat(some, size[some]), "corridor_id": pd.Series(names, dtype="str")}
    )


def _dressed(
    table: pd.DataFrame, events: pd.DataFrame, roads: Roads, kinds: dict[str, int]
) -> pd.DataFrame:
    about = events.iloc[table["event"]]
    longer = (roads.corridors["road_km"] / roads.corridors["drawn_km"]).reindex(
        table["corridor_id"]
    )
    weights = about["event_type"].map(kinds).to_numpy()
    table = table.assign(
        event_id=about.index.to_numpy(),
        day=about["date_start"].to_numpy(),
        weight=weights,
        counted=weights > 0,
        road_km=table["line_km"] * longer.to_numpy(),
        in_mali=(about["country"] == "MLI").to_numpy(),
    )
    return table.sort_values(["day", "event_id", "corridor_id"], kind="stable")[
        list(COLUMNS)
    ].reset_index(drop=True)
