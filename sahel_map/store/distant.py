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
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from sahel_map.errors import StoreAwayError
from sahel_map.outcome import Outcome
from sahel_map.rules import split_list
from sahel_map.selection import Selection
from sahel_map.store.dataset import Dataset, data_days
from sahel_map.store.distant_outcome import DistantOutcome
from sahel_map.store.imported import (
    located_rows,
    located_spots,
    with_events,
    without_events,
)
from sahel_map.store.interface import Queries, Store
from sahel_map.store.ref import Ref

__all__ = ["MANY", "Distant", "open_distant"]

Answer = TypeVar("Answer")

Read = Callable[[], gpd.GeoDataFrame]
Locate = Callable[[pa.Table], gpd.GeoDataFrame]
Place = Callable[[pd.DataFrame], gpd.GeoDataFrame]

MANY: Final = 100_000
"""Events beyond which a dataset is asked rather than read."""

_EVERY: Final = Selection(confidence="unverified")

_TUPLES: Final = ("actor_groups", "corridor_id")
"""Columns whose values are tuples in a frame and ``;`` lists in a store."""

_KNOWN: Final = 64
"""Single events that are kept: a panel asks for the same one several times."""

_LISTS: Final = 8
"""Lists of the newest events that are kept: each run of a page shows its own again."""

_log = logging.getLogger(__name__)


class _Far:
    """How a distant dataset gets at its events."""

    def __init__(
        self, queries: Queries, size: int, read: Read, located: Locate, placed: Place
    ) -> None:
        self.queries, self.size, self.located, self._placed = queries, size, located, placed
        self.event = lru_cache(maxsize=_KNOWN)(self._event)
        self.newest = lru_cache(maxsize=_LISTS)(self._newest)
        self.here = False
        self._read, self._guard = read, Lock()
        self._events: gpd.GeoDataFrame | None = None

    def events(self) -> gpd.GeoDataFrame:
        """Return all events. The first to ask waits until they are read."""
        with self._guard:
            if self._events is None:
                self._events = self._read()
                self.here = True
            return self._events

    @cached_property
    def spots(self) -> gpd.GeoDataFrame | None:
        """The spots of the dataset, None where they are too many."""
        found = self.queries.spots()
        return None if found is None else self._placed(found)

    def _event(self, event_id: str) -> pd.Series | None:
        rows = self.queries.event(event_id)
        return self.located(rows).iloc[0] if len(rows) else None

    def _newest(self, selection: Selection, n: int) -> gpd.GeoDataFrame:
        return self.located(self.queries.newest(selection, n))


class Distant(Dataset):
    """A dataset whose events are read when they are first asked for as a whole."""

    _far: _Far

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
        read: Read,
        located: Locate,
        placed: Place,
    ) -> Self:
        """Return a dataset of which the store answers for the events.

        Args:
            around: The dataset; its events are not looked at.
            queries: Answers for the events.
            size: How many events there are.
            read: Reads all of them.
            located: Makes some of them of canonical rows, in date order.
            placed: Joins spots to the units of each level.
        """
        made: Self = object.__new__(cls)
        known = {one.name: getattr(around, one.name) for one in fields(Dataset)}
        del known["events"]
        made.__dict__.update(known, _present={}, _far=_Far(queries, size, read, located, placed))
        return made

    @property
    def events(self) -> gpd.GeoDataFrame:
        """All events. The first to ask waits until they are read."""
        return self._far.events()

    def answer(self, ask: Callable[[Queries], Answer], read: Callable[[], Answer]) -> Answer:
        """Return what the store answers; where the events are here, or it is away, what they say.

        Args:
            ask: Asks the store.
            read: Finds the same in ``events``.
        """
        if not self._far.here:
            try:
                return ask(self._far.queries)
            except StoreAwayError:
                _log.warning("The store does not answer: the events are read from this host")
        return read()

    def located(self, rows: pa.Table) -> gpd.GeoDataFrame:
        """Return events as ``events`` has them, in date order, of canonical rows."""
        return self._far.located(rows)

    @property
    def spots(self) -> gpd.GeoDataFrame:
        """Where events lie, a row for all that lie alike; where each lies elsewhere, all events."""
        found = self.answer(lambda _queries: self._far.spots, lambda: None)
        return self.events if found is None else found

    def at_spots(self, selection: Selection) -> npt.NDArray[np.int64] | None:
        """Return how many selected events each of the spots has; None: the events are read."""

        def asked(queries: Queries) -> npt.NDArray[np.int64] | None:
            if self._far.spots is None:
                return None
            counts = np.zeros(len(self._far.spots), np.int64)
            number, events = queries.by_spot(selection).T
            counts[number] = events
            return counts

        return self.answer(asked, lambda: None)

    @property
    def total(self) -> int:
        """How many events there are."""
        return self._far.size

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
        return self.answer(
            lambda _queries: self._far.event(event_id or ""),
            lambda: super(Distant, self).event(event_id),
        )

    def newest(self, selection: Selection, n: int) -> gpd.GeoDataFrame:
        """Return the newest selected events in date order, as the store has them."""
        return self._far.newest(selection, n)

    def outcome(self, selection: Selection) -> Outcome:
        """Return what a selection selects."""
        if self._far.here:
            return super().outcome(selection)
        return DistantOutcome.of(self, selection)


def _values(queries: Queries, column: str) -> tuple[Any, ...]:
    found = queries.by_column(_EVERY, column).index
    return tuple(tuple(split_list(text)) for text in found) if column in _TUPLES else tuple(found)


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
        versions = {one.number: one for one in store.versions(ref.key)}
        version = versions.get(ref.version or max(versions, default=0))
        # One that was deleted meanwhile is missed by whoever reads it, who can say so.
        if version is None or version.events <= MANY:
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
        placed=lambda spots: located_spots(spots, base),
    )
