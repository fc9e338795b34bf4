"""Facts of one event in words: dates with their precision, deaths as a range, place, region."""

from typing import Any

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import (
    date_text,
    gettext,
    month_text,
    ngettext,
    number_text,
    span_text,
    territory_text,
)

__all__ = ["dates_text", "deaths_text", "join_text", "precision_text", "where_text"]


def dates_text(event: Any) -> str:  # noqa: ANN401  (a row of itertuples or a Series)
    """Return when an event happened, no more precisely than it is known."""
    start, end = event.date_start.date(), event.date_end.date()
    match event.date_precision:
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


def deaths_text(event: Any) -> str:  # noqa: ANN401
    """Return the deaths as a range; missing is said to be missing, zero to be zero."""
    low, high = event.fatalities_low, event.fatalities_high
    if pd.isna(low) and pd.isna(high):
        return gettext("Deaths not reported")
    if pd.isna(low):
        return gettext("Up to {n} deaths reported").format(n=number_text(int(high)))
    if pd.isna(high):
        return gettext("At least {n} deaths reported").format(n=number_text(int(low)))
    if low == high == 0:
        return gettext("No deaths reported")
    if low == high:
        n = int(low)
        return ngettext("{n} death reported", "{n} deaths reported", n).format(n=number_text(n))
    return gettext("{low} to {high} deaths reported").format(
        low=number_text(int(low)), high=number_text(int(high))
    )


def where_text(event: Any) -> str:  # noqa: ANN401
    """Return place, region and country, without repeating a name."""
    country = territory_text(v.COUNTRIES.get(event.country, event.country))
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
