"""The events under a click, against looking at each of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tile_fixtures import events_at

from sahel_map.geodesy import GEOD
from sahel_map.tiles.grid import Grid, world
from sahel_map.tiles.nearest import nearest

DAYS = ("2024-03-01", "2025-07-01", "2025-07-02")


def found_by_looking(events, lat, lon, zoom, pixels):
    """Positions of the events within some pixels, by the definition of the map's plane."""
    x, y = (np.asarray(share) for share in world(events["lat"], events["lon"]))
    at_x, at_y = world(lat, lon)
    away = np.hypot(x - at_x, y - at_y) * 256 * 2**zoom
    return set(np.flatnonzero(away <= pixels).tolist())


# A coarse lattice, so that events share places; none lies within a hair of a circle's edge.
STEPS = st.integers(-20, 20)
EVENTS = st.lists(
    st.tuples(STEPS, STEPS, st.sampled_from(DAYS), st.sampled_from(["assault", "road", "other"])),
    min_size=1,
    max_size=30,
)


@settings(deadline=None)
@given(EVENTS, STEPS, STEPS, st.integers(0, 12), st.sampled_from([5.3, 24.7, 90.1]))
def test_what_is_found_is_what_lies_within_the_pixels(rows, south, east, zoom, pixels):
    events = events_at(
        *[(14 + 0.043 * a, -4 + 0.037 * b) for a, b, *_ in rows],
        date_start=[row[2] for row in rows],
        category=[row[3] for row in rows],
    )
    lat, lon = 14 + 0.0431 * south, -4 + 0.0371 * east

    near = nearest(Grid.of(events).every, events, lat, lon, zoom=zoom, pixels=pixels)

    expected = found_by_looking(events, lat, lon, zoom, pixels)
    assert near.found == len(expected)
    assert set(near.events.index) == expected
    order = list(zip(near.events["distance_km"], -near.events["date_start"].astype("int64"),
                     strict=True))  # fmt: skip
    assert order == sorted(order)


def test_distances_are_geodesic():
    events = events_at((14, -4), (14.5, -4.25))

    near = nearest(Grid.of(events).every, events, 14.01, -4, zoom=6, pixels=50)

    expected = [GEOD.inv(-4, 14.01, lon, lat)[2] / 1000 for lat, lon in [(14, -4), (14.5, -4.25)]]
    assert near.events["distance_km"].tolist() == pytest.approx(expected)


def test_events_of_one_place_come_newest_first_and_then_in_the_order_of_the_frame():
    days = ["2025-07-01", "2025-07-03", "2025-07-02", "2025-07-03"]
    events = events_at(*[(14, -4)] * 4, date_start=days, category=["road", "assault"] * 2)

    near = nearest(Grid.of(events).every, events, 14, -4, zoom=8)

    assert near.events.index.tolist() == [1, 3, 2, 0]


def test_the_limit_keeps_the_nearest_and_then_the_newest_and_tells_how_many_there_are():
    days = ["2025-07-01", "2025-07-03", "2025-07-02", "2020-01-01"]
    events = events_at(*[(14, -4)] * 3, (14.001, -4), date_start=days)

    near = nearest(Grid.of(events).every, events, 14.001, -4, zoom=10, limit=3)

    assert near.events.index.tolist() == [3, 1, 2]
    assert near.found == 4


def test_events_that_are_not_selected_are_not_found():
    events = events_at((14, -4), (14, -4))

    chosen = Grid.of(events).subset(np.array([False, True]))

    assert nearest(chosen, events, 14, -4, zoom=8).events.index.tolist() == [1]


def test_nothing_near_is_an_empty_table_with_its_columns():
    events = events_at((14, -4))

    near = nearest(Grid.of(events).every, events, 20, 3, zoom=8)

    assert near.found == 0
    assert list(near.events.columns) == [*events.columns, "distance_km"]


def test_a_click_on_a_further_copy_of_the_world_finds_the_same_events():
    events = events_at((14, -4))

    near = nearest(Grid.of(events).every, events, 14, 356, zoom=8)

    assert near.events["distance_km"].tolist() == pytest.approx([0])


def test_a_radius_wider_than_the_world_finds_everything():
    events = events_at((14, -4), (-60, 170))

    assert nearest(Grid.of(events).every, events, 0, 0, zoom=0, pixels=1e6).found == 2
