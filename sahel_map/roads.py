"""Roads with a dated status: corridors, blockade spells, agreements and fuel, converted."""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from sahel_map.lines import NO_LEGS
from sahel_map.rules import split_list

__all__ = [
    "WINDING",
    "Roads",
    "convert_agreements",
    "convert_blockades",
    "convert_corridors",
    "convert_fuel",
    "convert_roads",
    "convert_waypoints",
    "find_posts",
    "period_bounds",
    "with_bounds",
    "with_lengths",
]

WINDING: Final = 0.92
"""Length of a line through the waypoints over the stated length by road.

The median of the 15 corridors whose length by road is sourced (docs/measures.md); it estimates
the length of the others.
"""

_WEEK, _QUARTER = dt.timedelta(days=3), dt.timedelta(days=45)


@dataclass(frozen=True, eq=False)
class Roads:
    """The tables of the roads. Frames are shared between sessions: never change them in place.

    Attributes:
        corridors: Indexed by ``corridor_id``: ``length_km`` as stated (missing where no source
            has one), ``drawn_km`` along the line, ``likely_km`` with the windings of straight
            legs, ``road_km`` stated or else likely, ``estimated``; lists as tuples.
        legs: Lines in degrees, as ``lines.read_legs`` gives them.
        posts: Border posts that lie on a waypoint: ``corridor_id``, ``post``, ``lat``, ``lon``.
        shares: Stated shares of trade: ``corridor_ids`` as tuples, ``low`` and ``high`` percent.
        blockades: Spells indexed by ``spell_id``, with days as timestamps, ``corridor_ids`` as
            tuples and the days between which a spell is confirmed and possible.
        agreements: Indexed by ``agreement_id``.
        fuel: Milestones indexed by ``milestone_id``, with numbers of tankers.
    """

    corridors: pd.DataFrame
    legs: gpd.GeoDataFrame
    posts: pd.DataFrame
    shares: pd.DataFrame
    blockades: pd.DataFrame
    agreements: pd.DataFrame
    fuel: pd.DataFrame

    def spells_of(self, corridor_id: str) -> pd.DataFrame:
        """Return the spells that name a road, without unverified leads."""
        spells = _naming(self.blockades, corridor_id)
        return spells[spells["confidence"] != "unverified"]

    def shares_of(self, corridor_id: str) -> pd.DataFrame:
        """Return the stated shares of trade of a road, alone or together with others."""
        return _naming(self.shares, corridor_id)


def _naming(rows: pd.DataFrame, corridor_id: str) -> pd.DataFrame:
    return rows[rows["corridor_ids"].map(lambda ids: corridor_id in ids).astype(bool)]


