"""Key numbers of events: how many, how many deaths, over which days."""

import pandas as pd

from sahel_map.i18n import gettext, ngettext, number_text, span_text
from sahel_map.measures.deaths import deaths_of
from sahel_map.scenes.sight import KeyNumber
from sahel_map.store import Dataset, data_days
from sahel_map.withholding import FEWEST
from sahel_map.wording import number_range_text

__all__ = ["count", "event_numbers", "too_few"]


def too_few(n: int, data: Dataset) -> bool:
    """Return whether a count of restricted events is too low to be passed on."""
    return data.restricted and 0 < n < FEWEST


def count(code: str, label: str, n: int, data: Dataset, *, note: str = "") -> KeyNumber:
    """Return a count as a key number; hidden where restricted events are too few."""
    if too_few(n, data):
        return KeyNumber(code, label, gettext("fewer than {n}").format(n=FEWEST), note=note)
    return KeyNumber.of(code, label, n, note)


def _deaths(events: pd.DataFrame, data: Dataset) -> KeyNumber:
    found, label = deaths_of(events), gettext("Deaths reported")
    n = found.unnumbered
    if too_few(len(events), data):
        return KeyNumber("deaths", label, gettext("not passed on"))
    if n == len(events):
        return KeyNumber("deaths", label, gettext("no figure"))
    note = ngettext("{n} event without a figure", "{n} events without a figure", n)
    return KeyNumber(
        "deaths",
        label,
        number_range_text(found.low, found.known, open_ended=not found.limited),
        found.low,
        found.high,
        note.format(n=number_text(n)) if n else "",
    )


def event_numbers(
    events: pd.DataFrame, data: Dataset, *, total: int | None = None
) -> list[KeyNumber]:
    """Return how many events there are, with how many deaths, in how many regions, and when.

    Args:
        events: The events that are shown.
        data: The data they come from.
        total: Of how many they are chosen; left out where it says nothing.
    """
    n = len(events)
    of = gettext("of {total} in the data").format(total=number_text(total)) if total else ""
    numbers = [count("events", gettext("Events"), n, data, note=of)]
    if n and not too_few(n, data):
        numbers.append(_deaths(events, data))
        regions = events["admin1"]
        known = int(regions[regions != ""].nunique())
        loose = int((regions == "").sum())
        note = ngettext("{n} event in none known", "{n} events in none known", loose)
        loose_text = note.format(n=number_text(loose)) if loose else ""
        numbers.append(KeyNumber.of("regions", gettext("Regions"), known, loose_text))
        days = data_days(events)
        if days:
            numbers.append(KeyNumber("days", gettext("Days"), span_text(*days)))
    return numbers
