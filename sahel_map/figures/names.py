"""Names of countries, regions and towns: in order of rank, each only where it hides nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from sahel_map.figures.extent import Box, Extent
from sahel_map.figures.ground import FOCUS_COUNTRY
from sahel_map.figures.layers import Layers, names_in
from sahel_map.figures.lettering import drawable, text_width
from sahel_map.figures.sheet import Round, Sheet, Words
from sahel_map.figures.stylesheet import Look, solid

__all__ = ["Occupied", "draw_names"]

_SHRINK: Final = 0.9
"""DejaVu Sans is that much wider than the fonts of screens."""

_TOWN_ZOOMS: Final = (0.0, 4.0, 5.6, 7.0, 8.4)
"""The zoom from which a town of a rank has its name, as in map.js."""

_COUNTRY_ZOOM: Final = 7.4
_REGION_ZOOMS: Final = {True: (5.4, 9.0), False: (8.0, 11.0)}

_DOT: Final = 2.0
_AIR: Final = 3.0
"""Pixels around a name."""

_ROOM: Final = 0.02
"""Share of the map that a country must fill to be named where its middle is not in sight."""

_STEPS: Final = (
    (0.0, 0.0), (0.0, -0.12), (0.0, 0.12), (-0.12, 0.0), (0.12, 0.0), (0.0, -0.25), (0.0, 0.25),
)  # fmt: skip
"""How far from the middle of an area its name may move, in shares of its width and height."""

_FORCED: Final = 1
"""The rank of towns that have their name even over symbols."""


@dataclass(frozen=True, slots=True)
class Occupied:
    """What names keep off.

    Attributes:
        symbols: What must not be hidden.
        lines: What is hidden only where there is no better place.
        boxes: What must stay free, such as the ground under the legend.
    """

    symbols: Sequence[Round]
    lines: Sequence[Round]
    boxes: Sequence[Box]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name and where it could stand; ``room`` is the size of the area that it names."""

    text: str
    x: float
    y: float
    words: Words
    order: int
    room: tuple[float, float] = (0.0, 0.0)
    dot: bool = False
    forced: bool = False

    def boxes(self, gap: float) -> Iterator[tuple[float, float, Box]]:
        """Yield where the text could be set (its anchor, the middle of its line), and its box."""
        width = text_width(self.text, self.words.size, bold=self.words.bold)
        half = 0.62 * self.words.size
        if not self.dot:
            wide, high = self.room
            places = [(dx * wide - width / 2, dy * high) for dx, dy in _STEPS]
        else:
            up = gap + half - 2
            places = [
                (gap, 0.0), (-gap - width, 0.0), (-width / 2, -up), (-width / 2, up),
                (0.7 * gap, -0.7 * up), (0.7 * gap, 0.7 * up),
                (-0.7 * gap - width, -0.7 * up), (-0.7 * gap - width, 0.7 * up),
            ]  # fmt: skip
        for dx, dy in places:
            x, y = self.x + dx, self.y + dy
            yield x, y, Box(x - _AIR, y - half, x + width + _AIR, y + half)


def _spaced(text: str) -> str:
    return "\u2009".join(drawable(text.upper())).replace(" ", "\u2002")


def _style(role: str) -> Words:
    ink, soft = solid("var(--ink)"), solid("var(--ink-soft)")
    size, colour, bold, italic = {
        "country": (12.5, soft, False, False),
        "region": (12.0, soft, False, True),
        "main": (12.5, ink, True, False),
        "town": (11.5, ink, False, False),
        "foreign": (11.0, soft, False, False),
    }[role]
    return Words(size * _SHRINK, colour, bold=bold, italic=italic, halo=True)


def _countries(extent: Extent, layers: Layers, language: str) -> Iterator[_Name]:
    if extent.zoom >= _COUNTRY_ZOOM:
        return
    shown = layers.countries[layers.countries["role"] != "context"]
    box = extent.box
    window = shapely.box(box.left, box.top, box.right, box.bottom)
    parts = shapely.intersection(shapely.make_valid(extent.shapes(shown.geometry)), window)
    texts = names_in(shown, language)
    for text, whole, part in zip(texts, shown.geometry, parts, strict=True):
        west, south, east, north = whole.bounds
        at = shapely.Point(
            box.left + ((west + east) / 2 - extent.west) / extent.metres,
            box.top + (extent.north - (south + north) / 2) / extent.metres,
        )
        if not window.buffer(-60).contains(at):
            if part.area < _ROOM * window.area:
                continue
            at = shapely.maximum_inscribed_circle(part, tolerance=2).centroid
        left, top, right, bottom = part.bounds
        room = right - left, bottom - top
        yield _Name(_spaced(str(text)), at.x, at.y, _style("country"), 0, room)


