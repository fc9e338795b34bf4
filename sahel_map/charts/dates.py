"""Dates on the axes of all charts, in the reader's language."""

from typing import Any, Final

from sahel_map.i18n import current

__all__ = ["localised"]

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


def localised(chart: Any) -> Any:  # noqa: ANN401  (any of altair's charts)
    """Return a chart whose axes name months and days in the current language."""
    return chart.configure(locale={"time": _FRENCH_TIME}) if current() == "fr" else chart
