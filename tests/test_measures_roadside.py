"""Which events belong to which road, on a road due north whose kilometres can be read off."""

import dataclasses

import pandas as pd
import pytest
from road_fixtures import Attack, Stop, far, make_events, make_roads, straight

from sahel_map.measures.roadside import (
    BUFFERS_KM,
    buffers_of,
    event_places,
    reach_km,
    roadside,
)
from sahel_map.measures.segments import cut_segments

DAY = "2025-07-01"
FORK = {
    "trunk": [Stop("A", 0), Stop("B", 30), Stop("C", 60)],
    "branch": [Stop("C", 60), Stop("B", 30), Stop("D", 30, 40)],
}
"""Two roads that run the stretch from B to C in opposite directions."""


def near_one(event, **more):
    return roadside(make_events(event), straight(), **more)


def found(near):
    return sorted(zip(near["event_id"], near["corridor_id"], strict=True))


def cut(events, roads, **more):
    return cut_segments(events, roadside(events, roads, **more), roads, **more)


def test_an_attack_beside_a_road_has_its_distance_and_its_place_along_it():
    roads = straight(30, corridors={"road": {"length_km": "36"}})

    near = roadside(make_events(Attack("hit", DAY, 20, 6)), roads)

    row = near.iloc[0]
    assert row["distance_km"] == pytest.approx(6, abs=0.05)
    assert row["line_km"] == pytest.approx(20, abs=0.05)
    assert row["road_km"] == pytest.approx(20 * 36 / 30, abs=0.05)
    assert (row["day"], row["counted"], row["named"]) == (pd.Timestamp(DAY), True, False)


def test_a_road_without_a_stated_length_is_taken_as_longer_than_its_line():
    near = near_one(Attack("hit", DAY, 20))

    assert near.at[0, "road_km"] == pytest.approx(20 / 0.92, abs=0.05)


def test_the_place_along_the_line_counts_the_legs_before():
    roads = make_roads({"road": [Stop("A", 0), Stop("B", 30), Stop("C", 70)]})

    near = roadside(make_events(Attack("hit", DAY, 50)), roads)

    assert near.at[0, "line_km"] == pytest.approx(30 + 20, abs=0.05)


@pytest.mark.parametrize(
    ("east", "reached_by"),
    [(4.9, {5, 10, 20}), (5.1, {10, 20}), (9.9, {10, 20}), (10.1, {20}), (19.8, {20}), (20.2, ())],
)
def test_an_attack_belongs_to_a_road_within_the_buffer(east, reached_by):
    event = Attack("hit", DAY, 15, east)

    assert {km for km in BUFFERS_KM if len(near_one(event, buffer_km=km))} == set(reached_by)


@pytest.mark.parametrize("buffer_km", BUFFERS_KM)
def test_a_leg_whose_course_is_a_guess_reaches_20_km_whatever_is_asked(buffer_km):
    roads = make_roads({"road": [Stop("A", 0, alignment="low"), Stop("B", 30), Stop("C", 60)]})
    events = make_events(
        Attack("guessed", DAY, 10, 19.8), Attack("known", DAY, 55, 20.5), Attack("off", DAY, 5, 21)
    )

    assert list(reach_km(roads.legs, buffer_km)) == [20, buffer_km]
    assert found(roadside(events, roads, buffer_km=buffer_km)) == [("guessed", "road")]


def test_a_leg_drawn_along_the_real_road_is_no_guess_and_allows_1_km():
    roads = straight()
    real = dataclasses.replace(roads, legs=roads.legs.assign(drawn="road", alignment="low"))

    assert list(reach_km(real.legs, 10)) == [10]
    assert buffers_of(real) == (1, 5, 10, 20)
    assert buffers_of(roads) == (5, 10, 20)


@pytest.mark.parametrize(
    ("event_type", "weight"), [("convoy_attack", 3), ("checkpoint", 2), ("ied", 2), ("ambush", 1)]
)
def test_attacks_on_traffic_count_by_nearness_alone(event_type, weight):
    near = near_one(Attack("hit", DAY, 15, 2, event_type))

    assert near[["counted", "weight", "named"]].to_numpy().tolist() == [[True, weight, False]]


@pytest.mark.parametrize("event_type", ["drone_strike", "state_operation"])
def test_operations_of_the_state_are_shown_and_not_counted(event_type):
    near = near_one(Attack("strike", DAY, 15, 2, event_type))

    assert near[["counted", "weight"]].to_numpy().tolist() == [[False, 0]]


@pytest.mark.parametrize(("event_type", "weight"), [("abduction", 2), ("armed_attack", 1)])
def test_abductions_and_assaults_count_only_on_a_road_that_their_sources_name(event_type, weight):
    unnamed = Attack("hit", DAY, 15, 2, event_type)

    assert near_one(unnamed).empty
    near = near_one(unnamed._replace(corridor_id=("road",)))
    assert near[["counted", "weight", "named"]].to_numpy().tolist() == [[True, weight, True]]


def test_other_types_belong_to_no_road_even_when_one_is_named():
    assert near_one(Attack("vow", DAY, 15, 2, "declaration", corridor_id=("road",))).empty


def test_a_named_attack_beyond_the_buffer_belongs_to_the_road_and_lights_nothing():
    events = make_events(Attack("hit", DAY, 15, 15, corridor_id=("road", "elsewhere")))
    roads = straight()

    near = roadside(events, roads)

    assert found(near) == [("hit", "road")]
    assert near.at[0, "distance_km"] == pytest.approx(15, abs=0.1)
    assert cut_segments(events, near, roads).lit.empty


