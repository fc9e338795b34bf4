"""The join to admin-1 units, event by event.

Slow on purpose: every event is looked up on its own, and around every point outside its country
all units of that country are projected anew. ``sahel_map.locate`` has to agree with it, and is
measured against it.
"""

import geopandas as gpd
import pandas as pd
from pyproj import CRS
from shapely import Point

from sahel_map.boundaries import RegionNames

JOINED = ["admin1_id", "admin1", "admin1_method", "admin1_distance_km", "admin1_flag"]


def distance_km(point, units):
    """Return the distance to each unit; from the centre of such a plane distances are true."""
    local = CRS.from_proj4(f"+proj=aeqd +lat_0={point.y} +lon_0={point.x} +datum=WGS84 +units=m")
    return units.to_crs(local).distance(Point(0, 0)) / 1000


def joined_row(event, point, within, units, names, limit):
    """Return the joined columns of one event."""
    stated = event["admin1_stated"]
    known = names.canonical(stated, event["country"]) if stated else ""
    unit_id, method, distance, flag = within, "within", 0.0, ""
    if point is not None and unit_id is None and len(units):
        reach = distance_km(point, units.geometry)
        distance = float(reach.min())
        unit_id, method, flag = str(reach.idxmin()), "nearest", "nearest"
        if distance > limit:
            unit_id, flag = None, "outside_country"
    if unit_id is not None:
        agrees = not stated or unit_id in names.units(stated, event["country"])
        if not agrees:
            flag = "differs" if known else "unknown_region"
        return unit_id, str(units.at[unit_id, "name"]), method, distance, flag
    covered = names.units(stated, event["country"]) if stated else set()
    only = next(iter(covered)) if len(covered) == 1 else ""
    if stated and not known and not flag:
        flag = "unknown_region"
    far = distance if flag == "outside_country" else None
    return only, known or stated, "stated" if stated else "none", far, flag


def plain_locate(events, admin1, tolerance_km=5.0):
    """Join events to admin-1 units inside their stated country; see ``locate.locate``."""
    points = events.loc[events.geometry.notna(), ["country", events.geometry.name]]
    units = admin1[["country", "name", admin1.geometry.name]].rename_axis(index="unit_id")
    hits = gpd.sjoin(points, units, predicate="intersects", on_attribute="country")
    # A point on a shared border touches two units: the first in the layer's order stands.
    order = {unit_id: place for place, unit_id in enumerate(units.index)}
    hits = hits.sort_values("unit_id", key=lambda ids: ids.map(order))
    within = hits["unit_id"].groupby(level=0).first().to_dict()
    names = RegionNames(admin1)
    by_country = {code: units[units["country"] == code] for code in units["country"].unique()}
    rows = [
        joined_row(
            event,
            point if isinstance(point, Point) else None,
            within.get(key),
            by_country.get(event["country"], units.iloc[:0]),
            names,
            tolerance_km,
        )
        for (key, event), point in zip(events.iterrows(), events.geometry, strict=True)
    ]
    joined = pd.DataFrame(rows, columns=JOINED, index=events.index)
    joined["admin1_distance_km"] = joined["admin1_distance_km"].astype("Float64")
    return events.join(joined)
