"""Coordinates as files write them: read, checked against their country, put in order."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.importers.values import numbers

__all__ = ["BOXES", "Points", "read_points"]

Array = npt.NDArray[Any]

BOXES: Final = {
    "BEN": (0.5, 6.0, 4.0, 12.5),
    "BFA": (-6.0, 9.0, 2.5, 15.5),
    "CIV": (-9.0, 4.0, -2.5, 11.0),
    "DZA": (-9.0, 18.5, 12.0, 37.5),
    "GHA": (-3.5, 4.5, 1.5, 11.5),
    "GIN": (-15.5, 7.0, -7.5, 13.0),
    "MLI": (-12.5, 10.0, 4.5, 25.0),
    "MRT": (-17.5, 14.5, -4.5, 27.5),
    "NER": (0.0, 11.5, 16.0, 24.0),
    "NGA": (2.5, 4.0, 15.0, 14.0),
    "SEN": (-18.0, 12.0, -11.0, 17.0),
    "TGO": (-0.5, 6.0, 2.0, 11.5),
}
"""West, south, east, north of countries in degrees (EPSG:4326).

Natural Earth 1:10m admin-1, as in data/geo/admin1.geojson, rounded outward to half a degree.
"""

_MARGIN: Final = 2.0
"""How many degrees outside its country's box a point is far: border towns lie within."""

_NULL: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Points:
    """Points read from text; each attribute has one item a row.

    Attributes:
        lat: Degrees north (EPSG:4326), not a number where there is no usable point.
        lon: Degrees east, likewise.
        respelled: Where a number was read from another spelling.
        missing: Where a coordinate is empty.
        bad: Where a coordinate cannot be read or lies outside the globe.
        null_island: Where both are 0, which means that nobody knew.
        swapped: Where the two stood in each other's place; they are in order now.
        far: Where the point lies far outside its country; it is kept as it came.
    """

    lat: Array
    lon: Array
    respelled: Array
    missing: Array
    bad: Array
    null_island: Array
    swapped: Array
    far: Array


def read_points(lat: pd.Series, lon: pd.Series, country: Array) -> Points:
    """Return the points that texts name.

    The two coordinates change places only where the point as written lies far outside the box of
    its country and the exchanged one lies inside.

    Args:
        lat: Degrees north, as text.
        lon: Degrees east, as text.
        country: ISO 3166-1 alpha-3 codes; others than those of ``BOXES`` are not checked.
    """
    north, east = numbers(lat), numbers(lon)
    y, x = north.number.copy(), east.number.copy()
    missing = ((lat == "") | (lon == "")).to_numpy(bool)
    outside = (np.abs(y) > 90) | (np.abs(x) > 180)  # noqa: PLR2004
    bad = north.unread | east.unread | outside
    missing = missing & ~bad
    null_island = (np.abs(y) < _NULL) & (np.abs(x) < _NULL)
    unusable = missing | bad | null_island
    y[unusable], x[unusable] = np.nan, np.nan
    box = _boxes(country)
    strayed = _outside(y, x, box) > _MARGIN
    swapped = strayed & (_outside(x, y, box) <= 0)
    y[swapped], x[swapped] = x[swapped], y[swapped]
    return Points(
        y, x, north.respelled | east.respelled, missing, bad, null_island, swapped,
        strayed & ~swapped,
    )  # fmt: skip


def _boxes(country: Array) -> Array:
    codes, distinct = pd.factorize(country)
    nowhere = (np.nan,) * 4
    return np.array([BOXES.get(code, nowhere) for code in distinct]).reshape(-1, 4)[codes]


def _outside(lat: Array, lon: Array, box: Array) -> Array:
    """Return how many degrees a point lies outside its box on the worse axis; inside is <= 0."""
    west, south, east, north = box.T
    worse: Array = np.maximum.reduce([west - lon, lon - east, south - lat, lat - north])
    return worse
