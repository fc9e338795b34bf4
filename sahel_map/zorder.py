"""Places on Web Mercator (EPSG:3857) along a Z-order curve (Morton 1966).

Places of one square of a power of two lie side by side on the curve, so that a range of numbers is
all that a square takes to be found.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["BITS", "codes_at", "codes_of", "units_of", "world"]

Array = npt.NDArray[Any]

BITS: Final = 30
"""The world is ``2**BITS`` units wide: 3.7 cm at the equator."""

_LAST: Final = 2**BITS - 1
_MOST_NORTHERN: Final = 85.05112877980659
"""Where Web Mercator ends, degrees; points beyond lie on its edge."""

_STEPS: Final = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
"""Shift and mask that move the bits of a number apart; backwards, they bring them together."""


def _spread(numbers: Array) -> Array:
    bits = numbers.astype(np.uint64)
    for shift, mask in _STEPS:
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits


def _gathered(bits: Array) -> Array:
    bits = bits & np.uint64(_STEPS[-1][1])
    masks = [mask for _, mask in _STEPS[-2::-1]] + [0x00000000FFFFFFFF]
    for (shift, _), mask in zip(reversed(_STEPS), masks, strict=True):
        bits = (bits | (bits >> np.uint64(shift))) & np.uint64(mask)
    return bits.astype(np.int64)


def world(lat: npt.ArrayLike, lon: npt.ArrayLike) -> tuple[Array, Array]:
    """Return places on Web Mercator as shares of the world's width.

    Args:
        lat: Latitudes, degrees (EPSG:4326).
        lon: Longitudes, degrees.

    Returns:
        From the west and from the north, 0 to 1; the sphere of EPSG:3857.
    """
    north = np.radians(np.clip(np.asarray(lat, float), -_MOST_NORTHERN, _MOST_NORTHERN))
    east = np.asarray(lon, float) / 360 + 0.5
    south: Array = 0.5 - np.arctanh(np.sin(north)) / (2 * np.pi)
    return east, south


def codes_of(columns: Array, rows: Array) -> Array:
    """Return the place on the Z-order curve of each column and row."""
    codes: Array = _spread(columns) | (_spread(rows) << np.uint64(1))
    return codes


def codes_at(lat: npt.ArrayLike, lon: npt.ArrayLike) -> Array:
    """Return the place on the Z-order curve of each point, degrees (EPSG:4326)."""
    columns, rows = (
        np.clip(share * 2**BITS, 0, _LAST).astype(np.int64) for share in world(lat, lon)
    )
    return codes_of(columns, rows)


def units_of(codes: Array) -> tuple[Array, Array]:
    """Return column and row of each place on the curve."""
    return _gathered(codes), _gathered(codes >> np.uint64(1))
