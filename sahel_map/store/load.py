"""Read, check and locate the tables of a data folder."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from sahel_map import __version__
from sahel_map import vocabulary as v
from sahel_map.boundaries import read_admin1, read_finer, read_manifest
from sahel_map.claims import HEADLINE, convert_claims, convert_numbers, headlines
from sahel_map.i18n import noop
from sahel_map.lines import LINES_FILE, read_legs
from sahel_map.locate import locate, locate_levels
from sahel_map.references import (
    check_events,
    check_evidence,
    few_positions,
    headline_faults,
    repeated_addresses,
)
from sahel_map.road_rules import line_faults
from sahel_map.roads import convert_roads
from sahel_map.rules import packed_rule, split_list
from sahel_map.schema import OPTIONAL, TABLES
from sahel_map.settings import STORAGE_CRS
from sahel_map.store.dataset import Dataset, search_text
from sahel_map.tables import Fault, TableRead, read_table

__all__ = ["FILES", "GEO_FILES", "LAYERS", "load"]

GEO_FILES = (
    "admin0.geojson", "admin1.geojson", "rivers.geojson", "lakes.geojson", "towns.geojson",
)  # fmt: skip
"""The layers that come from packages; the lines of the roads are drawn from our own waypoints."""

ABOUT_FILE = "dataset.json"
"""What a folder says of itself: ``{"coverage": "sample"}`` or ``{"coverage": "full"}``."""

LAYERS = (*GEO_FILES, "admin2.geojson", "admin3.geojson", LINES_FILE, "manifest.json")
"""The files of ``geo/`` that make the digest of the layers."""

FILES = (ABOUT_FILE, *TABLES, *(f"geo/{name}" for name in LAYERS))
"""Every file of a data folder that makes its digest."""

_FLAG_RULES = {
    "outside_country": ("lat", "error", noop("a point inside the stated country")),
    "differs": ("admin1_stated", "warning", noop("the region in which the point lies: {values}")),
    "unknown_region": ("admin1_stated", "warning", noop("a region of the boundary layer")),
}


def _converted(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    events = rows.rename_axis(index=None).assign(row=rows.index)
    for column in ("date_start", "date_end", "last_checked"):
        events[column] = pd.to_datetime(events[column], format="%Y-%m-%d")
    for column in ("lat", "lon"):
        events[column] = pd.to_numeric(events[column].replace("", None)).astype(float)
    for column in ("fatalities_low", "fatalities_high"):
        events[column] = pd.to_numeric(events[column].replace("", None)).astype("Int64")
    for column in ("actor_groups", "corridor_id"):
        events[column] = events[column].map(lambda text: tuple(split_list(text)))
    kinds = {code: kind.category for code, kind in v.EVENT_TYPES.items()}
    events["category"] = events["event_type"].map(kinds)
    # What only imported events say.
    events = events.assign(
        acted_known=True, coded_as="", raw_id="", flags="", admin2_stated="",
        fatalities_best=pd.Series(pd.NA, index=events.index, dtype="Int64"),
    )  # fmt: skip
    events = events.sort_values(["date_start", "date_end", "event_id"])
    points = gpd.points_from_xy(events["lon"], events["lat"], crs=STORAGE_CRS)
    frame = gpd.GeoDataFrame(events, geometry=points)
    frame.loc[frame["lat"].isna(), "geometry"] = None
    return frame.set_index("event_id", drop=False).rename_axis(index=None)


def _converted_phases(rows: pd.DataFrame) -> pd.DataFrame:
    phases = _keyed(rows)
    for column in ("start", "end"):
        phases[column] = pd.to_datetime(phases[column], format="%Y-%m-%d")
    return phases.sort_values("start")


def _location_faults(events: gpd.GeoDataFrame) -> list[Fault]:
    faults = []
    event: Any
    for event in events[events["admin1_flag"].isin(list(_FLAG_RULES))].itertuples():
        column, severity, message = _FLAG_RULES[event.admin1_flag]
        value = f"{event.lat}, {event.lon}" if column == "lat" else event.admin1_stated
        rule = packed_rule(message, [str(event.admin1)])
        faults.append(Fault("events.csv", event.row, column, value, rule, severity))  # type: ignore[arg-type]
    return faults


def _as_line(values: Iterable[object]) -> str:
    line = io.StringIO()
    # Without a line end of its own the writer would not quote those within values.
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue().removesuffix("\n")


def _rejected(reads: dict[str, TableRead], faults: list[Fault]) -> pd.DataFrame:
    reasons: dict[tuple[str, int], list[str]] = {}
    for fault in faults:
        if fault.severity == "error" and fault.row is not None:
            reason = f"{fault.column}: {fault.value!r}; {fault.allowed}"
            reasons.setdefault((fault.file, fault.row), []).append(reason)
    rows = []
    for name, read in reads.items():
        for line in read.rejected.index:
            reason = " | ".join(reasons.get((name, int(line)), []))
            rows.append((name, int(line), reason, _as_line(read.records[int(line)])))
    return pd.DataFrame(rows, columns=["file", "row", "reason", "record"])


def _coverage(folder: Path) -> tuple[bool, list[Fault]]:
    """Return whether the events aim at all that happened; what does not say so is a sample."""
    path = folder / ABOUT_FILE
    if not path.is_file():
        return False, []
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        about = None
    coverage = about.get("coverage") if isinstance(about, dict) else None
    if coverage in ("sample", "full"):
        return coverage == "full", []
    rule = noop("an object with the coverage sample or full; it is taken as a sample")
    return False, [Fault(ABOUT_FILE, None, "coverage", str(coverage), rule)]


def _digest(folder: Path, names: Iterable[str]) -> str:
    total = hashlib.sha256()
    for name in names:
        path = folder / name
        if path.is_file():
            total.update(name.encode())
            total.update(path.read_bytes())
    return total.hexdigest()[:10]


def _keyed(rows: pd.DataFrame, key: str | None = None) -> pd.DataFrame:
    return rows.set_index(key or str(rows.columns[0]), drop=False).rename_axis(index=None)


def _counted(events: gpd.GeoDataFrame, claims: pd.DataFrame) -> gpd.GeoDataFrame:
    """Add the headline that the claims give; without claims, the events' own numbers stand."""
    events = events.assign(fatalities_open=False, withheld=False)
    if len(claims):
        ranges = headlines(claims, events["fatalities_measure"])
        events[list(HEADLINE)] = ranges[list(HEADLINE)]
    return events


