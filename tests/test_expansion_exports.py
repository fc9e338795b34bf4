"""The expansion as tables, records and files: plain values that say the same as the measures."""

import csv
import dataclasses
import io
import json

import pandas as pd
import pytest
from expansion_fixtures import Hit, spans
from told_fixtures import PLACES, some, told

from sahel_map import vocabulary as v
from sahel_map.expansion_exports import (
    arrival_table,
    band_table,
    change_table,
    slice_records,
    slice_table,
    terms_record,
)
from sahel_map.expansion_reading import reading
from sahel_map.exports import LICENCE, Provenance, csv_bytes
from sahel_map.measures.expansion import Terms, expansion
from sahel_map.measures.road_days import road_days
from sahel_map.measures.slicing import Cutting, slices_of

SLICES = spans(
    ("2025-01-01", "2025-01-31"),
    ("2025-02-01", "2025-02-28"),
    ("2025-03-01", "2025-03-31"),
    ("2026-01-01", "2026-01-31"),
)
SLICE_COLUMNS = [
    "slice_id", "name", "first", "last", "days", "attacks", "inside", "share", "share_low",
    "share_high", "straddling", "placed", "centre_lon", "centre_lat", "bearing", "moved_km",
    "major_km", "minor_km", "angle", "area_km2", "centre_km", "nearest_km", "nearest_event",
    "median_km", "new_areas", "new_regions", "share_band_low", "share_band_low_choice",
    "share_band_high", "share_band_high_choice",
]  # fmt: skip
ARRIVAL_COLUMNS = [
    "order", "area_id", "name", "earliest", "latest", "slice", "event_ids", "places", "source_ids",
]  # fmt: skip
PARTS = {"bands", "first_reached", "regions", "reading", "source_ids"}


@pytest.fixture(scope="module")
def known(data):
    """Attacks in three slices of four; one before them and one between them."""
    return told(
        data,
        some("early", 1, "2024-12-30", "Gao", source_ids="one;south"),
        some("mopti", 2, "2025-01-05", source_ids="one;south"),
        some("near", 1, "2025-01-20", "Koulikoro", confidence="low", source_ids="north;one"),
        [Hit("loose", "2025-02-20", *PLACES["Kayes"], last="2025-03-05")],
        some("south", 2, "2025-03-10", "Sikasso"),
    )


@pytest.fixture(scope="module")
def found(known):
    return expansion(known, SLICES)


@pytest.fixture(scope="module")
def bundled(data):
    """The bundled data by phase, with roads."""
    slices, _ = slices_of(data, Cutting("phase"))
    return expansion(data, slices, roads=road_days(data.verified(), data.roads))


def test_a_slice_is_a_row_with_its_days_share_band_and_middle(found):
    table = slice_table(found)

    assert list(table.columns) == SLICE_COLUMNS
    assert table["slice_id"].tolist() == ["a", "b", "c", "d"]
    first = table.iloc[0].to_dict()
    assert (first["name"], first["first"], first["last"]) == (
        "1–31 January 2025",
        "2025-01-01",
        "2025-01-31",
    )
    assert (first["days"], first["attacks"], first["inside"], first["share"]) == (31, 3, 1, 0.3333)
    # Wilson's interval of 1 in 3, worked out by hand.
    assert (first["share_low"], first["share_high"]) == (0.0615, 0.7923)
    assert (first["share_band_low"], first["share_band_low_choice"]) == (
        0,
        "confidence high or better",
    )
    assert (first["share_band_high"], first["share_band_high_choice"]) == (
        0.3333,
        "as chosen here",
    )
    assert (first["nearest_event"], first["new_areas"], first["new_regions"]) == ("near-0", 2, 2)


def test_numbers_are_no_finer_than_they_are_known(found):
    table = slice_table(found)

    for column, digits in [("centre_km", 1), ("share", 4), ("centre_lon", 4), ("bearing", 0)]:
        known = table[column].dropna()
        assert len(known) > 0
        assert (known == known.round(digits)).all(), column


