"""Connections of the driver itself, for rows by the million: COPY, in text and in binary."""

import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy import exc

from sahel_map.errors import StoreAwayError, StoreError
from sahel_map.i18n import gettext

__all__ = ["copied_out", "copy_numbers", "copy_text", "reaching"]

_log = logging.getLogger(__name__)

_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + b"\0" * 8
_END: Final = b"\xff\xff"
_PIECE: Final = 1 << 22
"""Bytes that are sent at a time."""


@contextmanager
def reaching() -> Iterator[None]:
    """Say what errors of the driver mean.

    Raises:
        StoreAwayError: The database cannot be reached, or broke off in the middle.
        StoreError: The dataset was deleted meanwhile.
    """
    try:
        yield
    except (psycopg.errors.UndefinedTable, exc.ProgrammingError) as error:
        if isinstance(getattr(error, "orig", error), psycopg.errors.UndefinedTable):
            raise StoreError(gettext("This dataset was deleted meanwhile.")) from error
        raise
    except (
        psycopg.OperationalError,
        psycopg.InterfaceError,
        exc.OperationalError,
        exc.InterfaceError,
    ) as error:
        _log.warning("The store is away: %s", error)
        raise StoreAwayError(
            gettext("The database cannot be reached at the moment; nothing was written.")
        ) from error


def _cursor(connection: sa.Connection) -> psycopg.Cursor[Any]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        msg = "the connection is none of psycopg"
        raise TypeError(msg)
    return driver.cursor()


def _into(table: sa.Table, names: Iterable[str], how: str) -> sql.Composed:
    return sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT {})").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names)), sql.SQL(how)
    )


def copy_text(
    connection: sa.Connection, table: sa.Table, names: Iterable[str], blocks: Iterable[bytes]
) -> None:
    """Write rows into a table from CSV: what is missing is empty, an empty text is in quotes."""
    with reaching(), _cursor(connection).copy(_into(table, names, "csv")) as copy:
        for block in blocks:
            copy.write(block)


def copy_numbers(
    connection: sa.Connection, table: sa.Table, columns: dict[str, npt.NDArray[Any]]
) -> None:
    """Write rows of whole numbers into a table, none of them missing.

    Args:
        connection: In a transaction.
        table: The table.
        columns: Name to values, of the width that the table has.
    """
    layout: list[tuple[str, str]] = [("fields", ">i2")]
    for name, values in columns.items():
        layout += [(f"{name} bytes", ">i4"), (name, f">i{values.dtype.itemsize}")]
    rows = np.zeros(len(next(iter(columns.values()))), np.dtype(layout))
    rows["fields"] = len(columns)
    for name, values in columns.items():
        rows[f"{name} bytes"], rows[name] = values.dtype.itemsize, values
    body = memoryview(rows.tobytes())
    with reaching(), _cursor(connection).copy(_into(table, columns, "binary")) as copy:
        copy.write(_HEAD)
        for start in range(0, len(body), _PIECE):
            copy.write(body[start : start + _PIECE])
        copy.write(_END)


class _Reader(io.RawIOBase):
    """What comes out of the database, as a file to read once."""

    def __init__(self, pieces: Iterator[Any]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (whatever is a buffer)
        room, done = memoryview(buffer).cast("B"), 0
        while done < len(room):
            if not self._left:
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._left = memoryview(piece)
            size = min(len(self._left), len(room) - done)
            room[done : done + size] = self._left[:size]
            self._left = self._left[size:]
            done += size
        return done


@contextmanager
def copied_out(
    connection: sa.Connection, table: sa.Table, names: Iterable[str], version: int
) -> Iterator[io.BufferedIOBase]:
    """Give the rows that a version has of a table of events, in their order, as CSV."""
    command = sql.SQL(
        "COPY (SELECT {} FROM {} WHERE since <= {} AND (until IS NULL OR until > {})"
        " ORDER BY position) TO STDOUT WITH (FORMAT csv)"
    ).format(
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.Identifier(table.name),
        sql.Literal(version),
        sql.Literal(version),
    )
    with (
        reaching(),
        _cursor(connection).copy(command) as copy,
        io.BufferedReader(_Reader(iter(copy)), _PIECE) as reader,
    ):
        yield reader
