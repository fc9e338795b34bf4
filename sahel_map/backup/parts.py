"""The tables that each loaded dataset has of its own in PostgreSQL, made anew for its rows."""

import re
from typing import Final

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

__all__ = ["index_part", "make_part", "part_of"]

_NAME: Final = re.compile(r"event_([1-9]\d{0,8})(?:_code|_find)?", re.ASCII)


def part_of(name: str) -> int | None:
    """Return the number in the name of a dataset's own table; None for any other table."""
    found = _NAME.fullmatch(name)
    return int(found[1]) if found else None


def make_part(connection: sa.Connection, part: int) -> None:
    """Make the tables of a dataset, without what indexes them."""
    # Who keeps files alone needs no driver of a database.
    from sahel_map.store.postgis.tables import tables_of  # noqa: PLC0415

    for table in tables_of(part).every:
        connection.execute(CreateTable(table))


def index_part(connection: sa.Connection, part: int) -> None:
    """Index the tables of a dataset once their rows are in."""
    from sahel_map.store.postgis.tables import tables_of  # noqa: PLC0415

    tables = tables_of(part)
    for index in tables.indexes:
        connection.execute(CreateIndex(index))
    extension = sa.text("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
    if connection.execute(extension).first():
        connection.execute(CreateIndex(tables.words))
    for table in tables.every:
        name = connection.dialect.identifier_preparer.format_table(table)
        connection.execute(sa.text(f"ANALYZE {name}"))
