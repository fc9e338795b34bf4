"""The roads in stretches of a few kilometres, and which attacks light each."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.ops import substring

from sahel_map.geodesy import to_plane
from sahel_map.measures.roadside import DEFAULT_BUFFER_KM, GUESSED_KM, event_places, reach_km
from sahel_map.roads import Roads
from sahel_map.settings import STORAGE_CRS

__all__ = ["Segments", "cut_segments"]

SEGMENT_KM: Final = 10.0


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
    numbers, places = event_places(events, counted["event_id"])
    lines = to_plane(segments.geometry)
    which = shapely.STRtree(lines).query(places, predicate="dwithin", distance=GUESSED_KM * 1000)
    away = shapely.distance(places[which[0]], lines[which[1]]) / 1000
    pairs = pd.DataFrame({"place": which[0], "segment": which[1]})
    pairs = pairs[away <= segments["reach_km"].to_numpy()[which[1]]]
    lit = counted[["event_id", "corridor_id", "day", "weight"]].assign(place=numbers)
    lit = lit.merge(pairs, on="place").drop(columns="place")
    row_of = {name: row for row, name in enumerate(corridor_ids)}
    rows = lit["corridor_id"].map(row_of).to_numpy(dtype=int)
    on_road = on_corridors[rows, lit["segment"].to_numpy(dtype=int)] > 0
    kept: pd.DataFrame = lit[on_road]
    return kept.reset_index(drop=True)
