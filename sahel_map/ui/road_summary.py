"""The day in words: how many roads are in which status, and what that means for Bamako."""

import datetime as dt

from sahel_map import vocabulary as v
from sahel_map.i18n import date_text, number_text
from sahel_map.i18n import gettext as _
from sahel_map.measures.gateways import approaches, gateways, trade_exposed
from sahel_map.measures.sieges import besieged_towns
from sahel_map.measures.status import RoadDays
from sahel_map.road_wording import (
    approaches_text,
    exposure_text,
    gateways_text,
    status_count_text,
)
from sahel_map.store import Dataset
from sahel_map.ui import templates

__all__ = ["summary"]


def _outside(found: RoadDays, day: dt.date) -> str:
    if found.data_days is None:
        return _("There are no events, so no road has a status.")
    first, last = found.data_days
    if first <= day <= last:
        return ""
    return _("{day} lies outside the days with event data, {first} to {last}: no data.").format(
        day=date_text(day), first=date_text(first), last=date_text(last)
    )


def summary(found: RoadDays, data: Dataset, day: dt.date) -> None:
    """Say what the day was like, and on what that rests."""
    counts = found.on(day)["status"].value_counts()
    chips = [
        {
            "colour": status.colour,
            "text": status_count_text(code, int(counts.get(code, 0))),
            "meaning": _(status.meaning),
        }
        for code, status in v.STATUSES.items()
    ]
    running = besieged_towns(data.roads, day)
    sure = int((running["state"] == "confirmed").sum())
    outside = _outside(found, day)
    facts = [
        gateways_text(gateways(found, data.roads, day)),
        approaches_text(approaches(data.verified(), found, data.roads, day)),
        exposure_text(trade_exposed(found, data.roads, day), data.roads),
        _("{sure} towns under siege for certain, up to {possible} possibly").format(
            sure=number_text(sure), possible=number_text(len(running))
        ),
    ]
    templates.show(
        "road_summary.html",
        day=date_text(day),
        outside=outside,
        chips=chips,
        facts=[] if outside else facts,
    )
