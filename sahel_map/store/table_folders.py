"""Tables laid out as a data folder, beside the layers of the folder that they came with."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from sahel_map.lines import LINES_FILE
from sahel_map.schema import TABLES
from sahel_map.settings import geo_dir
from sahel_map.store.dataset import Dataset
from sahel_map.store.load import ABOUT_FILE, load
from sahel_map.store.records import bytes_of, records, text_of, with_record
from sahel_map.tables import Fault

__all__ = ["DERIVED", "TABLE_FILES", "Tables", "checked", "derives", "lay_out", "new_faults"]

Tables = Mapping[str, bytes]
"""The files of a data folder that a team's changes are about, by their path within it."""

TABLE_FILES: Final = (ABOUT_FILE, *TABLES, f"geo/{LINES_FILE}")

DERIVED: Final = ("fatalities_low", "fatalities_high")
"""Columns of events.csv that follow from claims.csv, where there are claims."""


def derives(tables: Tables) -> bool:
    """Return whether the headline numbers of events follow from claims."""
    return bool(records(text_of(tables.get("claims.csv", b""))))


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as handle:
        handle.write(body)
        handle.flush()
        os.fsync(handle.fileno())


def _link(source: Path, target: Path) -> None:
    try:
        target.symlink_to(source.resolve())
    except OSError:  # a file system without links
        shutil.copy2(source, target)


def lay_out(tables: Tables, base: Path, folder: Path) -> None:
    """Write tables into a folder, with links to the layers of the folder that they came with."""
    (folder / "geo").mkdir()
    for name, body in tables.items():
        _write(folder / name, body)
    for layer in sorted((base / "geo").glob("*")):
        if layer.is_file() and layer.name != LINES_FILE:
            _link(layer, folder / "geo" / layer.name)


def _number(value: object) -> str:
    return "" if pd.isna(value) else str(int(value))  # type: ignore[call-overload]


def _following(tables: Tables, data: Dataset, events: Collection[str]) -> bytes:
    """Return events.csv with the headline numbers that the claims about some events give."""
    before = text = text_of(tables["events.csv"])
    rows = records(text)
    for event_id in sorted(set(events) & set(data.events.index) & set(rows)):
        wanted = {column: _number(data.events.at[event_id, column]) for column in DERIVED}
        if any(rows[event_id][column] != value for column, value in wanted.items()):
            text = with_record(text, event_id, wanted)
    return tables["events.csv"] if text is before else bytes_of(text)


def checked(tables: Tables, base: Path, events: Collection[str] = ()) -> tuple[Tables, list[Fault]]:
    """Return tables whose headline numbers follow their claims, and what is wrong with them.

    Args:
        tables: The tables as they are to be.
        base: The folder that they came with.
        events: The events whose claims have changed.

    Raises:
        DataError: A table cannot be read at all.
    """
    with tempfile.TemporaryDirectory(prefix="sahel-map-tables-") as name:
        folder, geo = Path(name), geo_dir(base)
        lay_out(tables, base, folder)
        data = load(folder, geo=geo)
        if events and len(data.claims):
            followed = _following(tables, data, events)
            if followed is not tables["events.csv"]:
                tables = {**tables, "events.csv": followed}
                _write(folder / "events.csv", followed)
                data = load(folder, geo=geo)
    return tables, data.errors()


def new_faults(before: Collection[Fault], after: Collection[Fault]) -> list[Fault]:
    """Return the faults that were not there before; the lines that they stand on may change."""

    def named(fault: Fault) -> tuple[str, str, str, str]:
        return fault.file, fault.column, fault.value, fault.rule

    known = Counter(map(named, before))
    fresh = []
    for fault in after:
        if known[named(fault)]:
            known[named(fault)] -= 1
        else:
            fresh.append(fault)
    return fresh
