"""Attacks made by hand, by degrees or by kilometres in the plane of the mean centres.

``drifting`` is the known answer: attacks whose share, centre, arrivals and sources are set.
"""

import dataclasses
import datetime as dt
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Geod, Transformer

from sahel_map.geodesy import CENTRE_CRS
from sahel_map.locate import locate
from sahel_map.measures.attacks import Attacks, attacks_in
from sahel_map.measures.slices import Slice, calendar_slices

WGS84 = Geod(ellps="WGS84")
"""Made anew, so that a fault of ``geodesy.GEOD`` would show."""

_forth = Transformer.from_crs("EPSG:4326", CENTRE_CRS, always_xy=True)
_back = Transformer.from_crs(CENTRE_CRS, "EPSG:4326", always_xy=True)


class Hit(NamedTuple):
    """An attack by JNIM in Mali; without ``lat`` it has no point."""

    event_id: str
    day: str = "2025-07-01"
    lon: float | None = -4.0
    lat: float | None = 15.0
    last: str = ""
    geo_precision: str = "exact"
    admin1_id: str = ""
    admin1: str = ""
    country: str = "MLI"
    category: str = "assault"
    actor_groups: tuple[str, ...] = ("jnim",)
    confidence: str = "high"
    source_ids: str = "one"
    deaths: int | None = None


def in_plane(event_id: str, east: float, north: float, **more) -> Hit:
    """Return an attack so many kilometres from the middle of the plane of the mean centres."""
    lon, lat = _back.transform(east * 1000, north * 1000)
    return Hit(event_id, lon=lon, lat=lat, **more)


def make_hits(*hits: Hit) -> gpd.GeoDataFrame:
    """Return located events as the store gives them, as far as the expansion needs them."""
    frame = pd.DataFrame(list(hits), columns=list(Hit._fields))
    days = frame["day"], frame["last"].where(frame["last"] != "", frame["day"])
    frame = frame.assign(
        lon=frame["lon"].astype(float),
        lat=frame["lat"].astype(float),
        date_precision=np.where(days[0] == days[1], "day", "range"),
        date_start=pd.to_datetime(days[0]),
        date_end=pd.to_datetime(days[1]),
        fatalities_low=pd.array([hit.deaths for hit in hits], "Int64"),
        admin1_stated=frame["admin1"],
    ).drop(columns=["day", "last", "deaths"])
    frame = frame.set_index("event_id", drop=False).rename_axis(index=None)
    points = gpd.points_from_xy(frame["lon"], frame["lat"])
    points[frame["lat"].isna()] = None
    return gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")


def attacks_of(*hits: Hit, **terms) -> Attacks:
    """Return the attacks of events made by hand."""
    return attacks_in(make_hits(*hits), **terms)


def spans(*pairs: tuple[str, str]) -> tuple[Slice, ...]:
    """Return slices by their first and last days, named a, b, c ..."""
    days = [tuple(dt.date.fromisoformat(day) for day in pair) for pair in pairs]
    return tuple(Slice(chr(97 + n), *pair) for n, pair in enumerate(days))


SITES = {
    "Koulikoro": (-7.2, 14.2),
    "Sikasso": (-6.0, 11.3),
    "Kayes": (-10.5, 14.4),
    "Bamako": (-7.98, 12.63),
}
"""A place in each region of the south-west, all in hexagons of their own."""

INSIDE = (
    {"Koulikoro": 8},
    {"Koulikoro": 10},
    {"Koulikoro": 9, "Sikasso": 3},
    {"Koulikoro": 9, "Sikasso": 4},
    {"Koulikoro": 8, "Sikasso": 4, "Kayes": 3},
    {"Koulikoro": 8, "Sikasso": 4, "Kayes": 4},
    {"Koulikoro": 8, "Sikasso": 4, "Kayes": 5, "Bamako": 1},
    {"Koulikoro": 3, "Sikasso": 8, "Kayes": 8, "Bamako": 1},
)
"""Attacks in the south-west by region, a quarter an item: 8, 10, 12, 13, 15, 16, 18, 20."""

QUARTERS = calendar_slices("quarter", dt.date(2023, 1, 1), dt.date(2024, 12, 31))
FIRST_DAY, LAST_DAY = dt.date(2023, 1, 11), dt.date(2024, 12, 21)
STEP_KM, BEARING = 60.0, 225.0
START = (-0.5, 17.9)
_OFFSETS = ((-20_000, -20_000), (-20_000, 0), (-20_000, 20_000), (0, -20_000))


