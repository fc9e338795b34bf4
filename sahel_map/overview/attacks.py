"""What the overview finds of attacks and deaths."""

from typing import Any

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext, ngettext, number_text
from sahel_map.measures.deaths import Deaths
from sahel_map.measures.extents import Extent
from sahel_map.measures.recent import Counted, Recent
from sahel_map.overview.finding import Finding, Verdict, line, moved, verdict_of
from sahel_map.wording import number_range_text, pair_text

__all__ = ["attacks", "deaths"]


def _count_notes(now: Counted, before: Counted) -> tuple[str, ...]:
    notes = []
    if now.straddling or before.straddling:
        text = gettext("Left out, with dates that reach beyond these days: {n}, before {before}.")
        notes.append(
            text.format(n=number_text(now.straddling), before=number_text(before.straddling))
        )
    if now.leads_hidden:
        text = ngettext(
            "{n} unverified lead is hidden.", "{n} unverified leads are hidden.", now.leads_hidden
        )
        notes.append(text.format(n=number_text(now.leads_hidden)))
    return tuple(notes)


def _attacks_view(now: Counted) -> dict[str, Any]:
    """Return the choices by which the Attacks page shows the attacks that are counted."""
    choices: dict[str, Any] = {"from": now.cut.first, "to": now.cut.last}
    return choices | ({"type": now.types} if now.types else {})


def attacks(found: Recent) -> Finding:
    """Return how many attacks there were."""
    before, now = found.before, found.now
    counts = (before.attacks, now.attacks)
    verdict = verdict_of(found, before.listed, now.listed, counts=counts)
    return Finding(
        code="attacks",
        label=gettext("Attacks"),
        value=number_text(now.attacks),
        before=number_text(before.attacks),
        direction=verdict.direction,
        reason=line(verdict.doubt, moved(before.by_region, now.by_region)),
        page="attacks",
        choices=_attacks_view(now),
        notes=_count_notes(now, before),
    )


def _silent(span: Counted) -> bool:
    return span.attacks > 0 and span.deaths.unnumbered == span.attacks


def _range_text(deaths: Deaths) -> str:
    return number_range_text(deaths.low, deaths.known, open_ended=not deaths.limited)


def _deaths_text(span: Counted) -> str:
    if _silent(span):
        return gettext("not reported")
    return _range_text(span.deaths)


def deaths(found: Recent) -> Finding:
    """Return how many deaths there were in the attacks, as a range."""
    before, now = found.before, found.now
    ends = [Extent(span.deaths.low, span.deaths.high) for span in (before, now)]
    verdict = verdict_of(found, *ends, counts=(before.attacks, now.attacks))
    if _silent(before) or _silent(now):
        verdict = Verdict("unclear", gettext("One of the two spans has no number at all."))
    parts = [
        pair_text(v.label(v.MEASURES, measure) if measure else gettext("Deaths"), _range_text(part))
        for measure, part in now.deaths_by_measure.items()
    ]
    notes = [gettext("; ").join(parts)] if len(parts) > 1 else []
    notes.append(
        gettext(
            "Sums of each attack's headline range, whoever it counts; regions by the lowest"
            " numbers."
        )
    )
    if now.deaths.unnumbered or before.deaths.unnumbered:
        text = gettext("Attacks without a number: {n} of {total}, before {before} of {all}.")
        notes.append(
            text.format(
                n=number_text(now.deaths.unnumbered),
                total=number_text(now.attacks),
                before=number_text(before.deaths.unnumbered),
                all=number_text(before.attacks),
            )
        )
    return Finding(
        code="deaths",
        label=gettext("Deaths in these attacks"),
        value=_deaths_text(now),
        before=_deaths_text(before),
        direction=verdict.direction,
        reason=line(verdict.doubt, moved(before.deaths_by_region, now.deaths_by_region)),
        page="attacks",
        choices=_attacks_view(now),
        notes=tuple(notes),
    )
