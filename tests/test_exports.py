"""Files that readers take away: they come back as they were, and say where they come from."""

import csv
import io
import json

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from sahel_map.exports import (
    COLUMNS,
    LICENCE,
    Provenance,
    plain_records,
    to_csv,
    to_geojson,
    to_gpkg,
    to_records,
)
from sahel_map.i18n import activate

WEST, MONTH, ROAD, LEAD, GOURMA, MALI = (
    "2025-07-01-west-town",
    "2025-07-east-month",
    "2025-07-02-east-road",
    "2025-07-05-lead",
    "2025-07-28-gourma",
    "2025-08-15-mali",
)
ALL = [WEST, MONTH, ROAD, LEAD, GOURMA, MALI]
PROVENANCE = Provenance("All kinds of events, at any date", "0.1.0+abc")
ABOUT = {
    "selection": "All kinds of events, at any date",
    "data_version": "0.1.0+abc",
    "licence": LICENCE,
    "note": "A curated sample, not a census.",
}


@pytest.fixture
def rows(six):
    """The rows of the CSV file as a spreadsheet reads them."""
    text = to_csv(six.events, PROVENANCE).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def features(six):
    """The features of the GeoJSON file by their id."""
    collection = json.loads(to_geojson(six.events, PROVENANCE))
    return {feature["id"]: feature for feature in collection["features"]}


@pytest.fixture
def gpkg(six, tmp_path):
    """The GeoPackage on disk, as a GIS opens it."""
    path = tmp_path / "events.gpkg"
    path.write_bytes(to_gpkg(six.events, PROVENANCE))
    return path


def test_records_are_plain_values_with_none_for_what_is_missing(six):
    records = to_records(six.events)

    assert [record["event_id"] for record in records] == ALL
    west, month, road = records[:3]
    assert tuple(west) == COLUMNS
    assert (west["fatalities_low"], west["fatalities_high"]) == (3, 5)
    assert (month["fatalities_low"], month["lat"], month["lon"]) == (None, None, None)
    assert (road["fatalities_low"], road["fatalities_high"]) == (0, 0)
    assert west["date_start"] == "2025-07-01"
    assert records[4]["actor_groups"] == "jnim;isgs"
    assert month["admin1_distance_km"] is None
    assert {type(value) for record in records for value in record.values()} <= {
        str,
        bool,
        int,
        float,
        type(None),
    }


def test_records_say_who_is_counted_and_whether_the_end_is_open(evidence):
    columns = ("fatalities_measure", "fatalities_low", "fatalities_high", "fatalities_open")

    deaths = [tuple(record[name] for name in columns) for record in to_records(evidence.events)]

    assert deaths == [
        ("soldiers_killed", 3, 5, False),
        ("soldiers_killed", 10, None, True),
        ("civilians_killed", None, 40, False),
        ("", None, None, False),
    ]


def test_any_table_gives_plain_values_with_none_for_what_is_missing():
    table = pd.DataFrame(
        {
            "n": pd.array([1, None], dtype="Int64"),
            "share": [0.5, float("nan")],
            "day": ["2025-07-01", None],
            "whole": [True, False],
        }
    )

    records = plain_records(table)

    assert records == [
        {"n": 1, "share": 0.5, "day": "2025-07-01", "whole": True},
        {"n": None, "share": None, "day": None, "whole": False},
    ]
    assert [type(value) for value in records[0].values()] == [int, float, str, bool]


def test_csv_opens_with_accents_in_a_spreadsheet(six):
    content = to_csv(six.events.assign(title="Ténénkou"), PROVENANCE)

    assert content.startswith(b"\xef\xbb\xbf")
    assert "Ténénkou" in content.decode("utf-8")


def test_csv_comes_back_row_for_row_with_its_provenance_in_each(rows):
    assert [row["event_id"] for row in rows] == ALL
    assert list(rows[0]) == [*COLUMNS, *ABOUT]
    assert all({name: row[name] for name in ABOUT} == ABOUT for row in rows)


def test_csv_leaves_missing_deaths_empty_and_writes_zero_as_zero(rows):
    assert [(row["fatalities_low"], row["fatalities_high"]) for row in rows] == [
        ("3", "5"),
        ("", ""),
        ("0", "0"),
        ("", ""),
        ("20", ""),
        ("", ""),
    ]


def test_csv_writes_days_and_lists_as_the_tables_do(rows):
    assert (rows[4]["date_start"], rows[4]["date_end"]) == ("2025-07-28", "2025-08-03")
    assert rows[4]["actor_groups"] == "jnim;isgs"


