"""How to cite what is shown: the collection, its version, whose the events are, and the view."""

import datetime as dt

from sahel_map import vocabulary as v
from sahel_map.i18n import date_text, gettext
from sahel_map.store import Dataset
from sahel_map.veil import veil_text

__all__ = ["citation", "events_licence"]


def events_licence(data: Dataset) -> str:
    """Return whose the loaded events are, and their licence class."""
    return gettext("Events: {title} ({format}), licence class {licence}.").format(
        title=data.about["title"],
        format=v.label(v.FORMATS, data.about["format"]),
        licence=v.label(v.LICENCE_CLASSES, data.about["licence_class"]),
    )


def citation(
    data: Dataset,
    accessed: dt.date,
    *,
    title: str = "",
    selection: str = "",
    address: str = "",
) -> str:
    """Return a ready citation of the collection, or of one view of it, on one line.

    Args:
        data: The data that are shown; loaded events are named as those of whoever published them.
        accessed: The day on which they were looked at.
        title: What the view is called; empty for the collection as a whole.
        selection: The filters of the view, in words.
        address: Where the view is found.
    """
    days = data.days
    text = gettext(
        "Sahel Map: events in Mali and the central Sahel. Version {version}, data to {last}."
        " {licence} Accessed {today}."
    ).format(
        licence=events_licence(data) if data.about else "CC BY 4.0.",
        version=data.version,
        last=date_text(days[1]) if days else gettext("no day, without events"),
        today=date_text(accessed),
    )
    parts = [text, veil_text(data)]
    if title:
        parts.append(gettext("View: “{title}”.").format(title=title.strip()))
    if selection:
        parts.append(gettext("Filters: {selection}.").format(selection=selection.rstrip(". ")))
    return " ".join(" ".join([*parts, address]).split())
