"""The roads of a day: lines by status, what threatens them, sieges, posts and agreements."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import shapely

from sahel_map.figures.extent import Extent
from sahel_map.figures.layers import Layers
from sahel_map.figures.sheet import Round, Sheet
from sahel_map.figures.stylesheet import HATCH_OPACITY, Look, look, paint, solid

__all__ = ["draw_lines", "draw_road_symbols", "draw_threat", "gravest"]

_WIDTH: Final = 5.0
"""Pixels on either side of a road that names had better leave free."""

_GLOW: Final = 16.0
_GUESS: Final = 15.0
_SIEGE: Final = 13.0
_CORE: Final = 3.4
_POST: Final = 16 / 18
_DEAL: Final = 20 / 18
"""Pixels to a unit of the symbols' paths: they are drawn into boxes of 18 units."""


def gravest(corridors: tuple[str, ...], view: Mapping[str, Any]) -> str | None:
    """Return the road whose status a shared stretch is drawn in, None where no road has one."""
    mine = [name for name in corridors if name in view["roads"]]

    def rank(name: str) -> tuple[int, bool]:
        road = view["roads"][name]
        return view["order"].index(road["status"]), road["stale"]

    return min(mine, key=rank, default=None)


def draw_threat(sheet: Sheet, extent: Extent, view: Mapping[str, Any]) -> None:
    """Draw the ground within the buffer of a road, and the stretches attacked lately."""
    for band in view["band"]:
        outer, *inner = [extent.points([(lat, lon) for lon, lat in ring]) for ring in band["rings"]]
        shape = shapely.make_valid(shapely.Polygon(outer, inner))
        classes = "band guessed" if band["guessed"] else "band"
        manner = look(classes, "var(--ink-soft)", stroke_width=1)
        if manner.hatch:
            sheet.hatch(shape, manner.hatch)
        sheet.polygons([shape], [manner])
    shapes, looks = [], []
    for coords, heat in view["glow"]:
        shapes.append(shapely.LineString(extent.points([(lat, lon) for lon, lat in coords])))
        opacity = min(0.75, 0.18 + 0.2 * heat)
        looks.append(look("glow", stroke_width=_GLOW, stroke_opacity=opacity))
    sheet.lines(shapes, looks, cap="butt")


def draw_lines(
    sheet: Sheet, extent: Extent, layers: Layers, view: Mapping[str, Any]
) -> list[Round]:
    """Draw the roads, the selected one last, and return what had better not be hidden.

    A leg that roads share is drawn once, in the gravest of their statuses.
    """
    if not view["lines"]:
        return []
    selected = view["selected"]
    drawn = []
    legs: list[Any] = list(layers.legs.itertuples())
    for leg, shape in zip(legs, extent.shapes(layers.legs.geometry), strict=True):
        first = gravest(leg.corridors, view)
        if first is None or shape.is_empty:
            continue
        mine = selected is not None and selected in leg.corridors
        drawn.append((mine, leg.guessed, shape, view["roads"][selected if mine else first]))
    drawn.sort(key=lambda one: one[0])
    hatch = solid("var(--ink-soft)", HATCH_OPACITY)
    casings, lines = [], []
    for mine, guessed, shape, road in drawn:
        if guessed:
            sheet.hatch(shapely.buffer(shape, _GUESS / 2, cap_style="flat"), hatch)
        casings.append(_casing(view, road, mine=mine))
        lines.append(_line(view, road, mine=mine))
    shapes = [shape for _, _, shape, _ in drawn]
    sheet.lines(shapes, casings, cap="butt")
    sheet.lines(shapes, lines, cap="butt")
    spots = shapely.get_coordinates(shapely.segmentize(shapes, 2 * _WIDTH))
    return [Round(float(x), float(y), _WIDTH, Look()) for x, y in spots]


def _casing(view: Mapping[str, Any], road: Mapping[str, Any], *, mine: bool) -> Look:
    weight = view["styles"][road["status"]]["weight"]
    faint = road["status"] == "no_data" and not mine
    return look(
        "road-casing chosen-road" if mine else "road-casing",
        stroke_width=weight + (6 if mine else 2.4),
        stroke_opacity=0.35 if faint else 1,
    )


def _line(view: Mapping[str, Any], road: Mapping[str, Any], *, mine: bool) -> Look:
    style = view["styles"][road["status"]]
    fade = view["selected"] and not mine
    return look(
        "road",
        stroke=style["colour"],
        stroke_width=style["weight"] + (2 if mine else 0),
        stroke_dasharray=style["dash"],
        stroke_opacity=0.5 if road["stale"] else 0.55 if fade else 1,
    )


def draw_road_symbols(sheet: Sheet, extent: Extent, view: Mapping[str, Any]) -> list[Round]:
    """Draw sieges, attacks, border posts and agreements; return what must not be hidden."""
    rounds, hidden = [], []
    for siege in view["sieges"]:
        at = extent.point(siege["lat"], siege["lon"])
        rounds.append(Round(*at, _SIEGE, look(f"siege {siege['state']}")))
        rounds.append(Round(*at, _CORE, look(f"siege-core {siege['state']}")))
    for event in view["events"]:
        at = extent.point(event["lat"], event["lon"])
        aged = paint(event["colour"], event["fade"])
        if event["counted"]:
            rounds.append(Round(*at, 6, replace(look("dot"), fill=aged)))
        else:
            hollow = look("dot missing", event["colour"])
            rounds.append(Round(*at, 5, replace(hollow, stroke=aged)))
    sheet.rounds(rounds)
    for post in view["posts"]:
        at = extent.point(post["lat"], post["lon"])
        sheet.mark(view["marks"]["post"], at, look("post"), scale=_POST)
        hidden.append(Round(*at, 7, Look()))
    for deal in view["agreements"]:
        at = extent.point(deal["lat"], deal["lon"])
        manner = look(f"deal {deal['mark']}")
        sheet.mark(view["marks"][deal["mark"]], at, manner, scale=_DEAL)
        hidden.append(Round(*at, 9, Look()))
    return [*rounds, *hidden]
