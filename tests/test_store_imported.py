"""Imported events beside our own tables: every reader of the bundled events can read them."""

import dataclasses
import datetime as dt
import json
import os
import shutil

import geopandas as gpd
import pandas as pd
import pytest
from dataset_rows import ACLED_ROWS
from import_fixtures import acled_file, csv_text, imported
from record_fixtures import GED

from sahel_map import settings, store
from sahel_map import vocabulary as v
from sahel_map.basis import Basis
from sahel_map.errors import DataError
from sahel_map.exports import Provenance, to_csv, to_geojson, to_gpkg
from sahel_map.maps.events import MODES, event_group
from sahel_map.measures.attacks import attacks_in
from sahel_map.measures.expansion import Terms, expansion
from sahel_map.measures.published import computed
from sahel_map.measures.slicing import Cutting, slices_of
from sahel_map.measures.sourcing import figures, single_sourced
from sahel_map.selection import Selection

pytest_plugins = ["dataset_fixtures"]

SAID = Provenance("a selection", "a version")
KINDS = {"acled": 3, "ucdp": 1}


def measured(data):
    """The measures of the expansion of a dataset, on the named slices."""
    slices, problems = slices_of(data, Cutting())
    assert problems == []
    return expansion(data, slices, Terms())


@pytest.fixture(params=[*KINDS, "ours"])
def loaded(request, imports, ours, data):
    """A dataset of each kind of file."""
    if request.param == "ours":
        return ours
    return store.with_events(imports / request.param, data)


def test_imported_events_have_every_column_of_the_bundled_ones(loaded, data):
    assert set(data.events.columns) <= set(loaded.events.columns)


def test_imported_events_are_indexed_by_their_identifier_in_order_of_days(loaded):
    events = loaded.events
    days = list(zip(events["date_start"], events["date_end"], events.index, strict=True))

    assert days == sorted(days)
    assert list(events.index) == list(events["event_id"])
    assert events.index.is_unique


def test_events_that_stand_in_another_order_are_put_in_order_of_days(tmp_path, data):
    days = [9, 3, 27, 3, 14]
    rows = [
        {"event_id_cnty": f"MLI{n}", "event_date": f"2025-07-{day:02}", "fatalities": str(n)}
        for n, day in enumerate(days)
    ]
    imported(acled_file(tmp_path / "file.csv", *rows), tmp_path / "data")

    events = store.with_events(tmp_path / "data", data).events

    assert list(events["date_start"].dt.day) == [3, 3, 9, 14, 27]
    assert list(events["fatalities_low"]) == [1, 3, 0, 4, 2]
    assert list(events.index) == [f"acled-mli{n}" for n in (1, 3, 0, 4, 2)]


def test_the_facts_of_the_about_page_are_counted_from_imported_events(loaded):
    found = {row["figure"]: row["low"] for row in figures(loaded)}

    assert found["events"] == len(loaded.verified())
    assert found["events_on_map"] == int(loaded.verified()["lat"].notna().sum())


def test_documents_of_imported_events_are_told_apart_and_repeat_the_voice_of_the_file(restricted):
    table = single_sourced(restricted.events, restricted)

    # Two sources for the first event, one for the second, two for the third; ACLED told them all.
    assert list(table["documents"]) == [2, 1, 2]
    assert list(table["voices"]) == [1, 1, 1]


def test_the_measures_of_the_expansion_can_be_taken_of_any_file(loaded):
    found = measured(loaded)

    # The made-up clashes of the bare files name no one who attacked.
    attacks = attacks_in(loaded.events)
    assert int(found.table["attacks"].sum()) + int(found.table["straddling"].sum()) <= len(attacks)
    assert len(found.table) == len(found.slices)


def test_every_published_number_can_be_computed_from_imported_events(loaded):
    found = [computed(row, loaded) for row in loaded.indicators.itertuples()]

    assert len([one for one in found if one is not None]) > 10


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "hexagons"])
def test_a_map_draws_imported_events(loaded, mode):
    group = event_group(Selection().outcome(loaded.events).events, loaded.admin1, mode=mode)

    (layer,) = group._children.values()
    assert json.loads(layer.view)["mode"] == mode


