"""What changed since a step was kept, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sahel_map import vocabulary as v
from sahel_map.briefing.briefing import Kept
from sahel_map.briefing.fields import listed, some
from sahel_map.briefing.freezing import FACETS, freeze
from sahel_map.i18n import current, gettext, join_list, ngettext, noop, number_text, percent_text
from sahel_map.scenes import KeyNumber, Sight

__all__ = ["changes"]

_MOST: Final = 12
"""So many roads, towns or slices that changed are told one by one."""

_FACETS: Final[Mapping[str, str]] = {
    "days": noop("days"),
    "place": noop("place"),
    "point": noop("point on the map"),
    "kind": noop("kind"),
    "actor": noop("actor"),
    "deaths": noop("deaths"),
    "title": noop("title"),
}

_SIEGES: Final[Mapping[str, str]] = {
    "confirmed": noop("under siege for certain"),
    "possible": noop("possibly under siege"),
    "unconfirmed": noop("siege not confirmed any more"),
}


def _title(event_id: str, sight: Sight) -> str:
    events = sight.data.events
    if event_id in events.index:
        return f"{gettext(str(events.at[event_id, 'title']))} ({event_id})"
    return event_id


def _changed_facts(old: str, new: str) -> list[str]:
    width = len(new) // len(FACETS)
    return [
        gettext(_FACETS[name])
        for at, name in enumerate(FACETS)
        if old[at * width : (at + 1) * width] != new[at * width : (at + 1) * width]
    ]


def _count_text(kept: Kept, now: Kept) -> list[str]:
    """Return how the number of events changed where the single ones are not all known."""
    if kept.total == now.total or kept.total is None or now.total is None:
        return []
    text = gettext("Events shown: were {then}, now {now}.")
    return [text.format(then=number_text(kept.total), now=number_text(now.total))]


def _events(kept: Kept, now: Kept, sight: Sight) -> list[str]:
    if kept.total is None or now.total is None:
        return []
    shown, known = sight.events.index, sight.data.events.index
    found = []
    if kept.total == len(kept.events) and now.total == len(now.events):
        new = [_title(name, sight) for name in now.events if name not in kept.events]
        if new:
            text = ngettext("{n} event is new: {names}.", "{n} events are new: {names}.", len(new))
            found.append(text.format(n=number_text(len(new)), names=listed(new)))
    else:
        found += _count_text(kept, now)
    gone = [name for name in kept.events if name not in known]
    if gone:
        text = ngettext(
            "{n} event is no longer in the data: {names}.",
            "{n} events are no longer in the data: {names}.",
            len(gone),
        )
        found.append(text.format(n=number_text(len(gone)), names=listed(gone)))
    left = [_title(name, sight) for name in kept.events if name in known and name not in shown]
    if left:
        text = ngettext(
            "{n} event is no longer shown here: {names}.",
            "{n} events are no longer shown here: {names}.",
            len(left),
        )
        found.append(text.format(n=number_text(len(left)), names=listed(left)))
    changed = [
        gettext("{event}: {facts}").format(
            event=_title(name, sight), facts=join_list(_changed_facts(old, now.events[name]))
        )
        for name, old in kept.events.items()
        if name in now.events and now.events[name] != old
    ]
    if changed:
        text = ngettext("{n} event changed: {names}.", "{n} events changed: {names}.", len(changed))
        found.append(text.format(n=number_text(len(changed)), names="; ".join(some(changed))))
    return found


def _same(then: KeyNumber, now: KeyNumber, *, worded: bool) -> bool:
    # What is shown is rounded: the texts tell best, but only in one language.
    return then.text == now.text if worded else (then.low, then.high) == (now.low, now.high)


def _numbers(kept: Kept, now: Kept) -> list[str]:
    worded = kept.language == current()
    found = []
    for code, then in kept.numbers.items():
        today = now.numbers.get(code)
        if today is None:
            text = gettext("{label}: was {then}, now nothing.")
            found.append(text.format(label=then.label, then=then.text))
        elif not _same(then, today, worded=worded):
            text = gettext("{label}: was {then}, now {now}.")
            found.append(text.format(label=today.label, then=then.text, now=today.text))
    return found


def _states(
    then: Mapping[str, Any],
    now: Mapping[str, Any],
    name: Callable[[str], str],
    word: Callable[[Any], str],
) -> list[str]:
    """Return what changed of things that have one state each."""
    text = gettext("{label}: was {then}, now {now}.")
    nothing = gettext("nothing recorded")
    moved = [
        key
        for key in dict.fromkeys([*then, *now])
        if (key in then, then.get(key)) != (key in now, now.get(key))
    ]
    told = [
        text.format(
            label=name(key),
            then=word(then[key]) if key in then else nothing,
            now=word(now[key]) if key in now else nothing,
        )
        for key in moved[:_MOST]
    ]
    rest = len(moved) - len(told)
    if rest:
        more = ngettext("{n} more changed.", "{n} more changed.", rest)
        told.append(more.format(n=number_text(rest)))
    return told


def _road_name(road: str, sight: Sight) -> str:
    corridors = sight.data.roads.corridors
    return gettext(str(corridors.at[road, "short_name"])) if road in corridors.index else road


def _status(code: str) -> str:
    return v.label(v.STATUSES, code) if code in v.STATUSES else code


def _share(share: float | None) -> str:
    return gettext("no attacks") if share is None else percent_text(share)


def _slice_name(slice_id: str, sight: Sight) -> str:
    phases = sight.data.phases
    return gettext(str(phases.at[slice_id, "title"])) if slice_id in phases.index else slice_id


def changes(kept: Kept | None, sight: Sight) -> list[str]:
    """Return what changed since a step was kept, in sentences.

    Args:
        kept: What it showed; None where nothing was kept.
        sight: What it shows now.

    Returns:
        Sentences in the current language; none where version and facts are the same.
    """
    if kept is None:
        return []
    now = freeze(sight)
    found = _events(kept, now, sight) + _numbers(kept, now)
    if kept.total is not None and now.total is not None:
        found += _states(kept.roads, now.roads, lambda road: _road_name(road, sight), _status)
        found += _states(kept.slices, now.slices, lambda one: _slice_name(one, sight), _share)
    found += _states(
        kept.sieges,
        now.sieges,
        lambda town: gettext(town.partition("/")[2] or town),
        lambda state: gettext(_SIEGES.get(state, state)),
    )
    if kept.version == now.version:
        return found
    versions = {"then": kept.version, "now": now.version}
    if found:
        head = gettext("Kept with data version {then}; the data are now version {now}.")
        return [head.format(**versions), *found]
    text = gettext(
        "Kept with data version {then}; the data are now version {now}, and nothing shown here"
        " has changed."
    )
    return [text.format(**versions)]