def _read(folder: Path) -> dict[str, TableRead]:
    reads = {
        name: read_table(folder / name, schema, optional=name in OPTIONAL)
        for name, schema in TABLES.items()
    }
    reads["events.csv"] = reads["events.csv"].reject(check_events(reads))
    for name in OPTIONAL:
        reads[name] = reads[name].reject(check_evidence(reads, name))
    return reads


def load(folder: Path, *, geo: Path | None = None) -> Dataset:
    """Read, check and locate the tables of a data folder.

    Broken rows are left out and kept in ``Dataset.rejected``; the rest is usable. An event loses
    only its broken sources, and is left out when none remains.

    Args:
        folder: A folder with events.csv, sources.csv, places.csv and geo/admin1.geojson; the
            other tables may be missing and are then empty.
        geo: The folder of the layers, where it is not the one in ``folder``.

    Raises:
        DataError: A table is missing, empty or lacks columns.
        BoundaryError: The boundary layer is missing or unusable.
    """
    reads = _read(folder)
    geo = geo or folder / "geo"
    admin1 = read_admin1(geo / "admin1.geojson")
    legs = read_legs(folder / "geo" / LINES_FILE)
    tables = {name: read.rows for name, read in reads.items()}
    sources, places = _keyed(tables["sources.csv"]), _keyed(tables["places.csv"])
    claims = convert_claims(tables["claims.csv"])
    finer = read_finer(geo)
    events = locate_levels(locate(_converted(tables["events.csv"]), admin1), finer)
    events = _counted(events.assign(search_text=search_text(events, places)), claims)
    full, table_faults = _coverage(folder)
    table_faults += [fault for read in reads.values() for fault in read.faults]
    table_faults += repeated_addresses(reads["sources.csv"])
    table_faults += headline_faults(reads) + few_positions(reads) + line_faults(reads, legs)
    return Dataset(
        events=events,
        sources=sources,
        places=places,
        claims=claims,
        indicators=_keyed(convert_numbers(tables["indicators.csv"], "Float64")),
        contradictions=_keyed(tables["contradictions.csv"]),
        positions=_keyed(convert_numbers(tables["positions.csv"], "Float64"), "position_id"),
        roads=convert_roads(tables, legs),
        phases=_converted_phases(tables["slices.csv"]),
        admin1=admin1,
        faults=tuple(table_faults + _location_faults(events)),
        rejected=_rejected(reads, table_faults),
        version=f"{__version__}+{_digest(folder, FILES)}",
        full=full,
        manifest=read_manifest(geo / "manifest.json"),
        geo_version=_digest(geo, LAYERS),
        finer=finer,
    )
