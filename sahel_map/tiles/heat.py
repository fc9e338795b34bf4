"""The heat surface of a tile: events counted in small cells and blurred."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from sahel_map.tiles.address import TILE, Window
from sahel_map.tiles.grid import Chosen

__all__ = ["density", "fullest", "paint", "steps"]

Array = npt.NDArray[Any]

_CELL: Final = 4
"""Side of a cell, CSS pixels: a third of the blur, so that cells do not show."""

_LEVEL: Final = (TILE // _CELL).bit_length() - 1
"""A tile is ``2**_LEVEL`` cells wide, so cells of zoom z are those of level z + ``_LEVEL``."""

_SPREAD: Final = 12.0
"""Standard deviation of the blur, CSS pixels."""

_MARGIN: Final = 12
"""Cells beyond an edge that are read: four standard deviations."""

_WIDE: Final = 3
"""The scale is taken from squares of ``TILE / 2**_WIDE`` pixels, or 32.

As many events lie in one as the blur puts on top of its middle, within some 10 percent, whether
they are all in one place (their number) or spread evenly (32 * 32 against 2 pi 12 * 12 pixels).
"""

_STRONGEST: Final = 0.92
_FADING: Final = 0.75
"""Opacity of the last colour, and the power of the share by which it falls off."""


def density(chosen: Chosen, window: Window) -> Array:
    """Return the blurred number of events at each pixel of a window; 1 on top of a lone event.

    Args:
        chosen: The points of the selection.
        window: The ground of the picture.
    """
    cells = np.arange(-_MARGIN, window.size // _CELL + _MARGIN)
    columns = np.tile(window.left // _CELL + cells, len(cells))
    rows = np.repeat(window.top // _CELL + cells, len(cells))
    begin, end = chosen.ranges(window.zoom + _LEVEL, columns, rows)
    counts = (end - begin).sum(axis=0).reshape(len(cells), len(cells)).astype(float)
    pixels = (np.arange(window.size * window.scale) + 0.5) / window.scale
    away = pixels[:, None] - (cells + 0.5) * _CELL
    # The blur is separable, and its matrix goes from cells to pixels in one step.
    weights = np.exp(-0.5 * (away / _SPREAD) ** 2)
    blurred: Array = weights @ counts @ weights.T
    return blurred


def fullest(chosen: Chosen, zoom: int) -> int:
    """Return the number of events in the fullest square of 32 pixels at a zoom."""
    codes = chosen.cells(zoom + _WIDE)
    ends = np.flatnonzero(np.append(codes[1:] != codes[:-1], True))
    return int(np.diff(ends, prepend=-1).max()) if len(codes) else 0


def steps(blurred: Array, peak: float) -> Array:
    """Return the step of each pixel on the scale, 0 to 255.

    By the square root of the share: one place with most of the events leaves the others visible.
    """
    share = np.sqrt(np.clip(blurred / max(peak, 1), 0, 1))
    return np.round(255 * share).astype(np.uint8)


@lru_cache(maxsize=16)
def _palette(ramp: tuple[tuple[float, str], ...]) -> tuple[bytes, bytes]:
    shares = np.arange(256) / 255
    stops = [stop for stop, _ in ramp]
    bands = [
        np.interp(shares, stops, [int(colour[at : at + 2], 16) for _, colour in ramp])
        for at in (1, 3, 5)
    ]
    alpha = 255 * _STRONGEST * shares**_FADING
    colours, opacity = (np.round(part).astype(np.uint8) for part in (np.stack(bands, 1), alpha))
    return colours.tobytes(), opacity.tobytes()


def paint(steps: Array, ramp: Mapping[str, str]) -> Image.Image:
    """Return the picture of steps in the colours of a ramp.

    Args:
        steps: Pixels, 0 to 255.
        ramp: Colours ``#rrggbb`` by rising shares of the scale, 0 to 1.
    """
    colours, opacity = _palette(tuple((float(stop), colour) for stop, colour in ramp.items()))
    picture = Image.fromarray(steps)
    picture.putpalette(colours)
    picture.info["transparency"] = opacity
    return picture
