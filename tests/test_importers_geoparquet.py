"""Events as GeoParquet: read by others as they are written, and by ourselves again."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from import_fixtures import TODAY, acled_file, ids, imported

from sahel_map.boundaries import fold
from sahel_map.importers.canonical import COLUMNS, canonical_frame
from sahel_map.importers.folder import DatasetFolder
from sahel_map.importers.geoparquet import ABOUT, EventsFile, events_of


@pytest.fixture
def file(tmp_path):
    """An imported file of three made-up events, the second without a point."""
    unplaced = {"event_id_cnty": "MLI2", "latitude": "", "longitude": ""}
    acled_file(tmp_path / "file.csv", *ids(1), unplaced, *ids(3))
    imported(tmp_path / "file.csv", tmp_path / "data")
    return DatasetFolder(tmp_path / "data").file("events")


def frame(*changes):
    """Canonical events with values of their own."""
    table = pd.DataFrame(list(changes))
    given = {name: table[name] for name in table}
    days = {"date_start": TODAY, "date_end": TODAY}
    return canonical_frame(np.arange(1, len(table) + 1), **(days | given))


def test_others_read_it_with_its_coordinate_system(file):
    layer = gpd.read_parquet(file)

    assert layer.crs.to_string() == "OGC:CRS84"
    assert layer.crs.equals("EPSG:4326", ignore_axis_order=True)
    assert layer["event_id"].tolist() == ["acled-mli1", "acled-mli2", "acled-mli3"]


def test_an_event_without_a_point_has_no_geometry(file):
    layer = gpd.read_parquet(file)

    assert layer.geometry.isna().tolist() == [False, True, False]
    assert layer.geometry.iloc[0].wkt == "POINT (-4.25 14.5)"


def test_it_says_that_it_holds_points_in_version_1_1(file):
    told = json.loads(pq.read_schema(file).metadata[b"geo"])

    assert told["version"] == "1.1.0"
    assert told["columns"]["geometry"] == {"encoding": "WKB", "geometry_types": ["Point"]}


def test_it_says_where_its_events_come_from(file, tmp_path):
    about = json.loads(pq.read_metadata(file).metadata[ABOUT])

    known = json.loads((tmp_path / "data" / "dataset.json").read_text())
    assert (about["file"], about["format"], about["licence_class"]) == (
        "file.csv",
        "acled",
        "restricted",
    )
    assert about["software"].startswith("sahel-map ")
    assert about["imported_at"] == known["imported_at"]
    assert about["imported_at"].endswith("+00:00")
    assert len(about["sha256"]) == 64
    assert ABOUT == b"sahel_map"


def test_events_are_read_in_groups_with_their_places(tmp_path):
    with EventsFile(tmp_path / "events.parquet") as events:
        events.write(frame({"event_id": "a"}, {"event_id": "b"}))
        events.write(frame({"event_id": "c", "fatalities_low": 2}))

    read = [
        (part["event_id"].tolist(), places.tolist())
        for part, places in events_of(tmp_path / "events.parquet")
    ]

    assert events.rows == 3
    assert read == [(["a", "b"], [0, 1]), (["c"], [2])]


def test_only_wanted_events_are_read(tmp_path):
    with EventsFile(tmp_path / "events.parquet") as events:
        events.write(frame({"event_id": "a"}, {"event_id": "b"}))
        events.write(frame({"event_id": "c"}))
        events.write(frame({"event_id": "d"}, {"event_id": "e"}))

    keep = np.array([False, True, False, True, True])
    read = [
        (part["event_id"].tolist(), list(part.index), places.tolist())
        for part, places in events_of(tmp_path / "events.parquet", keep)
    ]

    assert read == [(["b"], [0], [1]), (["d", "e"], [0, 1], [3, 4])]


def test_types_do_not_hang_on_what_is_missing_in_a_group(tmp_path):
    with EventsFile(tmp_path / "events.parquet") as events:
        events.write(frame({"event_id": "a", "fatalities_low": 2}))
        events.write(frame({"event_id": "b", "fatalities_low": None}))

    some, none = (part for part, _ in events_of(tmp_path / "events.parquet"))

    assert some.dtypes.equals(none.dtypes)
    assert list(some.columns) == list(COLUMNS)
    assert some.at[0, "fatalities_low"] == 2
    assert none.at[0, "fatalities_low"] is pd.NA


def test_what_is_read_can_be_written_again(file, tmp_path):
    with EventsFile(tmp_path / "again.parquet") as again:
        for part, _ in events_of(file):
            again.write(part)

    assert pq.read_table(tmp_path / "again.parquet").equals(pq.read_table(file))


def test_no_events_are_no_row_group(tmp_path):
    with EventsFile(tmp_path / "events.parquet") as events:
        events.write(frame({"event_id": "a"}).iloc[:0])

    assert list(events_of(tmp_path / "events.parquet")) == []


@pytest.mark.parametrize(
    "words", ["Ségou", "Straße", "l’ÉTÉ", "ߒߞߏ", "وصف", "İstanbul", "ＡＢ", "Ça"]
)
def test_words_are_searched_for_as_they_are_folded(words, tmp_path):
    with EventsFile(tmp_path / "events.parquet") as events:
        events.write(frame({"event_id": "a", "summary": words}))

    searched = pq.read_table(tmp_path / "events.parquet")["search_text"][0].as_py()

    assert fold(words) in searched
