"""What imported events mean to the measures: whose numbers, whose voice, what a file is silent on.

All events here are made up.
"""

import datetime as dt
import os

import pandas as pd
import pytest
from dataset_rows import ACLED_ROWS, KEY, OWNER
from import_fixtures import acled_file, csv_text, imported
from test_importers_own import ROW

from sahel_map import store
from sahel_map.basis import Basis
from sahel_map.importers.folder import DatasetFolder
from sahel_map.measures.published import computed
from sahel_map.measures.roadside import roadside
from sahel_map.measures.sourcing import (
    citing_events,
    figures,
    figures_without,
    relayed,
    single_sourced,
)
from sahel_map.server import collection
from sahel_map.server.lifespan import dataset

pytest_plugins = ["dataset_fixtures"]

GAZETTE, PRESS = "by-whispering-gazette", "by-invented-press"


def toll(data, event_id):
    """The lowest and the highest number of an event, and whether that is only a minimum."""
    event = data.events.loc[event_id]
    return event["fatalities_low"], event["fatalities_high"], bool(event["fatalities_open"])


def own_table(folder, data, *changes):
    """A dataset of our own table's made-up row with changes."""
    (folder / "table.csv").write_text(
        csv_text([ROW | change for change in changes], list(ROW)), encoding="utf-8"
    )
    imported(folder / "table.csv", folder / "data")
    return store.with_events(folder / "data", data)


def test_without_one_of_its_sources_an_imported_event_keeps_the_number_of_the_file(restricted):
    left = Basis(without=(GAZETTE,)).narrow(restricted)

    # The second event has no other source; the third has Invented Press too.
    assert list(left.data.events.index) == ["acled-mli1", "acled-mli3"]
    assert toll(left.data, "acled-mli3") == toll(restricted, "acled-mli3") == (11, 11, True)
    assert toll(left.data, "acled-mli1") == (3, 3, True)
    assert left.data.events.at["acled-mli3", "source_ids"] == PRESS


def test_without_a_source_that_nothing_cites_no_imported_event_changes(restricted):
    left = Basis(without=("nobody",)).narrow(restricted).data.events

    columns = ["fatalities_low", "fatalities_high", "confidence", "title"]
    pd.testing.assert_frame_equal(left[columns], restricted.events[columns])
    assert list(left["source_ids"]) == list(restricted.events["source_ids"])


def test_the_sources_that_a_compiler_names_are_one_voice(restricted, data):
    assert relayed(restricted) == 3
    assert list(single_sourced(restricted.events, restricted)["voices"]) == [1, 1, 1]
    assert relayed(data) == 0


def test_the_sources_of_a_table_that_nobody_compiled_are_voices_of_their_own(tmp_path, data):
    text = "jour,source\n2025-07-01,Invented Press; Made-up Radio\n2025-07-02,Invented Press\n"
    (tmp_path / "table.csv").write_text(text, encoding="utf-8")
    imported(
        tmp_path / "table.csv", tmp_path / "out",
        mapping={"date_start": "jour", "source_names": "source"},
    )  # fmt: skip

    found = store.with_events(tmp_path / "out", data)

    alone = single_sourced(found.events, found)
    assert list(alone["documents"]) == [1]
    assert alone.index[0] == found.events.index[1]
    assert relayed(found) == 0


def test_as_known_on_a_day_it_is_said_why_imported_events_are_left_out(restricted, evidence):
    known = Basis(known=dt.date(2025, 9, 30))

    assert "3 events left out; the loaded file does not say when" in (
        known.narrow(restricted).sentence()
    )
    assert "the loaded file" not in known.narrow(evidence).sentence()
    assert "the loaded file" not in Basis(without=(GAZETTE,)).narrow(restricted).sentence()


