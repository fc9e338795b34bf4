"""Counts by period and by unit, against numbers worked out by hand."""

import pandas as pd
import pytest

from sahel_map.measures.counts import class_breaks, count_by_period, count_by_unit


@pytest.fixture
def dated():
    """Six events by day and category: two of one month and kind, two that cross a boundary.

    Monday 30 June 2025 begins a week that ends on Sunday 6 July.
    """
    rows = [
        ("a", "2025-06-30", "2025-06-30", "road"),
        ("b", "2025-07-01", "2025-07-01", "road"),
        ("c", "2025-07-06", "2025-07-06", "road"),
        ("d", "2025-07-07", "2025-07-13", "assault"),
        ("e", "2025-06-30", "2025-07-06", "road"),
        ("f", "2025-07-01", "2025-07-31", "other"),
    ]
    frame = pd.DataFrame(rows, columns=["id", "date_start", "date_end", "category"]).set_index("id")
    return frame.assign(
        date_start=pd.to_datetime(frame["date_start"]), date_end=pd.to_datetime(frame["date_end"])
    )


def as_rows(table: pd.DataFrame) -> list[tuple]:
    """Return a table of counts with its days as text."""
    return [
        (f"{row.start:%Y-%m-%d}", f"{row.end:%Y-%m-%d}", row.category, row.events)
        for row in table.itertuples()
    ]


def test_months_count_what_lies_in_one_month(dated):
    table, loose = count_by_period(dated, period="month")

    assert as_rows(table) == [
        ("2025-06-01", "2025-06-30", "road", 1),
        ("2025-07-01", "2025-07-31", "assault", 1),
        ("2025-07-01", "2025-07-31", "other", 1),
        ("2025-07-01", "2025-07-31", "road", 2),
    ]
    assert loose == 1
    assert list(table.index) == [0, 1, 2, 3]


def test_weeks_run_from_monday_to_sunday_and_leave_out_what_is_longer(dated):
    table, loose = count_by_period(dated, period="week")

    assert as_rows(table) == [
        ("2025-06-30", "2025-07-06", "road", 4),
        ("2025-07-07", "2025-07-13", "assault", 1),
    ]
    assert loose == 1


@pytest.mark.parametrize("period", ["month", "week"])
def test_no_event_is_counted_twice_or_lost(dated, period):
    table, loose = count_by_period(dated, period=period)

    assert int(table["events"].sum()) + loose == len(dated)


@pytest.mark.parametrize("period", ["month", "week"])
def test_no_events_give_no_bars(dated, period):
    table, loose = count_by_period(dated.iloc[:0], period=period)

    assert list(table.columns) == ["start", "end", "category", "events"]
    assert (len(table), loose) == (0, 0)


def test_counting_does_not_change_the_events(dated):
    before = dated.copy(deep=True)

    count_by_period(dated, period="month")

    pd.testing.assert_frame_equal(dated, before)


def test_units_have_counts_and_densities_and_zero_where_there_is_none(units):
    events = pd.DataFrame({"admin1_id": ["ML-E", "", "ML-W", "ML-E", "ML-E", "ML-E"]})

    table, wider = count_by_unit(events, units)

    expected = pd.DataFrame(
        # ML-E: 4 events on 40,000 km2; ML-W: 1 on 10,000 km2.
        {"events": [1, 4, 0, 0, 0], "per_10000_km2": [1.0, 1.0, 0.0, 0.0, 0.0]},
        index=units.index,
    )
    pd.testing.assert_frame_equal(table, expected)
    assert wider == 1


def test_a_density_is_per_ten_thousand_square_kilometres(units):
    table, _ = count_by_unit(pd.DataFrame({"admin1_id": ["MR-N"] * 3}), units)

    assert table.at["MR-N", "per_10000_km2"] == pytest.approx(1.5)


def test_no_events_leave_every_unit_at_zero(units):
    table, wider = count_by_unit(pd.DataFrame({"admin1_id": pd.Series([], dtype=str)}), units)

    assert table["events"].tolist() == [0] * 5
    assert wider == 0


def test_counts_of_the_bundled_events_add_up(data):
    table, wider = count_by_unit(data.events, data.admin1)

    assert int(table["events"].sum()) + wider == len(data.events)
    assert table.at["ML-1", "events"] == int((data.events["admin1"] == "Kayes").sum())


@pytest.mark.parametrize(
    ("values", "breaks"),
    [
        ([1, 2, 3, 4, 5], [1.0, 2.0, 3.0, 4.0, 5.0]),
        ([0, 0, 7], [7.0]),
        ([1, 1, 1, 1, 9], [1.0, 9.0]),
        ([1, 1, 2, 2], [1.0, 2.0]),
        ([0, 0], []),
        ([], []),
    ],
)
def test_class_bounds_are_distinct_values_that_end_at_the_highest(values, breaks):
    assert class_breaks(pd.Series(values, dtype=float)) == breaks


def test_no_class_is_empty_and_every_value_has_one():
    values = pd.Series([1, 1, 1, 2, 3, 8, 8, 40], dtype=float)

    breaks = class_breaks(values)

    lower = [0, *breaks[:-1]]
    members = [
        int(((values > a) & (values <= b)).sum()) for a, b in zip(lower, breaks, strict=True)
    ]
    assert sum(members) == len(values)
    assert 0 not in members


def test_the_number_of_classes_can_be_chosen():
    values = pd.Series([1, 2, 3, 4], dtype=float)

    assert class_breaks(values, classes=1) == [4.0]
    assert class_breaks(values, classes=2) == [2.0, 4.0]
