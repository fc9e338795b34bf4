"""The slices of a view: by name, over the days that the data cover."""

import datetime as dt
from dataclasses import dataclass

from sahel_map.i18n import date_text, gettext
from sahel_map.measures.slices import Slice, calendar_slices, own_slices, phase_slices
from sahel_map.store import Dataset, data_days

__all__ = ["Cutting", "slices_of"]


@dataclass(frozen=True, slots=True)
class Cutting:
    """How time is cut.

    Attributes:
        by: One of ``vocabulary.SLICINGS``.
        own: The days of the reader's own slices, as ``slices.own_slices`` takes them.
        first: No calendar slice begins before the period of this day.
        last: Nor after this one.
    """

    by: str = "phase"
    own: str = ""
    first: dt.date | None = None
    last: dt.date | None = None


def slices_of(
    data: Dataset, cutting: Cutting, *, country: str = "MLI"
) -> tuple[tuple[Slice, ...], list[str]]:
    """Return the slices of a view, and what is wrong with those that were asked for.

    Calendar slices cover the days with events in the country; phases and own slices are taken as
    they are.
    """
    if cutting.by == "phase":
        none = gettext("There are no named phases here: cut time in another way.")
        return phase_slices(data.phases), [none] if data.phases.empty else []
    events = data.verified()
    extent = data_days(events.loc[events["country"] == country, ["date_start", "date_end"]])
    if extent is None:
        return (), [gettext("There are no events in this country: time cannot be cut.")]
    if cutting.by == "own":
        slices, problems = own_slices(cutting.own, extent[1])
        nothing = gettext("Write the days on which your slices begin, separated by commas.")
        return slices, problems if slices or problems else [nothing]
    first, last = cutting.first or extent[0], cutting.last or extent[1]
    if first > last:
        if cutting.first and cutting.last:
            text = gettext("{first} lies after {last}: write the earlier day first.")
            return (), [text.format(first=first, last=last)]
        text = gettext("These days lie outside the data, which run from {first} to {last}.")
        return (), [text.format(first=date_text(extent[0]), last=date_text(extent[1]))]
    return calendar_slices(cutting.by, first, last), []
