"""Read the tables under ``data/``: good rows on one side, every fault of the others named.

A reader never stops at the first fault and never loses a row: rejected rows are returned as
they came.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd
import pandera.pandas as pa

from sahel_map.errors import DataError
from sahel_map.i18n import gettext, noop
from sahel_map.schema import UNIQUE, allowed_text, blamed_column

__all__ = ["Fault", "TableRead", "read_table"]

ROW = "row"
"""Name of the index of a read table: the line of the file on which the row starts."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one value: where it stands, what it is, what is allowed.

    A ``warning`` is shown but does not make a table invalid.
    """

    file: str
    row: int | None
    column: str
    value: str
    rule: str
    severity: Literal["error", "warning"] = "error"

    @property
    def allowed(self) -> str:
        """What would have been right, in the current language."""
        return allowed_text(self.rule)

    def as_dict(self) -> dict[str, object]:
        """Return the fault as the columns of the fault table."""
        return {
            "severity": self.severity,
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "allowed": self.allowed,
        }


@dataclass(frozen=True, slots=True)
class TableRead:
    """The valid rows of a file as text, the faults, and the rejected rows as they came."""

    rows: pd.DataFrame
    faults: list[Fault] = field(default_factory=list)
    rejected: pd.DataFrame = field(default_factory=pd.DataFrame)


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it starts on; undecodable bytes become U+FFFD."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        reader = csv.reader(handle)
        start = 1
        for record in reader:
            yield start, record
            start = reader.line_num + 1


def _read_text(path: Path, columns: list[str]) -> tuple[pd.DataFrame, list[Fault], pd.DataFrame]:
    name = path.name
    records = _records(path)
    try:
        _, header = next(records)
    except StopIteration:
        raise DataError(
            gettext("{file} is empty: a header row with these columns is needed: {columns}").format(
                file=name, columns=", ".join(columns)
            )
        ) from None
    missing = [column for column in columns if column not in header]
    if missing:
        raise DataError(
            gettext("{file} lacks the columns {columns}; its header row has: {header}").format(
                file=name, columns=", ".join(missing), header=", ".join(header)
            )
        )
    faults = [
        Fault(name, 1, column, column, noop("a column of this table; it is left aside"), "warning")
        for column in header
        if column not in columns
    ]
    good: dict[int, list[str]] = {}
    bad: dict[int, list[str]] = {}
    for line, record in records:
        if not any(value.strip() for value in record):
            continue  # a blank line separates rows, it is not one
        if len(record) != len(header):
            rule = "\x1f".join([noop("{values} values, as the header row has"), str(len(header))])
            faults.append(Fault(name, line, "", str(len(record)), rule))
            bad[line] = record
        else:
            good[line] = record
    frame = pd.DataFrame.from_dict(good, orient="index", columns=header, dtype=str)
    frame.index.name = ROW
    ragged = pd.DataFrame.from_dict(bad, orient="index", dtype=str)
    return frame[columns], faults, ragged


def _undecodable(frame: pd.DataFrame, name: str) -> list[Fault]:
    rule = noop("text in UTF-8; save the file again in that encoding")
    return [
        Fault(name, int(str(line)), str(column), value, rule)
        for column in frame.columns
        for line, value in frame.loc[frame[column].str.contains("\ufffd"), column].items()
    ]


def _schema_faults(frame: pd.DataFrame, schema: pa.DataFrameSchema, name: str) -> list[Fault]:
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
    else:
        return []
    faults = {}
    for case in cases.itertuples(index=False):
        rule = UNIQUE if case.check == "field_uniqueness" else str(case.check)
        column = blamed_column(rule) or str(case.column)
        line = int(case.index)
        value = frame.at[line, column]
        faults[line, column, rule] = Fault(name, line, column, str(value), rule)
    return [faults[key] for key in sorted(faults)]


def read_table(path: Path, schema: pa.DataFrameSchema) -> TableRead:
    """Read a CSV table as text and split it into valid rows, faults and rejected rows.

    Args:
        path: A UTF-8 CSV file with one header row.
        schema: The table's columns and rules.

    Returns:
        Valid rows indexed by the line they start on, all faults, and the rejected rows.

    Raises:
        DataError: The file is missing, empty or lacks columns.
    """
    if not path.is_file():
        raise DataError(
            gettext("{file} was not found in {folder}").format(file=path.name, folder=path.parent)
        )
    frame, faults, ragged = _read_text(path, list(schema.columns))
    row_faults = _undecodable(frame, path.name) + _schema_faults(frame, schema, path.name)
    broken = sorted({fault.row for fault in row_faults if fault.row is not None})
    rejected = pd.concat([ragged, frame.loc[broken]]) if broken else ragged
    return TableRead(frame.drop(index=broken), faults + row_faults, rejected)
