"""The changing layer of the expansion: attacks, areas by first arrival, and the centre's track."""

import math
from dataclasses import dataclass
from typing import Any, Final

import folium
import numpy as np
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.expansion_wording import (
    area_slice,
    km_text,
    reached_text,
    slice_name,
    slice_span,
)
from sahel_map.i18n import current, date_text, gettext, ngettext, number_text
from sahel_map.maps.base import ScriptLayer
from sahel_map.maps.events import event_feature
from sahel_map.maps.legend import event_legend
from sahel_map.measures.arrivals import hexagon
from sahel_map.measures.attacks import BAMAKO
from sahel_map.measures.centres import to_degrees
from sahel_map.measures.expansion import Expansion
from sahel_map.measures.slices import LOOSE
from sahel_map.store import Dataset
from sahel_map.wording import pair_text

__all__ = [
    "BEFORE_COLOUR",
    "Manner",
    "shown_attacks",
    "slice_caption",
    "slice_colours",
    "slice_group",
]

_SCALE: Final = ("#4a3a8c", "#33638d", "#1f8a8c", "#3bb273", "#a3cf3a", "#f0d43a")
BEFORE_COLOUR: Final = "#8d949b"
LOOSE_COLOUR: Final = "#b07aa1"

MOST_POINTS: Final = 5_000
"""More attacks than this are not drawn one by one; the areas they reached are."""

_FEW: Final = 5
"""A mean centre of fewer attacks is drawn hollow."""

_LISTED: Final = 9
"""So many slices have a line of their own in the legend; of more, only some have."""

_WIDE: Final = 620
"""Pixels from which a map has room for an open legend beside the ground it shows."""

_FOCUS: Final = ((10.2, -12.3), (17.0, -0.6))


@dataclass(frozen=True, slots=True)
class Manner:
    """How a slice is drawn.

    Attributes:
        cumulative: All attacks up to its end, not those of the slice alone.
        selected: The event to mark.
        stepping: The arrow keys go from event to event and do not move the map.
        linked: The map shows the same ground as the other linked map of the page.
    """

    cumulative: bool = False
    selected: str | None = None
    stepping: bool = False
    linked: bool = False


def slice_colours(size: int) -> list[str]:
    """Return a colour a slice, from early (dark) to late (bright)."""
    channels = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in _SCALE])
    places = np.linspace(0, len(_SCALE) - 1, max(size, 1)) if size > 1 else np.array([2.0])
    steps = np.arange(len(_SCALE))
    mixed = np.column_stack([np.interp(places, steps, channels[:, i]) for i in range(3)])
    return ["#" + "".join(f"{round(value):02x}" for value in row) for row in mixed]


def shown_attacks(found: Expansion, at: int, *, cumulative: bool) -> list[str]:
    """Return the attacks of a slice in date order, or all that end by its last day."""
    if not cumulative:
        return list(found.attacks.frame.index[found.at == at])
    return list(
        found.attacks.frame.index[found.attacks.end <= np.datetime64(found.slices[at].last)]
    )


def _drawn(events: pd.DataFrame) -> pd.DataFrame:
    """Return the attacks that are drawn as points: all that have one, or none of too many."""
    placed = events[events["lat"].notna()]
    return placed if len(placed) <= MOST_POINTS else placed.iloc[:0]


def _colour(area: Any, colours: list[str]) -> str:  # noqa: ANN401  (a row of the areas)
    if area.at >= 0:
        return str(colours[area.at])
    return LOOSE_COLOUR if area.at == LOOSE else BEFORE_COLOUR


