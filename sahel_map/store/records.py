"""One record of a CSV table: read, written anew, or taken out, and every other byte stays."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from sahel_map.errors import DataError
from sahel_map.i18n import gettext
from sahel_map.schema import TABLES

__all__ = ["bytes_of", "key_column", "record_of", "records", "text_of", "with_record"]

Row = Mapping[str, str]

_CODEC: Final = "surrogateescape"
"""Bytes that are no UTF-8 come through as they are."""


def key_column(table: str) -> str:
    """Return the column that names the records of a table: its first."""
    return str(next(iter(TABLES[table].columns)))


def text_of(body: bytes) -> str:
    """Return a table as text from which ``bytes_of`` makes the same bytes again."""
    return body.decode("utf-8", _CODEC)


def bytes_of(text: str) -> bytes:
    """Return the bytes of a table."""
    return text.encode("utf-8", _CODEC)


def _split(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each record as it stands in the file, line end included, with its values."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    try:
        for values in csv.reader(lines()):
            yield "".join(taken), values
            taken.clear()
    except csv.Error as error:
        raise DataError(
            gettext("The table cannot be read as CSV: {problem}.").format(problem=error)
        ) from error


def _header(values: list[str]) -> list[str]:
    return [values[0].removeprefix("\ufeff"), *values[1:]] if values else []


def records(text: str) -> dict[str, dict[str, str]]:
    """Return the records of a table by the value of its first column, in their order.

    Of two with one key the first counts; what has no key, or not the width of the header, is none.
    """
    found: dict[str, dict[str, str]] = {}
    header: list[str] | None = None
    for _, values in _split(text):
        if header is None:
            header = _header(values)
        elif len(values) == len(header) and values[0]:
            found.setdefault(values[0], dict(zip(header, values, strict=True)))
    return found


def record_of(text: str, key: str) -> dict[str, str] | None:
    """Return a record of a table, None where it has none of this key."""
    return records(text).get(key)


def _written(values: list[str], end: str) -> str:
    line = io.StringIO()
    # The writer quotes the signs of its own line end, and no others.
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue().removesuffix("\r\n") + end


def _end(raw: str) -> str:
    return raw[len(raw.rstrip("\r\n")) :]


def with_record(text: str, key: str, row: Row | None) -> str:
    """Return a table in which one record is another, is new at the end, or is no more.

    Args:
        text: The table.
        key: The value of its first column.
        row: Column to value; columns that it lacks stay as they are, or empty in a new record.
            None takes the record out.
    """
    pieces: list[str] = []
    header: list[str] = []
    end, done = "\n", False
    for raw, values in _split(text):
        if not header:
            header, end = _header(values), _end(raw) or "\n"
        elif not done and values and values[0] == key and len(values) == len(header):
            done = True
            if row is not None:
                kept = dict(zip(header, values, strict=True))
                pieces.append(_written([row.get(name, kept[name]) for name in header], _end(raw)))
            continue
        pieces.append(raw)
    if not done and row is not None:
        if pieces and not _end(pieces[-1]):
            pieces.append(end)
        pieces.append(_written([row.get(name, "") for name in header], end))
    return "".join(pieces)
