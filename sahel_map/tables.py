"""Read the tables under ``data/``: good rows on one side, every fault of the others named.

A reader never stops at the first fault and never loses a row: rejected rows are returned as
they came.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pandas as pd
import pandera.pandas as pa

from sahel_map.errors import DataError
from sahel_map.i18n import gettext, noop
from sahel_map.rules import UNIQUE, allowed_text, blamed_column, packed_rule

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
    """A file as it was read: what is usable, what is wrong, and every record as it came.

    Attributes:
        text: Every complete row as text, broken or not, indexed by the line it starts on.
        faults: Everything that is wrong.
        header: The column names of the file, in its order.
        records: The values of every record by line, as they came, ragged ones included.
        broken: The lines of complete rows that may not be used.
    """

    text: pd.DataFrame
    faults: list[Fault]
    header: list[str]
    records: Mapping[int, Sequence[str | None]]
    broken: frozenset[int] = frozenset()

    @property
    def rows(self) -> pd.DataFrame:
        """The valid rows."""
        if not self.broken:
            return self.text.copy()
        return self.text.drop(index=list(self.broken))

    @property
    def rejected(self) -> pd.DataFrame:
        """The other records, value by value as they came; columns beyond the header are numbers."""
        valid = set(self.text.index) - self.broken
        came = {line: record for line, record in self.records.items() if line not in valid}
        width = max([len(self.header), *(len(record) for record in came.values())])
        padded = [[*record] + [None] * (width - len(record)) for record in came.values()]
        columns = [*self.header, *range(len(self.header), width)]
        return pd.DataFrame(padded, index=list(came), columns=columns, dtype=object)

    def reject(self, faults: list[Fault]) -> "TableRead":
        """Return the table with further faults, and the rows they stand in rejected."""
        lines = {fault.row for fault in faults if fault.row in self.text.index}
        broken = self.broken | {line for line in lines if line is not None}
        return replace(self, faults=self.faults + faults, broken=broken)


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it starts on; undecodable bytes become U+FFFD."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        reader = csv.reader(handle)
        start = 1
        try:
            for record in reader:
                yield start, record
                start = reader.line_num + 1
        except csv.Error as error:
            raise DataError(
                gettext("{file} cannot be read from line {line} on: {problem}.").format(
                    file=path.name, line=start, problem=error
                )
            ) from error


def _header(records: Iterator[tuple[int, list[str]]], columns: list[str], name: str) -> list[str]:
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
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        raise DataError(
            gettext("{file} has more than one column called {columns}").format(
                file=name, columns=", ".join(twice)
            )
        )
    return header


def _read_text(path: Path, columns: list[str]) -> TableRead:
    name = path.name
    records = _records(path)
    header = _header(records, columns, name)
    faults = [
        Fault(name, 1, column, column, noop("a column of this table; it is left aside"), "warning")
        for column in header
        if column not in columns
    ]
    # A blank line separates rows, it is not one.
    came = {line: record for line, record in records if any(value.strip() for value in record)}
    complete = {line: record for line, record in came.items() if len(record) == len(header)}
    for line in came.keys() - complete.keys():
        rule = packed_rule(noop("{values} values, as the header row has"), [str(len(header))])
        faults.append(Fault(name, line, "", str(len(came[line])), rule))
    frame = pd.DataFrame.from_dict(complete, orient="index", columns=header, dtype=str)
    frame.index.name = ROW
    return TableRead(frame[columns], sorted(faults, key=lambda fault: fault.row or 0), header, came)


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
    rules = [UNIQUE if check == "field_uniqueness" else str(check) for check in cases["check"]]
    columns = [
        blamed_column(rule) or str(column)
        for rule, column in zip(rules, cases["column"], strict=True)
    ]
    lines = [int(line) for line in cases["index"]]
    broken = sorted({*zip(lines, columns, rules, strict=True)})
    texts = {column: frame[column].to_numpy(object) for column in set(columns)}
    rows = frame.index.get_indexer(pd.Index([line for line, _, _ in broken]))
    return [
        Fault(name, line, column, str(texts[column][row]), rule)
        for row, (line, column, rule) in zip(rows, broken, strict=True)
    ]


def read_table(path: Path, schema: pa.DataFrameSchema, *, optional: bool = False) -> TableRead:
    """Read a CSV table as text and split it into valid rows, faults and rejected rows.

    Args:
        path: A UTF-8 CSV file with one header row.
        schema: The table's columns and rules.
        optional: Whether a missing file is an empty table.

    Returns:
        Valid rows indexed by the line they start on, all faults, and the rejected rows.

    Raises:
        DataError: The file is empty, lacks columns, or is missing and not optional.
    """
    if optional and not path.exists():
        columns = list(schema.columns)
        nothing = pd.DataFrame({column: pd.Series(dtype=str) for column in columns})
        nothing.index = pd.Index([], dtype=int, name=ROW)
        return TableRead(nothing, [], columns, {})
    if not path.is_file():
        raise DataError(
            gettext("{file} was not found in {folder}").format(file=path.name, folder=path.parent)
        )
    read = _read_text(path, list(schema.columns))
    return read.reject(
        _undecodable(read.text, path.name) + _schema_faults(read.text, schema, path.name)
    )
