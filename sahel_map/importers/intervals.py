"""When an event can have happened: its first and last day, and how precisely that is known."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.importers.rows import Fault, Mask, Telling
from sahel_map.importers.values import Days

__all__ = [
    "DayColumn", "day_faults", "period_fits", "settle", "told_interval", "whole_period",
]  # fmt: skip

Array = npt.NDArray[Any]

_WEEK: Final = np.timedelta64(6, "D")
_ONE_DAY: Final = np.timedelta64(1, "D")
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


def period_fits(start: Array, end: Array, precision: Array) -> Mask:
    """Return where a precision fits its interval, by the rule of events.csv.

    Args:
        start: First days, ``datetime64[D]``, none missing.
        end: Last days, none before its first.
        precision: Codes of ``vocabulary.DATE_PRECISION``, or anything else, which never fits.
    """
    first, last = start.astype("datetime64[M]"), end.astype("datetime64[M]")
    months = (last - first).astype(np.int64) + 1
    whole = (start == first.astype("datetime64[D]")) & (
        end + _ONE_DAY == (last + np.timedelta64(1, "M")).astype("datetime64[D]")
    )
    begins = first.astype(np.int64)  # months since January 1970
    fits: Mask = np.select(
        [precision == "day", precision == "range", precision == "week"],
        [start == end, start < end, end - start == _WEEK],
        default=False,
    )
    for code, length in _MONTHS.items():
        fits |= (precision == code) & whole & (months == length) & (begins % length == 0)
    return fits


def settle(start: Array, end: Array, stated: Array) -> tuple[Array, Mask]:
    """Return the precision of each interval, and where the stated one does not fit its days.

    Where it does not, or where none ("") is stated, the days stand: "day" or "range".
    """
    fits = period_fits(start, end, stated)
    bare = np.where(start == end, "day", "range").astype(object)
    return np.where(fits, stated, bare), ~fits & (stated != "")


def whole_period(start: Array, stated: Array) -> tuple[Array, Array]:
    """Return the interval that one day and a precision stand for, where no last day is given.

    A week runs from the day; month, quarter and year are those the day lies in; anything else is
    the day itself.
    """
    first, last = start.copy(), np.where(stated == "week", start + _WEEK, start)
    for code, length in _MONTHS.items():
        month = start.astype("datetime64[M]")
        begins = month - month.astype(np.int64) % length
        ends = (begins + np.timedelta64(length, "M")).astype("datetime64[D]") - _ONE_DAY
        first = np.where(stated == code, begins.astype("datetime64[D]"), first)
        last = np.where(stated == code, ends, last)
    return first, last


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A column of days: its heading, its text as it came, and the days read from it."""

    heading: str
    text: pd.Series
    days: Days

    def kept(self, where: Mask) -> "DayColumn":
        """Return the column of some rows, on a ``RangeIndex``."""
        some = self.days
        days = Days(some.day[where], some.respelled[where], some.unread[where])
        return DayColumn(self.heading, self.text[where].reset_index(drop=True), days)

    def tell(self, telling: Telling) -> None:
        """Tell of days that were read from another spelling."""
        read = pd.Series(self.days.day).astype(str)
        telling.repaired("date", self.heading, self.days.respelled, self.text, read)


def day_faults(start: DayColumn, end: DayColumn, today: dt.date) -> list[Fault]:
    """Return why rows cannot be dated, the graver fault first.

    Args:
        start: The first days, which each row must have.
        end: The last days, which a row may leave empty.
        today: The day after which nothing can have happened yet; one more is let pass. An
            interval that has begun may end later: its source knows no more than its year.
    """
    limit = np.datetime64(today, "D") + _ONE_DAY
    undated = np.isnat(start.days.day) & ~start.days.unread
    return [
        Fault("no_date", start.heading, undated, start.text),
        Fault("bad_date", start.heading, start.days.unread, start.text),
        Fault("bad_date", end.heading, end.days.unread, end.text),
        Fault("reversed", end.heading, end.days.day < start.days.day, end.text),
        Fault("future", start.heading, start.days.day > limit, start.text),
    ]


def told_interval(
    start: DayColumn, end: DayColumn, stated: pd.Series, telling: Telling
) -> dict[str, Array]:
    """Return the interval and the precision of rows that can be dated, and tell what was mended.

    Args:
        start: The first days, none missing.
        end: The last days; where there is none, the stated precision widens the first day.
        stated: Codes of ``vocabulary.DATE_PRECISION``, "" where none is stated.
        telling: Is told of repairs.

    Returns:
        ``date_start``, ``date_end`` and ``date_precision`` of canonical events.
    """
    start.tell(telling)
    end.tell(telling)
    codes = stated.to_numpy(object)
    alone = np.isnat(end.days.day)
    whole_start, whole_end = whole_period(start.days.day, codes)
    first = np.where(alone, whole_start, start.days.day)
    last = np.where(alone, whole_end, end.days.day)
    precision, misfit = settle(first, last, codes)
    telling.repaired("precision", "date_precision", misfit, stated, pd.Series(precision))
    return {"date_start": first, "date_end": last, "date_precision": precision}
