"""Shares and their Wilson intervals, against worked values and the equation that defines them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sahel_map.measures.shares import Z95, share_of, wilson


def ends(part: int, whole: int, **more) -> tuple[float, float]:
    low, high = wilson(np.array([part]), np.array([whole]), **more)
    return float(low[0]), float(high[0])


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # (8 + z2/2 +- z sqrt(8 * 92 / 100 + z2/4)) / (100 + z2) with z2 = 3.841459.
        (8, 100, 0.0411, 0.1500),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (1, 1, 0.2065, 1.0),
        # Newcombe (1998), Statistics in Medicine 17, 857-872, Table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_has_the_values_worked_out_elsewhere(part, whole, low, high):
    assert ends(part, whole) == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_there_is_no_share_and_no_interval():
    assert all(math.isnan(end) for end in ends(0, 0))
    assert math.isnan(share_of(np.array([0]), np.array([0]))[0])


def test_shares_and_intervals_stand_in_the_order_of_the_counts():
    part, whole = np.array([8, 0, 10]), np.array([100, 0, 10])
    low, high = wilson(part, whole)

    assert share_of(part, whole).tolist() == pytest.approx([0.08, math.nan, 1], nan_ok=True)
    assert low.tolist() == pytest.approx([0.0411, math.nan, 0.7225], abs=5e-5, nan_ok=True)
    assert high.tolist() == pytest.approx([0.1500, math.nan, 1], abs=5e-5, nan_ok=True)


def test_no_counts_give_no_intervals():
    low, high = wilson(np.array([], dtype=int), np.array([], dtype=int))

    assert (len(low), len(high)) == (0, 0)
    assert len(share_of(np.array([], dtype=int), np.array([], dtype=int))) == 0


def test_a_smaller_z_gives_a_narrower_interval_and_none_gives_the_share_itself():
    low, high = ends(8, 100)
    closer = ends(8, 100, z=1.0)

    assert low < closer[0] < 0.08 < closer[1] < high
    assert ends(8, 100, z=0.0) == pytest.approx((0.08, 0.08))


def test_z_is_the_point_that_leaves_five_percent_at_both_ends():
    assert math.erf(Z95 / math.sqrt(2)) == pytest.approx(0.95, abs=1e-12)


COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS)
def test_the_ends_solve_the_score_equation(counts):
    k, n = counts

    for p0 in ends(k, n):
        assert abs(k / n - p0) == pytest.approx(Z95 * math.sqrt(p0 * (1 - p0) / n), abs=1e-7)


@given(COUNTS)
def test_the_interval_holds_the_share_and_lies_within_zero_and_one(counts):
    k, n = counts
    low, high = ends(k, n)

    # At 0 and n an end is the share itself, but for rounding.
    assert 0 <= low <= k / n + 1e-12
    assert k / n - 1e-12 <= high <= 1
    assert low < high


@given(COUNTS)
def test_what_is_left_over_has_the_mirrored_interval(counts):
    k, n = counts
    low, high = ends(k, n)

    assert ends(n - k, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)