def test_the_roads_an_event_speaks_of_are_a_list_as_in_the_table(evidence):
    events = evidence.events.copy()
    events.at[ROAD, "corridor_id"] = ("west_east", "north_river")
    text = to_csv(events, PROVENANCE).decode("utf-8-sig")

    assert [record["corridor_id"] for record in to_records(evidence.events)] == [
        "", "west_east", "", "",
    ]  # fmt: skip
    rows = csv.DictReader(io.StringIO(text))
    assert [row["corridor_id"] for row in rows] == ["", "west_east;north_river", "", ""]


def test_geojson_comes_back_with_its_provenance(six):
    collection = json.loads(to_geojson(six.events, PROVENANCE))

    assert collection["type"] == "FeatureCollection"
    assert collection["metadata"] == ABOUT
    assert [feature["id"] for feature in collection["features"]] == ALL


def test_geojson_points_are_longitude_first_and_missing_ones_null(features):
    assert features[WEST]["geometry"] == {"type": "Point", "coordinates": [0.5, 10.5]}
    assert features[ROAD]["geometry"] == {"type": "Point", "coordinates": [1.5, 10.5]}
    assert features[MONTH]["geometry"] is None
    assert features[MALI]["geometry"] is None


def test_geojson_keeps_missing_deaths_null_and_zero_zero(features):
    deaths = {
        key: (f["properties"]["fatalities_low"], f["properties"]["fatalities_high"])
        for key, f in features.items()
    }

    assert deaths == {
        WEST: (3, 5),
        MONTH: (None, None),
        ROAD: (0, 0),
        LEAD: (None, None),
        GOURMA: (20, None),
        MALI: (None, None),
    }


def test_geojson_is_read_by_geopandas(six, tmp_path):
    path = tmp_path / "events.geojson"
    path.write_bytes(to_geojson(six.events, PROVENANCE))

    layer = gpd.read_file(path)

    assert layer["event_id"].tolist() == ALL
    assert layer.crs == "EPSG:4326"


def test_geopackage_comes_back_with_points_where_there_are_points(gpkg):
    layer = gpd.read_file(gpkg, layer="events").set_index("event_id")

    assert list(layer.index) == ALL
    assert layer.crs == "EPSG:4326"
    assert layer.geometry.isna().tolist() == [False, True, False, False, False, True]
    assert (layer.geometry[GOURMA].x, layer.geometry[GOURMA].y) == (0.5, 9.5)
    assert set(layer.columns) == set(COLUMNS) - {"event_id"} | {"geometry"}


def test_geopackage_keeps_missing_deaths_missing_and_zero_zero(gpkg):
    low = gpd.read_file(gpkg, layer="events").set_index("event_id")["fatalities_low"]

    expected = pd.Series(
        [3, None, 0, None, 20, None], index=pd.Index(ALL, name="event_id"), dtype=float
    )
    pd.testing.assert_series_equal(low, expected, check_names=False, check_index_type=False)


def test_geopackage_has_its_provenance_in_a_table_of_its_own(gpkg):
    about = pyogrio.read_dataframe(gpkg, layer="provenance", read_geometry=False)

    assert about.to_dict("records") == [ABOUT]
    assert {name for name, _ in pyogrio.list_layers(gpkg)} == {"events", "provenance"}


@pytest.mark.parametrize("write", [to_csv, to_geojson, to_gpkg])
def test_an_empty_selection_still_gives_a_file_that_says_what_it_is(six, write):
    content = write(six.events.iloc[:0], PROVENANCE)

    assert content


@pytest.mark.parametrize("write", [to_csv, to_geojson, to_gpkg])
def test_writing_does_not_change_the_events(six, write):
    before = six.events.copy(deep=True)

    write(six.events, PROVENANCE)

    pd.testing.assert_frame_equal(six.events, before)


def test_a_cell_cannot_run_as_a_formula_in_a_spreadsheet(six):
    hostile = six.events.iloc[:1].assign(title='=HYPERLINK("http://x.example","x")')

    [row] = csv.DictReader(io.StringIO(to_csv(hostile, PROVENANCE).decode("utf-8-sig")))

    assert not row["title"].startswith(("=", "+", "-", "@"))


def test_every_bundled_event_is_written_to_every_format(data, tmp_path):
    path = tmp_path / "all.gpkg"
    path.write_bytes(to_gpkg(data.events, PROVENANCE))
    text = to_csv(data.events, PROVENANCE).decode("utf-8-sig")

    assert len(gpd.read_file(path, layer="events")) == len(data.events)
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(data.events)
    assert len(json.loads(to_geojson(data.events, PROVENANCE))["features"]) == len(data.events)


def test_the_note_is_in_the_language_of_the_reader():
    activate("fr")

    assert PROVENANCE.as_dict()["note"] != ABOUT["note"]
