"""Legs between waypoints: drawn, written and read back; a shared leg counts once."""

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from sahel_map import settings
from sahel_map.errors import DataError
from sahel_map.lines import LEG_COLUMNS, NO_LEGS, draw_legs, read_legs, write_legs

HALF_DEGREE_KM = 54.732
"""Half a degree of longitude on latitude 10.5 of WGS 84."""


def waypoints(corridor_id: str, *stops: tuple) -> pd.DataFrame:
    """Return the waypoints of a corridor from (place, country, lon, lat, grade)."""
    columns = ["place", "country", "lon", "lat", "alignment_confidence"]
    rows = pd.DataFrame(stops, columns=columns)
    return rows.assign(corridor_id=corridor_id, seq=range(1, len(rows) + 1))


WEST = ("West Town", "MLI", 0.5, 10.5, "high")
MIDDLE = ("Middle", "MLI", 1.0, 10.5, "medium")
EAST = ("East Town", "NER", 1.5, 10.5, "high")
SOUTH = ("Gourma", "BFA", 0.5, 9.5, "low")
NETWORK = pd.concat(
    [
        waypoints("west_east", WEST, MIDDLE, EAST),
        waypoints("middle_gourma", MIDDLE, WEST, SOUTH),
    ]
)


@pytest.fixture
def legs():
    """Two corridors of two legs, one of them shared in opposite directions."""
    return draw_legs(NETWORK)


@pytest.fixture
def written(legs, tmp_path):
    """The legs in a file."""
    path = tmp_path / "corridors.geojson"
    write_legs(legs, path)
    return path


def test_a_leg_joins_each_waypoint_to_the_next_in_the_direction_of_its_corridor(legs):
    columns = ["corridor_id", "seq", "from_place", "to_place", "from_country", "to_country"]

    assert legs[columns].to_numpy().tolist() == [
        ["middle_gourma", 1, "Middle", "West Town", "MLI", "MLI"],
        ["middle_gourma", 2, "West Town", "Gourma", "MLI", "BFA"],
        ["west_east", 1, "West Town", "Middle", "MLI", "MLI"],
        ["west_east", 2, "Middle", "East Town", "MLI", "NER"],
    ]
    assert [list(line.coords) for line in legs.geometry[:2]] == [
        [(1.0, 10.5), (0.5, 10.5)],
        [(0.5, 10.5), (0.5, 9.5)],
    ]
    assert legs.crs == settings.STORAGE_CRS
    assert set(legs["drawn"]) == {"schematic"}


def test_waypoints_are_taken_by_number_and_not_by_row(legs):
    shuffled = draw_legs(NETWORK.iloc[::-1])

    pd.testing.assert_frame_equal(shuffled, legs)


def test_numbers_with_gaps_and_of_two_digits_keep_their_order():
    rows = waypoints("west_east", WEST, MIDDLE, EAST).assign(seq=[9, 10, 100])

    legs = draw_legs(rows)

    assert legs["from_place"].tolist() == ["West Town", "Middle"]
    assert legs["seq"].tolist() == [1, 2]


def test_lengths_are_those_of_the_ellipsoid_and_add_up_along_the_corridor(legs):
    road = legs[legs["corridor_id"] == "west_east"]

    assert road["length_km"].tolist() == pytest.approx([HALF_DEGREE_KM] * 2, abs=0.01)
    assert road["start_km"].tolist() == pytest.approx([0, HALF_DEGREE_KM], abs=0.01)


def test_a_leg_is_as_surely_placed_as_the_worse_of_its_ends(legs):
    assert legs["alignment"].tolist() == ["medium", "low", "medium", "medium"]


def test_a_shared_leg_has_one_id_whichever_way_it_is_run(legs):
    ids = legs.set_index(["corridor_id", "seq"])["leg_id"]

    assert ids["middle_gourma", 1] == ids["west_east", 1]
    assert ids.nunique() == 3


def test_a_leg_between_other_points_has_another_id(legs):
    moved = NETWORK.assign(lat=NETWORK["lat"].where(NETWORK["place"] != "Middle", 10.6))

    assert set(draw_legs(moved)["leg_id"]) & set(legs["leg_id"]) == {
        legs.set_index("to_place")["leg_id"]["Gourma"]
    }


