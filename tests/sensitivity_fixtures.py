"""Events, sources and regions made by hand for the bands of the headline figures."""

import dataclasses

import geopandas as gpd
import pandas as pd
import shapely

from sahel_map.geodesy import GEOD
from sahel_map.measures.attacks import BAMAKO

EVENT = {
    "date_start": "2024-01-10", "date_end": "", "lat": 13.0, "lon": -8.0, "geo_precision": "exact",
    "confidence": "high", "source_ids": "one", "fatalities_low": 1, "admin1_id": "ML-1",
    "admin1": "", "country": "MLI", "category": "assault", "actor_groups": ("jnim",),
}  # fmt: skip
KINDS = {"lat": float, "lon": float, "fatalities_low": "Int64", "source_ids": str, "admin1_id": str}


def make_layer(*, carved):
    """A layer of five regions, one degree each; ``carved`` adds one that was made in 2023."""
    names = {"ML-1": "Kayes", "ML-4": "Ségou", "ML-5": "Mopti", "ML-6": "Timbuktu",
             "ML-7": "Gao"}  # fmt: skip
    names |= {"ML-11": "Nioro"} if carved else {}
    rows = [
        {
            "admin1_id": unit,
            "name": name,
            "name_fr": name,
            "alt_names": "",
            "region": name,
            "country": "MLI",
            "area_km2": 12_000.0,
            "geometry": shapely.box(number, 12, number + 1, 13),
        }
        for number, (unit, name) in enumerate(names.items())
    ]
    return gpd.GeoDataFrame(rows, crs=4326).set_index("admin1_id", drop=False)


OLD, NEW = make_layer(carved=False), make_layer(carved=True)


def make_data(data, events, sources, *, layer=OLD):
    """The bundled data with other events, sources and regions: no files are written and read.

    Args:
        data: The bundled data.
        events: Rows that differ from ``EVENT``; without a last day they last one.
        sources: Source to publisher and origin.
        layer: The regions.
    """
    frame = pd.DataFrame([EVENT | event for event in events], columns=list(EVENT)).astype(KINDS)
    ends = frame["date_end"].where(frame["date_end"] != "", frame["date_start"])
    frame = frame.assign(
        date_start=pd.to_datetime(frame["date_start"]), date_end=pd.to_datetime(ends)
    ).set_index(pd.Index([f"event-{number}" for number in range(len(events))], dtype=str))
    about = pd.DataFrame(
        list(sources.values()), index=list(sources), columns=["publisher", "origin"], dtype=str
    ).assign(published="")
    return dataclasses.replace(data, events=frame, sources=about, admin1=layer)


def north(km):
    """Where a place lies that is so far due north of Bamako."""
    lon, lat, _ = GEOD.fwd(*BAMAKO, 0, km * 1000)
    return {"lon": lon, "lat": lat}
