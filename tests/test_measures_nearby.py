"""Events near another: over the ground and in days, worked out on the equator."""

import pandas as pd
import pytest

from sahel_map.geodesy import GEOD
from sahel_map.measures.nearby import nearby_events

DEGREE_KM = 111.3195
"""One degree of longitude on the equator of WGS 84: 6378.137 km times pi over 180."""


@pytest.fixture
def events():
    """An event from 10 to 12 July at longitude 0, and others beside it in space and time."""
    rows = [
        ("middle", 0.0, "2025-07-10", "2025-07-12"),
        ("after", 0.5, "2025-07-20", "2025-07-20"),
        ("closer", -0.1, "2025-07-20", "2025-07-21"),
        ("before", 0.0, "2025-07-01", "2025-07-05"),
        ("during", 0.8, "2025-07-12", "2025-08-30"),
        ("far", 1.0, "2025-07-11", "2025-07-11"),
        ("late", 0.0, "2025-09-11", "2025-09-11"),
        ("nowhere", None, "2025-07-11", "2025-07-11"),
    ]
    frame = pd.DataFrame(rows, columns=["event_id", "lon", "date_start", "date_end"])
    frame = frame.set_index("event_id", drop=False).rename_axis(index=None)
    return frame.assign(
        lat=frame["lon"] * 0,
        date_start=pd.to_datetime(frame["date_start"]),
        date_end=pd.to_datetime(frame["date_end"]),
    )


def test_those_within_reach_come_nearest_in_time_first_then_in_space(events):
    near = nearby_events(events, "middle")

    assert near["days"].to_dict() == {"during": 0, "before": -5, "closer": 8, "after": 8}
    assert list(near.index) == ["during", "before", "closer", "after"]


def test_distances_are_kilometres_over_the_ellipsoid(events):
    near = nearby_events(events, "middle")

    assert near["distance_km"].to_dict() == pytest.approx(
        {
            "during": 0.8 * DEGREE_KM,
            "before": 0,
            "closer": 0.1 * DEGREE_KM,
            "after": 0.5 * DEGREE_KM,
        },
        abs=0.001,
    )


def test_a_degree_of_latitude_is_shorter_than_one_of_longitude_at_the_equator():
    assert GEOD.inv(0, 0, 0, 1)[2] / 1000 == pytest.approx(110.574, abs=0.001)
    assert GEOD.inv(0, 0, 1, 0)[2] / 1000 == pytest.approx(DEGREE_KM, abs=0.001)


@pytest.mark.parametrize(
    ("km", "days", "found"),
    [
        (111, 60, ["during", "before", "closer", "after"]),
        (112, 60, ["far", "during", "before", "closer", "after"]),
        (100, 61, ["during", "before", "closer", "after", "late"]),
        (100, 7, ["during", "before"]),
        (100, 4, ["during"]),
        (0, 60, ["before"]),
        (12, 8, ["before", "closer"]),
    ],
)
def test_both_limits_are_inclusive_and_can_be_chosen(events, km, days, found):
    near = nearby_events(events, "middle", km=km, days=days)

    assert sorted(near.index) == sorted(found)


def test_days_are_counted_between_the_intervals_from_either_side(events):
    assert nearby_events(events, "before").at["middle", "days"] == 5
    assert nearby_events(events, "middle").at["before", "days"] == -5


def test_nothing_is_near_an_event_without_a_point_nor_is_it_near_anything(events):
    assert nearby_events(events, "nowhere").empty
    assert {"distance_km", "days"} <= set(nearby_events(events, "nowhere").columns)
    assert "nowhere" not in nearby_events(events, "middle", km=20_000, days=9999).index


def test_a_single_event_has_no_neighbour(events):
    assert nearby_events(events.iloc[:1], "middle").empty


def test_looking_around_does_not_change_the_events(events):
    before = events.copy(deep=True)

    nearby_events(events, "middle")

    pd.testing.assert_frame_equal(events, before)


def test_the_second_assault_on_boulkessi_is_near_the_first(data):
    near = nearby_events(data.events, "2025-06-01-boulkessi", km=25, days=30)

    assert near.at["2025-06-05-boulkessi", "days"] == 4
    assert near.at["2025-06-05-boulkessi", "distance_km"] == pytest.approx(0, abs=0.001)
    assert "2025-06-01-boulkessi" not in near.index
