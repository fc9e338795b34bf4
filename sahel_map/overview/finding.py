"""A finding of the overview, and what all findings are made with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sahel_map.i18n import gettext, join_list, ngettext, noop, number_text
from sahel_map.measures.extents import Extent, direction, few
from sahel_map.measures.recent import Recent

__all__ = ["DIRECTIONS", "Direction", "Finding", "Verdict", "line", "listed", "moved", "verdict_of"]


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way a figure went: its sign, and the same in words."""

    sign: str
    label: str


DIRECTIONS: Final[Mapping[str, Direction]] = {
    "up": Direction("▲", noop("more")),
    "down": Direction("▼", noop("less")),
    "same": Direction("=", noop("the same")),
    "unclear": Direction("?", noop("not comparable")),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A headline figure of the last days against as many before.

    Attributes:
        code: ``attacks``, ``deaths``, ``roads``, ``sieges``, ``share`` or ``areas``.
        label: What is counted.
        value: The figure.
        before: The figure of the days before.
        direction: One of ``DIRECTIONS``; up or down is neither good nor bad.
        reason: What moved it, or why it cannot be compared; one line.
        page: The page that shows what is behind it.
        choices: What the view of that page chooses, by the names of its parameters.
        notes: What the figure leaves out or rests on.
    """

    code: str
    label: str
    value: str
    before: str
    direction: str
    reason: str
    page: str
    choices: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which way a figure went, and why it cannot be said where it cannot."""

    direction: str
    doubt: str = ""


def verdict_of(found: Recent, before: Extent, now: Extent, *, counts: tuple[int, int]) -> Verdict:
    """Compare two ranges, unless the counts that they rest on forbid it."""
    if not found.before.whole:
        return Verdict("unclear", gettext("The data do not cover all of the days before."))
    which = direction(before, now)
    if which == "same":
        return Verdict(which)
    if few(*counts):
        return Verdict("unclear", gettext("Too few to compare."))
    if which != "unclear":
        return Verdict(which)
    if before.high is None or now.high is None:
        return Verdict(which, gettext("Some numbers are only minimums."))
    return Verdict(which, gettext("The two ranges overlap."))


def line(*parts: str) -> str:
    """Return sentences as one line."""
    return " ".join(part for part in parts if part)


def moved(before: Mapping[str, int], now: Mapping[str, int]) -> str:
    """Say where the number changed most."""
    change = {name: now.get(name, 0) - before.get(name, 0) for name in {*before, *now}}
    name = max(sorted(change), key=lambda one: abs(change[one]), default=None)
    if name is None:
        return ""
    if not change[name]:
        return gettext("Each region has as many as before.")
    return gettext("Largest change: {region}, from {before} to {n}.").format(
        region=gettext(name) or gettext("region not known"),
        n=number_text(now.get(name, 0)),
        before=number_text(before.get(name, 0)),
    )


def listed(names: list[str], most: int = 2) -> str:
    """Return some names, and how many more there are.

    Args:
        names: The names.
        most: How many are named; the others are counted.
    """
    more = len(names) - most
    if more <= 0:
        return join_list(names)
    others = ngettext("{n} other", "{n} others", more).format(n=number_text(more))
    return join_list([*names[:most], others])