@pytest.mark.parametrize("stops", [[], [WEST]])
def test_fewer_than_two_waypoints_give_no_leg(stops):
    legs = draw_legs(waypoints("west_east", *stops))

    assert len(legs) == 0
    assert list(legs.columns) == list(NO_LEGS.columns)
    assert legs.crs == settings.STORAGE_CRS


def test_legs_come_back_from_the_file_as_they_were(legs, written):
    back = read_legs(written)

    pd.testing.assert_frame_equal(
        pd.DataFrame(back.drop(columns="geometry")), pd.DataFrame(legs.drop(columns="geometry"))
    )
    assert shapely.equals_exact(back.geometry, legs.geometry, tolerance=1e-5).all()
    assert back.crs == legs.crs


def test_the_file_is_geojson_with_one_feature_a_line_that_geopandas_reads(legs, written):
    lines = written.read_text(encoding="utf-8").splitlines()
    layer = gpd.read_file(written)

    assert len(lines) == len(legs) + 2
    assert [json.loads(line.rstrip(","))["type"] for line in lines[1:-1]] == ["Feature"] * 4
    assert set(layer.columns) == {*LEG_COLUMNS, "geometry"}
    assert layer.crs == settings.STORAGE_CRS
    assert set(layer.geom_type) == {"LineString"}


def test_writing_what_was_read_leaves_no_difference(written, tmp_path):
    write_legs(read_legs(written), tmp_path / "again.geojson")

    assert (tmp_path / "again.geojson").read_bytes() == written.read_bytes()


def test_accents_are_written_as_they_are(tmp_path):
    path = tmp_path / "corridors.geojson"

    write_legs(draw_legs(NETWORK.assign(place="Ténénkou")), path)

    assert "Ténénkou" in path.read_text(encoding="utf-8")


def test_lengths_are_measured_anew_from_a_line_that_was_drawn_along_the_road(written):
    collection = json.loads(written.read_text(encoding="utf-8"))
    leg = collection["features"][2]
    leg["geometry"]["coordinates"] = [[0.5, 10.5], [0.5, 10.6], [1.0, 10.5]]
    leg["properties"] |= {"drawn": "road", "length_km": 1.0}
    written.write_text(json.dumps(collection), encoding="utf-8")

    road = read_legs(written).query("corridor_id == 'west_east'")

    assert road["drawn"].tolist() == ["road", "schematic"]
    assert road["length_km"].iloc[0] > 60
    assert road["start_km"].iloc[1] == road["length_km"].iloc[0]


def test_no_file_is_no_legs(tmp_path):
    legs = read_legs(tmp_path / "corridors.geojson")

    assert len(legs) == 0
    assert {*LEG_COLUMNS, "start_km"} <= set(legs.columns)
    assert legs.crs == settings.STORAGE_CRS


def test_a_file_without_features_is_no_legs(tmp_path):
    path = tmp_path / "corridors.geojson"

    write_legs(NO_LEGS, path)

    assert len(read_legs(path)) == 0


FEATURE = '{"type":"Feature","properties":{"corridor_id":"a"},"geometry":null}'


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        "[]",
        "{}",
        '{"features":null}',
        '{"features":[1]}',
        f'{{"features":[{FEATURE}]}}',
    ],
)
def test_a_broken_file_is_an_error_that_names_it_and_the_cure(tmp_path, content):
    path = tmp_path / "corridors.geojson"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(DataError, match=r"^corridors\.geojson cannot .*`sahel-map corridors draw`"):
        read_legs(path)


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "LineString", "coordinates": [[0.5, 10.5]]},
        {"type": "LineString", "coordinates": [["west", "north"], [1, 10]]},
        {"type": "Point", "coordinates": [0.5, 10.5]},
        {"type": "LineString"},
    ],
)
def test_a_leg_without_a_line_is_an_error_that_names_the_file(written, geometry):
    collection = json.loads(written.read_text(encoding="utf-8"))
    collection["features"][0]["geometry"] = geometry
    written.write_text(json.dumps(collection), encoding="utf-8")

    with pytest.raises(DataError, match=r"corridors\.geojson cannot be read as legs of corridors"):
        read_legs(written)


def test_the_bundled_lines_share_legs_and_none_is_run_twice_by_one_road(data):
    legs = data.roads.legs
    users = legs.groupby("leg_id")["corridor_id"].nunique()

    assert (users > 1).sum() > 20
    assert not legs.duplicated(["corridor_id", "leg_id"]).any()
    assert not legs.duplicated(["corridor_id", "seq"]).any()
