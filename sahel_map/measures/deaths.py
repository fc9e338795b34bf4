"""How many deaths a set of events has: a range, since every figure is one."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

__all__ = ["DEATH_COLUMNS", "Deaths", "deaths_of"]

DEATH_COLUMNS: Final = ("fatalities_low", "fatalities_high", "fatalities_open")


@dataclass(frozen=True, slots=True)
class Deaths:
    """The deaths of a set of events.

    Attributes:
        low: The sum of the lowest numbers; an event without one adds 0.
        known: The sum of the highest numbers, the lowest standing in where one is missing.
        limited: Whether ``known`` is the most: no event has only a least number.
        unnumbered: Events without any number.
    """

    low: int
    known: int
    limited: bool
    unnumbered: int

    @property
    def high(self) -> int | None:
        """The most deaths, None where the data set no limit."""
        return self.known if self.limited else None


def deaths_of(events: pd.DataFrame) -> Deaths:
    """Return the deaths of events.

    Args:
        events: With the columns of ``DEATH_COLUMNS``.
    """
    low = events["fatalities_low"].astype("Float64")
    high = events["fatalities_high"].astype("Float64")
    limitless = (low.notna() & high.isna()) | events["fatalities_open"].astype(bool)
    return Deaths(
        low=int(low.fillna(0).sum()),
        known=int(high.fillna(low).fillna(0).sum()),
        limited=not limitless.any(),
        unnumbered=int((low.isna() & high.isna()).sum()),
    )
