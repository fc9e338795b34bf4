"""Boundary layers and the names of regions."""

import pytest

from sahel_map.boundaries import RegionNames, fold, read_admin1, read_manifest
from sahel_map.errors import BoundaryError


@pytest.fixture(scope="session")
def names(units):
    """The names of the five squares: two countries' worth, one region over two units."""
    return RegionNames(units)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ténénkou", "tenenkou"),
        ("SÉGOU", "segou"),
        ("  Nioro   du\tSahel ", "nioro du sahel"),
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_folding_is_blind_to_accents_case_spaces_and_kinds_of_apostrophe(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("name", ["West", "WEST", "wést", "Ouest", "far  west", "ML-W", "ml-w"])
def test_a_unit_is_found_by_its_names_in_both_languages_its_aliases_and_its_id(names, name):
    assert names.units(name, "MLI") == {"ML-W"}
    assert names.canonical(name, "MLI") == "West"


def test_a_region_above_the_units_covers_all_of_them_and_keeps_its_own_name(names):
    assert names.units("EST", "BFA") == {"BF-G", "BF-T"}
    assert names.canonical("est", "BFA") == "Est"


@pytest.mark.parametrize(
    ("name", "country"), [("Nowhere", "MLI"), ("", "MLI"), ("West", "BFA"), ("West", "XXX")]
)
def test_a_name_that_the_country_does_not_have_is_unknown(names, name, country):
    assert names.units(name, country) == set()
    assert names.canonical(name, country) == ""


def test_the_countries_of_a_layer_are_listed_once(names):
    assert list(names.countries()) == ["BFA", "MLI", "MRT"]


def test_a_layer_is_indexed_by_its_unit_ids_and_has_no_missing_text(units, tmp_path):
    path = tmp_path / "admin1.geojson"
    path.write_text(units.assign(alt_names=None).to_json(drop_id=True), encoding="utf-8")

    layer = read_admin1(path)

    assert list(layer.index) == ["ML-W", "ML-E", "MR-N", "BF-G", "BF-T"]
    assert layer["alt_names"].tolist() == [""] * 5
    assert layer.crs == "EPSG:4326"


def test_a_layer_in_metres_is_brought_to_degrees(units, tmp_path):
    path = tmp_path / "admin1.gpkg"
    units.reset_index(drop=True).to_crs("EPSG:32631").to_file(path)

    layer = read_admin1(path)

    assert layer.crs == "EPSG:4326"
    assert layer.geometry["ML-E"].bounds == pytest.approx((1, 10, 2, 11), abs=1e-6)


def test_a_missing_layer_is_an_error_that_names_it(tmp_path):
    with pytest.raises(BoundaryError, match=r"admin1\.geojson was not found"):
        read_admin1(tmp_path / "admin1.geojson")


def test_a_layer_without_the_columns_of_the_join_is_an_error_that_names_them(units, tmp_path):
    path = tmp_path / "admin1.geojson"
    path.write_text(units.drop(columns=["name", "country"]).to_json(drop_id=True), encoding="utf-8")

    with pytest.raises(BoundaryError, match=r"admin1\.geojson lacks the columns name, country\."):
        read_admin1(path)


def test_a_layer_without_a_coordinate_system_is_an_error(units, tmp_path):
    path = tmp_path / "admin1.fgb"
    with pytest.warns(UserWarning, match="crs"):
        units.reset_index(drop=True).set_crs(None, allow_override=True).to_file(path)

    with pytest.raises(BoundaryError, match="names no coordinate system"):
        read_admin1(path)


def test_a_folder_without_a_manifest_has_an_empty_one(tmp_path):
    assert read_manifest(tmp_path / "manifest.json") == {}


def test_a_manifest_is_read_as_it_stands(tmp_path):
    (tmp_path / "manifest.json").write_text('{"files": {"a": {"vintage": "é"}}}', encoding="utf-8")

    assert read_manifest(tmp_path / "manifest.json") == {"files": {"a": {"vintage": "é"}}}
