"""The changing layer of the roads: statuses, sieges, attacks nearby, agreements, on one day."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any, Final

import folium
import geopandas as gpd
import pandas as pd
import shapely
from branca.element import MacroElement
from jinja2 import Template

from sahel_map import vocabulary as v
from sahel_map.geodesy import PLANE_CRS, to_plane
from sahel_map.i18n import current, gettext, noop
from sahel_map.maps.base import as_script
from sahel_map.maps.road_legend import MARKS, road_legend
from sahel_map.measures.corridors import intensity
from sahel_map.measures.roadside import reach_km
from sahel_map.measures.sieges import sieges_on
from sahel_map.measures.status import PERSISTENT, RoadDays
from sahel_map.road_wording import about_day_text, reason_text, spell_text
from sahel_map.roads import Roads
from sahel_map.settings import STORAGE_CRS
from sahel_map.wording import dates_text, deaths_text, where_text

__all__ = ["ROAD_VIEWS", "RoadView", "road_group"]

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

_LIT: Final = 0.15
"""The intensity from which a stretch glows; an attack of weight 1 is seen for some 57 days."""

_FADES: Final = ((14, 0.95), (30, 0.7), (PERSISTENT, 0.4))
"""Age of an attack in days, up to which it is drawn with an opacity."""

_RECENT_DEALS: Final = 365
"""Days that an agreement stays on the map of the roads; the maps of agreements keep all."""


class _RoadLayer(MacroElement):
    """Hands its feature group to ``SahelMap.roads`` with the view as JSON."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "SahelMap.roads({{ this._parent.get_name() }}, {{ this.view }});"
        "{% endmacro %}"
    )

    def __init__(self, view: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "RoadLayer"
        text = as_script(view)
        digest = hashlib.sha256(text.encode()).hexdigest()[:10]
        self.view = f'{text[:-1]},"digest":"{digest}"}}'


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


def _attacks(
    events: gpd.GeoDataFrame, found: RoadDays, day: dt.date, selected: str | None
) -> list[dict[str, Any]]:
    near = found.near[found.near["line_km"].notna()]
    if selected:
        near = near[near["corridor_id"] == selected]
    age = (pd.Timestamp(day) - near["day"]).dt.days
    recent = near[(age >= 0) & (age < PERSISTENT)].drop_duplicates("event_id")
    drawn = []
    for row in recent.itertuples():
        event: Any = events.loc[row.event_id]
        days = (day - event["date_start"].date()).days
        drawn.append(
            {
                "id": row.event_id,
                "lat": event["lat"],
                "lon": event["lon"],
                "counted": bool(row.counted),
                "colour": v.colour_of(event["event_type"]),
                "fade": next(fade for limit, fade in _FADES if days <= limit),
                "texts": [
                    gettext(event["title"]),
                    dates_text(event),
                    where_text(event),
                    deaths_text(event),
                    "" if row.counted else gettext("State operation: not counted as an attack."),
                ],
            }
        )
    return drawn


def _sieges(roads: Roads, day: dt.date) -> list[dict[str, Any]]:
    running = sieges_on(roads, day).drop_duplicates(["country", "place"])
    words = {
        "confirmed": gettext("Under siege on this day, by its sources."),
        "possible": gettext("Possibly under siege: only declared, disputed or loosely dated."),
        "unconfirmed": gettext("No source confirms the siege any more."),
    }
    spells: list[Any] = list(running.itertuples())
    return [
        {
            "id": spell.spell_id,
            "lat": spell.lat,
            "lon": spell.lon,
            "state": spell.state,
            "texts": [
                gettext(spell.place),
                words[spell.state],
                spell_text(spell),
                gettext(spell.imposed_by),
            ],
        }
        for spell in spells
    ]


def _deals(roads: Roads, day: dt.date, *, recent: bool) -> list[dict[str, Any]]:
    deals = roads.agreements[roads.agreements["confidence"] != "unverified"]
    at = pd.Timestamp(day)
    age = (at - deals["date"]).dt.days
    shown = deals["date"].isna() | (age >= 0)
    if recent:
        shown = (age >= 0) & (age <= _RECENT_DEALS)
    deals = deals[shown & deals["lat"].notna()]
    marks = {"siege_lifted": "lifted", "other": "other"}
    rows: list[Any] = list(deals.itertuples())
    return [
        {
            "id": deal.agreement_id,
            "lat": deal.lat,
            "lon": deal.lon,
            "mark": marks.get(deal.kind, "deal"),
            "texts": [
                gettext(deal.place),
                v.label(v.AGREEMENT_KINDS, deal.kind),
                about_day_text(deal.date, deal.date_precision),
                gettext(deal.summary),
                gettext(deal.outcome),
            ],
        }
        for deal in rows
    ]


def _posts(roads: Roads, selected: str | None) -> list[dict[str, Any]]:
    """Return the border posts that have a point, once each, with the roads that use them."""
    posts = roads.posts
    if selected:
        posts = posts[posts["corridor_id"] == selected]
    names = roads.corridors["short_name"]
    found: dict[tuple[float, float], dict[str, Any]] = {}
    post: Any
    for post in posts.itertuples():
        texts = [gettext(post.post), gettext("Border post")]
        known = found.setdefault(
            (post.lat, post.lon), {"lat": post.lat, "lon": post.lon, "texts": texts}
        )
        known["texts"].append(gettext(names[post.corridor_id]))
    return list(found.values())


def _band(roads: Roads, selected: str, buffer_km: float) -> list[dict[str, Any]]:
    """Return the ground within a road's buffer; where its course is a guess, wider and apart."""
    legs = roads.legs[roads.legs["corridor_id"] == selected]
    reach = reach_km(legs, buffer_km).to_numpy()
    grown = shapely.buffer(to_plane(legs.geometry), reach * 1000, quad_segs=6)
    guessed = (legs["alignment"] == "low").to_numpy() & (legs["drawn"] == "schematic").to_numpy()
    bands = []
    for flag in (False, True):
        if not (guessed == flag).any():
            continue
        ground = shapely.simplify(shapely.union_all(grown[guessed == flag]), 300)
        parts = gpd.GeoSeries([ground], crs=PLANE_CRS).to_crs(STORAGE_CRS).explode()
        for part in parts:
            rings = [part.exterior, *part.interiors]  # type: ignore[attr-defined]
            coords = [[[round(x, 3), round(y, 3)] for x, y in ring.coords] for ring in rings]
            bands.append({"guessed": flag, "rings": coords})
    return bands


def _glow(found: RoadDays, day: dt.date) -> list[tuple[list[list[float]], float]]:
    heat = intensity(found, day)
    lines: Any = found.segments.lines.geometry
    return [
        ([[round(x, 3), round(y, 3)] for x, y in lines.iloc[segment].coords], round(value, 2))
        for segment, value in heat[heat >= _LIT].items()
    ]


def _focus(roads: Roads, selected: str | None, view: RoadView) -> Corners:
    if not selected:
        return view.focus
    west, south, east, north = roads.legs[roads.legs["corridor_id"] == selected].total_bounds
    return (south, west), (north, east)


def road_group(
    events: gpd.GeoDataFrame,
    found: RoadDays,
    roads: Roads,
    day: dt.date,
    *,
    name: str = "roads",
    selected: str | None = None,
) -> folium.FeatureGroup:
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
        "events": _attacks(events, found, day, selected) if chosen.attacks else [],
        "sieges": _sieges(roads, day) if chosen.sieges else [],
        "agreements": (
            _deals(roads, day, recent=chosen.roads) if chosen.agreements and not selected else []
        ),
        "posts": _posts(roads, selected) if chosen.roads and chosen.attacks else [],
        "band": _band(roads, selected, found.buffer_km) if selected else [],
        "glow": _glow(found, day) if chosen.attacks else [],
        "marks": MARKS,
        "words": {"leg": gettext("{a} – {b}"), "empty": ""},
    }
    view["legend"] = road_legend(view, found.buffer_km)
    group = folium.FeatureGroup(name="roads")
    _RoadLayer(view).add_to(group)
    return group
