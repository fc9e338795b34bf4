"""Questions about the events of a version, answered by the database."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from sahel_map import vocabulary as v
from sahel_map.errors import StoreError
from sahel_map.i18n import gettext
from sahel_map.importers.canonical import TEXTS
from sahel_map.ledger import Ledger
from sahel_map.selection import Selection
from sahel_map.store.interface import Tally
from sahel_map.store.postgis import listing
from sahel_map.store.postgis.coding import UNTOLD, spots_of
from sahel_map.store.postgis.conditions import EPOCH, Asked, Values, asked
from sahel_map.store.postgis.driver import reaching
from sahel_map.store.postgis.nearness import nearest_rows
from sahel_map.store.postgis.tables import NEVER, NOWHERE, VALUES, tables_of
from sahel_map.store.postgis.words import Words, among, can_be_there
from sahel_map.zorder import BITS, codes_of, units_of

__all__ = ["SqlQueries"]

_DAY: Final = dt.timedelta(days=1)
_ONE_DAY: Final = np.timedelta64(1, "D")
_MONDAY: Final = -3

_COLUMNS: Final[dict[str, str]] = {
    "event_type": "kind",
    "country": "country",
    "admin1": "region",
    "actor_groups": "groups",
    "source_ids": "sources",
}
"""Columns of events whose values the dataset has numbered."""

_GRADES: Final[dict[str, tuple[str, Mapping[str, Any]]]] = {
    "category": ("category", v.CATEGORIES),
    "geo_precision": ("precision", v.GEO_PRECISION),
    "confidence": ("confidence", v.CONFIDENCE),
}
"""Columns of events whose values are numbered by the vocabulary."""

_READY: Final = sa.text(
    "SELECT set_config('jit', 'off', true), set_config('work_mem', '64MB', true),"
    " set_config('parallel_tuple_cost', '0', true)"
)
"""Compiling a question takes longer than answering it, its groups fit into memory, and where rows
are put into one string, which a process does alone, others find them."""


class SqlQueries:
    """Questions about a version of a loaded dataset. See ``store.interface.Queries``.

    Args:
        ledger: The database.
        part: The number of the dataset's tables.
        version: The version.
        values: What the numbers of the dataset stand for.
    """

    def __init__(self, ledger: Ledger, part: int, version: int, values: Values) -> None:
        self._ledger, self._version, self._values = ledger, version, values
        self._tables, self._part = tables_of(part), part
        self._words = Words(self._rows, self._tables, version)

    def _asked(self, selection: Selection, *, points: bool = False) -> Asked:
        return asked(
            selection, self._tables, self._version, self._values, self._words, points=points
        )

    def _rows(self, question: sa.Select[Any]) -> list[Any]:
        with self._ledger.begin() as connection, reaching():
            # A plan for any values is the plan for none of them.
            connection.connection.driver_connection.prepare_threshold = None  # type: ignore[union-attr]
            connection.execute(_READY)
            return list(connection.execute(question).all())

    def tally(self, selection: Selection) -> Tally:
        """Return how much is selected and what is left out."""
        return listing.tally(self._rows, self._asked(selection))

    def days(self, *, verified: bool) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day that events speak of, None without any."""
        found = self._asked(Selection() if verified else Selection(confidence="unverified"))
        first, last = found.table.c.first, found.table.c.last
        begin, end = self._rows(sa.select(sa.func.min(first), sa.func.max(last)).where(
            *found.where))[0]  # fmt: skip
        return None if begin is None else (EPOCH + _DAY * begin, EPOCH + _DAY * end)

    def newest(self, selection: Selection, n: int) -> pa.Table:
        """Return the newest selected events, the newest first."""
        return listing.newest(self._rows, self._tables, self._asked(selection), n)

    def event(self, event_id: str) -> pa.Table:
        """Return one event, or none."""
        columns = self._tables.events.c
        named = columns.event_id == event_id if can_be_there(event_id) else sa.false()
        mine = [named, columns.since <= self._version]
        there = sa.or_(columns.until.is_(None), columns.until > self._version)
        return listing.found_rows(self._rows, self._tables, *mine, there)

    def rows(self, ids: npt.NDArray[Any]) -> pa.Table:
        """Return events by their numbers."""
        mine = among(self._tables.events.c.id, ids)
        return listing.found_rows(self._rows, self._tables, mine)

    def around(
        self, selection: Selection, event_id: str
    ) -> tuple[int | None, str | None, str | None]:
        """Return where an event stands among the selected ones, and its neighbours in time."""
        if not can_be_there(event_id):
            return None, None, None
        found = self._asked(selection)
        return listing.around(self._rows, self._tables, found, event_id)

    def points(
        self, selection: Selection, ranges: Sequence[tuple[int, int]]
    ) -> npt.NDArray[np.void]:
        """Return the selected events in some stretches of the Z-order curve."""
        return listing.points(self._rows, self._asked(selection), ranges)

    def count(self, selection: Selection) -> int:
        """Return how many events are selected."""
        found = self._asked(selection)
        chosen = sa.select(sa.func.count()).select_from(found.table).where(*found.where)
        return int(self._rows(chosen)[0][0])

    def by_period(self, selection: Selection, period: Literal["month", "week"]) -> pd.DataFrame:
        """Return how many selected events each period has, by category."""
        found = self._asked(selection)
        number, category = found.table.c[period], found.table.c.category
        chosen = (
            sa.select(number, category, sa.func.count())
            .where(*found.where, number != NEVER)
            .group_by(number, category)
        )
        names = list(v.CATEGORIES)
        rows = [(at, names[kind], n) for at, kind, n in self._rows(chosen)]
        rows.sort()
        at = np.array([row[0] for row in rows], np.int64)
        return pd.DataFrame(
            {
                "start": _begin(at, period).astype("datetime64[us]"),
                "end": (_begin(at + 1, period) - _ONE_DAY).astype("datetime64[us]"),
                "category": np.array([row[1] for row in rows], dtype="str"),
                "events": np.array([row[2] for row in rows], np.int64),
            }
        ).astype({"category": "str"})

    def by_column(self, selection: Selection, column: str) -> pd.Series:
        """Return how many selected events each value of a column has, the most first.

        Lists are counted as they stand, their items separated by ``;``.

        Raises:
            StoreError: It is no column of texts.
        """
        found = self._asked(selection)
        if column in _COLUMNS:
            name = _COLUMNS[column]
            counts = self._counted(found, found.table.c[name])
            told = {self._values[name][int(code)]: n for code, n in counts}
        elif column in _GRADES:
            name, terms = _GRADES[column]
            known = dict(enumerate(terms))
            told = {known.get(int(code), ""): n for code, n in
                    self._counted(found, found.table.c[name])}  # fmt: skip
        elif column in TEXTS:
            events = self._tables.events
            joined = found.table.join(events, events.c.id == found.table.c.id)
            told = dict(self._counted(found, events.c[column], joined))
        else:
            message = gettext("Events cannot be counted by {column}.")
            raise StoreError(message.format(column=repr(column)))
        ordered = sorted(told.items(), key=lambda item: (-item[1], item[0]))
        index = pd.Index([value for value, _ in ordered], dtype="str", name=column)
        return pd.Series([n for _, n in ordered], index=index, name="events", dtype="int64")

    def _counted(
        self, found: Asked, column: sa.Column[Any], source: sa.FromClause | None = None
    ) -> list[tuple[Any, int]]:
        chosen = (
            sa.select(column, sa.func.count())
            .select_from(found.table if source is None else source)
            .where(*found.where)
            .group_by(column)
        )
        return [(value, int(n)) for value, n in self._rows(chosen)]

    def cells(
        self, selection: Selection, z: int, x: int, y: int, level: int
    ) -> npt.NDArray[np.int64]:
        """Return the occupied cells of a tile."""
        found = self._asked(selection)
        place, category = found.table.c.place, found.table.c.category
        size = 1 << 2 * (BITS - z)
        start = int(codes_of(np.array([x]), np.array([y]))[0]) * size
        shift = 2 * (BITS - level)
        cell = place.bitwise_rshift(sa.literal_column(str(shift))).label("cell")
        chosen = (
            sa.select(category, cell, sa.func.count())
            .where(*found.where, place >= start, place < start + size)
            .group_by(category, cell)
        )
        rows = np.array([tuple(row) for row in self._rows(chosen)], np.int64).reshape(-1, 3)
        rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
        columns, lines = units_of(rows[:, 1].astype(np.uint64))
        return np.stack([rows[:, 0], columns, lines, rows[:, 2]], axis=1)

    def keys(self, selection: Selection) -> npt.NDArray[np.uint64]:
        """Return category and place of every selected event that has a point, rising.

        Returns:
            As ``tiles.grid.Chosen.keys``: the number of the category above 60 bits of the place.
        """
        found = self._asked(selection)
        place, category = found.table.c.place, found.table.c.category
        high = sa.cast(category, sa.BigInteger).bitwise_lshift(sa.literal_column(str(2 * BITS)))
        packed = sa.func.string_agg(
            sa.func.int8send(high.bitwise_or(place)), sa.literal(b"", sa.LargeBinary)
        )
        chosen = sa.select(packed).where(*found.where, place > NOWHERE)
        body = self._rows(chosen)[0][0] or b""
        keys = np.frombuffer(body, ">u8").astype(np.uint64)
        keys.sort(kind="stable")
        return keys

    def spots(self) -> pd.DataFrame | None:
        """Return the distinct spots of the dataset, None where they are too many."""
        mine = VALUES.c.part == self._part, VALUES.c.kind == "spot"
        chosen = sa.select(VALUES.c.value).where(*mine).order_by(VALUES.c.code)
        texts = [text for (text,) in self._rows(chosen)]
        return None if UNTOLD in texts else spots_of(texts)

    def by_spot(self, selection: Selection) -> npt.NDArray[np.int64]:
        """Return the spots of the selected events, and how many events each has."""
        found = self._asked(selection)
        counted = self._counted(found, found.table.c.spot)
        return np.array(counted, np.int64).reshape(-1, 2)

    def nearest(self, selection: Selection, lat: float, lon: float, n: int) -> pd.DataFrame:
        """Return the selected events nearest to a place, the nearest first."""
        found = self._asked(selection, points=True)
        rows = nearest_rows(self._rows, self._tables, found.where, (lat, lon), n)
        return pd.DataFrame(
            {
                "event_id": pd.Series([str(row[0]) for row in rows], dtype="str"),
                "km": pd.Series([float(row[1]) for row in rows], dtype="float64"),
            }
        )


def _begin(numbers: npt.NDArray[np.int64], period: str) -> npt.NDArray[Any]:
    """Return the first days of months or weeks."""
    if period == "week":
        return (_MONDAY + 7 * numbers).astype("datetime64[D]")
    return numbers.astype("datetime64[M]").astype("datetime64[D]")
