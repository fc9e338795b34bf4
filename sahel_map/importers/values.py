"""Text to values, column by column: spaces, days, numbers, coordinates, codes.

A column of a real file has few distinct values beside its free text, so each is read once and
handed out to all rows that hold it.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["DAY_ORDERS", "Days", "Numbers", "clean", "days", "each", "numbers"]

Array = npt.NDArray[Any]

DAY_ORDERS: Final = ("day-first", "month-first")
"""How 03/04/2025 is read: a file does not say, so the run settles it once a file."""

_NOT_A_DAY: Final = np.datetime64("NaT", "D")

# Odd spaces of the web and of spreadsheets: no-break, thin, zero-width, byte-order mark.
_ODD_SPACE: Final = "[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff\t\r\n]"
_CONTROL: Final = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"

_TOUCHED: Final = f"{_CONTROL}|{_ODD_SPACE}|^ | $|  "
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        [
            "january jan janvier", "february feb fevrier février", "march mar mars",
            "april apr avril", "may mai", "june jun juin", "july jul juillet",
            "august aug aout août", "september sep sept septembre", "october oct octobre",
            "november nov novembre", "december dec decembre décembre",
        ],
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def each(values: pd.Series, read: Callable[[str], Any]) -> Array:
    """Return what a function makes of each value, called once for each distinct one."""
    codes, distinct = pd.factorize(values)
    made = np.empty(len(distinct), dtype=object)
    made[:] = [read(str(value)) for value in distinct]
    return made[codes] if len(made) else np.empty(0, dtype=object)


def clean(values: pd.Series) -> tuple[pd.Series, Array, Array]:
    """Return texts without odd, doubled or outer spaces and without control characters.

    Line breaks become spaces. Nothing else is touched: text that was garbled before it came is
    kept as it came.

    Returns:
        The texts; where only spaces were changed; where control characters were taken out.
    """
    codes, distinct = pd.factorize(values)
    if 2 * len(distinct) < len(values):
        few, spaced, controlled = _cleaned(pd.Series(distinct, dtype="str"))
        if not (spaced.any() or controlled.any()):
            nothing = np.zeros(len(values), dtype=bool)
            return values, nothing, nothing
        texts = few.take(codes).set_axis(values.index)
        return texts, spaced[codes], controlled[codes]
    return _cleaned(values)


def _cleaned(values: pd.Series) -> tuple[pd.Series, Array, Array]:
    touched = values.str.contains(_TOUCHED, regex=True).to_numpy(bool)
    controlled = touched.copy()
    if not touched.any():
        return values, touched, touched
    some = values[touched]
    controlled[touched] = some.str.contains(_CONTROL, regex=True).to_numpy(bool)
    some = some.str.replace(_CONTROL, "", regex=True)
    some = some.str.replace(_ODD_SPACE, " ", regex=True).str.replace(r" {2,}", " ", regex=True)
    cleaned = values.copy()
    cleaned[touched] = some.str.strip()
    return cleaned, touched & ~controlled, controlled


class Days:
    """Days read from text.

    Attributes:
        day: ``datetime64[D]``, not a time where the text is no day.
        respelled: Where another spelling than YYYY-MM-DD was read.
        unread: Where there is a text that is no day.
    """

    def __init__(self, day: Array, respelled: Array, unread: Array) -> None:
        self.day, self.respelled, self.unread = day, respelled, unread


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _whole_year(text: str) -> int:
    """Return a year, also one of two figures, as in 7-Feb-25."""
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004
        return year
    return year + (2000 if year < 70 else 1900)  # noqa: PLR2004


def _read_day(text: str, order: str) -> dt.date | None:
    text = text.strip()
    # A time of day says nothing here: exports write midnight, with and without a zone.
    stamp = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?", text)
    if stamp:
        return _date(*(int(part) for part in stamp.groups()))
    slashed = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: .*)?", text)
    if slashed:
        first, second, year = (int(part) for part in slashed.groups())
        pair = (second, first) if order == "day-first" else (first, second)
        return _date(year, *pair)
    worded = re.fullmatch(r"(\d{1,2})[ -]([^\W\d_]+)\.?[ ,-]*(\d{4}|\d{2})", text)
    if worded and worded[2].casefold() in _MONTHS:
        return _date(_whole_year(worded[3]), _MONTHS[worded[2].casefold()], int(worded[1]))
    american = re.fullmatch(r"([^\W\d_]+)\.? (\d{1,2}),? (\d{4})", text)
    if american and american[1].casefold() in _MONTHS:
        return _date(int(american[3]), _MONTHS[american[1].casefold()], int(american[2]))
    return None


def days(values: pd.Series, *, order: str = "day-first") -> Days:
    """Return the days that texts name.

    Read are YYYY-MM-DD with or without a time, 22 February 2019 (English or French), 7-Feb-25,
    February 22, 2019, and 29/12/2015 in one of ``DAY_ORDERS``.
    """
    codes, distinct = pd.factorize(values)
    texts = [str(text) for text in distinct]
    found = [_read_day(text, order) for text in texts]
    day = np.array([_NOT_A_DAY if one is None else one for one in found], dtype="datetime64[D]")
    iso = np.array([re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is not None for text in texts], bool)
    filled = np.array([text != "" for text in texts], dtype=bool)
    unread = np.isnat(day)
    return Days(day[codes], (~unread & ~iso)[codes], (unread & filled)[codes])


class Numbers:
    """Numbers read from text.

    Attributes:
        number: ``float64``, not a number where the text is none.
        respelled: Where another spelling than digits with a point was read.
        unread: Where there is a text that is no number.
    """

    def __init__(self, number: Array, respelled: Array, unread: Array) -> None:
        self.number, self.respelled, self.unread = number, respelled, unread


def _read_number(text: str) -> float | None:
    text = re.sub(_ODD_SPACE, "", text).strip()
    if re.fullmatch(r"[-+]?\d{1,3}( \d{3})+([.,]\d+)?", text):
        text = text.replace(" ", "")  # a space between thousands
    if re.fullmatch(r"[-+]?\d+,\d+", text):
        text = text.replace(",", ".")  # a decimal comma
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", text):
        return None
    number = float(text)
    return number if abs(number) < 1e15 else None  # noqa: PLR2004


_PLAIN_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")


def numbers(values: pd.Series) -> Numbers:
    """Return the numbers that texts name; decimal commas and spaced thousands are read too."""
    codes, distinct = pd.factorize(values)
    texts = [str(text) for text in distinct]
    plain = np.array([_PLAIN_NUMBER.fullmatch(text) is not None for text in texts], dtype=bool)
    found = [
        float(text) if good else _read_number(text) for text, good in zip(texts, plain, strict=True)
    ]
    number = np.array([np.nan if one is None else one for one in found], dtype=float)
    filled = np.array([text != "" for text in texts], dtype=bool)
    unread = np.isnan(number)
    return Numbers(number[codes], (~unread & ~plain)[codes], (unread & filled)[codes])
