"""Legs laid along the roads of a layer: where a path is found, and where the line stays straight.

A, B and C lie on a meridian, 20 km apart; places are kilometres north and east of A.
"""

import json
import math

import geopandas as gpd
import pytest
import shapely
from road_fixtures import Stop, make_legs, spot

from sahel_map.errors import DataError
from sahel_map.geodesy import length_km
from sahel_map.lines import draw_legs
from sahel_map.roads import WINDING, convert_roads, convert_waypoints
from sahel_map.schema import TABLES
from sahel_map.settings import STORAGE_CRS
from sahel_map.snapping import read_road_layer, snap_legs
from sahel_map.tables import read_table

A, B, C = Stop("A", 0), Stop("B", 20), Stop("C", 40)
FAR = Stop("Far", 20, 20)
BETWEEN = [A, B, C]


def line(*places):
    """Return a line through places, kilometres north and east of 13 N 4 W."""
    return shapely.LineString([spot(*place) for place in places])


def wiggle(first, last, width=1.2):
    """Return a road due north in waves, ``width`` kilometres to either side."""
    steps = [first + n * (last - first) / 40 for n in range(41)]
    return line(*((n, width * math.sin((n - first) / 2.5 * math.pi)) for n in steps))


WINDING_ROAD, STRAIGHT_ROAD = wiggle(0, 20), line((20, 0), (40, 0))


