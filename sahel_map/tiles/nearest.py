"""The events under a click: those within some pixels of a place, the nearest first."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.geodesy import GEOD
from sahel_map.selection import Selection
from sahel_map.store.distant import Distant
from sahel_map.store.interface import Queries
from sahel_map.tiles.address import TILE
from sahel_map.tiles.grid import BITS, Chosen, Grid, codes_of, places_of, world

__all__ = ["Nearby", "near_asked", "nearest"]

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


def _cells(x: float, y: float, reach: float) -> tuple[int, Array, Array]:
    """Return the level, the columns and the rows of the cells that a circle touches."""
    level = int(np.clip(BITS - np.floor(np.log2(reach)) + _FINER, 0, BITS))
    side = 2.0 ** (BITS - level)
    columns, rows = (
        np.arange(max((at - reach) // side, 0), min((at + reach) // side + 1, 2**level), dtype=int)
        for at in (x, y)
    )
    return level, np.tile(columns, len(rows)), np.repeat(rows, len(columns))


def _candidates(chosen: Chosen, x: float, y: float, reach: float) -> tuple[Array, Array]:
    """Return keys and positions of the points in the cells that a circle touches."""
    begin, end = chosen.ranges(*_cells(x, y, reach))
    held = end > begin
    parts = [slice(*ends) for ends in zip(begin[held].tolist(), end[held].tolist(), strict=True)]
    keys, positions = (
        np.concatenate([column[:0], *(column[part] for part in parts)])
        for column in (chosen.keys, chosen.positions)
    )
    return keys, positions


def _stretches(x: float, y: float, reach: float) -> list[tuple[int, int]]:
    """Return the stretches of the Z-order curve in the cells that a circle touches."""
    level, columns, rows = _cells(x, y, reach)
    size = 1 << 2 * (BITS - level)
    cells = np.sort(codes_of(columns, rows)).astype(np.int64)
    first = np.flatnonzero(np.diff(cells, prepend=-2) > 1)
    last = np.append(first[1:], len(cells)) - 1
    return [
        (int(cells[begin]) * size, (int(cells[end]) + 1) * size)
        for begin, end in zip(first, last, strict=True)
    ]


def _circle(lat: float, lon: float, zoom: float, pixels: float) -> tuple[float, float, float]:
    """Return the middle of a circle on the map, and its radius, units of ``BITS``."""
    x, y = (float(share) * 2**BITS for share in world(lat, lon))
    return x, y, pixels * 2.0 ** (BITS - zoom) / TILE


def _away(keys: Array, x: float, y: float) -> Array:
    """Return how far points are from a place, squared, units of ``BITS``."""
    columns, rows = places_of(keys)
    # From the middle of a unit, where a point's place was rounded down.
    distance: Array = (columns + 0.5 - x) ** 2 + (rows + 0.5 - y) ** 2
    return distance


def _turned(lon: float) -> float:
    """Return a longitude, 180 degrees or less from Greenwich."""
    return (lon + 180) % 360 - 180


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
    lon = _turned(lon)
    x, y, reach = _circle(lat, lon, zoom, pixels)
    keys, positions = _candidates(chosen, x, y, reach)
    away = _away(keys, x, y)
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


def near_asked(  # noqa: PLR0913  (a place has two numbers)
    data: Distant,
    queries: Queries,
    selection: Selection,
    lat: float,
    lon: float,
    *,
    zoom: float,
    pixels: float = 24,
    limit: int = 50,
) -> Nearby:
    """Return what ``nearest`` does, of events that a store answers for.

    Args:
        data: The dataset.
        queries: Answers for its events.
        selection: Which events count.
        lat: Latitude of the place, degrees (EPSG:4326).
        lon: Longitude of the place, degrees; beyond 180 on further copies of the world.
        zoom: The zoom of the map.
        pixels: Radius on the screen, CSS pixels.
        limit: How many events to return at most.
    """
    x, y, reach = _circle(lat, _turned(lon), zoom, pixels)
    there = queries.points(selection, _stretches(x, y, reach))
    away = _away(there["key"], x, y)
    there, away = there[away <= reach**2], away[away <= reach**2]
    found = len(there)
    if found > limit:
        # With those that only their names would put behind.
        rank = np.stack([away, -there["first"].astype(float), there["last"].astype(float)])
        order = np.lexsort(rank[::-1])
        last = rank[:, order[limit - 1]]
        same = (rank[:, order[limit:]] == last[:, None]).all(axis=0)
        there = there[order[: limit + int(same.sum())]]
    events = data.located(queries.rows(there["id"]))
    shown = nearest(Grid.of(events).every, events, lat, lon, zoom=zoom, pixels=pixels, limit=limit)
    return Nearby(shown.events, found)