def _areas(found: Expansion, data: Dataset, at: int) -> list[dict[str, Any]]:
    """Return the areas reached by the end of a slice, with their colour and what reached them."""
    last, colours = pd.Timestamp(found.slices[at].last), slice_colours(len(found.slices))
    reached = found.areas[found.areas["latest"] <= last]
    units = found.terms.areas in {"region", "district"}
    cells = []
    area: Any
    for area in reached.itertuples():
        first = data.events.loc[area.event_ids[0]]
        name = str(data.admin1["name"].get(area.area_id, "")) if units else ""
        cells.append(
            {
                "id": area.area_id,
                "rings": None
                if units
                else [
                    [round(lat, 4), round(lon, 4)]
                    for lon, lat in hexagon(area.area_id).exterior.coords
                ],
                "colour": _colour(area, colours),
                "fresh": bool(area.at == at),
                "event": area.event_ids[0],
                "texts": [
                    gettext(name) if name else gettext("First reached"),
                    area_slice(area.at, found, before=area.before),
                    pair_text(reached_text(area), gettext(str(first["title"]))),
                ],
            }
        )
    return cells


def _ellipse(row: Any) -> list[list[float]]:  # noqa: ANN401  (a row of Expansion.table)
    """Return the outline of the standard deviational ellipse, (lat, lon)."""
    if pd.isna(row.major_km):
        return []
    turn, angle = np.linspace(0, 2 * math.pi, 49), math.radians(row.angle)
    along, across = 1000 * row.major_km * np.cos(turn), 1000 * row.minor_km * np.sin(turn)
    x = row.x + along * math.sin(angle) + across * math.cos(angle)
    y = row.y + along * math.cos(angle) - across * math.sin(angle)
    lon, lat = to_degrees(x, y)
    return [[round(float(a), 4), round(float(b), 4)] for a, b in zip(lat, lon, strict=True)]


def _track(found: Expansion, at: int) -> list[dict[str, Any]]:
    colours = slice_colours(len(found.slices))
    points = []
    row: Any
    for row in found.table.iloc[: at + 1].dropna(subset="lon").itertuples():
        n = int(row.placed)
        count = ngettext(
            "Mean centre of {n} placed attack", "Mean centre of {n} placed attacks", n
        ).format(n=number_text(n))
        moved = "" if pd.isna(row.moved_km) else gettext("{km} from the one before")
        points.append(
            {
                "at": [round(row.lat, 4), round(row.lon, 4)],
                "colour": colours[row.Index],
                "few": n < _FEW,
                "current": row.Index == at,
                "texts": [
                    slice_name(found.slices[row.Index]),
                    count,
                    moved.format(km=km_text(row.moved_km)) if moved else "",
                ],
            }
        )
    return points


def _legend(found: Expansion, drawn: pd.DataFrame, at: int) -> dict[str, Any]:
    colours = slice_colours(len(found.slices))
    last = pd.Timestamp(found.slices[at].last)
    reached = found.areas[found.areas["latest"] <= last]
    used = sorted({int(number) for number in reached["at"] if number >= 0})
    if len(used) > _LISTED:
        picks = np.linspace(0, len(used) - 1, _LISTED).round().astype(int)
        used = [used[i] for i in dict.fromkeys(picks.tolist())]
    items = [{"swatch": colours[i], "text": slice_name(found.slices[i])} for i in used]
    if reached["before"].any():
        items.insert(0, {"swatch": BEFORE_COLOUR, "text": gettext("before the first slice")})
    if (reached["at"] == LOOSE).any():
        items.append({"swatch": LOOSE_COLOUR, "text": gettext("across slices")})
    few = gettext("Track of the mean centre; hollow: fewer than {n} attacks")
    marks = [
        {"line": {"colour": v.SOUTHWEST_COLOUR, "weight": 2.4, "dash": ""},
         "text": gettext("The south-west")},
        {"line": {"colour": "#1c1c1c", "weight": 2.2, "dash": "", "ink": True},
         "text": few.format(n=_FEW)},
        {"line": {"colour": "#1c1c1c", "weight": 1.4, "dash": "5 4", "ink": True},
         "text": gettext("Standard deviational ellipse of this slice")},
    ]  # fmt: skip
    kinds = event_legend(drawn, points=True)
    parts = [
        {"title": gettext("Area first reached"), "items": items},
        {"title": gettext("Attacks"), "items": kinds["parts"][0]["items"]},
        {"title": gettext("Lines"), "items": marks, "folded": True},
        *kinds["parts"][1:],
    ]
    shown = [part for part in parts if part["items"]]
    # The south-west lies where the legend does: the ground begins beside it wherever it is open.
    return {"title": gettext("Legend"), "parts": shown, "room": _WIDE, "wide": _WIDE}