def centre_of(quarter: int) -> tuple[float, float]:
    """Return where the mean centre of a quarter is, going ``STEP_KM`` a quarter."""
    lon, lat = START
    for _ in range(quarter):
        lon, lat, _ = WGS84.fwd(lon, lat, BEARING, STEP_KM * 1000)
    return lon, lat


def _around(x: float, y: float, count: int) -> list[tuple[float, float]]:
    """Return points about a middle that is their mean: opposite pairs, an odd one in it."""
    pairs = [_OFFSETS[n % 4] for n in range(count // 2)]
    ends = [(x + sign * dx, y + sign * dy) for dx, dy in pairs for sign in (1, -1)]
    return [*ends, *[(x, y)] * (count % 2)]


def _quarter(number: int) -> list[Hit]:
    """Return the 100 attacks of a quarter: those inside at their sites, the others to balance.

    With n inside, whose coordinates in the plane add up to S, the 100 - n others lie about
    (100 * M - S) / (100 - n), so that the mean of all is M, the place set by ``centre_of``.
    """
    x, y = _forth.transform(*centre_of(number))
    sites = [_forth.transform(*SITES[name]) for name, n in INSIDE[number].items() for _ in range(n)]
    others = 100 - len(sites)
    sum_x, sum_y = (sum(point[axis] for point in sites) for axis in (0, 1))
    middle = (100 * x - sum_x) / others, (100 * y - sum_y) / others
    cut = QUARTERS[number]
    first, last = max(cut.first, FIRST_DAY), min(cut.last, LAST_DAY)
    hits = []
    for n, point in enumerate([*sites, *_around(*middle, others)]):
        day = first + (last - first) * n / 99
        # Of those outside, 10 are of medium and 20 of low confidence.
        grade = "medium" if n >= 90 else "low" if n >= 70 else "high"
        lon, lat = _back.transform(*point)
        told = "south" if n < len(sites) else ("north;wire" if n % 2 else "north")
        name = f"q{number}-{n:03d}"
        hits.append(Hit(name, str(day), lon, lat, confidence=grade, source_ids=told))
    lead = hits[-1]._replace(day=str(last), confidence="unverified", source_ids="north")
    return [*hits, *(lead._replace(event_id=f"q{number}-lead-{n}") for n in range(5))]


def made(data, *hits: Hit):
    """Return the bundled dataset with other events, joined to its regions, and four sources."""
    sources = data.sources.iloc[:4].assign(
        source_id=["one", "south", "north", "wire"],
        publisher=["News One", "News South", "News North", "Wire"],
        origin=["", "", "", "News North"],
    )
    sources = sources.set_index("source_id", drop=False).rename_axis(index=None)
    events = locate(make_hits(*hits).drop(columns=["admin1_id", "admin1"]), data.admin1)
    return dataclasses.replace(data, events=events, sources=sources)


def drifting(data):
    """Return a dataset with a known answer, quarter by quarter over 2023 and 2024.

    - 100 attacks a quarter, of which ``INSIDE`` lie in the south-west; the share rises from 8 to
      20 percent. All are placed exactly.
    - Their mean centre goes 60 km a quarter on bearing 225. Share and drift hold at once because
      the attacks outside lie where they bring the mean of all to the place that was set.
    - Attacks inside rest on the document ``south`` alone; those outside on ``north``, half of them
      also on ``wire``. Both ``north`` and ``wire`` tell what News North reported.
    - 10 of each 100 are of medium and 20 of low confidence, all outside; 5 leads come on top.
    - 4 attacks at Koulikoro's site fit no quarter: 3 over the end of the first, and one from the
      third to the fifth. Events begin on 11 January 2023 and end on 21 December 2024.
    """
    hits = [hit for number in range(len(QUARTERS)) for hit in _quarter(number)]
    lon, lat = SITES["Koulikoro"]
    loose = [("2023-03-20", "2023-04-10")] * 3 + [("2023-09-30", "2024-01-01")]
    hits += [
        Hit(f"loose-{n}", day, lon, lat, last=last, source_ids="south")
        for n, (day, last) in enumerate(loose)
    ]
    return made(data, *hits)
