"""What is left of each figure when one source is left out: all sources and slices at once.

Leaving out a source takes away only the events that rest on it alone. Each figure without it
follows from sums, from sorted distances and from first days: with n events and s sources that is
n steps, not n times s.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.measures.arrivals import first_days
from sahel_map.measures.attacks import NOBODY, Attacks, to_bamako_km
from sahel_map.measures.centres import to_degrees
from sahel_map.measures.shares import share_of
from sahel_map.measures.slices import OUTSIDE, Slice, intervals_in

__all__ = ["Left", "Part", "counts_in", "left_out"]

Array = npt.NDArray[Any]
Values = dict[str, Array]

_NEVER: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Part:
    """The attacks of one choice, with what the figures need of each.

    Attributes:
        attacks: The attacks.
        at: The slice of each, or a negative number.
        inside: Whether each lies in the south-west.
        areas: The area of each, empty where unknown.
    """

    attacks: Attacks
    at: Array
    inside: Array
    areas: pd.Series

    def only(self, mask: Array) -> "Part":
        """Return the attacks for which a mask is true."""
        return Part(self.attacks.only(mask), self.at[mask], self.inside[mask], self.areas[mask])


def counts_in(part: Part, size: int) -> tuple[Array, Array]:
    """Return how many attacks of each slice lie in the south-west, and how many there are."""
    use = part.at >= 0
    whole = np.bincount(part.at[use], minlength=size)
    return np.bincount(part.at[use & part.inside], minlength=size), whole


@dataclass(frozen=True, eq=False)
class Left:
    """What is left of slices without one group: pairs of a slice and a group that is in it."""

    at: Array
    group: Array
    values: Values


def _pairs(at: Array, group: Array, groups: int) -> tuple[Array, Array, Array]:
    """Return the pairs that occur (slice, group) and the pair of each attack that is in one."""
    found, which = np.unique(at * groups + group, return_inverse=True)
    return found // groups, found % groups, which


def _median_without(far: Array, at: Array, group: Array, size: int, groups: int) -> Left:
    """Return the median of each slice without each group in turn.

    Members of a group stand at ranks r_0 < r_1 < ... of their slice. What stands at place j once
    they are gone stood at j + c before, with c the number of members i for which r_i - i <= j.
    """
    order = np.lexsort((far, at))
    far, at, group = far[order], at[order], group[order]
    counts = np.bincount(at, minlength=size)
    begin = np.concatenate([[0], np.cumsum(counts)[:-1]])
    rank = np.arange(len(at)) - begin[at]
    mine = group >= 0
    pair_at, pair_group, which = _pairs(at[mine], group[mine], groups)
    removed = np.bincount(which, minlength=len(pair_at))
    # Attacks stand in the order of their slices and ranks, so members are met in order.
    by_pair = np.argsort(which, kind="stable")
    offset = np.concatenate([[0], np.cumsum(removed)[:-1]])
    ahead = np.empty(len(which), dtype=int)
    ahead[by_pair] = np.arange(len(which)) - offset[which[by_pair]]
    passed = rank[mine] - ahead
    left = counts[pair_at] - removed

    def at_place(place: Array) -> Array:
        shift = np.bincount(which, passed <= place[which], minlength=len(pair_at)).astype(int)
        spot = begin[pair_at] + place + shift
        return np.asarray(far[np.minimum(spot, len(far) - 1)])

    low, high = at_place(np.maximum((left - 1) // 2, 0)), at_place(np.maximum(left // 2, 0))
    median = np.where(left > 0, (low + high) / 2, np.nan)
    return Left(pair_at, pair_group, {"median_km": median})


def _nearest_without(far: Array, at: Array, group: Array, size: int) -> Left:
    """Return the nearest distance of each slice without the group that holds the nearest."""
    order = np.lexsort((far, at))
    far, at, group = far[order], at[order], group[order]
    holder, nearest = np.full(size, NOBODY), np.full(size, np.nan)
    slices, first = np.unique(at, return_index=True)
    holder[slices] = group[first]
    others = (group != holder[at]) | (group < 0)
    slices, first = np.unique(at[others], return_index=True)
    nearest[slices] = far[others][first]
    losing = np.flatnonzero(holder >= 0)
    return Left(losing, holder[losing], {"nearest_km": nearest[losing]})


def _sums_without(part: Part, group: Array, size: int, groups: int) -> Iterator[Left]:
    """Yield shares and centres of each slice without each group in turn, from their sums."""
    use = part.at >= 0
    mine = use & (group >= 0)
    pair_at, pair_group, which = _pairs(part.at[mine], group[mine], groups)
    inside, whole = counts_in(part, size)
    here = np.bincount(which, part.inside[mine], minlength=len(pair_at))
    lost = np.bincount(which, minlength=len(pair_at))
    share = share_of(inside[pair_at] - here, whole[pair_at] - lost)
    yield Left(pair_at, pair_group, {"share": share})
    placed = part.attacks.placed & (part.attacks.weight > 0)
    both, own = use & placed, mine & placed
    pair_at, pair_group, which = _pairs(part.at[own], group[own], groups)
    a = part.attacks
    left = []
    for values in (np.ones(len(a)), a.weight, a.weight * a.x, a.weight * a.y):
        total = np.bincount(part.at[both], values[both], minlength=size)
        left.append(total[pair_at] - np.bincount(which, values[own], minlength=len(pair_at)))
    n, weight, sx, sy = left
    x, y = share_of(sx, np.where(n > 0, weight, 0)), share_of(sy, np.where(n > 0, weight, 0))
    yield Left(pair_at, pair_group, {"centre_km": to_bamako_km(*to_degrees(x, y))})


def _lowest_without(days: Array, code: Array, group: Array, size: int) -> tuple[Array, Array]:
    """Return for each area the group that alone holds its lowest day, and the day without it."""
    order = np.lexsort((days, code))
    days, code, group = days[order], code[order], group[order]
    areas, first = np.unique(code, return_index=True)
    holder, lowest = np.full(size, NOBODY), np.full(size, _NEVER)
    holder[areas] = group[first]
    other = (group != holder[code]) | (group < 0)
    np.minimum.at(lowest, code[other], days[other])
    return holder, lowest


def _areas_without(part: Part, group: Array, slices: Sequence[Slice], groups: int) -> Left:
    """Return how many areas each slice would be first to reach without each group in turn."""
    found = first_days(part.attacks, part.areas)
    use, size = found.code >= 0, len(found.areas)
    holders, others = [], []
    for ends in (part.attacks.start, part.attacks.end):
        day = ends[use].astype(np.int64)
        holder, lowest = _lowest_without(day, found.code[use], group[use], size)
        holders.append(holder)
        others.append(lowest)
    known = [found.earliest.astype(np.int64), found.latest.astype(np.int64)]
    at = intervals_in(found.earliest, found.latest, slices)
    base = np.bincount(at[at >= 0], minlength=len(slices))
    delta = np.zeros((groups, len(slices)))
    for which in (0, 1):
        # An area whose two days hang on the same group is moved once.
        moved = (holders[which] >= 0) & ((holders[0] != holders[1]) | (which == 0))
        of = holders[which][moved]
        earliest, latest = (
            np.where(holder[moved] == of, other[moved], day[moved])
            for holder, other, day in zip(holders, others, known, strict=True)
        )
        gone = (earliest == _NEVER) | (latest == _NEVER)
        spans = [np.where(gone, 0, day).astype("datetime64[D]") for day in (earliest, latest)]
        to = np.where(gone, OUTSIDE, intervals_in(spans[0], spans[1], slices))
        was = at[moved]
        np.add.at(delta, (of[to >= 0], to[to >= 0]), 1)
        np.add.at(delta, (of[was >= 0], was[was >= 0]), -1)
    changed = np.argwhere(delta != 0)
    values = base[changed[:, 1]] + delta[changed[:, 0], changed[:, 1]]
    return Left(changed[:, 1], changed[:, 0], {"new_areas": values})


def left_out(part: Part, group: Array, slices: Sequence[Slice], groups: int) -> Iterator[Left]:
    """Yield every headline figure of each slice without each group that matters to it.

    Args:
        part: The attacks.
        group: The single source on which each rests, or ``attacks.NOBODY``.
        slices: The slices.
        groups: Number of groups.

    Yields:
        For one or more figures of ``vocabulary.FIGURES``, the pairs of a slice and a group
        without which its value differs or may differ; not a number where nothing is left.
    """
    size = len(slices)
    yield from _sums_without(part, group, size, groups)
    use = (part.at >= 0) & part.attacks.placed
    far, at = part.attacks.bamako_km[use], part.at[use]
    yield _median_without(far, at, group[use], size, groups)
    yield _nearest_without(far, at, group[use], size)
    yield _areas_without(part, group, slices, groups)
