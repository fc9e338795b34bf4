"""What becomes of rows: repaired areas, joined codes, names that go on working, units above."""

import pytest
import shapely
from boundary_fixtures import (
    EAST,
    EAST_A,
    EAST_B,
    WEST,
    add,
    cod1,
    cod2,
    data_folder,
    features,
    geojson,
    layer,
    said,
)
from hypothesis import given
from hypothesis import strategies as st

from sahel_map.boundaries import RegionNames, read_admin1, read_level
from sahel_map.boundary_import.names import match_names, place_key
from sahel_map.boundary_import.texts import garbled
from sahel_map.errors import BoundaryError


@pytest.fixture
def data(tmp_path, units):
    """A data folder with Mali's West and East."""
    return data_folder(tmp_path / "data", units)


@pytest.fixture
def put(data, tmp_path):
    """Add a layer and return the report."""

    def run(frame, **choices):
        return add(geojson(tmp_path / "units.geojson", frame), data, **choices)

    return run


MALI = {"ADM0_PCODE": "ML"}


def row(box, name, code, **more):
    return box, MALI | {"ADM1_FR": name, "ADM1_PCODE": code} | more


def shapes(data, level=1):
    found = read_level(data / "geo", level)
    return found[found["country"] == "MLI"].geometry


# Areas


def test_rows_without_a_shape_are_left_out_and_counted(put):
    found = put(layer(row(WEST, "West", "ML01"), row(EAST, "East", "ML02"),
                      row(None, "Nowhere", "ML03"),
                      row(shapely.Polygon(), "No", "ML04")))  # fmt: skip

    assert list(found.names) == ["ML01", "ML02"]
    assert said(found)["no_shape"] == 2


def test_points_among_areas_are_left_out_and_counted(put):
    found = put(layer(row(WEST, "West", "ML01"), row(shapely.Point(0, 10), "Town", "ML02")))

    assert list(found.names) == ["ML01"]
    assert said(found)["not_areas"] == 1


def test_lines_that_cross_themselves_are_repaired_and_counted(put, data):
    bow = shapely.Polygon([(0, 10), (1, 11), (1, 10), (0, 11)])

    found = put(layer(row(bow, "West", "ML01"), row(EAST, "East", "ML02")))

    repaired = shapes(data)["ML01"]
    assert said(found)["invalid"] == 1
    assert repaired.is_valid
    assert repaired.area == pytest.approx(0.5)


def test_rings_that_are_not_closed_are_closed_and_counted(data, tmp_path):
    path = geojson(tmp_path / "open.geojson", cod1())
    # The last point of the first square goes.
    text = path.read_text(encoding="utf-8")
    last = text.index("]]]}")
    start = text.rindex(", [", 0, last)
    path.write_text(text[:start] + text[last + 1 :], encoding="utf-8")

    found = add(path, data)

    assert said(found)["unclosed"] == 1
    assert shapes(data)["ML01"].area == pytest.approx(1)


def test_parts_are_one_area_and_a_single_part_is_plain(put, data):
    one = shapely.MultiPolygon([shapely.box(*WEST)])
    two = shapely.MultiPolygon([shapely.box(1, 10, 1.4, 11), shapely.box(1.6, 10, 2, 11)])

    put(layer(row(one, "West", "ML01"), row(two, "East", "ML02")))

    assert shapes(data).geom_type.to_dict() == {"ML01": "Polygon", "ML02": "MultiPolygon"}


def test_heights_are_left_out(put, data):
    high = shapely.force_3d(shapely.box(*WEST), 300)

    put(layer(row(high, "West", "ML01"), row(EAST, "East", "ML02")))

    assert not shapes(data)["ML01"].has_z


def test_the_same_shape_twice_and_overlaps_are_told(put):
    found = put(layer(row(WEST, "West", "ML01"), row(EAST, "East", "ML02"),
                      row(EAST, "East again", "ML03")))  # fmt: skip

    assert said(found)["same_shape"] == 1
    assert [r.values for r in found.remarks if r.code == "overlap"] == [("33.3 %",)]


def test_how_much_of_the_country_is_covered_is_told(put):
    found = put(layer(row(WEST, "West", "ML01"), row(EAST_A, "East", "ML02")))

    assert [r.values for r in found.remarks if r.code == "coverage"] == [("75 %",)]
    assert "coverage" not in said(put(cod1()))


def test_coordinates_have_five_decimals_and_areas_are_valid(put, data):
    third = shapely.box(1 / 3, 10, 1, 11)

    put(layer(row(third, "West", "ML01"), row(EAST, "East", "ML02")))

    west = shapes(data)["ML01"]
    assert west.is_valid
    assert sorted({x for x, _ in west.exterior.coords}) == [0.33333, 1.0]


def test_a_unit_smaller_than_the_grid_is_kept_as_it_came(put, data):
    speck = shapely.box(0.500001, 10.500001, 0.500003, 10.500003)

    found = put(layer(row(speck, "Speck", "ML03"), row(WEST, "West", "ML01"),
                      row(EAST, "East", "ML02")))  # fmt: skip

    assert said(found)["unrounded"] == 1
    assert shapes(data)["ML03"].area > 0


