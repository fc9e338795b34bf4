"""The events under a click: those within some pixels of a place, the nearest first."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.geodesy import GEOD
from sahel_map.tiles.address import TILE
from sahel_map.tiles.grid import BITS, Chosen, places_of, world

__all__ = ["Nearby", "nearest"]

Array = npt.NDArray[Any]

_FINER: Final = 2
"""Cells are at least ``2**_FINER`` to the radius, so that few points outside it are looked at."""


@dataclass(frozen=True, eq=False)
class Nearby:
    """What lies around a place.

    Attributes:
        events: Rows of the frame with ``distance_km``, nearest first, then newest.
        found: How many there are, shown or not.
    """

    events: pd.DataFrame
    found: int


def _candidates(chosen: Chosen, x: float, y: float, reach: float) -> tuple[Array, Array]:
    """Return keys and positions of the points in the cells that a circle touches."""
    level = int(np.clip(BITS - np.floor(np.log2(reach)) + _FINER, 0, BITS))
    side = 2.0 ** (BITS - level)
    columns, rows = (
        np.arange(max((at - reach) // side, 0), min((at + reach) // side + 1, 2**level), dtype=int)
        for at in (x, y)
    )
    begin, end = chosen.ranges(level, np.tile(columns, len(rows)), np.repeat(rows, len(columns)))
    held = end > begin
    parts = [slice(*ends) for ends in zip(begin[held].tolist(), end[held].tolist(), strict=True)]
    keys, positions = (
        np.concatenate([column[:0], *(column[part] for part in parts)])
        for column in (chosen.keys, chosen.positions)
    )
    return keys, positions


def nearest(  # noqa: PLR0913  (a place has two numbers)
    chosen: Chosen,
    events: pd.DataFrame,
    lat: float,
    lon: float,
    *,
    zoom: float,
    pixels: float = 24,
    limit: int = 50,
) -> Nearby:
    """Return the selected events around a place of the map.

    Args:
        chosen: The points of the selection.
        events: The frame that the grid was made of, with ``date_start``.
        lat: Latitude of the place, degrees (EPSG:4326).
        lon: Longitude of the place, degrees; beyond 180 on further copies of the world.
        zoom: The zoom of the map.
        pixels: Radius on the screen, CSS pixels.
        limit: How many events to return at most: the nearest on the screen, then the newest.

    Returns:
        The events with ``distance_km``, the geodesic distance on WGS 84, and their full number.
    """
    lon = (lon + 180) % 360 - 180
    x, y = (float(share) * 2**BITS for share in world(lat, lon))
    reach = pixels * 2.0 ** (BITS - zoom) / TILE
    keys, positions = _candidates(chosen, x, y, reach)
    columns, rows = places_of(keys)
    # From the middle of a unit, where a point's place was rounded down.
    away = (columns + 0.5 - x) ** 2 + (rows + 0.5 - y) ** 2
    inside = away <= reach**2
    away, positions = away[inside], positions[inside]
    found = len(positions)
    if found > limit:
        kept = away <= np.partition(away, limit - 1)[limit - 1]
        away, positions = away[kept], positions[kept]
    days = events["date_start"].to_numpy()[positions].astype("datetime64[s]").astype(np.int64)
    first = np.lexsort((positions, -days, away))[:limit]
    positions, days = positions[first], days[first]
    south, east = (events[name].to_numpy(float)[positions] for name in ("lat", "lon"))
    _, _, metres = GEOD.inv(np.full(len(east), lon), np.full(len(east), lat), east, south)
    order = np.lexsort((positions, -days, metres))
    shown = events.iloc[positions[order]].assign(distance_km=metres[order] / 1000)
    return Nearby(shown, found)
