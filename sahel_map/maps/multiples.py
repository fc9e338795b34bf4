"""Small maps of slices, all at one scale and of one ground, as shapes for an SVG template."""

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sahel_map.measures.arrivals import AREA_COLUMNS, hexagon
from sahel_map.measures.attacks import BAMAKO
from sahel_map.measures.expansion import Expansion

__all__ = ["Ground", "ground_of", "multiple"]

_WIDTH: Final = 360
"""Units of the drawing across; about one and a half a pixel, so that whole numbers are enough."""

_SIMPLIFY: Final = 0.06
"""Degrees by which outlines may be simplified: less than a unit of the drawing."""

_MARGIN: Final = 0.4
"""Degrees of ground north of the attacks, where the country goes on."""


@dataclass(frozen=True)
class Ground:
    """What all maps of a set share: the ground, its scale, and the outlines on it.

    Attributes:
        width: Width of the drawing.
        height: Its height.
        land: The country's regions, as an SVG path.
        southwest: The south-west's outline.
        units: Region, or district where these are the areas, to its own path.
        capital: Where Bamako is.
    """

    west: float
    north: float
    scale: float
    squeeze: float
    width: int
    height: int
    land: str
    southwest: str
    units: dict[str, str]
    capital: tuple[int, int]

    def point(self, lon: float, lat: float) -> tuple[int, int]:
        """Return where a point lies on the drawing."""
        x = (lon - self.west) * self.squeeze * self.scale
        return round(x), round((self.north - lat) * self.scale)


def _path(ground: Ground, shape: Any) -> str:  # noqa: ANN401  (a polygon or several)
    rings = []
    for polygon in shapely.get_parts(shape):
        if polygon.is_empty:
            continue
        points = [ground.point(lon, lat) for lon, lat in polygon.exterior.coords]
        steps = [points[0], *(b for a, b in itertools.pairwise(points) if a != b)]
        if len(steps) > 2:  # noqa: PLR2004
            first, *rest = steps
            moves = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(steps, rest, strict=False)]
            line = " ".join(f"{dx} {dy}" for dx, dy in moves)
            rings.append(f"M{first[0]} {first[1]}l{line}z")
    return "".join(rings)


@lru_cache(maxsize=8)
def ground_of(found: Expansion) -> Ground:
    """Return the ground of a set of small maps: the country as far as it has attacks.

    Args:
        found: The measures; all their attacks lie on the ground.
    """
    units = found.units
    west, south, east, north = (float(edge) for edge in units.total_bounds)
    placed = found.attacks.frame["lat"].to_numpy(float, na_value=np.nan)
    if np.isfinite(placed).any():
        north = min(north, max(float(np.nanmax(placed)), BAMAKO[1]) + _MARGIN)
    if found.terms.areas not in AREA_COLUMNS and len(found.areas):
        # A hexagon that reaches over the border is drawn whole.
        edges = shapely.bounds([hexagon(str(cell)) for cell in found.areas["area_id"]])
        west, south = np.minimum((west, south), edges[:, :2].min(axis=0)).tolist()
        east, north = np.maximum((east, north), edges[:, 2:].max(axis=0)).tolist()
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = _WIDTH / ((east - west) * squeeze)
    height = round((north - south) * scale)
    bare = Ground(west, north, scale, squeeze, _WIDTH, height, "", "", {}, (0, 0))
    window = shapely.box(west - 1, south - 1, east + 1, north + 1)
    simple = gpd.GeoSeries(
        shapely.intersection(
            shapely.coverage_simplify(units.geometry.to_numpy(), _SIMPLIFY), window
        ),
        index=units.index,
    )
    paths = {str(name): _path(bare, shape) for name, shape in simple.items()}
    land = "".join(paths.values())
    if found.terms.areas == "district" and found.districts is not None:
        finer = shapely.coverage_simplify(found.districts.geometry.to_numpy(), _SIMPLIFY)
        shapes = zip(found.districts.index, shapely.intersection(finer, window), strict=True)
        paths |= {str(name): _path(bare, shape) for name, shape in shapes}
    inside = simple[simple.index.isin(found.southwest.units)]
    return Ground(
        west, north, scale, squeeze, _WIDTH, height,
        land=land,
        southwest=_path(bare, shapely.union_all(np.asarray(inside))) if len(inside) else "",
        units=paths,
        capital=bare.point(*BAMAKO),
    )  # fmt: skip


@lru_cache(maxsize=2048)
def _cell(cell: str, found: Expansion) -> str:
    ground = ground_of(found)
    if found.terms.areas in AREA_COLUMNS:
        return ground.units.get(cell, "")
    return _path(ground, hexagon(cell))


def multiple(found: Expansion, at: int) -> dict[str, Any]:
    """Return the shapes of one small map.

    Args:
        found: The measures.
        at: The number of the slice.

    Returns:
        ``ground``, the paths of areas reached ``earlier`` and ``fresh`` in this slice, the
        ``dots`` of its attacks, the mean centre ``before`` and ``centre`` (or None).
    """
    ground = ground_of(found)
    reached = found.areas[found.areas["latest"] <= pd.Timestamp(found.slices[at].last)]
    fresh = reached["at"] == at
    here = found.attacks.frame[(found.at == at)].dropna(subset="lat")
    # Dots on one spot are one dot to the eye.
    dots = (ground.point(lon, lat) for lon, lat in zip(here["lon"], here["lat"], strict=True))
    track = found.table.iloc[: at + 1].dropna(subset="lon")
    ends = [ground.point(lon, lat) for lon, lat in zip(track["lon"], track["lat"], strict=True)]
    has = bool(len(track)) and int(track.index[-1]) == at
    return {
        "ground": ground,
        "earlier": "".join(_cell(str(name), found) for name in reached[~fresh]["area_id"]),
        "fresh": "".join(_cell(str(name), found) for name in reached[fresh]["area_id"]),
        "dots": list(dict.fromkeys(dots)),
        "before": ends[-2] if has and len(ends) > 1 else None,
        "centre": ends[-1] if has else None,
    }
