"""The data folder as one value: located, versioned, and honest about what it left out."""

import shutil

import pandas as pd
import pytest

from sahel_map import store
from sahel_map.errors import BoundaryError, DataError
from sahel_map.schema import OPTIONAL

IN_DATE_ORDER = [
    "2025-07-01-west-town",
    "2025-07-east-month",
    "2025-07-02-east-road",
    "2025-07-05-lead",
    "2025-07-28-gourma",
    "2025-08-15-mali",
]


@pytest.fixture
def change(folder, edit_row):
    """Change one value of one row of the tiny folder, because faults come one at a time."""

    def edit(name: str, line: int, **values: str) -> None:
        edit_row(folder / name, line, **values)

    return edit


def append(path, line: str) -> None:
    """Add a raw line to a file."""
    with path.open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")


def named(data) -> list[tuple]:
    """Return where each fault stands, with its weight."""
    return [(f.file, f.row, f.column, f.value, f.severity) for f in data.faults]


def test_the_bundled_data_are_all_there(data):
    assert len(data.events) >= 177
    assert data.errors() == []
    assert len(data.rejected) == 0
    assert list(data.rejected.columns) == ["file", "row", "reason", "record"]


def test_events_are_in_date_order_and_indexed_by_their_id(six):
    assert list(six.events.index) == IN_DATE_ORDER
    assert list(six.events["event_id"]) == IN_DATE_ORDER
    assert six.events.index.name is None


def test_dates_numbers_and_lists_are_converted(six):
    event = six.events.loc["2025-07-28-gourma"]

    assert event["date_start"] == pd.Timestamp("2025-07-28")
    assert event["date_end"] == pd.Timestamp("2025-08-03")
    assert event["last_checked"] == pd.Timestamp("2025-12-01")
    assert (event["lon"], event["lat"]) == (0.5, 9.5)
    assert (event.geometry.x, event.geometry.y) == (0.5, 9.5)
    assert event["actor_groups"] == ("jnim", "isgs")
    assert event["row"] == 6


def test_missing_deaths_stay_missing_and_zero_stays_zero(six):
    deaths = six.events[["fatalities_low", "fatalities_high"]]
    expected = pd.DataFrame(
        {
            "fatalities_low": pd.array([3, None, 0, None, 20, None], dtype="Int64"),
            "fatalities_high": pd.array([5, None, 0, None, None, None], dtype="Int64"),
        },
        index=IN_DATE_ORDER,
    )

    pd.testing.assert_frame_equal(pd.DataFrame(deaths), expected)


def test_an_event_known_only_by_region_has_no_point(six):
    without = six.events["geometry"].isna()

    assert list(six.events.index[without]) == ["2025-07-east-month", "2025-08-15-mali"]


def test_each_event_has_its_unit_and_category(six):
    columns = six.events[["admin1_id", "admin1", "admin1_method", "category"]]

    assert columns.to_numpy().tolist() == [
        ["ML-W", "West", "within", "assault"],
        ["ML-E", "East", "stated", "other"],
        ["ML-E", "East", "within", "road"],
        ["ML-W", "West", "within", "remote"],
        ["BF-G", "Gourma", "within", "assault"],
        ["", "", "none", "other"],
    ]


def test_search_text_holds_names_in_every_spelling_without_accents(six):
    text = six.events.at["2025-07-01-west-town", "search_text"]

    for word in ("west town", "tombouctou", "kelle", "jnim", "army camp", "gunmen", "2025-07-01"):
        assert word in text


def test_the_sources_of_an_event_come_in_the_order_it_names_them(six):
    assert list(six.sources_of("2025-07-02-east-road").index) == ["news-two", "news-one"]


def test_leads_are_not_among_the_verified_events(six):
    assert list(six.verified().index) == [i for i in IN_DATE_ORDER if i != "2025-07-05-lead"]


def test_a_broken_row_is_left_out_and_the_rest_kept(folder, change):
    change("events.csv", 3, confidence="sure")

    data = store.load(folder)

    assert list(data.events.index) == [i for i in IN_DATE_ORDER if i != "2025-07-east-month"]
    assert named(data) == [("events.csv", 3, "confidence", "sure", "error")]
    assert data.rejected[["file", "row", "reason"]].to_numpy().tolist() == [
        ["events.csv", 3, "confidence: 'sure'; one of: high, medium, low, unverified"]
    ]