def slice_caption(found: Expansion, data: Dataset, at: int, *, cumulative: bool) -> str:
    """Say what the map draws and what it leaves out, in one sentence; arguments as above."""
    if not found.slices:
        return ""
    events = data.events.loc[shown_attacks(found, at, cumulative=cumulative)]
    n, placed, drawn = len(events), int(events["lat"].notna().sum()), len(_drawn(events))
    cut = found.slices[at]
    name, span = slice_name(cut), slice_span(cut)
    parts = [
        (name if name == span else gettext("{name}, {span}").format(name=name, span=span))
        if not cumulative
        else gettext("From the first attack to {day}").format(day=date_text(cut.last)),
        ngettext("{n} of {total} attack drawn", "{n} of {total} attacks drawn", n).format(
            n=number_text(drawn), total=number_text(n)
        ),
    ]
    if placed > drawn:
        text = gettext("more than {n} are not drawn one by one, only the areas they reached")
        parts.append(text.format(n=number_text(MOST_POINTS)))
    if n > placed:
        parts.append(
            ngettext(
                "{n} is known only by region or country",
                "{n} are known only by region or country",
                n - placed,
            ).format(n=number_text(n - placed))
        )
    loose = int(found.table["straddling"].iloc[at])
    if loose and not cumulative:
        parts.append(
            ngettext(
                "{n} fits no single slice and is not drawn",
                "{n} fit no single slice and are not drawn",
                loose,
            ).format(n=number_text(loose))
        )
    if found.leads_hidden:
        parts.append(
            ngettext(
                "{n} unverified lead is hidden",
                "{n} unverified leads are hidden",
                found.leads_hidden,
            ).format(n=number_text(found.leads_hidden))
        )
    return gettext("; ").join(parts) + "."


def slice_group(
    found: Expansion,
    data: Dataset,
    at: int,
    manner: Manner | None = None,
) -> folium.FeatureGroup:
    """Return the feature group that draws a slice.

    Args:
        found: The measures.
        data: The data they come from.
        at: The number of the slice.
        manner: How to draw it.
    """
    manner = manner or Manner()
    ids = shown_attacks(found, at, cumulative=manner.cumulative) if found.slices else []
    events = data.events.loc[ids]
    drawn = _drawn(events)
    row: Any = found.table.iloc[at] if found.slices else None
    view: dict[str, Any] = {
        "mode": "points",
        "language": current(),
        "selected": manner.selected,
        "focus": _FOCUS,
        "events": [event_feature(event) for event in drawn.itertuples()],
        "colours": {code: term.colour for code, term in v.CATEGORIES.items()},
        "units": None,
        "areas": _areas(found, data, at) if found.slices else [],
        "southwest": sorted(found.southwest.units),
        "southwest_colour": v.SOUTHWEST_COLOUR,
        "track": _track(found, at) if found.slices else [],
        "ellipse": [] if row is None else _ellipse(row),
        "bamako": [BAMAKO[1], BAMAKO[0]],
        "slice": found.slices[at].slice_id if found.slices else "",
        "stepping": manner.stepping,
        "linked": manner.linked,
        "words": {
            "stack": gettext("{n} events coded here"),
            "stack_hint": gettext("Click to fan them out"),
            "no_events": "",
            "empty": "" if len(events) else gettext("No attack is listed in this slice."),
        },
        "legend": _legend(found, drawn, at) if found.slices else event_legend(drawn, points=True),
    }
    group = folium.FeatureGroup(name="slices")
    ScriptLayer("slices", view).add_to(group)
    return group
