"""Our own table as an import: the rules of events.csv, and nothing lost on the way."""

import csv

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_fixtures import converted, counts

from sahel_map import settings as folders
from sahel_map.importers import own
from sahel_map.importers.canonical import to_arrow
from sahel_map.schema import EVENTS

ROW = {
    "event_id": "2025-07-01-invented",
    "date_start": "2025-07-01",
    "date_end": "2025-07-01",
    "date_precision": "day",
    "title": "An invented attack",
    "place_id": "bamako",
    "place": "Invented town",
    "admin1_stated": "Mopti",
    "country": "MLI",
    "lat": "14.5",
    "lon": "-4.25",
    "geo_precision": "town",
    "event_type": "armed_attack",
    "actor": "an invented group",
    "actor_groups": "jnim;dozo",
    "target": "an invented post",
    "corridor_id": "",
    "fatalities_measure": "people_killed",
    "fatalities_low": "2",
    "fatalities_high": "5",
    "summary": "None of this happened.",
    "confidence": "medium",
    "source_ids": "one; two",
    "conflicts": "",
    "last_checked": "2026-11-01",
}


def table(*records):
    """Convert rows that differ from the made-up one by what is given."""
    return converted(own, *records, base=ROW)


def bundled():
    """The rows of the table that comes with the dashboard."""
    path = folders.ROOT / "data" / "events.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_row_comes_in_whole():
    frame, notes = table({})

    event = frame.iloc[0].to_dict()
    day = pd.Timestamp("2025-07-01")
    best = event.pop("fatalities_best")
    assert pd.isna(best)
    assert event == {
        "event_id": "2025-07-01-invented",
        "raw_id": "2025-07-01-invented",
        "stamp": 0,
        "date_start": day,
        "date_end": day,
        "date_precision": "day",
        "title": "An invented attack",
        "place": "Invented town",
        "place_id": "bamako",
        "admin1_stated": "Mopti",
        "admin2_stated": "",
        "country": "MLI",
        "lat": 14.5,
        "lon": -4.25,
        "geo_precision": "town",
        "event_type": "armed_attack",
        "coded_as": "",
        "actor": "an invented group",
        "target": "an invented post",
        "acted_known": True,
        "actor_groups": "jnim;dozo",
        "corridor_id": "",
        "fatalities_measure": "people_killed",
        "fatalities_low": 2,
        "fatalities_high": 5,
        "fatalities_open": False,
        "summary": "None of this happened.",
        "confidence": "medium",
        "source_names": "one;two",
        "flags": "",
        "row": 1,
    }
    assert (notes.repaired, notes.rejected) == ({}, {})


def test_the_bundled_table_comes_in_without_a_row_lost_or_changed():
    rows = bundled()

    frame, notes = converted(own, *rows)

    assert len(frame) == len(rows) > 100
    assert (notes.repaired, notes.rejected) == ({}, {})
    for name in (
        "event_id", "date_precision", "title", "place", "place_id", "country", "summary", "actor",
        "fatalities_measure", "corridor_id",
    ):  # fmt: skip
        assert frame[name].tolist() == [row[name] for row in rows]
    assert [str(day.date()) for day in frame["date_end"]] == [row["date_end"] for row in rows]
    assert ["" if pd.isna(number) else str(number) for number in frame["fatalities_low"]] == [
        row["fatalities_low"] for row in rows
    ]
    assert frame["lat"].notna().tolist() == [row["lat"] != "" for row in rows]
    assert to_arrow(frame).num_rows == len(rows)


def test_whose_deaths_are_counted_is_carried_over():
    frame, _ = table({"fatalities_measure": "soldiers_killed"}, {"fatalities_measure": ""})

    assert frame["fatalities_measure"].tolist() == ["soldiers_killed", ""]


def test_roads_and_places_that_the_host_does_not_have_are_flagged_and_kept(tmp_path, monkeypatch):
    (tmp_path / "corridors.csv").write_text("corridor_id,name\nmade-up-road,Road\n", "utf-8")
    (tmp_path / "places.csv").write_text("place_id,name\nhere,Here\n", "utf-8")
    monkeypatch.setenv("SAHEL_MAP_DATA", str(tmp_path))

    frame, notes = table(
        {"place_id": "here", "corridor_id": "made-up-road"},
        {"place_id": "here", "corridor_id": "made-up-road; no-road"},
        {"place_id": "nowhere", "corridor_id": ""},
    )

    assert frame["corridor_id"].tolist() == ["made-up-road", "made-up-road;no-road", ""]
    assert frame["place_id"].tolist() == ["here", "here", "nowhere"]
    assert frame["flags"].tolist() == ["", "unknown_road", "unknown_place"]
    assert notes.flagged["unknown_road"].examples == [(2, "made-up-road; no-road", "")]
    assert notes.flagged["unknown_place"].examples == [(3, "nowhere", "")]


