"""Workbooks (.xlsx) as blocks of records: the sheets that share one header, row by row."""

import datetime as dt
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import numpy as np
import openpyxl
import pyarrow as pa
from openpyxl.utils.exceptions import InvalidFileException

from sahel_map.i18n import ngettext
from sahel_map.importers.blocks import Block
from sahel_map.importers.headings import headings, is_tags
from sahel_map.importers.notes import Notes
from sahel_map.importers.refusals import RefusedFile, refusal
from sahel_map.importers.tabular import DELIMITER, ENCODING, block_of, csv_line

__all__ = ["Workbook", "cell_text"]

_SEARCHED: Final = 30
"""In how many first rows of a sheet a header is looked for."""

_NARROWEST: Final = 2
_FAULTS: Final = (
    zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError,
    AttributeError, IndexError, OSError, EOFError, NotImplementedError, zlib.error, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Table:
    """A table on a sheet: its header, the lines before it, how many rows the sheet says it has."""

    sheet: Any
    header: tuple[str, ...]
    before: list[list[str]]
    total: int

    @property
    def key(self) -> tuple[str, ...]:
        """What tables that belong together share."""
        return tuple(heading.strip().casefold() for heading in self.header)


class Workbook:
    """A workbook, opened: its sheets are looked at, the header of its tables is read.

    Args:
        path: Where it is.
        file: Its name, for a refusal.
        sheet: The one sheet to read; None for all that share the widest header.
        closing: Closes it.

    Attributes:
        header: The headings, unique.
        details: What a report says of the reading: ``sheets``, ``skipped_sheets``, ``renamed``
            headings, ``skipped`` lines.

    Raises:
        RefusedFile: Damaged, without such a sheet, without a table, without a record.
    """

    delimiter = DELIMITER
    encoding = ENCODING

    def __init__(self, path: Path, file: str, sheet: str | None, closing: ExitStack) -> None:
        self._file = file
        self._read = self._total = 0
        tables = self._tables(path, sheet, closing)
        first = max(tables, key=lambda table: len(table.header))
        widest = first.header
        self._chosen = [table for table in tables if table.key == first.key]
        heading = headings(widest, file)
        self.header = [*widest[: heading.own], *heading.names]
        self.raw_header = csv_line(self.header)
        names = [table.sheet.title for table in self._chosen]
        self.details: dict[str, Any] = {"sheets": names, **heading.details}
        skipped = [name for name in self._names if name not in names]
        if skipped:
            self.details["skipped_sheets"] = skipped
        before = [line for table in self._chosen for line in table.before if line]
        if before:
            self.details["skipped"] = [csv_line(line).decode() for line in before]
        self._total = sum(table.total for table in self._chosen)
        self._rows = self._records()
        self._ahead = self._next(1)
        if not self._ahead:
            raise refusal(file, "only_header")

    def _tables(self, path: Path, sheet: str | None, closing: ExitStack) -> list[_Table]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # styles and extensions not read
                handle = closing.enter_context(path.open("rb"))
                book = openpyxl.load_workbook(handle, read_only=True, data_only=True)
                self._names = list(book.sheetnames)
                if sheet is not None and sheet not in self._names:
                    names = ", ".join(self._names)
                    raise refusal(self._file, "no_sheet", sheet=sheet, names=names)
                looked_at = [one for one in book.worksheets if sheet in (None, one.title)]
                tables = [table for one in looked_at if (table := _table(one)) is not None]
        except RefusedFile:
            raise
        except _FAULTS as error:
            raise refusal(self._file, "broken_workbook", problem=error) from error
        if not tables:
            raise refusal(self._file, "no_table", names=", ".join(self._names))
        return tables

    def progress(self) -> float:
        """Return how much has been read, 0 to 1."""
        return min(1.0, self._read / self._total) if self._total else 0.0

    def blocks(self, notes: Notes, block_rows: int) -> Iterator[Block]:
        """Yield the records in order; one with values beyond the header is told to the notes."""
        row, width = 0, len(self.header)
        while records := self._ahead + self._next(block_rows - len(self._ahead)):
            self._ahead = []
            rows = np.arange(row + 1, row + 1 + len(records))
            fits = np.array([len(record) <= width for record in records], dtype=bool)
            for place in np.flatnonzero(~fits):
                count = len(records[place])
                told = ngettext("{number} value", "{number} values", count).format(number=count)
                notes.reject("ragged", "", int(rows[place]), told, csv_line(records[place]))
            kept = [
                record + [""] * (width - len(record)) for record in records if len(record) <= width
            ]
            row += len(records)
            if kept:
                columns = [
                    pa.array(column, pa.large_string()) for column in zip(*kept, strict=True)
                ]
                yield block_of(columns, self.header, rows[fits])

    def _next(self, count: int) -> list[list[str]]:
        try:
            return list(islice(self._rows, count))
        except _FAULTS as error:
            raise refusal(self._file, "broken_workbook", problem=error) from error

    def _records(self) -> Iterator[list[str]]:
        for table in self._chosen:
            under_header = True
            self._read += len(table.before) + 1
            for cells in islice(_rows(table.sheet), len(table.before) + 1, None):
                self._read += 1
                record = _texts(cells)
                if under_header and is_tags(record):
                    self.details.setdefault("skipped", []).append(csv_line(record).decode())
                elif record:
                    yield record
                under_header = under_header and not record


def _table(sheet: Any) -> _Table | None:  # noqa: ANN401
    """Return where the table of a sheet begins; None for a sheet without one.

    Its header is the first row that reaches more than half as far as the widest of the first rows.
    """
    total = sheet.max_row or 0
    # The size a sheet states is often wrong; without it every row is read to its end.
    sheet.reset_dimensions()
    first = [_texts(cells) for cells in islice(_rows(sheet), _SEARCHED)]
    widest = max((len(record) for record in first), default=0)
    for place, record in enumerate(first):
        if len(record) >= max(_NARROWEST, widest // 2 + 1):
            return _Table(sheet, tuple(record), first[:place], total)
    return None


def _rows(sheet: Any) -> Iterator[Sequence[object]]:  # noqa: ANN401
    rows: Iterator[Sequence[object]] = sheet.iter_rows(values_only=True)
    return rows


def _texts(cells: Sequence[object]) -> list[str]:
    """Return the cells of a row as text, empty ones at its end left out."""
    texts = [cell_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def cell_text(cell: object) -> str:
    """Return a cell as text: days as YYYY-MM-DD, 5.0 as 5, true and false in small letters."""
    match cell:
        case None:
            text = ""
        case str():
            text = cell
        case bool():
            text = "true" if cell else "false"
        case float() if cell.is_integer():
            text = f"{cell:.0f}"
        case dt.datetime() if cell.time() == dt.time.min:
            text = cell.date().isoformat()
        case dt.datetime():
            text = cell.isoformat(sep=" ")
        case dt.date() | dt.time():
            text = cell.isoformat()
        case _:
            text = str(cell)
    return text
