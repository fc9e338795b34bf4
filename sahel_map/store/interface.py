"""What a store does, whatever it keeps its data in: files, or PostgreSQL with PostGIS.

A version of a dataset is a folder that never changes: pages, commands and measures read that.
What a database adds is that many hosts share it, and that it answers questions of many events
without handing these out.
"""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from sahel_map.people import Person
from sahel_map.selection import Selection
from sahel_map.store.ref import Ref

if TYPE_CHECKING:
    # Half a second of imports that who reads the bundled data alone need not wait for.
    from sahel_map.ledger import Ledger

__all__ = ["POINT", "Queries", "Store", "Tally", "Version"]

POINT: Final = np.dtype([("key", "u8"), ("first", "i4"), ("last", "i4"), ("id", "i4")])
"""What ``Queries.points`` gives of an event: category and place as in ``tiles.grid.Chosen.keys``,
the days on which it begins and ends, counted from 1970, and its number in the store."""


@dataclass(frozen=True, slots=True)
class Version:
    """A state of a dataset that somebody made.

    Attributes:
        dataset: Key of the dataset; empty for the data of this host.
        number: 1, 2, 3 ...
        at: When it was made, UTC.
        who_name: Who made it, as the team knows them.
        act: A code of ``vocabulary.VERSION_ACTS``.
        note: Why, in the words of who made it.
        digest: SHA-256 over its files.
        events: How many events it has.
        added: How many records the version before lacks; None where there is none before.
        changed: How many records differ from those of the version before.
        removed: How many records of the version before it lacks.
        about: What dataset.json said then.
    """

    dataset: str
    number: int
    at: dt.datetime
    who_name: str
    act: str
    note: str
    digest: str
    events: int
    added: int | None = None
    changed: int | None = None
    removed: int | None = None
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tally:
    """How much a selection selects, and what a view must own up to. See ``outcome.Outcome``.

    Attributes:
        events: How many events are selected.
        points: How many of them have a point.
        straddling: How many reach beyond the chosen days.
        leads_hidden: How many are left out as unverified leads.
        kinds: The categories of the selected events, each once, in the vocabulary's order.
    """

    events: int
    points: int
    straddling: int
    leads_hidden: int
    kinds: tuple[str, ...]


