"""What the commands of the roads do with names, dates, layers and folders that are unlike ours."""

import datetime as dt
import shutil

import geopandas as gpd
import pytest
import shapely
from typer.testing import CliRunner

from sahel_map import settings, store
from sahel_map.cli import app
from sahel_map.lines import LINES_FILE
from sahel_map.maps import road_caption, road_group
from sahel_map.measures.gateways import approaches
from sahel_map.measures.road_days import road_days
from sahel_map.measures.sieges import sieges_on
from sahel_map.roads import WINDING

DAY = dt.date(2025, 9, 20)
KONOBOUGOU_BLA = [(-6.7667, 12.9167), (-6.26, 13.2), (-5.76, 12.95)]


def run(*arguments):
    """Run a command and return its result, with the two streams apart."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the bundled data."""
    return shutil.copytree(settings.ROOT / "data", tmp_path / "data")


@pytest.fixture
def without_lines(folder):
    """Return the bundled data without the lines of the roads."""
    (folder / "geo" / LINES_FILE).unlink()
    return folder


def replaced(folder, name, old, new):
    """Replace a text in a table of a folder."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def layer(path, lines, *, name="roads", crs="EPSG:4326"):
    """Write lines as a layer of a GeoPackage."""
    gpd.GeoDataFrame(geometry=lines, crs=crs).to_file(path, layer=name)
    return path


def test_a_road_name_with_brackets_is_printed_as_it_is(folder):
    replaced(folder, "corridors.csv", '"Dakar road, by Kayes"', '"Dakar road [/b] [red]"')

    result = run("corridors", "status", "--on", DAY, "--data", folder)

    assert result.exit_code == 0
    assert "Dakar road [/b] [red]" in result.stderr


def test_measures_far_beyond_the_data_come_at_once_and_hold_no_number():
    result = run(
        "corridors", "measure", "--corridor", "bamako_nara", "--from", "2025-01-01",
        "--to", "2300-12-31", "--every", "month", "--format", "csv",
    )  # fmt: skip

    last = result.stdout.splitlines()[-1]
    assert result.exit_code == 0
    assert last.startswith("2300-12-31,no_data,outside,,,,,,,")


def test_more_rows_than_anybody_reads_are_refused():
    result = run(
        "corridors", "measure", "--corridor", "bamako_nara", "--from", "2025-01-01",
        "--to", "9999-12-31", "--every", "day",
    )  # fmt: skip

    assert result.exit_code == 2
    assert "choose fewer days or longer periods" in result.stderr


def test_a_first_day_before_the_data_is_remarked_on():
    result = run(
        "corridors", "measure", "--corridor", "bamako_nara", "--from", "1999-01-01",
        "--to", "2025-12-31", "--every", "month",
    )  # fmt: skip

    assert "1999-01-01 lies outside the days with event data" in result.stderr


def test_roads_without_lines_still_have_a_status_and_a_map(without_lines):
    data = store.load(without_lines)
    found = road_days(data.verified(), data.roads)

    assert approaches(data.verified(), found, data.roads, DAY) == []
    assert set(found.on(DAY)["status"]) <= {"closed", "escort_only", "contested", "no_data"}
    assert road_group(data.events, found, data.roads, DAY, selected="bamako_nara")
    assert road_caption(found, data.roads, DAY, selected="bamako_nara")


def test_lines_are_drawn_into_a_folder_without_geo(folder):
    expected = (folder / "geo" / LINES_FILE).read_bytes()
    shutil.rmtree(folder / "geo")

    assert run("corridors", "draw", "--data", folder).exit_code == 0
    assert (folder / "geo" / LINES_FILE).read_bytes() == expected


def test_waypoints_that_are_only_a_header_are_refused(folder):
    path = folder / "corridor_waypoints.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")

    result = run("corridors", "draw", "--data", folder)

    assert result.exit_code == 1
    assert "corridor_waypoints.csv has no usable row" in result.stderr


def test_roads_with_heights_are_followed(folder, tmp_path):
    line = shapely.LineString([(x, y, 300) for x, y in KONOBOUGOU_BLA])

    result = run("corridors", "snap", layer(tmp_path / "z.gpkg", [line]), "--data", folder)

    assert result.exit_code == 0
    assert store.load(folder).errors() == []


def test_a_layer_without_rows_is_refused_in_words(folder, tmp_path):
    empty = layer(tmp_path / "empty.gpkg", [])

    result = run("corridors", "snap", empty, "--data", folder)

    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "empty.gpkg" in result.stderr


def test_the_layer_of_lines_is_found_among_others(folder, tmp_path):
    path = layer(tmp_path / "two.gpkg", [shapely.Point(-6, 13)], name="places")
    gpd.GeoDataFrame(geometry=[shapely.LineString(KONOBOUGOU_BLA)], crs="EPSG:4326").to_file(
        path, layer="roads", mode="a"
    )

    assert run("corridors", "snap", path, "--data", folder, "--dry-run").exit_code == 0


def test_a_road_that_only_crosses_the_way_between_two_places_is_not_followed(folder, tmp_path):
    legs = store.load(folder).roads.legs
    short = legs[(legs["length_km"] < 9) & (legs["from_country"] == "MLI")].iloc[0]
    (x0, y0), (x1, y1) = short.geometry.coords
    middle, across = ((x0 + x1) / 2, (y0 + y1) / 2), ((y1 - y0) / 3, (x0 - x1) / 3)
    crossing = shapely.LineString(
        [
            (middle[0] - across[0], middle[1] - across[1]),
            (middle[0] + across[0], middle[1] + across[1]),
        ]
    )

    run("corridors", "snap", layer(tmp_path / "cross.gpkg", [crossing]), "--data", folder)

    after = store.load(folder).roads.legs
    mine = after[after["leg_id"] == short["leg_id"]]
    assert set(mine["drawn"]) == {"schematic"}
    assert mine["length_km"].min() == pytest.approx(short["length_km"], abs=0.01)


def test_a_siege_without_an_end_is_possible_on_any_later_day():
    roads = store.load(settings.ROOT / "data").roads

    late = sieges_on(roads, dt.date(9999, 12, 31))

    assert len(late) > 0
    assert set(late["state"]) == {"unconfirmed"}
    assert WINDING < 1