def test_files_of_imported_events_hold_each_of_them(loaded, tmp_path):
    n = len(loaded.events)

    table = pd.read_csv(pd.io.common.BytesIO(to_csv(loaded.events, SAID)))
    collection = json.loads(to_geojson(loaded.events, SAID))
    (tmp_path / "events.gpkg").write_bytes(to_gpkg(loaded.events, SAID))
    layer = gpd.read_file(tmp_path / "events.gpkg", layer="events")

    assert len(table) == len(collection["features"]) == len(layer) == n
    assert set(layer["event_id"]) == set(table["event_id"]) == set(loaded.events.index)


def test_leaving_a_source_out_leaves_its_events_out(restricted):
    whole = restricted.events["source_ids"]
    assert list(whole) == [
        "by-invented-press;by-made-up-radio",
        "by-whispering-gazette",
        "by-whispering-gazette;by-invented-press",
    ]

    narrowed = Basis(without=("by-whispering-gazette",)).narrow(restricted)

    assert list(narrowed.data.events["source_ids"]) == [whole.iloc[0], "by-invented-press"]
    assert narrowed.events_left_out == 1


def test_on_an_earlier_day_nothing_is_known_of_events_whose_sources_have_no_day(loaded):
    narrowed = Basis(known=dt.date(2025, 9, 1)).narrow(loaded)

    assert len(narrowed.data.events) == 0
    assert narrowed.events_left_out == len(loaded.events)
    assert Selection().outcome(narrowed.data.events).sentence() == "0 of 0 events are selected."
    assert event_group(narrowed.data.events, loaded.admin1) is not None
    assert to_csv(narrowed.data.events, SAID).startswith(b"\xef\xbb\xbfevent_id")


def test_a_narrower_basis_can_write_every_code_that_it_does(loaded):
    events = loaded.events
    every = pd.Series(data=True, index=events.index)

    for column in ("actor", "target", "summary", "conflicts", "title"):
        assert set(events[column].where(~every, "")) == {""}
    for code in v.DATE_PRECISION:
        assert set(events["date_precision"].mask(every, code)) == {code}


def test_claims_and_contradictions_of_ours_are_not_said_of_imported_events(loaded, data):
    assert len(data.claims) > 0
    assert [len(loaded.claims), len(loaded.contradictions), len(loaded.positions)] == [0, 0, 0]
    assert set(loaded.claims.columns) == set(data.claims.columns)
    assert len(loaded.roads.corridors) == len(data.roads.corridors)
    assert (loaded.faults, len(loaded.rejected)) == ((), 0)


def test_sources_are_those_of_ours_and_those_that_the_events_name(restricted, data):
    named = restricted.sources.loc[~restricted.sources.index.isin(data.sources.index)]

    assert sorted(named["title"]) == ["Invented Press", "Made-up Radio", "Whispering Gazette"]
    assert set(named["licence"]) == {"unknown"}
    assert set(named["origin"]) == {"ACLED"}
    assert list(restricted.sources.columns) == list(data.sources.columns)
    for listed in restricted.events["source_ids"]:
        assert set(listed.split(";")) <= set(restricted.sources.index)


def test_what_is_known_by_its_region_alone_has_no_point(restricted):
    last = restricted.events.loc["acled-mli3"]

    assert last["geo_precision"] == "region"
    assert pd.isna(last["lat"])
    assert last["geometry"] is None
    assert last["admin1"] == "Mopti"


def test_events_at_one_place_have_one_point(restricted):
    first, second = (restricted.events.at[f"acled-mli{n}", "geometry"] for n in (1, 2))

    assert (first.x, first.y) == (-4.2, 14.5)
    assert (second.x, second.y) == (-4.25, 14.5)


def test_a_million_rows_are_not_a_million_texts(restricted):
    coded = {"place", "country", "event_type", "category", "actor", "target", "admin1"}

    assert all(isinstance(restricted.events[name].dtype, pd.CategoricalDtype) for name in coded)


@pytest.mark.parametrize(
    ("kind", "restricted", "full"), [("acled", True, True), ("ucdp", False, True)]
)
def test_a_dataset_says_what_it_is(imports, data, kind, restricted, full):
    found = store.with_events(imports / kind, data)

    assert (found.restricted, found.full) == (restricted, full)
    assert found.about["format"] == kind
    assert len(found.events) == KINDS[kind]


def test_a_folder_of_tables_loads_as_before(folder):
    expected, found = store.load(folder), store.open_dataset(folder)

    pd.testing.assert_frame_equal(found.events, expected.events)
    assert found.version == expected.version
    assert (found.restricted, dict(found.about)) == (False, {})


