"""Attacks per region and slice, and how their number changed against the slice before."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.boundaries import level_key
from sahel_map.measures.attacks import Attacks

__all__ = ["FALL", "FEW_BEFORE", "FEW_NOW", "LARGE", "RATE_DAYS", "RISE", "changes"]

Array = npt.NDArray[Any]

LARGE: Final = 25
"""A rise of more percent than this is large."""

RISE: Final = 10
"""A change from so many percent on is a rise."""

FALL: Final = -25
"""A change of less percent than this is a fall."""

FEW_BEFORE: Final = 2
FEW_NOW: Final = 5
"""With at most so many attacks in this slice, and no more than so many in as many days at the rate
of the slice before, nothing can be said."""

RATE_DAYS: Final = 30
"""Slices differ in length: rates are per so many days."""


def _classes(counts: Array, days: Array) -> tuple[Array, Array]:
    """Return change and class of each count (a row a region) against the slice before."""
    # Whole numbers of both slices at one length: 25 percent is then neither above nor below it.
    now, before = counts[:, 1:] * days[:-1], counts[:, :-1] * days[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        change = now / before - 1
    blank = np.broadcast_to((days[1:] == 0) | (days[:-1] == 0), now.shape)
    kinds = np.select(
        [
            blank,
            (before <= FEW_BEFORE * days[:-1]) & (counts[:, 1:] <= FEW_NOW),
            100 * now > (100 + LARGE) * before,
            100 * now >= (100 + RISE) * before,
            100 * now >= (100 + FALL) * before,
        ],
        ["no_data", "few", "large_rise", "rise", "limited"],
        default="fall",
    )
    first = np.where(days[:1] == 0, "no_data", "first")
    first = np.broadcast_to(first, (len(counts), 1))
    unknown = np.full((len(counts), 1), np.nan)
    whole = np.where(np.isfinite(change) & ~blank, change, np.nan)
    return np.hstack([unknown, whole]), np.hstack([first, kinds])


def changes(
    attacks: Attacks, at: Array, days: Array, units: pd.DataFrame, *, level: int = 1
) -> pd.DataFrame:
    """Return attacks per region, or unit of a finer level, and slice with the class of change.

    The cut-offs are those that ACLED publishes for its Trendfinder (acleddata.com/platform/
    trendfinder), which compares a week with the mean of earlier ones and calls units with an
    average of 2 or fewer and 5 or fewer in the week unchanged; here a slice is compared with the
    one before at equal length, and too few are called so.

    Args:
        attacks: The attacks.
        at: The slice of each.
        days: Days with data of each slice.
        units: The units to count, indexed by their id, with ``area_km2``.
        level: The level that they are of.

    Returns:
        A row a unit and slice: ``admin1_id`` (``admin2_id`` ...), ``at``, ``events``,
        ``per_10000_km2``, ``rate`` (per ``RATE_DAYS`` days with data), ``change`` (missing where
        it cannot be taken) and ``kind``, one of ``vocabulary.CHANGES``.
    """
    size = len(days)
    key = level_key(level)
    unit = units.index.get_indexer(pd.Index(attacks.frame[key]))
    use = (at >= 0) & (unit >= 0)
    counts = np.bincount(unit[use] * size + at[use], minlength=len(units) * size)
    counts = counts.reshape(len(units), size)
    if size:
        change, kind = _classes(counts, days)
    else:
        change, kind = np.zeros((len(units), 0)), np.zeros((len(units), 0), dtype=str)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(days > 0, RATE_DAYS * counts / np.maximum(days, 1), np.nan)
    area = units["area_km2"].to_numpy(float)[:, None]
    return pd.DataFrame(
        {
            key: np.repeat(units.index.to_numpy(), size),
            "at": np.tile(np.arange(size), len(units)),
            "events": counts.ravel(),
            "per_10000_km2": (counts / area * 10_000).ravel(),
            "rate": rate.ravel(),
            "change": change.ravel(),
            "kind": kind.ravel(),
        }
    )
