"""Key numbers of events: how many, how many deaths, over which days."""

import datetime as dt

import pandas as pd

from sahel_map.i18n import date_text, gettext, ngettext, number_text, span_text
from sahel_map.measures.deaths import deaths_of
from sahel_map.scenes.sight import KeyNumber
from sahel_map.scenes.withheld import may_be_told, too_few
from sahel_map.store import Dataset, data_days
from sahel_map.withholding import FEWEST
from sahel_map.wording import number_range_text

__all__ = ["count", "event_numbers"]


def count(code: str, label: str, n: int, data: Dataset, *, note: str = "") -> KeyNumber:
    """Return a count as a key number; hidden where restricted events are too few."""
    if too_few(n, data):
        return KeyNumber(code, label, gettext("fewer than {n}").format(n=FEWEST), note=note)
    return KeyNumber.of(code, label, n, note)


def _deaths(events: pd.DataFrame, data: Dataset) -> KeyNumber:
    found, label = deaths_of(events), gettext("Deaths reported")
    n, total = found.unnumbered, len(events)
    if too_few(total - n, data):
        return KeyNumber("deaths", label, gettext("not passed on"))
    if n == total:
        return KeyNumber("deaths", label, gettext("no figure"))
    note = ngettext("{n} event without a figure", "{n} events without a figure", n)
    if too_few(n, data):
        note = gettext("some events without a figure")
    return KeyNumber(
        "deaths",
        label,
        number_range_text(found.low, found.known, open_ended=not found.limited),
        found.low,
        found.high,
        note.format(n=number_text(n)) if n else "",
    )


def _regions(events: pd.DataFrame, data: Dataset) -> KeyNumber:
    regions = events["admin1"]
    known, loose = int(regions[regions != ""].nunique()), int((regions == "").sum())
    note = ngettext(
        "{n} event whose region is not known", "{n} events whose region is not known", loose
    )
    told = loose and may_be_told(loose, len(events), data)
    return KeyNumber.of(
        "regions", gettext("Regions"), known, note.format(n=number_text(loose)) if told else ""
    )


def _days_text(first: dt.date, last: dt.date) -> str:
    return date_text(first) if first == last else span_text(first, last)


def event_numbers(
    events: pd.DataFrame, data: Dataset, *, total: int | None = None
) -> list[KeyNumber]:
    """Return how many events there are, with how many deaths, in how many regions, and when.

    Of restricted events no number is told that is too low, or that would leave too few of the
    whole; their first and last day are those of single ones.

    Args:
        events: The events that are shown.
        data: The data they come from.
        total: Of how many they are chosen; left out where it says nothing.
    """
    n = len(events)
    of = gettext("of {total} in the data").format(total=number_text(total)) if total else ""
    told = may_be_told(n, total or n, data)
    numbers = [count("events", gettext("Events"), n, data, note=of if told else "")]
    if n and not too_few(n, data):
        numbers += [_deaths(events, data), _regions(events, data)]
        days = data_days(events)
        if days and not data.restricted:
            numbers.append(KeyNumber("days", gettext("First and last day"), _days_text(*days)))
    return numbers
