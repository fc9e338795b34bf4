"""The nearest of some units to points outside all of them, on the ellipsoid.

Each distance is taken in an azimuthal equidistant plane about its own point, in which distances
from the centre are true. Projecting whole layers for every point would be slow, so a segment of a
border is only projected where it can be the nearest: one of its ends is then no farther away than
the nearest corner of all by more than the segment's own length.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from sahel_map.geodesy import GEOD
from sahel_map.locate.places import Floats, Numbers

__all__ = ["FAR_KM", "nearest_units"]

FAR_KM: Final = 10_000.0
"""From here on the distance to a corner stands, right to 1 percent.

In a plane about a point the lands around its antipode have no shape to speak of.
"""

_HERE: Final = shapely.Point(0, 0)

_FLATTEST: Final = GEOD.a**2 / GEOD.b
"""Metres: the radius of curvature at the poles, the largest there is on the ellipsoid."""

_BLOCK: Final = 2_000_000
"""Pairs of point and corner that are held at once: some 16 MB a column."""

_ROUNDING: Final = 1.0
"""Metres by which differences of coordinates from the centre of the earth may be wrong."""


@dataclass(frozen=True)
class _Borders:
    """The outlines of units.

    Attributes:
        corners: Degrees, two columns.
        unit: Whose corner each is.
        start: The corners from which a segment leads to the next corner.
        length: Metres of each segment.
        bow: Metres, more than a segment that is straight in degrees leaves the shortest line.
    """

    corners: Floats
    unit: Numbers
    start: Numbers
    length: Floats
    bow: Floats


def _borders(shapes: npt.NDArray[Any]) -> _Borders:
    parts, unit = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    start = np.flatnonzero(ring[1:] == ring[:-1])
    ends = np.hstack([corners[start], corners[start + 1]])
    length = np.asarray(GEOD.inv(*ends.T)[2], dtype=float)
    # About the square of the length times the tangent of the latitude over eight radii; twice
    # that is safe.
    slope = np.tan(np.radians(np.abs(ends[:, [1, 3]]).max(axis=1).clip(max=89)))
    return _Borders(corners, unit[part[ring]], start, length, length**2 * slope / 4 / GEOD.a)


def _centred(lon: Floats, lat: Floats) -> Floats:
    """Return points on the ellipsoid as metres from the centre of the earth, three columns."""
    east, north = np.radians(lon), np.radians(lat)
    radius = GEOD.a / np.sqrt(1 - GEOD.es * np.sin(north) ** 2)
    return np.column_stack(
        [
            radius * np.cos(north) * np.cos(east),
            radius * np.cos(north) * np.sin(east),
            radius * (1 - GEOD.es) * np.sin(north),
        ]
    )


def _at_least(here: Floats, there: Floats) -> Floats:
    """Return the fewest metres over the surface that all pairs can lie apart."""
    squares = (here**2).sum(axis=1)[:, None] + (there**2).sum(axis=1) - 2 * here @ there.T
    straight = np.sqrt(squares.clip(min=0))
    apart: Floats = 2 * _FLATTEST * np.arcsin(straight / (2 * _FLATTEST))
    return apart


def _about(lon: Floats, lat: Floats, points: Floats) -> Floats:
    """Project points in degrees to the plane about ``lon`` and ``lat``, metres."""
    centre = np.broadcast_to(lon, points.shape[:-1]), np.broadcast_to(lat, points.shape[:-1])
    azimuth, _, metres = GEOD.inv(*centre, points[..., 0], points[..., 1])
    turned = np.radians(azimuth)
    return np.stack([metres * np.sin(turned), metres * np.cos(turned)], axis=-1)


def _surrounds(shape: shapely.Geometry, lon: float, lat: float) -> bool:
    """Return whether a shape holds a point in the plane about that point."""
    here = np.array(lon), np.array(lat)
    return bool(shapely.intersects(shapely.transform(shape, lambda xy: _about(*here, xy)), _HERE))


def _measured(
    lon: Floats, lat: Floats, shapes: npt.NDArray[Any], borders: _Borders
) -> tuple[Numbers, Floats]:
    corners = borders.corners
    gap = _at_least(_centred(lon, lat), _centred(*corners.T))
    closest = gap.argmin(axis=1)
    reach = np.asarray(GEOD.inv(lon, lat, *corners[closest].T)[2], dtype=float)
    nearer_end = np.minimum(gap[:, borders.start], gap[:, borders.start + 1])
    candidates = nearer_end <= reach[:, None] + borders.length + _ROUNDING
    candidates[reach > FAR_KM * 1000] = False
    point, segment = (np.asarray(found) for found in np.nonzero(candidates))
    start = borders.start[segment]
    unit = borders.unit[start]
    ends = corners[np.column_stack([start, start + 1])]
    lines = shapely.linestrings(_about(lon[point, None], lat[point, None], ends))
    metres = np.asarray(shapely.distance(lines, _HERE), dtype=float)
    # Beside a long border a point may lie outside in degrees and inside in the plane.
    doubtful = metres <= borders.bow[segment]
    for at, owner in {*zip(point[doubtful], unit[doubtful], strict=True)}:
        if _surrounds(shapes[owner], lon[at], lat[at]):
            metres[(point == at) & (unit == owner)] = 0
    # The first unit of the layer stands where several are as near.
    order = np.lexsort((unit, metres, point))
    first = order[np.unique(point[order], return_index=True)[1]]
    nearest = borders.unit[closest]
    nearest[point[first]], reach[point[first]] = unit[first], metres[first]
    return nearest, reach / 1000


def nearest_units(lon: Floats, lat: Floats, shapes: npt.NDArray[Any]) -> tuple[Numbers, Floats]:
    """Return the nearest of some units to each of some points.

    Args:
        lon: Degrees of points that lie in none of the units, at least one.
        lat: Degrees of the same points.
        shapes: Polygons in degrees, none missing or empty.

    Returns:
        The position of the nearest unit, the first where several are as near, and the distance
        in kilometres on the ellipsoid.
    """
    borders = _borders(shapes)
    blocks = min(len(lon), 1 + len(lon) * len(borders.corners) // _BLOCK)
    found = [
        _measured(*some, shapes, borders)
        for some in zip(np.array_split(lon, blocks), np.array_split(lat, blocks), strict=True)
    ]
    units, kilometres = zip(*found, strict=True)
    return np.concatenate(units), np.concatenate(kilometres)
