"""Distances: on the ellipsoid where they are told, in one plane where there are many."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Geod

from sahel_map.errors import CRSError
from sahel_map.settings import STORAGE_CRS

__all__ = ["CENTRE_CRS", "GEOD", "PLANE_CRS", "length_km", "to_plane"]

GEOD: Final = Geod(ellps="WGS84")

PLANE_CRS: Final = CRS.from_proj4(
    "+proj=eqdc +lat_1=8 +lat_2=17 +lat_0=13 +lon_0=-4 +datum=WGS84 +units=m"
)
"""Equidistant conic over the western Sahel, metres.

Distances are true along meridians and at 8 and 17 degrees north; between 4 and 20 degrees north
they are wrong by less than 1 percent (tests/test_geodesy.py), against buffers of 5 to 20 km.
"""

CENTRE_CRS: Final = CRS.from_proj4("+proj=laea +lat_0=15 +lon_0=-4 +datum=WGS84 +units=m")
"""Lambert azimuthal equal-area about the middle of Mali, metres: mean centres and ellipses.

Areas are true; distances within 1,000 km of its middle are wrong by at most 0.4 percent.
"""


def length_km(line: shapely.LineString) -> float:
    """Return the length of a line in degrees along the ellipsoid, kilometres."""
    return float(GEOD.geometry_length(line)) / 1000


def to_plane(layer: gpd.GeoSeries) -> npt.NDArray[Any]:
    """Return geometries in degrees as an array in metres, where distances can be taken.

    Raises:
        CRSError: The geometries are not in degrees.
    """
    if layer.crs is None or layer.crs != CRS(STORAGE_CRS):
        msg = f"to_plane() needs {STORAGE_CRS}, got {layer.crs}: convert with to_crs() first."
        raise CRSError(msg)
    return np.asarray(layer.to_crs(PLANE_CRS), dtype=object)
