"""What a page reads: located events and everything around them, shared read-only."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import geopandas as gpd
import pandas as pd

from sahel_map.boundaries import fold
from sahel_map.claims import of_event
from sahel_map.outcome import Outcome
from sahel_map.roads import Roads
from sahel_map.rules import split_list
from sahel_map.selection import Selection
from sahel_map.tables import Fault

if TYPE_CHECKING:
    from sahel_map.store.interface import Queries

__all__ = ["Dataset", "Veil", "data_days", "search_text"]


Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Veil:
    """How much later, and on how much coarser a grid, the public sees a dataset.

    Attributes:
        delay_days: By how many days.
        round_km: Side of a cell of the grid, km; 0 for points as they are.
        up_to: The last day that is shown; None without a delay.
        around: Whether it lies over the tables around loaded events alone.
    """

    delay_days: int
    round_km: float
    up_to: dt.date | None
    around: bool = False


def data_days(events: pd.DataFrame) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day with event data, or None without events."""
    if events.empty:
        return None
    return events["date_start"].min().date(), events["date_end"].max().date()


@dataclass(frozen=True)
class Dataset:
    """Everything a page reads. Frames are shared between sessions: never change them in place.

    Attributes:
        events: Valid events in date order, indexed by ``event_id``: points in degrees (missing
            where only a region or country is known), the columns of events.csv with dates and
            numbers converted, the joined unit, ``category``, ``search_text``, ``fatalities_open``
            (whether the highest number is only a minimum) and ``withheld`` (whether words that
            rest on sources left out were taken away).
        sources: Valid sources, indexed by ``source_id``.
        places: Valid gazetteer rows, indexed by ``place_id``.
        claims: Valid claims, indexed by ``claim_id``, with ``event_ids`` as tuples.
        indicators: Valid published numbers, indexed by ``indicator_id``.
        contradictions: Valid contradictions, indexed by ``contradiction_id``.
        positions: Valid positions of the contradictions, indexed by ``position_id``.
        roads: Corridors with their lines, blockades, agreements and fuel.
        phases: Valid named slices, indexed by ``slice_id``, ``start`` and ``end`` as days.
        admin1: The boundary layer of the join, indexed by ``admin1_id``.
        finer: Level to the layer below admin-1 that events were joined to, where one is loaded.
        faults: Every fault of every table, and what the join flagged.
        rejected: Rows that are not shown: ``file``, ``row``, ``reason`` and ``record`` as it came.
        version: Software version and a digest of the data files.
        full: Whether dataset.json says that the events aim at all that happened, not at a sample.
        manifest: Vintage and licence of the boundary files.
        geo_version: A digest of the layers, part of their addresses.
        about: What dataset.json says of imported events; empty for tables.
        veil: How the public sees these data; None where they are seen as they are.
    """

    events: gpd.GeoDataFrame
    sources: pd.DataFrame
    places: pd.DataFrame
    claims: pd.DataFrame
    indicators: pd.DataFrame
    contradictions: pd.DataFrame
    positions: pd.DataFrame
    roads: Roads
    phases: pd.DataFrame
    admin1: gpd.GeoDataFrame
    faults: tuple[Fault, ...]
    rejected: pd.DataFrame
    version: str
    full: bool
    manifest: dict[str, Any]
    geo_version: str
    about: Mapping[str, Any] = field(default_factory=dict)
    finer: Mapping[int, gpd.GeoDataFrame] = field(default_factory=dict)
    veil: Veil | None = None
    _present: dict[str, tuple[Any, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def restricted(self) -> bool:
        """Whether rows may be seen by the session that loaded them alone."""
        return self.about.get("licence_class") == "restricted"

    def present(self, column: str) -> tuple[Any, ...]:
        """Return the distinct values of a column of the events, each once."""
        known = self._present.get(column)
        if known is None:
            known = self._present[column] = tuple(self.events[column].unique())
        return known

    @property
    def spots(self) -> gpd.GeoDataFrame:
        """Where events lie, a row for all that lie alike; where they are read, they themselves."""
        return self.events

    def answer(self, ask: Callable[["Queries"], Answer], read: Callable[[], Answer]) -> Answer:  # noqa: ARG002
        """Return what a store answers of the events or, as here where they are read, what they say.

        Args:
            ask: Asks the store.
            read: Finds the same in ``events``.
        """
        return read()

    @property
    def total(self) -> int:
        """How many events there are."""
        return len(self.events)

    def event(self, event_id: str | None) -> pd.Series | None:
        """Return an event, None where there is none of this name."""
        if event_id not in self.events.index:
            return None
        return cast("pd.Series[Any]", self.events.loc[event_id])

    def outcome(self, selection: Selection) -> Outcome:
        """Return what a selection selects."""
        return selection.outcome(self.events)

    def errors(self) -> list[Fault]:
        """Return the faults that make the data invalid."""
        return [fault for fault in self.faults if fault.severity == "error"]

    @cached_property
    def _verified(self) -> gpd.GeoDataFrame:
        leads = self.events["confidence"] == "unverified"
        return self.events[~leads] if leads.any() else self.events

    def verified(self) -> gpd.GeoDataFrame:
        """Return the events that are more than an unverified lead."""
        return self._verified

    @cached_property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day that verified events speak of, None without any."""
        return data_days(self._verified)

    @cached_property
    def limits(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day that events speak of, leads too, None without any."""
        return data_days(self.events)

    def _known(self, event_id: str) -> pd.Series:
        event = self.event(event_id)
        if event is None:
            raise KeyError(event_id)
        return event

    def sources_of(self, event_id: str) -> pd.DataFrame:
        """Return the usable sources of an event, in the order in which the event names them."""
        return self.cited(str(self._known(event_id)["source_ids"]))

    def cited(self, source_ids: str) -> pd.DataFrame:
        """Return the usable sources of a ``;`` list, in its order."""
        known = self.sources.index
        return self.sources.loc[[name for name in split_list(source_ids) if name in known]]

    def claims_of(self, event_id: str) -> pd.DataFrame:
        """Return the claims that speak of an event, alone or together with others."""
        return of_event(self.claims, event_id)

    def aliases_of(self, event_id: str) -> list[str]:
        """Return the other names of an event's place."""
        place = self._known(event_id)["place_id"]
        known = place in self.places.index
        return split_list(str(self.places.at[place, "alt_names"])) if known else []


def search_text(events: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """Return what a search looks through: the words of each event, folded, with other spellings."""
    aliases = places["alt_names"].reindex(events["place_id"]).fillna("").set_axis(events.index)
    columns = ["event_id", "title", "place", "actor", "target", "summary", "admin1"]
    words = pd.concat([events[columns[1:]], aliases.rename("aliases")], axis=1)
    # Not through the cache of short names, which long texts would push out.
    return events[columns[0]].str.cat(words, sep=" ").map(fold.__wrapped__).rename(None)
