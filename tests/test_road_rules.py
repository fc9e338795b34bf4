"""Between the tables and lines of the roads: what does not fit is named, and stays usable."""

import json

import pytest

from sahel_map import store
from sahel_map.errors import DataError
from sahel_map.road_rules import LENGTH_RATIO, LONGEST_LEG_KM

LINES = "corridors.geojson"
WAYPOINTS = "corridor_waypoints.csv"
FAR = "a point at most 120 km from the one before"
RATIO = "a length of which the line is 0.75 to 1.05, or a length_note that says why not"
STALE = "the legs of corridor_waypoints.csv; run `sahel-map corridors draw`"
FEW = "a corridor with two or more waypoints"
WEST_EAST_KM = 109.46
"""One degree of longitude on latitude 10.5."""


@pytest.fixture
def change(evidence_folder, edit_row):
    """Change values of one row and load the folder again."""

    def edit(name: str, line: int, **values: str) -> store.Dataset:
        edit_row(evidence_folder / name, line, **values)
        return store.load(evidence_folder)

    return edit


@pytest.fixture
def redraw(evidence_folder):
    """Change the features of the line file and load the folder again."""

    def edit(change) -> store.Dataset:
        path = evidence_folder / "geo" / LINES
        collection = json.loads(path.read_text(encoding="utf-8"))
        change(collection["features"])
        path.write_text(json.dumps(collection), encoding="utf-8")
        return store.load(evidence_folder)

    return edit


def named(data: store.Dataset) -> list[tuple]:
    """Return where each fault stands and what would have been right."""
    return [(f.file, f.row, f.column, f.value, f.allowed) for f in data.faults]


def whole(data: store.Dataset) -> bool:
    """Return whether every road, leg and spell is there, and no row was left out."""
    roads = data.roads
    sizes = [len(roads.corridors), len(roads.legs), len(roads.blockades)]
    return sizes == [3, 5, 4] and len(data.rejected) == 0


def test_roads_that_fit_their_lines_have_no_fault(evidence):
    assert named(evidence) == []
    assert whole(evidence)


def test_the_bounds_are_those_that_the_rules_tell():
    assert (LONGEST_LEG_KM, *LENGTH_RATIO) == (120, 0.75, 1.05)


def test_a_leg_longer_than_120_km_is_named_at_its_end_and_stays(change):
    data = change(WAYPOINTS, 7, lat="9.4")

    assert (WAYPOINTS, 7, "lat", "Gourma: 122 km", FAR) in named(data)
    assert {f.allowed for f in data.faults} == {FAR, STALE}
    assert data.errors()
    assert whole(data)


def test_a_leg_just_under_120_km_is_let_be(change):
    data = change(WAYPOINTS, 7, lat="9.42")

    assert {f.allowed for f in data.faults} == {STALE}


@pytest.mark.parametrize(
    ("stated", "ratio"),
    [("104", "1.05"), ("104.3", None), ("145.9", None), ("146", "0.75"), ("60", "1.82")],
)
def test_a_stated_length_that_the_line_belies_is_named_unless_the_ratio_is_within_bounds(
    change, stated, ratio
):
    data = change("corridors.csv", 2, length_km=stated)

    value = f"{float(stated):.0f} ({ratio})"
    fault = ("corridors.csv", 2, "length_km", value, RATIO)
    assert named(data) == ([fault] if ratio else [])
    assert whole(data)
    assert data.roads.corridors.at["west_east", "road_km"] == float(stated)
    assert data.roads.corridors.at["west_east", "drawn_km"] == pytest.approx(WEST_EAST_KM, abs=0.01)


def test_a_note_says_why_a_stated_length_is_unlike_the_line(change):
    data = change("corridors.csv", 2, length_km="60", length_note="Two sources differ.")

    assert named(data) == []


def test_a_note_that_is_taken_away_brings_the_fault_back(change):
    data = change("corridors.csv", 4, length_note="")

    assert named(data) == [("corridors.csv", 4, "length_km", "90 (1.23)", RATIO)]
    assert whole(data)


def test_a_length_of_zero_is_named(change):
    data = change("corridors.csv", 2, length_km="0")

    assert [(f.file, f.row, f.column) for f in data.faults] == [("corridors.csv", 2, "length_km")]


def test_a_corridor_with_one_waypoint_is_named_and_has_no_line(change):
    data = change(WAYPOINTS, 9, corridor_id="west_east", seq="4")

    assert ("corridors.csv", 4, "corridor_id", "north_river", FEW) in named(data)
    assert "north_river" in data.roads.corridors.index


