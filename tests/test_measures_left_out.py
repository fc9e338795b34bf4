"""What is left of medians, nearest attacks and areas without one source, worked by hand."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from sahel_map.measures.attacks import NOBODY, Attacks
from sahel_map.measures.left_out import Part, left_out
from sahel_map.measures.slices import Slice, intervals_in

A, B, C = 0, 1, 2
GROUPS = 3
DAY_ONE = np.datetime64("2024-01-01")
SLICES = tuple(
    Slice(f"ten-days-{number}", first, first + dt.timedelta(days=9))
    for number in range(3)
    for first in [dt.date(2024, 1, 1) + dt.timedelta(days=10 * number)]
)


def make_part(*attacks):
    """Attacks of whom only distance, days and area count; none of them has to be on a map.

    Each is its kilometres from Bamako, first and last day from ``DAY_ONE``, and area.
    """
    km, first, last, areas = zip(*attacks, strict=True)
    start, end = (DAY_ONE + np.array(days) for days in (first, last))
    size = len(attacks)
    one = np.ones(size)
    frame = pd.DataFrame(index=[f"event-{number}" for number in range(size)])
    known = Attacks(frame, start, end, one > 0, one, one, np.array(km, dtype=float), one)
    at = intervals_in(start, end, SLICES)
    return Part(known, at, one > 0, pd.Series(areas, index=frame.index))


def without(figure, part, group):
    """Values of a figure by slice and group, as far as they were worth working out."""
    found = {}
    for left in left_out(part, np.array(group), SLICES, GROUPS):
        named = left.values  # noqa: PD011  (not of a frame)
        if figure in named:
            pairs = zip(left.at.tolist(), left.group.tolist(), strict=True)
            found |= dict(zip(pairs, named[figure].astype(float).tolist(), strict=True))
    return found


def at_distances(*km):
    """Attacks of one day, so far from Bamako."""
    return make_part(*[(far, 0, 0, "") for far in km])


def on_days(*days):
    """Attacks in one area, from a first to a last day."""
    return make_part(*[(100, first, last, "area") for first, last in days])


@pytest.mark.parametrize(
    ("km", "group", "median"),
    [
        # The middle stays and what surrounds it goes: 10 20 40 60 70, then 10 20 70 80.
        ([10, 20, 30, 40, 50, 60, 70], [NOBODY, B, A, B, A, NOBODY, B], 40),
        ([10, 20, 30, 50, 70, 80], [B, B, A, A, B, B], 45),
        # The middle goes with what is next to it, so that both halves come from farther away.
        ([10, 20, 30, 40, 50, 60], [B, A, A, A, A, B], 35),
        ([10, 20, 30, 40, 50], [B, NOBODY, A, A, B], 20),
        # All below the middle go, or all above it.
        ([10, 20, 30, 40, 50, 60, 70], [A, A, A, B, B, B, B], 55),
        ([10, 20, 30, 40, 50, 60, 70], [B, B, B, B, A, A, A], 25),
        # Equal distances, of which one goes.
        ([10, 30, 30, 30, 60, 70], [B, A, B, A, B, B], 45),
    ],
)
def test_the_median_without_a_group_is_that_of_the_others(km, group, median):
    backwards = without("median_km", at_distances(*km[::-1]), group[::-1])

    assert without("median_km", at_distances(*km), group)[0, A] == median
    assert backwards[0, A] == median  # whatever the order of the attacks


def test_the_median_of_each_slice_is_worked_out_from_that_slice_alone():
    part = make_part(
        *[(km, 0, 0, "") for km in (10, 20, 30)],
        *[(km, 10, 10, "") for km in (100, 200, 300, 400)],
        *[(km, 20, 20, "") for km in (5, 6)],
    )

    found = without("median_km", part, [A, B, B, B, A, A, B, A, A])

    assert found.pop((2, A)) is not None
    assert found == {(0, A): 25, (0, B): 10, (1, A): 250, (1, B): 250}
    assert np.isnan(without("median_km", part, [B] * 7 + [A, A])[2, A])


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ([A, A, B], {A: 30}),  # A has both attacks at 10 km
        ([A, B, C], {A: 10}),  # B's is as near as A's, whoever comes first
        ([B, A, C], {B: 10}),
        ([A, NOBODY, A], {A: 10}),
        ([A, A, NOBODY], {A: 30}),
        ([NOBODY, NOBODY, A], {}),
    ],
)
def test_the_nearest_attack_stays_as_near_while_another_group_has_one_there(group, expected):
    part = at_distances(10, 10, 30)

    found = {of: value for (_, of), value in without("nearest_km", part, group).items()}

    # A group that shares the nearest place may or may not be worked out: it changes nothing.
    assert {A: 10, B: 10, C: 10} | found == {A: 10, B: 10, C: 10} | expected


def test_nothing_is_nearest_without_the_only_group_of_a_slice():
    found = without("nearest_km", at_distances(10, 20), [A, A])

    assert list(found) == [(0, A)]
    assert np.isnan(found[0, A])


@pytest.mark.parametrize(
    ("days", "group", "expected"),
    [
        # Two groups on one day: the area is reached then without either.
        ([(5, 5), (5, 5), (12, 12)], [A, B, NOBODY], {}),
        # Both attacks of that day are A's: without them it is reached ten days later.
        ([(5, 5), (5, 5), (12, 12)], [A, A, B], {(0, A): 0, (1, A): 1}),
        # A alone was ever there.
        ([(5, 5), (12, 12)], [A, A], {(0, A): 0}),
        # A has the earliest day and B the latest: without either it is still the first slice.
        ([(2, 9), (3, 4)], [A, B], {}),
        # B's has no day of its own: without A's, which has, no slice is known to be the first.
        ([(5, 5), (8, 14)], [A, B], {(0, A): 0}),
        # Without A's long one the area is known to be first reached in the second slice.
        ([(5, 15), (12, 12)], [A, B], {(1, A): 1}),
        # Both days hang on A, in two attacks: it moves once, to the third slice.
        ([(1, 15), (12, 12), (22, 22)], [A, A, B], {(2, A): 1}),
    ],
)
def test_an_area_moves_only_without_the_group_that_alone_was_there_first(days, group, expected):
    part = on_days(*days)

    assert without("new_areas", part, group) == expected
    assert without("new_areas", on_days(*days[::-1]), group[::-1]) == expected


def test_areas_that_come_and_go_in_one_slice_are_added_up():
    # Without A the first slice loses north and south, and the second gains south for west.
    part = make_part(
        (1, 5, 5, "north"), (1, 5, 5, "south"), (1, 12, 12, "south"), (1, 13, 13, "west"),
        (1, 3, 3, "east"),
    )  # fmt: skip

    found = without("new_areas", part, [A, A, B, A, NOBODY])

    assert {(0, A): 3, (1, A): 1, (1, B): 1} | found == {(0, A): 1, (1, A): 1, (1, B): 1}
