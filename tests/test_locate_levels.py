"""The join below admin-1: by precise points, else by what is stated, else not at all."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from sahel_map.errors import CRSError
from sahel_map.locate import LEVEL_METHODS, locate_level, locate_levels

JOINED = ["admin2_id", "admin2", "admin2_method"]


def layer(*rows: tuple) -> gpd.GeoDataFrame:
    """Return a layer from tuples of id, name, other names, parent, country, west edge."""
    columns = ["admin2_id", "name", "alt_names", "parent_id", "country", "west"]
    table = pd.DataFrame(rows, columns=columns)
    shapes = [shapely.box(west, 10, west + 1, 11) for west in table.pop("west")]
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326").set_index("admin2_id")


CERCLES = layer(
    ("K1", "Cercle de Nioro", "Nioro du Sahel", "ML-W", "MLI", 0),
    ("K2", "Ténenkou", "Tenenkou;Ténénkou-Ville", "ML-W", "MLI", 1),
    ("K3", "Bamba", "", "ML-W", "MLI", 2),
    ("K4", "Bamba", "", "ML-E", "MLI", 3),
    ("B1", "Soum", "", "BF-S", "BFA", 4),
)
"""Made-up districts in a row, one degree each from west to east."""


def event(**changes) -> pd.DataFrame:
    """Return an event in the middle of K1, known to its town, except for the changes."""
    row = {"country": "MLI", "geo_precision": "town", "lon": 0.5, "lat": 10.5}
    return pd.DataFrame([row | changes])


def stated(name: str, **changes) -> pd.DataFrame:
    """Return an event without a point whose sources state a district, and know no more."""
    nowhere = {"geo_precision": "district", "lon": np.nan, "lat": np.nan}
    return event(admin2_stated=name, **nowhere | changes)


def joined(events: pd.DataFrame, units=CERCLES) -> list:
    """Return the joined columns of a single event."""
    [row] = locate_level(events, units, 2)[JOINED].to_numpy().tolist()
    return row


@pytest.mark.parametrize("precision", ["exact", "town"])
def test_a_precise_point_takes_the_unit_it_lies_in(precision):
    here = event(geo_precision=precision, lon=1.5)

    assert joined(here) == ["K2", "Ténenkou", "within"]


@pytest.mark.parametrize("precision", ["near", "area", "region", "country", "district"])
def test_a_point_that_is_not_precise_takes_none(precision):
    assert joined(event(geo_precision=precision)) == ["", "", "imprecise"]


def test_a_point_that_is_not_precise_takes_the_stated_unit():
    near = event(geo_precision="near", admin2_stated="Soum", country="BFA")

    assert joined(near) == ["B1", "Soum", "stated"]


@pytest.mark.parametrize("precision", ["region", "country"])
def test_what_is_known_only_to_the_region_takes_no_district_whatever_is_stated(precision):
    # A file that knows the region alone states the district of its capital all the same.
    assert joined(stated("Soum", country="BFA", geo_precision=precision)) == ["", "", "imprecise"]


@pytest.mark.parametrize(("precision", "unit"), [("district", ""), ("near", "K1")])
def test_what_is_known_only_to_the_district_takes_no_commune(precision, unit):
    communes = CERCLES.rename_axis(index="admin3_id")
    events = event(geo_precision=precision, admin3_stated="Nioro")

    located = locate_level(events, communes, 3)

    assert located["admin3_id"].tolist() == [unit]


def test_every_level_that_is_there_is_joined():
    communes = CERCLES.rename_axis(index="admin3_id")

    both = locate_levels(event(), {3: communes, 2: CERCLES})
    none = locate_levels(event(), {})

    assert (both["admin2_id"].item(), both["admin3_id"].item()) == ("K1", "K1")
    assert list(none.columns) == list(event().columns)


def test_the_point_stands_above_what_is_stated():
    assert joined(event(admin2_stated="Ténenkou")) == ["K1", "Cercle de Nioro", "within"]


def test_a_precise_point_outside_every_unit_takes_the_stated_one():
    assert joined(event(lat=20.0, admin2_stated="Ténenkou")) == ["K2", "Ténenkou", "stated"]
    assert joined(event(lat=20.0)) == ["", "", "none"]


def test_a_point_beside_the_border_of_its_country_takes_the_nearest_unit():
    # 0.01 degrees of latitude is 1.1 km and 0.1 degrees 11 km; the tolerance is 5 km.
    beside = event(lat=11.01, admin1_method="nearest")

    assert joined(beside) == ["K1", "Cercle de Nioro", "nearest"]
    assert joined(beside.assign(lat=11.1)) == ["", "", "none"]
    assert joined(beside.assign(admin1_method="within")) == ["", "", "none"]
    assert joined(beside.assign(country="BFA")) == ["", "", "none"]
    assert joined(beside.assign(geo_precision="near")) == ["", "", "imprecise"]


def test_a_point_takes_no_unit_of_another_country():
    assert joined(event(lon=4.5)) == ["", "", "none"]
    assert joined(event(lon=4.5, country="BFA")) == ["B1", "Soum", "within"]


def test_a_point_on_a_shared_border_goes_to_the_first_unit_of_the_layer():
    assert joined(event(lon=1.0))[0] == "K1"
    assert joined(event(lon=1.0), CERCLES.iloc[::-1])[0] == "K2"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("nioro", "K1"),
        ("NIORO DU SAHEL", "K1"),
        ("Nioro-du-Sahel", "K1"),
        ("Cercle de Nioro", "K1"),
        ("Nioro Cercle", "K1"),
        ("District of Nioro", "K1"),
        ("tenenkou", "K2"),
        ("Commune de Ténenkou", "K2"),
        ("Région de Tenenkou", "K2"),
        ("province du Ténénkou Ville", "K2"),
        ("Cercle", ""),
        ("Ténenk", ""),
        ("Soum", ""),
    ],
)
def test_a_stated_name_is_found_whatever_its_accents_case_hyphens_and_kind(name, unit):
    assert joined(stated(name))[0] == unit


def test_a_word_that_only_begins_like_a_kind_is_part_of_the_name():
    units = layer(
        ("C1", "Communeville", "", "", "MLI", 0), ("C2", "Cercle d'Ansongo", "", "", "MLI", 1)
    )

    assert joined(stated("ville"), units)[0] == ""
    assert joined(stated("communeville"), units)[0] == "C1"
    assert joined(stated("Ansongo"), units)[0] == "C2"


def test_of_two_units_of_one_name_the_one_in_the_events_own_region_is_taken():
    assert joined(stated("Bamba", admin1_id="ML-E")) == ["K4", "Bamba", "stated"]
    assert joined(stated("Bamba", admin1_id="ML-W")) == ["K3", "Bamba", "stated"]


def test_of_two_units_of_one_name_none_is_taken_where_nothing_decides():
    assert joined(stated("Bamba")) == ["", "", "imprecise"]
    assert joined(stated("Bamba", admin1_id="")) == ["", "", "imprecise"]


def test_a_name_of_one_unit_does_not_need_the_region_to_agree():
    assert joined(stated("Soum", country="BFA", admin1_id="ML-W"))[0] == "B1"


def test_a_folder_without_such_a_layer_leaves_every_event_without_a_unit():
    empty = CERCLES.iloc[:0]

    located = locate_level(pd.concat([event(), stated("Bamba")], ignore_index=True), empty, 2)

    assert located[JOINED].to_numpy().tolist() == [["", "", "none"], ["", "", "imprecise"]]


def test_communes_are_joined_under_their_own_columns():
    communes = CERCLES.rename_axis(index="admin3_id")
    vague = event(geo_precision="near", admin3_stated="Bamba", admin2_id="ML-E")
    events = pd.concat([event(), vague])

    located = locate_level(events.fillna({"admin3_stated": ""}).reset_index(drop=True), communes, 3)

    assert located["admin3_id"].tolist() == ["K1", "K4"]
    assert located["admin3"].tolist() == ["Cercle de Nioro", "Bamba"]
    assert located["admin3_method"].tolist() == ["within", "stated"]


def test_index_order_and_columns_of_the_caller_are_kept():
    rows = pd.concat([event(lon=1.5), stated(""), event()]).set_axis(["c", "a", "b"])
    before = rows.copy(deep=True)

    located = locate_level(rows, CERCLES, 2)

    assert located["admin2_id"].to_dict() == {"c": "K2", "a": "", "b": "K1"}
    assert list(located.columns) == [*rows.columns, *JOINED]
    pd.testing.assert_frame_equal(rows, before)


def test_no_events_give_no_events_with_the_joined_columns():
    located = locate_level(stated("Soum").iloc[:0], CERCLES, 2)

    assert len(located) == 0
    assert set(JOINED) <= set(located.columns)


def test_categories_of_stated_names_come_back_as_categories():
    rows = pd.concat([event(lon=1.5), stated("Soum", country="BFA")], ignore_index=True)
    rows["admin2_stated"] = rows["admin2_stated"].astype("category")

    located = locate_level(rows, CERCLES, 2)

    assert [str(located[name].dtype) for name in JOINED] == ["category"] * 3
    assert located["admin2_id"].tolist() == ["K2", "B1"]
    assert located["admin2_method"].cat.categories.tolist() == list(LEVEL_METHODS)


def test_points_with_geometry_are_taken_from_it():
    rows = event(lon=99.0)
    points = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy([1.5], [10.5], crs="EPSG:4326"))

    located = locate_level(points, CERCLES, 2)

    assert isinstance(located, gpd.GeoDataFrame)
    assert located["admin2_id"].tolist() == ["K2"]


def test_another_coordinate_system_is_refused_and_the_cure_named():
    with pytest.raises(CRSError, match=r"locate_level\(\) needs EPSG:4326, got EPSG:32630"):
        locate_level(event(), CERCLES.to_crs("EPSG:32630"), 2)
