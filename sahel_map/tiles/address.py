"""Where a tile lies: its address checked, and the ground it shows in pixels of the world."""

from dataclasses import dataclass
from typing import Final, Self

from sahel_map.errors import SahelMapError
from sahel_map.i18n import gettext

__all__ = ["MAX_ZOOM", "TILE", "TileError", "Window"]

MAX_ZOOM: Final = 14
TILE: Final = 256
"""Side of a tile at whole zooms, CSS pixels; the world is ``TILE * 2**zoom`` pixels wide."""

_SIZES: Final = (TILE, 2 * TILE)
_SCALES: Final = (1, 2)


class TileError(SahelMapError, ValueError):
    """A tile was asked for that does not exist."""


@dataclass(frozen=True, slots=True)
class Window:
    """A square of the world in CSS pixels.

    Attributes:
        zoom: The zoom at which one pixel of the world is one CSS pixel of the picture.
        left: Western edge, pixels of the world from 180 degrees west.
        top: Northern edge, pixels of the world from the top of Web Mercator.
        size: Side, CSS pixels.
        scale: Pixels of the picture to a CSS pixel.
    """

    zoom: int
    left: int
    top: int
    size: int = TILE
    scale: int = 1

    @classmethod
    def of_tile(cls, z: int, x: int, y: int, *, size: int = TILE, scale: int = 1) -> Self:
        """Return the window of a tile in the XYZ scheme: row 0 is the northernmost.

        Args:
            z: Zoom, 0 to ``MAX_ZOOM``.
            x: Column from 180 degrees west.
            y: Row from the north.
            size: Side in CSS pixels: 256, or 512 for the same ground drawn twice as large.
            scale: Pixels of the picture to a CSS pixel: 1, or 2 for fine screens.

        Raises:
            TileError: There is no such tile.
        """
        if not 0 <= z <= MAX_ZOOM:
            msg = gettext("There is no tile at zoom {z}: zooms are 0 to {most}.")
            raise TileError(msg.format(z=z, most=MAX_ZOOM))
        across = 2**z
        if not (0 <= x < across and 0 <= y < across):
            msg = gettext("There is no tile {x}, {y} at zoom {z}: both numbers are 0 to {most}.")
            raise TileError(msg.format(x=x, y=y, z=z, most=across - 1))
        if size not in _SIZES or scale not in _SCALES:
            msg = gettext("A tile is {sizes} pixels wide at scale {scales}, not {size} at {scale}.")
            either = {"sizes": "256 / 512", "scales": "1 / 2"}
            raise TileError(msg.format(**either, size=size, scale=scale))
        return cls(z + size // TILE - 1, x * size, y * size, size, scale)