def test_a_slice_without_attacks_has_counts_and_no_figures(found):
    empty, outside = slice_table(found).iloc[1], slice_table(found).iloc[3]

    assert (empty["days"], empty["attacks"], empty["straddling"]) == (28, 0, 1)
    assert (outside["days"], outside["attacks"], outside["straddling"]) == (0, 0, 0)
    for row in (empty, outside):
        assert row[["share", "share_band_low", "centre_lon", "nearest_km"]].isna().all()
        assert row["share_band_low_choice"] == row["share_band_high_choice"] == ""


def test_making_the_tables_leaves_the_measures_as_they_are(found, known):
    before = {name: getattr(found, name).copy(deep=True) for name in ("table", "bands", "changes")}

    slice_table(found)
    band_table(found)
    change_table(found, known)
    slice_records(found, known)

    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(found, name), frame)


def test_regions_come_in_the_order_in_which_they_were_reached(found, known):
    table = arrival_table(found, known, kind="region")

    assert list(table.columns) == ARRIVAL_COLUMNS
    assert table[["order", "name", "slice", "event_ids"]].to_numpy().tolist() == [
        [1, "Gao", "before the first slice", "early-0"],
        [2, "Mopti", "1–31 January 2025", "mopti-0;mopti-1"],
        [3, "Koulikoro", "1–31 January 2025", "near-0"],
        [4, "Kayes", "across slices", "loose"],
        [5, "Sikasso", "1–31 March 2025", "south-0;south-1"],
    ]
    kayes = table.iloc[3]
    assert (kayes["earliest"], kayes["latest"]) == ("2025-02-20", "2025-03-05")


def test_an_arrival_names_each_place_and_every_source_once(found, known):
    mopti = arrival_table(found, known, kind="region").iloc[1]

    assert mopti["places"] == "Place of mopti-0;Place of mopti-1"
    assert mopti["source_ids"] == "one;south"


@pytest.mark.parametrize("kind", ["hex3", "area"])
def test_areas_of_the_chosen_kind_have_no_name_where_they_are_hexagons(found, known, kind):
    table = arrival_table(found, known, kind=kind)

    assert set(table["name"]) == {""}
    assert table["area_id"].str.startswith("83").all()
    assert table["event_ids"].tolist() == [
        "early-0", "mopti-0;mopti-1", "near-0", "loose", "south-0;south-1",
    ]  # fmt: skip


def test_without_arrivals_the_table_keeps_its_columns(known):
    nobody = expansion(known, SLICES, Terms(group="isgs"))

    table = arrival_table(nobody, known, kind="region")

    assert (list(table.columns), len(table)) == (ARRIVAL_COLUMNS, 0)


def test_a_region_and_slice_is_a_row_with_its_change(found, known):
    table = change_table(found, known)

    assert "at" not in table
    assert len(table) == 4 * len(found.units)
    rows = table[table["region"] == "Mopti"]
    assert rows["slice_id"].tolist() == ["a", "b", "c", "d"]
    assert rows["events"].tolist() == [2, 0, 0, 0]
    assert rows["kind"].tolist() == ["first", "few", "few", "no_data"]
    assert rows["rate"].iloc[0] == round(30 * 2 / 31, 3)


def test_a_figure_and_slice_is_a_row_with_its_band(found):
    table = band_table(found)

    assert "at" not in table
    pairs = list(zip(table["figure"], table["slice_id"], strict=True))
    assert pairs == [(figure, name) for figure in v.FIGURES for name in "abcd"]
    share = table.iloc[0]
    assert (share["chosen"], share["low"], share["high"]) == (pytest.approx(1 / 3), 0, 0.3333)
    assert (share["low_variant"], share["low_detail"]) == ("confidence", "high")
    assert table.loc[(table["figure"] == "share"), "emptied"].tolist() == ["", "", "one", ""]


