"""Events, the documents they cite and the places they are at."""

import calendar
import datetime as dt

import numpy as np
import pandas as pd
import pandera.pandas as pa

from sahel_map import rules
from sahel_map import vocabulary as v
from sahel_map.i18n import noop
from sahel_map.rules import parse_day

__all__ = ["EVENTS", "PLACES", "SOURCES"]

_text = rules.text_column


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
    columns = ["date_start", "date_end", "date_precision"]
    number = frame.groupby(columns, sort=False, dropna=False).ngroup().to_numpy()
    periods = frame[columns].drop_duplicates()
    fits = [
        _period_fits(parse_day(start), parse_day(end), precision)
        for start, end, precision in periods.itertuples(index=False)
    ]
    return pd.Series(np.array(fits, dtype=bool)[number], frame.index)


def _point_matches_precision(frame: pd.DataFrame) -> pd.Series:
    drawn = frame["geo_precision"].isin(
        [code for code, term in v.GEO_PRECISION.items() if term.radius_km]
    )
    both = (frame["lat"] != "") & (frame["lon"] != "")
    neither = (frame["lat"] == "") & (frame["lon"] == "")
    unknown = ~frame["geo_precision"].isin(list(v.GEO_PRECISION))  # another rule names it
    return unknown | (drawn & both) | (~drawn & neither)


EVENTS = pa.DataFrameSchema(
    {
        "event_id": _text(rules.IDENTIFIER, unique=True),
        "date_start": _text(rules.ISO_DAY),
        "date_end": _text(rules.ISO_DAY),
        "date_precision": _text(rules.among(v.DATE_PRECISION)),
        "title": _text(rules.REQUIRED),
        "place_id": _text(rules.IDENTIFIER),
        "place": _text(rules.REQUIRED),
        "admin1_stated": _text(),
        "country": _text(rules.among(v.COUNTRIES)),
        "lat": _text(rules.LATITUDE),
        "lon": _text(rules.LONGITUDE),
        "geo_precision": _text(rules.among(v.GEO_PRECISION)),
        "event_type": _text(rules.among(v.EVENT_TYPES)),
        "actor": _text(rules.REQUIRED),
        "actor_groups": _text(rules.list_among(v.ACTORS)),
        "target": _text(),
        "corridor_id": _text(),
        "fatalities_measure": _text(rules.among(["", *v.DEATHS])),
        "fatalities_low": _text(rules.COUNT),
        "fatalities_high": _text(rules.COUNT),
        "summary": _text(rules.REQUIRED),
        "confidence": _text(rules.among(v.CONFIDENCE)),
        "source_ids": _text(rules.LIST),
        "conflicts": _text(),
        "last_checked": _text(rules.ISO_DAY),
    },
    checks=[
        rules.wide(
            rules.days_in_order("date_start", "date_end"),
            "date_end",
            noop("a day on or after date_start"),
        ),
        rules.wide(
            _precise_dates, "date_precision", noop("a precision that fits date_start to date_end")
        ),
        rules.wide(
            rules.numbers_in_order("fatalities_low", "fatalities_high"),
            "fatalities_high",
            noop("a number not below fatalities_low"),
        ),
        rules.wide(
            _point_matches_precision,
            "geo_precision",
            noop(
                "lat and lon for exact, town, near and area; neither for district, region and"
                " country"
            ),
        ),
    ],
)

SOURCES = pa.DataFrameSchema(
    {
        "source_id": _text(rules.IDENTIFIER, unique=True),
        "title": _text(rules.REQUIRED),
        "publisher": _text(rules.REQUIRED),
        "author": _text(),
        "published": _text(rules.PARTIAL_DAY),
        "url": _text(rules.WEB),
        "kind": _text(rules.among(v.SOURCE_KINDS)),
        "language": _text(rules.LANGUAGE),
        "origin": _text(),
        "licence": _text(rules.among(v.SOURCE_LICENCES)),
        "note": _text(),
    }
)

PLACES = pa.DataFrameSchema(
    {
        "place_id": _text(rules.IDENTIFIER, unique=True),
        "name": _text(rules.REQUIRED),
        "alt_names": _text(),
        "admin1": _text(),
        "country": _text(rules.among(v.COUNTRIES)),
        "lat": _text(rules.LATITUDE),
        "lon": _text(rules.LONGITUDE),
        "kind": _text(rules.among(v.PLACE_KINDS)),
        "geonames_id": _text(rules.GEONAMES_ID),
        "coord_source": _text(),
        "note": _text(),
    },
    checks=[rules.wide(rules.whole_point, "lon", noop("both lat and lon, or neither"))],
)
