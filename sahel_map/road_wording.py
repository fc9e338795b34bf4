"""Facts of the roads in words: a status with its reason, a spell's dates, shares, gateways."""

from typing import Any

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import (
    date_text,
    gettext,
    join_list,
    month_text,
    ngettext,
    number_text,
)
from sahel_map.measures.gateways import Approach, Exposure
from sahel_map.roads import Roads
from sahel_map.wording import hedged_text, number_range_text, pair_text

__all__ = [
    "about_day_text",
    "approaches_text",
    "exposure_text",
    "gateways_text",
    "imposer_text",
    "length_text",
    "reason_text",
    "share_text",
    "spell_name",
    "spell_text",
    "status_count_text",
]


def about_day_text(day: Any, precision: str) -> str:  # noqa: ANN401  (a timestamp or NaT)
    """Return a day in words, no more precisely than it is known."""
    if pd.isna(day):
        return gettext("date not known")
    when = day.date()
    wordings = {
        "day": "{day}",
        "week": gettext("around {day}"),
        "month": "{month}",
        "quarter": gettext("around {month}"),
        "year": "{year}",
    }
    wording = wordings.get(precision, gettext("{day}, precision not known"))
    return wording.format(day=date_text(when), month=month_text(when), year=when.year)


def spell_text(spell: Any) -> str:  # noqa: ANN401  (a row of blockades)
    """Return from when to when a spell ran, or until when it is confirmed."""
    first = about_day_text(spell.start, spell.start_precision)
    if pd.isna(spell.end):
        return gettext("{first} – no end known, last confirmed {day}").format(
            first=first, day=date_text(spell.last_confirmed.date())
        )
    last = about_day_text(spell.end, spell.end_precision)
    return f"{first} – {last}"


def status_count_text(code: str, n: int) -> str:
    """Return a number of roads with the status that they are in, in the form the number asks for.

    Args:
        code: The status.
        n: How many roads.
    """
    texts = {
        "closed": ngettext("{n} closed", "{n} closed", n),
        "escort_only": ngettext("{n} escort only", "{n} escort only", n),
        "contested": ngettext("{n} contested", "{n} contested", n),
        "open": ngettext("{n} open", "{n} open", n),
        "no_data": ngettext("{n} no data", "{n} no data", n),
    }
    return texts[code].format(n=number_text(n))


def spell_name(spell: Any) -> str:  # noqa: ANN401
    """Return what a spell is: its kind, and its place where it has one."""
    kind = v.label(v.SPELL_KINDS, spell.kind)
    return pair_text(kind, gettext(spell.place)) if spell.place else kind


def _days_ago(n: Any) -> str:  # noqa: ANN401
    days = int(n)
    if days == 0:
        return gettext("last attack on this day")
    return ngettext("last attack {n} day before", "last attack {n} days before", days).format(
        n=number_text(days)
    )


def imposer_text(spell: Any) -> str:  # noqa: ANN401  (a row of blockades)
    """Return who imposed a blockade; an armed group, where the words rest on later sources."""
    return gettext(spell.imposed_by) or gettext("an armed group")


def _spell_reason(reason: str, spell: Any) -> str:  # noqa: ANN401
    who = imposer_text(spell)
    match reason:
        case "enforced_attack" | "enforced":
            return gettext("blockade enforced by {who}").format(who=who)
        case "nothing_passes":
            return gettext("by the sources nothing passes ({spell})").format(
                spell=spell_name(spell)
            )
        case "eased":
            return gettext("blockade by {who} partly eased").format(who=who)
        case "only_convoys":
            return gettext("by the sources only convoys pass ({spell})").format(
                spell=spell_name(spell)
            )
        case "declared":
            return gettext(
                "blockade by {who} declared or disputed, not shown to be enforced"
            ).format(who=who)
        case _:
            return gettext("touched by another measure ({spell})").format(spell=spell_name(spell))


def reason_text(state: Any, roads: Roads) -> str:  # noqa: ANN401  (a row of RoadDays.on)
    """Return why a road has its status on a day, in words."""
    spells = roads.blockades
    parts = []
    if state.spell_id:
        parts.append(_spell_reason(state.reason, spells.loc[state.spell_id]))
    match state.reason:
        case "enforced_attack" | "recent_attack":
            parts.append(_days_ago(state.days_since))
        case "enforced" | "eased":
            if pd.notna(state.days_since):
                parts.append(_days_ago(state.days_since))
        case "lit_share":
            share = number_text(round(100 * float(state.lit_share)))
            text = gettext("{share}% of its length had an attack nearby within 90 days")
            parts.append(text.format(share=share))
        case "clear":
            parts.append(gettext("no blockade and no attack within 30 days in these events"))
        case "no_events":
            parts.append(gettext("no event recorded in its countries within 30 days"))
        case "outside":
            parts.append(gettext("outside the days with event data"))
        case _:
            pass
    if state.stale_spell_id and state.reason != "outside":
        stale: Any = spells.loc[state.stale_spell_id]
        text = gettext("an earlier blockade ({spell}) is not confirmed after {day}")
        day = date_text(stale.last_confirmed.date())
        parts.append(text.format(spell=spell_name(stale), day=day))
    return gettext("; ").join(parts)


def gateways_text(counts: dict[str, int]) -> str:
    """Return how many of the roads that feed Bamako are in each status."""
    total = sum(counts.values())
    words = [
        pair_text(v.label(v.STATUSES, status).lower(), number_text(n))
        for status, n in counts.items()
        if n
    ]
    text = ngettext("{n} road feeds Bamako ({parts})", "{n} roads feed Bamako ({parts})", total)
    return text.format(n=number_text(total), parts=", ".join(words) or "0")


def approaches_text(found: list[Approach]) -> str:
    """Return how many of the radial roads were quiet on their last 100 km."""
    quiet = [approach for approach in found if approach.quiet]
    return gettext("{n} of {total} approaches without an attack within 30 days").format(
        n=number_text(len(quiet)), total=number_text(len(found))
    )


def exposure_text(exposure: Exposure, roads: Roads) -> str:
    """Return the share of trade on closed or escorted roads, with what it leaves out."""
    names = roads.corridors["short_name"]
    if not exposure.roads:
        text = gettext("Trade exposed: no share is stated for any closed or escorted road")
    else:
        text = gettext(
            "Trade exposed, by shares that sources dispute: {range} percent ({roads})"
        ).format(
            range=number_range_text(exposure.low, exposure.high, open_ended=exposure.open_ended),
            roads=join_list([gettext(names[name]) for name in exposure.roads]),
        )
    n = len(exposure.unstated)
    if n and exposure.roads:
        text += gettext("; ") + ngettext(
            "{n} such road has no stated share", "{n} such roads have no stated share", n
        ).format(n=number_text(n))
    return text


def length_text(corridor: Any) -> str:  # noqa: ANN401  (a row of corridors)
    """Return a road's length, and whether it is stated or estimated from the line."""
    km = number_text(round(float(corridor.road_km)))
    if corridor.estimated:
        return gettext("about {km} km, estimated from the line").format(km=km)
    return gettext("{km} km by road").format(km=km)


def share_text(share: Any) -> str:  # noqa: ANN401  (a row of shares)
    """Return a stated share with its hedge and what it is a share of."""
    number = gettext("{n}%").format(n=hedged_text(share))
    return f"{number} {v.label(v.SHARES_OF, share.share_of)}"
