"""Files a reader takes away: exactly what is shown, with selection, data version and licence."""

import json
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import geopandas as gpd
import pandas as pd
import pyogrio

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext
from sahel_map.settings import STORAGE_CRS
from sahel_map.store import Dataset

__all__ = [
    "COLUMNS",
    "LICENCE",
    "Provenance",
    "aggregated",
    "csv_bytes",
    "plain_records",
    "to_csv",
    "to_geojson",
    "to_gpkg",
    "to_records",
    "withheld_records",
    "withholding",
]

LICENCE: Final = "CC BY 4.0 (Sahel Map tables); boundaries: Natural Earth, public domain"

_COUNTED_BY: Final = ("country", "admin1_id", "admin1", "event_type")

COLUMNS: Final = (
    "event_id", "date_start", "date_end", "date_precision", "title", "place", "country", "admin1",
    "admin1_id", "admin1_method", "admin1_distance_km", "admin1_flag", "admin1_stated", "lat",
    "lon", "geo_precision", "event_type", "corridor_id", "actor", "actor_groups", "target",
    "fatalities_measure", "fatalities_low", "fatalities_high", "fatalities_open", "summary",
    "confidence", "source_ids", "conflicts", "last_checked",
)  # fmt: skip
"""The columns of events.csv that carry content, with the joined unit beside the stated one."""


_ROW_LEVEL: Final = frozenset(
    {"event_ids", "last_event_id", "last_incident", "nearest_event", "places", "reading",
     "emptied", "low_detail", "high_detail", "share_band_low_choice", "share_band_high_choice"}
)  # fmt: skip
"""What measures say of single events and their sources: left out where rows are restricted."""

_WHERE: Final = frozenset(
    {"centre_lon", "centre_lat", "centre_km", "bearing", "moved_km", "nearest_km", "median_km",
     "major_km", "minor_km", "angle", "area_km2"}
)  # fmt: skip
_FEWEST_PLACED: Final = 3
"""Of fewer places than these, a centre and its spread give each of them away."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a file says of itself."""

    selection: str
    data_version: str
    full: bool = False
    licence: str = LICENCE
    withheld: str = ""

    @classmethod
    def of(cls, selection: str, data: Dataset) -> Self:
        """Return what a file says that rests on a dataset."""
        if not data.about:
            return cls(selection, data.version, data.full)
        about = data.about
        licence = gettext("Events: {title} ({format}), licence class {licence}").format(
            title=about["title"],
            format=v.label(v.FORMATS, about["format"]),
            licence=v.label(v.LICENCE_CLASSES, about["licence_class"]),
        )
        withheld = gettext(
            "Single events are withheld: the licence of these data lets them be worked with, not"
            " passed on. Only aggregates are given."
        )
        return cls(
            selection,
            data.version,
            data.full,
            f"{licence}; {LICENCE}",
            withheld if data.restricted else "",
        )

    def as_dict(self) -> dict[str, str]:
        """Return the three statements by name."""
        return {
            "selection": self.selection,
            "data_version": self.data_version,
            "licence": self.licence,
            "note": "" if self.full else gettext("A curated sample, not a census."),
            **({"withheld": self.withheld} if self.withheld else {}),
        }


