"""The join at once against the join event by event, on the bundled data and on random events."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_locate import JOINED, plain_locate
from shapely import Point

from sahel_map.locate import locate

TEXTS = [name for name in JOINED if name != "admin1_distance_km"]

UNITS = gpd.GeoDataFrame(
    [
        ("A", "Plain", "Plaine", "Flats;Low Land", "Wide", "MLI"),
        ("B", "Hills", "", "", "Wide", "MLI"),
        ("C", "Isles", "Iles", "", "", "MLI"),
        ("D", "Enclave", "", "Plain", "", "BFA"),
        ("E", "Plain", "", "", "", "NER"),
    ],
    columns=["admin1_id", "name", "name_fr", "alt_names", "region", "country"],
    geometry=[
        # Straight in degrees for 1,500 km: 21 km off the shortest line in its middle.
        shapely.Polygon(
            [(0, 20), (15.3, 20), (15.3, 25), (0, 25)], [[(4, 22), (5, 22), (5.2, 23), (4, 23)]]
        ),
        shapely.Polygon([(15.3, 20), (19, 19), (18.5, 25.5), (15.3, 25)]),
        shapely.MultiPolygon([shapely.box(2, 27, 3, 28), shapely.box(21, 18, 21.4, 18.3)]),
        shapely.Polygon([(4, 22), (5, 22), (5.2, 23), (4, 23)]),
        shapely.box(30, 20, 31, 21),
    ],
    crs="EPSG:4326",
).set_index("admin1_id", drop=False)
"""Long borders, a hole with a neighbour in it, islands, one name in two countries."""

STATED = ["", "plain", "Flats", "WIDE", "Hills", "Île", "iles", "Atlantis"]
BORDERS = sorted({float(value) for value in shapely.get_coordinates(UNITS.geometry).flat})


def coordinate(low: float, high: float):
    """Return numbers of which many are those of a corner, or just beside."""
    corners = [value for value in BORDERS if low <= value <= high]
    beside = st.builds(
        lambda corner, off: corner + off,
        st.sampled_from(corners),
        st.sampled_from([0, 1e-9, -1e-9, 1e-3, -0.02, 0.05]),
    )
    return st.one_of(beside, st.floats(low, high), st.integers(int(low), int(high)).map(float))


event = st.tuples(
    st.none() | st.tuples(coordinate(-3, 35), coordinate(15, 30)),
    st.sampled_from(STATED),
    st.sampled_from(["MLI", "MLI", "MLI", "BFA", "NER", "SEN", ""]),
)


def frame(rows) -> gpd.GeoDataFrame:
    """Return events from tuples of point, stated region, country, the last of them twice."""
    rows = [*rows, *rows[-1:]]
    columns = {
        "admin1_stated": pd.Series([row[1] for row in rows], dtype=str),
        "country": pd.Series([row[2] for row in rows], dtype=str),
    }
    points = [row[0] and Point(row[0]) for row in rows]
    table = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(points, crs="EPSG:4326"))
    return table.set_axis([f"event-{number}" for number in range(len(rows))])


def assert_agree(events: gpd.GeoDataFrame, units: gpd.GeoDataFrame) -> None:
    """Compare columns, their order and kinds, and every value; distances to a millimetre."""
    plain, ours = plain_locate(events, units), locate(events, units)

    assert list(ours.columns) == list(plain.columns)
    pd.testing.assert_frame_equal(ours[TEXTS], plain[TEXTS], obj="joined texts")
    pd.testing.assert_series_equal(
        ours["admin1_distance_km"], plain["admin1_distance_km"], rtol=1e-9, atol=1e-6
    )


def test_the_bundled_events_are_joined_as_one_by_one(data):
    events = data.events.drop(columns=JOINED)

    assert_agree(events, data.admin1)


def test_points_about_real_borders_are_joined_as_one_by_one(data):
    random = np.random.default_rng(4)
    mali = data.admin1[data.admin1["country"].isin(["MLI", "NER"])]
    corners, unit = shapely.get_coordinates(mali.geometry.to_numpy(), return_index=True)
    some = random.integers(0, len(corners), 120)
    off = random.normal(0, 1, (120, 2)) * random.choice([0, 1e-6, 0.01, 0.1, 3], (120, 1))
    points = zip(*(corners[some] + off).T, strict=True)
    countries = mali["country"].to_numpy()[unit[some]]
    stated = random.choice(["", "Kayes", "Gao", "zinder", "Atlantis"], 120)

    events = frame(list(zip(points, stated, countries, strict=True)))

    assert set(locate(events, data.admin1)["admin1_method"]) == {
        "within",
        "nearest",
        "stated",
        "none",
    }
    assert_agree(events, data.admin1)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(event, min_size=1, max_size=6))
def test_random_events_are_joined_as_one_by_one(rows):
    assert_agree(frame(rows), UNITS)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(event, min_size=1, max_size=4))
def test_the_order_of_the_layer_decides_on_borders_as_one_by_one(rows):
    assert_agree(frame(rows), UNITS.iloc[::-1])


def test_of_two_units_that_end_in_one_corner_the_first_of_the_layer_is_the_nearest():
    shapes = [[(1, 10), (2, 9), (2, 10)], [(1, 10), (2, 10), (2, 11)]]
    tips = UNITS.iloc[:2].set_geometry(
        gpd.GeoSeries(map(shapely.Polygon, shapes), index=["A", "B"], crs="EPSG:4326")
    )
    events = frame([((0.98, 10), "", "MLI")])

    assert locate(events, tips)["admin1_id"].tolist() == ["A", "A"]
    assert locate(events, tips.iloc[::-1])["admin1_id"].tolist() == ["B", "B"]


def test_between_a_long_border_and_the_shortest_line_north_of_it_a_point_is_at_no_distance():
    located = locate(frame([((7.65, 25.05), "", "MLI")]), UNITS)

    assert located["admin1_id"].tolist() == ["A", "A"]
    assert located["admin1_method"].tolist() == ["nearest", "nearest"]
    assert located["admin1_distance_km"].tolist() == [0.0, 0.0]


def test_south_of_a_long_border_the_shortest_line_is_as_much_farther_away():
    located = locate(frame([((7.65, 19.95), "", "MLI")]), UNITS, tolerance_km=30)

    # 0.05 degrees are 5.5 km; from (0, 20) to (15.3, 20) the shortest line passes 18.4 km farther
    # north: the tangent of its highest latitude is that of 20 over the cosine of 7.65 degrees.
    assert located["admin1_distance_km"].tolist() == [pytest.approx(23.9, abs=0.2)] * 2
    assert located["admin1_id"].tolist() == ["A", "A"]


def test_no_point_on_the_other_side_of_the_earth_lies_in_a_unit():
    # The antipode of a point in the middle of unit A: in a plane about it, A is all around.
    events = frame([((7 - 180, -24), "", "MLI")])

    located = locate(events, UNITS)

    assert located[TEXTS].iloc[0].tolist() == ["", "", "none", "outside_country"]
    # Half the way around the earth, less the way from (7, 24) to the farthest corner of the isles.
    away = pyproj.Geod(ellps="WGS84").inv(7, 24, 21.4, 18)[2] / 1000
    assert located["admin1_distance_km"].iloc[0] == pytest.approx(20_004 - away, rel=0.01)


def test_no_events_give_columns_of_the_same_kinds_as_some():
    events = frame([((1, 21), "", "MLI")])

    nothing, some = locate(events.iloc[:0], UNITS), locate(events, UNITS)

    assert nothing.dtypes.to_dict() == some.dtypes.to_dict()
    assert len(nothing) == 0


def test_a_unit_without_a_shape_is_nobodys_nearest():
    shapeless = UNITS.assign(geometry=UNITS.geometry.where(UNITS["country"] != "BFA"))

    [located, _] = locate(frame([((4.5, 21.99), "Enclave", "BFA")]), shapeless)[TEXTS].to_numpy()

    assert located.tolist() == ["D", "Enclave", "stated", ""]
