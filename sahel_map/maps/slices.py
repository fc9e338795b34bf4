"""The changing layer of the expansion: attacks, areas by first arrival, and the centre's track."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.expansion_wording import (
    area_name,
    area_slice,
    km_text,
    reached_text,
    slice_name,
    slice_span,
)
from sahel_map.i18n import current, date_text, gettext, ngettext, number_text
from sahel_map.maps.base import ScriptGroup
from sahel_map.maps.features import event_features
from sahel_map.maps.legend import event_legend
from sahel_map.maps.slice_legend import FEW, area_colour, slice_colours, slice_legend
from sahel_map.measures.arrivals import AREA_COLUMNS, hexagon
from sahel_map.measures.attacks import BAMAKO
from sahel_map.measures.centres import to_degrees
from sahel_map.measures.expansion import Expansion
from sahel_map.store import Dataset
from sahel_map.wording import pair_text

__all__ = [
    "Manner",
    "shown_attacks",
    "slice_caption",
    "slice_group",
]

MOST_POINTS: Final = 5_000
"""More attacks than this are not drawn one by one; the areas they reached are."""

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


def _areas(found: Expansion, data: Dataset, at: int) -> list[dict[str, Any]]:
    """Return the areas reached by the end of a slice, with their colour and what reached them."""
    last, colours = pd.Timestamp(found.slices[at].last), slice_colours(len(found.slices))
    reached = found.areas[found.areas["latest"] <= last]
    units = found.terms.areas in AREA_COLUMNS
    cells = []
    area: Any
    for area in reached.itertuples():
        first = data.events.loc[area.event_ids[0]]
        name = area_name(area.area_id, found.terms.areas, data)
        cells.append(
            {
                "id": area.area_id,
                "rings": None
                if units
                else [
                    [round(lat, 4), round(lon, 4)]
                    for lon, lat in hexagon(area.area_id).exterior.coords
                ],
                "colour": area_colour(area, colours),
                "fresh": bool(area.at == at),
                "event": area.event_ids[0],
                "texts": [
                    name or gettext("First reached"),
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
                "few": n < FEW,
                "current": row.Index == at,
                "texts": [
                    slice_name(found.slices[row.Index]),
                    count,
                    moved.format(km=km_text(row.moved_km)) if moved else "",
                ],
            }
        )
    return points


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
) -> ScriptGroup:
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
        "events": event_features(drawn),
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
        "legend": slice_legend(found, drawn, at)
        if found.slices
        else event_legend(drawn, points=True),
    }
    if found.terms.areas == "district":
        view["levels"] = [2]
    return ScriptGroup("slices", "slices", view)
