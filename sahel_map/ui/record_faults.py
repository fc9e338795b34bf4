"""What is wrong with a record, field by field, before it is sent."""

import csv
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sahel_map.i18n import gettext as _
from sahel_map.schema import TABLES
from sahel_map.tables import read_table
from sahel_map.ui.record_columns import COLUMNS

__all__ = ["field_faults"]


def _in_words(allowed: str, table: str, column: str) -> str:
    """Return what would be right with the columns that it names called as the form calls them."""
    # Words of one part, such as "low", may be values: they are columns beside each other alone.
    bounds = {"low", "high"} if column in {"low", "high"} else set()
    labels = {
        name: one.label for name, one in COLUMNS[table].items() if "_" in name or name in bounds
    }

    def named(found: re.Match[str]) -> str:
        label = labels.get(found[0])
        return _("“{name}”").format(name=_(label)) if label else found[0]

    return re.sub(r"\b[a-z_]+\b", named, allowed)


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
        allowed = _in_words(fault.allowed, table, fault.column)
        if allowed not in found.setdefault(fault.column, []):
            found[fault.column].append(allowed)
    return found
