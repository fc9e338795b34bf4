"""Start-up: load the data once, import what pages need, then freeze the garbage collector."""

import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import numpy.typing as npt
import pandas as pd

from sahel_map.basis import Basis
from sahel_map.errors import SahelMapError
from sahel_map.measures.counts import count_by_period
from sahel_map.measures.expansion import Expansion, Terms, expansion, shares_by_actor
from sahel_map.measures.recent import Recent
from sahel_map.measures.recent import recent as measured_recent
from sahel_map.measures.road_days import road_days
from sahel_map.measures.roadside import DEFAULT_BUFFER_KM
from sahel_map.measures.slices import Slice
from sahel_map.measures.slicing import Cutting, slices_of
from sahel_map.measures.status import RoadDays
from sahel_map.outcome import Outcome
from sahel_map.selection import Selection
from sahel_map.server.collection import sweep
from sahel_map.server.held import (
    HOST,
    Call,
    call_of,
    dataset,
    dataset_at,
    narrowed,
    narrowed_at,
)
from sahel_map.server.once import kept
from sahel_map.server.stopping import drained_before_end
from sahel_map.store.differences import Differences, differences
from sahel_map.store.distant import Distant
from sahel_map.store.interface import Queries
from sahel_map.tiles.grid import Chosen, Grid
from sahel_map.tiles.hexagons import Hexagons
from sahel_map.tiles.nearest import Nearby, near_asked, nearest

__all__ = [
    "HOST", "by_actor", "chosen", "compared", "dataset", "hexagons", "narrowed", "near", "outcome",
    "periods", "recent", "spread", "statuses", "warm_up",
]  # fmt: skip

Array = npt.NDArray[Any]

_log = logging.getLogger(__name__)

_NEEDED_BY_PAGES = ("altair", "babel.dates", "folium", "folium.plugins", "sahel_map.maps")


@kept(maxsize=32)
def _outcome(call: Call, basis: Basis, selection: Selection) -> Outcome:
    return narrowed_at(call, basis).data.outcome(selection)


def outcome(selection: Selection, basis: Basis, key: str = HOST) -> Outcome:
    """Return what a selection selects; shared, read-only."""
    return _outcome(call_of(key), basis, selection)


@kept(maxsize=32)
def _periods(
    call: Call, basis: Basis, selection: Selection, period: Literal["month", "week"]
) -> tuple[pd.DataFrame, int]:
    found = _outcome(call, basis, selection)

    def asked(queries: Queries) -> tuple[pd.DataFrame, int]:
        table = queries.by_period(selection, period)
        return table, len(found) - int(table["events"].sum())

    def counted() -> tuple[pd.DataFrame, int]:
        return count_by_period(found.only("date_start", "date_end", "category"), period=period)

    return narrowed_at(call, basis).data.answer(asked, counted)


def periods(
    selection: Selection, basis: Basis, period: Literal["month", "week"], key: str = HOST
) -> tuple[pd.DataFrame, int]:
    """Return how many selected events each period has; shared, read-only."""
    return _periods(call_of(key), basis, selection, period)


@kept(maxsize=4)
def _grid(call: Call, basis: Basis) -> Grid:
    return Grid.of(narrowed_at(call, basis).data.events)


@kept(maxsize=32)
def _placed(call: Call, basis: Basis, selection: Selection) -> Chosen:
    return _grid(call, basis).subset(_outcome(call, basis, selection).mask)


@kept(maxsize=32)
def _chosen(call: Call, basis: Basis, selection: Selection) -> Chosen:
    return narrowed_at(call, basis).data.answer(
        lambda queries: Chosen.of_keys(queries.keys(selection)),
        lambda: _placed(call, basis, selection),
    )


def chosen(selection: Selection, basis: Basis, key: str = HOST) -> Chosen:
    """Return the points of what a selection selects, for tiles; shared, read-only."""
    return _chosen(call_of(key), basis, selection)


def near(  # noqa: PLR0913  (a place has two numbers)
    selection: Selection,
    basis: Basis,
    lat: float,
    lon: float,
    *,
    zoom: float,
    limit: int,
    key: str = HOST,
) -> Nearby:
    """Return the selected events around a place of the map. See ``tiles.nearest.nearest``."""
    call = call_of(key)
    data = narrowed_at(call, basis).data

    def read() -> Nearby:
        points = _placed(call, basis, selection)
        return nearest(points, data.events, lat, lon, zoom=zoom, limit=limit)

    if not isinstance(data, Distant):
        return read()
    return data.answer(
        lambda queries: near_asked(data, queries, selection, lat, lon, zoom=zoom, limit=limit), read
    )


