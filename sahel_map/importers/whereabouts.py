"""Where an event is put: its point, what is told of it, and how precisely it may be drawn."""

import re
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.importers.places import Points, read_points
from sahel_map.importers.rows import Telling

__all__ = ["listed", "told_points", "unit_name"]

Array = npt.NDArray[Any]

_DRAWN: Final = [code for code, term in v.GEO_PRECISION.items() if term.radius_km]


def told_points(given: pd.DataFrame, country: Array, telling: Telling) -> Points:
    """Read the coordinates of rows, and tell what was mended in them and what is to be known.

    Args:
        given: Text; its first two columns are latitude and longitude.
        country: The code of each row's country, "" where it has none.
        telling: Is told of repairs and flags.
    """
    (lat, lat_text), (lon, lon_text) = list(given.items())[:2]
    points = read_points(lat_text, lon_text, country)
    written = (lat_text + ", " + lon_text).replace(", ", "")
    read = pd.Series(points.lat).astype("str") + ", " + pd.Series(points.lon).astype("str")
    column = f"{lat}, {lon}"
    telling.repaired("number", column, points.respelled & ~np.isnan(points.lat), written, read)
    telling.repaired("swapped", column, points.swapped, written, read)
    telling.flag("no_point", points.missing | points.bad, written)
    telling.flag("null_island", points.null_island, written)
    telling.flag("far_point", points.far, written)
    return points


def listed(precision: Array, lat: Array, region: pd.Series) -> pd.Series:
    """Return precisions that need no point where there is none: the region, else the country.

    Args:
        precision: Codes of ``vocabulary.GEO_PRECISION``.
        lat: Latitudes, missing where there is no point.
        region: The name of each row's region, "" where it has none.
    """
    pointless = np.isnan(lat) & np.isin(precision, _DRAWN)
    widest = np.where((region == "").to_numpy(bool), "country", "region")
    return pd.Series(np.where(pointless, widest, precision), dtype="str")


_KIND: Final = (
    r"(?:region|r[ée]gion|province|state|department|d[ée]partement|district|governorate|wilaya)"
)
_OF: Final = rf"^{_KIND}(?: of(?: the)?| d[eu]s?(?: la)?| de l['’]| d['’])\s*(?=\S)"
_WORDS: Final = re.compile(rf"{_OF}|(?<=\S)\s+(?:capital\s+)?{_KIND}$", re.IGNORECASE)


def unit_name(text: str) -> str:
    """Return the name of a unit without the word for its kind: "Mopti region" is Mopti."""
    return _WORDS.sub("", text)