@pytest.mark.parametrize(
    "event",
    [
        Attack("loose", DAY, corridor_id=("road",)),
        Attack("loose", DAY, 15, 2, geo_precision="area", corridor_id=("road",)),
        Attack("loose", DAY, 15, 2, geo_precision="region", corridor_id=("road",)),
    ],
    ids=["without a point", "area", "region"],
)
def test_a_named_attack_known_too_loosely_counts_without_a_place_on_the_road(event):
    events, roads = make_events(event), straight()

    near = roadside(events, roads)

    assert near[["counted", "named"]].to_numpy().tolist() == [[True, True]]
    assert near[["distance_km", "line_km", "road_km"]].isna().all(axis=None)
    assert cut_segments(events, near, roads).lit.empty


@pytest.mark.parametrize("precision", ["area", "region"])
def test_an_attack_known_too_loosely_belongs_to_no_road_by_nearness(precision):
    assert near_one(Attack("loose", DAY, 15, 2, geo_precision=precision)).empty


@pytest.mark.parametrize("precision", ["exact", "town", "near"])
def test_an_attack_placed_at_a_town_or_near_it_is_placed(precision):
    assert len(near_one(Attack("hit", DAY, 15, 2, geo_precision=precision))) == 1


def test_an_attack_on_a_shared_stretch_belongs_to_both_roads_each_with_its_own_place():
    near = roadside(make_events(Attack("hit", DAY, 50, 1)), make_roads(FORK))

    along = near.set_index("corridor_id")["line_km"].to_dict()
    assert along == pytest.approx({"branch": 60 - 50, "trunk": 50}, abs=0.05)


def test_an_attack_near_two_legs_belongs_to_the_road_once_by_the_nearer_leg():
    roads = make_roads({"road": [Stop("A", 0), Stop("B", 30), Stop("C", 30, 30)]})

    near = roadside(make_events(Attack("hit", DAY, 26, 7)), roads)

    assert near["distance_km"].tolist() == pytest.approx([4], abs=0.05)
    assert near["line_km"].tolist() == pytest.approx([30 + 7], abs=0.05)


def test_the_events_come_by_day_and_then_by_name_and_tell_mali_from_abroad():
    events = make_events(
        Attack("b", "2025-07-02", 5),
        Attack("c", DAY, 5, country="SEN"),
        Attack("a", "2025-07-02", 5),
    )

    near = roadside(events, straight())

    assert list(near["event_id"]) == ["c", "a", "b"]
    assert list(near["in_mali"]) == [False, True, True]


def test_without_events_or_without_any_near_nothing_is_found():
    assert roadside(make_events(), straight()).empty
    assert roadside(make_events(far("far", DAY)), straight()).empty


@pytest.mark.parametrize(("length", "pieces"), [(9, 1), (29, 3), (31, 4), (95, 10)])
def test_legs_are_cut_into_equal_stretches_of_at_most_10_km(length, pieces):
    lines = cut(make_events(), straight(length)).lines

    assert len(lines) == pieces
    assert lines["length_km"].tolist() == pytest.approx([length / pieces] * pieces)


def test_a_shared_stretch_is_cut_once_and_belongs_to_both_roads():
    segments = cut(make_events(), make_roads(FORK))

    assert segments.lines["length_km"].sum() == pytest.approx(30 + 30 + 40)
    rows = dict(zip(segments.corridor_ids, segments.of_corridors, strict=True))
    assert rows["trunk"].sum() == pytest.approx(30 + 30)
    assert rows["branch"].sum() == pytest.approx(30 + 40)
    both = (rows["trunk"] > 0) & (rows["branch"] > 0)
    assert rows["trunk"][both].sum() == pytest.approx(30)


@pytest.mark.parametrize(
    ("north", "east", "buffer_km", "lit"),
    [
        (14.6, 3, 5, [1]),  # 4 km either way along the road, since 3² + 4² = 5²
        (14.6, 0, 5, [0, 1, 2]),
        (2, 0, 10, [0, 1]),
        (-8, 0, 10, [0]),
        (-11, 0, 10, []),
        (48, 0, 10, [3]),
    ],
)
def test_an_attack_lights_the_stretches_within_the_buffer(north, east, buffer_km, lit):
    """The road of 39 km is cut at 9.75, 19.5 and 29.25 km."""
    event = Attack("hit", DAY, north, east, event_type="ied", corridor_id=("road",))

    segments = cut(make_events(event), straight(39), buffer_km=buffer_km)

    assert sorted(segments.lit["segment"]) == lit
    assert set(segments.lit["weight"]) == ({2} if lit else set())


def test_what_does_not_count_lights_nothing():
    events = make_events(Attack("strike", DAY, 15, 0, "drone_strike"))

    assert cut(events, straight()).lit.empty


def test_an_attack_on_two_roads_lights_a_stretch_once_for_each():
    segments = cut(make_events(Attack("hit", DAY, 45)), make_roads(FORK))

    assert not segments.lit.duplicated(["corridor_id", "segment", "event_id"]).any()
    assert len(segments.lit) > 0


def test_looking_along_the_roads_changes_no_argument():
    events, roads = make_events(Attack("hit", DAY, 45)), make_roads(FORK)
    before, legs = events.copy(deep=True), roads.legs.copy(deep=True)

    cut(events, roads)

    pd.testing.assert_frame_equal(events, before)
    pd.testing.assert_frame_equal(roads.legs, legs)


def test_the_points_of_events_are_metres_apart_in_the_plane():
    attacks = make_events(Attack("a", DAY, 0), Attack("b", DAY, 25), Attack("c", DAY, 0))

    numbers, places = event_places(attacks, pd.Series(["b", "a", "c"]))

    assert list(numbers) == [0, 1, 1]
    assert len(places) == 2
    assert places[0].distance(places[1]) == pytest.approx(25_000, abs=1)