@pytest.fixture
def layer(tmp_path):
    """Write lines as a layer of roads and return its path."""

    def write(*lines, name="roads.gpkg", crs=STORAGE_CRS, **columns):
        frame = gpd.GeoDataFrame(columns, geometry=list(lines), crs=STORAGE_CRS).to_crs(crs)
        frame.to_file(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def snapped(layer):
    """Lay one corridor along roads written to a file and read back."""

    def snap(*lines, stops=BETWEEN, **more):
        legs = make_legs({"road": stops})
        return snap_legs(legs, read_road_layer(layer(*lines, **more), legs))

    return snap


def away_m(leg, road):
    """Return how far a leg runs off a road at most, metres."""
    pair = gpd.GeoSeries([leg, road], crs=STORAGE_CRS).to_crs("EPSG:32629")
    return shapely.hausdorff_distance(pair[0], pair[1])


def reason(found):
    assert len(found.kept) == 1
    return found.kept["reason"].iloc[0]


def test_a_leg_follows_the_windings_of_its_road(snapped):
    legs = snapped(WINDING_ROAD, STRAIGHT_ROAD).legs

    assert legs["drawn"].tolist() == ["road", "road"]
    assert away_m(legs.geometry[0], WINDING_ROAD) < 60
    assert away_m(legs.geometry[1], STRAIGHT_ROAD) < 60


def test_lengths_are_measured_anew_along_the_ellipsoid_and_add_up(snapped):
    legs = snapped(WINDING_ROAD, STRAIGHT_ROAD).legs

    assert legs["length_km"].tolist() == [length_km(leg) for leg in legs.geometry]
    assert legs["length_km"][0] == pytest.approx(length_km(WINDING_ROAD), rel=0.01)
    assert legs["length_km"][0] > 25
    assert legs["length_km"][1] == pytest.approx(20, abs=0.01)
    assert legs["start_km"].tolist() == pytest.approx([0, legs["length_km"][0]])


def test_a_leg_runs_in_the_direction_of_its_corridor_however_the_road_was_drawn(snapped):
    legs = snapped(WINDING_ROAD.reverse(), STRAIGHT_ROAD, stops=[A, B, C]).legs

    for leg, (first, last) in zip(legs.geometry, [(A, B), (B, C)], strict=True):
        assert leg.coords[0] == pytest.approx(spot(first.north), abs=1e-4)
        assert leg.coords[-1] == pytest.approx(spot(last.north), abs=1e-4)


def test_a_shared_leg_has_one_line_there_and_back(layer):
    legs = make_legs({"there": [A, B, C], "back": [C, B, A]})

    found = snap_legs(legs, read_road_layer(layer(WINDING_ROAD, STRAIGHT_ROAD), legs)).legs
    there, back = (
        found[found["corridor_id"] == name].reset_index(drop=True) for name in ("there", "back")
    )

    assert there["leg_id"].tolist() == back["leg_id"].tolist()[::-1]
    assert back.geometry[1].equals_exact(there.geometry[0].reverse(), 0)
    assert back["length_km"].tolist() == pytest.approx(there["length_km"].tolist()[::-1])
    assert len(there.geometry[0].coords) > 10


def test_a_town_too_far_from_any_road_keeps_its_straight_line(snapped):
    found = snapped(WINDING_ROAD, stops=[A, B, FAR])

    assert reason(found) == "no road within 5 km of Far"
    assert found.legs["drawn"].tolist() == ["road", "schematic"]
    assert len(found.legs.geometry[1].coords) == 2
    assert found.legs["length_km"][1] == pytest.approx(20, abs=0.05)


@pytest.mark.parametrize(("km", "drawn"), [(4.8, "road"), (5.2, "schematic")])
def test_a_road_may_pass_a_town_within_five_kilometres(snapped, km, drawn):
    assert snapped(line((-5, km), (25, km)), stops=[A, B]).legs["drawn"].tolist() == [drawn]


def test_roads_with_a_gap_between_them_do_not_join_two_towns(snapped):
    found = snapped(line((0, 0), (9, 0)), line((11, 0), (20, 0)), stops=[A, B])

    assert reason(found) == "the roads of the layer do not join the two places"


@pytest.mark.parametrize(("out", "ratio"), [(5, None), (7, "1.7")])
def test_a_detour_of_more_than_sixty_percent_is_not_the_road(snapped, out, ratio):
    """Out to the east, north, and back: 20 km and twice the way out."""
    found = snapped(line((0, 0), (0, out), (20, out), (20, 0)), stops=[A, B])

    if ratio:
        assert reason(found) == f"the path is {ratio} times the straight line"
        assert found.legs["length_km"].tolist() == pytest.approx([20], abs=0.01)
    else:
        assert found.kept.empty
        assert found.legs["length_km"].tolist() == pytest.approx([30], abs=0.1)


def test_a_kept_leg_is_named_once_though_two_corridors_share_it(layer):
    legs = make_legs({"there": [A, B], "back": [B, A]})
    path = layer(line((0, 0), (9, 0)), line((11, 0), (20, 0)))

    kept = snap_legs(legs, read_road_layer(path, legs)).kept

    assert list(kept.columns) == ["leg_id", "from_place", "to_place", "reason"]
    assert kept["leg_id"].tolist() == [legs["leg_id"][0]]


@pytest.mark.parametrize("column", ["highway", "fclass"])
def test_a_footpath_is_not_taken_though_it_is_shorter(snapped, column):
    path, track = line((0, 0), (20, 0)), line((0, 0), (10, 4), (20, 0))

    found = snapped(path, track, stops=[A, B], **{column: ["footway", "track"]})

    assert away_m(found.legs.geometry[0], track) < 60


def test_roads_that_cross_without_a_shared_point_join(snapped):
    found = snapped(line((0, 0), (13, 0)), line((10, -3), (10, 3), (20, 3), (20, 0)), stops=[A, B])

    assert found.legs["drawn"].tolist() == ["road"]
    assert found.legs["length_km"].tolist() == pytest.approx([26], abs=0.1)


def test_a_road_in_several_parts_drawn_either_way_is_one_network(snapped):
    parts = shapely.MultiLineString([line((0, 0), (12, 0)), line((20, 0), (16, 2), (12, 0))])

    found = snapped(parts, stops=[A, B]).legs

    assert found["drawn"].tolist() == ["road"]
    assert found["length_km"].tolist() == pytest.approx([20.94], abs=0.02)


def test_a_snapped_road_is_as_long_as_its_line_and_a_straight_one_longer(evidence_folder):
    reads = {name: read_table(evidence_folder / name, TABLES[name]).rows for name in TABLES}
    straight = draw_legs(convert_waypoints(reads["corridor_waypoints.csv"]))
    likely = {
        drawn: convert_roads(reads, straight.assign(drawn=drawn)).corridors.loc["middle_gourma"]
        for drawn in ("schematic", "road")
    }

    assert all(corridor["estimated"] for corridor in likely.values())
    assert likely["road"]["road_km"] == pytest.approx(likely["road"]["drawn_km"])
    assert likely["schematic"]["road_km"] == pytest.approx(likely["road"]["road_km"] / WINDING)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.gpkg", None, "none.gpkg was not found"),
        ("notes.gpkg", "not a map", "notes.gpkg cannot be read as a map layer"),
    ],
)
def test_a_file_that_is_no_layer_is_refused(tmp_path, name, content, words):
    if content:
        (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(DataError, match=words):
        read_road_layer(tmp_path / name, make_legs({"road": BETWEEN}))


def test_a_layer_without_a_coordinate_system_is_refused_with_the_cure(layer, tmp_path):
    path = layer(STRAIGHT_ROAD, name="roads.shp")
    (tmp_path / "roads.prj").unlink()

    with pytest.raises(DataError, match=r"names no coordinate system.*ogr2ogr -a_srs EPSG:4326"):
        read_road_layer(path, make_legs({"road": BETWEEN}))


def test_degrees_that_are_metres_are_refused(layer):
    metres = gpd.GeoSeries([STRAIGHT_ROAD], crs=STORAGE_CRS).to_crs("EPSG:32629")[0]

    with pytest.raises(DataError, match=r"is in degrees \(EPSG:4326\) but its coordinates reach"):
        read_road_layer(layer(metres), make_legs({"road": BETWEEN}))


def test_a_layer_of_points_is_refused(layer):
    with pytest.raises(DataError, match="has no lines but Point: a layer of roads is needed"):
        read_road_layer(layer(shapely.Point(spot(5))), make_legs({"road": BETWEEN}))


@pytest.mark.parametrize("road", [line((0, 900), (20, 900)), line((60, 60), (62, 62))])
def test_a_layer_of_elsewhere_is_refused_with_where_the_corridors_lie(layer, road):
    stops = [A, B, C, Stop("D", 100)]

    with pytest.raises(DataError, match=r"no road near the corridors.*The layer covers") as error:
        read_road_layer(layer(road), make_legs({"road": stops}))
    assert "EPSG:4326" in str(error.value)


class TestOnTheCommandLine:
    """``sahel-map corridors snap`` on a folder of two roads and a river, half a degree a leg."""

    ROAD = shapely.LineString([(0.5, 10.5), (0.75, 10.52), (1.0, 10.5)])

    def test_lines_are_written_reported_and_valid(self, run, evidence_folder, layer):
        lines = evidence_folder / "geo" / "corridors.geojson"
        straight = lines.read_bytes()
        before = run("validate", evidence_folder)

        result = run("corridors", "snap", layer(self.ROAD), "--data", evidence_folder)
        legs = [f["properties"] for f in json.loads(lines.read_text(encoding="utf-8"))["features"]]
        drawn = {(leg["corridor_id"], leg["seq"]): leg["drawn"] for leg in legs}
        after = run("validate", evidence_folder)

        assert result.exit_code == 0
        assert {key for key, how in drawn.items() if how == "road"} == {
            ("west_east", 1),
            ("middle_gourma", 1),
        }
        assert "no road within 5 km of East Town" in result.stdout
        assert "no road within 5 km of Gourma" in result.stdout
        assert "`sahel-map corridors draw` undoes it" in result.stderr
        assert (after.exit_code, after.stdout) == (before.exit_code, before.stdout)

        assert run("corridors", "draw", "--data", evidence_folder).exit_code == 0
        assert lines.read_bytes() == straight

    def test_one_kilometre_is_allowed_once_a_leg_is_a_road(self, run, evidence_folder, layer):
        status = ("corridors", "status", "--on", "2025-07-05", "--buffer", "1")
        refused = run(*status, "--data", evidence_folder)

        run("corridors", "snap", layer(self.ROAD), "--data", evidence_folder)

        assert (refused.exit_code, "5, 10, 20" in refused.stderr) == (2, True)
        assert run(*status, "--data", evidence_folder).exit_code == 0

    @pytest.mark.parametrize(
        ("road", "flags", "code", "words"),
        [
            (ROAD, ["--dry-run"], 0, "Legs along real roads"),
            (shapely.Point(0.5, 10.5), [], 1, "a layer of roads is needed"),
        ],
    )
    def test_a_dry_run_and_a_refused_layer_write_nothing(  # noqa: PLR0913, PLR0917
        self, run, evidence_folder, layer, road, flags, code, words
    ):
        lines = evidence_folder / "geo" / "corridors.geojson"
        before = lines.read_bytes()

        result = run("corridors", "snap", layer(road), *flags, "--data", evidence_folder)

        assert result.exit_code == code
        assert words in (result.stderr if code else result.stdout)
        assert "Written" not in result.stderr
        assert lines.read_bytes() == before