@pytest.mark.parametrize("source_id", [GAZETTE, PRESS, "nobody"])
def test_figures_without_a_source_are_those_of_the_narrower_basis(restricted, source_id):
    narrow = Basis(without=(source_id,)).narrow(restricted).data

    assert figures_without(source_id, restricted) == figures(narrow)


def test_figures_without_a_source_count_the_claims_anew(evidence):
    narrow = Basis(without=("news-late",)).narrow(evidence).data

    assert figures_without("news-late", evidence) == figures(narrow)
    assert figures_without("news-late", evidence) != figures(evidence)


def test_it_is_counted_how_many_events_cite_each_source(restricted):
    assert citing_events(restricted.events).to_dict() == {
        PRESS: 2, "by-made-up-radio": 1, GAZETTE: 2,
    }  # fmt: skip
    assert citing_events(restricted.events.iloc[:0]).to_dict() == {}


def numbers_of(data):
    """The measures of published numbers beside which a dataset has one of its own."""
    rows = [row for row in data.indicators.itertuples() if computed(row, data)]
    return {row.measure for row in rows}


def test_of_what_a_file_does_not_code_it_has_no_number(restricted, data):
    silent = {"agreements", "sieges_lifted", "industrial_sites_hit", "soldiers_killed_total"}
    silent |= {"tankers_destroyed_cumulative"}

    assert silent <= numbers_of(data)
    assert silent.isdisjoint(numbers_of(restricted))
    assert "attacks_half_year" in numbers_of(restricted)


def test_what_our_own_table_says_of_roads_places_and_victims_is_kept(tmp_path, data):
    road, other = data.roads.corridors.index[:2]

    found = own_table(
        tmp_path, data,
        {"event_id": "one", "corridor_id": f"{road}; {other}", "fatalities_measure": ""},
        {"event_id": "two", "corridor_id": "no-road", "fatalities_measure": "soldiers_killed"},
    )  # fmt: skip

    events = found.events
    assert events["corridor_id"].to_dict() == {"one": (road, other), "two": ("no-road",)}
    assert events["fatalities_measure"].to_dict() == {"one": "", "two": "soldiers_killed"}
    assert set(events["place_id"]) == {"bamako"}
    assert events["flags"].to_dict() == {"one": "", "two": "unknown_road"}
    soldiers = {row["figure"]: row["low"] for row in figures(found)}
    assert (soldiers["soldiers_killed"], soldiers["people_killed"]) == (2, 0)


def test_an_event_of_our_own_table_counts_for_the_roads_that_it_names(tmp_path, data):
    road = data.roads.corridors.index[0]

    found = own_table(
        tmp_path, data,
        {"event_id": "one", "corridor_id": f"{road};no-road", "event_type": "ambush"},
    )  # fmt: skip

    near = roadside(found.events, data.roads)
    assert list(near.loc[near["named"], "corridor_id"]) == [road]


def test_a_dataset_is_not_read_again_when_it_is_shared(lay):
    folder = lay("ucdp")
    before = dataset(KEY)

    collection.share(KEY, collection.Reader(OWNER), visibility="public")

    assert dataset(KEY) is before
    DatasetFolder(folder).amend(title="Another title")
    assert dataset(KEY) is not before
    assert dataset(KEY).about["title"] == "Another title"


def test_a_stamp_tells_another_import_and_other_layers_but_not_who_shares(tmp_path):
    out = tmp_path / "data"
    imported(acled_file(tmp_path / "file.csv", *ACLED_ROWS), out)
    first = store.stamp(out)
    DatasetFolder(out).amend(shared=True, owner="somebody else")
    shared = store.stamp(out)
    (out / "geo").mkdir()
    (out / "geo" / "admin2.geojson").write_text("{}", encoding="utf-8")
    os.utime(out / "geo" / "admin2.geojson", ns=(1, 1))
    layered = store.stamp(out)
    imported(acled_file(tmp_path / "file.csv", *ACLED_ROWS[:2]), out)

    assert first == shared != layered
    assert store.stamp(out) not in {first, layered}
