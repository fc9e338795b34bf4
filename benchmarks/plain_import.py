"""The plain way to import a file in ACLED's shape: pandas reads it, a loop goes over its rows."""

import datetime as dt
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from sahel_map.settings import STORAGE_CRS, data_dir

__all__ = ["plain_import"]

_TYPES: Final = {
    "armed clash": "armed_clash",
    "government regains territory": "state_operation",
    "non-state actor overtakes territory": "capture_of_town",
    "excessive force against protesters": "protest",
    "protest with intervention": "protest",
    "peaceful protest": "protest",
    "violent demonstration": "riot",
    "mob violence": "riot",
    "chemical weapon": "explosive",
    "air/drone strike": "air_strike",
    "suicide bomb": "suicide_bombing",
    "shelling/artillery/missile attack": "shelling",
    "remote explosive/landmine/ied": "ied",
    "grenade": "explosive",
    "sexual violence": "sexual_violence",
    "attack": "attack_on_civilians",
    "abduction/forced disappearance": "abduction",
    "agreement": "agreement",
    "arrests": "arrests",
    "disrupted weapons use": "state_operation",
    "looting/property destruction": "looting",
    "non-violent transfer of territory": "withdrawal",
}
_GROUPS: Final = {
    "jnim": "jnim",
    "katiba": "jnim",
    "islamic state": "isgs",
    "military forces of mali": "fama",
    "wagner": "africa_corps",
    "military forces": "state_other",
    "police forces": "state_other",
    "unidentified": "unidentified",
}
_COUNTRIES: Final = {
    "Mali": "MLI", "Burkina Faso": "BFA", "Niger": "NER", "Nigeria": "NGA", "Mauritania": "MRT",
    "Senegal": "SEN", "Guinea": "GIN", "Ivory Coast": "CIV", "Algeria": "DZA", "Benin": "BEN",
    "Togo": "TGO", "Ghana": "GHA",
}  # fmt: skip
_SPELLINGS: Final = ("%Y-%m-%d", "%d %B %Y", "%d-%b-%y", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S%z")
_PRECISION: Final = {"1": ("day", 0), "2": ("week", 3), "3": ("month", 15)}
_GEO: Final = {"1": "town", "2": "near", "3": "region"}


def _day(text: str) -> dt.date | None:
    for spelling in _SPELLINGS:
        try:
            return dt.datetime.strptime(text.strip(), spelling).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _number(text: str) -> float | None:
    try:
        return float(text.replace("\u00a0", ""))
    except ValueError:
        return None


def _groups(parties: str) -> str:
    named = parties.lower()
    found = [group for words, group in _GROUPS.items() if words in named]
    return ";".join(dict.fromkeys(found)) or "other"


def _event(row: pd.Series, today: dt.date) -> dict[str, Any] | None:
    day = _day(row["event_date"])
    if day is None or day > today or not row["timestamp"]:
        return None
    precision, around = _PRECISION.get(row["time_precision"], ("month", 15))
    lat, lon = _number(row["latitude"]), _number(row["longitude"])
    parties = [row[name] for name in ("actor1", "assoc_actor_1", "actor2", "assoc_actor_2")]
    deaths = _number(row["fatalities"])
    return {
        "event_id": "acled-" + row["event_id_cnty"].lower(),
        "raw_id": row["event_id_cnty"],
        "stamp": int(row["timestamp"]),
        "date_start": day - dt.timedelta(days=around),
        "date_end": day + dt.timedelta(days=around),
        "date_precision": precision,
        "title": f"{row['sub_event_type']}: {row['actor1']} – {row['actor2']}",
        "place": row["location"],
        "admin1_stated": row["admin1"],
        "admin2_stated": row["admin2"],
        "country": _COUNTRIES.get(row["country"], ""),
        "lat": None if lat == lon == 0 else lat,
        "lon": None if lat == lon == 0 else lon,
        "geo_precision": _GEO.get(row["geo_precision"], "region"),
        "event_type": _TYPES.get(row["sub_event_type"].lower(), "other"),
        "actor": "; ".join(party for party in parties if party),
        "actor_groups": _groups(" ".join(parties)),
        "fatalities_low": None if deaths is None else int(deaths),
        "summary": " ".join(row["notes"].split()),
        "source_names": row["source"],
    }


def plain_import(path: Path, out: Path, today: dt.date) -> int:
    """Import a file and return how many events it gave.

    Args:
        path: A CSV file with ACLED's columns.
        out: The GeoParquet file to write.
        today: Later events are left out.
    """
    table = pd.read_csv(path, dtype=str, keep_default_na=False, on_bad_lines="skip")
    events: dict[str, dict[str, Any]] = {}
    for _, row in table.iterrows():
        event = _event(row, today)
        if event is None:
            continue
        known = events.get(event["event_id"])
        if known is None or event["stamp"] > known["stamp"]:
            events[event["event_id"]] = event
    frame = pd.DataFrame(list(events.values()))
    points = gpd.points_from_xy(frame["lon"], frame["lat"], crs=STORAGE_CRS)
    placed = gpd.GeoDataFrame(frame, geometry=points)
    regions = gpd.read_file(data_dir() / "geo" / "admin1.geojson")[["region", "geometry"]]
    joined = placed.sjoin(regions, how="left", predicate="within")
    joined = joined[~joined.index.duplicated()]
    joined.drop(columns="index_right").to_parquet(out)
    return len(joined)
