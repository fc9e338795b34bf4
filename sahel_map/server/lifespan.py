"""Start-up: load the data once, import what pages need, then freeze the garbage collector."""

import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sahel_map.basis import Basis, Narrowed
from sahel_map.errors import SahelMapError
from sahel_map.measures.expansion import Expansion, Terms, expansion
from sahel_map.measures.road_days import road_days
from sahel_map.measures.roadside import DEFAULT_BUFFER_KM
from sahel_map.measures.slices import Slice
from sahel_map.measures.slicing import Cutting, slices_of
from sahel_map.measures.status import RoadDays
from sahel_map.settings import data_dir
from sahel_map.store import FILES, Dataset, load

__all__ = ["dataset", "narrowed", "spread", "statuses", "warm_up"]

_log = logging.getLogger(__name__)

_NEEDED_BY_PAGES = ("altair", "babel.dates", "folium", "folium.plugins", "sahel_map.maps")


@lru_cache(maxsize=2)
def _dataset(folder: Path, _stamp: tuple[int, ...]) -> Dataset:
    return load(folder)


def _stamp(folder: Path) -> tuple[int, ...]:
    paths = [folder / name for name in FILES]
    return tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in paths)


def dataset() -> Dataset:
    """Return the data of this host, read again only after one of its files has changed.

    One object for all sessions: its frames are read-only by agreement.
    """
    folder = data_dir()
    return _dataset(folder, _stamp(folder))


@lru_cache(maxsize=16)
def _narrowed(folder: Path, stamp: tuple[int, ...], basis: Basis) -> Narrowed:
    return basis.narrow(_dataset(folder, stamp))


def narrowed(basis: Basis) -> Narrowed:
    """Return the data of this host as some of its sources alone give them; shared, read-only."""
    folder = data_dir()
    return _narrowed(folder, _stamp(folder), basis)


@lru_cache(maxsize=16)
def _statuses(folder: Path, stamp: tuple[int, ...], basis: Basis, buffer_km: float) -> RoadDays:
    data = _narrowed(folder, stamp, basis).data
    return road_days(data.verified(), data.roads, buffer_km=buffer_km)


def statuses(basis: Basis, buffer_km: float) -> RoadDays:
    """Return the status of every road on every day, as some of the sources give it; shared."""
    folder = data_dir()
    return _statuses(folder, _stamp(folder), basis, buffer_km)


@lru_cache(maxsize=32)
def _spread(
    folder: Path, stamp: tuple[int, ...], basis: Basis, slices: tuple[Slice, ...], terms: Terms
) -> Expansion:
    data = _narrowed(folder, stamp, basis).data
    roads = None
    if not data.roads.corridors.empty:
        roads = _statuses(folder, stamp, basis, DEFAULT_BUFFER_KM)
    return expansion(data, slices, terms, roads=roads)


def spread(basis: Basis, cutting: Cutting, terms: Terms) -> tuple[Expansion, list[str]]:
    """Return the measures of the expansion, shared, and what is wrong with the slices."""
    folder = data_dir()
    stamp = _stamp(folder)
    # Not kept with the measures: messages are in the reader's language.
    slices, problems = slices_of(_narrowed(folder, stamp, basis).data, cutting)
    return _spread(folder, stamp, basis, slices, terms), problems


@asynccontextmanager
async def warm_up(_app: Any) -> AsyncIterator[None]:  # noqa: ANN401  (streamlit's App)
    """Load and import before the first visitor comes.

    The collector runs after every script run and walks every object that lives; freezing takes
    what is loaded here out of those walks (measured: docs/performance.md).
    """
    for name in _NEEDED_BY_PAGES:
        importlib.import_module(name)
    try:
        dataset()
    except SahelMapError:
        # The server still starts: pages show the error, health answers 503, the log has it all.
        _log.exception("The data could not be read")
    gc.collect()
    gc.freeze()
    yield
