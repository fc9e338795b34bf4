"""Points of a layer as columns of text: longitude and latitude, in degrees."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyproj
import shapely
from pyproj.exceptions import CRSError

from sahel_map.importers.refusals import refusal
from sahel_map.importers.tabular import as_text

__all__ = ["Points"]

_DEGREES: Final = "EPSG:4326"
_LONGITUDES: Final = frozenset({"longitude", "lon", "long", "lng"})
_LATITUDES: Final = frozenset({"latitude", "lat"})
_EDGES: Final = (180.0, 90.0)
_SINGLE: Final = 1


class Points:
    """How the points of one layer become columns.

    Args:
        file: The file's name, for a refusal.
        attributes: The columns that the layer has beside its geometry.
        crs: Its coordinate system as pyproj understands it; None where it says none.

    Attributes:
        names: The columns that are made: ``longitude`` and ``latitude``, or ``geometry_wkt``
            where the attributes have both.
        details: What a report says of the reading: ``crs``.
    """

    def __init__(self, file: str, attributes: Sequence[str], crs: object) -> None:
        self._file = file
        known = {name.strip().casefold() for name in attributes}
        self._stated = bool(known & _LONGITUDES) and bool(known & _LATITUDES)
        self.names = ["geometry_wkt"] if self._stated else ["longitude", "latitude"]
        self._assumed = crs is None
        try:
            self._crs = pyproj.CRS.from_user_input(_DEGREES if crs is None else crs)
        except CRSError as error:
            raise refusal(file, "broken_layer", problem=error) from error
        # A moved point gets no more decimals than a centimetre; those beyond are noise.
        self._decimals = 7 if not self._crs.equals(_DEGREES, ignore_axis_order=True) else 15
        self._to_degrees = pyproj.Transformer.from_crs(self._crs, _DEGREES, always_xy=True)
        self.details: dict[str, Any] = {
            "crs": f"{_DEGREES} (assumed)" if self._assumed else self._crs.to_string()[:80]
        }

    def check(self, geometries: npt.NDArray[Any]) -> None:
        """Check that the first geometries of a layer are points.

        Raises:
            RefusedFile: There are areas or lines among them, or no degrees where the layer does
                not say its coordinate system.
        """
        there = geometries[~shapely.is_missing(geometries)]
        kinds = {kind for kind in shapely.get_type_id(there) if kind not in _POINT_TYPES}
        if kinds:
            named = sorted({shapely.GeometryType(kind).name.title() for kind in kinds})
            raise refusal(self._file, "not_points", kind=", ".join(named))
        if self._assumed and len(there):
            reach = np.nanmax(np.abs(shapely.get_coordinates(there)), axis=0, initial=0)
            if (reach > _EDGES).any():
                raise refusal(self._file, "unknown_crs")

    def columns(self, geometries: npt.NDArray[Any]) -> list[pa.Array]:
        """Return the columns ``names``; "" where there is no single point."""
        single = shapely.get_num_geometries(geometries) == _SINGLE
        points = np.asarray(shapely.get_geometry(geometries, 0), dtype=object)
        is_point = shapely.get_type_id(points) == shapely.GeometryType.POINT
        there = single & is_point & ~shapely.is_empty(points)
        x, y = np.full(len(points), np.nan), np.full(len(points), np.nan)
        x[there], y[there] = self._to_degrees.transform(
            shapely.get_x(points[there]), shapely.get_y(points[there])
        )
        x, y = x.round(self._decimals), y.round(self._decimals)
        lost = ~np.isfinite(x) | ~np.isfinite(y)
        longitude, latitude = (as_text(pa.array(np.where(lost, np.nan, axis))) for axis in (x, y))
        if not self._stated:
            return [longitude, latitude]
        pairs = zip(longitude.to_pylist(), latitude.to_pylist(), strict=True)
        return [pa.array([f"POINT ({a} {b})" if a else "" for a, b in pairs], pa.large_string())]


_POINT_TYPES: Final = frozenset({shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT})
