"""The join: inside its country, never across a border, nothing dropped."""

import geopandas as gpd
import pandas as pd
import pyproj
import pytest
import shapely
from shapely import Point

from sahel_map.errors import CRSError
from sahel_map.locate import FLAGS, METHODS, locate

JOINED = ["admin1_id", "admin1", "admin1_method", "admin1_flag"]


def events(*rows: tuple, index=None) -> gpd.GeoDataFrame:
    """Return events from tuples of point, stated region, country."""
    points, stated, country = zip(*rows, strict=True)
    return gpd.GeoDataFrame(
        {"admin1_stated": stated, "country": country},
        geometry=gpd.GeoSeries([p and Point(p) for p in points], crs="EPSG:4326", index=index),
        index=index,
    )


def joined(frame: gpd.GeoDataFrame, units: gpd.GeoDataFrame, **options) -> list:
    """Return the joined columns of a single event."""
    [row] = locate(frame, units, **options)[JOINED].to_numpy().tolist()
    return row


def km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the geodesic distance on the ellipsoid."""
    return pyproj.Geod(ellps="WGS84").inv(lon1, lat1, lon2, lat2)[2] / 1000


def test_a_point_in_a_unit_is_within_it_at_distance_zero(units):
    located = locate(events(((0.5, 10.5), "West", "MLI"), ((1.5, 10.5), "", "MLI")), units)

    assert located[JOINED].to_numpy().tolist() == [
        ["ML-W", "West", "within", ""],
        ["ML-E", "East", "within", ""],
    ]
    assert located["admin1_distance_km"].tolist() == [0.0, 0.0]


def test_a_point_just_outside_its_country_takes_the_nearest_unit_and_its_distance(units):
    outside = events(((-0.03, 10.4), "West", "MLI"))

    located = locate(outside, units)

    assert located[JOINED].to_numpy().tolist() == [["ML-W", "West", "nearest", "nearest"]]
    assert located["admin1_distance_km"].tolist() == [
        pytest.approx(km(-0.03, 10.4, 0, 10.4), abs=0.001)
    ]
    assert located["admin1_distance_km"].iloc[0] == pytest.approx(3.285, abs=0.001)


def test_a_point_inside_the_neighbour_stays_in_its_own_country(units):
    beyond_the_border = events(((1.5, 11.01), "", "MLI"), ((1.5, 10.99), "", "MRT"))

    located = locate(beyond_the_border, units)

    assert located[JOINED].to_numpy().tolist() == [
        ["ML-E", "East", "nearest", "nearest"],
        ["MR-N", "North", "nearest", "nearest"],
    ]


def test_a_point_beyond_the_tolerance_keeps_its_stated_region_and_is_flagged(units):
    located = locate(events(((0.5, 11.5), "west", "MLI"), ((0.5, 11.5), "", "MLI")), units)

    assert located[JOINED].to_numpy().tolist() == [
        ["ML-W", "West", "stated", "outside_country"],
        ["", "", "none", "outside_country"],
    ]
    assert located["admin1_distance_km"].tolist() == pytest.approx(
        [km(0.5, 11.5, 0.5, 11)] * 2, abs=0.1
    )


def test_the_tolerance_decides_between_the_nearest_unit_and_none(units):
    three_km_out = events(((-0.03, 10.4), "", "MLI"))

    assert joined(three_km_out, units, tolerance_km=3.3) == ["ML-W", "West", "nearest", "nearest"]
    assert joined(three_km_out, units, tolerance_km=3.2) == ["", "", "none", "outside_country"]


def test_an_event_without_a_point_is_joined_by_what_its_sources_state(units):
    located = locate(events((None, "ouest", "MLI"), (None, "Est", "BFA")), units)

    assert located[JOINED].to_numpy().tolist() == [
        ["ML-W", "West", "stated", ""],
        ["", "Est", "stated", ""],
    ]
    assert located["admin1_distance_km"].isna().tolist() == [True, True]


def test_an_event_without_a_point_or_a_region_is_kept_with_no_unit(units):
    located = locate(events((None, "", "MLI")), units)

    assert located[JOINED].to_numpy().tolist() == [["", "", "none", ""]]
    assert located["admin1_distance_km"].isna().tolist() == [True]


def test_a_stated_region_that_is_not_where_the_point_lies_is_flagged(units):
    assert joined(events(((0.5, 10.5), "East", "MLI")), units) == [
        "ML-W",
        "West",
        "within",
        "differs",
    ]


def test_a_stated_region_above_the_unit_agrees_with_the_point(units):
    assert joined(events(((1.5, 9.5), "Est", "BFA")), units) == ["BF-T", "Tapoa", "within", ""]


def test_a_stated_region_that_the_layer_does_not_know_is_flagged(units):
    with_point = events(((0.5, 10.5), "Atlantis", "MLI"))
    without = events((None, "Atlantis", "MLI"))

    assert joined(with_point, units) == ["ML-W", "West", "within", "unknown_region"]
    assert joined(without, units) == ["", "Atlantis", "stated", "unknown_region"]


def test_a_country_that_the_layer_lacks_joins_to_nothing(units):
    located = locate(events(((0.5, 10.5), "", "SEN"), ((0.5, 10.5), "West", "SEN")), units)

    assert located[JOINED].to_numpy().tolist() == [
        ["", "", "none", ""],
        ["", "West", "stated", "unknown_region"],
    ]


def test_a_point_on_a_shared_border_goes_to_the_first_unit_of_the_layer(units):
    on_the_border = events(((1, 10.5), "", "MLI"))

    assert joined(on_the_border, units)[0] == "ML-W"
    assert joined(on_the_border, units.iloc[::-1])[0] == "ML-E"
    assert joined(on_the_border, units)[2:] == ["within", ""]


def test_the_index_and_the_order_of_the_caller_are_kept(units):
    frame = events(
        ((1.5, 10.5), "", "MLI"),
        (None, "", "MLI"),
        ((0.5, 9.5), "", "BFA"),
        ((0.5, 10.5), "", "MLI"),
        index=["d", "b", "a", "c"],
    )

    located = locate(frame, units)

    expected = pd.Series(["ML-E", "", "BF-G", "ML-W"], index=["d", "b", "a", "c"], name="admin1_id")
    pd.testing.assert_series_equal(located["admin1_id"], expected)
    assert list(located.columns[:3]) == list(frame.columns)


def test_what_is_handed_in_is_not_changed(units):
    frame = events(((0.5, 10.5), "East", "MLI"), (None, "Est", "BFA"))
    before, layer = frame.copy(deep=True), units.copy(deep=True)

    locate(frame, units)

    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(units, layer)


def test_no_events_give_no_events_with_the_joined_columns(units):
    located = locate(events(((0.5, 10.5), "", "MLI")).iloc[:0], units)

    assert len(located) == 0
    assert set(JOINED) <= set(located.columns)


def test_events_that_all_lack_a_point_are_all_kept(units):
    frame = events((None, "West", "MLI"), (None, "", "MLI"))

    assert locate(frame, units)["admin1_method"].tolist() == ["stated", "none"]


def test_another_coordinate_system_is_refused_and_the_cure_named(units):
    frame = events(((0.5, 10.5), "", "MLI"))

    with pytest.raises(CRSError, match=r"needs EPSG:4326, got EPSG:32630: convert with to_crs"):
        locate(frame.to_crs("EPSG:32630"), units)
    with pytest.raises(CRSError, match="got EPSG:32630"):
        locate(frame, units.to_crs("EPSG:32630"))
    with pytest.raises(CRSError, match="got None"):
        locate(frame.set_crs(None, allow_override=True), units)


def test_gogui_lies_a_quarter_of_a_kilometre_outside_mali_as_drawn(data):
    gogui = data.events.loc["2025-07-01-gogui"]
    kayes = data.admin1.at["ML-1", "geometry"]
    # The border as points some 10 m apart, each measured on the ellipsoid.
    border = shapely.segmentize(kayes.boundary, 0.0001)
    near = border.intersection(gogui.geometry.buffer(0.02))
    lon, lat = shapely.get_coordinates(near).T
    here = [gogui.geometry.x] * len(lon), [gogui.geometry.y] * len(lon)
    by_hand = pyproj.Geod(ellps="WGS84").inv(*here, lon, lat)[2].min() / 1000

    assert gogui["admin1_id"] == "ML-1"
    assert gogui["admin1_method"] == gogui["admin1_flag"] == "nearest"
    assert gogui["admin1_distance_km"] == pytest.approx(by_hand, abs=0.002)
    assert by_hand == pytest.approx(0.274, abs=0.002)


def test_methods_and_flags_are_the_ones_that_are_published(data):
    assert set(data.events["admin1_method"]) <= set(METHODS)
    assert set(data.events["admin1_flag"]) <= set(FLAGS)