def test_records_hold_every_part_of_a_slice_as_plain_values(found, known):
    records = slice_records(found, known)

    assert [record["slice_id"] for record in records] == ["a", "b", "c", "d"]
    for at, record in enumerate(records):
        assert set(record) == {*SLICE_COLUMNS, *PARTS}
        assert list(record["bands"]) == list(v.FIGURES)
        assert len(record["regions"]) == len(found.units)
        assert record["reading"] == reading(found, at, known)
    assert records[1]["share"] is records[1]["bands"]["share"]["low"] is None
    reached = {kind: [area["event_ids"] for area in areas]
               for kind, areas in records[0]["first_reached"].items()}  # fmt: skip
    assert reached == {
        "region": ["mopti-0;mopti-1", "near-0"],
        "area": ["mopti-0;mopti-1", "near-0"],
    }
    assert records[3]["first_reached"] == {"region": [], "area": []}


def test_records_are_json_without_numbers_that_are_none(found, known, bundled, data):
    for measured, told_by in ((found, known), (bundled, data)):
        records = slice_records(measured, told_by)
        text = json.dumps(records, allow_nan=False, ensure_ascii=False)

        assert json.loads(text) == records


def test_records_tell_of_the_gateways_only_where_roads_are_known(found, known, bundled, data):
    assert not any("gateways" in record for record in slice_records(found, known))
    gateways = [record["gateways"] for record in slice_records(bundled, data)]
    assert gateways[4]["gateways"] == int(data.roads.corridors["feeds_bamako"].sum())
    assert gateways[4]["days"] > 0


def test_records_of_phases_carry_their_sources(bundled, data):
    records = slice_records(bundled, data)

    assert [record["source_ids"] for record in records] == data.phases["source_ids"].tolist()


def test_without_slices_every_table_is_empty_with_its_columns(known):
    nothing = expansion(known, ())

    assert list(slice_table(nothing).columns) == SLICE_COLUMNS
    assert len(slice_table(nothing)) == len(band_table(nothing)) == 0
    assert len(change_table(nothing, known)) == len(slice_records(nothing, known)) == 0


def test_terms_say_in_codes_and_words_what_the_numbers_rest_on(found, known):
    assert terms_record(found) == {
        "group": "jnim",
        "group_name": "Attributed to JNIM",
        "region_set": "southwest",
        "region_set_name": "Kayes, Koulikoro, Sikasso, Bamako",
        "units": ["ML-1", "ML-2", "ML-3", "ML-BKO"],
        "names_not_in_the_layer": [],
        "areas": "hex3",
        "weight": "events",
        "confidence": "low",
        "leads_hidden": 0,
    }
    bare = dataclasses.replace(known, admin1=known.admin1.drop(index=["ML-1", "ML-BKO"]))
    record = terms_record(expansion(bare, SLICES))
    assert record["names_not_in_the_layer"] == ["Kayes", "Bamako"]


@pytest.mark.parametrize("group", ["all", *v.ACTORS])
def test_every_group_has_a_name_of_its_own(known, group):
    name = terms_record(expansion(known, SLICES, Terms(group=group)))["group_name"]

    term = v.GROUPS[group] if group in v.GROUPS else v.ACTORS[group]
    assert name == term.label != ""


def test_csv_is_safe_for_a_spreadsheet_and_says_where_it_comes_from(found, known):
    events = known.events.assign(place="=HYPERLINK(1)", source_ids="@one")
    data = dataclasses.replace(known, events=events)
    about = Provenance("+phase; jnim", "0.1+abc")

    for table in (
        arrival_table(found, data, kind="region"), slice_table(found), band_table(found),
        change_table(found, known),
    ):  # fmt: skip
        rows = list(csv.DictReader(io.StringIO(csv_bytes(table, about).decode("utf-8-sig"))))
        assert len(rows) == len(table)
        assert [row["licence"] for row in rows] == [LICENCE] * len(rows)
        assert {row["selection"] for row in rows} == {"'+phase; jnim"}
        cells = [value for row in rows for value in row.values()]
        assert not any(cell[:1] in {"=", "+", "@", "\t", "\r"} for cell in cells if cell)
    places = csv_bytes(arrival_table(found, data, kind="region"), about).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in places
