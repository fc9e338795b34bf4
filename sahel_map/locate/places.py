"""The distinct places and texts of a table of events, and how answers come back to its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pandas.api.extensions import ExtensionArray
from pyproj import CRS

from sahel_map.errors import CRSError
from sahel_map.settings import STORAGE_CRS

__all__ = [
    "Floats", "Numbers", "Places", "check_degrees", "distinct", "numbered", "places_of",
    "told", "units_at",
]  # fmt: skip

Numbers = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Places:
    """The distinct points of events, each with the country that it is stated in.

    Attributes:
        of_event: For each event the number of its place, -1 where it has no point.
        lon: Degrees, one a place.
        lat: Degrees, one a place.
        country: ISO 3166-1 alpha-3, one a place.
    """

    of_event: Numbers
    lon: Floats
    lat: Floats
    country: npt.NDArray[Any]


def check_degrees(caller: str, *frames: pd.DataFrame) -> None:
    """Refuse frames with geometry that is not in degrees.

    Raises:
        CRSError: A frame is in another coordinate system, or names none.
    """
    for frame in frames:
        if not isinstance(frame, gpd.GeoDataFrame):
            continue
        if frame.crs is None or frame.crs != CRS(STORAGE_CRS):
            msg = f"{caller} needs {STORAGE_CRS}, got {frame.crs}: convert with to_crs() first."
            raise CRSError(msg)


def numbered(values: pd.Series) -> tuple[Numbers, list[str]]:
    """Return the number of each row's text, and the text of each number; a missing one is ""."""
    numbers, texts = pd.factorize(values)
    # The missing ones have the number -1, which counts from the end of the list.
    return numbers, [*map(str, texts), ""]


def distinct(*columns: npt.NDArray[Any]) -> tuple[Numbers, Numbers]:
    """Number the distinct rows of a few columns of numbers.

    Returns:
        The number of each row, and for each number the first row that has it.
    """
    numbers = np.zeros(len(columns[0]), dtype=np.intp)
    for column in columns:
        codes, values = pd.factorize(column)
        numbers, _ = pd.factorize(numbers * len(values) + codes)
    first = np.empty(numbers.max(initial=-1) + 1, dtype=np.intp)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    return numbers, first


def _degrees(events: pd.DataFrame) -> tuple[Floats, Floats]:
    if isinstance(events, gpd.GeoDataFrame):
        points = events.geometry.to_numpy()
        return shapely.get_x(points), shapely.get_y(points)
    lon, lat = (events[name].to_numpy(float, na_value=np.nan) for name in ("lon", "lat"))
    return lon, lat


def places_of(events: pd.DataFrame, *, where: npt.NDArray[np.bool_] | None = None) -> Places:
    """Return the distinct places of events.

    Args:
        events: ``country``, and points in degrees: as geometry, or else as ``lon`` and ``lat``.
        where: The events whose points count; all, when not given.
    """
    lon, lat = _degrees(events)
    placed = np.isfinite(lon) & np.isfinite(lat)
    rows = np.flatnonzero(placed if where is None else placed & where)
    country, names = numbered(events["country"])
    numbers, first = distinct(lon[rows], lat[rows], country[rows])
    of_event = np.full(len(events), -1, dtype=np.intp)
    of_event[rows] = numbers
    stands = rows[first]
    return Places(
        of_event, lon[stands], lat[stands], np.array(names, dtype=object)[country[stands]]
    )


def units_at(places: Places, units: gpd.GeoDataFrame) -> Numbers:
    """Return the position of the unit of its own country that each place lies in, or -1.

    A point on a shared border touches two units: the first in the layer's order stands.
    """
    tree = shapely.STRtree(np.asarray(shapely.points(places.lon, places.lat), dtype=object))
    unit, place = tree.query(units.geometry.to_numpy(), predicate="intersects")
    own = units["country"].to_numpy(object)[unit] == places.country[place]
    found = np.full(len(places.lon), len(units), dtype=np.intp)
    np.minimum.at(found, place[own], unit[own])
    return np.where(found == len(units), -1, found)


def told(texts: Sequence[str], numbers: Numbers, *, categorical: bool) -> ExtensionArray:
    """Return the text of each number, as a category or as plain text."""
    if categorical:
        return pd.Categorical.from_codes(numbers, categories=pd.Index(texts, dtype=str))
    return pd.Series(texts, dtype=str).array.take(numbers)
