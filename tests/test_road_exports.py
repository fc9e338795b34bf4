"""Files of the roads to take away: they come back as they were and say where they come from."""

import csv
import datetime as dt
import io
import json

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from sahel_map.exports import LICENCE, Provenance
from sahel_map.measures.road_days import road_days
from sahel_map.road_exports import status_table, table_csv, to_road_geojson, to_road_gpkg

DAY = dt.date(2025, 7, 20)
ROADS = ["west_east", "middle_gourma", "north_river"]
PROVENANCE = Provenance("The roads on 20 July 2025", "0.1.0+abc")
ABOUT = {
    "selection": "The roads on 20 July 2025",
    "data_version": "0.1.0+abc",
    "licence": LICENCE,
    "note": "A curated sample, not a census.",
}
COLUMNS = [
    "corridor_id", "name", "mode", "day", "status", "reason", "reason_text", "days_since",
    "last_event_id", "share_under_threat_90", "spell_id", "unconfirmed_spell_id", "road_km",
    "road_km_estimated", "feeds_bamako", "buffer_km", "source_ids",
]  # fmt: skip


@pytest.fixture(scope="module")
def found(evidence):
    """The statuses of two roads and a river."""
    return road_days(evidence.verified(), evidence.roads)


@pytest.fixture
def table(found, evidence):
    """What a file says of them on 20 July 2025."""
    return status_table(found, evidence.roads, DAY)


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file as a spreadsheet reads them."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_road_is_a_row_with_status_reason_and_evidence(table):
    assert list(table.columns) == COLUMNS
    assert table["corridor_id"].tolist() == ROADS
    west, middle, river = table.to_dict("records")
    assert (west["status"], west["reason"], west["spell_id"]) == (
        "escort_only",
        "enforced",
        "east-checkpoints",
    )
    assert west["reason_text"] == "blockade enforced by JNIM; last attack 18 days before"
    assert (west["days_since"], west["last_event_id"]) == (18, "2025-07-02-east-road")
    assert (west["road_km"], west["road_km_estimated"], west["feeds_bamako"]) == (115, False, True)
    assert (middle["road_km"], middle["road_km_estimated"]) == (179.7, True)
    assert (river["mode"], river["source_ids"], river["buffer_km"]) == ("river", "news-late", 10.0)
    assert set(table["day"]) == {"2025-07-20"}


def test_a_blockade_without_word_is_named_apart_from_the_one_in_force(found, evidence):
    river = status_table(found, evidence.roads, dt.date(2025, 8, 10)).iloc[2]

    assert (river["status"], river["spell_id"]) == ("no_data", "")
    assert river["unconfirmed_spell_id"] == "river-ban"


def test_a_day_outside_the_data_has_every_road_and_no_number(found, evidence):
    table = status_table(found, evidence.roads, dt.date(2030, 1, 1))

    assert table["corridor_id"].tolist() == ROADS
    assert set(table["status"]) == {"no_data"}
    assert table["days_since"].isna().all()
    assert set(table["last_event_id"]) == {""}


def test_csv_has_its_provenance_in_every_row(table):
    content = table_csv(table, PROVENANCE)

    assert content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(content)
    assert list(rows[0]) == [*COLUMNS, *ABOUT]
    assert all({name: row[name] for name in ABOUT} == ABOUT for row in rows)
    assert [row["days_since"] for row in rows] == ["18", "", ""]


def test_csv_of_spells_writes_days_and_lists_as_the_tables_do(evidence):
    west, east, *_ = rows_of(table_csv(evidence.roads.blockades, PROVENANCE))

    assert west["corridor_ids"] == "west_east;middle_gourma"
    assert (west["start"], west["end"], west["last_confirmed"]) == ("2025-07-01", "", "2025-08-20")
    assert (east["start"], east["end"]) == ("2025-07-10", "2025-08-15")
    assert (east["lat"], east["corridor_ids"]) == ("", "west_east")


def test_csv_of_milestones_and_agreements_leaves_missing_numbers_and_days_empty(evidence):
    fuel = {row["milestone_id"]: row for row in rows_of(table_csv(evidence.roads.fuel, PROVENANCE))}
    agreements = rows_of(table_csv(evidence.roads.agreements, PROVENANCE))

    assert (fuel["fuel-4"]["tankers_destroyed_low"], fuel["fuel-4"]["tankers_destroyed_high"]) == (
        "100",
        "",
    )
    assert fuel["fuel-3"]["date"] == "2025-07-20"
    assert [row["date"] for row in agreements] == ["2025-07-25", ""]
    assert {row["parties"] for row in agreements} == {"elders;JNIM"}


