"""Dots of a tile: one for each occupied cell, in the place and the colour of most of its events."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal, get_args

import numpy as np
import numpy.typing as npt
from PIL import Image

from sahel_map import vocabulary as v
from sahel_map.tiles.address import TILE, Window
from sahel_map.tiles.grid import BITS, Chosen, places_of

__all__ = ["CELL", "THEMES", "Dots", "Theme", "dots_of", "paint", "radius"]

Array = npt.NDArray[Any]
Theme = Literal["light", "dark"]
THEMES: Final = get_args(Theme)

CELL: Final = 8
"""Side of a cell, CSS pixels."""

_LEVEL: Final = (TILE // CELL).bit_length() - 1
"""A tile is ``2**_LEVEL`` cells wide, so cells of zoom z are those of level z + ``_LEVEL``."""

_REACH: Final = 2
"""Cells beyond an edge that are read: no dot reaches farther."""

_SAMPLES: Final = 8
"""Events of a cell whose mean place is that of its dot."""

_HALO: Final[dict[Theme, tuple[int, int, int]]] = {
    "light": (0xFD, 0xFC, 0xF8),
    "dark": (0x17, 0x1D, 0x23),
}
"""The casing of dots on the web map: ``--halo`` of maps/static/map.css."""

_CASING: Final = 1.2
"""Width of the casing, CSS pixels."""

_LONELY: Final = (4.2, 0.9)
_CROWDED: Final = (1.9, 0.72)
"""Radius of one event and growth with each tenfold, CSS pixels: with room around, and without."""

_LARGEST: Final = 7.0
_FULL: Final = 0.62
"""Share of occupied cells from which dots are drawn as small as they get."""

_FAINTEST: Final = 0.8
_STRONGEST: Final = 0.95
"""Opacity of a dot of one event, and the most that more events make of it."""


@dataclass(frozen=True, eq=False)
class Dots:
    """What is drawn, from the bottom up.

    Attributes:
        x: Across, CSS pixels from the window's left edge; may lie outside of it.
        y: Down, CSS pixels from its top edge.
        count: Events of the cell.
        category: Commonest category of the cell, as its number in ``vocabulary.CATEGORIES``.
        radius: CSS pixels.
    """

    x: Array
    y: Array
    count: Array
    category: Array
    radius: Array


def radius(chosen: Chosen, zoom: int, count: npt.ArrayLike) -> Array:
    """Return the radius of dots in CSS pixels: by the logarithm of their events.

    Where a selection fills its ground, all its dots are smaller, so that they do not merge. That
    is decided once for a zoom: on one map, a larger dot never has fewer events than a smaller one.

    Args:
        chosen: The points of the selection.
        zoom: The zoom at which they are drawn.
        count: Events of each dot, 1 or more.
    """
    level = zoom + _LEVEL
    # How many of the 16 cells of an occupied square of four by four are occupied, on average.
    filled = chosen.occupied(level) / max(16 * chosen.occupied(level - 2), 1)
    share = min(filled / _FULL, 1)
    one, tenfold = (1 - share) * np.array(_LONELY) + share * np.array(_CROWDED)
    # Quarters, so that a few hundred stamps draw everything.
    radii: Array = np.minimum(one + tenfold * np.log10(count), _LARGEST)
    return np.round(4 * radii) / 4


def _middle(keys: Array, begin: Array, end: Array) -> tuple[Array, Array]:
    # Spread evenly over each range: all of its events where they are no more than the samples.
    parts = np.arange(1, 2 * _SAMPLES, 2)
    taken = begin[:, None] + parts * (end - begin)[:, None] // (2 * _SAMPLES)
    columns, rows = places_of(keys[taken])
    return columns.mean(axis=1) + 0.5, rows.mean(axis=1) + 0.5


def dots_of(chosen: Chosen, window: Window) -> Dots:
    """Return the dots that may touch a window: those of its cells and of a margin around it.

    Args:
        chosen: The points of the selection.
        window: The ground of the picture.
    """
    across = np.arange(-_REACH, window.size // CELL + _REACH)
    columns = np.tile(window.left // CELL + across, len(across))
    rows = np.repeat(window.top // CELL + across, len(across))
    begin, end = chosen.ranges(window.zoom + _LEVEL, columns, rows)
    counts = end - begin
    total = counts.sum(axis=0)
    # Small dots lie on large ones. The rest of the order makes it the same on every tile.
    occupied = np.flatnonzero(total)
    occupied = occupied[np.argsort(-total[occupied], kind="stable")]
    # The first of equals wins: the order of the vocabulary.
    commonest = counts[:, occupied].argmax(axis=0)
    x, y = _middle(chosen.keys, begin[commonest, occupied], end[commonest, occupied])
    pixels = TILE * 2.0 ** (window.zoom - BITS)
    count = total[occupied]
    return Dots(
        x * pixels - window.left,
        y * pixels - window.top,
        count,
        commonest,
        radius(chosen, window.zoom, count),
    )


@lru_cache(maxsize=2048)
def _stamp(category: int, across: float, strength: float, scale: int, theme: Theme) -> Image.Image:
    colour = list(v.CATEGORIES.values())[category].colour
    fill = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], float)
    half = int(np.ceil((across + _CASING / 2) * scale))
    steps = np.arange(-half, half + 1)
    away = np.hypot(steps[:, None], steps)
    outer, inner = (
        np.clip((across + side * _CASING / 2) * scale - away + 0.5, 0, 1) for side in (1, -1)
    )
    casing, body = outer - inner, inner * strength
    alpha = casing + body
    share = (casing / np.maximum(alpha, 1e-9))[..., None]
    rgb = share * np.array(_HALO[theme]) + (1 - share) * fill
    pixels = np.concatenate([rgb, 255 * alpha[..., None]], axis=2)
    return Image.fromarray(np.round(pixels).astype(np.uint8))


def paint(dots: Dots, window: Window, theme: Theme) -> Image.Image:
    """Return a transparent picture of a window with its dots."""
    margin = _REACH * CELL * window.scale
    side = window.size * window.scale
    picture = Image.new("RGBA", (side + 2 * margin, side + 2 * margin))
    strength = np.round(np.clip(_FAINTEST + 0.05 * np.log10(dots.count), 0, _STRONGEST), 2)
    left, top = (np.floor(at * window.scale).astype(int) + margin for at in (dots.x, dots.y))
    columns = (left, top, dots.category, dots.radius, strength)
    for x, y, *looks in zip(*(column.tolist() for column in columns), strict=True):
        stamp = _stamp(*looks, window.scale, theme)
        half = stamp.width // 2
        # A dot that begins outside the margin ends before the window.
        if x >= half and y >= half:
            picture.alpha_composite(stamp, (x - half, y - half))
    return picture.crop((margin, margin, margin + side, margin + side))
