"""Roads, spells and events made by hand, measured in kilometres from 13 N 4 W.

On that meridian the plane in which distances are taken is true, so kilometres north can be read
as they are written.
"""

from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from sahel_map.geodesy import GEOD
from sahel_map.lines import draw_legs
from sahel_map.roads import Roads, convert_blockades, convert_roads, convert_waypoints

SPELL = {
    "spell_id": "spell",
    "kind": "corridor_checkpoint",
    "place": "Town",
    "country": "MLI",
    "lat": "",
    "lon": "",
    "corridor_ids": "road",
    "start": "2025-07-01",
    "start_precision": "day",
    "end": "",
    "end_precision": "unknown",
    "last_confirmed": "2025-07-31",
    "status": "enforced",
    "passage": "",
    "confidence": "high",
}
CORRIDOR = {
    "corridor_id": "road",
    "road_numbers": "",
    "length_km": "",
    "from_place": "A",
    "to_place": "Bamako",
    "border_post": "",
    "commodities": "",
    "feeds_bamako": "yes",
    "approach": "",
}
AGREEMENT = ("agreement_id", "date", "parties", "lat", "lon")
FUEL = {
    "milestone_id": "ft-1",
    "date": "2025-09-01",
    "kind": "convoy_arrived",
    "destination": "bamako",
    "tankers_destroyed_low": "",
    "tankers_destroyed_high": "",
    "tankers_arrived_low": "",
    "tankers_arrived_high": "",
    "count_scope": "event",
    "confidence": "high",
}
SHARE = {"corridor_id": "road", "share_of": "trade", "low": "", "high": ""}


class Stop(NamedTuple):
    """A waypoint, kilometres north and east of 13 N 4 W."""

    place: str
    north: float
    east: float = 0.0
    country: str = "MLI"
    alignment: str = "high"


def spot(north, east=0.0):
    """Return longitude and latitude of a place, kilometres north and east of 13 N 4 W."""
    lon, lat, _ = GEOD.fwd(-4.0, 13.0, 0, north * 1000)
    lon, lat, _ = GEOD.fwd(lon, lat, 90, east * 1000)
    return lon, lat


def _table(defaults, rows):
    return pd.DataFrame([defaults | row for row in rows], columns=list(defaults), dtype=str)


def make_legs(roads):
    """Return the straight legs between the stops of each road."""
    rows = []
    for corridor_id, stops in roads.items():
        for seq, stop in enumerate(stops, start=1):
            lon, lat = spot(stop.north, stop.east)
            rows.append(
                {
                    "corridor_id": corridor_id,
                    "seq": str(seq),
                    "place": stop.place,
                    "country": stop.country,
                    "lat": str(lat),
                    "lon": str(lon),
                    "alignment_confidence": stop.alignment,
                }
            )
    return draw_legs(convert_waypoints(pd.DataFrame(rows)))


def make_spells(*rows):
    """Return spells: each a ``SPELL`` but for the given columns."""
    return convert_blockades(_table(SPELL, rows))


def make_roads(roads, *, corridors=None, spells=(), shares=(), fuel=()) -> Roads:
    """Return roads along stops; ``corridors`` holds what differs from ``CORRIDOR``, by road."""
    more = corridors or {}
    tables = {
        "corridors.csv": _table(
            CORRIDOR, [{"corridor_id": name, **more.get(name, {})} for name in roads]
        ),
        "corridor_shares.csv": _table(SHARE, shares),
        "blockades.csv": _table(SPELL, spells),
        "agreements.csv": _table(dict.fromkeys(AGREEMENT, ""), []),
        "fuel.csv": _table(FUEL, fuel),
    }
    return convert_roads(tables, make_legs(roads))


def straight(length=30.0, **more) -> Roads:
    """Return one road of one leg, due north from 13 N 4 W."""
    return make_roads({"road": [Stop("A", 0), Stop("Bamako", length)]}, **more)


class Attack(NamedTuple):
    """An event; without ``north`` it has no point."""

    event_id: str
    day: str
    north: float | None = None
    east: float = 0.0
    event_type: str = "ambush"
    geo_precision: str = "exact"
    corridor_id: tuple[str, ...] = ()
    country: str = "MLI"
    last: str = ""


def far(event_id, day, **more):
    """Return an event 400 km from every road, by which its country is covered."""
    return Attack(event_id, day, 0, 400, **more)


def make_events(*attacks):
    """Return events as the store gives them, as far as the roads need them."""
    frame = pd.DataFrame(list(attacks), columns=list(Attack._fields))
    points = [(None, None) if pd.isna(a.north) else spot(a.north, a.east) for a in attacks]
    lon, lat = (pd.Series([point[i] for point in points], dtype=float) for i in (0, 1))
    frame = frame.assign(
        lat=lat,
        lon=lon,
        date_start=pd.to_datetime(frame["day"]),
        date_end=pd.to_datetime(frame["last"].where(frame["last"] != "", frame["day"])),
    ).drop(columns=["day", "last", "north", "east"])
    frame = frame.set_index("event_id", drop=False).rename_axis(index=None)
    places = gpd.points_from_xy(frame["lon"], frame["lat"])
    places[frame["lat"].isna()] = None
    return gpd.GeoDataFrame(frame, geometry=places, crs="EPSG:4326")
