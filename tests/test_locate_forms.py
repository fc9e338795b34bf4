"""What goes into the join and comes out of it: with geometry or without, text or categories."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from sahel_map.errors import CRSError
from sahel_map.locate import FLAGS, METHODS, locate

TEXTS = ["admin1_id", "admin1", "admin1_method", "admin1_flag"]

ROWS = pd.DataFrame(
    {
        "country": ["MLI", "MLI", "BFA", "SEN", "MLI"],
        "admin1_stated": ["West", "Ouest", "Est", "", "Atlantis"],
        "lon": [0.5, np.nan, 1.5, 0.5, -0.03],
        "lat": [10.5, np.nan, 9.5, 10.5, 10.4],
    },
    index=["e", "d", "c", "b", "a"],
)
EXPECTED = [
    ["ML-W", "West", "within", ""],
    ["ML-W", "West", "stated", ""],
    ["BF-T", "Tapoa", "within", ""],
    ["", "", "none", ""],
    ["ML-W", "West", "nearest", "unknown_region"],
]


def test_a_table_without_geometry_is_joined_by_its_coordinates_and_stays_a_table(units):
    located = locate(ROWS, units)

    assert type(located) is pd.DataFrame
    assert located[TEXTS].to_numpy().tolist() == EXPECTED
    assert located.index.tolist() == ["e", "d", "c", "b", "a"]
    assert located.columns[:4].tolist() == ["country", "admin1_stated", "lon", "lat"]
    distances = located["admin1_distance_km"]
    assert distances.isna().tolist() == [False, True, False, True, False]
    assert distances.iloc[4] == pytest.approx(3.285, abs=0.001)


def test_half_a_point_is_no_point(units):
    half = ROWS.iloc[[0]].assign(lat=np.nan)

    assert locate(half, units)["admin1_method"].tolist() == ["stated"]


def test_categories_come_back_as_categories_with_the_same_values(units):
    as_categories = ROWS.astype({"country": "category", "admin1_stated": "category"})

    located = locate(as_categories, units)

    assert [str(located[name].dtype) for name in TEXTS] == ["category"] * 4
    assert located[TEXTS].astype(str).to_numpy().tolist() == EXPECTED
    assert located["admin1_method"].cat.categories.tolist() == list(METHODS)
    assert located["admin1_flag"].cat.categories.tolist() == list(FLAGS)
    assert located["admin1_id"].cat.categories.tolist() == ["", *units.index]


def test_the_stated_region_alone_decides_whether_categories_come_back(units):
    only_country = ROWS.astype({"country": "category"})
    only_region = ROWS.astype({"admin1_stated": "category"})

    assert str(locate(only_country, units)["admin1_id"].dtype) == "str"
    assert str(locate(only_region, units)["admin1_id"].dtype) == "category"
    assert locate(only_country, units)[TEXTS].to_numpy().tolist() == EXPECTED


def test_a_missing_region_is_no_stated_region(units):
    missing = pd.Series(["West", None, None, None, None], index=ROWS.index, dtype="category")

    located = locate(ROWS.assign(admin1_stated=missing), units)

    assert located[TEXTS].astype(str).to_numpy().tolist() == [
        ["ML-W", "West", "within", ""],
        ["", "", "none", ""],
        ["BF-T", "Tapoa", "within", ""],
        ["", "", "none", ""],
        ["ML-W", "West", "nearest", "nearest"],
    ]


def test_many_events_at_one_place_are_all_told_the_same(units):
    many = ROWS.iloc[np.tile(np.arange(5), 200)].set_axis(range(1000))

    located = locate(many, units)

    assert located[TEXTS].to_numpy().tolist() == EXPECTED * 200


def test_a_table_with_geometry_stays_one_and_its_coordinates_are_not_looked_at(units):
    points = gpd.points_from_xy(ROWS["lon"], ROWS["lat"], crs="EPSG:4326")
    with_points = gpd.GeoDataFrame(ROWS.assign(lon=99.0, lat=99.0), geometry=points)

    located = locate(with_points, units)

    assert isinstance(located, gpd.GeoDataFrame)
    assert located[TEXTS].to_numpy().tolist() == EXPECTED


def test_a_layer_that_is_not_in_degrees_is_refused_for_a_table_too(units):
    with pytest.raises(CRSError, match="got EPSG:32630"):
        locate(ROWS, units.to_crs("EPSG:32630"))
