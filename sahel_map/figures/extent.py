"""Which ground a picture shows, and how long a distance is on it."""

import math
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from sahel_map.figures.layers import MAP_CRS
from sahel_map.settings import STORAGE_CRS

__all__ = ["Box", "Extent", "ScaleBar"]

_TO_MAP: Final = Transformer.from_crs(STORAGE_CRS, MAP_CRS, always_xy=True)
_TO_DEGREES: Final = Transformer.from_crs(MAP_CRS, STORAGE_CRS, always_xy=True)

_WORLD_METRES: Final = 2 * math.pi * 6_378_137
_TILE: Final = 256
"""Pixels across the world at zoom 0."""

_MARGIN: Final = 12.0
"""Pixels around the ground that must be seen."""

_SPILL: Final = 30.0
"""Pixels outside the map to which shapes are cut, so that no cut edge is seen."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the paper, in pixels from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.bottom - self.top

    def meets(self, other: "Box") -> bool:
        """Return whether two boxes have a point inside in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Return whether another box lies wholly inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A length to measure with: so many kilometres are so many pixels."""

    km: int
    pixels: float


@dataclass(frozen=True, slots=True)
class Extent:
    """The ground that a box on the paper shows, in Web Mercator.

    Attributes:
        box: The box.
        west: The box's left edge, metres of ``MAP_CRS``.
        north: Its upper edge.
        metres: Metres of ``MAP_CRS`` to a pixel.
        fineness: Pixels by which outlines may be simplified.
    """

    box: Box
    west: float
    north: float
    metres: float
    fineness: float = 0.35

    @classmethod
    def fit(cls, box: Box, corners: Any, *, room: float = 0.0) -> Self:  # noqa: ANN401  (JSON)
        """Return the extent that shows a ground as large as possible, in the middle of its room.

        Args:
            box: Where the map is drawn.
            corners: South-west and north-east (lat, lon) of the ground.
            room: Pixels on the left of the box that are kept free, for a legend.
        """
        (south, west), (north, east) = corners
        (x_0, x_1), (y_0, y_1) = _TO_MAP.transform([west, east], [south, north])
        wide, high = box.width - room - 2 * _MARGIN, box.height - 2 * _MARGIN
        metres = max((x_1 - x_0) / wide, (y_1 - y_0) / high)
        middle = room + (box.width - room) / 2
        return cls(
            box,
            west=(x_0 + x_1) / 2 - middle * metres,
            north=(y_0 + y_1) / 2 + box.height / 2 * metres,
            metres=metres,
        )

    @property
    def zoom(self) -> float:
        """The zoom at which the web map has the same scale."""
        return math.log2(_WORLD_METRES / _TILE / self.metres)

    @property
    def latitude(self) -> float:
        """The latitude of the map's middle line, degrees north."""
        middle = self.north - self.box.height / 2 * self.metres
        return float(_TO_DEGREES.transform(0, middle)[1])

    def point(self, lat: float, lon: float) -> tuple[float, float]:
        """Return where a point in degrees lies, in pixels of the paper."""
        (x,), (y,) = self.points([[lat, lon]]).T
        return float(x), float(y)

    def points(self, places: Any) -> npt.NDArray[np.float64]:  # noqa: ANN401  (JSON)
        """Return where points lie, an array of (x, y) in pixels of the paper.

        Args:
            places: Pairs (lat, lon) in degrees.
        """
        lat, lon = np.asarray(places, dtype=float).reshape(-1, 2).T
        x, y = _TO_MAP.transform(lon, lat)
        return self._pixels(np.column_stack([x, y]))

    def _pixels(self, metres: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        x = self.box.left + (metres[:, 0] - self.west) / self.metres
        y = self.box.top + (self.north - metres[:, 1]) / self.metres
        return np.column_stack([x, y])

    def shapes(self, layer: Any) -> npt.NDArray[Any]:  # noqa: ANN401  (anything with geometries)
        """Return geometries of ``MAP_CRS`` in pixels, cut to the map and as fine as can be seen.

        What lies outside becomes empty; the order is kept.
        """
        west, north, metres = self.west, self.north, self.metres
        spill = _SPILL * metres
        east, south = west + self.box.width * metres, north - self.box.height * metres
        cut = shapely.clip_by_rect(
            np.asarray(layer, dtype=object),
            west - spill,
            south - spill,
            east + spill,
            north + spill,
        )
        return np.asarray(shapely.simplify(shapely.transform(cut, self._pixels), self.fineness))

    def hides(self, lat: float, lon: float) -> bool:
        """Return whether a point in degrees lies outside the map."""
        x, y = self.point(lat, lon)
        return not self.box.holds(Box(x, y, x, y))

    def ground_pixels(self, distance: float, lat: float) -> float:
        """Return the length of a distance in metres on the ground at a latitude, in pixels.

        Mercator stretches by the secant of the latitude; the ellipsoid differs from the sphere
        of Web Mercator by less than 0.7 percent.
        """
        return distance / (self.metres * math.cos(math.radians(lat)))

    def scale_bar(self, longest: float) -> ScaleBar:
        """Return a scale bar of 1, 2, 3 or 5 times a power of ten kilometres.

        It is true on the map's middle latitude: Web Mercator has another scale on every other,
        some 3 percent larger 5 degrees further north in the Sahel.

        Args:
            longest: Pixels that it may take.
        """
        pixels = self.ground_pixels(1000, self.latitude)
        most = longest / pixels
        power = 10 ** math.floor(math.log10(most))
        step = max(step for step in (1, 2, 3, 5) if step * power <= most)
        km = max(round(step * power), 1)
        return ScaleBar(km, km * pixels)