def test_a_folder_of_imported_events_opens_beside_the_bundled_tables(imports, data):
    found = store.open_dataset(imports / "ucdp")

    assert list(found.events.index) == ["ged-501"]
    assert len(found.roads.corridors) == len(data.roads.corridors)
    assert found.geo_version == data.geo_version


def test_layers_of_the_folder_are_used_where_it_has_any(imports, tmp_path, units):
    shutil.copytree(imports / "ucdp", tmp_path / "data")
    (tmp_path / "data" / "geo").mkdir()
    here = units.assign(geometry=units.geometry.translate(-5, 4))
    layer = tmp_path / "data" / "geo" / "admin1.geojson"
    layer.write_text(here.to_json(drop_id=True), encoding="utf-8")

    found, bundled = store.open_dataset(tmp_path / "data"), store.open_dataset(imports / "ucdp")

    # 4.25 west and 14.5 north lie in the square of West, moved to 5 to 4 west, 14 to 15 north.
    assert list(found.events["admin1_id"]) == ["ML-W"]
    assert list(bundled.events["admin1"]) == ["Mopti"]
    assert found.version != bundled.version


def test_districts_are_joined_where_there_is_a_layer_of_them(imports, data):
    box = gpd.GeoSeries.from_wkt(["POLYGON ((-5 14, -4 14, -4 15, -5 15, -5 14))"])
    district = gpd.GeoDataFrame(
        {"admin2_id": ["X-1"], "name": ["Invented district"], "name_fr": [""], "alt_names": [""],
         "parent_id": [""], "parent": [""], "country": ["MLI"], "area_km2": [10_000.0]},
        geometry=box, crs=settings.STORAGE_CRS,
    )  # fmt: skip
    base = dataclasses.replace(data, finer={2: district.set_index("admin2_id", drop=False)})

    events = store.with_events(imports / "ucdp", base).events

    assert list(events["admin2_id"]) == ["X-1"]
    assert list(events["admin2_method"]) == ["within"]


@pytest.mark.parametrize("content", [None, "{}", "[]", "not json", '{"events": "../out.parquet"}'])
def test_a_folder_without_imported_events_is_refused(tmp_path, data, content):
    if content is not None:
        (tmp_path / "dataset.json").write_text(content, encoding="utf-8")

    with pytest.raises(DataError, match="holds no imported events"):
        store.with_events(tmp_path, data)


def test_another_import_is_another_version_and_another_stamp(tmp_path, data):
    out = tmp_path / "data"
    imported(acled_file(tmp_path / "file.csv", *ACLED_ROWS), out)
    before, mark = store.with_events(out, data), store.stamp(out)
    again = [*ACLED_ROWS, {"event_id_cnty": "MLI9"}]
    imported(acled_file(tmp_path / "file.csv", *again), out)

    after = store.with_events(out, data)

    assert len(after.events) == len(before.events) + 1
    assert after.version != before.version
    assert store.stamp(out) != mark


def test_the_version_names_the_software_the_events_and_the_layers(imports, data):
    found = store.with_events(imports / "ucdp", data)
    path = next((imports / "ucdp").glob("events-*.parquet"))

    assert found.version.startswith(data.version.partition("+")[0] + "+")
    assert found.version.endswith(path.stem.removeprefix("events-") + data.geo_version[:4])


def test_a_stamp_changes_with_each_file_that_makes_a_dataset(folder):
    before = store.stamp(folder)
    os.utime(folder / "events.csv", ns=(1, 1))
    after = store.stamp(folder)

    assert after != before
    assert store.stamp(folder) == after
    (folder / "notes.txt").write_text("not read", encoding="utf-8")
    assert store.stamp(folder) == after


def test_the_present_values_are_told_once_each(restricted):
    assert restricted.present("country") == ("MLI",)
    assert set(restricted.present("event_type")) == {"armed_clash", "looting"}
    assert restricted.present("country") is restricted.present("country")


def test_names_that_sound_alike_are_one_source(tmp_path, data):
    rows = [{**GED, "id": str(n), "source_office": name} for n, name in enumerate(
        ["L'Écho", "l’echo", "L’ÉCHO  ", "!!!"], 1)]  # fmt: skip
    (tmp_path / "ged.csv").write_text(csv_text(rows, list(GED)), encoding="utf-8")
    imported(tmp_path / "ged.csv", tmp_path / "data")

    events = store.with_events(tmp_path / "data", data).events

    assert set(events["source_ids"]) == {"by-l-echo", "by-unnamed"}
