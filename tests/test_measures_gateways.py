"""Bamako's roads together: how many in each status, which approaches are quiet, what is hit."""

import datetime as dt

import pytest
from road_fixtures import Attack, Stop, far, make_events, make_roads, straight

from sahel_map.measures.gateways import approaches, gateways, trade_exposed
from sahel_map.measures.road_days import road_days
from sahel_map.measures.status import STATUS_CODES

DAY = dt.date(2025, 7, 10)
EXTENT = (far("first", "2025-06-01"), far("cover", "2025-07-05"), far("last", "2025-12-31"))
THREE = {
    "west": [Stop("A", 0, -100), Stop("Bamako", 0)],
    "north": [Stop("B", 100), Stop("Bamako", 0)],
    "east": [Stop("C", 0, 100, "SEN"), Stop("Bamako", 0, country="SEN")],
    "aside": [Stop("D", -100), Stop("E", -200)],
}
"""Roads that feed Bamako, one of them without events in its country, and one that does not."""


def closing(*roads):
    return {"corridor_ids": ";".join(roads), "start": "2025-07-01", "passage": "none"}


def days_of(roads, *attacks):
    return road_days(make_events(*EXTENT, *attacks), roads)


def test_gateways_are_counted_by_status_and_add_up():
    corridors = {"aside": {"feeds_bamako": "no"}}
    roads = make_roads(THREE, corridors=corridors, spells=[closing("west", "aside")])

    counts = gateways(days_of(roads), roads, DAY)

    assert list(counts) == list(STATUS_CODES)
    assert counts == {"closed": 1, "escort_only": 0, "contested": 0, "open": 1, "no_data": 1}


def test_outside_the_days_with_data_every_gateway_is_without_data():
    roads = make_roads(THREE, corridors={"aside": {"feeds_bamako": "no"}})

    counts = gateways(days_of(roads), roads, dt.date(2026, 1, 1))

    assert counts == dict.fromkeys(STATUS_CODES, 0) | {"no_data": 3}


def test_the_gateways_of_the_bundled_data_add_up_on_every_day_looked_at(data):
    found = road_days(data.verified(), data.roads)
    feeding = int(data.roads.corridors["feeds_bamako"].sum())
    step = (found.days[-1] - found.days[0]) / 19
    days = [(found.days[0] + number * step).date() for number in range(20)]

    assert feeding > 0
    assert len(set(days)) == 20
    sums = {day: sum(gateways(found, data.roads, day).values()) for day in days}
    assert sums == dict.fromkeys(days, feeding)


INWARD = {"road": [Stop("A", 0), Stop("B", 90), Stop("Bamako", 150)]}
OUTWARD = {"road": [Stop("Bamako", 150), Stop("B", 90), Stop("A", 0)]}
ENDS = {
    "inward": (INWARD, {"from_place": "A", "to_place": "Bamako", "approach": "South"}),
    "outward": (OUTWARD, {"from_place": "Bamako", "to_place": "A", "approach": "South"}),
}
"""One road in both directions: its last 100 km before Bamako begin at 50 km."""


def south(stops, corridor, *attacks, day=DAY):
    roads = make_roads(stops, corridors={"road": corridor})
    events = make_events(*EXTENT, *attacks)
    (approach,) = approaches(events, road_days(events, roads), roads, day)
    assert (approach.name, approach.corridor_id) == ("South", "road")
    return approach


@pytest.mark.parametrize(("stops", "corridor"), ENDS.values(), ids=ENDS)
@pytest.mark.parametrize(
    ("north", "east", "quiet"),
    [(20, 0, True), (39.5, 0, True), (40.5, 0, False), (100, 9, False), (100, 11, True)],
)
def test_an_attack_within_the_buffer_of_the_last_100_km_disturbs(
    stops, corridor, north, east, quiet
):
    approach = south(stops, corridor, Attack("hit", "2025-07-10", north, east))

    assert approach.quiet is quiet
    assert approach.last_event_id == ("" if quiet else "hit")
    assert approach.last_day == (None if quiet else DAY)


@pytest.mark.parametrize(("after", "quiet"), [(-1, True), (0, False), (29, False), (30, True)])
def test_an_attack_disturbs_an_approach_for_30_days(after, quiet):
    hit = Attack("hit", "2025-07-10", 100)

    approach = south(*ENDS["inward"], hit, day=DAY + dt.timedelta(days=after))

    assert approach.quiet is quiet
    assert approach.last_event_id == ("" if after < 0 else "hit")


