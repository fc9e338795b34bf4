"""What a valid table is: columns, codes and rules that hold within one table.

Tables are checked as text, before any conversion, so that a fault can show the very value that
stands in the file. Rules between tables and against boundaries are in ``store``.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable

import pandas as pd
import pandera.pandas as pa

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext, noop

__all__ = [
    "EVENTS",
    "PLACES",
    "SOURCES",
    "TABLES",
    "UNIQUE",
    "allowed_text",
    "blamed_column",
    "packed_rule",
    "parse_day",
    "split_list",
]

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


def _check(test: Callable[[str], object], message: str, values: Iterable[str] = ()) -> pa.Check:
    return pa.Check(
        lambda text: bool(test(text)), element_wise=True, error=packed_rule(message, values)
    )


def _among(codes: Iterable[str]) -> pa.Check:
    allowed = list(codes)
    return _check(lambda text: text in allowed, noop("one of: {values}"), allowed)


def _list_among(codes: Iterable[str]) -> pa.Check:
    allowed = list(codes)
    return _check(
        lambda text: bool(split_list(text)) and set(split_list(text)) <= set(allowed),
        noop("one or more of these, separated by semicolons: {values}"),
        allowed,
    )


def _degrees(limit: int, message: str) -> pa.Check:
    def test(text: str) -> bool:
        plain = re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", text)
        return text == "" or (plain is not None and abs(float(text)) <= limit)

    return _check(test, message)


def _pattern(pattern: str, message: str) -> pa.Check:
    return _check(re.compile(pattern).fullmatch, message)


REQUIRED = _check(str.strip, noop("a value; this column may not be empty"))
IDENTIFIER = _pattern(
    r"[a-z0-9][a-z0-9._-]*", noop("lower-case letters, digits, hyphens, dots and underscores")
)
ISO_DAY = _check(lambda text: parse_day(text) is not None, noop("a date written YYYY-MM-DD"))
COUNT = _pattern(r"[0-9]{0,7}", noop("empty, or a whole number of deaths"))
PARTIAL_DAY = _check(
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
LIST = _check(split_list, noop("one or more values, separated by semicolons"))
WEB = _pattern(r"(https?://\S+)?", noop("empty, or an address that begins with http or https"))
GEONAMES_ID = _pattern(r"[0-9]*", noop("empty, or a GeoNames number"))


UNIQUE = noop("an identifier that stands in one row only")


def _text(*checks: pa.Check, unique: bool = False) -> pa.Column:
    return pa.Column(str, list(checks), unique=unique)


def _days(frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    return frame["date_start"].map(parse_day), frame["date_end"].map(parse_day)


def _in_order(frame: pd.DataFrame) -> pd.Series:
    start, end = _days(frame)
    return pd.Series(
        [s is None or e is None or s <= e for s, e in zip(start, end, strict=True)], frame.index
    )


def _period_fits(start: dt.date | None, end: dt.date | None, precision: str) -> bool:
    if start is None or end is None or end < start:
        return True  # another rule names this fault
    last = calendar.monthrange(end.year, end.month)[1]
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    whole_months = start.day == 1 and end.day == last
    return {
        "day": start == end,
        "range": start < end,
        "week": (end - start).days == 6,  # noqa: PLR2004
        "month": whole_months and months == 1,
        "quarter": whole_months and months == 3 and start.month % 3 == 1,  # noqa: PLR2004
        "year": whole_months and months == 12 and start.month == 1,  # noqa: PLR2004
    }.get(precision, True)


def _precise_dates(frame: pd.DataFrame) -> pd.Series:
    start, end = _days(frame)
    return pd.Series(
        [
            _period_fits(s, e, p)
            for s, e, p in zip(start, end, frame["date_precision"], strict=True)
        ],
        frame.index,
    )


def _deaths_in_order(frame: pd.DataFrame) -> pd.Series:
    low = pd.to_numeric(frame["fatalities_low"], errors="coerce")
    high = pd.to_numeric(frame["fatalities_high"], errors="coerce")
    return ~(low > high)


def _point_matches_precision(frame: pd.DataFrame) -> pd.Series:
    drawn = frame["geo_precision"].isin(
        [code for code, term in v.GEO_PRECISION.items() if term.radius_km]
    )
    both = (frame["lat"] != "") & (frame["lon"] != "")
    neither = (frame["lat"] == "") & (frame["lon"] == "")
    unknown = ~frame["geo_precision"].isin(list(v.GEO_PRECISION))  # another rule names it
    return unknown | (drawn & both) | (~drawn & neither)


def _whole_point(frame: pd.DataFrame) -> pd.Series:
    return (frame["lat"] == "") == (frame["lon"] == "")


_BLAMED: dict[str, str] = {}


def _wide(test: Callable[[pd.DataFrame], pd.Series], column: str, message: str) -> pa.Check:
    error = packed_rule(message)
    _BLAMED[error] = column
    return pa.Check(test, error=error)


def blamed_column(error: str) -> str | None:
    """Return the column a rule over whole rows is reported under, or None for other rules."""
    return _BLAMED.get(error)


EVENTS = pa.DataFrameSchema(
    {
        "event_id": _text(IDENTIFIER, unique=True),
        "date_start": _text(ISO_DAY),
        "date_end": _text(ISO_DAY),
        "date_precision": _text(_among(v.DATE_PRECISION)),
        "title": _text(REQUIRED),
        "place_id": _text(IDENTIFIER),
        "place": _text(REQUIRED),
        "admin1_stated": _text(),
        "country": _text(_among(v.COUNTRIES)),
        "lat": _text(LATITUDE),
        "lon": _text(LONGITUDE),
        "geo_precision": _text(_among(v.GEO_PRECISION)),
        "event_type": _text(_among(v.EVENT_TYPES)),
        "actor": _text(REQUIRED),
        "actor_groups": _text(_list_among(v.ACTORS)),
        "target": _text(),
        "corridor_id": _text(),
        "fatalities_low": _text(COUNT),
        "fatalities_high": _text(COUNT),
        "fatalities_note": _text(),
        "summary": _text(REQUIRED),
        "confidence": _text(_among(v.CONFIDENCE)),
        "source_ids": _text(LIST),
        "conflicts": _text(),
        "last_checked": _text(ISO_DAY),
    },
    checks=[
        _wide(_in_order, "date_end", noop("a day on or after date_start")),
        _wide(
            _precise_dates, "date_precision", noop("a precision that fits date_start to date_end")
        ),
        _wide(_deaths_in_order, "fatalities_high", noop("a number not below fatalities_low")),
        _wide(
            _point_matches_precision,
            "geo_precision",
            noop("lat and lon for exact, town, near and area; neither for region and country"),
        ),
    ],
)

SOURCES = pa.DataFrameSchema(
    {
        "source_id": _text(IDENTIFIER, unique=True),
        "title": _text(REQUIRED),
        "publisher": _text(REQUIRED),
        "author": _text(),
        "published": _text(PARTIAL_DAY),
        "url": _text(WEB),
        "kind": _text(_among(v.SOURCE_KINDS)),
        "licence": _text(_among(v.SOURCE_LICENCES)),
        "note": _text(),
    }
)

PLACES = pa.DataFrameSchema(
    {
        "place_id": _text(IDENTIFIER, unique=True),
        "name": _text(REQUIRED),
        "alt_names": _text(),
        "admin1": _text(),
        "country": _text(_among(v.COUNTRIES)),
        "lat": _text(LATITUDE),
        "lon": _text(LONGITUDE),
        "kind": _text(_among(v.PLACE_KINDS)),
        "geonames_id": _text(GEONAMES_ID),
        "coord_source": _text(),
        "note": _text(),
    },
    checks=[_wide(_whole_point, "lon", noop("both lat and lon, or neither"))],
)

TABLES = {"events.csv": EVENTS, "sources.csv": SOURCES, "places.csv": PLACES}
"""File name to schema, in the order in which they are reported."""
