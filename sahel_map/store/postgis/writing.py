"""A version of a dataset entered as rows, in the transaction of whoever calls."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import shapely
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable

from sahel_map.importers.canonical import COLUMNS, TEXTS
from sahel_map.store.postgis.coding import Coded
from sahel_map.store.postgis.driver import copy_numbers, copy_text
from sahel_map.store.postgis.merging import storable
from sahel_map.store.postgis.tables import CODED, FOREVER, NUMBERS, PARTS, VALUES, Tables, tables_of

__all__ = ["analyse", "close_rows", "drop_part", "enter_rows", "held_rows", "index_part",
           "make_part", "number_values"]  # fmt: skip

Array = npt.NDArray[Any]

_MANY: Final = 100_000
"""Numbers in one command."""

_BLOCK: Final = 20_000
"""Rows that are turned into text at a time."""


def make_part(connection: sa.Connection, key: str, coding: str, number: int) -> int:
    """Make the tables of a dataset; return their number."""
    entered = PARTS.insert().values(
        dataset=key, rows=0, coded=coding, coded_since=number
    ).returning(PARTS.c.part)  # fmt: skip
    part = int(connection.execute(entered).scalar_one())
    for table in tables_of(part).every:
        connection.execute(CreateTable(table))
    return part


def index_part(connection: sa.Connection, part: int) -> None:
    """Index the tables of a dataset, once their first rows are in."""
    for index in tables_of(part).indexes:
        connection.execute(CreateIndex(index))


def drop_part(connection: sa.Connection, part: int) -> None:
    """Delete the tables of a dataset."""
    for table in tables_of(part).every:
        connection.execute(DropTable(table, if_exists=True))


def held_rows(connection: sa.Connection, tables: Tables) -> tuple[Array, Array]:
    """Return ids and positions of the rows of the newest version, in their order."""
    events = tables.events
    chosen = sa.select(
        sa.func.array_agg(aggregate_order_by(events.c.id, events.c.position)),
        sa.func.array_agg(aggregate_order_by(events.c.position, events.c.position)),
    ).where(events.c.until.is_(None))
    ids, positions = connection.execute(chosen).one()
    return np.array(ids or [], np.int64), np.array(positions or [], np.int64)


def close_rows(connection: sa.Connection, tables: Tables, ids: Array, number: int) -> None:
    """Let rows end with the version before."""
    for table in tables.every:
        for start in range(0, len(ids), _MANY):
            some = sa.bindparam("ids", ids[start : start + _MANY].tolist(), ARRAY(sa.Integer))
            connection.execute(
                table.update().where(table.c.id == sa.any_(some)).values(until=number)
            )


def number_values(
    connection: sa.Connection, part: int, values: dict[str, tuple[Array, list[str]]]
) -> dict[str, Array]:
    """Return the numbers of values in a dataset; new values are given new numbers."""
    chosen = sa.select(VALUES.c.kind, VALUES.c.value, VALUES.c.code).where(VALUES.c.part == part)
    known: dict[str, dict[str, int]] = {kind: {} for kind in CODED}
    for kind, value, code in connection.execute(chosen):
        known[kind][value] = code
    fresh, numbered = [], {}
    for kind, (codes, texts) in values.items():
        mine = known[kind]
        for text in dict.fromkeys(map(_plain, texts)):
            if text not in mine:
                mine[text] = len(mine)
                fresh.append({"part": part, "kind": kind, "code": mine[text], "value": text})
        table = np.array([mine[_plain(text)] for text in texts] or [0], np.int32)
        numbered[kind] = table[codes]
    if fresh:
        connection.execute(VALUES.insert(), fresh)
    return numbered


def _plain(text: str) -> str:
    """Return a text as PostgreSQL can keep it, which knows no NUL."""
    return text.replace("\0", "\ufffd")


def _csv(batch: pa.RecordBatch | pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pacsv.write_csv(batch, sink, pacsv.WriteOptions(include_header=False))
    text: bytes = sink.getvalue().to_pybytes()
    return text


def _event_blocks(file: pq.ParquetFile, enter: Array, own: dict[str, Array]) -> Iterator[bytes]:
    """Give the rows of a file that are entered as CSV, the columns of ``own`` before theirs."""
    seen = done = 0
    for batch in file.iter_batches(batch_size=_BLOCK, columns=list(COLUMNS)):
        last = int(np.searchsorted(enter, seen + len(batch)))
        rows = enter[done:last] - seen
        if len(rows):
            taken = batch.take(pa.array(rows))
            texts = {name: storable(taken[name]) for name in TEXTS}
            columns = {name: texts.get(name, taken[name]) for name in COLUMNS}
            front = {name: pa.array(values[done:last]) for name, values in own.items()}
            yield _csv(pa.table({**front, **columns}))
        seen, done = seen + len(batch), last


def _find_blocks(numbers: dict[str, Array], coded: Coded, enter: Array) -> Iterable[bytes]:
    for start in range(0, len(enter), _BLOCK):
        rows = enter[start : start + _BLOCK]
        lon, lat = coded.lon[rows], coded.lat[rows]
        points = np.full(len(rows), None, dtype=object)
        drawn = np.flatnonzero(~np.isnan(lon))
        shapes = shapely.set_srid(shapely.points(lon[drawn], lat[drawn]), 4326)
        points[drawn] = shapely.to_wkb(shapes, hex=True, include_srid=True)
        words = pa.array(coded.words.iloc[rows], pa.large_string())
        front = {name: values[start : start + _BLOCK] for name, values in numbers.items()}
        yield _csv(pa.table({
            **front, "search_text": storable(words), "point": pa.array(points, pa.string()),
        }))  # fmt: skip


def enter_rows(  # noqa: PLR0913  (columns of what is entered)
    connection: sa.Connection,
    tables: Tables,
    file: pq.ParquetFile,
    enter: Array,
    *,
    ids: Array,
    positions: Array,
    number: int,
    coded: Coded,
    values: dict[str, Array],
) -> None:
    """Write the rows that a version adds.

    Args:
        connection: In a transaction.
        tables: Of the dataset.
        file: The events of the version.
        enter: Which of its rows are entered, rising.
        ids: Of the rows that are entered.
        positions: Of the rows that are entered.
        number: Of the version.
        coded: All events of the file, for queries.
        values: The numbers of their values.
    """
    own: dict[str, Array] = {
        "id": ids.astype(np.int32),
        "since": np.full(len(enter), number, np.int32),
        "position": positions.astype(np.int64),
    }
    copy_text(connection, tables.events, [*own, *COLUMNS], _event_blocks(file, enter, own))
    filled: dict[str, Array] = {
        "id": own["id"],
        "since": own["since"],
        "until": np.full(len(enter), FOREVER, np.int32),
        **{name: column[enter] for name, column in {**coded.numbers, **values}.items()},
    }
    numbers = {name: filled[name].astype(kind) for name, kind in NUMBERS.items()}
    # Neighbours on the map are neighbours on the disk.
    order = np.argsort(numbers["place"], kind="stable")
    sorted_numbers = {name: column[order] for name, column in numbers.items()}
    copy_numbers(connection, tables.codes, sorted_numbers)
    names = [*NUMBERS, "search_text", "point"]
    blocks = _find_blocks(sorted_numbers, coded, enter[order])
    copy_text(connection, tables.finds, names, blocks)


def analyse(connection: sa.Connection, tables: Tables) -> None:
    """Let PostgreSQL count what is in the tables of a dataset, for its plans."""
    preparer = connection.dialect.identifier_preparer
    for table in tables.every:
        connection.execute(sa.text(f"ANALYZE {preparer.format_table(table)}"))
