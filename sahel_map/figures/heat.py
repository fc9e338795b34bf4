"""The heat surface, as the web map's library draws it: soft discs that add up, then colours."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sahel_map.figures.extent import Extent
from sahel_map.figures.sheet import Sheet
from sahel_map.figures.stylesheet import paint

__all__ = ["draw_heat", "heat_alpha"]

_RADIUS: Final = 26
_BLUR: Final = 20
_MOST: Final = 3.0
_FULL_ZOOM: Final = 6
_LEAST: Final = 0.2
"""Of each: the options that map.js gives to the library."""


def _stamp() -> npt.NDArray[np.float64]:
    """Return a disc with a soft edge: a canvas blurs a shadow by half its blur as deviation."""
    half = _RADIUS + _BLUR
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    disc = (np.hypot(x, y) <= _RADIUS).astype(float)
    deviation = _BLUR / 2
    kernel = np.exp(-((np.arange(-half, half + 1) / deviation) ** 2) / 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        disc = np.apply_along_axis(lambda row: np.convolve(row, kernel, mode="same"), axis, disc)
    return np.asarray(disc)


def _cells(points: npt.NDArray[np.float64], weight: float) -> list[tuple[float, float, float]]:
    """Return what is drawn: the points of each cell as one, at their mean, with their weights."""
    size = (_RADIUS + _BLUR) / 2
    cells: dict[tuple[int, int], list[float]] = {}
    for x, y in points:
        cell = cells.setdefault((int(x // size), int(y // size)), [0.0, 0.0, 0.0])
        cell[0] += x
        cell[1] += y
        cell[2] += 1
    return [(x / n, y / n, min(n * weight, _MOST)) for x, y, n in cells.values()]


def heat_alpha(
    points: npt.NDArray[np.float64], size: tuple[float, float], zoom: float
) -> npt.NDArray[np.float64]:
    """Return how opaque the surface is, 0 to 1, an array of one number to a pixel.

    Args:
        points: (x, y) in pixels from the upper left corner of the map.
        size: Width and height of the map in pixels.
        zoom: Of the map; below 6 an event counts half as much for each step.
    """
    wide, high = (math.ceil(side) for side in size)
    stamp = _stamp()
    half = stamp.shape[0] // 2
    clear = np.ones((high + 2 * half, wide + 2 * half))
    weight = 1 / 2 ** min(max(_FULL_ZOOM - zoom, 0), 12)
    for x, y, value in _cells(points, weight):
        column, row = round(x), round(y)
        if -half <= column < wide + half and -half <= row < high + half:
            top, left = max(row, 0), max(column, 0)
            bottom = min(row + 2 * half + 1, clear.shape[0])
            right = min(column + 2 * half + 1, clear.shape[1])
            part = stamp[top - row : bottom - row, left - column : right - column]
            clear[top:bottom, left:right] *= 1 - max(value / _MOST, _LEAST) * part
    return np.asarray(1 - clear[half : half + high, half : half + wide])


def _coloured(alpha: npt.NDArray[np.float64], gradient: Mapping[str, str]) -> npt.NDArray[np.uint8]:
    stops: Sequence[tuple[float, Any]] = sorted(
        (float(stop), paint(colour)) for stop, colour in gradient.items()
    )
    # Before its first stop a canvas gradient has the colour of that stop.
    channels = [
        np.interp(alpha, [stop for stop, _ in stops], [colour[i] for _, colour in stops])
        for i in range(3)
    ]
    return np.asarray(np.dstack([*channels, alpha]) * 255, dtype=np.uint8)


def draw_heat(sheet: Sheet, extent: Extent, view: Mapping[str, Any]) -> None:
    """Draw the heat surface of the events of a view."""
    box = extent.box
    spots = extent.points([(event["lat"], event["lon"]) for event in view["events"]])
    alpha = heat_alpha(spots - (box.left, box.top), (box.width, box.height), extent.zoom)
    sheet.image(_coloured(alpha, view["gradient"]), box)