def test_a_rejected_row_is_kept_as_it_came_even_beside_ragged_ones(folder, change):
    change("sources.csv", 3, kind="rumour", title='A "quoted", title')
    lines = (folder / "sources.csv").read_text(encoding="utf-8").splitlines()
    append(folder / "sources.csv", "too,short")
    append(folder / "sources.csv", lines[1].replace("news-one", "long") + ",more")

    rejected = store.load(folder).rejected

    assert dict(zip(rejected["row"], rejected["record"], strict=True)) == {
        3: lines[2],
        4: "too,short",
        5: lines[1].replace("news-one", "long") + ",more",
    }


def test_every_reason_of_a_rejected_row_is_told(folder, change):
    change("events.csv", 2, confidence="sure", summary="")

    [reason] = store.load(folder).rejected["reason"]

    assert reason == (
        "confidence: 'sure'; one of: high, medium, low, unverified"
        " | summary: ''; a value; this column may not be empty"
    )


def test_a_source_or_place_that_is_not_there_is_named_and_its_event_left_out(folder, change):
    change("events.csv", 2, source_ids="news-one;nobody")
    change("events.csv", 4, place_id="nowhere")

    data = store.load(folder)

    assert named(data) == [
        ("events.csv", 2, "source_ids", "nobody", "error"),
        ("events.csv", 4, "place_id", "nowhere", "error"),
    ]
    assert [f.allowed for f in data.faults] == [
        "a source_id of sources.csv",
        "a place_id of places.csv",
    ]
    assert list(data.rejected["row"]) == [2, 4]
    assert len(data.events) == 4


def test_a_row_with_a_bad_value_and_a_bad_reference_has_both_named_at_once(folder, change):
    change("events.csv", 2, confidence="sure", source_ids="nobody")

    columns = {f.column for f in store.load(folder).faults}

    assert columns == {"confidence", "source_ids"}


def test_an_address_that_stands_twice_is_named_in_both_rows(folder, change):
    change("sources.csv", 3, url="https://news.example/one")

    data = store.load(folder)

    address = "https://news.example/one"
    assert named(data) == [
        ("sources.csv", 2, "url", address, "error"),
        ("sources.csv", 3, "url", address, "error"),
    ]


def test_sources_without_an_address_are_not_each_others_double(folder, change):
    change("sources.csv", 2, url="")
    change("sources.csv", 3, url="")

    assert store.load(folder).faults == ()


def test_a_point_far_outside_its_country_is_an_error_yet_the_event_is_kept(folder, change):
    change("events.csv", 2, lat="11.5")

    data = store.load(folder)

    assert named(data) == [("events.csv", 2, "lat", "11.5, 0.5", "error")]
    assert data.faults[0].allowed == "a point inside the stated country"
    assert data.events.at["2025-07-01-west-town", "admin1"] == "West"
    assert len(data.events) == 6
    assert len(data.rejected) == 0


def test_a_region_that_differs_from_the_point_is_a_warning_that_names_where_it_lies(folder, change):
    change("events.csv", 2, admin1_stated="East")

    data = store.load(folder)

    assert named(data) == [("events.csv", 2, "admin1_stated", "East", "warning")]
    assert data.faults[0].allowed == "the region in which the point lies: West"
    assert data.errors() == []


def test_a_region_that_nobody_knows_is_a_warning(folder, change):
    change("events.csv", 2, admin1_stated="Atlantis")

    data = store.load(folder)

    assert named(data) == [("events.csv", 2, "admin1_stated", "Atlantis", "warning")]
    assert data.faults[0].allowed == "a region of the boundary layer"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("lat", "1_0.5"),
        ("lat", "١٠"),
        ("fatalities_low", "٣"),
        ("fatalities_high", "99999999999999999999"),
        ("last_checked", "2025-W27-2"),
    ],
)
def test_no_value_of_a_table_can_stop_the_data_from_loading(folder, change, column, value):
    change("events.csv", 2, **{column: value})

    data = store.load(folder)

    assert [(f.row, f.column, f.value) for f in data.errors()] == [(2, column, value)]
    assert len(data.events) == 5


