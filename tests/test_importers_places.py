"""Coordinates of files: what is read, what is refused, and when the two change places."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from sahel_map import settings
from sahel_map import vocabulary as v
from sahel_map.importers.places import BOXES, read_points


def point(lat: str, lon: str, country: str = "MLI"):
    texts = (pd.Series([text], dtype="str") for text in (lat, lon))
    return read_points(*texts, np.array([country], dtype=object))


def test_coordinates_are_read_as_written():
    points = point("14.5", "-4.2")

    assert (points.lat[0], points.lon[0]) == (14.5, -4.2)
    assert not points.respelled[0]


@pytest.mark.parametrize("written", ["14,5", "\xa014.5", "+14.5"])
def test_other_spellings_of_a_number_are_read_and_marked(written):
    points = point(written, "-4.2")

    assert points.lat[0] == 14.5
    assert points.respelled[0]


@pytest.mark.parametrize(("lat", "lon"), [("", "-4.2"), ("14.5", ""), ("", "")])
def test_a_point_with_an_empty_coordinate_is_missing(lat, lon):
    points = point(lat, lon)

    assert points.missing[0]
    assert not points.bad[0]
    assert np.isnan([points.lat[0], points.lon[0]]).all()


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("north", "-4.2"), ("14.5", "W 4"), ("90.1", "0"), ("10", "-180.5"), ("x", ""), ("inf", "1")],
)
def test_a_point_that_cannot_be_on_the_globe_is_bad(lat, lon):
    points = point(lat, lon)

    assert points.bad[0]
    assert not points.missing[0]
    assert np.isnan([points.lat[0], points.lon[0]]).all()


def test_zero_and_zero_is_no_place():
    points = point("0.0", "0")

    assert points.null_island[0]
    assert np.isnan(points.lat[0])
    assert not points.bad[0]
    assert not points.far[0]


def test_a_point_on_the_equator_or_the_meridian_alone_is_a_place():
    assert not point("14.0", "0").null_island[0]
    assert point("14.0", "0").lat[0] == 14.0


def test_swapped_coordinates_are_put_in_order():
    points = point("-4.2", "14.5")

    assert (points.lat[0], points.lon[0]) == (14.5, -4.2)
    assert points.swapped[0]
    assert not points.far[0]


def test_coordinates_just_outside_their_country_stay():
    # Mali's box ends at 4.5 degrees east; 6.4 is less than two degrees beyond it.
    points = point("16.0", "6.4")

    assert (points.lat[0], points.lon[0]) == (16.0, 6.4)
    assert not points.swapped[0]
    assert not points.far[0]


def test_a_point_far_outside_that_swapping_does_not_help_is_kept_and_marked():
    points = point("48.8", "2.3")

    assert (points.lat[0], points.lon[0]) == (48.8, 2.3)
    assert points.far[0]
    assert not points.swapped[0]


def test_more_than_two_degrees_outside_is_far():
    assert point("16.0", "6.6").far[0]


@pytest.mark.parametrize("country", ["", "FRA"])
def test_points_of_countries_without_a_box_are_not_checked(country):
    points = point("-4.2", "14.5", country)

    assert (points.lat[0], points.lon[0]) == (-4.2, 14.5)
    assert not points.swapped[0]
    assert not points.far[0]


def test_no_rows_give_no_points():
    none = pd.Series([], dtype="str")

    assert len(read_points(none, none, np.array([], dtype=object)).lat) == 0


def test_rows_do_not_mix():
    lat = pd.Series(["14.5", "-1.0", "x", "12.0"], dtype="str")
    lon = pd.Series(["-4.2", "12.0", "1", "-1.0"], dtype="str")
    points = read_points(lat, lon, np.array(["MLI", "BFA", "MLI", "BFA"], dtype=object))

    assert points.lat.tolist()[:2] == [14.5, 12.0]
    assert points.lon.tolist()[3] == -1.0
    assert points.swapped.tolist() == [False, True, False, False]
    assert points.bad.tolist() == [False, False, True, False]


def test_the_boxes_enclose_the_countries_of_the_map_and_little_more():
    layer = gpd.read_file(settings.ROOT / "data" / "geo" / "admin1.geojson")
    bounds = layer.dissolve("country").bounds

    assert set(BOXES) == set(v.COUNTRIES)
    for code, (west, south, east, north) in BOXES.items():
        box = bounds.loc[code]
        assert 0 <= box["minx"] - west < 0.5
        assert 0 <= box["miny"] - south < 0.5
        assert 0 <= east - box["maxx"] < 0.5
        assert 0 <= north - box["maxy"] < 0.5
