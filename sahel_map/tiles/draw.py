"""Tiles as PNG files: dots and heat, each a pure function of a selection and an address."""

import io
from collections.abc import Mapping
from typing import Final

from PIL import Image

from sahel_map.i18n import gettext
from sahel_map.tiles import dots, heat
from sahel_map.tiles.address import TILE, TileError, Window
from sahel_map.tiles.dots import THEMES, Theme
from sahel_map.tiles.grid import Chosen

__all__ = ["EMPTY", "heat_scale", "heat_tile", "point_radius", "points_tile"]

_COLOURS: Final = 128
"""Twice as many look the same and take 3 % more bytes."""


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def _blank() -> bytes:
    picture = Image.new("P", (TILE, TILE))
    picture.putpalette(b"\0\0\0")
    picture.info["transparency"] = b"\0"
    return _png(picture)


EMPTY: Final = _blank()
"""The tile on which nothing is drawn, whatever its size and scale."""


def points_tile(  # noqa: PLR0913  (an address has three numbers)
    chosen: Chosen,
    z: int,
    x: int,
    y: int,
    *,
    size: int = TILE,
    scale: int = 1,
    theme: Theme = "light",
) -> bytes:
    """Return the dots of a tile as a PNG of at most 128 colours, transparent where there is none.

    One dot stands for the events of a cell of 8 pixels: where they are, in the colour of their
    commonest category, larger by the logarithm of their number.

    Args:
        chosen: The points of the selection.
        z: Zoom, 0 to 14.
        x: Column from 180 degrees west.
        y: Row from the north.
        size: Side in CSS pixels, 256 or 512; one of 512 shows the same ground at twice the size.
        scale: Pixels of the picture to a CSS pixel, 1 or 2.
        theme: Whether the ground is light or dark.

    Raises:
        TileError: There is no such tile.
    """
    window = Window.of_tile(z, x, y, size=size, scale=scale)
    if theme not in THEMES:
        msg = gettext("A tile is drawn for a ground that is {allowed}, not {value}.")
        raise TileError(msg.format(allowed=" / ".join(THEMES), value=theme))
    picture = dots.paint(dots.dots_of(chosen, window), window, theme)
    if picture.getbbox() is None:
        return EMPTY
    return _png(picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE))


def point_radius(chosen: Chosen, z: int, events: int, *, size: int = TILE) -> float:
    """Return the radius of a dot of so many events, CSS pixels, as a legend shows it."""
    return float(dots.radius(chosen, z + size // TILE - 1, events))


def heat_scale(chosen: Chosen, z: int, *, size: int = TILE) -> int:
    """Return the number of events that is drawn in the last colour of the heat surface.

    It is that of the fullest square of 32 pixels at the zoom: one for all tiles, so that they
    agree. Take it once for a selection and a zoom.
    """
    return heat.fullest(chosen, z + size // TILE - 1)


def heat_tile(  # noqa: PLR0913  (an address has three numbers)
    chosen: Chosen,
    z: int,
    x: int,
    y: int,
    *,
    ramp: Mapping[str, str],
    peak: float,
    size: int = TILE,
    scale: int = 1,
) -> bytes:
    """Return the heat surface of a tile as a PNG, transparent where there is none.

    Args:
        chosen: The points of the selection.
        z: Zoom, 0 to 14.
        x: Column from 180 degrees west.
        y: Row from the north.
        ramp: Colours ``#rrggbb`` by rising shares of the scale, 0 to 1, as in the legend.
        peak: The scale, from ``heat_scale``.
        size: Side in CSS pixels, 256 or 512; one of 512 shows the same ground at twice the size.
        scale: Pixels of the picture to a CSS pixel, 1 or 2.

    Raises:
        TileError: There is no such tile.
    """
    window = Window.of_tile(z, x, y, size=size, scale=scale)
    steps = heat.steps(heat.density(chosen, window), peak)
    return _png(heat.paint(steps, ramp)) if steps.any() else EMPTY
