"""The roads as values: what dates may mean, what is stated and what estimated, and the bundled."""

import datetime as dt

import pandas as pd
import pytest

from sahel_map.geodesy import GEOD
from sahel_map.roads import WINDING, convert_blockades, convert_roads, period_bounds, with_bounds
from sahel_map.rules import split_list
from sahel_map.schema import TABLES

DAY = "%Y-%m-%d"
BOUNDS = ["confirmed_from", "confirmed_to", "possible_from", "possible_to"]
FEEDING = 11
"""Roads that feed Bamako; that to Nara is written from Bamako outwards."""


@pytest.fixture(scope="module")
def roads(data):
    """The bundled roads."""
    return data.roads


@pytest.fixture(scope="module")
def waypoints(data_dir):
    """The bundled waypoints, as the tables have them."""
    rows = pd.read_csv(data_dir / "corridor_waypoints.csv")
    return rows.set_index(["corridor_id", "place"])


def bounds(**values: str) -> list[str | None]:
    """Return the four days of one spell that is written as in blockades.csv."""
    columns = ("spell_id", "corridor_ids", "lat", "lon", "start", "end", "last_confirmed")
    row = dict.fromkeys(columns, "")
    row |= {"spell_id": "one", "start_precision": "day", "end_precision": "unknown"} | values
    spell = convert_blockades(pd.DataFrame([row])).loc["one"]
    return [None if pd.isna(spell[name]) else spell[name].strftime(DAY) for name in BOUNDS]


@pytest.mark.parametrize(
    ("day", "precision", "first", "last"),
    [
        ("2025-07-10", "day", "2025-07-10", "2025-07-10"),
        ("2025-07-10", "unknown", "2025-07-10", "2025-07-10"),
        ("2025-07-10", "week", "2025-07-07", "2025-07-13"),
        ("2025-01-02", "week", "2024-12-30", "2025-01-05"),
        ("2025-07-10", "month", "2025-07-01", "2025-07-31"),
        ("2024-02-29", "month", "2024-02-01", "2024-02-29"),
        ("2025-02-01", "month", "2025-02-01", "2025-02-28"),
        ("2025-07-10", "quarter", "2025-05-26", "2025-08-24"),
        ("2025-07-10", "year", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_day_means_the_days_that_its_precision_allows(day, precision, first, last):
    found = period_bounds(dt.date.fromisoformat(day), precision)

    assert found == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"start": "2025-07-10", "end": "2025-08-15", "end_precision": "day"},
            ["2025-07-10", "2025-08-15", "2025-07-10", "2025-08-15"],
        ),
        (
            {"start": "2025-07-10", "last_confirmed": "2025-08-20"},
            ["2025-07-10", "2025-08-20", "2025-07-10", None],
        ),
        (
            {
                "start": "2025-07-10", "start_precision": "week",
                "end": "2025-08-15", "end_precision": "month",
            },
            ["2025-07-13", "2025-08-01", "2025-07-07", "2025-08-31"],
        ),
        (
            {"start": "2019-01-01", "start_precision": "year", "last_confirmed": "2023-11-02"},
            ["2019-12-31", "2023-11-02", "2019-01-01", None],
        ),
        (
            {
                "start": "2023-05-01", "start_precision": "quarter",
                "end": "2025-03-29", "end_precision": "day",
            },
            ["2023-06-15", "2025-03-29", "2023-03-17", "2025-03-29"],
        ),
    ],
)  # fmt: skip
def test_a_spell_is_confirmed_where_every_reading_has_it_and_possible_where_one_has(
    values, expected
):
    assert bounds(**values) == expected


@pytest.mark.parametrize("confirmed", ["2025-07-15", "2025-07-20"])
def test_a_source_that_confirms_a_spell_ends_all_doubt_about_its_start(confirmed):
    found = bounds(start="2025-07-15", start_precision="month", last_confirmed=confirmed)

    assert found == [confirmed, confirmed, "2025-07-01", None]


def test_a_confirmation_after_the_doubt_leaves_the_last_possible_start():
    found = bounds(start="2025-07-15", start_precision="month", last_confirmed="2025-08-01")

    assert found == ["2025-07-31", "2025-08-01", "2025-07-01", None]


