"""Points in an order in which any tile, and any cell of it, is found by bisection.

Each point is one number: its category, then its place on Web Mercator (EPSG:3857) along a Z-order
curve (Morton 1966). Sorted, the points of one category in one square of a power of two lie side
by side, so that counting a square takes two bisections, however many points lie in it.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.zorder import BITS, codes_at, codes_of, units_of, world

__all__ = ["BITS", "Chosen", "Grid", "categories_of", "codes_of", "places_of", "world"]

Array = npt.NDArray[Any]

_PLACE: Final = 2 * BITS
_FINEST: Final = 23


def places_of(keys: Array) -> tuple[Array, Array]:
    """Return column and row of each key, units of ``BITS``."""
    codes = keys & np.uint64(2**_PLACE - 1)
    return units_of(codes)


def categories_of(keys: Array) -> Array:
    """Return the category of each key, as its number in ``vocabulary.CATEGORIES``."""
    return (keys >> np.uint64(_PLACE)).astype(np.uint8)


@dataclass(frozen=True, eq=False)
class Chosen:
    """The points of a selection. Arrays are shared between threads: never change them in place.

    Attributes:
        keys: Category and place of each point, rising.
        positions: Where each point stands in the frame of events.
    """

    keys: Array
    positions: Array

    @classmethod
    def of_keys(cls, keys: Array) -> Self:
        """Return points of no frame: tiles are drawn of their rising keys alone."""
        return cls(keys, np.full(len(keys), -1, np.int32))

    def __len__(self) -> int:
        return len(self.keys)

    def cells(self, level: int) -> Array:
        """Return the cell of each point along the Z-order curve, rising.

        Args:
            level: The cells are those of a world ``2**level`` cells wide.
        """
        codes = (self.keys & np.uint64(2**_PLACE - 1)) >> np.uint64(_PLACE - 2 * level)
        # A stable sort merges the categories, each of which is in order.
        return np.sort(codes, kind="stable")

    @cached_property
    def _distinct(self) -> Array:
        codes = self.cells(_FINEST)
        apart = codes[1:] ^ codes[:-1]
        # Numbers of 46 bits are whole in floating point, whose exponent is the highest bit.
        highest = np.frexp(apart.astype(float))[1]
        first = _FINEST - (highest + 1) // 2 + 1
        new = np.bincount(first[apart > 0], minlength=_FINEST + 1)
        return new.cumsum() + min(len(codes), 1)

    def occupied(self, level: int) -> int:
        """Return the number of cells that hold a point.

        Args:
            level: The cells are those of a world ``2**level`` cells wide, 0 to 23.
        """
        return int(self._distinct[level])

    def ranges(self, level: int, columns: Array, rows: Array) -> tuple[Array, Array]:
        """Return where the points of each category in each cell begin and end.

        Args:
            level: The cells are those of a world ``2**level`` cells wide.
            columns: Column of each cell.
            rows: Row of each cell; cells outside the world are empty.

        Returns:
            Begin and end in ``keys``, each of shape (categories, cells).
        """
        inside = (columns >= 0) & (columns < 2**level) & (rows >= 0) & (rows < 2**level)
        step = np.uint64(1) << np.uint64(2 * (BITS - level))
        starts = codes_of(columns[inside], rows[inside]) * step
        # Bisections of rising numbers find what they need in the cache.
        order = np.argsort(starts)
        heads = np.arange(len(v.CATEGORIES), dtype=np.uint64) << np.uint64(_PLACE)
        wanted = heads[:, None] + starts[order]
        begin, end = np.zeros((2, len(heads), len(columns)), np.int64)
        slots = np.flatnonzero(inside)[order]
        begin[:, slots] = np.searchsorted(self.keys, wanted)
        end[:, slots] = np.searchsorted(self.keys, wanted + step)
        return begin, end


@dataclass(frozen=True, eq=False)
class Grid:
    """Every event that has a point, built once for a dataset and shared between threads.

    Attributes:
        every: All points.
        events: How many events the frame has, with a point or without.
    """

    every: Chosen
    events: int

    @classmethod
    def of(cls, events: pd.DataFrame) -> Self:
        """Return the grid of events.

        Args:
            events: Events with ``lat`` and ``lon`` in degrees (EPSG:4326), missing where there is
                no point, and ``category``.
        """
        lat, lon = (events[name].to_numpy(float, na_value=np.nan) for name in ("lat", "lon"))
        positions = np.flatnonzero(~(np.isnan(lat) | np.isnan(lon))).astype(np.int32)
        codes = codes_at(lat[positions], lon[positions])
        kinds = pd.Index(list(v.CATEGORIES)).get_indexer(pd.Index(events["category"]))[positions]
        other = list(v.CATEGORIES).index("other")
        kinds = np.where(kinds < 0, other, kinds).astype(np.uint64)
        keys = (kinds << np.uint64(_PLACE)) | codes
        # Stable, so that events of one place stay in the order of the frame.
        order = np.argsort(keys, kind="stable")
        return cls(Chosen(keys[order], positions[order]), len(events))

    def subset(self, mask: npt.NDArray[np.bool_]) -> Chosen:
        """Return the points that are selected.

        Args:
            mask: Whether each event of the frame is selected, in the frame's order.

        Raises:
            ValueError: The mask is that of another frame.
        """
        if mask.shape != (self.events,):
            msg = f"`mask` has the shape {mask.shape}, the grid {self.events} events."
            raise ValueError(msg)
        taken = np.asarray(mask, bool)[self.every.positions]
        return Chosen(self.every.keys[taken], self.every.positions[taken])
