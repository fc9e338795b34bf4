"""A newer file meets a dataset: replaced, unchanged, gone, back again."""

import pytest
from import_fixtures import (
    acled_file,
    csv_text,
    dataset_files,
    flags,
    held,
    ids,
    imported,
)
from record_fixtures import GED
from test_importers_own import ROW as OWN

from sahel_map.errors import DataError
from sahel_map.importers import run
from sahel_map.store import open_dataset

OLDER, NEWER = {"timestamp": "1752000000"}, {"timestamp": "1753000000"}


def at(number, day, **changes):
    """An event of that number and day of July 2025."""
    return {"event_id_cnty": f"MLI{number}", "event_date": f"2025-07-{day:02}", **changes}


@pytest.fixture
def bring(tmp_path):
    """Import made-up ACLED rows into one folder, one file after the other."""

    def import_(*changes, **asked):
        return imported(acled_file(tmp_path / "file.csv", *changes), tmp_path / "data", **asked)

    import_.out = tmp_path / "data"
    return import_


def test_a_newer_state_replaces_the_event(bring):
    bring(*ids(1, 2))

    report = bring({"event_id_cnty": "MLI1", "fatalities": "7", **NEWER})

    assert (report.replaced, report.new, report.before, report.events) == (1, 0, 2, 2)
    assert {event["event_id"]: event["fatalities_low"] for event in held(bring.out)} == {
        "acled-mli1": 7,
        "acled-mli2": 3,
    }


def test_an_older_state_is_left_out(bring):
    bring(*ids(1, 2))

    report = bring({"event_id_cnty": "MLI1", "fatalities": "7", **OLDER})

    assert (report.replaced, report.new, report.merged) == (0, 0, {"older": 1})
    assert [event["fatalities_low"] for event in held(bring.out)] == [3, 3]


def test_an_equally_new_state_that_says_something_else_replaces_the_event(bring):
    bring(*ids(1))

    report = bring({"event_id_cnty": "MLI1", "fatalities": "7"})

    assert report.replaced == 1
    assert held(bring.out)[0]["fatalities_low"] == 7


def test_unchanged_events_are_counted_and_new_ones_enter(bring):
    bring(*ids(1, 2))

    report = bring(*ids(1, 2, 3))

    assert (report.new, report.merged, report.events) == (1, {"unchanged": 2}, 3)


def test_events_are_unchanged_whatever_is_missing_in_those_around_them(bring):
    bring(*ids(1))

    report = bring(*ids(1), {"event_id_cnty": "MLI2", "fatalities": ""})

    assert report.merged == {"unchanged": 1}
    assert report.replaced == 0


def test_another_place_in_the_file_is_no_change(bring):
    bring(*ids(1, 2, 3))

    report = bring(*ids(3, 1, 2))

    assert report.merged == {"unchanged": 3}


def test_an_event_within_the_period_of_a_newer_file_that_lacks_it_is_gone(bring):
    bring(at(1, 1), at(2, 5), at(3, 9))

    report = bring(at(1, 1), at(3, 9))

    assert report.gone == 1
    assert flags(bring.out) == {"acled-mli1": "", "acled-mli2": "gone", "acled-mli3": ""}


def test_the_period_of_a_file_is_that_of_all_its_blocks(bring, monkeypatch):
    bring(at(1, 1), at(2, 2), at(3, 8), at(4, 9))
    opened = run.open_source
    monkeypatch.setattr(
        run, "open_source", lambda *given, **named: opened(*given, **named, block_rows=1)
    )

    report = bring(at(5, 5), at(1, 1), at(4, 9), at(6, 4))

    assert report.gone == 2


def test_an_event_outside_the_period_of_the_newer_file_is_not_gone(bring):
    bring(at(1, 1), at(2, 5), at(3, 9))

    report = bring(at(2, 5))

    assert report.gone == 0


def test_an_event_that_reaches_beyond_the_period_is_not_gone(bring):
    week = at(2, 8, time_precision="2")
    bring(at(1, 1), week, at(3, 9))

    report = bring(at(1, 1), at(3, 9))

    assert report.gone == 0


def test_an_event_of_another_country_is_not_gone(bring):
    niger = {"country": "Niger", "iso": "562", "longitude": "3", "latitude": "15"}
    bring(at(1, 1), at(2, 5, **niger), at(3, 9))

    report = bring(at(1, 1), at(3, 9))

    assert report.gone == 0


def test_what_was_left_aside_by_country_is_not_gone(bring):
    niger = {"country": "Niger", "iso": "562", "longitude": "3", "latitude": "15"}
    bring(at(1, 1), at(2, 5, **niger), at(3, 9))

    report = bring(at(1, 1), at(3, 9), at(4, 1, **niger), at(5, 9, **niger), countries=["MLI"])

    assert (report.gone, report.left_aside) == (0, 2)


