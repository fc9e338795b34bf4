"""Join events to administrative units, inside the country each event is stated in.

The join is a GeoPandas spatial join. It never moves an event across a border: boundaries are
generalised, and a point just outside its country is joined to that country's nearest unit and
flagged with the distance. Events known only by region or country are joined by what their
sources state, never by a centroid.
"""

from typing import Final

import geopandas as gpd
import pandas as pd
from pyproj import CRS
from shapely import Point

from sahel_map.boundaries import RegionNames
from sahel_map.errors import CRSError
from sahel_map.settings import JOIN_TOLERANCE_KM, STORAGE_CRS

__all__ = ["FLAGS", "METHODS", "locate"]

METHODS: Final = ("within", "nearest", "stated", "none")
"""How a unit was found: point in polygon, nearest within tolerance, by stated name, not at all."""

FLAGS: Final = ("", "nearest", "outside_country", "differs", "unknown_region")
"""What a reader should know of the join; "" when point and stated region agree."""

_JOINED = ["admin1_id", "admin1", "admin1_method", "admin1_distance_km", "admin1_flag"]


def _distance_km(point: Point, units: gpd.GeoSeries) -> pd.Series:
    # Azimuthal equidistant about the point: distances from its centre are true.
    local = CRS.from_proj4(f"+proj=aeqd +lat_0={point.y} +lon_0={point.x} +datum=WGS84 +units=m")
    return units.to_crs(local).distance(Point(0, 0)) / 1000


def _joined_row(
    event: pd.Series,
    point: Point | None,
    within: str | None,
    units: gpd.GeoDataFrame,
    names: RegionNames,
    limit: float,
) -> tuple[str, str, str, float | None, str]:
    stated = event["admin1_stated"]
    known = names.canonical(stated, event["country"]) if stated else ""
    unit_id, method, distance, flag = within, "within", 0.0, ""
    if point is not None and unit_id is None and len(units):
        reach = _distance_km(point, units.geometry)
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
    # A region that the layer lacks is kept as its sources state it.
    return only, known or stated, "stated" if stated else "none", far, flag


def locate(
    events: gpd.GeoDataFrame,
    admin1: gpd.GeoDataFrame,
    *,
    tolerance_km: float = JOIN_TOLERANCE_KM,
) -> gpd.GeoDataFrame:
    """Join events to admin-1 units inside their stated country.

    Args:
        events: Points in degrees (EPSG:4326), missing where only a region or country is known,
            with ``admin1_stated`` (a name) and ``country`` (ISO 3166-1 alpha-3).
        admin1: Units in degrees, indexed by ``admin1_id``, as ``boundaries.read_admin1`` gives.
        tolerance_km: How far outside its country a point may lie and still be joined to the
            nearest unit of that country, in kilometres on the ellipsoid.

    Returns:
        The events on the caller's index, in the same order, with ``admin1_id``, ``admin1``,
        ``admin1_method`` (one of ``METHODS``), ``admin1_distance_km`` (0 inside a unit, missing
        without a point or a unit) and ``admin1_flag`` (one of ``FLAGS``). No event is dropped.

    Raises:
        CRSError: Either frame is not in degrees.
    """
    for frame in (events, admin1):
        if frame.crs is None or frame.crs != CRS(STORAGE_CRS):
            msg = f"locate() needs {STORAGE_CRS}, got {frame.crs}: convert with to_crs() first."
            raise CRSError(msg)
    points = events.loc[events.geometry.notna(), ["country", events.geometry.name]]
    units = admin1[["country", "name", admin1.geometry.name]].rename_axis(index="unit_id")
    hits = gpd.sjoin(points, units, predicate="intersects", on_attribute="country")
    # A point on a shared border touches two units: the first in the layer's order stands.
    order = {unit_id: place for place, unit_id in enumerate(units.index)}
    hits = hits.sort_values("unit_id", key=lambda ids: ids.map(order))
    within = hits["unit_id"].groupby(level=0).first().to_dict()
    names = RegionNames(admin1)
    by_country = {code: units[units["country"] == code] for code in units["country"].unique()}
    nothing = units.iloc[:0]
    rows = [
        _joined_row(
            event,
            point if isinstance(point, Point) else None,
            within.get(key),
            by_country.get(event["country"], nothing),
            names,
            tolerance_km,
        )
        for (key, event), point in zip(events.iterrows(), events.geometry, strict=True)
    ]
    joined = pd.DataFrame(rows, columns=_JOINED, index=events.index)
    joined["admin1_distance_km"] = joined["admin1_distance_km"].astype("Float64")
    return events.join(joined)
