"""What the numbers of a slice say, as sentences made by rule; nothing in them is an opinion."""

from typing import Any, Final

import numpy as np
import pandas as pd

from sahel_map.expansion_wording import (
    band_text,
    compass_text,
    km_text,
    no_district_text,
    share_text,
    slice_name,
)
from sahel_map.geodesy import GEOD
from sahel_map.i18n import date_text, gettext, join_list, ngettext, number_text, percent_text
from sahel_map.measures.attacks import BAMAKO
from sahel_map.measures.expansion import Expansion
from sahel_map.store import Dataset
from sahel_map.wording import dates_text

__all__ = ["reading"]

_NAMED: Final = 3
"""Events named that may each have been the first of a region."""


def _cover(found: Expansion, at: int) -> str:
    cut, days = found.slices[at], int(found.table["days"].iloc[at])
    whole = (cut.last - cut.first).days + 1
    if found.extent is None:
        return gettext("There are no events.")
    if not days:
        return gettext("These days lie outside the data, which run from {first} to {last}.").format(
            first=date_text(found.extent[0]), last=date_text(found.extent[1])
        )
    if days < whole:
        return gettext("The data cover {days} of its {total} days.").format(
            days=number_text(days), total=number_text(whole)
        )
    return ""


def _counted(row: Any) -> str:  # noqa: ANN401
    if not row.days:
        return ""
    n = int(row.attacks)
    if not n:
        return gettext("No attack is listed.")
    here = ngettext(
        "{n} attack is listed, {inside} in the south-west",
        "{n} attacks are listed, {inside} of them in the south-west",
        n,
    ).format(n=number_text(n), inside=number_text(int(row.inside)))
    return gettext("{here}: {share}.").format(here=here, share=share_text(row))


def _compared(found: Expansion, at: int) -> str:
    table = found.table
    earlier = np.flatnonzero(table["attacks"].to_numpy()[:at] > 0)
    row: Any = table.iloc[at]
    if not row.attacks or not len(earlier):
        return ""
    before: Any = table.iloc[int(earlier[-1])]
    share, last = percent_text(row.share), percent_text(before.share)
    name = slice_name(found.slices[int(earlier[-1])])
    if share == last:
        return gettext("In “{name}” the share was the same.").format(name=name)
    apart = row.share_low > before.share_high or row.share_high < before.share_low
    text = (
        gettext("In “{name}” the share was {share}; the two intervals do not overlap.")
        if apart
        else gettext(
            "In “{name}” the share was {share}; the two intervals overlap, so it may be chance."
        )
    )
    return text.format(name=name, share=last)


def _arrived(found: Expansion, at: int, data: Dataset) -> list[str]:
    texts = []
    row: Any
    for row in found.regions[found.regions["at"] == at].itertuples():
        unit = data.admin1["name"].get(row.area_id, row.area_id)
        first: Any = data.events.loc[list(row.event_ids[:_NAMED])].itertuples()
        titles = [f"{gettext(event.title)}, {dates_text(event)}" for event in first]
        more = len(row.event_ids) - _NAMED
        if more > 0:
            titles.append(ngettext("{n} other", "{n} others", more).format(n=number_text(more)))
        texts.append(
            gettext("First attack listed in {region}: {titles}.").format(
                region=gettext(str(unit)), titles=join_list(titles, style="or")
            )
        )
    n = int(found.table["new_areas"].iloc[at])
    if n and found.terms.areas == "district":
        text = ngettext(
            "{n} district is reached for the first time in the data.",
            "{n} districts are reached for the first time in the data.",
            n,
        )
        texts.append(text.format(n=number_text(n)))
    elif n and found.terms.areas != "region":
        text = ngettext(
            "{n} hexagon is reached for the first time in the data.",
            "{n} hexagons are reached for the first time in the data.",
            n,
        )
        texts.append(text.format(n=number_text(n)))
    return [*texts, no_district_text(found, at)]


def _middle(row: Any) -> list[str]:  # noqa: ANN401
    if pd.isna(row.lon):
        return []
    n = int(row.placed)
    bearing, _, metres = GEOD.inv(*BAMAKO, row.lon, row.lat)
    texts = [
        ngettext(
            "{n} placed attack lies {km} {direction} of Bamako.",
            "The mean centre of {n} placed attacks lies {km} {direction} of Bamako.",
            n,
        ).format(n=number_text(n), km=km_text(metres / 1000), direction=compass_text(bearing % 360))
    ]
    if pd.notna(row.moved_km):
        text = gettext("That is {km} {direction} of the one before.")
        texts.append(text.format(km=km_text(row.moved_km), direction=compass_text(row.bearing)))
    if n > 1:
        text = gettext("The nearest was {near} from Bamako, half of them within {median}.")
        texts.append(text.format(near=km_text(row.nearest_km), median=km_text(row.median_km)))
    return texts


def _gateways(found: Expansion, at: int) -> str:
    if found.exposure is None:
        return ""
    row: Any = found.exposure.iloc[at]
    if not row.days or not row.gateways:
        return ""
    if not row.closed + row.escort_only:
        return gettext(
            "None of Bamako's {total} gateways was closed or open to convoys alone."
        ).format(total=int(row.gateways))
    return gettext(
        "On a mean day {n} of Bamako's {total} gateways were closed or open to convoys alone."
    ).format(n=number_text(round(row.closed + row.escort_only, 1)), total=int(row.gateways))


def _left_out(row: Any) -> str:  # noqa: ANN401
    n = int(row.straddling)
    if not n:
        return ""
    return ngettext(
        "{n} attack has an imprecise date that fits no single slice, and is left out.",
        "{n} attacks have imprecise dates that fit no single slice, and are left out.",
        n,
    ).format(n=number_text(n))


def reading(found: Expansion, at: int, data: Dataset) -> list[str]:
    """Return what the numbers of a slice say, as sentences; nothing in them is an opinion.

    Args:
        found: The measures.
        at: The number of the slice.
        data: The data, for the titles of events.
    """
    row: Any = found.table.iloc[at]
    share = band_text(found.band("share", at)) if row.attacks else ""
    texts = [
        _cover(found, at),
        _counted(row),
        share,
        _compared(found, at),
        _left_out(row),
        *_arrived(found, at, data),
        *_middle(row),
        _gateways(found, at),
    ]
    return [text for text in texts if text]
