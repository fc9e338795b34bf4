"""The symbols of events: discs by deaths, rings of several, circles of where they may be."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sahel_map.figures.extent import Extent
from sahel_map.figures.sheet import Round, Sheet, Words
from sahel_map.figures.stylesheet import look, solid

__all__ = ["CANVAS_FROM", "draw_events", "draw_ring", "places_of"]

Event = Mapping[str, Any]

MISSING_RADIUS: Final = 5.5
ZERO_RADIUS: Final = 4.0
LARGEST_RADIUS: Final = 26.0
_SMALLEST_RING: Final = 11.5

CANVAS_FROM: Final = 1500
"""Events; more are drawn as pixels, here as on the web map."""

_FAN_START: Final = 22.0
_FAN_STEP: Final = 34.0
_FAN_ROOM: Final = 36.0


def radius(deaths: int | None) -> float:
    """Return the radius of a disc in pixels, as map.js has it."""
    if deaths is None:
        return MISSING_RADIUS
    return ZERO_RADIUS if deaths == 0 else min(5 + 1.6 * math.sqrt(deaths), LARGEST_RADIUS)


def ring_radius(events: Sequence[Event]) -> float:
    """Return the radius of the ring of several events, by the sum of their lowest figures."""
    known = [event["low"] for event in events if event["low"] is not None]
    return max(_SMALLEST_RING, radius(sum(known)) if known else 0.0)


def places_of(events: Sequence[Event]) -> list[list[Event]]:
    """Return the events of each point, the largest rings first; ties keep their order."""
    places: dict[tuple[float, float], list[Event]] = {}
    for event in events:
        places.setdefault((event["lat"], event["lon"]), []).append(event)
    return sorted(places.values(), key=ring_radius, reverse=True)


def _dot(event: Event, at: tuple[float, float], view: Mapping[str, Any]) -> list[Round]:
    colour = view["colours"][event["category"]]
    low, high = event["low"], event["high"]
    reach = radius(high) if high is not None and high > (low or 0) else 0.0
    rounds = []
    if reach:
        rounds.append(Round(*at, reach, look("reach", stroke=colour, stroke_width=1.2)))
    disc = look("dot missing", colour) if low is None else look("dot", fill=colour)
    rounds.append(Round(*at, radius(low), disc))
    if event["id"] == view["selected"]:
        rounds.append(Round(*at, max(radius(low), reach) + 5, look("chosen")))
    return rounds


def draw_ring(
    sheet: Sheet,
    at: tuple[float, float],
    size: float,
    events: Sequence[Event],
    colours: Mapping[str, str],
) -> Round:
    """Draw several events as a ring of their kinds around their number, and return its circle."""
    inner = size - max(4.5, size * 0.34)
    whole = Round(*at, size, look("", fill="var(--halo)"))
    sheet.rounds([whole])
    start = 0.0
    for category, count in Counter(event["category"] for event in events).most_common():
        share = count / len(events)
        sheet.wedge(at, (inner, size), (start, start + share), solid(colours[category]))
        start += share
    sheet.rounds([Round(*at, size, look("", stroke="var(--halo)", stroke_width=1.4))])
    ink = solid("var(--ink)")
    digits = 8.8 if len(events) > 99 else 10.4  # noqa: PLR2004
    words = Words(digits, ink, bold=True, align="center", level="center")
    sheet.text(str(len(events)), *at, words)
    return whole


def _fan(
    events: Sequence[Event], at: tuple[float, float], size: float, view: Mapping[str, Any]
) -> list[Round]:
    """Return the events of a place side by side around their ring, as after a click on it."""
    rounds: list[Round] = []
    placed, turn = 0, 0
    while placed < len(events):
        distance = size + _FAN_START + turn * _FAN_STEP
        here = min(max(1, int(2 * math.pi * distance / _FAN_ROOM)), len(events) - placed)
        for number in range(here):
            angle = 2 * math.pi * number / here - math.pi / 2 + turn * 0.4
            spot = at[0] + distance * math.cos(angle), at[1] + distance * math.sin(angle)
            rounds += _dot(events[placed + number], spot, view)
        placed += here
        turn += 1
    return rounds


def _extents(extent: Extent, view: Mapping[str, Any]) -> list[Round]:
    drawn: dict[tuple[Any, ...], Event] = {}
    for event in view["events"]:
        if event["radius_m"]:
            drawn.setdefault((event["lat"], event["lon"], event["precision"]), event)
    rounds = []
    for event in drawn.values():
        colour = view["colours"][event["category"]]
        manner = look(f"extent {event['precision']}", colour, stroke=colour, fill=colour)
        size = extent.ground_pixels(event["radius_m"], event["lat"])
        rounds.append(Round(*extent.point(event["lat"], event["lon"]), size, manner))
    return rounds


def draw_extents(sheet: Sheet, extent: Extent, view: Mapping[str, Any]) -> None:
    """Draw how well the places of events are known: a circle of about that size."""
    sheet.rounds(_extents(extent, view), raster=len(view["events"]) > CANVAS_FROM)


def draw_events(sheet: Sheet, extent: Extent, view: Mapping[str, Any]) -> list[Round]:
    """Draw events one by one, those of one point as a ring, and return what must not be hidden.

    The ring that holds the selected event is fanned out, as it is on the web map.
    """
    places = places_of(view["events"])
    spots = extent.points([(some[0]["lat"], some[0]["lon"]) for some in places])
    box, margin = extent.box, LARGEST_RADIUS
    seen = [
        (some, (float(x), float(y)))
        for some, (x, y) in zip(places, spots, strict=True)
        if box.left - margin < x < box.right + margin and box.top - margin < y < box.bottom + margin
    ]
    singles = [found for some, at in seen if len(some) == 1 for found in _dot(some[0], at, view)]
    sheet.rounds(singles, raster=len(view["events"]) > CANVAS_FROM)
    shown = list(singles)
    for some, at in seen:
        if len(some) == 1:
            continue
        size = ring_radius(some)
        shown.append(draw_ring(sheet, at, size, some, view["colours"]))
        if any(event["id"] == view["selected"] for event in some):
            fanned = _fan(some, at, size, view)
            sheet.rounds(fanned)
            shown += fanned
    return shown
