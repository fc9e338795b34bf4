"""When areas were first reached, with the events that made it, from a few attacks by hand."""

import datetime as dt

import h3
import numpy as np
import pandas as pd
import pytest
import shapely
from expansion_fixtures import Hit, attacks_of, make_hits, spans

from sahel_map.measures.arrivals import areas_of, arrivals, first_days, hexagon
from sahel_map.measures.attacks import attacks_in
from sahel_map.measures.slices import LOOSE, OUTSIDE

SLICES = spans(("2025-01-01", "2025-01-31"), ("2025-02-01", "2025-02-28"))
KAYES = {"lon": -11.44, "lat": 14.45}


def reached(*hits: Hit, slices=SLICES, kind="region"):
    attacks = attacks_of(*hits)
    return arrivals(attacks, areas_of(attacks, kind), slices)


def region(event_id: str, unit: str, day: str, last: str = "", **more) -> Hit:
    return Hit(event_id, day, last=last, admin1_id=unit, **more)


def as_rows(table: pd.DataFrame) -> list[tuple]:
    return [
        (row.area_id, str(row.earliest.date()), str(row.latest.date()), row.at, row.event_ids)
        for row in table.itertuples()
    ]


def test_areas_come_in_the_order_in_which_they_were_reached():
    table = reached(
        region("late", "A", "2025-02-03"),
        region("first", "B", "2025-01-05"),
        region("again", "B", "2025-02-01"),
        region("mid", "C", "2025-01-20"),
    )

    assert as_rows(table) == [
        ("B", "2025-01-05", "2025-01-05", 0, ("first",)),
        ("C", "2025-01-20", "2025-01-20", 0, ("mid",)),
        ("A", "2025-02-03", "2025-02-03", 1, ("late",)),
    ]
    assert list(table.index) == [0, 1, 2]
    assert not table["before"].any()


def test_areas_reached_on_one_day_come_by_their_names():
    table = reached(region("b", "B", "2025-01-05"), region("a", "A", "2025-01-05"))

    assert table["area_id"].tolist() == ["A", "B"]


def test_attacks_of_one_day_have_all_been_the_first():
    table = reached(region("one", "A", "2025-01-05"), region("two", "A", "2025-01-05"))

    assert set(table.at[0, "event_ids"]) == {"one", "two"}


def test_an_imprecise_first_attack_that_fits_a_slice_is_in_it():
    table = reached(region("week", "A", "2025-01-06", "2025-01-12"))

    assert as_rows(table) == [("A", "2025-01-06", "2025-01-12", 0, ("week",))]


def test_an_area_whose_first_attack_straddles_two_slices_is_reached_in_neither():
    table = reached(
        region("loose", "A", "2025-01-28", "2025-02-05"),
        region("sure", "A", "2025-02-10"),
    )

    assert as_rows(table) == [("A", "2025-01-28", "2025-02-05", LOOSE, ("loose",))]
    assert not table.at[0, "before"]


def test_every_attack_that_may_have_been_the_first_is_named():
    """It was certainly reached by the 5th; what may have begun by then may have come first."""
    table = reached(
        region("loose", "A", "2025-01-28", "2025-02-10"),
        region("sure", "A", "2025-02-05"),
        region("open", "A", "2025-02-05", "2025-02-20"),
        region("later", "A", "2025-02-06"),
    )

    [(_, earliest, latest, at, names)] = as_rows(table)
    assert (earliest, latest, at) == ("2025-01-28", "2025-02-05", LOOSE)
    assert set(names) == {"loose", "sure", "open"}


def test_a_sure_first_attack_is_not_made_unsure_by_a_vague_later_one():
    table = reached(
        region("sure", "A", "2025-01-05"),
        region("vague", "A", "2025-01-06", "2025-03-31"),
    )

    assert as_rows(table) == [("A", "2025-01-05", "2025-01-05", 0, ("sure",))]


def test_what_was_reached_before_the_first_slice_says_so():
    table = reached(
        region("old", "A", "2024-06-01"),
        region("new", "A", "2025-01-05"),
        region("edge", "B", "2024-12-31", "2025-01-01"),
        region("after", "C", "2025-03-01"),
        region("eve", "D", "2024-12-31"),
    )

    rows = table.set_index("area_id")
    assert rows["at"].to_dict() == {"A": OUTSIDE, "B": LOOSE, "C": OUTSIDE, "D": OUTSIDE}
    assert rows["before"].to_dict() == {"A": True, "B": False, "C": False, "D": True}