def test_an_older_file_makes_nothing_gone(bring):
    bring(at(1, 1, **NEWER), at(2, 5), at(3, 9))

    report = bring(at(1, 1, **OLDER), at(3, 9, **OLDER))

    assert report.gone == 0


def test_an_event_that_is_back_in_a_newer_file_loses_the_flag(bring):
    bring(at(1, 1), at(2, 5), at(3, 9))
    bring(at(1, 1), at(3, 9))

    report = bring(at(1, 1), at(2, 5), at(3, 9))

    assert report.gone == 0
    assert set(flags(bring.out).values()) == {""}


def test_an_event_in_an_older_file_stays_gone(bring):
    bring(at(1, 1), at(2, 5), at(3, 9))
    bring(at(1, 1, **NEWER), at(3, 9))

    bring(at(2, 5))

    assert flags(bring.out)["acled-mli2"] == "gone"


def test_other_flags_stay_where_one_is_gone_and_where_it_is_back(bring):
    unsure = at(2, 5, longitude="0", latitude="0", fatalities="some")
    bring(at(1, 1), unsure, at(3, 9))
    before = flags(bring.out)["acled-mli2"]

    bring(at(1, 1), at(3, 9))
    gone = flags(bring.out)["acled-mli2"]
    bring(at(1, 1), unsure, at(3, 9))

    assert set(before.split(";")) == {"null_island", "no_deaths"}
    assert gone == f"{before};gone"
    assert flags(bring.out)["acled-mli2"] == before


def test_the_flag_is_set_once(bring):
    bring(at(1, 1), at(2, 5), at(3, 9))

    for _ in range(2):
        bring(at(1, 1), at(3, 9))

    assert flags(bring.out)["acled-mli2"] == "gone"


def test_a_second_identical_import_leaves_the_events_as_they_are(bring):
    changes = (*ids(1, 2), {"event_id_cnty": "MLI3", "fatalities": ""})
    bring(*changes)
    before = held(bring.out)

    report = bring(*changes)

    assert held(bring.out) == before
    assert report.merged == {"unchanged": 3}
    assert report.rows_read == report.accounted == 3


def test_another_format_is_refused_and_changes_nothing(bring, tmp_path):
    bring(*ids(1))
    before = dataset_files(bring.out)
    ged = tmp_path / "ged.csv"
    ged.write_text(csv_text([GED], list(GED)), encoding="utf-8")

    with pytest.raises(DataError, match="holds ACLED; UCDP GED has other identifiers"):
        imported(ged, bring.out)

    assert dataset_files(bring.out) == before


def test_rows_merged_within_the_file_and_with_the_dataset_are_added_up(bring):
    bring(*ids(1, 2))

    report = bring(
        *ids(1, 1, 2), {"event_id_cnty": "MLI3", **NEWER}, {"event_id_cnty": "MLI3", **OLDER}
    )

    assert report.merged == {"unchanged": 2, "identical": 1, "older": 1}
    assert (report.new, report.accounted, report.rows_read) == (1, 5, 5)


def test_a_row_of_our_own_table_with_another_actor_is_a_newer_state_and_no_party(tmp_path):
    rows = [OWN | {"actor": "first named"}, OWN | {"actor": "then named"}]
    (tmp_path / "own.csv").write_text(csv_text(rows, list(OWN)), encoding="utf-8")

    report = imported(tmp_path / "own.csv", tmp_path / "data")

    assert report.merged == {"restated": 1}
    assert [event["actor"] for event in held(tmp_path / "data")] == ["then named"]


def test_mended_rows_enter_and_make_nothing_gone(tmp_path):
    rows = [OWN | {"event_id": f"e{n}"} for n in range(3)]
    faulty = [OWN | {"event_id": f"f{n}", "lat": "95"} for n in range(2)]
    file, again = tmp_path / "own.csv", tmp_path / "again.csv"
    file.write_text(csv_text([*rows, *faulty], list(OWN)), encoding="utf-8")
    imported(file, tmp_path / "data", rejected=again)

    again.write_text(again.read_text().replace(",95,", ",14.5,"))
    report = imported(again, tmp_path / "data")

    assert (report.rows_read, report.new, report.gone, report.events) == (2, 2, 0, 5)
    assert set(flags(tmp_path / "data").values()) == {""}


def test_what_was_said_of_a_dataset_stays_when_a_file_is_added(bring):
    bring(*ids(1), title="Our title", licence="own", full=False, countries=["MLI"])

    bring(*ids(2), countries=["NER", "MLI"])
    about = open_dataset(bring.out).about

    assert about["title"] == "Our title"
    assert (about["licence_class"], about["coverage"]) == ("own", "sample")
    assert about["countries"] == ["MLI", "NER"]


def test_a_dataset_of_all_countries_stays_one(bring):
    bring(*ids(1))

    bring(*ids(2), countries=["MLI"])

    assert open_dataset(bring.out).about["countries"] == []