def _regions(extent: Extent, layers: Layers, language: str) -> Iterator[_Name]:
    units = layers.units[1]
    bounds = units.geometry.bounds.to_numpy()
    middles = shapely.points((bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2)
    sizes = (bounds[:, 2:] - bounds[:, :2]) / extent.metres
    texts = names_in(units, language)
    for text, country, at, size in zip(
        texts, units["country"], extent.shapes(middles), sizes, strict=True
    ):
        focus = country == FOCUS_COUNTRY
        first, last = _REGION_ZOOMS[focus]
        if first <= extent.zoom < last and not at.is_empty:
            order, room = 2 if focus else 6, (float(size[0]), float(size[1]))
            yield _Name(drawable(str(text)), at.x, at.y, _style("region"), order, room)


def _towns(extent: Extent, layers: Layers, language: str) -> Iterator[_Name]:
    towns = layers.towns
    rows: list[Any] = list(towns.itertuples())
    texts = names_in(towns, language)
    for town, text, at in zip(rows, texts, extent.shapes(towns.geometry), strict=True):
        if at.is_empty or extent.zoom < _TOWN_ZOOMS[town.rank]:
            continue
        home = town.country == FOCUS_COUNTRY
        role = "foreign" if not home else "main" if town.rank <= 2 else "town"  # noqa: PLR2004
        order = 1 if town.rank == 1 else 1 + town.rank
        forced = home and town.rank <= _FORCED
        words = _style(role)
        shown = drawable(str(text), bold=words.bold)
        yield _Name(shown, at.x, at.y, words, order, dot=True, forced=forced)


def _covering(name: _Name, symbols: Sequence[Round]) -> float:
    """Return how far the symbols that a town lies under reach from it."""
    reach = [
        found.radius + np.hypot(found.x - name.x, found.y - name.y)
        for found in symbols
        if np.hypot(found.x - name.x, found.y - name.y) < found.radius
    ]
    return float(min(max(reach, default=0.0), 30.0))


def _discs(rounds: Sequence[Round]) -> tuple[Any, Any]:
    centres = np.array([(one.x, one.y) for one in rounds]).reshape(-1, 2)
    return centres, np.array([one.radius for one in rounds])


def _hidden(box: Box, centres: Any, radii: Any) -> float:  # noqa: ANN401  (arrays)
    """Return how much of the symbols a box would hide, pixels across, summed over them."""
    if not len(radii):
        return 0.0
    nearest = np.clip(centres, (box.left, box.top), (box.right, box.bottom))
    away = np.hypot(*(centres - nearest).T)
    return float(np.maximum(radii - away, 0).sum())


def draw_names(
    sheet: Sheet, extent: Extent, layers: Layers, language: str, occupied: Occupied
) -> None:
    """Write the names that the web map has at this scale, beside symbols and not over them.

    Args:
        sheet: Where to write.
        extent: Which ground.
        layers: What has names.
        language: Of the names.
        occupied: What lies on the map.
    """
    found = [
        *_countries(extent, layers, language),
        *_towns(extent, layers, language),
        *_regions(extent, layers, language),
    ]
    towns = [Round(name.x, name.y, _DOT + 2, Look()) for name in found if name.dot]
    hard, soft = _discs(occupied.symbols), _discs([*occupied.lines, *towns])
    used = list(occupied.boxes)
    for name in sorted(found, key=lambda one: one.order):
        gap = max(7.0, _covering(name, occupied.symbols) + 4) if name.dot else 0.0
        options = [
            (_hidden(box, *hard), _hidden(box, *soft), number, x, y, box)
            for number, (x, y, box) in enumerate(name.boxes(gap))
            if extent.box.holds(box) and not any(box.meets(other) for other in used)
        ]
        best = min(options, default=None)
        if best is None or (best[0] > 0 and not name.forced):
            continue
        *_, x, y, box = best
        used.append(box)
        if name.dot and not _covering(name, occupied.symbols):
            sheet.rounds([Round(name.x, name.y, _DOT, Look(fill=(*name.words.colour[:3], 0.75)))])
        sheet.text(name.text, x, y, name.words)