def _flat(events: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(events[list(COLUMNS)])
    for column in ("date_start", "date_end", "last_checked"):
        table[column] = table[column].dt.strftime("%Y-%m-%d")
    for column in ("actor_groups", "corridor_id"):
        table[column] = table[column].map(";".join)
    table["admin1_distance_km"] = table["admin1_distance_km"].round(3)
    return table


def _plain(value: Any) -> Any:  # noqa: ANN401
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124  (NaN)
        return None
    return value.item() if hasattr(value, "item") else value


def to_records(events: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one plain dictionary an event, with None where a value is missing."""
    return plain_records(_flat(events))


def plain_records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one dictionary of plain values a row, with None where a value is missing."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in table.astype(object).to_dict(orient="records")
    ]


def _no_formula(value: Any) -> Any:  # noqa: ANN401
    # Spreadsheets run a cell that begins with one of these (OWASP, "CSV Injection").
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def to_csv(events: pd.DataFrame, provenance: Provenance) -> bytes:
    """Return CSV in UTF-8 with a byte-order mark, so that spreadsheets read accents.

    The provenance stands in columns of every row: a row that is copied out still says where it
    comes from, and no reader stumbles over comment lines.
    """
    return csv_bytes(_flat(events), provenance)


def csv_bytes(table: pd.DataFrame, provenance: Provenance) -> bytes:
    """Return any flat table as CSV with its provenance, safe to open in a spreadsheet."""
    table = table.assign(**provenance.as_dict())
    for column in table.select_dtypes(include=["object", "string"]):
        table[column] = table[column].map(_no_formula)
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _dropped(names: Collection[Any]) -> set[str]:
    return set(_ROW_LEVEL) | ({"source_ids"} if "event_ids" in names else set())


def withholding(table: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """Return a table of measures without what carries single events of restricted rows over."""
    if not data.restricted:
        return table
    dropped = _dropped(table.columns)
    kept = table[[name for name in table.columns if name not in dropped]]
    if "placed" not in kept:
        return kept
    enough = kept["placed"] >= _FEWEST_PLACED
    return kept.assign(**{name: kept[name].where(enough) for name in kept if name in _WHERE})


def withheld_records(value: Any, data: Dataset) -> Any:  # noqa: ANN401  (what JSON holds)
    """Return nested records of measures without what carries single restricted events over."""
    if not data.restricted:
        return value
    if isinstance(value, dict):
        hidden = _WHERE if value.get("placed", _FEWEST_PLACED) < _FEWEST_PLACED else frozenset()
        dropped = _dropped(value)
        return {
            name: None if name in hidden else withheld_records(one, data)
            for name, one in value.items()
            if name not in dropped
        }
    if isinstance(value, list):
        return [withheld_records(one, data) for one in value]
    return value


def aggregated(events: pd.DataFrame) -> pd.DataFrame:
    """Count events and sum their deaths per month, region and kind: what may be passed on.

    An event is counted in the month in which it began.
    """
    month = events["date_start"].dt.strftime("%Y-%m")
    keys = [month.rename("month"), *(events[name].astype(str) for name in _COUNTED_BY)]
    groups = events.groupby(keys, observed=True)
    table = groups.agg(
        events=("fatalities_low", "size"),
        fatalities_low=("fatalities_low", "sum"),
        fatalities_high=("fatalities_high", "sum"),
    )
    return table.reset_index()


def to_geojson(events: pd.DataFrame, provenance: Provenance) -> bytes:
    """Return a GeoJSON FeatureCollection (RFC 7946); events without a point have no geometry."""
    features = []
    for record in to_records(events):
        lat, lon = record.pop("lat"), record.pop("lon")
        point = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
        features.append(
            {
                "type": "Feature",
                "id": record["event_id"],
                "geometry": point,
                "properties": record,
            }
        )
    collection = {
        "type": "FeatureCollection",
        "metadata": provenance.as_dict(),
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, indent=1).encode()


def to_gpkg(events: pd.DataFrame, provenance: Provenance) -> bytes:
    """Return a GeoPackage with the layer ``events`` and the table ``provenance``."""
    table = _flat(events).astype({"fatalities_low": "float", "fatalities_high": "float"})
    table["admin1_distance_km"] = table["admin1_distance_km"].astype(float)
    points = gpd.points_from_xy(table["lon"], table["lat"])
    layer = gpd.GeoDataFrame(table, geometry=points, crs=STORAGE_CRS)
    layer.loc[layer["lat"].isna(), "geometry"] = None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.gpkg"
        pyogrio.write_dataframe(layer, path, layer="events", geometry_type="Point")
        about = pd.DataFrame([provenance.as_dict()])
        pyogrio.write_dataframe(about, path, layer="provenance", append=False)
        return path.read_bytes()
