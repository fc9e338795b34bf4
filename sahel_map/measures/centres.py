"""Where attacks lie on the whole: mean centre, ellipse, nearest and median distance, per slice.

All sums are taken for all slices at once; a slice is a number from 0, and attacks with a negative
one are left out.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import Transformer

from sahel_map.geodesy import CENTRE_CRS, GEOD
from sahel_map.measures.attacks import Attacks, to_bamako_km
from sahel_map.settings import STORAGE_CRS

__all__ = ["centres", "distances", "medians", "to_degrees"]

Array = npt.NDArray[Any]

_ELLIPSE_FROM = 3
"""Fewer attacks lie on a line, and have no ellipse."""

_back = Transformer.from_crs(CENTRE_CRS, STORAGE_CRS, always_xy=True)


def to_degrees(x: Array, y: Array) -> tuple[Array, Array]:
    """Return longitudes and latitudes of points in ``geodesy.CENTRE_CRS``."""
    lon, lat = _back.transform(x, y)
    known = np.isfinite(x)
    return np.where(known, lon, np.nan), np.where(known, lat, np.nan)


def centres(attacks: Attacks, at: Array, size: int) -> pd.DataFrame:
    """Return the weighted mean centre and standard deviational ellipse of each slice.

    The centre is the mean of the coordinates in ``geodesy.CENTRE_CRS`` (Lefever 1926, American
    Journal of Sociology 32, 88-94). The ellipse has the eigenvectors of the weighted covariance
    as axes and ``sqrt(2 * eigenvalue)`` as half-lengths, so that it holds 63 percent of a
    two-dimensional normal distribution (Wang, Shi and Miao 2015, PLoS ONE 10, e0118537, on the
    ellipse of Lefever 1926 and Yuill 1971).

    Args:
        attacks: The attacks.
        at: The slice of each.
        size: Number of slices.

    Returns:
        A row a slice: ``placed`` (attacks that it rests on), ``x`` and ``y`` in metres, ``lon``,
        ``lat``, ``bearing`` and ``moved_km`` from the last slice that has a centre, and of the
        ellipse ``major_km`` and ``minor_km`` (half-lengths), ``angle`` (degrees clockwise from
        grid north to the longer axis, 0 to 180) and ``area_km2``. Missing where there is none.
    """
    use = (at >= 0) & attacks.placed & (attacks.weight > 0)
    k, w, x, y = at[use], attacks.weight[use], attacks.x[use], attacks.y[use]

    def total(values: Array) -> Array:
        return np.asarray(np.bincount(k, values, minlength=size))

    n, sums = np.bincount(k, minlength=size), total(w)
    with np.errstate(invalid="ignore", divide="ignore"):
        mx, my = total(w * x) / sums, total(w * y) / sums
        dx, dy = x - mx[k], y - my[k]
        cxx, cyy, cxy = (total(w * u) / sums for u in (dx * dx, dy * dy, dx * dy))
        middle, half = (cxx + cyy) / 2, np.hypot((cxx - cyy) / 2, cxy)
        major = np.sqrt(2 * (middle + half))
        minor = np.sqrt(2 * np.maximum(middle - half, 0))
        angle = np.degrees(np.arctan2(2 * cxy, cyy - cxx) / 2) % 180
    none = (n < _ELLIPSE_FROM) | ~(minor > 1)
    lon, lat = to_degrees(mx, my)
    table = pd.DataFrame({"placed": n, "x": mx, "y": my, "lon": lon, "lat": lat})
    table["bearing"], table["moved_km"] = _track(lon, lat)
    for name, values in (
        ("major_km", major / 1000),
        ("minor_km", minor / 1000),
        ("angle", angle),
        ("area_km2", np.pi * major * minor / 1e6),
    ):
        table[name] = np.where(none, np.nan, values)
    table["centre_km"] = to_bamako_km(lon, lat)
    return table


def _track(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Return bearing (degrees) and length (km) of each step from the last known point."""
    bearing, moved = np.full(lon.shape, np.nan), np.full(lon.shape, np.nan)
    known = np.flatnonzero(np.isfinite(lon))
    before, after = known[:-1], known[1:]
    if len(after):
        forth, _, metres = GEOD.inv(lon[before], lat[before], lon[after], lat[after])
        bearing[after], moved[after] = np.asarray(forth) % 360, np.asarray(metres) / 1000
    return bearing, moved


def medians(values: Array, at: Array, size: int) -> Array:
    """Return the median of the values in each slice; not a number where there is none."""
    order = np.lexsort((values, at))
    values, counts = values[order], np.bincount(at, minlength=size)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    out = np.full(size, np.nan)
    has = counts > 0
    low = values[first[has] + (counts[has] - 1) // 2]
    out[has] = (low + values[first[has] + counts[has] // 2]) / 2
    return out


def distances(attacks: Attacks, at: Array, size: int) -> pd.DataFrame:
    """Return how near to Bamako the attacks of each slice were.

    Returns:
        A row a slice: ``nearest_km``, ``nearest_event`` (its ``event_id``, empty where none) and
        ``median_km``, geodesic.
    """
    use = (at >= 0) & attacks.placed
    k, far = at[use], attacks.bamako_km[use]
    order = np.lexsort((far, k))
    slices, first = np.unique(k[order], return_index=True)
    nearest = np.full(size, np.nan)
    names = np.full(size, "", dtype=object)
    nearest[slices] = far[order][first]
    names[slices] = attacks.frame.index.to_numpy()[use][order][first]
    return pd.DataFrame(
        {"nearest_km": nearest, "nearest_event": names, "median_km": medians(far, k, size)}
    )
