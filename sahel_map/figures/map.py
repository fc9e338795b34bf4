"""A map in a box of a sheet: the ground, what a view draws on it, names, legend and scale bar."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import shapely

from sahel_map.figures.areas import draw_hexagons, draw_reached, draw_track
from sahel_map.figures.clusters import draw_clusters
from sahel_map.figures.events import draw_events, draw_extents
from sahel_map.figures.extent import Box, Extent
from sahel_map.figures.ground import draw_borders, draw_frame, draw_land, draw_units, draw_waters
from sahel_map.figures.heat import draw_heat
from sahel_map.figures.layers import Layers
from sahel_map.figures.legend import (
    WIDTH,
    Block,
    blocks_of,
    column_height,
    draw_column,
    draw_strip,
    strip_height,
    strip_of,
)
from sahel_map.figures.lettering import text_width, wrapped
from sahel_map.figures.names import Occupied, draw_names
from sahel_map.figures.roads import draw_lines, draw_road_symbols, draw_threat
from sahel_map.figures.sheet import Round, Sheet, Words
from sahel_map.figures.stylesheet import Look, look, solid
from sahel_map.i18n import ngettext, number_text
from sahel_map.maps.base import FOCUS_BOUNDS
from sahel_map.scenes.sight import Drawing

__all__ = ["draw_map"]

_INSET: Final = 10.0
"""Pixels between the edge of the map and what lies over it."""

_BAR: Final = 110.0
"""Pixels that the scale bar may take."""

_SMALL: Final = 9.4

_WIDER: Final = 1.35
"""How much smaller the scale may become so that every event is in the picture."""

_COARSE: Final = 0.75
"""Pixels by which outlines may be simplified in a file that keeps them as lines."""


def draw_map(sheet: Sheet, box: Box, drawing: Drawing, layers: Layers) -> None:
    """Draw a map with its whole legend and a scale bar.

    Args:
        sheet: Where to draw.
        box: The room that it may take.
        drawing: What to draw.
        layers: The ground.
    """
    legend = drawing.view["legend"]
    extent, column, strip = _laid_out(drawing.view, box)
    shown = extent.box
    bottom = shown.bottom - _INSET
    left = shown.left + _INSET
    panel = Box(left, bottom - column_height(column), left + WIDTH, bottom)
    if sheet.copies:
        extent = replace(extent, fineness=_COARSE)
    sheet.clip(shown)
    symbols, lines = _draw_view(sheet, extent, drawing, layers)
    bar = _bar_box(extent)
    occupied = Occupied(symbols, lines, [panel, bar])
    draw_names(sheet, extent, layers, drawing.view["language"], occupied)
    _draw_bar(sheet, extent, bar)
    _draw_note(sheet, shown, drawing.view)
    sheet.clip(None)
    draw_frame(sheet, extent)
    draw_column(sheet, panel, legend["title"], column)
    if strip:
        draw_strip(sheet, Box(box.left, shown.bottom, box.right, box.bottom), strip)


def _laid_out(view: Mapping[str, Any], box: Box) -> tuple[Extent, list[Block], list[list[Block]]]:
    """Return the ground, the blocks of the legend over it, and those in a strip under it."""
    column, strip = _arranged(view["legend"], box, "")
    extent = _extent(_above(box, strip), view)
    note = _outside(extent, view)
    if note:
        column, strip = _arranged(view["legend"], box, note)
        extent = _extent(_above(box, strip), view)
    return extent, column, strip


def _arranged(
    legend: Mapping[str, Any], box: Box, note: str
) -> tuple[list[Block], list[list[Block]]]:
    """Return the blocks that lie over the map, and those in a strip under it."""
    parts = [*legend["parts"], *([{"title": note, "items": []}] if note else [])]
    blocks = blocks_of({"parts": parts})
    # What a screen folds leaves the map first, then the last of the rest.
    blocks.sort(key=lambda block: block.folded)
    kept = [len(blocks), *range(sum(not block.folded for block in blocks), 0, -1)]
    for number in kept:
        column, strip = blocks[:number], strip_of(blocks[number:], box.width)
        if column_height(column) <= _above(box, strip).height - 2 * _INSET:
            break
    return column, strip


def _above(box: Box, strip: Sequence[Sequence[Block]]) -> Box:
    return replace(box, bottom=box.bottom - strip_height(strip))


def _extent(box: Box, view: Mapping[str, Any]) -> Extent:
    """Return the ground of a view; that of no place of its own reaches as far as its events."""
    room = _INSET + WIDTH
    if view.get("focus"):
        return Extent.fit(box, view["focus"], room=room)
    usual = Extent.fit(box, FOCUS_BOUNDS, room=room)
    lats = [*(event["lat"] for event in view["events"]), *(at[0] for at in FOCUS_BOUNDS)]
    lons = [*(event["lon"] for event in view["events"]), *(at[1] for at in FOCUS_BOUNDS)]
    corners = (min(lats), min(lons)), (max(lats), max(lons))
    wider = Extent.fit(box, corners, room=room)
    return wider if wider.metres <= _WIDER * usual.metres else usual


def _outside(extent: Extent, view: Mapping[str, Any]) -> str:
    """Say how many events lie outside the picture, which nobody can move."""
    n = sum(extent.hides(event["lat"], event["lon"]) for event in view["events"])
    if not n:
        return ""
    return ngettext(
        "{n} event lies outside this picture", "{n} events lie outside this picture", n
    ).format(n=number_text(n))


def _draw_view(
    sheet: Sheet, extent: Extent, drawing: Drawing, layers: Layers
) -> tuple[Sequence[Round], Sequence[Round]]:
    """Draw the ground and what lies on it, from below, in the order of the web map's panes.

    Returns what names must not hide, and what they had better not hide.
    """
    view, mode = drawing.view, drawing.view.get("mode")
    levels = [level for level in view.get("levels") or () if level in layers.units]
    draw_land(sheet, extent, layers)
    if mode == "heat":
        # On a screen it is multiplied with the ground, whose lines stay to be seen.
        draw_heat(sheet, extent, view)
    draw_waters(sheet, extent, layers)
    draw_units(sheet, extent, layers, view.get("units"), levels)
    draw_borders(sheet, extent, layers)
    if drawing.function == "roads":
        draw_threat(sheet, extent, view)
        lines = draw_lines(sheet, extent, layers, view)
        return draw_road_symbols(sheet, extent, view), lines
    if mode == "hexagons":
        draw_hexagons(sheet, extent, view)
    if mode == "clusters":
        return draw_clusters(sheet, extent, view), []
    if mode != "points":
        return [], []
    if drawing.function == "slices":
        draw_reached(sheet, extent, layers, view, levels[-1] if levels else 1)
    draw_extents(sheet, extent, view)
    track = draw_track(sheet, extent, view) if drawing.function == "slices" else []
    return [*track, *draw_events(sheet, extent, view)], []


def _bar_box(extent: Extent) -> Box:
    right, bottom = extent.box.right - _INSET, extent.box.bottom - _INSET
    return Box(right - extent.scale_bar(_BAR).pixels - 12, bottom - 26, right, bottom)


def _draw_bar(sheet: Sheet, extent: Extent, box: Box) -> None:
    bar = extent.scale_bar(_BAR)
    ink = solid("var(--ink-soft)")
    sheet.box(box, look("", fill="var(--panel)"), corner=3)
    left, bottom = box.left + 6, box.bottom - 6
    ends = [(left, bottom - 5), (left, bottom), (left + bar.pixels, bottom),
            (left + bar.pixels, bottom - 5)]  # fmt: skip
    sheet.lines([shapely.LineString(ends)], [Look(stroke=ink, width=1.4)], cap="projecting")
    sheet.text(f"{number_text(bar.km)} km", left + 4, bottom - 9, Words(_SMALL, ink))


def _draw_note(sheet: Sheet, box: Box, view: Mapping[str, Any]) -> None:
    """Say in the middle of the map that nothing is shown, where that is so."""
    if not view["words"]["empty"]:
        return
    lines = wrapped(view["words"]["empty"], 12, 0.5 * box.width)
    half = max(text_width(line, 12) for line in lines) / 2 + 18
    x, y = (box.left + box.right) / 2, box.top + 0.34 * box.height
    high = 9 * len(lines) + 10
    edge = look("", fill="var(--panel)", stroke="var(--line)")
    sheet.box(Box(x - half, y - high, x + half, y + high), edge, corner=6)
    for number, line in enumerate(lines):
        at = y + 18 * (number - (len(lines) - 1) / 2)
        sheet.text(line, x, at, Words(12, solid("var(--ink)"), align="center"))
