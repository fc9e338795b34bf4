"""What the overview finds of the spread: the share in the south-west, areas newly reached."""

from typing import Any

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext, number_text, percent_text
from sahel_map.measures.extents import Extent
from sahel_map.measures.recent import Counted, Recent
from sahel_map.overview.finding import Finding, Verdict, line, listed, moved, verdict_of
from sahel_map.wording import number_range_text, pair_text

__all__ = ["areas", "share"]


def _share_text(span: Counted) -> str:
    if not span.measured:
        return gettext("no attacks")
    return gettext("{share} ({inside} of {n})").format(
        share=percent_text(span.inside / span.measured),
        inside=number_text(span.inside),
        n=number_text(span.measured),
    )


def _interval_text(share: Extent) -> str:
    return gettext("{low} to {high}").format(
        low=percent_text(share.low), high=percent_text(share.high or 0.0)
    )


def _slices_view(found: Recent, look: str) -> dict[str, Any]:
    """Return the choices by which the Expansion page cuts time into these two spans."""
    terms, cuts = found.terms, (found.before.cut, found.now.cut)
    return {
        "by": "own",
        "own": ",".join(cut.slice_id for cut in cuts),
        "slice": cuts[1].slice_id,
        "group": terms.group,
        "southwest": terms.region_set,
        "areas": terms.areas,
        "look": look,
    }


def share(found: Recent) -> Finding:
    """Return the share of attacks that lie in the south-west."""
    before, now = found.before, found.now
    notes = [pair_text(v.label(v.GROUPS, found.terms.group),
                       v.label(v.REGION_SETS, found.terms.region_set))]  # fmt: skip
    if before.share is None or now.share is None:
        verdict = Verdict("unclear", gettext("Without attacks there is no share."))
    else:
        counts = (before.measured, now.measured)
        verdict = verdict_of(found, before.share, now.share, counts=counts)
    if now.share is not None:
        text = gettext("{level} interval {interval}")
        intervals = _interval_text(now.share)
        if before.share is not None:
            both = gettext("{interval}, before {before}")
            intervals = both.format(interval=intervals, before=_interval_text(before.share))
        notes.append(text.format(level=percent_text(0.95), interval=intervals))
    return Finding(
        code="share",
        label=gettext("Share in Mali's south-west"),
        value=_share_text(now),
        before=_share_text(before),
        direction=verdict.direction,
        reason=line(verdict.doubt, moved(before.inside_by_region, now.inside_by_region)),
        page="expansion",
        choices=_slices_view(found, "share"),
        notes=tuple(notes),
    )


def areas(found: Recent) -> Finding:
    """Return how many areas were reached for the first time."""
    before, now = found.before, found.now
    verdict = verdict_of(
        found, before.new_areas, now.new_areas, counts=(before.measured, now.measured)
    )
    values = [number_range_text(span.new_areas.low, span.new_areas.high) for span in (before, now)]
    return Finding(
        code="areas",
        label=gettext("Areas reached for the first time"),
        value=values[1],
        before=values[0],
        direction=verdict.direction,
        reason=line(
            verdict.doubt,
            gettext("In {regions}.").format(
                regions=listed([gettext(name) for name in now.new_by_region if name])
            )
            if any(now.new_by_region)
            else gettext("No new area for certain."),
        ),
        page="expansion",
        choices=_slices_view(found, "arrivals"),
        notes=(gettext(v.AREAS[found.terms.areas].meaning),),
    )
