"""Start-up: load the data once, import what pages need, then freeze the garbage collector."""

import datetime as dt
import gc
import importlib
import logging
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
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
from sahel_map.server.collection import sweep
from sahel_map.server.once import kept
from sahel_map.server.stopping import drained_before_end
from sahel_map.settings import configured
from sahel_map.store import Dataset, Ref, open_dataset, open_store, with_events
from sahel_map.store.differences import Differences, differences
from sahel_map.tiles.grid import Chosen, Grid
from sahel_map.tiles.hexagons import Hexagons
from sahel_map.veil import veil

__all__ = [
    "HOST", "by_actor", "chosen", "compared", "dataset", "hexagons", "narrowed", "outcome",
    "periods", "recent", "spread", "statuses", "warm_up",
]  # fmt: skip

HOST: Final = ""
"""The key of the data that this host serves to everybody."""

_MANY: Final = 100_000

_Rule = tuple[int, float]
"""Days of delay, and kilometres of the grid."""

_Rules = tuple[_Rule, _Rule, dt.date]
"""The rule of a dataset, that of the host, and today: at midnight another day comes out."""

_Veil = _Rules | None

_Call = tuple[Ref, Hashable, Hashable, _Veil]
"""A reference, the state of its data and that of the host's, and what the public sees of them."""

_log = logging.getLogger(__name__)

_NEEDED_BY_PAGES = ("altair", "babel.dates", "folium", "folium.plugins", "sahel_map.maps")


@kept(maxsize=4)
def _opened(ref: Ref, _state: Hashable, host: Hashable) -> Dataset:
    folder = open_store().folder(ref)
    return with_events(folder, _opened(Ref(), host, host)) if ref.key else open_dataset(folder)


@kept(maxsize=4)
def _veiled(ref: Ref, state: Hashable, host: Hashable, how: _Rules) -> Dataset:
    own, around, today = how
    if ref.key and any(around):
        # What the public does not see of this host's tables, it does not see around others.
        base = _veiled(Ref(), host, host, (around, around, today))
        whole = with_events(open_store().folder(ref), base)
    else:
        whole = _opened(ref, state, host)
    return veil(whole, delay_days=own[0], round_km=own[1], today=today)


def _dataset(ref: Ref, state: Hashable, host: Hashable, how: _Veil) -> Dataset:
    return _opened(ref, state, host) if how is None else _veiled(ref, state, host, how)


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def _veil_of(ref: Ref) -> _Veil:
    if not ref.veiled:
        return None
    settings = configured()
    around = settings.delay_days, settings.round_km
    about = open_store().about(ref.key) if ref.key else vars(settings)
    own = int(about.get("delay_days") or 0), float(about.get("round_km") or 0.0)
    return (own, around, _today()) if any((*own, *around)) else None


def _key_of(key: str) -> _Call:
    """Return what names the state of a dataset and of the host's tables around it."""
    store, ref = open_store(), Ref.read(key)
    host = store.state(Ref())
    plain = Ref(ref.key, ref.version)
    return plain, host if plain == Ref() else store.state(plain), host, _veil_of(ref)


def dataset(key: str = HOST) -> Dataset:
    """Return a dataset of this host, read again only after one of its files has changed.

    One object for all sessions: its frames are read-only by agreement.

    Args:
        key: The text of a ``Ref``: ``HOST`` for the data of this host as they are now, or a key of
            the collection; a version of either, and the veil of the public, as a ``Ref`` has them.
            Whether the reader may see it is for the caller to ask.
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


@kept(maxsize=4)
def _compared(old: _Call, new: _Call) -> Differences:
    return differences(_dataset(*old), _dataset(*new))


def compared(old: str, new: str) -> Differences:
    """Return how two versions of a dataset differ, with the first records of each kind; shared."""
    return _compared(_key_of(old), _key_of(new))


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
