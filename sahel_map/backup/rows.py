"""The tables of the ledger as lines of JSON, the same for SQLite and PostgreSQL."""

import base64
import datetime as dt
import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import sqlalchemy as sa

from sahel_map.ledger.schema import DATASETS, METADATA

__all__ = ["TABLES", "insert_lines", "lines_of"]

TABLES: Final = {table.name: table for table in METADATA.sorted_tables}
"""Every table of the ledger by its name: one that others refer to comes before them."""

_LEFT_OUT: Final = {DATASETS.c.seen_at}
"""When a dataset was opened last is no part of what is kept: a restored one was opened now."""

_AT_ONCE: Final = 200


def _columns(table: sa.Table) -> list[sa.Column[Any]]:
    return [column for column in table.columns if column not in _LEFT_OUT]


def _plain(value: Any) -> Any:  # noqa: ANN401  (what a column holds)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def _value(column: sa.Column[Any], value: Any) -> Any:  # noqa: ANN401  (what JSON holds)
    if value is None:
        return None
    if isinstance(column.type, sa.LargeBinary):
        return base64.b64decode(value, validate=True)
    # Moments are kept by a type of our own around the plain one.
    kind = column.type.impl if isinstance(column.type, sa.TypeDecorator) else column.type
    return dt.datetime.fromisoformat(value) if isinstance(kind, sa.DateTime) else value


def _bytewise(connection: sa.Connection, column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Return what orders by a column as SQLite does, whatever language a database sorts by."""
    texts = connection.dialect.name == "postgresql" and isinstance(column.type, sa.String)
    return sa.collate(column, "C") if texts else column


def lines_of(connection: sa.Connection, table: sa.Table) -> Iterator[bytes]:
    """Give the rows of a table in the order of its key, each as a line of JSON."""
    columns = _columns(table)
    # A missing document and one that says null both read as None, and are two things.
    missing = [column for column in columns if column.nullable and isinstance(column.type, sa.JSON)]
    flags = [column.is_(sa.null()) for column in missing]
    order = [_bytewise(connection, column) for column in table.primary_key]
    chosen = sa.select(*columns, *flags).order_by(*order)
    # Bodies of files are large: never all of them at once.
    for row in connection.execute(chosen, execution_options={"yield_per": _AT_ONCE}):
        values, nulls = row[: len(columns)], row[len(columns) :]
        named = {column.name: _plain(value) for column, value in zip(columns, values, strict=True)}
        for column, null in zip(missing, nulls, strict=True):
            if null:
                del named[column.name]
        text = json.dumps(named, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield text.encode() + b"\n"


def _read(table: sa.Table, line: bytes) -> dict[str, Any]:
    row = json.loads(line)
    known = {column.name: column for column in _columns(table)}
    return {name: _value(known[name], value) for name, value in row.items()}


def insert_lines(connection: sa.Connection, table: sa.Table, lines: Iterable[bytes]) -> None:
    """Insert the rows that ``lines_of`` has given, and let new ones be numbered after them."""
    rows = (_read(table, line) for line in lines)
    while part := list(itertools.islice(rows, _AT_ONCE)):
        for row in part:
            connection.execute(table.insert().values(row))
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key:
        if isinstance(column.type, sa.BigInteger) and column.autoincrement is True:
            top = sa.select(sa.func.max(column)).scalar_subquery()
            named = sa.func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(sa.select(sa.func.setval(named, top)).where(top.is_not(None)))
