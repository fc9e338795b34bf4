"""Files of the roads to take away: statuses with their lines, spells, agreements, milestones."""

import json
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from sahel_map.exports import Provenance, csv_bytes, plain_records
from sahel_map.measures.status import RoadDays
from sahel_map.road_wording import reason_text
from sahel_map.roads import Roads
from sahel_map.settings import STORAGE_CRS

__all__ = ["status_table", "table_csv", "to_road_geojson", "to_road_gpkg"]


def status_table(found: RoadDays, roads: Roads, day: Any) -> pd.DataFrame:  # noqa: ANN401
    """Return what a file says of each road on a day, one row a road.

    Args:
        found: The statuses of all roads on all days.
        roads: Corridors and spells.
        day: The day, a ``datetime.date``.
    """
    states = found.on(day)
    rows: list[Any] = list(states.itertuples())
    about = roads.corridors.loc[states.index]
    return pd.DataFrame(
        {
            "corridor_id": about["corridor_id"],
            "name": about["name"],
            "mode": about["mode"],
            "day": day.isoformat(),
            "status": states["status"],
            "reason": states["reason"],
            "reason_text": [reason_text(row, roads) for row in rows],
            "days_since": states["days_since"],
            "last_event_id": states["last_event_id"],
            "share_under_threat_90": states["lit_share"].round(4),
            "spell_id": states["spell_id"],
            "unconfirmed_spell_id": states["stale_spell_id"],
            "road_km": about["road_km"].round(1),
            "road_km_estimated": about["estimated"],
            "feeds_bamako": about["feeds_bamako"],
            "buffer_km": found.buffer_km,
            "source_ids": about["source_ids"],
        }
    ).reset_index(drop=True)


def table_csv(table: pd.DataFrame, provenance: Provenance) -> bytes:
    """Return any table of the roads as CSV, with days written YYYY-MM-DD and lists joined."""
    table = table.copy()
    for column in table.columns:
        if pd.api.types.is_datetime64_any_dtype(table[column]):
            table[column] = table[column].dt.strftime("%Y-%m-%d")
        elif table[column].map(lambda value: isinstance(value, tuple)).any():
            table[column] = table[column].map(";".join)
    return csv_bytes(table, provenance)


def _lines(table: pd.DataFrame, roads: Roads) -> gpd.GeoDataFrame:
    parts = roads.legs.groupby("corridor_id")["geometry"]
    lines: Any = {name: shapely.MultiLineString(list(legs)) for name, legs in parts}
    return gpd.GeoDataFrame(
        table, geometry=[lines.get(name) for name in table["corridor_id"]], crs=STORAGE_CRS
    )


def to_road_geojson(table: pd.DataFrame, roads: Roads, provenance: Provenance) -> bytes:
    """Return roads with their status as GeoJSON (RFC 7946), a MultiLineString a road."""
    layer = _lines(table, roads)
    features = [
        {
            "type": "Feature",
            "id": record["corridor_id"],
            "geometry": shapely.geometry.mapping(line) if line is not None else None,
            "properties": record,
        }
        for record, line in zip(plain_records(table), layer.geometry, strict=True)
    ]
    collection = {
        "type": "FeatureCollection",
        "metadata": provenance.as_dict(),
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, indent=1).encode()


def to_road_gpkg(table: pd.DataFrame, roads: Roads, provenance: Provenance) -> bytes:
    """Return a GeoPackage with the layer ``roads`` and the table ``provenance``."""
    if "days_since" in table:  # not where it would tell of a single event
        table = table.astype({"days_since": "float"})
    layer = _lines(table, roads)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roads.gpkg"
        pyogrio.write_dataframe(layer, path, layer="roads", geometry_type="MultiLineString")
        about = pd.DataFrame([provenance.as_dict()])
        pyogrio.write_dataframe(about, path, layer="provenance", append=False)
        return path.read_bytes()
