"""What tables are checked with: the smallest rules, and how a broken one is worded.

Tables are checked as text, before any conversion, so that a fault can show the very value that
stands in the file.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pandera.pandas as pa

from sahel_map.i18n import gettext, noop

__all__ = [
    "COUNT", "DECIMAL", "GEONAMES_ID", "IDENTIFIER", "ISO_DAY", "LANGUAGE", "LATITUDE", "LIST",
    "LONGITUDE", "OPTIONAL_DAY", "PARTIAL_DAY", "REQUIRED", "UNIQUE", "WEB", "allowed_text",
    "among", "blamed_column", "check", "days_in_order", "list_among", "numbers_in_order",
    "packed_rule", "parse_day", "split_list", "text_column", "whole_point", "wide",
]  # fmt: skip

LIST_SEPARATOR = ";"
_VALUES = "\x1f"


def parse_day(text: str) -> dt.date | None:
    """Return a date written YYYY-MM-DD, or None when the text is not one."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None  # fromisoformat also reads weeks and other digits
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def split_list(text: str) -> list[str]:
    """Return the items of a ``;`` list, without blanks."""
    return [item.strip() for item in text.split(LIST_SEPARATOR) if item.strip()]


def packed_rule(message: str, values: Iterable[str] = ()) -> str:
    """Pack a translatable message with the values that go into its ``{values}``."""
    return _VALUES.join([message, ", ".join(values)])


def allowed_text(packed: str) -> str:
    """Return what a rule allows, in the current language."""
    message, _, values = packed.partition(_VALUES)
    return gettext(message).format(values=values)


def check(test: Callable[[str], object], message: str, values: Iterable[str] = ()) -> pa.Check:
    """Return a rule for one value, with what it allows in words.

    The value alone decides, so that each distinct one is tested once.
    """

    def holds(texts: pd.Series) -> pd.Series:
        codes, distinct = pd.factorize(texts)
        answers = np.array([bool(test(str(text))) for text in distinct], dtype=bool)
        return pd.Series(answers[codes], texts.index)

    return pa.Check(holds, error=packed_rule(message, values))


def among(codes: Iterable[str]) -> pa.Check:
    """Return the rule that a value is one of some codes."""
    allowed = list(codes)
    return check(lambda text: text in allowed, noop("one of: {values}"), allowed)


def list_among(codes: Iterable[str]) -> pa.Check:
    """Return the rule that a ``;`` list holds one or more of some codes."""
    allowed = list(codes)
    return check(
        lambda text: bool(split_list(text)) and set(split_list(text)) <= set(allowed),
        noop("one or more of these, separated by semicolons: {values}"),
        allowed,
    )


def _degrees(limit: int, message: str) -> pa.Check:
    def test(text: str) -> bool:
        plain = re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", text)
        return text == "" or (plain is not None and abs(float(text)) <= limit)

    return check(test, message)


def _pattern(pattern: str, message: str) -> pa.Check:
    return check(re.compile(pattern).fullmatch, message)


REQUIRED = check(str.strip, noop("a value; this column may not be empty"))
IDENTIFIER = _pattern(
    r"[a-z0-9][a-z0-9._-]*", noop("lower-case letters, digits, hyphens, dots and underscores")
)
ISO_DAY = check(lambda text: parse_day(text) is not None, noop("a date written YYYY-MM-DD"))
OPTIONAL_DAY = check(
    lambda text: text == "" or parse_day(text) is not None,
    noop("empty, or a date written YYYY-MM-DD"),
)
COUNT = _pattern(r"[0-9]{0,7}", noop("empty, or a whole number"))
DECIMAL = _pattern(r"([0-9]{1,12}(\.[0-9]{1,6})?)?", noop("empty, or a number"))
LANGUAGE = _pattern(r"[a-z]{2,3}", noop("a language code of ISO 639, such as fr; und if unknown"))
PARTIAL_DAY = check(
    lambda text: (
        text == ""
        or (
            re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text) is not None
            and parse_day((text + "-01-01")[: len("2025-07-01")]) is not None
        )
    ),
    noop("empty, or a date written YYYY, YYYY-MM or YYYY-MM-DD"),
)
LATITUDE = _degrees(90, noop("empty, or a number between -90 and 90"))
LONGITUDE = _degrees(180, noop("empty, or a number between -180 and 180"))
LIST = check(split_list, noop("one or more values, separated by semicolons"))
WEB = _pattern(r"(https?://\S+)?", noop("empty, or an address that begins with http or https"))
GEONAMES_ID = _pattern(r"[0-9]*", noop("empty, or a GeoNames number"))
UNIQUE = noop("an identifier that stands in one row only")


def text_column(*checks: pa.Check, unique: bool = False) -> pa.Column:
    """Return a column of text with its rules."""
    return pa.Column(str, list(checks), unique=unique)


_BLAMED: dict[str, str] = {}


def wide(test: Callable[[pd.DataFrame], pd.Series], column: str, message: str) -> pa.Check:
    """Return a rule over whole rows that is reported under one column."""
    error = packed_rule(message)
    _BLAMED[error] = column
    return pa.Check(test, error=error)


def blamed_column(error: str) -> str | None:
    """Return the column a rule over whole rows is reported under, or None for other rules."""
    return _BLAMED.get(error)


def _days(texts: pd.Series) -> npt.NDArray[np.datetime64]:
    """Return the days that texts name, not a time where they name none."""
    codes, distinct = pd.factorize(texts)
    days = [parse_day(str(text)) for text in distinct]
    return np.array(days, dtype="datetime64[D]")[codes]


def days_in_order(first: str, last: str) -> Callable[[pd.DataFrame], pd.Series]:
    """Return the rule that one day does not lie after another, where both are days."""

    def test(frame: pd.DataFrame) -> pd.Series:
        return pd.Series(~(_days(frame[first]) > _days(frame[last])), frame.index)

    return test


def numbers_in_order(low_column: str, high_column: str) -> Callable[[pd.DataFrame], pd.Series]:
    """Return the rule that one number is not above another, where both are numbers."""

    def test(frame: pd.DataFrame) -> pd.Series:
        low = pd.to_numeric(frame[low_column], errors="coerce")
        high = pd.to_numeric(frame[high_column], errors="coerce")
        return ~(low > high)

    return test


def whole_point(frame: pd.DataFrame) -> pd.Series:
    """Return which rows have both coordinates or neither."""
    return (frame["lat"] == "") == (frame["lon"] == "")