class Queries(Protocol):
    """Questions about the events of a version that its store answers by itself.

    Events are in date order: by the day on which they begin, by that on which they end, then by
    ``event_id``. Tables of events are of ``importers.canonical.SCHEMA``.

    Raises:
        StoreAwayError: Any of them, when the database is away.
    """

    def tally(self, selection: Selection) -> Tally:
        """Return how much is selected and what is left out."""

    def days(self, *, verified: bool) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day that events speak of, None without any.

        Args:
            verified: Whether unverified leads do not count.
        """

    def newest(self, selection: Selection, n: int) -> pa.Table:
        """Return the newest selected events, the newest first, ``n`` at most."""

    def event(self, event_id: str) -> pa.Table:
        """Return one event, or none where the version has none of this name."""

    def rows(self, ids: npt.NDArray[Any]) -> pa.Table:
        """Return events by their numbers in the store, in no order."""

    def around(
        self, selection: Selection, event_id: str
    ) -> tuple[int | None, str | None, str | None]:
        """Return where an event stands among the selected ones, and its neighbours in time.

        Returns:
            As ``outcome.Outcome.around``.
        """

    def points(
        self, selection: Selection, ranges: Sequence[tuple[int, int]]
    ) -> npt.NDArray[np.void]:
        """Return the selected events in some stretches of the Z-order curve of ``zorder``.

        Args:
            selection: Which events count.
            ranges: Begin and end of each stretch, the end not in it.

        Returns:
            Items of ``POINT``, in no order.
        """

    def count(self, selection: Selection) -> int:
        """Return how many events are selected."""

    def by_period(self, selection: Selection, period: Literal["month", "week"]) -> pd.DataFrame:
        """Return how many selected events each period has, by category.

        Returns:
            As the first result of ``measures.counts.count_by_period``.
        """

    def by_column(self, selection: Selection, column: str) -> pd.Series:
        """Return how many selected events each value of a column has, the most first."""

    def cells(
        self, selection: Selection, z: int, x: int, y: int, level: int
    ) -> npt.NDArray[np.int64]:
        """Return the occupied cells of a tile.

        Args:
            selection: Which events count.
            z: Zoom of the tile, 0 to 22.
            x: Column of the tile.
            y: Row of the tile.
            level: The cells are those of a world ``2**level`` cells wide.

        Returns:
            Shape (cells, 4): category as its number in ``vocabulary.CATEGORIES``, column and row
            of the cell, and how many events lie in it.
        """

    def keys(self, selection: Selection) -> npt.NDArray[np.uint64]:
        """Return category and place of every selected event that has a point, rising.

        Returns:
            As ``tiles.grid.Chosen.keys``.
        """

    def spots(self) -> pd.DataFrame | None:
        """Return the distinct spots of the dataset's events, None where they are too many.

        Events of one spot are located alike.

        Returns:
            The columns of ``imported.SPOT``, on a ``RangeIndex``: the number of each spot.
        """

    def by_spot(self, selection: Selection) -> npt.NDArray[np.int64]:
        """Return the spots of the selected events.

        Returns:
            Shape (spots, 2): the number of each, and how many selected events it has.
        """

    def nearest(self, selection: Selection, lat: float, lon: float, n: int) -> pd.DataFrame:
        """Return the selected events nearest to a place, the nearest first.

        Args:
            selection: Which events count.
            lat: Latitude, degrees (EPSG:4326).
            lon: Longitude, degrees.
            n: How many at most.

        Returns:
            ``event_id`` and ``km`` on the WGS 84 ellipsoid; equals in the order of ``event_id``.
        """


class Store(Protocol):
    """Where datasets live, with all that is known of them."""

    @property
    def ledger(self) -> "Ledger":
        """What is known of datasets beside their events.

        Raises:
            StoreAwayError: It cannot be opened.
        """

    @property
    def away(self) -> bool:
        """Whether the database could not be reached when it was asked last."""

    def keys(self) -> list[str]:
        """Return the keys of the loaded datasets."""

    def about(self, key: str) -> dict[str, Any]:
        """Return what dataset.json says of a dataset; empty where there is none."""

    def amend(self, key: str, **changes: Any) -> None:  # noqa: ANN401  (what JSON holds)
        """Change what is said of a dataset (whose it is, who sees it): no new version."""

    def touch(self, key: str) -> None:
        """Note that a dataset was opened now."""

    def opened_at(self, key: str) -> float:
        """Return when a dataset was opened last, seconds since 1970."""

    def remove(self, key: str) -> None:
        """Delete a dataset with all its versions."""

    def state(self, ref: Ref) -> Hashable:
        """Return what names the present data of a reference: other data have another state.

        Asked several times in every run of every page. While the database is away, the state that
        was known last.
        """

    def folder(self, ref: Ref) -> Path:
        """Return a folder with the data of a reference, which ``open_dataset`` reads.

        Raises:
            StoreError: There is no such dataset or version.
            StoreAwayError: The database is away, and this version was never here.
        """

    def papers(self, ref: Ref) -> Path:
        """Return a folder with what an import has left: ``dataset.json``, report, rejected rows.

        The events need not be in it.

        Raises:
            StoreError: There is no such dataset or version.
            StoreAwayError: The database is away, and this version was never here.
        """

    def workplace(self, key: str) -> AbstractContextManager[Path]:
        """Give the folder into which ``import_file`` imports, with what the dataset holds now."""

    def take(self, key: str, folder: Path, by: Person, *, act: str, note: str = "") -> Version:
        """Make what was imported into a workplace count, as the dataset's next version.

        Raises:
            ConflictError: Somebody else made a version since the workplace was given.
            StoreAwayError: The database is away; nothing was written.
        """

    def versions(self, key: str) -> list[Version]:
        """Return the versions of a dataset, the newest first."""

    def queries(self, ref: Ref) -> Queries | None:
        """Return what answers questions about a version; None where only its folder does."""

    def close(self) -> None:
        """Close every connection; the store is not asked again."""
