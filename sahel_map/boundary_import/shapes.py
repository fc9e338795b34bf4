"""Areas made usable: repaired, joined, measured, rounded."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from sahel_map.boundary_import.remarks import Remark, counted
from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext
from sahel_map.settings import AREA_CRS, STORAGE_CRS

__all__ = ["area_km2", "overlap_share", "repaired", "rounded", "same_shapes"]

_DECIMALS: Final = 5
_GRID: Final = 1e-5
"""About 1 m."""

_SEGMENT: Final = 0.05
"""Degrees: a straight line in degrees is none in another projection, so long ones are cut first."""


def _area_of(shape: Any) -> Any:  # noqa: ANN401  (any shapely geometry)
    """Return the areas of a shape as one Polygon or MultiPolygon, None where it has none."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    nested = [part for part in shapely.get_parts(shape) if part.geom_type == "MultiPolygon"]
    parts += [part for several in nested for part in shapely.get_parts(several)]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def repaired(rows: gpd.GeoDataFrame, file: str) -> tuple[gpd.GeoDataFrame, list[Remark]]:
    """Return the rows that have a valid area, in the order they came, and what was repaired.

    Raises:
        BoundaryError: None has.
    """
    shapes = shapely.force_2d(rows.geometry.to_numpy())
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    bad = ~missing & ~shapely.is_valid(shapes)
    kinds = shapely.get_type_id(shapes)
    areas = np.isin(kinds, [3, 6, 7])  # Polygon, MultiPolygon, GeometryCollection
    shapes[bad] = shapely.make_valid(shapes[bad])
    clean = np.array([None if gone else _area_of(shape) for gone, shape in
                      zip(missing, shapes, strict=True)], dtype=object)  # fmt: skip
    gone = shapely.is_missing(clean)
    remarks = counted("no_shape", int((missing | (gone & areas)).sum()))
    remarks += counted("not_areas", int((~missing & ~areas).sum()))
    remarks += counted("invalid", int((bad & areas & ~gone).sum()))
    kept = rows.set_geometry(gpd.GeoSeries(clean, index=rows.index, crs=STORAGE_CRS))[~gone]
    if kept.empty:
        raise BoundaryError(gettext("{file} has no row with a usable area.").format(file=file))
    return kept, remarks


def area_km2(shapes: gpd.GeoSeries) -> Any:  # noqa: ANN401  (an array of floats)
    """Return areas in square kilometres, in the equal-area projection, to one decimal."""
    return (shapes.segmentize(_SEGMENT).to_crs(AREA_CRS).area / 1e6).round(1).to_numpy()


def rounded(shapes: gpd.GeoSeries) -> tuple[gpd.GeoSeries, list[Remark]]:
    """Return areas with coordinates to 1e-5 degrees, valid; equal vertices stay equal."""
    before = shapes.to_numpy()
    after = shapely.transform(before, lambda xy: np.round(xy, _DECIMALS) + 0.0)
    broken = ~shapely.is_valid(after)
    snapped = shapely.set_precision(before[broken], _GRID)
    snapped = shapely.transform(snapped, lambda xy: np.round(xy, _DECIMALS) + 0.0)
    fits = shapely.is_valid(snapped) & ~shapely.is_empty(snapped)
    after[broken] = np.where(fits, snapped, before[broken])
    parts = [_area_of(shape) for shape in after]
    whole = gpd.GeoSeries(parts, index=shapes.index, crs=STORAGE_CRS)
    return whole, counted("unrounded", int((~fits).sum()))


def same_shapes(shapes: gpd.GeoSeries) -> list[Remark]:
    """Say how many areas are the very same as one before them."""
    wkb = shapely.to_wkb(shapely.normalize(shapes.to_numpy()))
    return counted("same_shape", len(wkb) - len(set(wkb)))


def overlap_share(shapes: gpd.GeoSeries) -> float:
    """Return the share of the areas that lies in more than one of them, 0 to 1."""
    total = float(shapely.area(shapes.to_numpy()).sum())
    return max(0.0, 1 - float(shapely.union_all(shapes.to_numpy()).area) / total) if total else 0.0