def test_a_folder_with_tables_but_no_events_loads(folder):
    header = (folder / "events.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "events.csv").write_text(header + "\n", encoding="utf-8")

    data = store.load(folder)

    assert len(data.events) == 0
    assert "admin1" in data.events.columns
    assert data.faults == ()


@pytest.mark.parametrize(
    "name", ["events.csv", "sources.csv", "places.csv", "geo/admin1.geojson", "geo/rivers.geojson"]
)
def test_the_version_changes_with_every_file_that_is_shown(folder, name):
    (folder / "geo" / "rivers.geojson").write_text("{}", encoding="utf-8")
    before = store.load(folder).version

    append(folder / name, "")

    after = store.load(folder).version
    assert before != after
    assert before.partition("+")[0] == after.partition("+")[0]


def test_the_version_is_the_same_for_the_same_files_elsewhere(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "copy")

    assert store.load(copy).version == store.load(folder).version


def test_a_missing_table_is_an_error_that_names_it(folder):
    (folder / "places.csv").unlink()

    with pytest.raises(DataError, match=r"places\.csv was not found"):
        store.load(folder)


def test_a_missing_boundary_layer_is_an_error_that_names_it(folder):
    (folder / "geo" / "admin1.geojson").unlink()

    with pytest.raises(BoundaryError, match=r"admin1\.geojson was not found"):
        store.load(folder)


def test_a_broken_source_takes_only_itself_from_an_event_that_has_another(folder, change):
    change("events.csv", 2, source_ids="news-one;news-two")
    change("sources.csv", 2, kind="rumour")

    data = store.load(folder)

    first = next(event for event, ids in data.events["source_ids"].items() if ";" in ids)
    assert list(data.sources_of(first).index) == ["news-two"]


def test_each_table_of_evidence_is_keyed_by_its_identifier(evidence):
    assert list(evidence.claims.index)[:3] == ["west.01", "west.02", "west.03"]
    assert list(evidence.indicators.index) == ["fighters-2024", "share-2025"]
    assert list(evidence.contradictions.index) == ["west-toll", "road-date"]
    assert list(evidence.positions.index)[:2] == ["west-toll.01", "west-toll.02"]
    assert list(evidence.positions["contradiction_id"]) == ["west-toll"] * 2 + ["road-date"] * 2
    tables = (evidence.claims, evidence.indicators, evidence.contradictions, evidence.positions)
    assert [table.index.name for table in tables] == [None] * 4


def test_numbers_of_evidence_are_converted_and_missing_ones_stay_missing(evidence):
    assert evidence.claims.at["west.03", "event_ids"] == (IN_DATE_ORDER[0], IN_DATE_ORDER[2])
    assert evidence.claims.at["road.01", "low"] == 10
    assert evidence.claims.at["road.01", "high"] is pd.NA
    assert str(evidence.indicators["low"].dtype) == "Float64"
    assert evidence.positions["low"].isna().tolist() == [False, False, True, True]


def test_the_headline_of_an_event_is_what_its_claims_give(evidence):
    deaths = evidence.events[["fatalities_low", "fatalities_high", "fatalities_open"]]
    expected = pd.DataFrame(
        {
            "fatalities_low": pd.array([3, 10, None, None], dtype="Int64"),
            "fatalities_high": pd.array([5, None, 40, None], dtype="Int64"),
            "fatalities_open": [False, True, False, False],
        },
        index=[IN_DATE_ORDER[number] for number in (0, 2, 4, 5)],
    )

    pd.testing.assert_frame_equal(pd.DataFrame(deaths), expected)


def test_without_claims_the_own_numbers_of_the_events_stand_and_nothing_is_open(six):
    assert six.claims.empty
    assert six.events["fatalities_high"].tolist()[0] == 5
    assert not six.events["fatalities_open"].any()


def test_nothing_is_withheld_from_a_whole_dataset(six, evidence):
    assert not six.events["withheld"].any()
    assert not evidence.events["withheld"].any()


def test_the_claims_of_an_event_are_its_own_and_those_it_shares_with_others(evidence):
    assert list(evidence.claims_of("2025-07-02-east-road").index) == ["west.03", "road.01"]
    assert list(evidence.claims_of("2025-08-15-mali").index) == ["mali.01"]
    assert evidence.claims_of("nowhere").empty


def test_the_version_changes_with_each_table_of_evidence_even_when_it_is_gone(evidence_folder):
    seen = {store.load(evidence_folder).version}
    for name in OPTIONAL:
        (evidence_folder / name).unlink()
        seen.add(store.load(evidence_folder).version)

    assert len(seen) == 1 + len(OPTIONAL)


def test_the_version_changes_with_the_lines_of_the_roads(evidence_folder):
    before = store.load(evidence_folder).version

    append(evidence_folder / "geo" / "corridors.geojson", "")

    assert store.load(evidence_folder).version != before


def test_the_roads_of_a_folder_come_with_their_lines(evidence, six):
    assert list(evidence.roads.corridors.index) == ["west_east", "middle_gourma", "north_river"]
    assert len(evidence.roads.legs) == 5
    assert evidence.events.at[IN_DATE_ORDER[2], "corridor_id"] == ("west_east",)
    assert [len(six.roads.corridors), len(six.roads.legs), len(six.roads.blockades)] == [0, 0, 0]
