"""Start-up: load the data once, import what pages need, then freeze the garbage collector."""

import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from sahel_map.basis import Basis, Narrowed
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
from sahel_map.server.collection import place, sweep
from sahel_map.server.once import kept
from sahel_map.settings import data_dir
from sahel_map.store import Dataset, open_dataset, stamp, with_events
from sahel_map.tiles.grid import Chosen, Grid
from sahel_map.tiles.hexagons import Hexagons

__all__ = [
    "HOST", "by_actor", "chosen", "dataset", "hexagons", "narrowed", "outcome", "periods", "recent",
    "spread", "statuses", "warm_up",
]  # fmt: skip

HOST: Final = ""
"""The key of the data that this host serves to everybody."""

_MANY: Final = 100_000

Stamp = tuple[int, ...]
_Call = tuple[Path, Stamp, tuple[Path, Stamp]]

_log = logging.getLogger(__name__)

_NEEDED_BY_PAGES = ("altair", "babel.dates", "folium", "folium.plugins", "sahel_map.maps")


@kept(maxsize=4)
def _dataset(folder: Path, _stamp: Stamp, host: tuple[Path, Stamp]) -> Dataset:
    if (folder, _stamp) == host:
        return open_dataset(folder)
    return with_events(folder, _dataset(*host, host))


def _key_of(key: str) -> _Call:
    """Return what names the state of a dataset: its folder and the host's, with their stamps."""
    host = data_dir()
    served = (host, stamp(host))
    return (*served, served) if key == HOST else (place(key), stamp(place(key)), served)


def dataset(key: str = HOST) -> Dataset:
    """Return a dataset of this host, read again only after one of its files has changed.

    One object for all sessions: its frames are read-only by agreement.

    Args:
        key: ``HOST`` for the data of this host, or a key of the collection. Whether the reader
            may see it is for the caller to ask.
    """
    return _dataset(*_key_of(key))


@kept(maxsize=16)
def _few_narrowed(call: _Call, basis: Basis) -> Narrowed:
    return basis.narrow(_dataset(*call))


@kept(maxsize=2)
def _many_narrowed(call: _Call, basis: Basis) -> Narrowed:
    # A million events without one of their sources are 0.7 GB of their own.
    return basis.narrow(_dataset(*call))


def _narrowed(call: _Call, basis: Basis) -> Narrowed:
    many = len(_dataset(*call).events) > _MANY and not basis.whole
    return (_many_narrowed if many else _few_narrowed)(call, basis)


def narrowed(basis: Basis, key: str = HOST) -> Narrowed:
    """Return a dataset as some of its sources alone give it; shared, read-only."""
    return _narrowed(_key_of(key), basis)


@kept(maxsize=32)
def _outcome(call: _Call, basis: Basis, selection: Selection) -> Outcome:
    return selection.outcome(_narrowed(call, basis).data.events)


def outcome(selection: Selection, basis: Basis, key: str = HOST) -> Outcome:
    """Return what a selection selects; shared, read-only."""
    return _outcome(_key_of(key), basis, selection)


@kept(maxsize=32)
def _periods(
    call: _Call, basis: Basis, selection: Selection, period: Literal["month", "week"]
) -> tuple[pd.DataFrame, int]:
    chosen = _outcome(call, basis, selection).only("date_start", "date_end", "category")
    return count_by_period(chosen, period=period)


def periods(
    selection: Selection, basis: Basis, period: Literal["month", "week"], key: str = HOST
) -> tuple[pd.DataFrame, int]:
    """Return how many selected events each period has; shared, read-only."""
    return _periods(_key_of(key), basis, selection, period)


@kept(maxsize=4)
def _grid(call: _Call, basis: Basis) -> Grid:
    return Grid.of(_narrowed(call, basis).data.events)


@kept(maxsize=32)
def _chosen(call: _Call, basis: Basis, selection: Selection) -> Chosen:
    return _grid(call, basis).subset(_outcome(call, basis, selection).mask)


def chosen(selection: Selection, basis: Basis, key: str = HOST) -> Chosen:
    """Return the points of what a selection selects, for tiles; shared, read-only."""
    return _chosen(_key_of(key), basis, selection)


@kept(maxsize=8)
def _hexagons(call: _Call, basis: Basis, resolution: int) -> Hexagons:
    return Hexagons.of(_narrowed(call, basis).data.events, resolution)


def hexagons(basis: Basis, resolution: int, key: str = HOST) -> Hexagons:
    """Return the hexagons of all events; shared, read-only."""
    return _hexagons(_key_of(key), basis, resolution)


@kept(maxsize=16)
def _statuses(call: _Call, basis: Basis, buffer_km: float) -> RoadDays:
    data = _narrowed(call, basis).data
    return road_days(data.verified(), data.roads, buffer_km=buffer_km)


def statuses(basis: Basis, buffer_km: float, key: str = HOST) -> RoadDays:
    """Return the status of every road on every day, as some of the sources give it; shared."""
    return _statuses(_key_of(key), basis, buffer_km)


@kept(maxsize=32)
def _spread(call: _Call, basis: Basis, slices: tuple[Slice, ...], terms: Terms) -> Expansion:
    data = _narrowed(call, basis).data
    roads = None
    if not data.roads.corridors.empty:
        roads = _statuses(call, basis, DEFAULT_BUFFER_KM)
    return expansion(data, slices, terms, roads=roads)


def spread(
    basis: Basis, cutting: Cutting, terms: Terms, key: str = HOST
) -> tuple[Expansion, list[str]]:
    """Return the measures of the expansion, shared, and what is wrong with the slices."""
    call = _key_of(key)
    # Not kept with the measures: messages are in the reader's language.
    slices, problems = slices_of(_narrowed(call, basis).data, cutting)
    return _spread(call, basis, slices, terms), problems


@kept(maxsize=32)
def _recent(call: _Call, basis: Basis, selection: Selection, days: int) -> Recent | None:
    data = _narrowed(call, basis).data
    roads = None
    if not data.roads.corridors.empty:
        roads = _statuses(call, basis, DEFAULT_BUFFER_KM)
    return measured_recent(
        data, selection, days, roads=roads, ask=lambda chosen: _outcome(call, basis, chosen)
    )


def recent(selection: Selection, basis: Basis, days: int, key: str = HOST) -> Recent | None:
    """Return the last days of the data against as many before, whatever days are selected."""
    return _recent(_key_of(key), basis, selection.without("first", "last"), days)


@kept(maxsize=32)
def _by_actor(call: _Call, basis: Basis, slices: tuple[Slice, ...], terms: Terms) -> pd.DataFrame:
    return shares_by_actor(_narrowed(call, basis).data, slices, terms)


def by_actor(
    basis: Basis, slices: tuple[Slice, ...], terms: Terms, key: str = HOST
) -> pd.DataFrame:
    """Return the share in the south-west of each actor's attacks; shared, read-only."""
    return _by_actor(_key_of(key), basis, slices, terms)


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
    yield