def test_the_latest_attack_is_named_and_operations_of_the_state_disturb_nothing():
    attacks = [
        Attack("old", "2025-06-05", 100),
        Attack("new", "2025-06-09", 120),
        Attack("strike", "2025-07-09", 120, event_type="drone_strike"),
        Attack("loose", "2025-07-09", 120, geo_precision="area", corridor_id=("road",)),
    ]

    approach = south(*ENDS["inward"], *attacks)

    assert (approach.last_event_id, approach.last_day) == ("new", dt.date(2025, 6, 9))
    assert approach.quiet


@pytest.mark.parametrize("day", [dt.date(2025, 5, 31), dt.date(2026, 1, 1)])
def test_outside_the_days_with_data_no_approach_is_quiet(day):
    assert not south(*ENDS["inward"], day=day).quiet
    assert south(*ENDS["inward"], day=DAY).quiet


def test_without_events_no_approach_is_quiet():
    roads = straight(corridors={"road": {"approach": "South"}})
    events = make_events()

    (approach,) = approaches(events, road_days(events, roads), roads, DAY)

    assert (approach.quiet, approach.last_day) == (False, None)


def test_an_attack_on_another_road_disturbs_an_approach_that_it_lies_near():
    roads = make_roads(THREE, corridors={"west": {"approach": "West"}, "north": {"approach": "N"}})
    taken = Attack("taken", "2025-07-10", 5, event_type="abduction", corridor_id=("north",))
    events = make_events(*EXTENT, taken)

    found = approaches(events, road_days(events, roads), roads, DAY)

    assert {one.name: one.last_event_id for one in found} == {"West": "taken", "N": "taken"}


def share(corridor_id, low, high, share_of="trade"):
    return {"corridor_id": corridor_id, "share_of": share_of, "low": low, "high": high}


def exposed(*shares, hit=("west",)):
    roads = make_roads(THREE, spells=[closing(*hit)] if hit else [], shares=shares)
    return trade_exposed(days_of(roads), roads, DAY)


def test_conflicting_shares_of_a_closed_road_give_a_range():
    found = exposed(
        share("west", "40", "40"),
        share("west", "30", "35", "overland_imports"),
        share("west", "25", "50", "freight"),
        share("north", "90", "90"),
    )

    assert (found.low, found.high, found.open_ended) == (25, 50, False)
    assert (found.roads, found.unstated) == (("west",), ())


def test_the_ranges_of_several_closed_roads_add_up():
    found = exposed(
        share("west", "30", "40"), share("north", "3", "3", "imports"), hit=("west", "north")
    )

    assert (found.low, found.high) == (30 + 3, 40 + 3)
    assert found.roads == ("west", "north")


def test_a_road_open_to_convoys_alone_exposes_its_trade_too():
    spell = {"corridor_ids": "west", "start": "2025-07-01", "status": "partially_eased"}
    roads = make_roads(THREE, spells=[spell], shares=[share("west", "30", "40")])

    found = trade_exposed(days_of(roads), roads, DAY)

    assert (found.low, found.high) == (30, 40)


@pytest.mark.parametrize(
    "left_out",
    [
        share("west;north", "60", ""),
        share("west", "95", "95", "petroleum"),
        share("west", "95", "95", "exports"),
    ],
    ids=["of two roads together", "petroleum", "exports"],
)
def test_shares_that_cannot_be_divided_or_are_not_of_all_goods_are_left_aside(left_out):
    found = exposed(left_out)

    assert (found.low, found.high) == (0, 0)
    assert (found.roads, found.unstated) == ((), ("west",))


def test_a_share_without_an_upper_end_leaves_the_range_open():
    found = exposed(share("west", "30", "30"), share("west", "70", ""))

    assert (found.low, found.high, found.open_ended) == (30, 70, True)


def test_no_more_than_all_trade_is_exposed():
    found = exposed(share("west", "60", "70"), share("north", "50", "60"), hit=("west", "north"))

    assert (found.low, found.high) == (100, 100)


def test_without_a_closed_road_no_trade_is_exposed():
    found = exposed(share("west", "30", "40"), hit=())

    assert (found.low, found.high, found.roads, found.unstated) == (0, 0, (), ())