def test_a_spell_is_never_confirmed_on_a_day_on_which_it_is_not_possible():
    found = bounds(
        start="2025-07-10", start_precision="week", end="2025-07-20", end_precision="month"
    )

    assert found[2] <= found[0] <= found[1] <= found[3]


def test_bounds_are_taken_anew_from_the_days_and_the_frame_is_left_as_it_was(evidence):
    spells = evidence.roads.blockades
    before = spells.copy(deep=True)

    shorter = with_bounds(spells.assign(last_confirmed=pd.Timestamp("2025-07-20")))

    assert shorter.at["west-siege", "confirmed_to"] == pd.Timestamp("2025-07-20")
    assert shorter.at["east-checkpoints", "confirmed_to"] == pd.Timestamp("2025-08-01")
    pd.testing.assert_frame_equal(spells, before)


def test_days_numbers_lists_and_points_are_converted(evidence):
    roads = evidence.roads
    siege, ban = roads.blockades.loc["west-siege"], roads.blockades.loc["river-ban"]

    assert siege["corridor_ids"] == ("west_east", "middle_gourma")
    assert (siege["lat"], siege["lon"], siege["start"]) == (10.5, 0.5, pd.Timestamp("2025-07-01"))
    assert pd.isna(siege["end"])
    assert pd.isna(ban["lat"])
    assert roads.corridors.at["west_east", "commodities"] == ("fuel", "food")
    assert roads.corridors["feeds_bamako"].tolist() == [True, False, False]
    assert roads.agreements.at["west-deal", "parties"] == ("elders", "JNIM")
    assert pd.isna(roads.agreements.at["old-talks", "date"])
    assert roads.shares["corridor_ids"].tolist() == [("west_east",), ("west_east", "middle_gourma")]
    assert roads.shares["low"].tolist() == [40, 60.5]
    assert roads.shares["high"].isna().tolist() == [False, True]


def test_fuel_is_in_date_order_and_a_number_that_nobody_gives_is_missing(evidence):
    fuel = evidence.roads.fuel

    assert list(fuel.index) == ["fuel-1", "fuel-2", "fuel-3", "fuel-4"]
    assert str(fuel["tankers_destroyed_low"].dtype) == "Int64"
    assert fuel.at["fuel-4", "tankers_destroyed_low"] == 100
    assert fuel["tankers_destroyed_high"].isna().tolist() == [False, True, True, True]


def test_a_stated_length_stands_and_another_is_estimated_from_the_line(evidence):
    corridors = evidence.roads.corridors

    assert corridors["estimated"].tolist() == [False, True, False]
    assert corridors["road_km"].tolist()[::2] == [115, 90]
    drawn = corridors.at["middle_gourma", "drawn_km"]
    assert drawn == pytest.approx(54.73 + 110.6, abs=0.1)
    assert corridors.at["middle_gourma", "road_km"] == pytest.approx(drawn / 0.92)


def test_the_length_of_a_line_along_the_road_is_not_made_longer(evidence_folder, evidence):
    tables = {name: pd.read_csv(evidence_folder / name, dtype=str).fillna("") for name in TABLES}
    legs = evidence.roads.legs
    snapped = legs.assign(drawn=legs["drawn"].mask(legs["to_place"] == "Gourma", "road"))

    corridors = convert_roads(tables, snapped).corridors

    first, second = legs.loc[legs["corridor_id"] == "middle_gourma", "length_km"]
    assert corridors.at["middle_gourma", "road_km"] == pytest.approx(first / 0.92 + second)
    assert corridors.at["middle_gourma", "drawn_km"] == pytest.approx(first + second)


def test_roads_without_lines_have_nothing_drawn(evidence_folder):
    tables = {name: pd.read_csv(evidence_folder / name, dtype=str).fillna("") for name in TABLES}

    roads = convert_roads(tables)

    assert roads.corridors["drawn_km"].tolist() == [0, 0, 0]
    assert roads.corridors.at["west_east", "road_km"] == 115
    assert len(roads.legs) == 0