def test_without_slices_areas_are_reached_outside_all_and_not_before_any():
    table = reached(region("a", "A", "2025-01-05"), slices=())

    assert table["at"].tolist() == [OUTSIDE]
    assert table["before"].tolist() == [False]


def test_an_attack_whose_area_is_unknown_reaches_none():
    assert reached(region("a", "", "2025-01-05")).empty


@pytest.mark.parametrize("kind", ["region", "district", "hex3", "hex4"])
def test_without_attacks_no_area_is_reached(kind):
    table = reached(kind=kind)

    assert table.empty
    assert list(table.columns) == ["area_id", "earliest", "latest", "at", "before", "event_ids"]


def test_first_days_are_the_lowest_of_first_and_of_last_days():
    attacks = attacks_of(
        region("loose", "B", "2025-01-28", "2025-02-10"),
        region("sure", "B", "2025-02-05"),
        region("none", "", "2025-01-01"),
        region("a", "A", "2025-03-01"),
    )

    found = first_days(attacks, areas_of(attacks, "region"))

    assert found.areas.tolist() == ["A", "B"]
    assert found.earliest.astype(str).tolist() == ["2025-03-01", "2025-01-28"]
    assert found.latest.astype(str).tolist() == ["2025-03-01", "2025-02-05"]
    codes = dict(zip(attacks.frame.index, found.code, strict=True))
    assert codes == {"a": 0, "loose": 1, "sure": 1, "none": -1}


@pytest.mark.parametrize(("kind", "resolution"), [("hex3", 3), ("hex4", 4)])
def test_a_hexagon_is_the_cell_of_h3_in_which_a_point_lies(kind, resolution):
    areas = areas_of(attacks_of(Hit("hit", **KAYES), Hit("other", lon=0.0, lat=18.0)), kind)

    cell = areas["hit"]
    assert list(areas.index) == ["hit", "other"]
    assert h3.get_resolution(cell) == resolution
    assert hexagon(cell).contains(shapely.Point(KAYES["lon"], KAYES["lat"]))
    assert areas["other"] not in {cell, ""}


@pytest.mark.parametrize(("kind", "resolution"), [("hex3", 3), ("hex4", 4)])
def test_a_point_whose_cell_the_readme_of_h3_gives_lies_in_a_parent_of_that_cell(kind, resolution):
    """It gives 87283472bffffff, of resolution 7, for 37.3615593 N 122.0553238 W."""
    areas = areas_of(attacks_of(Hit("hit", lon=-122.0553238, lat=37.3615593)), kind)

    assert areas.tolist() == [h3.cell_to_parent("87283472bffffff", resolution)]


def test_attacks_that_are_not_placed_have_no_hexagon():
    attacks = attacks_of(
        Hit("area", geo_precision="area", **KAYES),
        Hit("region", lon=None, lat=None, geo_precision="region"),
        Hit("near", geo_precision="near", **KAYES),
    )

    areas = areas_of(attacks, "hex3")

    assert [bool(cell) for cell in areas] == [False, False, True]


def test_the_area_of_each_attack_stays_with_it_when_many_share_a_place():
    spots = [(-11.44, 14.45), (-4.0, 15.0), (-11.44, 14.45), (-6.0, 11.3), (-4.0, 15.0)]
    attacks = attacks_of(*(Hit(f"e{n}", lon=x, lat=y) for n, (x, y) in enumerate(spots)))

    areas = areas_of(attacks, "hex4")

    assert areas.tolist() == [h3.latlng_to_cell(lat, lon, 4) for lon, lat in spots]


def test_regions_are_the_units_of_the_join():
    attacks = attacks_of(region("a", "ML-1", "2025-01-01"), region("b", "", "2025-01-01"))

    assert areas_of(attacks, "region").to_dict() == {"a": "ML-1", "b": ""}


def test_districts_are_told_where_a_finer_layer_is_loaded():
    events = make_hits(Hit("a"), Hit("b"), Hit("c")).assign(admin2_id=["D1", "", None])

    assert areas_of(attacks_in(events), "district").to_dict() == {"a": "D1", "b": "", "c": ""}


def test_without_a_finer_layer_no_attack_has_a_district():
    attacks = attacks_of(Hit("a"), Hit("b"))

    assert areas_of(attacks, "district").to_dict() == {"a": "", "b": ""}


def test_days_of_arrival_can_be_taken_as_days():
    row = reached(region("a", "A", "2025-01-05")).iloc[0]

    assert row["earliest"].date() == row["latest"].date() == dt.date(2025, 1, 5)
    assert isinstance(row["at"], np.integer)
