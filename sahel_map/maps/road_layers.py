"""What the road map draws besides the roads: attacks, sieges, agreements, posts, buffers."""

import datetime as dt
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from sahel_map import vocabulary as v
from sahel_map.geodesy import PLANE_CRS, to_plane
from sahel_map.i18n import gettext
from sahel_map.measures.corridors import intensity
from sahel_map.measures.roadside import is_guessed, reach_km
from sahel_map.measures.sieges import besieged_towns
from sahel_map.measures.status import PERSISTENT, RoadDays
from sahel_map.road_wording import about_day_text, imposer_text, spell_text
from sahel_map.roads import Roads
from sahel_map.rows import rows_of
from sahel_map.settings import STORAGE_CRS
from sahel_map.wording import dates_text, deaths_text, where_text

__all__ = [
    "attacks",
    "band",
    "deals",
    "deals_shown",
    "glow",
    "placed",
    "posts",
    "sieges",
    "unplaced",
]

_LIT: Final = 0.15
"""The intensity from which a stretch glows; an attack of weight 1 is seen for some 57 days."""

_FADES: Final = ((14, 0.95), (30, 0.7), (PERSISTENT, 0.4))
"""Age of an attack in days, up to which it is drawn with an opacity."""

_RECENT_DEALS: Final = 365
"""Days that an agreement stays on the map of the roads; the maps of agreements keep all."""


_WORDED: Final = (
    "event_id", "lat", "lon", "event_type", "title", "date_start", "date_end", "date_precision",
    "place", "admin1", "country", "fatalities_low", "fatalities_high", "fatalities_open",
    "fatalities_measure",
)  # fmt: skip


def _recent(found: RoadDays, day: dt.date, selected: str | None) -> pd.DataFrame:
    """Return the events near roads in the last 90 days, or near one road."""
    near = found.near
    if selected:
        near = near[near["corridor_id"] == selected]
    age = (pd.Timestamp(day) - near["day"]).dt.days
    lately: pd.DataFrame = near[(age >= 0) & (age < PERSISTENT)]
    return lately


def placed(found: RoadDays, day: dt.date, selected: str | None) -> pd.DataFrame:
    """Return the recent events whose place along a road is known, once each."""
    near = _recent(found, day, selected)
    known: pd.DataFrame = near[near["line_km"].notna()]
    return known.drop_duplicates("event_id")


def unplaced(found: RoadDays, day: dt.date, selected: str | None) -> int:
    """Return how many recent attacks are known too loosely to be drawn."""
    near = _recent(found, day, selected)
    return int(near.loc[near["counted"] & near["line_km"].isna(), "event_id"].nunique())


def attacks(
    events: gpd.GeoDataFrame, found: RoadDays, day: dt.date, selected: str | None
) -> list[dict[str, Any]]:
    """Return the recent events whose place is known, as points."""
    recent = placed(found, day, selected)
    named = rows_of(events.loc[list(recent["event_id"])], *_WORDED)
    drawn = []
    for counted, event in zip(recent["counted"], named, strict=True):
        days = (day - event.date_start.date()).days
        drawn.append(
            {
                "id": event.event_id,
                "lat": event.lat,
                "lon": event.lon,
                "counted": bool(counted),
                "colour": v.colour_of(event.event_type),
                "fade": next(fade for limit, fade in _FADES if days <= limit),
                "texts": [
                    gettext(event.title),
                    dates_text(event),
                    where_text(event),
                    deaths_text(event),
                    "" if counted else gettext("State operation: not counted as an attack."),
                ],
            }
        )
    return drawn


def sieges(roads: Roads, day: dt.date) -> list[dict[str, Any]]:
    """Return the besieged towns of a day, the surest spell of each, as rings."""
    running = besieged_towns(roads, day)
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
                imposer_text(spell),
            ],
        }
        for spell in spells
    ]


def deals_shown(roads: Roads, day: dt.date, *, recent: bool) -> pd.DataFrame:
    """Return the agreements up to a day, those of a year only when ``recent``, newest first."""
    deals = roads.agreements[roads.agreements["confidence"] != "unverified"]
    age = (pd.Timestamp(day) - deals["date"]).dt.days
    shown = deals["date"].isna() | (age >= 0)
    if recent:
        shown = (age >= 0) & (age <= _RECENT_DEALS)
    listed: pd.DataFrame = deals[shown]
    return listed.sort_values("date", ascending=False, na_position="last", kind="stable")


def deals(roads: Roads, day: dt.date, *, recent: bool) -> list[dict[str, Any]]:
    """Return the agreements up to a day that have a point, as symbols."""
    shown = deals_shown(roads, day, recent=recent)
    marks = {"siege_lifted": "lifted", "other": "other"}
    rows: list[Any] = list(shown[shown["lat"].notna()].itertuples())
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


def posts(roads: Roads, selected: str | None) -> list[dict[str, Any]]:
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


def band(roads: Roads, selected: str, buffer_km: float) -> list[dict[str, Any]]:
    """Return the ground within a road's buffer; where its course is a guess, wider and apart."""
    legs = roads.legs[roads.legs["corridor_id"] == selected]
    reach = reach_km(legs, buffer_km).to_numpy()
    grown = shapely.buffer(to_plane(legs.geometry), reach * 1000, quad_segs=6)
    guessed = is_guessed(legs).to_numpy()
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


def glow(found: RoadDays, day: dt.date) -> list[tuple[list[list[float]], float]]:
    """Return the stretches under threat on a day, with their intensity."""
    heat = intensity(found, day)
    lines: Any = found.segments.lines.geometry
    return [
        ([[round(x, 3), round(y, 3)] for x, y in lines.iloc[segment].coords], round(value, 2))
        for segment, value in heat[heat >= _LIT].items()
    ]
