"""Which events are attacks on which road, where along it, and which stretches they light.

A road here is a line through towns, so the real road can lie some kilometres off it: an event
belongs to a road when it lies within a buffer of a leg, or when its own sources name the road.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.ops import substring

from sahel_map import vocabulary as v
from sahel_map.geodesy import to_plane
from sahel_map.roads import Roads
from sahel_map.settings import STORAGE_CRS

__all__ = [
    "BUFFERS_KM",
    "DEFAULT_BUFFER_KM",
    "GUESSED_KM",
    "Segments",
    "buffers_of",
    "cut_segments",
    "event_points",
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

SEGMENT_KM: Final = 10.0

_PLACED: Final = ("exact", "town", "near")
"""Precisions that say on which road an event lies (ACLED's geo-precision 1 and 2)."""

COLUMNS: Final = (
    "event_id", "corridor_id", "day", "counted", "weight", "named", "distance_km", "line_km",
    "road_km", "in_mali",
)  # fmt: skip


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


def event_points(events: gpd.GeoDataFrame, event_ids: Iterable[str]) -> npt.NDArray[Any]:
    """Return the points of events in the plane in which distances are taken."""
    places: Any = events.geometry.loc[list(event_ids)]
    return to_plane(gpd.GeoSeries(list(places), crs=STORAGE_CRS))


def _nearness(events: gpd.GeoDataFrame, legs: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return distance and place on the leg of every event that lies within 20 km of a leg."""
    points, lines = to_plane(events.geometry), to_plane(legs.geometry)
    which = shapely.STRtree(lines).query(points, predicate="dwithin", distance=GUESSED_KM * 1000)
    near_points, near_lines = points[which[0]], lines[which[1]]
    return pd.DataFrame(
        {
            "event_id": events.index.to_numpy()[which[0]],
            "leg_id": legs["leg_id"].to_numpy()[which[1]],
            "distance_km": shapely.distance(near_points, near_lines) / 1000,
        }
    )


def _places_on_lines(
    pairs: pd.DataFrame, events: gpd.GeoDataFrame, legs: gpd.GeoDataFrame
) -> pd.Series:
    """Return how far along its corridor's line each pair's event lies, kilometres."""
    lines = to_plane(legs.geometry)
    points = event_points(events, pairs["event_id"])
    share = shapely.line_locate_point(lines[pairs["leg"]], points, normalized=True)
    chosen = legs.iloc[pairs["leg"]]
    return pd.Series(
        chosen["start_km"].to_numpy() + share * chosen["length_km"].to_numpy(), index=pairs.index
    )


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
    mine = events[events["event_type"].isin(list(kinds))]
    tied = mine[["corridor_id"]].explode("corridor_id").dropna()
    tied = tied[tied["corridor_id"].isin(roads.corridors.index)]
    named = set(zip(tied.index, tied["corridor_id"], strict=True))
    placed = mine[mine["geo_precision"].isin(_PLACED) & mine["lat"].notna()]
    legs = roads.legs.assign(leg=range(len(roads.legs)))
    unique = legs.drop_duplicates("leg_id")
    pairs = _nearness(placed, unique).merge(
        legs.assign(reach_km=reach_km(legs, buffer_km))[
            ["leg_id", "corridor_id", "leg", "reach_km"]
        ],
        on="leg_id",
    )
    keys = list(zip(pairs["event_id"], pairs["corridor_id"], strict=True))
    pairs["named"] = [key in named for key in keys]
    types = mine["event_type"].loc[pairs["event_id"]].to_numpy()
    own = np.isin(types, [*v.ROAD_WEIGHTS, *v.STATE_TYPES])
    within = (pairs["distance_km"] <= pairs["reach_km"]) & own
    pairs = pairs[within | pairs["named"]].sort_values("distance_km", kind="stable")
    pairs = pairs.drop_duplicates(["event_id", "corridor_id"])
    pairs["line_km"] = _places_on_lines(pairs, placed, legs)
    placed_keys = set(zip(pairs["event_id"], pairs["corridor_id"], strict=True))
    loose = [key for key in sorted(named) if key not in placed_keys]
    table = pd.concat(
        [
            pairs[["event_id", "corridor_id", "named", "distance_km", "line_km", "leg"]],
            pd.DataFrame(loose, columns=["event_id", "corridor_id"]).assign(named=True),
        ],
        ignore_index=True,
    )
    return _dressed(table, mine, roads, kinds)


def _dressed(
    table: pd.DataFrame, events: gpd.GeoDataFrame, roads: Roads, kinds: dict[str, int]
) -> pd.DataFrame:
    about = events.loc[table["event_id"]]
    longer = (roads.corridors["road_km"] / roads.corridors["drawn_km"]).reindex(
        table["corridor_id"]
    )
    weights = about["event_type"].map(kinds).to_numpy()
    table = table.assign(
        day=about["date_start"].to_numpy(),
        weight=weights,
        counted=weights > 0,
        named=table["named"].astype(bool),
        road_km=table["line_km"] * longer.to_numpy(),
        in_mali=(about["country"] == "MLI").to_numpy(),
    )
    return table.sort_values(["day", "event_id", "corridor_id"], kind="stable")[
        list(COLUMNS)
    ].reset_index(drop=True)


@dataclass(frozen=True)
class Segments:
    """Stretches of at most ``SEGMENT_KM`` of every leg; shared legs are there once.

    Attributes:
        lines: ``leg_id``, ``length_km`` and the line in degrees.
        lit: The events that light each, road by road: ``corridor_id``, ``segment``,
            ``event_id``, ``day``, ``weight``. An event lights a stretch for the roads that it
            counts for, not for another road that uses the stretch.
        of_corridors: Rows of corridors, columns of segments: kilometres of each on each.
        corridor_ids: The names of the rows.
        buffer_km: How far from a leg events were looked for, kilometres.
    """

    lines: gpd.GeoDataFrame
    lit: pd.DataFrame
    of_corridors: npt.NDArray[Any]
    corridor_ids: tuple[str, ...]
    buffer_km: float


def cut_segments(
    events: gpd.GeoDataFrame,
    near: pd.DataFrame,
    roads: Roads,
    *,
    buffer_km: float = DEFAULT_BUFFER_KM,
) -> Segments:
    """Cut every leg into equal stretches and say which counted events lie near each.

    Args:
        events: Located events in degrees, indexed by ``event_id``.
        near: The events of each road, as ``roadside`` returns them.
        roads: Corridors and legs.
        buffer_km: As for ``roadside``.
    """
    lines, on_corridors = _cut(roads)
    legs = roads.legs
    # A leg that one of its roads takes for a guess is one for all.
    reach = reach_km(legs, buffer_km).groupby(legs["leg_id"]).max()
    segments = lines.assign(reach_km=lines["leg_id"].map(reach).astype(float))
    lit = _lit(events, near, segments, on_corridors, tuple(roads.corridors.index))
    return Segments(segments, lit, on_corridors, tuple(roads.corridors.index), buffer_km)


@lru_cache(maxsize=8)
def _cut(roads: Roads) -> tuple[gpd.GeoDataFrame, npt.NDArray[Any]]:
    """Return the stretches of all legs and the kilometres of each on each corridor."""
    legs = roads.legs
    unique = legs.drop_duplicates("leg_id").reset_index(drop=True)
    pieces = np.maximum(np.ceil(unique["length_km"] / SEGMENT_KM), 1).astype(int).to_numpy()
    owner = np.repeat(np.arange(len(unique)), pieces)
    share = 1 / pieces[owner]
    step = np.arange(len(owner)) - np.repeat(pieces.cumsum() - pieces, pieces)
    shapes: Any = unique.geometry
    parts = [
        substring(shapes.iloc[leg], n * part, (n + 1) * part, normalized=True)
        for leg, n, part in zip(owner, step, share, strict=True)
    ]
    lines = gpd.GeoDataFrame(
        {
            "leg_id": unique["leg_id"].to_numpy()[owner],
            "length_km": unique["length_km"].to_numpy()[owner] * share,
        },
        geometry=parts,
        crs=STORAGE_CRS,
    )
    row_of = {name: row for row, name in enumerate(roads.corridors.index)}
    on_corridors = np.zeros((len(row_of), len(lines)))
    of_leg = lines.groupby("leg_id").indices
    for leg_id, corridor_id in zip(legs["leg_id"], legs["corridor_id"], strict=True):
        mine = of_leg[leg_id]
        on_corridors[row_of[corridor_id], mine] = lines["length_km"].to_numpy()[mine]
    return lines, on_corridors


def _lit(
    events: gpd.GeoDataFrame,
    near: pd.DataFrame,
    segments: gpd.GeoDataFrame,
    on_corridors: npt.NDArray[Any],
    corridor_ids: tuple[str, ...],
) -> pd.DataFrame:
    counted = near[near["counted"] & near["line_km"].notna()]
    once = counted.drop_duplicates("event_id")
    points = event_points(events, once["event_id"])
    lines = to_plane(segments.geometry)
    which = shapely.STRtree(lines).query(points, predicate="dwithin", distance=GUESSED_KM * 1000)
    away = shapely.distance(points[which[0]], lines[which[1]]) / 1000
    pairs = pd.DataFrame({"event_id": once["event_id"].to_numpy()[which[0]], "segment": which[1]})
    pairs = pairs[away <= segments["reach_km"].to_numpy()[which[1]]]
    lit = pairs.merge(counted[["event_id", "corridor_id", "day", "weight"]], on="event_id")
    row_of = {name: row for row, name in enumerate(corridor_ids)}
    rows = lit["corridor_id"].map(row_of).to_numpy(dtype=int)
    on_road = on_corridors[rows, lit["segment"].to_numpy(dtype=int)] > 0
    kept: pd.DataFrame = lit[on_road]
    return kept.reset_index(drop=True)