def test_a_corridor_without_waypoints_is_named_and_has_a_length_of_nothing_drawn(
    evidence_folder,
):
    path = evidence_folder / WAYPOINTS
    lines = path.read_text(encoding="utf-8").splitlines()[:7]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    data = store.load(evidence_folder)

    assert ("corridors.csv", 4, "corridor_id", "north_river", FEW) in named(data)
    assert list(data.roads.corridors.index) == ["west_east", "middle_gourma", "north_river"]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (3, {"lat": "10.6"}),
        (4, {"lon": "1.50001"}),
        (8, {"lat": "11.4"}),
    ],
)
def test_a_line_file_that_is_older_than_the_waypoints_is_named_with_the_cure(change, line, values):
    data = change(WAYPOINTS, line, **values)

    assert (LINES, None, "leg_id", "5", STALE) in named(data)
    assert {f.allowed for f in data.faults} == {STALE}
    assert whole(data)


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (9, {"seq": "0"}),
        (9, {"country": "SEN"}),
        (9, {"alignment_confidence": "low"}),
        (9, {"place": "Middle Port"}),
    ],
)
def test_a_line_file_that_tells_another_course_country_or_name_is_out_of_date_too(
    change, line, values
):
    data = change(WAYPOINTS, line, **values)

    assert (LINES, None, "leg_id", "5", STALE) in named(data)


def test_a_missing_line_file_is_named_with_the_cure_and_the_tables_stay(evidence_folder):
    (evidence_folder / "geo" / LINES).unlink()

    data = store.load(evidence_folder)

    assert named(data) == [(LINES, None, "leg_id", "0", STALE)]
    assert data.errors()
    assert len(data.roads.legs) == 0
    assert len(data.rejected) == 0
    assert list(data.roads.corridors["drawn_km"]) == [0, 0, 0]
    assert data.roads.corridors.at["west_east", "road_km"] == 115


def test_a_line_too_few_or_too_many_is_named(redraw):
    data = redraw(lambda features: features.pop())
    assert named(data) == [(LINES, None, "leg_id", "4", STALE)]

    data = redraw(lambda features: features.append(features[0] | {"id": 1}))
    assert len(data.faults) == 1


def test_a_line_of_a_corridor_that_is_not_listed_is_named_and_not_drawn(redraw):
    def rename(features):
        features[0]["properties"]["corridor_id"] = "path"

    data = redraw(rename)

    assert [f.file for f in data.faults] == [LINES]
    assert "path" not in set(data.roads.legs["corridor_id"])


def test_a_line_along_the_real_road_is_up_to_date(redraw):
    def bend(features):
        features[0]["geometry"]["coordinates"].insert(1, [0.75, 10.6])
        features[0]["properties"]["drawn"] = "road"

    data = redraw(bend)

    assert named(data) == []
    assert "road" in set(data.roads.legs["drawn"])


def test_a_broken_line_file_stops_the_data_with_a_cure(evidence_folder):
    (evidence_folder / "geo" / LINES).write_text("{", encoding="utf-8")

    with pytest.raises(DataError, match="sahel-map corridors draw"):
        store.load(evidence_folder)


def test_without_waypoints_lines_are_not_asked_for(evidence_folder):
    for name in (WAYPOINTS, f"geo/{LINES}"):
        (evidence_folder / name).unlink()

    data = store.load(evidence_folder)

    assert named(data) == []
    assert len(data.roads.corridors) == 3
    assert len(data.roads.legs) == 0


def test_a_broken_corridor_is_no_second_fault_at_what_names_it(change):
    data = change("corridors.csv", 2, mode="air")

    assert {(f.file, f.row, f.column) for f in data.faults} == {("corridors.csv", 2, "mode")}
    assert set(data.roads.legs["corridor_id"]) == {"middle_gourma", "north_river"}
    assert "west_east" in data.roads.blockades.at["west-siege", "corridor_ids"]


def test_every_fault_of_the_roads_is_named_at_once(evidence_folder, edit_row):
    edit_row(evidence_folder / WAYPOINTS, 7, lat="9.4")
    edit_row(evidence_folder / "corridors.csv", 4, length_note="")
    edit_row(evidence_folder / "events.csv", 3, corridor_id="path")
    edit_row(evidence_folder / "blockades.csv", 3, end="2025-07-09")
    edit_row(evidence_folder / "fuel.csv", 2, event_id="gone")

    found = {(f.file, f.row, f.column) for f in store.load(evidence_folder).faults}

    assert found == {
        (WAYPOINTS, 7, "lat"),
        ("corridors.csv", 4, "length_km"),
        ("events.csv", 3, "corridor_id"),
        ("blockades.csv", 3, "end"),
        ("fuel.csv", 2, "event_id"),
        (LINES, None, "leg_id"),
    }
