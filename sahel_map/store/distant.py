"""A dataset of many events that its store answers for: they are read where all of them are needed.

Counts, tiles, lists and single events are asked for; measures that look at every event read them
all, once for everybody. A database that is away is no reason to show nothing: then, too, the events
are read, as far as a copy of them is on this host.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import fields
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any, Final, Self, TypeVar

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from sahel_map.errors import StoreAwayError
from sahel_map.outcome import FEW, Mask, Outcome
from sahel_map.rules import split_list
from sahel_map.selection import Selection
from sahel_map.store.dataset import Dataset, data_days
from sahel_map.store.imported import located_rows, with_events, without_events
from sahel_map.store.interface import Queries, Store, Tally
from sahel_map.store.ref import Ref

__all__ = ["MANY", "Distant", "DistantOutcome", "open_distant"]

Answer = TypeVar("Answer")

MANY: Final = 100_000
"""Events beyond which a dataset is asked rather than read."""

_EVERY: Final = Selection(confidence="unverified")

_TUPLES: Final = ("actor_groups", "corridor_id")
"""Columns whose values are tuples in a frame and ``;`` lists in a store."""

_KNOWN: Final = 64
"""Single events that are kept: a panel asks for the same one several times."""

_log = logging.getLogger(__name__)


class Distant(Dataset):
    """A dataset whose events are read when they are first asked for as a whole."""

    def __new__(cls, *args: Any, **values: Any) -> Any:  # noqa: ANN401  (what a dataset is made of)
        """Return a dataset that has its events: ``dataclasses.replace`` gives them."""
        return Dataset(*args, **values)

    @classmethod
    def of(
        cls,
        around: Dataset,
        queries: Queries,
        size: int,
        *,
        read: Callable[[], gpd.GeoDataFrame],
        located: Callable[[pa.Table], gpd.GeoDataFrame],
    ) -> Self:
        """Return a dataset of which the store answers for the events.

        Args:
            around: The dataset; its events are not looked at.
            queries: Answers for the events.
            size: How many events there are.
            read: Reads all of them.
            located: Makes some of them of canonical rows, in date order.
        """
        made: Self = object.__new__(cls)
        known = {one.name: getattr(around, one.name) for one in fields(Dataset)}
        del known["events"]

        @lru_cache(maxsize=_KNOWN)
        def event(event_id: str) -> pd.Series | None:
            rows = queries.event(event_id)
            return located(rows).iloc[0] if len(rows) else None

        made.__dict__.update(known, _present={}, _queries=queries, _size=size, _read=read,
                             _made=located, _event=event, _guard=Lock())  # fmt: skip
        return made

    @property
    def events(self) -> gpd.GeoDataFrame:
        """All events. The first to ask waits until they are read."""
        held: dict[str, Any] = self.__dict__
        with held["_guard"]:
            if "_events" not in held:
                held["_events"] = held["_read"]()
        frame: gpd.GeoDataFrame = held["_events"]
        return frame

    def answer(self, ask: Callable[[Queries], Answer], read: Callable[[], Answer]) -> Answer:
        """Return what the store answers; where the events are here, or it is away, what they say.

        Args:
            ask: Asks the store.
            read: Finds the same in ``events``.
        """
        if "_events" not in self.__dict__:
            try:
                return ask(self.__dict__["_queries"])
            except StoreAwayError:
                _log.warning("The store does not answer: the events are read from this host")
        return read()

    def located(self, rows: pa.Table) -> gpd.GeoDataFrame:
        """Return events as ``events`` has them, in date order, of canonical rows."""
        made: gpd.GeoDataFrame = self.__dict__["_made"](rows)
        return made

    @property
    def total(self) -> int:
        """How many events there are."""
        return int(self.__dict__["_size"])

    def present(self, column: str) -> tuple[Any, ...]:
        """Return the distinct values of a column of the events, each once."""
        known = self._present.get(column)
        if known is None:
            known = self._present[column] = self.answer(
                lambda queries: _values(queries, column),
                lambda: tuple(self.events[column].unique()),
            )
        return known

    @cached_property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day that verified events speak of, None without any."""
        return self.answer(
            lambda queries: queries.days(verified=True), lambda: data_days(self.verified())
        )

    @cached_property
    def limits(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day that events speak of, leads too, None without any."""
        return self.answer(
            lambda queries: queries.days(verified=False), lambda: data_days(self.events)
        )

    def event(self, event_id: str | None) -> pd.Series | None:
        """Return an event, None where there is none of this name."""
        known: Callable[[str], pd.Series | None] = self.__dict__["_event"]
        return self.answer(
            lambda _queries: known(event_id or ""), lambda: super(Distant, self).event(event_id)
        )

    def outcome(self, selection: Selection) -> Outcome:
        """Return what a selection selects."""
        if "_events" in self.__dict__:
            return super().outcome(selection)
        return DistantOutcome.of(self, selection)


def _values(queries: Queries, column: str) -> tuple[Any, ...]:
    found = queries.by_column(_EVERY, column).index
    return tuple(tuple(split_list(text)) for text in found) if column in _TUPLES else tuple(found)


class DistantOutcome(Outcome):
    """What a selection selects of a distant dataset."""

    data: Distant
    selection: Selection

    @classmethod
    def of(cls, data: Distant, selection: Selection) -> Self:
        """Return what a selection selects: counted now, read when it is asked for."""
        made: Self = object.__new__(cls)
        made.__dict__.update(data=data, selection=selection)
        made.__dict__["tally"] = data.answer(
            lambda queries: queries.tally(selection), made._counted
        )
        return made

    @cached_property
    def tally(self) -> Tally:
        """How much is selected and what is left out."""
        return self._counted()

    @cached_property
    def _read(self) -> Outcome:
        return self.selection.outcome(self.data.events)

    def _counted(self) -> Tally:
        read = self._read
        return Tally(len(read), read.points, read.straddling, read.leads_hidden, tuple(read.kinds))

    @property
    def frame(self) -> pd.DataFrame:
        """All events."""
        return self._read.frame

    @property
    def mask(self) -> Mask:
        """Which of them are selected, one boolean an event."""
        return self._read.mask

    @property
    def straddling(self) -> int:
        """How many reach beyond the chosen days."""
        return self.tally.straddling

    @property
    def leads_hidden(self) -> int:
        """How many are left out as unverified leads."""
        return self.tally.leads_hidden

    @property
    def _n(self) -> int:
        return self.tally.events

    @property
    def total(self) -> int:
        """How many events there are, selected or not."""
        return self.data.total

    @cached_property
    def _few(self) -> pd.DataFrame:
        return self._newest(FEW)

    def _newest(self, n: int) -> pd.DataFrame:
        """Return the newest selected events, all columns, in date order."""
        return self.data.answer(
            lambda queries: self.data.located(queries.newest(self.selection, n)),
            lambda: self._read.latest(n).iloc[::-1],
        )

    @property
    def events(self) -> pd.DataFrame:
        """The selected events. Many are read and copied: ask for what is needed of them."""
        return self._read.events if self.many else self._few

    @property
    def points(self) -> int:
        """How many selected events have a point."""
        return self.tally.points

    @property
    def kinds(self) -> list[str]:
        """The categories of the selected events, each once."""
        return list(self.tally.kinds)

    def only(self, *columns: str) -> pd.DataFrame:
        """Return some columns of the selected events."""
        return self._read.only(*columns) if self.many else pd.DataFrame(self._few[list(columns)])

    def latest(self, n: int, *columns: str) -> pd.DataFrame:
        """Return some columns, or all, of the newest selected events, the newest first."""
        newest = self._newest(n) if self.many else self._few
        frame = pd.DataFrame(newest[list(columns)]) if columns else newest
        return frame.iloc[::-1].head(n)

    def around(self, event_id: str) -> tuple[int | None, str | None, str | None]:
        """Return where an event stands among the selected ones, and its neighbours in time."""
        return self.data.answer(
            lambda queries: queries.around(self.selection, event_id),
            lambda: self._read.around(event_id),
        )


def open_distant(store: Store, ref: Ref, base: Dataset) -> Distant | None:
    """Return a loaded dataset that its store answers for; None where its events are to be read.

    Args:
        store: The store.
        ref: A version of a loaded dataset.
        base: The tables around the events, with the layers that these are joined to.
    """
    try:
        queries = store.queries(ref)
        if queries is None:
            return None
        versions = store.versions(ref.key)
        number = ref.version or versions[0].number
        version = next(one for one in versions if one.number == number)
        if version.events <= MANY:
            return None
        names = queries.by_column(_EVERY, "source_names").index
    except StoreAwayError:
        return None
    return Distant.of(
        without_events(version.about, names, base),
        queries,
        version.events,
        read=lambda: with_events(store.folder(ref), base).events,
        located=lambda rows: located_rows(rows, base),
    )