def test_the_estimate_is_the_median_of_the_bundled_roads_with_a_stated_length(roads):
    stated = roads.corridors[~roads.corridors["estimated"]]
    ratios = stated["drawn_km"] / stated["road_km"]

    assert len(ratios) == 15
    assert ratios.median() == pytest.approx(WINDING, abs=0.005)


def test_every_open_spell_says_when_it_was_last_confirmed(roads):
    spells = roads.blockades
    still = spells[spells["end"].isna()]

    assert len(still) > 30
    assert still.index[still["last_confirmed"].isna()].tolist() == []


def test_no_bundled_spell_is_confirmed_outside_the_days_on_which_it_is_possible(roads):
    spells = roads.blockades
    wrong = (spells["confirmed_from"] < spells["possible_from"]) | (
        spells["confirmed_to"] < spells["confirmed_from"]
    )
    wrong |= spells["confirmed_to"] > spells["possible_to"]

    assert spells.index[wrong].tolist() == []


def test_molodo_lies_about_four_kilometres_from_niono(data):
    niono, molodo = data.places.loc["niono"], data.places.loc["molodo"]

    ends = [float(place[name]) for place in (niono, molodo) for name in ("lon", "lat")]
    assert GEOD.inv(*ends)[2] / 1000 == pytest.approx(4, abs=0.5)


def test_from_tonka_to_timbuktu_it_is_between_105_and_160_km_along_the_line(roads):
    legs = roads.legs[roads.legs["corridor_id"] == "lere_niafunke_goundam_timbuktu"]
    beyond = legs[legs["seq"] >= legs.set_index("from_place").at["Tonka", "seq"]]

    assert beyond["to_place"].iloc[-1] == "Timbuktu"
    assert 105 < beyond["length_km"].sum() < 160


def test_every_line_begins_and_ends_where_its_road_does_and_has_no_gap(roads):
    for corridor_id, corridor in roads.corridors.iterrows():
        legs = roads.legs[roads.legs["corridor_id"] == corridor_id]
        ends = (legs["from_place"].iloc[0], legs["to_place"].iloc[-1])
        assert ends == (corridor["from_place"], corridor["to_place"])
        assert legs["seq"].tolist() == list(range(1, len(legs) + 1)), corridor_id
        assert legs["to_place"].tolist()[:-1] == legs["from_place"].tolist()[1:], corridor_id


def test_every_road_that_feeds_bamako_begins_or_ends_there(roads):
    feeding = roads.corridors[roads.corridors["feeds_bamako"]]
    ends = feeding[["from_place", "to_place"]]

    assert len(feeding) == FEEDING
    assert feeding.index[(ends != "Bamako").all(axis=1)].tolist() == []


def test_five_roads_have_an_approach_to_bamako_and_each_its_own(roads):
    approaches = roads.corridors.loc[roads.corridors["approach"] != "", "approach"]

    assert len(approaches) == 5
    assert approaches.is_unique


def test_waypoints_that_stand_for_places_of_the_gazetteer_lie_there(data, waypoints):
    places = data.places[data.places["kind"] == "settlement"]
    named = {(row.name, row.country): row for row in places.itertuples()}
    away = {}
    for (corridor_id, name), stop in waypoints.iterrows():
        place = named.get((name, stop["country"]))
        if place is not None and place.lat:
            ends = (float(place.lon), float(place.lat), stop["lon"], stop["lat"])
            away[corridor_id, name] = GEOD.inv(*ends)[2] / 1000

    assert len(away) > 100
    assert {where: km for where, km in away.items() if km > 5} == {}


def test_the_bundled_roads_name_sources_corridors_and_events_that_exist(data, roads):
    tables = (roads.corridors, roads.blockades, roads.agreements, roads.fuel)
    named = {
        source for table in tables for text in table["source_ids"] for source in split_list(text)
    }
    lists = [*roads.blockades["corridor_ids"], *roads.shares["corridor_ids"]]

    assert named | set(roads.shares["source_id"]) <= set(data.sources.index)
    assert {corridor for ids in lists for corridor in ids} <= set(roads.corridors.index)
    assert set(roads.fuel["event_id"]) - {""} <= set(data.events.index)
    spoken = {corridor for ids in data.events["corridor_id"] for corridor in ids}
    assert spoken
    assert spoken <= set(roads.corridors.index)
