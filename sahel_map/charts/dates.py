"""What all charts share: dates in the reader's language, and words for who cannot see them."""

import datetime as dt
from typing import Any, Final, Literal

import altair as alt
import pandas as pd

from sahel_map.i18n import current

__all__ = ["day_rule", "day_span", "localised"]

_FRENCH_TIME: Final = {
    "dateTime": "%A %e %B %Y, %X", "date": "%d/%m/%Y", "time": "%H:%M:%S", "periods": ["", ""],
    "days": ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
    "shortDays": ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
    "months": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
               "septembre", "octobre", "novembre", "décembre"],
    "shortMonths": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.",
                    "oct.", "nov.", "déc."],
}  # fmt: skip
"""Month and day names for the axis, in the form d3-time-format takes."""

_FRENCH_NUMBER: Final = {
    "decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", "\u00a0€"],
}  # fmt: skip
"""The signs of numbers, in the form d3-format takes."""

_FRENCH: Final = {"time": _FRENCH_TIME, "number": _FRENCH_NUMBER}


def localised(chart: Any, description: str) -> Any:  # noqa: ANN401  (any of altair's charts)
    """Return a chart that speaks the current language, to the eye and to a screen reader.

    Its axes name months and days in that language. Its marks are not read one by one: to a screen
    reader it is one picture with a description.

    Args:
        chart: The chart.
        description: What it shows, or all that it says where that is short.
    """
    locale = {"locale": _FRENCH} if current() == "fr" else {}
    silent = alt.MarkConfig(aria=False)
    return chart.properties(description=description).configure(aria=False, mark=silent, **locale)


def day_rule(day: dt.date, channel: Literal["x", "y"] = "x") -> alt.Chart:
    """Return the line that marks the day of the map on a time axis."""
    mark: Any = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(day)]})).mark_rule(
        strokeDash=[4, 3], strokeWidth=1.6, color="#808890"
    )
    rule: alt.Chart = mark.encode(**{channel: "day:T"})
    return rule


def day_span(first: dt.date, last: dt.date) -> list[alt.DateTime]:
    """Return two days as the ends of a time axis, in the reader's time zone."""
    return [alt.DateTime(year=day.year, month=day.month, date=day.day) for day in (first, last)]
