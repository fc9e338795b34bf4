"""Facts of one event in words: dates with their precision, deaths as a range, place, region."""

import datetime as dt
from functools import lru_cache
from typing import Any

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import (
    country_text,
    current,
    date_text,
    gettext,
    month_text,
    number_text,
    span_text,
)

__all__ = [
    "claim_text",
    "dates_text",
    "deaths_text",
    "hedged_text",
    "indicator_text",
    "join_text",
    "number_range_text",
    "pair_text",
    "period_text",
    "precision_text",
    "published_text",
    "quantity_text",
    "where_text",
]


def dates_text(event: Any) -> str:  # noqa: ANN401  (a row of itertuples or a Series)
    """Return when an event happened, no more precisely than it is known."""
    return _dates_text(event.date_start, event.date_end, event.date_precision, current())


@lru_cache(maxsize=8192)
def _dates_text(first: pd.Timestamp, last: pd.Timestamp, precision: str, _language: str) -> str:
    start, end = first.date(), last.date()
    match precision:
        case "day":
            return date_text(start)
        case "week":
            return gettext("week of {day}").format(day=date_text(start))
        case "month":
            return month_text(start)
        case "quarter":
            return gettext("{first} to {last}").format(
                first=month_text(start), last=month_text(end)
            )
        case "year":
            return str(start.year)
        case _:
            return span_text(start, end)


def number_range_text(low: Any, high: Any, *, open_ended: bool = False) -> str:  # noqa: ANN401
    """Return a range of numbers in words; empty when both ends are missing.

    Args:
        low: Smallest number, or a missing value.
        high: Largest number, or a missing value.
        open_ended: Whether the largest is only a minimum.
    """
    first, last = (None if pd.isna(end) else number_text(_plain(end)) for end in (low, high))
    if first is None:
        return gettext("up to {n}").format(n=last) if last else ""
    if last is None:
        return gettext("at least {n}").format(n=first)
    if first == last:
        return gettext("at least {n}").format(n=first) if open_ended else first
    if open_ended:
        return gettext("{low} to {high} or more").format(low=first, high=last)
    return gettext("{low} to {high}").format(low=first, high=last)


def _plain(value: Any) -> float:  # noqa: ANN401
    number = float(value)
    return int(number) if number.is_integer() else number


def claim_text(claim: Any) -> str:  # noqa: ANN401  (a row of itertuples)
    """Return the number of a claim, or "no number" when it has words alone."""
    return number_range_text(claim.low, claim.high) or gettext("no number")


def deaths_text(event: Any) -> str:  # noqa: ANN401
    """Return whose deaths are counted and their range; missing is said to be missing."""
    low, high = event.fatalities_low, event.fatalities_high
    if pd.isna(low) and pd.isna(high):
        return gettext("Deaths not reported")
    if event.fatalities_open and pd.notna(high) and high == 0:
        # Some files write 0 where nobody was killed and where nobody says.
        return gettext("No deaths, or none reported")
    measure = event.fatalities_measure
    what = v.label(v.MEASURES, measure) if measure else gettext("Deaths")
    number = number_range_text(low, high, open_ended=bool(event.fatalities_open))
    return pair_text(what, number)


def pair_text(what: str, words: str) -> str:
    """Return a heading and what belongs to it, with the colon of the language."""
    return gettext("{what}: {number}").format(what=what, number=words)


def published_text(text: str) -> str:
    """Return the day, month or year of a document in words, as exactly as it is dated."""
    match text.count("-"):
        case 2:
            return date_text(dt.date.fromisoformat(text))
        case 1:
            return month_text(dt.date.fromisoformat(f"{text}-01"))
        case _:
            return text


def quantity_text(code: str, low: Any, high: Any, *, number: str = "") -> str:  # noqa: ANN401
    """Return a range with its unit; ``number`` replaces the words for the range itself."""
    unit = v.UNITS[code]
    single = bool(unit.one) and pd.notna(low) and pd.notna(high) and low == high == 1
    text = number or number_range_text(low, high)
    return gettext(unit.one if single else unit.label).format(n=text)


def hedged_text(row: Any) -> str:  # noqa: ANN401
    """Return a published number with its source's hedge, without its unit."""
    hedge = v.QUALIFIERS[row.qualifier].label
    if row.qualifier == "over" and pd.notna(row.low) and (pd.isna(row.high) or row.low == row.high):
        return gettext(hedge).format(n=number_range_text(row.low, row.low))
    number = number_range_text(row.low, row.high)
    exact = pd.notna(row.low) and pd.notna(row.high)
    return gettext(hedge).format(n=number) if exact and hedge else number


def indicator_text(row: Any) -> str:  # noqa: ANN401
    """Return a published number with its source's hedge and its unit."""
    return quantity_text(row.unit, row.low, row.high, number=hedged_text(row))


def where_text(event: Any) -> str:  # noqa: ANN401
    """Return place, region and country, without repeating a name."""
    country = country_text(event.country)
    parts = [gettext(event.place), gettext(event.admin1), country]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def precision_text(code: str) -> str:
    """Return what a place precision means."""
    term = v.GEO_PRECISION.get(code)
    return gettext(term.meaning) if term else code


def join_text(event: Any) -> str:  # noqa: ANN401
    """Return how an event was given its region, and what a reader should know of it."""
    region = gettext(event.admin1) or gettext("no region")
    if event.admin1_flag == "outside_country":
        text = gettext("{region}; the point lies {km} km outside the stated country")
        stated = gettext("{region}, as stated").format(region=region) if event.admin1 else region
        km = number_text(round(float(event.admin1_distance_km), 1))
        return text.format(region=stated, km=km)
    how = {
        "within": gettext("the point lies in it"),
        "nearest": gettext("nearest region of its country; the point lies {km} km outside it"),
        "stated": gettext("as stated by the sources"),
        "none": gettext("not located"),
    }[event.admin1_method]
    if event.admin1_method == "nearest":
        how = how.format(km=number_text(round(float(event.admin1_distance_km), 2)))
    text = gettext("{region} ({how})").format(region=region, how=how)
    if event.admin1_flag == "differs":
        text += ". " + gettext("Sources state {region}.").format(
            region=gettext(event.admin1_stated)
        )
    return text


def period_text(row: Any) -> str:  # noqa: ANN401  (a row of indicators)
    """Return the days that a published number speaks of; empty where it names none."""
    first, last = (
        dt.date.fromisoformat(day) if day else None for day in (row.period_start, row.period_end)
    )
    if first and last:
        whole_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        if whole_year and first.year == last.year:
            return str(first.year)
        return date_text(first) if first == last else span_text(first, last)
    if first:
        return gettext("from {first} on").format(first=date_text(first))
    return gettext("until {last}").format(last=date_text(last)) if last else ""