def test_a_host_of_imported_events_has_the_bundled_roads_and_places(tmp_path, monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_DATA", str(tmp_path))

    frame, _ = table({"place_id": "bamako"}, {"place_id": "nowhere"})

    assert frame["flags"].tolist() == ["", "unknown_place"]


def test_a_number_without_a_highest_is_a_minimum():
    frame, _ = table(
        {"fatalities_high": ""},
        {"fatalities_low": ""},
        {"fatalities_low": "", "fatalities_high": ""},
        {"fatalities_low": "0", "fatalities_high": "0"},
    )

    assert frame["fatalities_open"].tolist() == [True, False, False, False]
    assert frame["fatalities_low"].tolist() == [2, pd.NA, pd.NA, 0]
    assert frame["fatalities_high"].tolist() == [pd.NA, 5, pd.NA, 0]


@pytest.mark.parametrize(
    ("changes", "column", "value"),
    [
        ({"event_id": ""}, "event_id", ""),
        ({"event_id": "An Id"}, "event_id", "An Id"),
        ({"date_start": "01/07/2025"}, "date_start", "01/07/2025"),
        ({"date_end": "2025-06-30"}, "date_end", "2025-06-30"),
        ({"date_precision": "week"}, "date_precision", "week"),
        ({"geo_precision": "region"}, "geo_precision", "region"),
        ({"event_type": "raid"}, "event_type", "raid"),
        ({"country": "Mali"}, "country", "Mali"),
        ({"lat": "95"}, "lat", "95"),
        ({"fatalities_low": "6"}, "fatalities_high", "5"),
        ({"fatalities_low": "some"}, "fatalities_low", "some"),
        ({"actor_groups": ""}, "actor_groups", ""),
        ({"summary": " ", "confidence": "sure"}, "summary", " "),
        ({"confidence": "sure", "title": ""}, "title", ""),
        ({"title": "", "fatalities_low": "6"}, "title", ""),
        ({"summary": "", "date_end": "2025-06-30"}, "date_end", "2025-06-30"),
    ],
)
def test_a_row_that_breaks_a_rule_names_the_first_column_that_does(changes, column, value):
    frame, notes = table({"event_id": "a"}, changes, {"event_id": "c"})

    assert frame["event_id"].tolist() == ["a", "c"]
    assert counts(notes.rejected) == {("rule", column): 1}
    assert notes.rejected["rule", column].examples == [(2, value, "")]


def test_a_date_in_the_future_is_rejected_though_no_rule_forbids_it():
    frame, notes = table(
        {"date_start": "2026-11-22", "date_end": "2026-11-22"},
        {"date_start": "2026-11-23", "date_end": "2026-11-23"},
    )

    assert frame["row"].tolist() == [1]
    assert counts(notes.rejected) == {("future", "date_start"): 1}


def test_one_identifier_twice_is_left_to_the_merging():
    frame, notes = table({}, {"title": "Another title"})

    assert len(frame) == 2
    assert notes.rejected == {}


def test_odd_spaces_are_taken_out_before_the_rules_are_asked():
    frame, notes = table({"country": "MLI\u00a0", "lat": " 14.5"})

    assert frame.loc[0, ["country", "lat"]].tolist() == ["MLI", 14.5]
    assert counts(notes.repaired) == {("spaces", "country"): 1, ("spaces", "lat"): 1}


def test_the_format_is_known_by_the_columns_that_may_not_be_empty():
    header = list(EVENTS.columns)
    optional = {
        "admin1_stated", "lat", "lon", "target", "corridor_id", "fatalities_measure",
        "fatalities_low", "fatalities_high", "conflicts",
    }  # fmt: skip

    assert own.fits(header)
    assert own.fits([name.upper() for name in header] + ["our notes"])
    assert own.fits([name for name in header if name not in optional])
    for name in set(header) - optional:
        assert not own.fits([other for other in header if other != name]), name


def test_columns_that_are_not_there_are_empty():
    without = {name: value for name, value in ROW.items() if not name.startswith("fatalities_")}

    frame, notes = converted(own, {name.title(): value for name, value in without.items()})

    assert frame["fatalities_low"].isna().all()
    assert notes.rejected == {}


CELLS = st.one_of(
    st.text(max_size=8), st.sampled_from(["", "2025-07-01", "9999-12-31", "1", "day", "town"])
)


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(ROW, CELLS)), min_size=1, max_size=6)
)
def test_whatever_the_cells_hold_every_row_is_an_event_or_rejected(records):
    frame, notes = table(*records)

    assert len(frame) + notes.rejected_rows == len(records)
    assert (frame["date_start"] <= frame["date_end"]).all()
