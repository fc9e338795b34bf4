"""The bundled layers: right counts, no gaps, one border for both layers, as the manifest says."""

import csv
import hashlib
import json

import geopandas as gpd
import pytest
import shapely

from sahel_map import settings
from sahel_map import vocabulary as v
from sahel_map.boundaries import ADMIN1_COLUMNS
from sahel_map.store import GEO_FILES

UNITS = {
    "MLI": 9, "BFA": 45, "GIN": 34, "MRT": 13, "SEN": 14, "NER": 8,
    "CIV": 19, "DZA": 48, "BEN": 12, "TGO": 5, "GHA": 10, "NGA": 37,
}  # fmt: skip


@pytest.fixture(scope="module")
def layers(data_dir):
    """The layers as the browser gets them, read once for this file."""
    return {name: gpd.read_file(data_dir / "geo" / name) for name in GEO_FILES}


@pytest.fixture(scope="module")
def admin1(layers):
    """The units of the join."""
    return layers["admin1.geojson"]


@pytest.fixture(scope="module")
def countries(layers):
    """Mali and its region, without the land around them."""
    admin0 = layers["admin0.geojson"]
    return admin0[admin0["role"] != "context"].set_index("country")


def test_each_country_has_the_units_of_the_scheme_that_is_documented(admin1):
    assert admin1["country"].value_counts().to_dict() == UNITS
    assert set(UNITS) == set(v.COUNTRIES)


def test_mali_has_eight_regions_and_the_district_of_bamako(admin1):
    mali = admin1[admin1["country"] == "MLI"].set_index("admin1_id")

    assert mali["name"].to_dict() == {
        "ML-1": "Kayes",
        "ML-2": "Koulikoro",
        "ML-3": "Sikasso",
        "ML-4": "Ségou",
        "ML-5": "Mopti",
        "ML-6": "Timbuktu",
        "ML-7": "Gao",
        "ML-8": "Kidal",
        "ML-BKO": "Bamako",
    }
    assert (mali["type"] == "district").sum() == 1


def test_the_counts_are_those_of_the_script_that_builds_the_layers():
    path = settings.ROOT / "scripts" / "geo" / "countries.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        built = {
            row["country"]: int(row["units"]) for row in csv.DictReader(handle) if row["units"]
        }

    assert built == UNITS


def test_units_have_the_columns_of_the_join_and_ids_of_their_own(admin1):
    assert set(ADMIN1_COLUMNS) <= set(admin1.columns)
    assert admin1["admin1_id"].is_unique
    assert admin1["admin1_id"].notna().all()
    assert (admin1["area_km2"] > 0).all()
    letters = admin1["admin1_id"].str[:2].tolist()
    assert letters == [v.COUNTRIES[code] for code in admin1["country"]]


def test_no_two_units_of_a_country_share_a_name(admin1):
    assert not admin1.duplicated(["country", "name"]).any()


def test_units_neither_overlap_nor_leave_gaps(admin1):
    shapes = admin1.geometry.to_numpy()

    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def test_countries_neither_overlap_nor_leave_gaps(countries):
    assert shapely.coverage_is_valid(countries.geometry.to_numpy())


@pytest.mark.parametrize("code", list(UNITS))
def test_a_country_is_exactly_its_units(admin1, countries, code):
    units = shapely.coverage_union_all(admin1.geometry[admin1["country"] == code].to_numpy())

    assert shapely.equals(units, countries.at[code, "geometry"])


def test_stated_areas_are_those_of_the_shapes(admin1):
    measured = admin1.geometry.segmentize(0.05).to_crs(settings.AREA_CRS).area / 1e6

    off = ((measured - admin1["area_km2"]).abs() / admin1["area_km2"]).max()
    assert off < 0.01


def test_mali_has_about_the_area_it_is_known_for(admin1):
    # 1,240,192 km2 according to the national statistics office (INSTAT).
    area = admin1.loc[admin1["country"] == "MLI", "area_km2"].sum()

    assert area == pytest.approx(1_240_192, rel=0.03)


def test_the_manifest_names_every_layer_with_its_checksum_and_licence(data_dir, layers):
    files = json.loads((data_dir / "geo" / "manifest.json").read_text(encoding="utf-8"))["files"]

    assert set(files) == set(GEO_FILES)
    for name, about in files.items():
        content = (data_dir / "geo" / name).read_bytes()
        assert about["sha256"] == hashlib.sha256(content).hexdigest(), name
        assert about["features"] == len(layers[name]), name
        assert about["licence"] in {"public domain", "CC BY 4.0"}, name
        assert about["source"], name
        assert about["vintage"], name


def test_every_layer_is_in_degrees_with_no_empty_shape(layers):
    for name, layer in layers.items():
        assert layer.crs == settings.STORAGE_CRS, name
        assert not layer.geometry.is_empty.any(), name
        assert layer.geometry.is_valid.all(), name


def test_layers_have_names_in_both_languages(layers):
    for name, layer in layers.items():
        assert layer["name"].notna().all(), name
        assert layer["name_fr"].notna().all(), name


def test_towns_that_briefings_name_have_a_label(layers):
    towns = set(layers["towns.geojson"]["name"])

    assert {
        "Bamako", "Kayes", "Nioro du Sahel", "Diboli", "Sandaré", "Gogui", "Molodo", "Niono",
        "Timbuktu", "Tonka", "Ténénkou",
    } <= towns  # fmt: skip