@pytest.mark.parametrize("start", [*"=+-@\t"])
def test_no_cell_can_run_as_a_formula_in_a_spreadsheet(table, start):
    hostile = table.assign(name=f'{start}HYPERLINK("http://x.example")')

    names = [row["name"] for row in rows_of(table_csv(hostile, PROVENANCE))]

    assert names == [f'\'{start}HYPERLINK("http://x.example")'] * 3


def test_no_item_of_a_list_can_run_as_a_formula_either(evidence):
    spells = evidence.roads.blockades.assign(corridor_ids=[("=1+1", "x")] * 4)

    cells = [row["corridor_ids"] for row in rows_of(table_csv(spells, PROVENANCE))]

    assert cells == ["'=1+1;x"] * 4


def test_geojson_is_as_the_standard_has_it(table, evidence):
    collection = json.loads(to_road_geojson(table, evidence.roads, PROVENANCE))

    assert collection["type"] == "FeatureCollection"
    assert collection["metadata"] == ABOUT
    assert "crs" not in collection
    assert [feature["id"] for feature in collection["features"]] == ROADS
    for feature in collection["features"]:
        assert (feature["type"], list(feature["properties"])) == ("Feature", COLUMNS)
        assert feature["geometry"]["type"] == "MultiLineString"


def test_geojson_lines_are_longitude_first_a_part_a_leg(table, evidence):
    west, middle, river = json.loads(to_road_geojson(table, evidence.roads, PROVENANCE))["features"]

    assert west["geometry"]["coordinates"] == [
        [[0.5, 10.5], [1.0, 10.5]],
        [[1.0, 10.5], [1.5, 10.5]],
    ]
    assert middle["geometry"]["coordinates"][1] == [[0.5, 10.5], [0.5, 9.5]]
    assert (west["properties"]["days_since"], river["properties"]["days_since"]) == (18, None)
    assert west["properties"]["feeds_bamako"] is True


def test_geojson_of_a_road_without_a_line_has_no_geometry(table, evidence):
    odd = pd.concat([table, table.iloc[:1].assign(corridor_id="unknown")], ignore_index=True)

    features = json.loads(to_road_geojson(odd, evidence.roads, PROVENANCE))["features"]

    assert [feature["geometry"] is None for feature in features] == [False, False, False, True]


def test_geopackage_reads_back_with_lines_and_provenance(table, evidence, tmp_path):
    path = tmp_path / "roads.gpkg"
    path.write_bytes(to_road_gpkg(table, evidence.roads, PROVENANCE))

    layer = gpd.read_file(path, layer="roads")
    about = pyogrio.read_dataframe(path, layer="provenance", read_geometry=False)

    assert layer.crs == "EPSG:4326"
    assert layer["corridor_id"].tolist() == ROADS
    assert list(layer.columns) == [*COLUMNS, "geometry"]
    assert set(layer.geom_type) == {"MultiLineString"}
    assert layer["days_since"].isna().tolist() == [False, True, True]
    assert about.to_dict("records") == [ABOUT]
    assert {name for name, _ in pyogrio.list_layers(path)} == {"roads", "provenance"}


@pytest.mark.parametrize("write", [to_road_geojson, to_road_gpkg])
def test_writing_does_not_change_the_table(table, evidence, write):
    before = table.copy(deep=True)

    write(table, evidence.roads, PROVENANCE)
    table_csv(table, PROVENANCE)

    pd.testing.assert_frame_equal(table, before)


def test_every_bundled_road_and_table_can_be_taken_away(data, tmp_path):
    found = road_days(data.verified(), data.roads)
    table = status_table(found, data.roads, dt.date(2025, 9, 20))
    path = tmp_path / "roads.gpkg"
    path.write_bytes(to_road_gpkg(table, data.roads, PROVENANCE))

    assert len(gpd.read_file(path, layer="roads")) == len(data.roads.corridors)
    features = json.loads(to_road_geojson(table, data.roads, PROVENANCE))["features"]
    assert [feature["id"] for feature in features] == list(data.roads.corridors.index)
    for part in (data.roads.blockades, data.roads.agreements, data.roads.fuel):
        assert len(rows_of(table_csv(part, PROVENANCE))) == len(part)