def period_bounds(day: dt.date, precision: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day that a day of some precision may mean.

    A week is 3 days either way and a quarter 45, month and year are whole; an unknown precision
    widens nothing, since it says no more.
    """
    match precision:
        case "week":
            return day - _WEEK, day + _WEEK
        case "month":
            last = calendar.monthrange(day.year, day.month)[1]
            return day.replace(day=1), day.replace(day=last)
        case "quarter":
            return day - _QUARTER, day + _QUARTER
        case "year":
            return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
        case _:
            return day, day


def _days(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts.replace("", None), format="%Y-%m-%d")


def _degrees(rows: pd.DataFrame) -> dict[str, pd.Series]:
    return {
        name: pd.to_numeric(rows[name].replace("", None)).astype(float) for name in ("lat", "lon")
    }


def _numbers(texts: pd.Series, kind: str) -> pd.Series:
    return pd.to_numeric(texts.replace("", None)).astype(kind)  # type: ignore[call-overload,no-any-return]


def _tuples(texts: pd.Series) -> pd.Series:
    return texts.map(lambda text: tuple(split_list(text)))


def _keyed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.set_index(str(rows.columns[0]), drop=False).rename_axis(index=None)


def _bounds(days: pd.Series, precisions: pd.Series) -> tuple[pd.Series, pd.Series]:
    pairs: list[Any] = [
        (pd.NaT, pd.NaT) if pd.isna(day) else period_bounds(day.date(), precision)
        for day, precision in zip(days, precisions, strict=True)
    ]
    first, last = ([pair[end] for pair in pairs] for end in (0, 1))
    return (
        pd.Series(pd.to_datetime(first), index=days.index),
        pd.Series(pd.to_datetime(last), index=days.index),
    )


def convert_waypoints(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of corridor_waypoints.csv with ``seq``, ``lat`` and ``lon`` as numbers."""
    return rows.assign(seq=_numbers(rows["seq"], "int64"), **_degrees(rows))


def with_lengths(corridors: pd.DataFrame) -> pd.DataFrame:
    """Return corridors with ``road_km``: as stated, else likely by the line."""
    stated = corridors["length_km"]
    return corridors.assign(
        road_km=stated.astype(float).fillna(corridors["likely_km"]),
        estimated=stated.isna(),
    )


def convert_corridors(rows: pd.DataFrame, legs: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the rows of corridors.csv with their lengths, indexed by ``corridor_id``."""
    corridors = _keyed(rows)
    lists = ("road_numbers", "border_post", "commodities")
    winding = pd.Series(WINDING, legs.index).mask(legs["drawn"] == "road", 1.0)
    likely = legs["length_km"] / winding
    drawn, likely = (
        km.groupby(legs["corridor_id"]).sum().reindex(corridors.index).fillna(0.0)
        for km in (legs["length_km"], likely)
    )
    return with_lengths(
        corridors.assign(
            **{name: _tuples(corridors[name]) for name in lists},
            length_km=_numbers(corridors["length_km"], "Float64"),
            feeds_bamako=corridors["feeds_bamako"] == "yes",
            drawn_km=drawn,
            likely_km=likely,
        )
    )


def with_bounds(spells: pd.DataFrame) -> pd.DataFrame:
    """Return spells with the days between which they are confirmed and possible.

    ``confirmed_from`` and ``confirmed_to`` are the days between which every reading of the dates
    has the spell in force, ``possible_from`` and ``possible_to`` those between which some reading
    has; ``possible_to`` is missing where no end is known.
    """
    first, latest_start = _bounds(spells["start"], spells["start_precision"])
    earliest_end, last = _bounds(spells["end"], spells["end_precision"])
    held = earliest_end.fillna(spells["last_confirmed"])
    # An end dated loosely can reach back before the start; the spell cannot.
    held = held.where(held >= first, first)
    return spells.assign(
        # A source that confirms it ends all doubt about the start.
        confirmed_from=latest_start.where(latest_start <= held, held),
        confirmed_to=held,
        possible_from=first,
        possible_to=last,
    )


def convert_blockades(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of blockades.csv with their bounds, indexed by ``spell_id``."""
    spells = _keyed(rows)
    days = ("start", "end", "last_confirmed")
    return with_bounds(
        spells.assign(
            **{name: _days(spells[name]) for name in days},
            **_degrees(spells),
            corridor_ids=_tuples(spells["corridor_ids"]),
        )
    )


def find_posts(corridors: pd.DataFrame, legs: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the border posts that lie on a waypoint of their road, by first word and country.

    ``border_post`` names them as "Place (ISO alpha-3)". A post that no waypoint stands for is
    left out: it has no point.
    """
    points: dict[tuple[str, str, str], tuple[float, float]] = {}
    leg: Any
    for leg in legs.itertuples():
        coords = leg.geometry.coords
        for place, country, at in (
            (leg.from_place, leg.from_country, coords[0]),
            (leg.to_place, leg.to_country, coords[-1]),
        ):
            points.setdefault((leg.corridor_id, place.split()[0], country), at)
    rows = []
    for corridor_id, posts in corridors["border_post"].items():
        for post in posts:
            name, _, country = post.rstrip(")").rpartition(" (")
            at = points.get((str(corridor_id), name.split()[0] if name else post, country))
            if at:
                rows.append((corridor_id, post, at[1], at[0]))
    return pd.DataFrame(rows, columns=["corridor_id", "post", "lat", "lon"])


def convert_agreements(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of agreements.csv with days and points, indexed by ``agreement_id``."""
    agreements = _keyed(rows)
    return agreements.assign(
        date=_days(agreements["date"]),
        parties=_tuples(agreements["parties"]),
        **_degrees(agreements),
    )


def convert_fuel(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of fuel.csv in date order, indexed by ``milestone_id``."""
    fuel = _keyed(rows)
    numbers = [name for name in fuel.columns if name.startswith("tankers_")]
    fuel = fuel.assign(
        date=_days(fuel["date"]), **{name: _numbers(fuel[name], "Int64") for name in numbers}
    )
    return fuel.sort_values(["date", "milestone_id"], kind="stable")


def convert_roads(tables: Mapping[str, pd.DataFrame], legs: gpd.GeoDataFrame = NO_LEGS) -> Roads:
    """Return the roads of a dataset from its checked tables, as text, and its legs."""
    corridors = convert_corridors(tables["corridors.csv"], legs)
    shares = tables["corridor_shares.csv"]
    return Roads(
        corridors=corridors,
        legs=legs[legs["corridor_id"].isin(corridors.index)].reset_index(drop=True),
        posts=find_posts(corridors, legs),
        shares=shares.assign(
            corridor_ids=_tuples(shares["corridor_id"]),
            low=_numbers(shares["low"], "Float64"),
            high=_numbers(shares["high"], "Float64"),
        ),
        blockades=convert_blockades(tables["blockades.csv"]),
        agreements=convert_agreements(tables["agreements.csv"]),
        fuel=convert_fuel(tables["fuel.csv"]),
    )
