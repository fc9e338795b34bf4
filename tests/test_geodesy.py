"""Distances in the plane against those on the ellipsoid, and layers that are not in degrees."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from sahel_map import settings
from sahel_map.errors import CRSError
from sahel_map.geodesy import GEOD, PLANE_CRS, length_km, to_plane
from sahel_map.lines import read_legs


def plane_km(lines: list[shapely.LineString]) -> np.ndarray:
    """Return the lengths of lines in degrees as the plane has them."""
    return shapely.length(to_plane(gpd.GeoSeries(lines, crs=settings.STORAGE_CRS))) / 1000


def random_pairs(count: int) -> list[shapely.LineString]:
    """Return lines of 10 to 100 km in all directions between 4 and 20 N, 17 W and 5 E."""
    rng = np.random.default_rng(20250701)
    lon, lat = rng.uniform(-17, 5, count), rng.uniform(4, 20, count)
    ends = GEOD.fwd(lon, lat, rng.uniform(0, 360, count), rng.uniform(10_000, 100_000, count))
    inside = (ends[0] >= -17) & (ends[0] <= 5) & (ends[1] >= 4) & (ends[1] <= 20)
    points = np.column_stack([lon, lat, ends[0], ends[1]])[inside]
    return [shapely.LineString([row[:2], row[2:]]) for row in points]


def test_a_line_is_as_long_as_the_ellipsoid_has_it():
    # A degree of latitude from the equator is 110.574 km, one of longitude on it 111.320 km.
    assert length_km(shapely.LineString([(0, 0), (0, 1)])) == pytest.approx(110.574, abs=1e-3)
    assert length_km(shapely.LineString([(0, 0), (1, 0)])) == pytest.approx(111.320, abs=1e-3)
    assert length_km(shapely.LineString([(0, 0), (0, 1), (0, 0)])) == pytest.approx(
        221.149, abs=1e-3
    )
    assert length_km(shapely.LineString([(1, 10), (1, 10)])) == 0


def test_the_plane_is_true_to_a_percent_between_any_two_points_of_the_region():
    pairs = random_pairs(2000)

    true = np.array([length_km(pair) for pair in pairs])
    assert len(pairs) > 1500
    assert true.min() < 15
    assert true.max() > 95
    assert np.abs(plane_km(pairs) / true - 1).max() < 0.01


def test_the_plane_is_true_to_a_percent_along_every_leg_of_the_bundled_roads(data_dir):
    legs = read_legs(data_dir / "geo" / "corridors.geojson")

    off = np.abs(plane_km(list(legs.geometry)) / legs["length_km"].to_numpy() - 1)
    assert len(legs) > 400
    assert off.max() < 0.01


def test_the_bundled_roads_lie_where_the_plane_holds(data_dir):
    west, south, east, north = read_legs(data_dir / "geo" / "corridors.geojson").total_bounds

    assert 4 < south < north < 20
    assert -18 < west < east < 5


def test_the_plane_is_in_metres_and_its_middle_is_nowhere_but_in_the_region():
    assert {axis.unit_name for axis in PLANE_CRS.axis_info} == {"metre"}
    [middle] = to_plane(gpd.GeoSeries([shapely.Point(-4, 13)], crs=settings.STORAGE_CRS))
    assert (middle.x, middle.y) == pytest.approx((0, 0), abs=0.01)


def test_no_geometries_give_an_empty_array():
    assert to_plane(gpd.GeoSeries([], crs=settings.STORAGE_CRS)).shape == (0,)


@pytest.mark.parametrize("crs", [None, settings.AREA_CRS, "EPSG:32630", "EPSG:3857"])
def test_a_layer_that_is_not_in_degrees_is_refused_with_what_came_and_the_cure(crs):
    layer = gpd.GeoSeries([shapely.Point(0, 10)], crs=crs)

    with pytest.raises(CRSError, match=r"needs EPSG:4326, got .*: convert with to_crs\(\) first"):
        to_plane(layer)
