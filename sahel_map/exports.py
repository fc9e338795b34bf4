"""Files a reader takes away: exactly what is shown, with selection, data version and licence."""

import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self

import geopandas as gpd
import pandas as pd
import pyogrio

from sahel_map import vocabulary as v
from sahel_map.boundaries import LEVELS, level_file
from sahel_map.i18n import gettext
from sahel_map.settings import STORAGE_CRS
from sahel_map.store import Dataset
from sahel_map.veil import veil_text
from sahel_map.withholding import aggregated, merged_text, withheld_text

__all__ = [
    "COLUMNS",
    "LICENCE",
    "Provenance",
    "about_counts",
    "counts_csv",
    "csv_bytes",
    "plain_records",
    "safe_csv",
    "to_csv",
    "to_geojson",
    "to_gpkg",
    "to_records",
]

LICENCE: Final = "CC BY 4.0 (Sahel Map tables); boundaries: Natural Earth, public domain"

COLUMNS: Final = (
    "event_id", "date_start", "date_end", "date_precision", "title", "place", "country", "admin1",
    "admin1_id", "admin1_method", "admin1_distance_km", "admin1_flag", "admin1_stated", "lat",
    "lon", "geo_precision", "event_type", "corridor_id", "actor", "actor_groups", "target",
    "fatalities_measure", "fatalities_low", "fatalities_high", "fatalities_open", "summary",
    "confidence", "source_ids", "conflicts", "last_checked",
)  # fmt: skip
"""The columns of events.csv that carry content, with the joined unit beside the stated one.

Where layers of districts or communes are loaded, ``admin2``, ``admin2_id`` and ``admin2_method``
(``admin3`` ...) follow ``admin1_stated``.
"""


def _layers(data: Dataset) -> list[str]:
    """Return source and licence of each layer whose districts or communes the rows name."""
    files = data.manifest.get("files", {})
    named = {name: files[name] for level in data.finer if (name := level_file(level)) in files}
    return [f"{name}: {about['source']}, {about['licence']}" for name, about in named.items()]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a file says of itself."""

    selection: str
    data_version: str
    full: bool = False
    licence: str = LICENCE
    withheld: str = ""
    veil: str = ""

    @classmethod
    def of(cls, selection: str, data: Dataset) -> Self:
        """Return what a file says that rests on a dataset."""
        own = "; ".join([LICENCE, *_layers(data)])
        if not data.about:
            return cls(selection, data.version, data.full, own, veil=veil_text(data))
        about = data.about
        licence = gettext("Events: {title} ({format}), licence class {licence}").format(
            title=about["title"],
            format=v.label(v.FORMATS, about["format"]),
            licence=v.label(v.LICENCE_CLASSES, about["licence_class"]),
        )
        return cls(
            selection,
            data.version,
            data.full,
            f"{licence}; {own}",
            withheld_text() if data.restricted else "",
            veil_text(data),
        )

    def as_dict(self) -> dict[str, str]:
        """Return the three statements by name."""
        return {
            "selection": self.selection,
            "data_version": self.data_version,
            "licence": self.licence,
            "note": "" if self.full else gettext("A curated sample, not a census."),
            **({"withheld": self.withheld} if self.withheld else {}),
            **({"veil": self.veil} if self.veil else {}),
        }


def _columns(events: pd.DataFrame) -> list[str]:
    after = COLUMNS.index("admin1_stated") + 1
    finer = [f"admin{level}{part}" for level in LEVELS[1:] for part in ("", "_id", "_method")]
    return [*COLUMNS[:after], *(name for name in finer if name in events), *COLUMNS[after:]]


def _flat(events: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(events[_columns(events)])
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
    return safe_csv(table.assign(**provenance.as_dict()))


def safe_csv(table: pd.DataFrame) -> bytes:
    """Return any flat table as CSV, safe to open in a spreadsheet."""
    table = table.copy(deep=False)
    for column in table.select_dtypes(include=["object", "string"]):
        table[column] = table[column].map(_no_formula)
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def about_counts(provenance: Provenance, counts: pd.DataFrame) -> Provenance:
    """Return what a file of counts says of itself: also how many of them were merged."""
    withheld = " ".join(filter(None, [provenance.withheld, merged_text(counts)]))
    return replace(provenance, withheld=withheld)


def counts_csv(events: pd.DataFrame, provenance: Provenance) -> bytes:
    """Return what may be passed on of restricted events, as CSV."""
    counts = aggregated(events)
    return csv_bytes(counts, about_counts(provenance, counts))


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