@kept(maxsize=8)
def _hexagons(
    call: Call, basis: Basis, resolution: int, of: Literal["events", "spots"]
) -> Hexagons:
    data = narrowed_at(call, basis).data
    return Hexagons.of(data.spots if of == "spots" else data.events, resolution)


@kept(maxsize=32)
def _in_hexagons(
    call: Call, basis: Basis, selection: Selection, resolution: int
) -> tuple[Hexagons, Array]:
    found = _outcome(call, basis, selection)
    counts = found.at_spots()
    if counts is None:
        return _hexagons(call, basis, resolution, "events"), found.mask
    return _hexagons(call, basis, resolution, "spots"), counts


def hexagons(
    selection: Selection, basis: Basis, resolution: int, key: str = HOST
) -> tuple[Hexagons, Array]:
    """Return the hexagons of all events, and which are selected, as ``Hexagons.counts`` takes it.

    Shared, read-only.
    """
    return _in_hexagons(call_of(key), basis, selection, resolution)


@kept(maxsize=16)
def _statuses(call: Call, basis: Basis, buffer_km: float) -> RoadDays:
    data = narrowed_at(call, basis).data
    return road_days(data.verified(), data.roads, buffer_km=buffer_km)


def statuses(basis: Basis, buffer_km: float, key: str = HOST) -> RoadDays:
    """Return the status of every road on every day, as some of the sources give it; shared."""
    return _statuses(call_of(key), basis, buffer_km)


@kept(maxsize=32)
def _spread(call: Call, basis: Basis, slices: tuple[Slice, ...], terms: Terms) -> Expansion:
    data = narrowed_at(call, basis).data
    roads = None
    if not data.roads.corridors.empty:
        roads = _statuses(call, basis, DEFAULT_BUFFER_KM)
    return expansion(data, slices, terms, roads=roads)


def spread(
    basis: Basis, cutting: Cutting, terms: Terms, key: str = HOST
) -> tuple[Expansion, list[str]]:
    """Return the measures of the expansion, shared, and what is wrong with the slices."""
    call = call_of(key)
    # Not kept with the measures: messages are in the reader's language.
    slices, problems = slices_of(narrowed_at(call, basis).data, cutting)
    return _spread(call, basis, slices, terms), problems


@kept(maxsize=32)
def _recent(call: Call, basis: Basis, selection: Selection, days: int) -> Recent | None:
    data = narrowed_at(call, basis).data
    roads = None
    if not data.roads.corridors.empty:
        roads = _statuses(call, basis, DEFAULT_BUFFER_KM)
    return measured_recent(
        data, selection, days, roads=roads, ask=lambda chosen: _outcome(call, basis, chosen)
    )


def recent(selection: Selection, basis: Basis, days: int, key: str = HOST) -> Recent | None:
    """Return the last days of the data against as many before, whatever days are selected."""
    return _recent(call_of(key), basis, selection.without("first", "last"), days)


@kept(maxsize=32)
def _by_actor(call: Call, basis: Basis, slices: tuple[Slice, ...], terms: Terms) -> pd.DataFrame:
    return shares_by_actor(narrowed_at(call, basis).data, slices, terms)


def by_actor(
    basis: Basis, slices: tuple[Slice, ...], terms: Terms, key: str = HOST
) -> pd.DataFrame:
    """Return the share in the south-west of each actor's attacks; shared, read-only."""
    return _by_actor(call_of(key), basis, slices, terms)


@kept(maxsize=4)
def _compared(old: Call, new: Call) -> Differences:
    return differences(dataset_at(*old), dataset_at(*new))


def compared(old: str, new: str) -> Differences:
    """Return how two versions of a dataset differ, with the first records of each kind; shared."""
    return _compared(call_of(old), call_of(new))


@asynccontextmanager
async def warm_up(_app: Any) -> AsyncIterator[None]:  # noqa: ANN401  (streamlit's App)
    """Load and import before the first visitor comes.

    The garbage collector walks every object that lives; freezing takes what is loaded here out of
    its walks (measured: docs/performance.md).
    """
    for name in _NEEDED_BY_PAGES:
        importlib.import_module(name)
    try:
        sweep()
        dataset()
    except SahelMapError:
        # The server still starts: pages show the error, health answers 503, the log has it all.
        _log.exception("The data could not be read")
    gc.collect()
    gc.freeze()
    with drained_before_end():
        yield
