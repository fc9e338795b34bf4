"""Fewer colours: a picture of plain areas is a third as large with a palette."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image

__all__ = ["with_palette"]

_COLOURS: Final = 256
_EXACT: Final = 112
"""Colours that stay as they are, the commonest first: those of every plain area."""


def with_palette(picture: Image.Image) -> Image.Image:
    """Return a picture of 256 colours: plain areas as they are, the edges of letters as near."""
    pixels = np.asarray(picture, dtype=np.uint32)
    packed = pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    number = np.zeros(1 << 24, dtype=np.int32)
    number[packed] = 1
    colours = np.flatnonzero(number)
    if len(colours) <= _COLOURS:
        palette, nearest = _channels(colours), np.arange(len(colours))
    else:
        number[colours] = np.arange(len(colours))
        common = np.bincount(number[packed].ravel()).argsort(kind="stable")[::-1][:_EXACT]
        mixed = picture.quantize(_COLOURS - _EXACT, method=Image.Quantize.MAXCOVERAGE)
        others = np.array(mixed.getpalette(), dtype=np.int64).reshape(-1, 3)
        palette = np.vstack([_channels(colours[common]), others])
        nearest = _nearest(_channels(colours), palette)
    index = np.zeros(1 << 24, dtype=np.uint8)
    index[colours] = nearest
    found = Image.fromarray(index[packed])
    found.putpalette(palette.astype(np.uint8).tobytes())
    return found


def _channels(colours: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    return np.column_stack([colours >> 16, colours >> 8 & 255, colours & 255]).astype(np.int64)


def _nearest(
    colours: npt.NDArray[np.int64], palette: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return the number of the nearest colour of a palette, the first of those as near."""
    # |a - b|^2 = |a|^2 - 2 a.b + |b|^2, and |a|^2 is the same for all.
    away = (palette**2).sum(axis=1) - 2 * colours @ palette.T
    return np.asarray(away.argmin(axis=1))
