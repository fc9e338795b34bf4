"""Attacks per region and slice, and the class of every change, exact edges included."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from expansion_fixtures import Hit, attacks_of
from hypothesis import example, given
from hypothesis import strategies as st

from sahel_map import vocabulary as v
from sahel_map.measures.changes import changes

REGIONS = pd.DataFrame({"area_km2": [10_000.0, 40_000.0]}, index=["A", "B"])
ONE = REGIONS.loc[["A"]]


def counted(*counts: int, days: list[int] | None = None, admin1=ONE) -> pd.DataFrame:
    """Return the changes of region A with so many attacks in each slice."""
    at = np.repeat(np.arange(len(counts)), counts)
    attacks = attacks_of(*(Hit(f"e{n}", admin1_id="A") for n in range(len(at))))
    lengths = [30] * len(counts) if days is None else days
    return changes(attacks, at, np.array(lengths, dtype=int), admin1)


def kinds(*counts: int, days: list[int] | None = None) -> list[str]:
    return counted(*counts, days=days)["kind"].tolist()


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (100, 200, "large_rise"),
        (100, 126, "large_rise"),
        (100, 125, "rise"),  # 25 percent is not beyond 25 percent
        (100, 110, "rise"),  # 10 percent is a rise
        (100, 109, "limited"),
        (100, 100, "limited"),
        (100, 75, "limited"),  # 25 percent below is not below that
        (100, 74, "fall"),
        (100, 0, "fall"),
        (20, 25, "rise"),
        (10, 11, "rise"),
        (4, 5, "rise"),
        (4, 3, "limited"),
        (0, 6, "large_rise"),
    ],
)
def test_each_change_has_its_class(before, now, kind):
    assert kinds(before, now) == ["first", kind]
    assert kind in v.CHANGES


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (0, 0, "few"),
        (2, 5, "few"),
        (2, 0, "few"),
        (0, 5, "few"),
        (2, 6, "large_rise"),
        (3, 5, "large_rise"),
        (3, 3, "limited"),
        (3, 2, "fall"),
        (3, 0, "fall"),
    ],
)
def test_too_few_to_say_are_two_before_and_five_now(before, now, kind):
    assert kinds(before, now) == ["first", kind]


# Each lies exactly on an edge, where a share in binary may fall to its wrong side.
@given(st.integers(0, 60), st.integers(0, 80), st.sampled_from([28, 30, 31, 91, 92, 365]))
@example(20, 25, 30)
@example(10, 11, 28)
@example(12, 9, 30)
def test_classes_are_those_of_exact_fractions(before, now, length):
    change = Fraction(now, before) - 1 if before else None
    if before <= 2 and now <= 5:
        expected = "few"
    elif change is None or change > Fraction(1, 4):
        expected = "large_rise"
    elif change >= Fraction(1, 10):
        expected = "rise"
    else:
        expected = "limited" if change >= -Fraction(1, 4) else "fall"

    assert kinds(before, now, days=[length, length]) == ["first", expected]


def test_slices_of_different_length_are_compared_by_their_rates():
    table = counted(10, 20, 10, days=[30, 60, 60])

    assert table["rate"].tolist() == pytest.approx([10, 10, 5])
    assert table["change"].tolist() == pytest.approx([np.nan, 0, -0.5], nan_ok=True)
    assert table["kind"].tolist() == ["first", "limited", "fall"]


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (10, 25, "rise"),
        (20, 50, "rise"),
        (10, 22, "rise"),
        (18, 27, "limited"),
        (10, 26, "large_rise"),
    ],
)
def test_rates_on_an_edge_are_on_its_right_side(before, now, kind):
    """Twice as many days: 25 against 10 are 25 percent more, 27 against 18 a quarter less."""
    assert kinds(before, now, days=[90, 180]) == ["first", kind]


def test_a_rise_from_nothing_has_a_class_and_no_number():
    table = counted(0, 6, 12)

    assert table["kind"].tolist() == ["first", "large_rise", "large_rise"]
    assert table["change"].tolist() == pytest.approx([np.nan, np.nan, 1], nan_ok=True)


def test_a_slice_outside_the_data_and_the_one_after_have_no_class():
    table = counted(0, 20, 0, 20, 40, days=[0, 30, 0, 30, 30])

    assert table["kind"].tolist() == ["no_data", "no_data", "no_data", "no_data", "large_rise"]
    assert table["change"].tolist() == pytest.approx([np.nan] * 4 + [1], nan_ok=True)
    assert table["rate"].tolist() == pytest.approx([np.nan, 20, np.nan, 20, 40], nan_ok=True)


def test_the_first_slice_with_data_has_nothing_to_compare_with():
    assert kinds(0) == ["first"]
    assert kinds(7) == ["first"]


def test_each_region_has_a_row_a_slice_with_its_density():
    attacks = attacks_of(
        *(Hit(f"a{n}", admin1_id="A") for n in range(3)),
        *(Hit(f"b{n}", admin1_id="B") for n in range(2)),
        Hit("elsewhere", admin1_id="C"),
        Hit("nowhere", admin1_id=""),
        Hit("loose", admin1_id="A"),
    )

    table = changes(attacks, np.array([0, 1, 1, 1, 1, 0, 0, -2]), np.array([15, 30]), REGIONS)

    expected = pd.DataFrame(
        {
            "admin1_id": ["A", "A", "B", "B"],
            "at": [0, 1, 0, 1],
            "events": [1, 2, 0, 2],
            "per_10000_km2": [1.0, 2.0, 0.0, 0.5],
            "rate": [2.0, 2.0, 0.0, 2.0],
            "change": [np.nan, 0.0, np.nan, np.nan],
            "kind": ["first", "few", "first", "few"],
        }
    )
    pd.testing.assert_frame_equal(table, expected, check_dtype=False)


def test_no_attacks_leave_every_region_at_zero():
    table = counted(0, 0, admin1=REGIONS)

    assert table["events"].tolist() == [0] * 4
    assert table["kind"].tolist() == ["first", "few"] * 2


def test_without_slices_there_is_nothing_to_compare():
    table = counted(admin1=REGIONS)

    assert table.empty
    assert list(table.columns) == [
        "admin1_id", "at", "events", "per_10000_km2", "rate", "change", "kind",
    ]  # fmt: skip