def test_areas_are_measured_in_the_equal_area_projection(put, data):
    put(cod1())

    # A square of one degree at 10 to 11 degrees north: 12,100 square kilometres on the ellipsoid.
    area = features(data, "admin1.geojson")[0]["area_km2"]
    assert area == pytest.approx(12_100, rel=0.005)
    assert area == round(area, 1)


# Codes


def test_rows_of_one_code_are_joined_and_counted(put, data):
    found = put(layer(row(WEST, "West", "ML01"), row(EAST_A, "East", "ML02"),
                      row(EAST_B, "East", "ML02")))  # fmt: skip

    assert (found.rows, list(found.names)) == (3, ["ML01", "ML02"])
    assert [(r.count, r.values) for r in found.remarks if r.code == "joined"] == [(3, ("2",))]
    assert shapes(data)["ML02"].equals(shapely.box(*EAST))


def test_a_joined_unit_is_named_by_its_largest_row_and_keeps_the_other_names(put, data):
    put(layer(row(WEST, "West", "ML01"), row((1, 10, 1.2, 11), "Orient", "ML02"),
              row((1.2, 10, 2, 11), "East", "ML02"), row((0, 11, 1, 12), "North", "ML03"),
              row((1, 11, 2, 12), "Far North", "ML04")))  # fmt: skip

    east = features(data, "admin1.geojson")[1]
    assert east["name"] == "East"
    assert "Orient" in east["alt_names"].split(";")


def test_sentinels_are_no_codes(put):
    found = put(layer(row(WEST, "West", "ML01"), row(EAST_A, "Near", "-99"),
                      row(EAST_B, "Far", "-1")))  # fmt: skip

    assert list(found.names) == ["ML01", "MLI-near", "MLI-far"]
    assert [(r.count, r.values) for r in found.remarks if r.code == "sentinel"] == [
        (2, ("-1", "-99"))
    ]
    assert said(found)["made_ids"] == 2


def test_numbers_as_codes_have_no_decimals(put):
    found = put(layer(row(WEST, "West", 101.0), row(EAST, "East", None)), country="MLI")

    assert list(found.names) == ["101", "MLI-east"]


def test_a_code_that_another_country_has_is_put_behind_the_countrys_own(put):
    found = put(layer(row(WEST, "West", "BF-G"), row(EAST, "East", "ML02")), country="MLI",
                code="ADM1_PCODE")  # fmt: skip

    assert list(found.names) == ["MLI-BF-G", "ML02"]
    assert said(found)["prefixed"] == 1


def test_a_unit_without_a_name_goes_by_its_code_or_number(put):
    found = put(layer(row(WEST, "West", "ML01"), row(EAST_A, None, "ML02"), row(EAST_B, "", "-99")))

    assert found.names == {"ML01": "West", "ML02": "ML02", "MLI-1-3": "1.3"}
    assert said(found)["no_name"] == 2


# Names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Région de Ségou", "SEGOU"),
        ("Plateau Central", "Plateau-Central"),
        ("Nara cercle", "Cercle de Nara"),
        ("District de Bamako", "bamako"),
        ("Hauts-bassins", "Hauts-Bassins"),
        ("Tillaberi", "Région de Tillabéri"),
        ("Commune", "commune"),
    ],
)
def test_names_are_compared_without_accents_case_hyphens_and_kinds(one, other):
    assert place_key(one) == place_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Nioro", "Nioro du Sahel"), ("Gao", "Gaoua")])
def test_different_names_stay_different(one, other):
    assert place_key(one) != place_key(other)


def test_old_spellings_go_on_working(put, data):
    put(layer(row(WEST, "Région de WEST", "ML01"), row(EAST, "East", "ML02")))

    names = RegionNames(read_admin1(data / "geo" / "admin1.geojson"))
    for spelling in ("West", "Ouest", "Far West", "Occident", "région de west", "ML01"):
        assert names.units(spelling, "MLI") == {"ML01"}, spelling
    assert names.units("Levant", "MLI") == {"ML02"}


def test_a_french_name_is_kept_from_the_layer_before(put, data):
    put(cod1())

    assert [f["name_fr"] for f in features(data, "admin1.geojson")] == ["Ouest", "Levant"]


def test_a_name_is_not_carried_to_a_unit_when_it_is_anothers_own(put, data):
    put(layer(row(WEST, "West", "ML01"), row(EAST_A, "Occident", "ML02"),
              row(EAST_B, "East", "ML03")))  # fmt: skip

    names = RegionNames(read_admin1(data / "geo" / "admin1.geojson"))
    assert names.units("Occident", "MLI") == {"ML02"}


def test_which_names_are_known_and_which_are_lost_is_told(put):
    found = put(layer(row(WEST, "Ouest", "ML01"), row(EAST_A, "Aurora", "ML02"),
                      row(EAST_B, "Borealis", "ML03")))  # fmt: skip

    assert list(found.matching.matched) == ["ML01"]
    assert found.unknown == ["Aurora", "Borealis"]
    assert [r.values for r in found.remarks if r.code == "names_lost"] == [("East",)]


