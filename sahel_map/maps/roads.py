"""The changing layer of the roads: statuses, sieges, attacks nearby, agreements, on one day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd

from sahel_map import vocabulary as v
from sahel_map.i18n import current, gettext, ngettext, noop, number_text
from sahel_map.maps.base import ScriptGroup
from sahel_map.maps.road_layers import (
    attacks,
    band,
    deals,
    deals_shown,
    glow,
    placed,
    posts,
    sieges,
    unplaced,
)
from sahel_map.maps.road_legend import MARKS, road_legend
from sahel_map.measures.roadside import is_guessed
from sahel_map.measures.sieges import besieged_towns
from sahel_map.measures.status import RoadDays
from sahel_map.road_wording import reason_text
from sahel_map.roads import Roads

__all__ = ["ROAD_VIEWS", "RoadView", "road_caption", "road_group"]

Corners = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class RoadView:
    """A named map: its words, the ground it shows (south-west, north-east) and its layers."""

    label: str
    focus: Corners
    roads: bool = True
    sieges: bool = True
    attacks: bool = True
    agreements: bool = True


_MARGIN: Final = 0.25
"""Degrees around a road that is lifted out, so that its ends do not touch the map's edge."""

ROAD_VIEWS: Final[dict[str, RoadView]] = {
    "roads": RoadView(noop("Roads"), ((9.6, -14.2), (17.4, 3.2))),
    "sieges-south": RoadView(
        noop("Sieges around southern Mali"),
        ((10.1, -12.2), (15.8, -4.4)),
        attacks=False,
        agreements=False,
    ),
    "sieges-sahel": RoadView(
        noop("Sieges across the Sahel"),
        ((9.8, -12.2), (18.0, 4.0)),
        roads=False,
        attacks=False,
        agreements=False,
    ),
    "agreements-centre": RoadView(
        noop("Agreements in central Mali"),
        ((12.6, -7.2), (17.3, -1.4)),
        roads=False,
        sieges=False,
        attacks=False,
    ),
    "agreements-south": RoadView(
        noop("Agreements in southern Mali"),
        ((10.1, -12.2), (15.6, -4.6)),
        roads=False,
        sieges=False,
        attacks=False,
    ),
}


def _states(found: RoadDays, roads: Roads, day: dt.date) -> dict[str, dict[str, Any]]:
    names = roads.corridors["short_name"]
    states: list[Any] = list(found.on(day).itertuples())
    return {
        state.Index: {
            "name": gettext(names[state.Index]),
            "status": state.status,
            "stale": state.reason == "out_of_date",
            "reason": reason_text(state, roads),
        }
        for state in states
    }


def _focus(roads: Roads, selected: str | None, view: RoadView) -> Corners:
    legs = roads.legs[roads.legs["corridor_id"] == selected]
    if legs.empty:
        return view.focus
    west, south, east, north = legs.total_bounds
    return (south - _MARGIN, west - _MARGIN), (north + _MARGIN, east + _MARGIN)


def road_caption(
    found: RoadDays,
    roads: Roads,
    day: dt.date,
    *,
    name: str = "roads",
    selected: str | None = None,
) -> str:
    """Say what a map draws and what it leaves out, in one sentence; arguments as ``road_group``."""
    chosen = ROAD_VIEWS[name]
    selected = selected if chosen.roads else None
    parts = []
    if chosen.attacks:
        n = int(placed(found, day, selected)["counted"].sum())
        parts.append(
            ngettext(
                "{n} attack of the last 90 days is drawn",
                "{n} attacks of the last 90 days are drawn",
                n,
            ).format(n=number_text(n))
        )
        loose = unplaced(found, day, selected)
        if loose:
            parts.append(
                ngettext(
                    "{n} more is known too loosely to be placed",
                    "{n} more are known too loosely to be placed",
                    loose,
                ).format(n=number_text(loose))
            )
    if chosen.sieges:
        n = len(besieged_towns(roads, day))
        parts.append(
            ngettext(
                "{n} town that is or may be under siege",
                "{n} towns that are or may be under siege",
                n,
            ).format(n=number_text(n))
        )
    if chosen.agreements and not selected:
        listed = deals_shown(roads, day, recent=chosen.roads)
        drawn = int(listed["lat"].notna().sum())
        parts.append(
            ngettext("{n} agreement is drawn", "{n} agreements are drawn", drawn).format(
                n=number_text(drawn)
            )
        )
        if len(listed) > drawn:
            parts.append(
                gettext("{n} without a point only in the list").format(
                    n=number_text(len(listed) - drawn)
                )
            )
    return gettext("; ").join(parts) + "."


def road_group(
    events: gpd.GeoDataFrame,
    found: RoadDays,
    roads: Roads,
    day: dt.date,
    *,
    name: str = "roads",
    selected: str | None = None,
) -> ScriptGroup:
    """Return the feature group that draws the roads on a day.

    Args:
        events: The events that ``found`` rests on.
        found: The statuses of all roads on all days.
        roads: Corridors, lines, spells and agreements.
        day: The day.
        name: One of ``ROAD_VIEWS``.
        selected: A road to lift out, with its buffer; the map moves to it.
    """
    chosen = ROAD_VIEWS[name]
    selected = selected if chosen.roads and selected in roads.corridors.index else None
    places = {*roads.legs["from_place"], *roads.legs["to_place"]}
    view: dict[str, Any] = {
        "language": current(),
        "day": day.isoformat(),
        "name": name,
        "focus": _focus(roads, selected, chosen),
        "lines": chosen.roads,
        "selected": selected,
        "order": list(v.STATUSES),
        "styles": {
            code: {
                "label": gettext(status.label),
                "colour": status.colour,
                "dash": status.dash,
                "weight": status.weight,
            }
            for code, status in v.STATUSES.items()
        },
        "roads": _states(found, roads, day),
        "places": {name: gettext(name) for name in sorted(places) if gettext(name) != name},
        "events": attacks(events, found, day, selected) if chosen.attacks else [],
        "sieges": sieges(roads, day) if chosen.sieges else [],
        "agreements": (
            deals(roads, day, recent=chosen.roads) if chosen.agreements and not selected else []
        ),
        "posts": posts(roads, selected) if chosen.roads and chosen.attacks else [],
        "band": band(roads, selected, found.buffer_km) if selected else [],
        "guessed": bool(is_guessed(roads.legs).any()),
        "glow": glow(found, day) if chosen.attacks else [],
        "marks": MARKS,
        "words": {"leg": gettext("{a} – {b}"), "empty": ""},
    }
    view["legend"] = road_legend(view, found.buffer_km)
    return ScriptGroup("roads", "roads", view)
