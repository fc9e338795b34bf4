"""Areas: hexagons by number of events, and what a slice of the expansion reached."""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import shapely

from sahel_map.figures.events import CANVAS_FROM
from sahel_map.figures.extent import Extent
from sahel_map.figures.layers import Layers
from sahel_map.figures.sheet import Round, Sheet
from sahel_map.figures.stylesheet import look

__all__ = ["draw_hexagons", "draw_reached", "draw_track"]

_HEAD: Final = "M-8 -6L5 0L-8 6L-5 0Z"
_BACK: Final = 6.0
"""The arrow head, and how far it stands back from the point that it leads to, as in slices.js."""


def draw_hexagons(sheet: Sheet, extent: Extent, view: Mapping[str, Any]) -> None:
    """Draw shaded hexagons."""
    cells = view["cells"]
    if not cells:
        return
    window = shapely.box(extent.box.left, extent.box.top, extent.box.right, extent.box.bottom)
    shapes = [shapely.Polygon(extent.points(cell["outline"])) for cell in cells]
    looks = [
        look("hexagon", fill=cell["colour"], fill_opacity=0.72, stroke=cell["colour"],
             stroke_width=0.6)
        for cell in cells
    ]  # fmt: skip
    seen = np.flatnonzero(shapely.intersects(window, shapes))
    sheet.polygons(
        [shapes[i] for i in seen], [looks[i] for i in seen], raster=len(seen) > CANVAS_FROM
    )


def draw_reached(
    sheet: Sheet, extent: Extent, layers: Layers, view: Mapping[str, Any], level: int
) -> None:
    """Draw the areas reached by the end of a slice, and the outline of the south-west.

    Args:
        sheet: Where to draw.
        extent: Which ground.
        layers: The units.
        view: The slice.
        level: Of the units that areas are, where they are no hexagons.
    """
    units = layers.units[level]
    shapes, looks = [], []
    for area in view["areas"]:
        if area["rings"]:
            shapes.append(shapely.Polygon(extent.points(area["rings"])))
        elif area["id"] in units.index:
            shapes.append(extent.shapes([units.geometry[area["id"]]])[0])
        else:
            continue
        fresh = area["fresh"]
        looks.append(
            look("area-reached fresh" if fresh else "area-reached", fill=area["colour"],
                 fill_opacity=0.62 if fresh else 0.4, stroke_width=2.4 if fresh else 0.8)
        )  # fmt: skip
    sheet.polygons(shapes, looks)
    regions = layers.units[1]
    named = [regions.geometry[name] for name in view["southwest"] if name in regions.index]
    colour = view["southwest_colour"]
    line = look("southwest", stroke=colour, stroke_width=2, fill=colour, fill_opacity=0.04)
    sheet.polygons(extent.shapes(named), [line] * len(named))


def draw_track(sheet: Sheet, extent: Extent, view: Mapping[str, Any]) -> list[Round]:
    """Draw the ellipse and the way of the mean centre; return what must not be hidden."""
    if view["ellipse"]:
        sheet.polygons([shapely.Polygon(extent.points(view["ellipse"]))], [look("ellipse")])
    track = view["track"]
    spots = [extent.point(*point["at"]) for point in track]
    for number in range(1, len(spots)):
        last = number == len(spots) - 1
        line = look("track", stroke_width=2.6 if last else 1.4, stroke_opacity=1 if last else 0.55)
        sheet.lines([shapely.LineString(spots[number - 1 : number + 1])], [line])
    if len(spots) > 1:
        _draw_head(sheet, spots[-2], spots[-1])
    rounds = []
    for point, at in zip(track, spots, strict=True):
        classes = ["centre", *(name for name in ("few", "current") if point[name])]
        manner = look(" ".join(classes), fill=point["colour"],
                      fill_opacity=0 if point["few"] else 1)  # fmt: skip
        rounds.append(Round(*at, 6.5 if point["current"] else 4, manner))
    sheet.rounds(rounds)
    return rounds


def _draw_head(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> None:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    if length < 1:
        return
    at = end[0] - _BACK * dx / length, end[1] - _BACK * dy / length
    sheet.mark(_HEAD, at, look("track-head"), turn=math.degrees(math.atan2(dy, dx)))
