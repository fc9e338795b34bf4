"""What is wrong with a record, field by field, before it is sent."""

import csv
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sahel_map.schema import TABLES
from sahel_map.tables import read_table

__all__ = ["field_faults"]


def field_faults(table: str, row: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the columns whose value the table may not have, each with what would be right.

    Args:
        table: File of the record.
        row: The record as text, every column of the table.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / table
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(TABLES[table].columns))
            writer.writeheader()
            writer.writerow(dict(row))
        faults = read_table(path, TABLES[table]).faults
    found: dict[str, list[str]] = {}
    for fault in faults:
        if fault.allowed not in found.setdefault(fault.column, []):
            found[fault.column].append(fault.allowed)
    return found
