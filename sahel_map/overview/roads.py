"""What the overview finds of roads and besieged towns."""

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import date_text, gettext, join_list, ngettext, number_text
from sahel_map.measures.extents import direction
from sahel_map.measures.recent import Recent, besieged, restricted_roads
from sahel_map.overview.finding import Finding, line, listed
from sahel_map.road_wording import status_count_text
from sahel_map.store import Dataset
from sahel_map.wording import number_range_text, pair_text

__all__ = ["roads", "sieges"]


def _statuses_text(statuses: pd.Series) -> str:
    """Return how many roads are in each status, the gravest first."""
    counts = statuses.value_counts()
    return join_list(
        [status_count_text(code, int(counts[code])) for code in v.STATUSES if counts.get(code, 0)]
    )


def _changed_roads(before: pd.Series, now: pd.Series, data: Dataset) -> str:
    known = (before != "no_data") & (now != "no_data")
    changed = now[known & (before != now)]
    order = list(v.STATUSES)
    graver = [min(order.index(before[name]), order.index(now[name])) for name in changed.index]
    names = [name for _grade, name in sorted(zip(graver, changed.index, strict=True))]
    texts = [
        gettext("{road} ({before} before, now {now})").format(
            road=gettext(str(data.roads.corridors.at[name, "short_name"])),
            before=v.label(v.STATUSES, before[name]).lower(),
            now=v.label(v.STATUSES, now[name]).lower(),
        )
        for name in names
    ]
    return gettext("Changed: {roads}.").format(roads=listed(texts, most=1)) if texts else ""


def roads(found: Recent, data: Dataset) -> Finding | None:
    """Return how many roads are closed or escort-only, None where there are no roads."""
    before, now = found.before.statuses, found.now.statuses
    if before is None or now is None:
        return None
    ends = restricted_roads(before), restricted_roads(now)
    which = direction(*ends)
    unknown = int(((before == "no_data") | (now == "no_data")).sum())
    doubt = ""
    if which == "unclear":
        text = ngettext(
            "{n} road lacks data on one of the two days.",
            "{n} roads lack data on one of the two days.",
            unknown,
        )
        doubt = text.format(n=number_text(unknown))
    changed = _changed_roads(before, now, data)
    if which == "same" and not changed:
        changed = gettext("Every road has the same status as before.")
    values = [
        gettext("{n} of {total}").format(
            n=number_range_text(end.low, end.high), total=number_text(len(now))
        )
        for end in ends
    ]
    return Finding(
        code="roads",
        label=gettext("Roads closed or escort-only"),
        value=values[1],
        before=values[0],
        direction=which,
        reason=line(doubt, changed),
        page="corridors",
        choices={"on": found.now.cut.last, "panel": "roads", "map": "roads"},
        notes=(
            pair_text(date_text(found.now.cut.last), _statuses_text(now)),
            pair_text(date_text(found.before.cut.last), _statuses_text(before)),
        ),
    )


def _towns(towns: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return place and country of each town with what is known of its siege."""
    keys = zip(towns["place"], towns["country"], strict=True)
    return dict(zip(keys, towns["state"], strict=True))


def sieges(found: Recent) -> Finding | None:
    """Return how many towns are under siege, None where the data have no siege."""
    before, now = found.before.towns, found.now.towns
    if before is None or now is None:
        return None
    ends = besieged(before), besieged(now)
    which = direction(*ends)
    old, new = _towns(before), _towns(now)
    # A town whose siege nobody confirms any more is no news of that day.
    lost = [key for key, state in old.items() if state == "confirmed" != new.get(key)]
    parts = [
        (gettext("Added: {towns}."), [key for key in new if key not in old]),
        (gettext("Confirmed: {towns}."),
         [key for key, state in new.items() if key in old and state == "confirmed" != old[key]]),
        (gettext("No longer confirmed: {towns}."), [key for key in lost if key in new]),
        (gettext("Ended: {towns}."), [key for key in old if key not in new]),
    ]  # fmt: skip
    told = [
        text.format(towns=listed(sorted(gettext(place) for place, _country in keys)))
        for text, keys in parts
        if keys
    ]
    doubt = gettext("The two ranges overlap.") if which == "unclear" and told else ""
    values = [number_range_text(end.low, end.high) for end in ends]
    return Finding(
        code="sieges",
        label=gettext("Towns under siege"),
        value=values[1],
        before=values[0],
        direction=which,
        reason=line(doubt, *(told or [gettext("The same towns as before.")])),
        page="corridors",
        choices={"on": found.now.cut.last, "panel": "sieges", "map": "sieges-sahel"},
        notes=(gettext("From sieges confirmed on the day to all that may be in force."),),
    )
