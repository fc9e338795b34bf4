"""The tables of PostgreSQL beside the ledger, such as those of the events, as COPY has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

import sqlalchemy as sa

from sahel_map.backup.rows import TABLES

__all__ = ["Wide", "copy_in", "copy_out", "holds", "wide_tables"]

_OWN: Final = """
SELECT c.relname,
       ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                   AND a.attgenerated = '' ORDER BY a.attnum),
       ARRAY(SELECT quote_ident(a.attname)
                    || CASE WHEN a.attcollation = 0 THEN '' ELSE ' COLLATE "C"' END
             FROM (SELECT indkey FROM pg_index
                   WHERE indrelid = c.oid AND indisunique AND indpred IS NULL AND indexprs IS NULL
                   ORDER BY indisprimary DESC, indexrelid LIMIT 1) i,
                  unnest(i.indkey) WITH ORDINALITY AS k(number, place)
             JOIN pg_attribute a ON a.attnum = k.number
             WHERE a.attrelid = c.oid
             ORDER BY k.place),
       ARRAY(SELECT r.relname FROM pg_constraint f JOIN pg_class r ON r.oid = f.confrelid
             WHERE f.conrelid = c.oid AND f.contype = 'f' AND r.oid <> c.oid)
FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace
      AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                            AND d.deptype = 'e')
ORDER BY c.relname
"""
"""Tables of ours: not those of an extension, a partitioned one as a whole."""

_NOT_KEPT: Final = frozenset({*TABLES, "alembic_version"})

_SPELLING: Final = (
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
)
"""How values are written is a setting of the server: equal tables are to give equal bytes."""

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Wide:
    """A table that is copied as it is.

    Attributes:
        name: Its name.
        columns: Its columns, quoted, without those that are computed.
        order: What its rows are ordered by, quoted.
        needs: The tables that its rows refer to.
    """

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    needs: frozenset[str]


def _order(columns: list[str], key: list[str]) -> tuple[str, ...]:
    """Return what orders rows: neighbours on the map stay neighbours on the disk."""
    return ("place", *key) if "place" in columns and key else tuple(key or columns)


def wide_tables(connection: sa.Connection) -> list[Wide]:
    """Return the tables beside the ledger, one that others refer to before them."""
    if connection.dialect.name != "postgresql":
        return []
    left = [
        Wide(name, tuple(columns), _order(columns, key), frozenset(needs) - _NOT_KEPT)
        for name, columns, key, needs in connection.exec_driver_sql(_OWN)
        if name not in _NOT_KEPT
    ]
    ordered: list[Wide] = []
    while left:
        done = {table.name for table in ordered}
        ready = [table for table in left if table.needs <= done] or left[:1]
        ordered += ready
        left = [table for table in left if table not in ready]
    return ordered


def holds(connection: sa.Connection, name: str) -> bool:
    """Return whether a table has any row."""
    found = sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1)
    return connection.execute(found).first() is not None


def _driver(connection: sa.Connection) -> Any:  # noqa: ANN401  (psycopg's connection)
    return connection.connection.driver_connection


def _quoted(table: Wide) -> str:
    return '"' + table.name.replace('"', '""') + '"'


def copy_out(connection: sa.Connection, table: Wide) -> Iterator[bytes]:
    """Give the rows of a table in the order of its key, as COPY writes them."""
    columns, order = ", ".join(table.columns), ", ".join(table.order)
    # Names come from the database itself, quoted.
    command = f"COPY (SELECT {columns} FROM {_quoted(table)} ORDER BY {order}) TO STDOUT"  # noqa: S608
    with _driver(connection).cursor() as cursor:
        for setting in _SPELLING:
            cursor.execute(setting)
        with cursor.copy(command) as copy:
            for row in copy:
                yield bytes(row)


def copy_in(connection: sa.Connection, table: Wide, body: IO[bytes]) -> None:
    """Put the rows of ``copy_out`` into a table, and let new ones be numbered after them."""
    columns = ", ".join(table.columns)
    with _driver(connection).cursor() as cursor:
        with cursor.copy(f"COPY {_quoted(table)} ({columns}) FROM STDIN") as copy:
            while piece := body.read(_CHUNK):
                copy.write(piece)
        for column in table.columns:
            named = column.strip('"')
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", (_quoted(table), named))
            (sequence,) = cursor.fetchone()
            if sequence:
                cursor.execute(
                    f"SELECT setval(%s, max({column})) FROM {_quoted(table)}"  # noqa: S608
                    f" HAVING max({column}) IS NOT NULL",
                    (sequence,),
                )