@pytest.mark.parametrize(
    ("name", "lost"),
    [("Bal?", True), ("K?n?dougou", True), ("BalÃ©", True), ("Bal\ufffd", True),
     ("Balé", False), ("N'Guigmi", False), ("São", False), ("Â", False)],
)  # fmt: skip
def test_garbled_names_are_noticed(name, lost):
    assert garbled(name) is lost


def test_a_name_with_lost_letters_is_told_kept_and_found_by_the_name_it_fits(put, data):
    found = put(layer(row(WEST, "W?st", "ML01"), row(EAST, "East", "ML02")))

    assert found.names["ML01"] == "W?st"
    assert [r.values for r in found.remarks if r.code == "garbled"] == [("W?st",)]
    names = RegionNames(read_admin1(data / "geo" / "admin1.geojson"))
    assert names.units("West", "MLI") == {"ML01"}


def test_a_name_with_lost_letters_that_fits_two_units_means_neither():
    matching = match_names({"new": ["Bal?"]}, {"a": ["Balé"], "b": ["Bala"]})

    assert matching.matched == {}
    assert matching.unmatched == ("new",)


@given(
    st.dictionaries(st.text(max_size=4), st.lists(st.text(max_size=12), max_size=3)),
    st.dictionaries(st.text(max_size=4), st.lists(st.text(max_size=12), max_size=3)),
)
def test_matching_never_loses_a_unit_and_knows_every_name_that_stands_unchanged(units, known):
    matching = match_names(units, known)

    assert sorted([*matching.matched, *matching.unmatched]) == sorted(units)
    assert {k for found in matching.matched.values() for k in found} <= set(known)
    for unit_id, names in units.items():
        same = {k for k, theirs in known.items() for n in names if n and n in theirs}
        assert same <= set(matching.matched.get(unit_id, ()))


# Units above


def test_units_belong_to_the_unit_that_the_file_states(put, data):
    put(cod1())

    found = put(cod2())

    rows = features(data, "admin2.geojson")
    assert [(r["admin2_id"], r["parent_id"]) for r in rows] == [
        ("ML0101", "ML01"), ("ML0201", "ML02"), ("ML0202", "ML02"),
    ]  # fmt: skip
    assert "parent_by_area" not in said(found)


def test_a_stated_name_is_enough_when_the_codes_are_of_another_layer(put, data):
    found = put(cod2())

    assert [r["parent_id"] for r in features(data, "admin2.geojson")] == ["ML-W", "ML-E", "ML-E"]
    assert "parent_by_area" not in said(found)


def test_units_belong_to_the_unit_they_lie_in_mostly_when_none_is_stated(put, data):
    rows = cod2().drop(columns=["ADM1_FR", "ADM1_PCODE"])
    rows.loc[0, "geometry"] = shapely.box(0, 10, 1.3, 11)

    found = put(rows)

    assert [r["parent_id"] for r in features(data, "admin2.geojson")] == ["ML-W", "ML-E", "ML-E"]
    assert said(found)["parent_by_area"] == 3


def test_a_unit_outside_every_unit_above_belongs_to_the_nearest(put, data):
    rows = cod2().drop(columns=["ADM1_FR", "ADM1_PCODE"])
    rows.loc[0, "geometry"] = shapely.box(2.1, 10, 2.2, 11)

    found = put(rows)

    assert features(data, "admin2.geojson")[0]["parent_id"] == "ML-E"
    assert (said(found)["parent_nearest"], said(found)["parent_by_area"]) == (1, 2)


def test_a_statement_that_the_map_contradicts_stands_and_is_told(put, data):
    rows = cod2()
    rows.loc[1, ["ADM1_FR", "ADM1_PCODE"]] = ["West", "ML01"]

    found = put(rows)

    assert features(data, "admin2.geojson")[1]["parent_id"] == "ML-W"
    assert [r.values for r in found.remarks if r.code == "parent_differs"] == [("Near East",)]


def test_a_country_without_a_level_above_gets_units_under_none(put, data):
    rows = cod2().assign(ADM0_PCODE="NE", ADM1_PCODE="NE01", ADM2_PCODE=["NE1", "NE2", "NE3"])

    found = put(rows)

    assert [r["parent_id"] for r in features(data, "admin2.geojson", "NER")] == ["", "", ""]
    assert "no_parents" in said(found)


def test_a_stated_unit_above_is_the_region_of_a_first_level(put, data):
    put(cod2(), level=1, name="ADM2_FR", code="ADM2_PCODE", parent="ADM1_FR")

    assert [(f["name"], f["region"]) for f in features(data, "admin1.geojson")] == [
        ("Occident", "West"), ("Near East", "East"), ("Far East", "East"),
    ]  # fmt: skip


def test_a_repair_that_leaves_nothing_is_refused(put):
    line = shapely.Polygon([(0, 10), (1, 11), (0, 10)])

    with pytest.raises(BoundaryError, match="no row with a usable area"):
        put(layer(row(line, "West", "ML01")))
