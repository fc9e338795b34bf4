"""Numbers of deaths: three estimates, whatever their order, as a range and a best one."""

import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.importers.rows import Mask
from sahel_map.importers.values import each, numbers

__all__ = ["Deaths", "read_deaths"]

_MOST: Final = 10_000_000
"""No event has more deaths: a larger number is a slip, such as a date in the wrong column."""


_GROUPED: Final = re.compile(r"\d{1,3}(,\d{3})+")


@dataclass(frozen=True, slots=True)
class Deaths:
    """Deaths of each row.

    Attributes:
        low: The lowest of the estimates given, ``Int64``, missing where there is none.
        best: The best estimate, as given.
        high: The highest of the estimates given.
        missing: Where none is given.
        unread: Where a text is no number of people.
        disordered: Where the low estimate is above, or the high one below, another.
    """

    low: pd.Series
    best: pd.Series
    high: pd.Series
    missing: Mask
    unread: Mask
    disordered: Mask


def read_deaths(low: pd.Series, best: pd.Series, high: pd.Series) -> Deaths:
    """Read estimates of deaths from text; -1, as some sources write for nothing, is missing."""
    read, unread = [], np.zeros(len(best), dtype=bool)
    for texts in (low, best, high):
        found = numbers(pd.Series(each(texts, _ungrouped), dtype="str"))
        number = found.number.copy()
        silent = number == -1
        counted = (number >= 0) & (number <= _MOST) & (number == np.floor(number))
        number[~counted] = np.nan
        unread |= found.unread | (~counted & ~silent & ~np.isnan(found.number))
        read.append(number)
    given = np.vstack(read)
    bottom, top = np.fmin.reduce(given), np.fmax.reduce(given)
    disordered = (given[0] > bottom) | (given[2] < top)
    return Deaths(
        low=_whole(bottom),
        best=_whole(given[1]),
        high=_whole(top),
        missing=np.isnan(bottom),
        unread=unread,
        disordered=disordered,
    )


def _ungrouped(text: str) -> str:
    """Return a count without commas between its thousands: there is no half of a person."""
    return text.replace(",", "") if _GROUPED.fullmatch(text) else text


def _whole(number: npt.NDArray[Any]) -> pd.Series:
    return pd.Series(number).astype("Int64")
