"""A sheet of paper: shapes and text in pixels of the web map, drawn by matplotlib."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.collections import LineCollection, PatchCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle, Wedge
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from sahel_map.figures.extent import Box
from sahel_map.figures.lettering import drawable, font
from sahel_map.figures.stylesheet import RGBA, Look, paint

__all__ = ["POINTS", "Round", "Sheet", "Words"]

POINTS: Final = 0.75
"""Typographic points to a pixel of the web map: 72 and 96 to the inch."""

_CLEAR: Final = (0.0, 0.0, 0.0, 0.0)
_HATCH_STEP: Final = 6.0
_HATCH_WIDTH: Final = 1.1
"""Pixels from line to line and across a line, as in the pattern of map.js."""

_HALO_WIDTH: Final = 2.6
"""Pixels of pale ground around a letter, both sides together."""

_STEP: Final = re.compile(r"([MLHVZ])([^MLHVZ]*)")
_NUMBER: Final = re.compile(r"-?[\d.]+")


@dataclass(frozen=True, slots=True)
class Round:
    """A circle: its centre and radius in pixels, and how it is painted."""

    x: float
    y: float
    radius: float
    look: Look


@dataclass(frozen=True, slots=True)
class Words:
    """How text is set; the size in pixels, ``turn`` in degrees against the clock."""

    size: float
    colour: RGBA
    bold: bool = False
    italic: bool = False
    halo: bool = False
    align: str = "left"
    level: str = "center_baseline"


def mark_path(text: str, scale: float = 1.0) -> Path:
    """Return the outline of an SVG path of straight, absolute steps, about the origin."""
    at, found = (0.0, 0.0), []
    for step, rest in _STEP.findall(text):
        values = [float(value) for value in _NUMBER.findall(rest)]
        if step == "H":
            at = values[0], at[1]
        elif step == "V":
            at = at[0], values[0]
        elif step == "Z":
            break
        pairs = zip(values[::2], values[1::2], strict=True) if step in "ML" else [at]
        for pair in pairs:
            at = pair
            found.append(at)
    return Path(np.array([*found, found[0]]) * scale, closed=True)


def _outline(shape: Any) -> Path | None:  # noqa: ANN401  (a polygon or several)
    rings = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not part.is_empty:
            rings += [part.exterior, *part.interiors]
    if not rings:
        return None
    return Path.make_compound_path(*[Path(np.asarray(ring.coords), closed=True) for ring in rings])


class Sheet:
    """A sheet of paper with the origin in its upper left corner; later shapes lie on earlier ones.

    Attributes:
        figure: The figure, of the size of the paper.
        width: The width of the paper in pixels of the web map, at the scale of the drawing.
        height: Its height.
        copies: Whether it becomes a file of lines and letters, not of pixels.
    """

    def __init__(
        self, width_inches: float, height_inches: float, scale: float, *, copies: bool
    ) -> None:
        """Make a sheet.

        Args:
            width_inches: Width of the paper.
            height_inches: Its height.
            scale: How large a pixel is: 1 for 1/96 inch.
            copies: Whether a halo is a broader copy of its text, which a file keeps smaller,
                instead of an effect on it.
        """
        self.figure = Figure(figsize=(width_inches, height_inches), facecolor="white")
        self.width, self.height = width_inches * 96 / scale, height_inches * 96 / scale
        self._points = POINTS * scale
        self.copies = copies
        self._rank = 0
        self._clip: Rectangle | None = None
        axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_axis_off()
        axes.set_xlim(0, self.width)
        axes.set_ylim(self.height, 0)
        axes.set_autoscale_on(False)
        self._axes = axes

    def clip(self, box: Box | None) -> None:
        """Cut what is drawn from now on to a box, or no longer."""
        self._clip = None
        if box:
            self._clip = Rectangle(
                (box.left, box.top), box.width, box.height, transform=self._axes.transData
            )

    def _add(self, artist: Any, *, raster: bool = False) -> None:  # noqa: ANN401  (any artist)
        self._rank += 1
        artist.set_zorder(self._rank)
        artist.set_rasterized(raster)
        self._axes.add_artist(artist)
        artist.set_clip_on(self._clip is not None)
        if self._clip is not None:
            artist.set_clip_path(self._clip)

    def _dash(self, look: Look) -> Any:  # noqa: ANN401  (what matplotlib calls a line style)
        # Matplotlib counts dashes in widths of the line.
        return (0, [part / look.width for part in look.dash]) if look.dash and look.width else "-"

    def _manner(self, looks: Sequence[Look]) -> dict[str, Any]:
        return {
            "facecolors": [found.fill or _CLEAR for found in looks],
            "edgecolors": [found.stroke or _CLEAR for found in looks],
            "linewidths": [found.width * self._points if found.stroke else 0 for found in looks],
            "linestyles": [self._dash(found) for found in looks],
        }

    def rounds(self, rounds: Sequence[Round], *, raster: bool = False) -> None:
        """Draw circles, the later ones over the earlier ones."""
        if not rounds:
            return
        for found in rounds:
            if found.look.hatch:
                area = shapely.Point(found.x, found.y).buffer(found.radius, quad_segs=12)
                self.hatch(area, found.look.hatch)
        patches = [Circle((found.x, found.y), found.radius) for found in rounds]
        manner = self._manner([found.look for found in rounds])
        self._add(PatchCollection(patches, capstyle="round", **manner), raster=raster)

    def wedge(self, at: tuple[float, float], radii: tuple[float, float], turn: tuple[float, float],
              colour: RGBA) -> None:  # fmt: skip
        """Draw part of a ring.

        Args:
            at: The centre.
            radii: Inner and outer radius.
            turn: Where it starts and ends, shares of a whole turn with the clock from the top.
            colour: Its colour.
        """
        # The vertical axis points down, so that angles run with the clock; 0 is to the right.
        first, last = (360 * part - 90 for part in turn)
        self._add(
            Wedge(at, radii[1], first, last, width=radii[1] - radii[0], fc=colour, ec=_CLEAR, lw=0)
        )

    def polygons(
        self, shapes: Iterable[Any], looks: Sequence[Look], *, raster: bool = False
    ) -> None:
        """Draw polygons in pixels, each in its own look; what is no polygon is left out."""
        found = [
            (path, own)
            for shape, own in zip(shapes, looks, strict=True)
            if (path := _outline(shape)) is not None
        ]
        if not found:
            return
        manner = self._manner([own for _, own in found])
        paths = PathCollection([path for path, _ in found], joinstyle="round", **manner)
        paths.set_transform(self._axes.transData)
        self._add(paths, raster=raster)

    def lines(self, shapes: Iterable[Any], looks: Sequence[Look], *, cap: str = "round") -> None:
        """Draw lines in pixels, each in its own look."""
        found = [
            (np.asarray(part.coords), own)
            for shape, own in zip(shapes, looks, strict=True)
            for part in shapely.get_parts(shape)
            if part.geom_type == "LineString" and not part.is_empty
        ]
        if not found:
            return
        looks = [own for _, own in found]
        self._add(
            LineCollection(
                [coords for coords, _ in found],
                colors=[own.stroke or _CLEAR for own in looks],
                linewidths=[own.width * self._points for own in looks],
                linestyles=[self._dash(own) for own in looks],
                capstyle=cap,
                joinstyle="round",
            )
        )

    def hatch(self, shape: Any, colour: RGBA) -> None:  # noqa: ANN401  (a polygon or several)
        """Fill a shape with diagonal lines."""
        if shape.is_empty:
            return
        left, top, right, bottom = shape.bounds
        # On a line that rises to the right x + y is the same everywhere.
        step = _HATCH_STEP * 2**0.5
        sums = np.arange(np.ceil((left + top) / step) * step, right + bottom, step)
        ends = [[(total - top, top), (total - bottom, bottom)] for total in sums]
        cut = shapely.intersection(shapely.multilinestrings(ends), shape) if ends else shape
        self.lines([cut], [Look(stroke=colour, width=_HATCH_WIDTH)], cap="butt")

    def mark(self, path: str, at: tuple[float, float], look: Look, *, scale: float = 1.0,
             turn: float = 0.0) -> None:  # fmt: skip
        """Draw an SVG path of straight lines.

        Args:
            path: The path, about the origin.
            at: Where the origin is.
            look: How it is painted.
            scale: How much larger it is drawn.
            turn: Degrees with the clock by which it is turned.
        """
        vertices = mark_path(path, scale).vertices
        cosine, sine = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        turned = np.asarray(vertices) @ np.array([[cosine, sine], [-sine, cosine]]) + at
        self.polygons([shapely.Polygon(turned)], [look])

    def box(self, box: Box, look: Look, *, corner: float = 0.0) -> None:
        """Draw a rectangle with round corners of a radius."""
        style = f"round,pad=0,rounding_size={corner}" if corner else "square,pad=0"
        self._add(
            FancyBboxPatch(
                (box.left, box.top), box.width, box.height, boxstyle=style,
                fc=look.fill or _CLEAR, ec=look.stroke or _CLEAR, lw=look.width * self._points,
            )
        )  # fmt: skip

    def image(self, pixels: Any, box: Box) -> None:  # noqa: ANN401  (an array)
        """Draw an array of RGBA bytes, its first row on top, over a box."""
        edges = (box.left, box.right, box.bottom, box.top)
        # A file keeps the pixels as they are, and what shows it makes them smooth.
        manner = "none" if self.copies else "bilinear"
        found = self._axes.imshow(
            pixels, extent=edges, aspect="auto", interpolation=manner, origin="upper"
        )
        self._rank += 1
        found.set_zorder(self._rank)

    def text(self, text: str, x: float, y: float, words: Words) -> None:
        """Write text on one line; ``y`` is its middle unless ``words.level`` says otherwise."""
        shown = drawable(text, bold=words.bold)
        if not shown:
            return
        manner: dict[str, Any] = {
            "fontproperties": font(words.size * self._points, bold=words.bold, italic=words.italic),
            "ha": words.align,
            "va": words.level,
            "parse_math": False,
        }
        halo = paint("var(--halo)")
        if words.halo and self.copies:
            self._add(Text(x, y, shown, color=halo, gid=f"halo-{self._rank}", **manner))
        written = Text(x, y, shown, color=words.colour, **manner)
        if words.halo and not self.copies:
            stroke = withStroke(linewidth=_HALO_WIDTH * self._points, foreground=halo)
            written.set_path_effects([stroke])
        self._add(written)
