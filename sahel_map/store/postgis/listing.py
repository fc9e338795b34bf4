"""Which events, in which order: rows that a page lists, and how much a selection selects."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import sqlalchemy as sa

from sahel_map import vocabulary as v
from sahel_map.importers.canonical import COLUMNS, SCHEMA
from sahel_map.store.interface import POINT, Tally
from sahel_map.store.postgis.conditions import Asked
from sahel_map.store.postgis.tables import NOWHERE, Tables, ranks
from sahel_map.zorder import BITS

__all__ = ["around", "found_rows", "newest", "points", "tally"]

Ask = Callable[[sa.Select[Any]], list[Any]]

_PACKED: Final = POINT.newbyteorder(">")

_WIDTH: Final = 1 << 32
"""Days of an event as one number: the first times this, and the last, which is far smaller."""


def _table(rows: Sequence[Any]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ((),) * len(SCHEMA)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _one(ask: Ask, question: Any) -> Any:  # noqa: ANN401  (the types of a row of any width)
    return ask(question)[0]


def tally(ask: Ask, found: Asked) -> Tally:
    """Return how much is selected and what is left out."""
    columns, many = found.table.c, sa.func.count()
    chosen = sa.and_(found.within, found.trusted)
    lead = columns.confidence == ranks(v.CONFIDENCE)["unverified"]
    kind = sa.literal_column("1").bitwise_lshift(columns.category)
    question = sa.select(
        many.filter(chosen),
        many.filter(chosen, columns.place > NOWHERE),
        many.filter(found.trusted, sa.not_(found.within)),
        many.filter(found.within, sa.not_(found.trusted), lead),
        sa.func.coalesce(sa.func.bit_or(kind).filter(chosen), 0),
    ).where(*found.kinds, found.touching)
    events, drawn, straddling, hidden, kinds = (int(value) for value in _one(ask, question))
    named = tuple(name for place, name in enumerate(v.CATEGORIES) if kinds >> place & 1)
    return Tally(events, drawn, straddling, hidden, named)


def _by_name(events: sa.Table) -> sa.ColumnElement[str]:
    return sa.collate(events.c.event_id, "C")  # as Python orders texts


def newest(ask: Ask, tables: Tables, found: Asked, n: int) -> pa.Table:
    """Return the newest selected events, the newest first."""
    columns, events = found.table.c, tables.events
    latest = sa.select(columns.first).where(*found.where).order_by(columns.first.desc())
    # What is put in order are the events of the days that are needed, not all of them.
    edge = ask(latest.offset(n - 1).limit(1))
    since = [columns.first >= edge[0][0]] if edge else []
    chosen = (
        sa.select(*(events.c[name] for name in COLUMNS))
        .select_from(found.table.join(events, events.c.id == columns.id))
        .where(*found.where, *since)
        .order_by(columns.first.desc(), columns.last.desc(), _by_name(events).desc())
        .limit(n)
    )
    return _table(ask(chosen))


def found_rows(ask: Ask, tables: Tables, *where: sa.ColumnElement[bool]) -> pa.Table:
    """Return the events for which something holds."""
    events = tables.events
    return _table(ask(sa.select(*(events.c[name] for name in COLUMNS)).where(*where)))


def _span(columns: Any) -> sa.ColumnElement[int]:  # noqa: ANN401  (columns by name)
    wide = sa.cast(columns.first, sa.BigInteger) * sa.literal_column(str(_WIDTH))
    span: sa.ColumnElement[int] = wide + columns.last
    return span


def around(
    ask: Ask, tables: Tables, found: Asked, event_id: str
) -> tuple[int | None, str | None, str | None]:
    """Return where an event stands among the selected ones, and its neighbours in time."""
    columns, events = found.table.c, tables.events
    joined = found.table.join(events, events.c.id == columns.id)
    span = _span(columns)
    mine = sa.select(span).select_from(joined).where(*found.where, events.c.event_id == event_id)
    here = ask(mine)
    if not here:
        return None, None, None
    at = here[0][0]

    def named(days: int | None) -> list[str]:
        if days is None:
            return []
        same = sa.select(events.c.event_id).select_from(joined)
        # The first day alone leaves few, without arithmetic on each row.
        day = columns.first == (days + _WIDTH // 2) // _WIDTH
        return sorted(str(name) for (name,) in ask(same.where(*found.where, day, span == days)))

    beside = sa.select(
        sa.func.count().filter(span < at),
        sa.func.max(span).filter(span < at),
        sa.func.min(span).filter(span > at),
    ).where(*found.where)
    earlier, last, following = _one(ask, beside)
    same = named(at)
    place = same.index(event_id)
    before = same[place - 1] if place else next(iter(named(last)[-1:]), None)
    after = same[place + 1] if place + 1 < len(same) else next(iter(named(following)), None)
    return int(earlier) + place, before, after


def points(ask: Ask, found: Asked, ranges: Sequence[tuple[int, int]]) -> npt.NDArray[np.void]:
    """Return the selected events in some stretches of the Z-order curve."""
    columns = found.table.c
    high = sa.cast(columns.category, sa.BigInteger).bitwise_lshift(sa.literal_column(str(2 * BITS)))
    sent: sa.ColumnElement[bytes] = sa.func.int8send(high.bitwise_or(columns.place))
    for name in ("first", "last", "id"):
        sent = sent.op("||")(sa.func.int4send(columns[name]))
    there = [sa.and_(columns.place >= begin, columns.place < end) for begin, end in ranges]
    packed = sa.select(sa.func.string_agg(sent, sa.literal(b"", sa.LargeBinary)))
    body = ask(packed.where(*found.where, sa.or_(sa.false(), *there)))[0][0] or b""
    return np.frombuffer(body, _PACKED).astype(POINT)
