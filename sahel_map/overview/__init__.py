"""What the last days of the data say against as many before, as findings made by rule."""

from sahel_map.i18n import gettext, ngettext, number_text, span_text
from sahel_map.measures.recent import Recent
from sahel_map.overview.attacks import attacks, deaths
from sahel_map.overview.finding import DIRECTIONS, Direction, Finding
from sahel_map.overview.roads import roads, sieges
from sahel_map.overview.spread import areas, share
from sahel_map.store import Dataset

__all__ = ["DIRECTIONS", "Direction", "Finding", "cautions", "findings", "spans_text"]


def findings(found: Recent, data: Dataset) -> tuple[Finding, ...]:
    """Return the headline figures of the last days, each with what moved it.

    Nothing in them is an opinion; up or down is said only where the two ranges do not overlap and
    rest on counts that are not too low. Roads and sieges are left out where the data have none.

    Args:
        found: The figures, as ``measures.recent`` gives them.
        data: The data they come from, for the names of roads.
    """
    every = (
        attacks(found), deaths(found), roads(found, data), sieges(found), share(found),
        areas(found),
    )  # fmt: skip
    return tuple(finding for finding in every if finding is not None)


def spans_text(found: Recent) -> str:
    """Return which days are compared with which."""
    now, before = found.now.cut, found.before.cut
    return gettext("{now} against {before}, {n} days each.").format(
        now=span_text(now.first, now.last),
        before=span_text(before.first, before.last),
        n=number_text(found.days),
    )


def cautions(found: Recent) -> tuple[str, ...]:
    """Return what must be said of all figures: a sample, days without data, leads left out."""
    texts = []
    if not found.full:
        texts.append(
            gettext(
                "A curated sample, not a census: counts show what is listed, not all that happened."
            )
        )
    if found.before.covered < found.days:
        text = gettext("The data cover {n} of the {total} days before.")
        texts.append(
            text.format(n=number_text(found.before.covered), total=number_text(found.days))
        )
    if found.later:
        text = ngettext(
            "{n} unverified lead after the last day does not count here.",
            "{n} unverified leads after the last day do not count here.",
            found.later,
        )
        texts.append(text.format(n=number_text(found.later)))
    return tuple(texts)
