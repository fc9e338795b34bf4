"""The expansion by districts: what is reached, told, listed, drawn and printed."""

import dataclasses
import json

import pandas as pd
import pytest
from expansion_fixtures import Hit, spans
from level_fixtures import districts
from slice_fixtures import view_in, wire, worded

from sahel_map.expansion_exports import arrival_table, change_table, slice_records
from sahel_map.expansion_reading import reading
from sahel_map.locate import locate_levels
from sahel_map.maps import slice_group
from sahel_map.maps.multiples import ground_of, multiple
from sahel_map.measures.expansion import Terms, districts_of, expansion

CUTS = spans(("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30"))
WEST, MIDDLE, EAST = (-11.4, 14.4), (-10.3, 14.4), (-8.9, 13.0)
"""A place in each of the thirds into which Kayes is cut."""

HITS = (
    Hit("w1", "2025-01-10", *WEST),
    Hit("w2", "2025-02-10", *WEST),
    Hit("vague", "2025-02-11", *EAST, geo_precision="near"),
    Hit("m1", "2025-04-05", *MIDDLE),
    Hit("w3", "2025-05-05", *WEST),
    Hit("gao", "2025-05-06", 0.0, 16.3),
)
BY_DISTRICT = Terms(areas="district")
UNTOLD = "1 attack is located in no district closely enough to count for one."


def with_layer(data, layer):
    """Return the attacks above, joined to a layer of districts."""
    told = worded(data, *HITS)
    finer = {2: layer}
    return dataclasses.replace(told, events=locate_levels(told.events, finer), finer=finer)


@pytest.fixture(scope="module")
def told(data):
    return with_layer(data, districts(data.admin1))


@pytest.fixture(scope="module")
def abroad(data):
    """The same beside a layer that covers another country alone."""
    return with_layer(data, districts(data.admin1).assign(country="BFA"))


@pytest.fixture(scope="module")
def found(told):
    return expansion(told, CUTS, BY_DISTRICT)


def test_districts_are_reached_in_the_order_of_their_first_precise_attack(told, found):
    table = arrival_table(found, told, kind="district")

    assert table[["area_id", "name", "earliest"]].to_numpy().tolist() == [
        ["ML-1-0", "Kayes A, Kayes", "2025-01-10"],
        ["ML-1-1", "Kayes B, Kayes", "2025-04-05"],
    ]


def test_the_reading_says_districts_and_how_many_attacks_have_none(told, found):
    first, second = (reading(found, at, told) for at in (0, 1))

    # Of the first slice "vague" has none, of the second the one in Gao, which the layer lacks.
    for texts in (first, second):
        assert "1 district is reached for the first time in the data." in texts
        assert UNTOLD in texts


def test_changes_are_counted_by_district_beside_those_by_region(told, found):
    table = change_table(found, told, level=2)

    assert list(table.columns[:5]) == ["admin2_id", "district", "admin1_id", "region", "slice_id"]
    counts = table.pivot_table(index="district", columns="slice_id", values="events", aggfunc="sum")
    assert counts.loc["Kayes A"].tolist() == [2, 1]
    assert counts.loc["Kayes B"].tolist() == [0, 1]
    assert int(counts.to_numpy().sum()) == 4
    by_region = change_table(found, told)
    kayes = by_region[by_region["region"] == "Kayes"]
    assert kayes["events"].tolist() == [3, 2]


def test_records_have_districts_where_they_are_asked_for_and_may_be_told(told, found):
    restricted = dataclasses.replace(told, about={"licence_class": "restricted"})

    record = slice_records(found, told)[0]
    by_region = slice_records(expansion(told, CUTS), told)[0]

    assert [row["events"] for row in record["districts"] if row["district"] == "Kayes A"] == [2]
    assert "districts" not in by_region
    # Counts by region and by district together would tell small ones by subtraction.
    assert "districts" not in slice_records(found, restricted)[0]


def test_reached_districts_are_drawn_and_named_with_their_region(told, found):
    shown = view_in(wire(slice_group(found, told, 1)))

    assert shown["levels"] == [2]
    assert shown["legend"]["parts"][0]["title"] == "District first reached"
    assert [(area["id"], area["texts"][0], area["fresh"]) for area in shown["areas"]] == [
        ("ML-1-0", "Kayes A, Kayes", False),
        ("ML-1-1", "Kayes B, Kayes", True),
    ]


def test_small_maps_fill_the_districts_and_keep_the_ground_of_regions(told, found):
    by_region = expansion(told, CUTS)
    shapes = multiple(found, 1)

    assert shapes["fresh"] == ground_of(found).units["ML-1-1"] != ""
    assert shapes["earlier"] == ground_of(found).units["ML-1-0"] != ""
    assert "ML-1-0" not in ground_of(by_region).units


def test_a_layer_of_another_country_offers_no_districts(data, told, abroad):
    assert districts_of(data) is None
    assert districts_of(abroad) is None
    assert list(districts_of(told)["country"].unique()) == ["MLI"]
    by_district = expansion(abroad, CUTS, BY_DISTRICT)
    assert by_district.areas.empty
    assert by_district.district_changes is None
    assert reading(by_district, 0, abroad)


@pytest.mark.parametrize("show", ["slices", "regions", "arrivals"])
def test_the_command_measures_by_district(run, monkeypatch, told, show):
    monkeypatch.setattr("sahel_map.cli.expansion.load", lambda _folder: told)
    options = ("--by", "quarter", "--areas", "district", "--show", show)

    result = run("expansion", *options, "--format", "json")

    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    if show == "regions":
        assert {row["district"] for row in answer if row["events"]} == {"Kayes A", "Kayes B"}
    elif show == "arrivals":
        assert [row["name"] for row in answer] == ["Kayes A, Kayes", "Kayes B, Kayes"]
    else:
        assert pd.Series([cut["new_areas"] for cut in answer["slices"]]).sum() == 2
    assert "2 attacks are located in no district closely enough" in result.stderr
    plain = run("expansion", *options)
    assert plain.exit_code == 0, plain.stderr


def test_the_command_refuses_districts_that_no_layer_has(run, monkeypatch, abroad):
    monkeypatch.setattr("sahel_map.cli.expansion.load", lambda _folder: abroad)

    result = run("expansion", "--areas", "district")

    assert result.exit_code == 2
    assert "no layer has districts of Mali" in result.stderr
    assert "sahel-map boundaries add" in result.stderr
