"""Slices of time: calendar periods, named phases, or a reader's own; which events fit them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.i18n import gettext
from sahel_map.rules import parse_day

__all__ = [
    "CALENDAR", "LOOSE", "MOST", "OUTSIDE", "Slice", "calendar_slices", "covered_days", "ends_of",
    "intervals_in", "own_slices", "phase_slices", "straddling",
]  # fmt: skip

Days = tuple[dt.date, dt.date]

MOST: Final = 400
"""So many slices can be made; more would be days, not slices."""

OUTSIDE: Final = -1
"""An interval that touches no slice."""

LOOSE: Final = -2
"""An interval that touches a slice and fits into none."""

_DAY: Final = dt.timedelta(days=1)
CALENDAR: Final = {"year": 12, "half": 6, "quarter": 3, "month": 1}
"""Calendar periods and their months."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A span of days, both included, with the words and sources of a phase where it is one."""

    slice_id: str
    first: dt.date
    last: dt.date
    title: str = ""
    summary: str = ""
    source_ids: str = ""
    boundary_note: str = ""


def _name(by: str, year: int, month: int) -> str:
    numbered = {"half": f"-H{(month + 5) // 6}", "quarter": f"-Q{(month + 2) // 3}"}
    return f"{year}{numbered.get(by, '')}" if by != "month" else f"{year}-{month:02d}"


def calendar_slices(by: str, first: dt.date, last: dt.date) -> tuple[Slice, ...]:
    """Return the whole calendar periods that hold a span of days.

    Args:
        by: ``year``, ``half``, ``quarter`` or ``month``.
        first: A day of the first period.
        last: A day of the last period; the latest ``MOST`` periods are returned.
    """
    width = CALENDAR[by]
    begin = first.year * 12 + (first.month - 1) // width * width
    end = last.year * 12 + last.month - 1
    slices = []
    for months in range(max(begin, end // width * width - (MOST - 1) * width), end + 1, width):
        year, month = divmod(months, 12)
        after, next_month = divmod(months + width, 12)
        ends_at_all = after > dt.MAXYEAR
        last_day = dt.date.max if ends_at_all else dt.date(after, next_month + 1, 1) - _DAY
        slices.append(Slice(_name(by, year, month + 1), dt.date(year, month + 1, 1), last_day))
    return tuple(slices)


def phase_slices(phases: pd.DataFrame) -> tuple[Slice, ...]:
    """Return the phases of slices.csv, in the order of their days."""
    rows: Any = phases.sort_values("start").itertuples()
    return tuple(
        Slice(
            row.slice_id, row.start.date(), row.end.date(),
            row.title, row.summary, row.source_ids, row.boundary_note,
        )
        for row in rows
    )  # fmt: skip


def _parsed(item: str) -> tuple[dt.date, dt.date | None] | str:
    texts = [text.strip() for text in item.split("..")]
    days = [parse_day(text) for text in texts]
    if len(days) > 2 or None in days:  # noqa: PLR2004
        text = gettext("“{item}” is neither a day, YYYY-MM-DD, nor two of them: FIRST..LAST.")
        return text.format(item=item)
    first, last = days[0], days[-1] if len(days) > 1 else None
    if last is not None and first is not None and last < first:
        return gettext("“{item}” ends before it begins; write the earlier day first.").format(
            item=item
        )
    return first, last  # type: ignore[return-value]


def own_slices(text: str, until: dt.date) -> tuple[tuple[Slice, ...], list[str]]:
    """Return the slices that a reader writes, and what is wrong with the others.

    Args:
        text: Items between commas or semicolons. A day begins a slice that runs to the day before
            the next one, the last to ``until``; two days, ``FIRST..LAST``, are a slice as it is.
        until: The last day of the data.

    Returns:
        The usable slices in the order of their days, and a message for each item that is not a
        day, is reversed, or overlaps an earlier slice.
    """
    items = [item.strip() for item in text.replace(";", ",").split(",") if item.strip()]
    problems, spans = [], []
    for item in dict.fromkeys(items):
        parsed = _parsed(item)
        if isinstance(parsed, str):
            problems.append(parsed)
        else:
            spans.append((*parsed, item))
    spans.sort(key=lambda span: span[0])
    slices: list[Slice] = []
    for first, last, item in spans:
        later = [begin for begin, _, _ in spans if begin > first]
        ends = min(later) - _DAY if later else max(until, first)
        if slices and first <= slices[-1].last:
            message = gettext("“{item}” overlaps the slice {first} to {last}, and is left out.")
            problems.append(message.format(item=item, first=slices[-1].first, last=slices[-1].last))
            continue
        closed = last or ends
        slices.append(Slice(f"{first}..{closed}", first, closed))
    if len(slices) > MOST:
        message = gettext("{n} slices are too many; the first {most} are shown.")
        problems.append(message.format(n=len(slices), most=MOST))
    return tuple(slices[:MOST]), problems


def ends_of(slices: Sequence[Slice]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return the first and the last days of slices, as ``datetime64[D]``."""
    firsts = np.array([cut.first for cut in slices], dtype="datetime64[D]")
    return firsts, np.array([cut.last for cut in slices], dtype="datetime64[D]")


def intervals_in(
    start: npt.NDArray[Any], end: npt.NDArray[Any], slices: Sequence[Slice]
) -> npt.NDArray[Any]:
    """Return the slice into which each interval of days fits.

    Args:
        start: First days, ``datetime64[D]``.
        end: Last days; both are part of the interval.
        slices: In the order of their days, without overlaps.

    Returns:
        The number of the slice, ``OUTSIDE``, or ``LOOSE`` for an interval that no slice holds
        though it touches one: such an interval is never shared out.
    """
    if not slices:
        return np.full(len(start), OUTSIDE)
    firsts, lasts = ends_of(slices)
    # The slice that begins last among those that begin by the interval's end.
    at = np.searchsorted(firsts, end, side="right") - 1
    touched = (at >= 0) & (lasts[at] >= start)
    held = touched & (firsts[at] <= start) & (end <= lasts[at])
    return np.where(held, at, np.where(touched, LOOSE, OUTSIDE))


def straddling(
    start: npt.NDArray[Any], end: npt.NDArray[Any], slices: Sequence[Slice]
) -> npt.NDArray[Any]:
    """Return how many intervals touch each slice without fitting into any; sizes as above."""
    firsts, lasts = ends_of(slices)
    loose = intervals_in(start, end, slices) == LOOSE
    begins, ends = start[loose], end[loose]
    # Touched is what has begun by the slice's last day and had not ended before its first.
    begun = np.searchsorted(np.sort(begins), lasts, side="right")
    over = np.searchsorted(np.sort(ends), firsts, side="left")
    return np.asarray(begun - over)


def covered_days(slices: Sequence[Slice], extent: Days | None) -> npt.NDArray[Any]:
    """Return how many days of each slice lie within the days with data; 0 without data."""
    if extent is None or not slices:
        return np.zeros(len(slices), dtype=int)
    firsts, lasts = ends_of(slices)
    begin, end = (np.datetime64(day) for day in extent)
    days = np.minimum(lasts, end) - np.maximum(firsts, begin)
    return np.asarray(np.maximum(days.astype(int) + 1, 0))
