"""What the choices of a view mean in the data: the day, the buffer, how time is cut."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from sahel_map.basis import Basis
from sahel_map.measures.expansion import COUNTRY, Terms, districts_of
from sahel_map.measures.roadside import DEFAULT_BUFFER_KM, buffers_of
from sahel_map.measures.slicing import Cutting
from sahel_map.measures.status import RoadDays
from sahel_map.store import Dataset, data_days

__all__ = [
    "CALENDAR", "EARLIEST", "LATEST", "Getter", "areas_in", "basis_in", "buffer_in", "cutting_in",
    "day_in", "recent_since", "terms_in",
]  # fmt: skip

Getter = Callable[[str], Any]
"""Gives the value of a view's parameter by its name."""

EARLIEST: Final = dt.date(1990, 1, 1)
LATEST: Final = dt.date(2100, 12, 31)
"""The days that a view can stand on; a link may ask for any, and gets the nearest of these."""

CALENDAR: Final = ("year", "half", "quarter", "month")

_RECENT_YEARS: Final = 4
"""So many calendar years are cut unless all are asked for."""


def basis_in(get: Getter, whole: Dataset) -> Basis:
    """Return the sources that count in a view of a dataset.

    Args:
        get: The choices.
        whole: The dataset with all its sources.
    """
    # A link may name sources that are not here; nothing can be left out of those.
    without = tuple(name for name in get("without") if name in whole.sources.index)
    return Basis(get("known"), without)


def day_in(get: Getter, found: RoadDays) -> dt.date:
    """Return the day of a view of the roads; without one, the last day with event data."""
    wanted: dt.date | None = get("on")
    last = found.data_days[1] if found.data_days else dt.datetime.now(tz=dt.UTC).date()
    return min(max(wanted or last, EARLIEST), LATEST)


def buffer_in(get: Getter, data: Dataset) -> float:
    """Return within how many kilometres of a road an attack counts."""
    wanted = float(get("buffer"))
    return wanted if wanted in buffers_of(data.roads) else DEFAULT_BUFFER_KM


def recent_since(get: Getter, data: Dataset) -> dt.date | None:
    """Return the first day of the recent years, or None when all years are asked for."""
    events = data.verified()
    days = data_days(events[events["country"] == COUNTRY])
    if days is None or get("years") == "all":
        return None
    return max(days[0], dt.date(days[1].year - _RECENT_YEARS + 1, 1, 1))


def cutting_in(get: Getter, data: Dataset) -> Cutting:
    """Return how a view cuts time."""
    by = get("by")
    since = recent_since(get, data) if by in CALENDAR else None
    return Cutting(by, get("own") if by == "own" else "", since)


def areas_in(get: Getter, data: Dataset) -> str:
    """Return the areas of a view; a link may name districts where none are loaded."""
    areas = str(get("areas"))
    return "region" if areas == "district" and districts_of(data) is None else areas


def terms_in(get: Getter, data: Dataset) -> Terms:
    """Return whose attacks a view of the expansion counts, and where."""
    return Terms(
        get("group"), get("southwest"), areas_in(get, data), get("weight"), get("confidence")
    )
