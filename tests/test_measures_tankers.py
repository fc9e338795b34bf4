"""Tankers: deliveries with their gaps, losses as a range, and counts that are never added."""

import pandas as pd
import pytest
from road_fixtures import straight

from sahel_map.measures.tankers import fuel_rows, running_counts, tanker_losses, weekly_deliveries

MONDAY = "2025-09-01"


def roads_with(*rows):
    """Return roads with milestones: named ft-1, ft-2 and so on unless told otherwise."""
    return straight(
        fuel=[{"milestone_id": f"ft-{number}", **row} for number, row in enumerate(rows, start=1)]
    )


def convoy(date, low="", high="", **more):
    return {"date": date, "tankers_arrived_low": low, "tankers_arrived_high": high, **more}


def week(date, low="", high=""):
    return convoy(date, low, high, count_scope="week", destination="mali")


def loss(date, low="", high="", **more):
    lost = {"date": date, "tankers_destroyed_low": low, "tankers_destroyed_high": high}
    return {"kind": "tanker_attack", **lost, **more}


def listed(table, *names):
    """Return rows of plain numbers, None where one is missing."""
    return [
        [None if pd.isna(number) else int(number) for number in row]
        for row in table[list(names)].itertuples(index=False)
    ]


def test_milestones_come_by_day_without_unverified_leads():
    roads = roads_with(
        convoy("2025-09-08"), convoy("2025-09-09", confidence="unverified"), convoy(MONDAY)
    )

    assert list(fuel_rows(roads).index) == ["ft-3", "ft-1"]


def test_convoys_add_up_by_week_and_a_week_without_a_report_is_a_gap():
    """Monday 1 to Sunday 7 September is one week; nothing is known of that from the 8th."""
    roads = roads_with(
        convoy("2025-09-01", "100", "120"),
        convoy("2025-09-07", "50", "60"),
        convoy("2025-09-15", "30", "30"),
    )

    weeks = weekly_deliveries(roads)

    assert list(weeks.index.strftime("%Y-%m-%d")) == ["2025-09-01", "2025-09-08", "2025-09-15"]
    assert listed(weeks, "low", "high", "reports") == [
        [150, 180, 2],
        [None, None, 0],
        [30, 30, 1],
    ]


def test_a_sum_with_an_unknown_upper_end_has_none():
    roads = roads_with(convoy(MONDAY, "100", ""), convoy("2025-09-02", "50", "60"))

    assert listed(weekly_deliveries(roads), "low", "high") == [[150, None]]


def test_totals_of_a_week_stand_beside_its_convoys_and_are_not_added():
    roads = roads_with(
        convoy("2025-09-02", "100", "100"),
        week("2025-09-04", "300", "310"),
        week("2025-09-05", "280", "350"),
        week("2025-09-20", "40", ""),
    )

    weeks = weekly_deliveries(roads)

    assert listed(weeks, "low", "high", "reports", "total_low", "total_high") == [
        [100, 100, 1, 280, 350],
        [None, None, 0, None, None],
        [None, None, 0, 40, None],
    ]


def test_of_two_totals_of_a_week_one_without_an_upper_end_leaves_it_unknown():
    roads = roads_with(week("2025-09-02", "100", "150"), week("2025-09-03", "200", ""))

    assert listed(weekly_deliveries(roads), "total_low", "total_high") == [[100, None]]


@pytest.mark.parametrize(
    "other",
    [
        {"destination": "gao"},
        {"destination": ""},
        {"count_scope": "cumulative"},
        {"kind": "transport"},
        {"confidence": "unverified"},
        {"destination": "mali"},
    ],
    ids=["Gao", "nowhere", "running count", "transport", "a lead", "the whole country"],
)
def test_only_verified_convoys_for_bamako_are_counted_one_by_one(other):
    roads = roads_with(convoy(MONDAY, "100", "100"), convoy("2025-09-02", "9", "9", **other))

    assert listed(weekly_deliveries(roads), "low", "reports", "total_low") == [[100, 1, None]]


def test_a_convoy_without_a_number_is_no_report():
    assert weekly_deliveries(roads_with(convoy(MONDAY))).empty


def test_losses_add_up_event_by_event_as_a_range():
    """Where no upper end is given the lowest stands for it: 20 + 11 + 0, and 80 + 11 + 0."""
    roads = roads_with(
        loss("2025-09-14", "20", "80"), loss("2025-09-20", "11", ""), loss("2025-09-21")
    )

    losses = tanker_losses(roads)

    assert listed(losses, "low", "high", "total_low", "total_high", "unnumbered") == [
        [20, 80, 20, 80, 0],
        [11, 11, 31, 91, 0],
        [None, None, 31, 91, 1],
    ]


def test_losses_are_added_in_the_order_of_their_days():
    losses = tanker_losses(roads_with(loss("2025-10-01", "5", "5"), loss("2025-09-01", "2", "2")))

    assert list(losses.index) == ["ft-2", "ft-1"]
    assert losses["total_low"].tolist() == [2, 7]


def test_running_counts_and_unverified_losses_are_never_added():
    roads = roads_with(
        loss("2025-09-14", "20", "80"),
        loss("2025-09-30", "100", "130", count_scope="cumulative"),
        loss("2025-10-01", "40", "40", confidence="unverified"),
        loss("2025-10-02", "300", "", count_scope="cumulative", kind="count"),
        loss("2025-10-03", "3", "3", kind="roadblock"),
        loss("2025-10-04", "9", "9", count_scope="cumulative", confidence="unverified"),
    )

    assert listed(tanker_losses(roads), "total_low", "total_high") == [[20, 80]]
    counts = running_counts(roads)
    assert list(counts.index) == ["ft-2", "ft-4"]
    assert listed(counts, "low", "high") == [[100, 130], [300, 300]]


def test_a_running_count_without_a_number_of_losses_is_no_dot():
    roads = roads_with(convoy(MONDAY, "500", "500", count_scope="cumulative"))

    assert running_counts(roads).empty


def test_without_milestones_there_is_nothing_to_count():
    roads = straight()

    assert weekly_deliveries(roads).empty
    assert tanker_losses(roads).empty
    assert running_counts(roads).empty


def test_counting_changes_no_milestone():
    roads = roads_with(convoy(MONDAY, "1", ""), loss(MONDAY, "1", ""))
    before = roads.fuel.copy(deep=True)

    weekly_deliveries(roads)
    tanker_losses(roads)
    running_counts(roads)

    pd.testing.assert_frame_equal(roads.fuel, before)


def test_the_losses_of_the_bundled_data_grow_within_their_range(data):
    losses = tanker_losses(data.roads)

    assert len(losses) > 0
    assert (losses["total_low"] <= losses["total_high"]).all()
    assert losses["total_low"].is_monotonic_increasing
    assert set(losses["count_scope"]) == {"event"}
