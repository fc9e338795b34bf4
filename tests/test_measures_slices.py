"""Slices of time, and which intervals of days fit them, worked out by hand."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from expansion_fixtures import spans
from hypothesis import given
from hypothesis import strategies as st

from sahel_map.measures.slices import (
    LOOSE,
    MOST,
    OUTSIDE,
    Slice,
    calendar_slices,
    covered_days,
    ends_of,
    intervals_in,
    phase_slices,
    straddling,
)

D = dt.date
GAPPED = spans(
    ("2025-01-01", "2025-01-31"),
    ("2025-02-01", "2025-02-28"),
    # Nothing is said of March.
    ("2025-04-01", "2025-04-30"),
    ("2025-05-01", "2025-05-01"),
)


def days(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[D]")


def fit(first: str, last: str, slices=GAPPED) -> int:
    """Return where one interval fits."""
    return int(intervals_in(days(first), days(last), slices)[0])


def written(slices) -> list[tuple[str, str, str]]:
    """Return slices as text."""
    return [(cut.slice_id, str(cut.first), str(cut.last)) for cut in slices]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (
            "year",
            [("2023", "2023-01-01", "2023-12-31"), ("2024", "2024-01-01", "2024-12-31")],
        ),
        (
            "half",
            [("2023-H2", "2023-07-01", "2023-12-31"), ("2024-H1", "2024-01-01", "2024-06-30")],
        ),
        (
            "quarter",
            [("2023-Q4", "2023-10-01", "2023-12-31"), ("2024-Q1", "2024-01-01", "2024-03-31")],
        ),
        (
            "month",
            [
                ("2023-12", "2023-12-01", "2023-12-31"),
                ("2024-01", "2024-01-01", "2024-01-31"),
                ("2024-02", "2024-02-01", "2024-02-29"),
            ],
        ),
    ],
)
def test_calendar_periods_are_whole_and_go_on_over_the_new_year(by, expected):
    assert written(calendar_slices(by, D(2023, 12, 31), D(2024, 2, 1))) == expected


def test_the_halves_and_quarters_of_a_year_are_numbered_from_its_start():
    year = D(2025, 1, 1), D(2025, 12, 31)

    assert [cut.slice_id for cut in calendar_slices("half", *year)] == ["2025-H1", "2025-H2"]
    assert written(calendar_slices("quarter", *year)) == [
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2025-Q2", "2025-04-01", "2025-06-30"),
        ("2025-Q3", "2025-07-01", "2025-09-30"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
    ]


@pytest.mark.parametrize(("year", "last"), [(2023, 28), (2024, 29), (2000, 29), (1900, 28)])
def test_february_has_its_own_length(year, last):
    [february] = calendar_slices("month", D(year, 2, 10), D(year, 2, 10))

    assert (february.first, february.last) == (D(year, 2, 1), D(year, 2, last))


@pytest.mark.parametrize("by", ["year", "half", "quarter", "month"])
def test_each_period_begins_on_the_day_after_the_one_before(by):
    slices = calendar_slices(by, D(1999, 5, 5), D(2026, 2, 3))

    assert slices[0].first <= D(1999, 5, 5) <= slices[0].last
    assert slices[-1].first <= D(2026, 2, 3) <= slices[-1].last
    for before, after in pairwise(slices):
        assert after.first - before.last == dt.timedelta(days=1)


def test_of_too_many_periods_the_latest_are_made():
    slices = calendar_slices("month", D(1900, 1, 1), D(2025, 12, 31))

    assert len(slices) == MOST == 400
    assert slices[0].slice_id == "1992-09"
    assert slices[-1].slice_id == "2025-12"


def test_a_span_that_ends_before_it_begins_has_no_periods():
    assert calendar_slices("quarter", D(2025, 4, 1), D(2025, 3, 31)) == ()


def test_phases_come_in_the_order_of_their_days_with_their_words():
    rows = [
        ("late", "2025-03-01", "2025-04-30", "Late", "Then.", "two", "Edge two."),
        ("early", "2024-01-01", "2024-12-31", "Early", "First.", "one;two", "Edge one."),
    ]
    columns = ["slice_id", "start", "end", "title", "summary", "source_ids", "boundary_note"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.assign(start=pd.to_datetime(table["start"]), end=pd.to_datetime(table["end"]))

    assert phase_slices(table) == (
        Slice("early", D(2024, 1, 1), D(2024, 12, 31), "Early", "First.", "one;two", "Edge one."),
        Slice("late", D(2025, 3, 1), D(2025, 4, 30), "Late", "Then.", "two", "Edge two."),
    )
    assert phase_slices(table.iloc[:0]) == ()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-01-01", "2025-01-31", 0),  # fills its slice
        ("2025-01-01", "2025-01-01", 0),
        ("2025-01-31", "2025-01-31", 0),
        ("2025-02-01", "2025-02-01", 1),
        ("2025-05-01", "2025-05-01", 3),
        ("2025-01-31", "2025-02-01", LOOSE),  # two slices
        ("2025-01-01", "2025-05-01", LOOSE),  # all of them
        ("2025-02-28", "2025-03-01", LOOSE),  # a slice and the gap
        ("2025-03-31", "2025-04-01", LOOSE),
        ("2024-12-31", "2025-01-01", LOOSE),
        ("2025-05-01", "2025-05-02", LOOSE),
        ("2024-01-01", "2026-01-01", LOOSE),  # more than all
        ("2025-03-01", "2025-03-31", OUTSIDE),  # the gap
        ("2024-12-01", "2024-12-31", OUTSIDE),
        ("2025-05-02", "2025-06-01", OUTSIDE),
    ],
)
def test_an_interval_fits_a_slice_touches_some_or_lies_outside(first, last, expected):
    assert fit(first, last) == expected


def test_intervals_are_told_in_the_order_in_which_they_came():
    found = intervals_in(
        days("2025-04-02", "2025-01-02", "2024-01-01"),
        days("2025-04-03", "2025-02-02", "2024-01-01"),
        GAPPED,
    )

    assert found.tolist() == [2, LOOSE, OUTSIDE]


def test_without_slices_all_lies_outside_and_nothing_straddles():
    first, last = days("2025-01-01", "2025-02-01"), days("2025-01-01", "2025-03-01")

    assert intervals_in(first, last, ()).tolist() == [OUTSIDE, OUTSIDE]
    assert straddling(first, last, ()).tolist() == []
    assert [len(ends) for ends in ends_of(())] == [0, 0]


def test_without_intervals_no_slice_is_straddled():
    assert intervals_in(days(), days(), GAPPED).tolist() == []
    assert straddling(days(), days(), GAPPED).tolist() == [0, 0, 0, 0]


def test_an_interval_over_three_slices_counts_in_each_and_one_that_fits_in_none():
    first = days("2025-01-31", "2025-02-10", "2025-02-28", "2025-03-10")
    last = days("2025-04-01", "2025-02-11", "2025-03-01", "2025-03-11")

    assert straddling(first, last, GAPPED).tolist() == [1, 2, 1, 0]


_DAY0 = D(2025, 1, 1)


def _at(day: int) -> dt.date:
    return _DAY0 + dt.timedelta(days=day)


@st.composite
def _cuts(draw):
    """Slices without overlaps, some with gaps between them."""
    edges = sorted(draw(st.sets(st.integers(0, 40), min_size=2, max_size=12)))
    kept = [(a, b - 1) for a, b in pairwise(edges) if draw(st.booleans())]
    return tuple(Slice(str(a), _at(a), _at(b)) for a, b in kept)


@given(_cuts(), st.lists(st.tuples(st.integers(-3, 43), st.integers(0, 20)), max_size=12))
def test_fitting_and_straddling_are_what_looking_at_every_day_gives(slices, lengths):
    pairs = [(_at(day), _at(day + length)) for day, length in lengths]
    first, last = (np.array([pair[end] for pair in pairs], "datetime64[D]") for end in (0, 1))
    fits, loose = [], [0] * len(slices)
    for a, b in pairs:
        held = [n for n, cut in enumerate(slices) if cut.first <= a and b <= cut.last]
        touched = [n for n, cut in enumerate(slices) if a <= cut.last and cut.first <= b]
        fits.append(held[0] if held else LOOSE if touched else OUTSIDE)
        for n in [] if held else touched:
            loose[n] += 1

    assert intervals_in(first, last, slices).tolist() == fits
    assert straddling(first, last, slices).tolist() == loose


def test_covered_days_are_those_within_the_data_ends_included():
    extent = D(2025, 1, 31), D(2025, 4, 2)

    assert covered_days(GAPPED, extent).tolist() == [1, 28, 2, 0]
    assert covered_days(GAPPED, (D(2024, 1, 1), D(2026, 1, 1))).tolist() == [31, 28, 30, 1]
    assert covered_days(GAPPED, (D(2025, 3, 5), D(2025, 3, 5))).tolist() == [0, 0, 0, 0]


def test_without_data_or_slices_no_day_is_covered():
    assert covered_days(GAPPED, None).tolist() == [0, 0, 0, 0]
    assert covered_days((), (D(2025, 1, 1), D(2025, 1, 2))).tolist() == []
