"""The status of one road on one day, by the words of the definition, row by row.

Slow on purpose: no grids, no windows summed along time, every number of the definition written
out again. ``sahel_map.measures.road_days`` has to agree with it on every road and every day, and
is measured against it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd


class Plain(NamedTuple):
    """What can be said of one road on one day; ids are empty and days None where there is none."""

    status: str
    reason: str
    spell_id: str
    stale_spell_id: str
    days_since: int | None
    lit_share: float


class Spell(NamedTuple):
    """A spell as far as it bears on roads; ``held`` is its end or its last confirmation."""

    spell_id: str
    kind: str
    status: str
    passage: str
    corridor_ids: tuple[str, ...]
    start: dt.date
    held: dt.date
    open: bool


@dataclass(frozen=True)
class Facts:
    """The frames as lists of rows, read once.

    Attributes:
        spells: Those that are more than a lead, the one begun first first.
        attacks: Of each road: event and day of the attacks that count.
        seen: Country and day of every event.
        countries: Of each road.
        stretches: Of each road: number and kilometres of its stretches.
        lit: Of each stretch: event and day of the attacks near it.
        first: First day with event data, None without events.
        last: Last day with event data.
    """

    spells: list[Spell]
    attacks: dict[str, list[tuple[str, dt.date]]]
    seen: list[tuple[str, dt.date]]
    countries: dict[str, set[str]]
    stretches: dict[str, list[tuple[int, float]]]
    lit: dict[int, list[tuple[str, dt.date]]]
    first: dt.date | None
    last: dt.date | None


def facts_of(events, roads, near, segments) -> Facts:
    """Return the rows of the frames; ``near`` and ``segments`` are taken as they are given."""
    spells = [
        Spell(
            row.spell_id,
            row.kind,
            row.status,
            row.passage,
            row.corridor_ids,
            row.start.date(),
            (row.last_confirmed if pd.isna(row.end) else row.end).date(),
            bool(pd.isna(row.end)),
        )
        for row in roads.blockades.itertuples()
        if row.confidence != "unverified"
    ]
    attacks = {name: [] for name in roads.corridors.index}
    for row in near.itertuples():
        if row.counted:
            attacks[row.corridor_id].append((row.event_id, row.day.date()))
    countries = {name: set() for name in roads.corridors.index}
    for leg in roads.legs.itertuples():
        countries[leg.corridor_id] |= {leg.from_country, leg.to_country}
    stretches = {
        name: [(number, float(km)) for number, km in enumerate(row) if km > 0]
        for name, row in zip(segments.corridor_ids, segments.of_corridors, strict=True)
    }
    lit = {number: [] for number in range(len(segments.lines))}
    for row in segments.lit.itertuples():
        lit[row.segment].append((row.event_id, row.day.date()))
    return Facts(
        spells=sorted(spells, key=lambda spell: (spell.start, spell.spell_id)),
        attacks=attacks,
        seen=[(row.country, row.date_start.date()) for row in events.itertuples()],
        countries=countries,
        stretches=stretches,
        lit=lit,
        first=min((day.date() for day in events["date_start"]), default=None),
        last=max((day.date() for day in events["date_end"]), default=None),
    )


def _days_since(facts, corridor_id, day):
    ages = [(day - when).days for _, when in facts.attacks[corridor_id] if when <= day]
    return min(ages) if ages else None


def _lit_share(facts, corridor_id, day):
    """Return the share of the stretches near which this road was attacked in the last 90 days."""
    mine = {event_id for event_id, _ in facts.attacks[corridor_id]}
    lit = whole = 0.0
    for number, km in facts.stretches[corridor_id]:
        whole += km
        for event_id, when in facts.lit[number]:
            if event_id in mine and 0 <= (day - when).days < 90:
                lit += km
                break
    return lit / whole if whole else 0.0


def _covered(facts, corridor_id, day):
    return any(
        country in facts.countries[corridor_id] and 0 <= (day - when).days < 30
        for country, when in facts.seen
    )


def _about_the_road(spell):
    return spell.kind in {"corridor_checkpoint", "transport_ban", "river_blockade"}


def _carried_out(spell):
    return _about_the_road(spell) and spell.status in {"enforced", "lifted"}


def _eased(spell):
    return _about_the_road(spell) and spell.status == "partially_eased"


def _only_declared(spell):
    return _about_the_road(spell) and spell.status in {"declared", "disputed"}


def _nothing_passes(spell):
    return spell.passage == "none"


def _only_convoys(spell):
    return spell.passage == "convoys"


def _touches(spell):
    return not _about_the_road(spell)


def _outdated(spell, day):
    """Return whether nobody saw the spell end and it was last heard of within a year."""
    if _touches(spell) and spell.passage == "":
        return False
    return spell.open and 0 < (day - spell.held).days <= 365


def plain_status(facts: Facts, corridor_id: str, day: dt.date) -> Plain:
    """Return the status of a road on a day, the first rule that fits."""
    named = [spell for spell in facts.spells if corridor_id in spell.corridor_ids]
    since = _days_since(facts, corridor_id, day)
    share = _lit_share(facts, corridor_id, day)
    if facts.first is None or not facts.first <= day <= facts.last:
        return Plain("no_data", "outside", "", "", since, share)
    outdated = [spell.spell_id for spell in named if _outdated(spell, day)]
    stale = outdated[-1] if outdated else ""
    running = [spell for spell in named if spell.start <= day <= spell.held]

    rules = [
        ("closed", "enforced_attack", _carried_out, since is not None and since <= 14),
        ("closed", "nothing_passes", _nothing_passes, True),
        ("escort_only", "enforced", _carried_out, True),
        ("escort_only", "eased", _eased, True),
        ("escort_only", "only_convoys", _only_convoys, True),
        ("contested", "declared", _only_declared, True),
        ("contested", "touched", _touches, True),
    ]
    for status, reason, fits, besides in rules:
        deciding = [spell.spell_id for spell in running if fits(spell)]
        if besides and deciding:
            return Plain(status, reason, deciding[-1], stale, since, share)
    if since is not None and since <= 30:
        status, reason = "contested", "recent_attack"
    elif share >= 0.10 - 1e-9:  # ten stretches of the same length add up to a hair more or less
        status, reason = "contested", "lit_share"
    elif stale:
        status, reason = "no_data", "out_of_date"
    elif _covered(facts, corridor_id, day):
        status, reason = "open", "clear"
    else:
        status, reason = "no_data", "no_events"
    return Plain(status, reason, "", stale, since, share)


def plain_statuses(
    events, roads, near, segments, *, first: dt.date, last: dt.date
) -> dict[tuple[str, dt.date], Plain]:
    """Return the status of every road on every day, one after another."""
    facts = facts_of(events, roads, near, segments)
    found = {}
    for corridor_id in roads.corridors.index:
        day = first
        while day <= last:
            found[corridor_id, day] = plain_status(facts, corridor_id, day)
            day += dt.timedelta(days=1)
    return found
