"""ACLED files as they are: old years, one row a party, odd spaces, slips. All made up."""

import datetime as dt

import pandas as pd
import pytest
from acled_fixtures import HEADER, RECORD, RECORD_2016, event, events, without
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_fixtures import TODAY, block_of, counts

from sahel_map import vocabulary as v
from sahel_map.importers import acled
from sahel_map.importers.canonical import to_arrow
from sahel_map.importers.notes import Notes
from sahel_map.importers.terms import Terms


def refused(record: dict[str, str], base=RECORD) -> tuple[str, str]:
    """Code and column for which the one record is rejected."""
    frame, notes = events(record, base=base)
    assert frame.empty
    (fault,) = notes.rejected
    return fault


def test_a_file_of_2016_comes_in_with_its_own_headings_and_ids():
    found = event(base=RECORD_2016)

    assert found["event_id"] == "acled-900rta"
    assert found["raw_id"] == "900RTA"
    assert found["date_start"] == pd.Timestamp("2015-12-29")
    assert found["event_type"] == "armed_clash"
    assert found["country"] == "MLI"
    assert found["stamp"] == 0
    assert found["actor"] == "Military Forces of Mali (2013-); Made-up Militia; Ansar Dine"
    assert found["actor_groups"] == "jnim;fama;other"


def test_the_number_of_a_country_is_read_where_its_name_is_missing():
    assert event(base=RECORD_2016, COUNTRY="")["country"] == "MLI"


def test_the_letters_of_older_files_stand_for_a_missing_code():
    found = event(country="", iso="", iso3="BFA", longitude="-1.5")

    assert found["country"] == "BFA"


def test_ids_of_different_years_stay_apart():
    frame, _ = events({"event_id_cnty": "136RTA"}, {"event_id_cnty": "MLI136"})

    assert frame["event_id"].tolist() == ["acled-136rta", "acled-mli136"]


def test_the_unstable_number_of_older_files_is_no_key():
    first = events({"data_id": "1", "event_id_no_cnty": "7"})[0]
    again = events({"data_id": "2", "event_id_no_cnty": "8"})[0]

    assert first["event_id"].tolist() == again["event_id"].tolist() == ["acled-mli900001"]


def test_a_column_of_row_numbers_and_columns_without_names_are_passed_over():
    frame, notes = events({"": "1", "column_33": "x", "population_best": "1200"})

    assert len(frame) == 1
    assert notes.repaired == {}


@pytest.mark.parametrize(
    "written",
    ["9 July 2025", "09 July 2025", "9-Jul-25", "09/07/2025", "2025-07-09 00:00:00+00:00",
     "July 9, 2025"],
)  # fmt: skip
def test_dates_in_other_spellings_are_read_and_told(written):
    frame, notes = events({"event_date": written})

    assert frame["date_start"][0] == pd.Timestamp("2025-07-09")
    assert notes.repaired["date", "event_date"].examples == [(1, written, "2025-07-09")]


def test_an_american_file_is_read_month_first():
    frame, _ = events({"event_date": "07/09/2025"}, day_order="month-first")

    assert frame["date_start"][0] == pd.Timestamp("2025-07-09")


def test_a_year_that_differs_from_the_date_is_flagged_and_the_date_stands():
    frame, notes = events({"event_date": "2015-12-28", "year": "2016"}, {"year": ""})

    assert frame["date_start"][0] == pd.Timestamp("2015-12-28")
    assert frame["flags"].tolist() == ["year_differs", ""]
    assert counts(notes.flagged) == {"year_differs": 1}


def test_a_hard_space_before_a_number_loses_no_point():
    frame, notes = events({"longitude": "\xa0-4.25"})

    assert frame["lon"][0] == -4.25
    assert counts(notes.repaired) == {("spaces", "longitude"): 1}


def test_spaces_behind_a_name_make_no_second_actor():
    frame, notes = events({"actor1": "Made-up  Militia "}, {"actor1": "Made-up Militia"})

    assert frame["actor"][0] == frame["actor"][1]
    assert notes.repaired["spaces", "actor1"].examples == [
        (1, "Made-up  Militia ", "Made-up Militia")
    ]


def test_line_breaks_and_control_characters_leave_a_note_readable():
    frame, notes = events({"notes": "First line\r\nsecond\x92 line"})

    assert frame["summary"][0] == "First line second line"
    assert counts(notes.repaired) == {("control", "notes"): 1}


@pytest.mark.parametrize(
    "text",
    [
        "N¬∞ 2018-007",
        "<script>alert('x')</script>",
        "=HYPERLINK(1)",
        "${process} `tick` \" ' \\",
        "مالي ߡߊߟߌ",
        "NAN and NULL values",
    ],
)
def test_text_passes_as_text(text):
    frame, notes = events({"notes": text, "location": text, "actor2": text})

    assert frame["summary"][0] == frame["place"][0] == text
    assert frame["actor"][0].endswith(f"; {text}")
    assert notes.repaired == {}


@pytest.mark.parametrize("nothing", ["NA", "NULL", "NaN"])
def test_what_programs_write_for_nothing_is_nothing(nothing):
    found = event(assoc_actor_1=nothing, fatalities=nothing, timestamp=nothing)

    assert nothing not in found["actor"]
    assert found["fatalities_low"] is pd.NA
    assert refused({"event_id_cnty": nothing}) == ("no_id", "event_id_cnty")


def test_the_country_stands_where_its_code_names_another():
    frame, notes = events({"country": "Mali", "iso": "854", "iso3": "BFA"}, {})

    assert frame["country"].tolist() == ["MLI", "MLI"]
    assert frame["flags"].tolist() == ["country_differs", ""]
    assert notes.flagged["country_differs"].examples == [(1, "Mali, 854", "")]


def test_a_country_that_nobody_knows_is_flagged():
    frame, notes = events({"country": "Atlantis", "iso": ""})

    assert frame["country"][0] == ""
    assert counts(notes.flagged) == {"unknown_country": 1}


def test_a_country_that_its_code_alone_gives_is_flagged():
    frame, notes = events({"country": "Atlantis", "iso": "466"})

    assert frame["country"].tolist() == ["MLI"]
    assert frame["flags"].tolist() == ["country_by_code"]
    assert notes.flagged["country_by_code"].examples == [(1, "Atlantis, 466", "")]


@pytest.mark.parametrize(
    ("written", "deaths"),
    [("1 000", 1000), ("1\u202f000", 1000), ("1,000", 1000), ("12,345,678", None), ("3,0", 3)],
)
def test_marks_between_thousands_of_deaths_are_no_decimals(written, deaths):
    frame, notes = events({"fatalities": written})

    low = frame["fatalities_low"][0]
    assert (None if low is pd.NA else low) == deaths
    assert ("number", "fatalities") in notes.repaired or deaths is None


@pytest.mark.parametrize(
    ("changes", "flag", "precision"),
    [
        ({"latitude": ""}, "no_point", "region"),
        ({"latitude": "north"}, "no_point", "region"),
        ({"latitude": "95"}, "no_point", "region"),
        ({"latitude": "0", "longitude": "0"}, "null_island", "region"),
        ({"longitude": "", "admin1": ""}, "no_point", "country"),
        ({"longitude": "", "admin1": "", "geo_precision": "3"}, "no_point", "country"),
    ],
)
def test_an_event_without_a_usable_point_is_listed_by_its_region(changes, flag, precision):
    frame, notes = events(changes)

    assert frame[["lat", "lon"]].isna().all(axis=None)
    assert frame["geo_precision"][0] == precision
    assert counts(notes.flagged) == {flag: 1}


def test_swapped_coordinates_are_put_in_order_and_told():
    frame, notes = events({"latitude": "-4.25", "longitude": "14.5"})

    assert (frame["lat"][0], frame["lon"][0]) == (14.5, -4.25)
    (told,) = notes.repaired
    assert told[0] == "swapped"


def test_a_point_far_from_its_country_is_kept_and_flagged():
    frame, notes = events({"latitude": "48.8", "longitude": "2.3"})

    assert (frame["lat"][0], frame["lon"][0]) == (48.8, 2.3)
    assert frame["flags"][0] == "far_point"
    assert counts(notes.flagged) == {"far_point": 1}


def test_a_name_that_leaves_two_groups_open_is_flagged():
    frame, notes = events({"actor2": "Islamic State and/or JNIM"})

    assert frame["actor_groups"][0] == "jnim;isgs;fama"
    assert counts(notes.flagged) == {"ambiguous_actor": 1}


def test_deaths_in_another_spelling_are_told():
    frame, notes = events({"fatalities": "3,0"})

    assert frame["fatalities_low"][0] == 3
    assert counts(notes.repaired) == {("number", "fatalities"): 1}


def test_a_monadic_file_gives_each_party_with_all_else_alike():
    base = without("actor2", "assoc_actor_2", "inter2")
    frame, notes = events({}, {"actor1": "JNIM", "inter1": "2"}, base=base)

    assert frame["actor"].tolist() == ["Military Forces of Mali (2021-)", "JNIM"]
    assert frame["actor_groups"].tolist() == ["fama", "jnim"]
    rest = frame.drop(columns=["actor", "actor_groups", "title", "row"])
    assert len(rest.drop_duplicates()) == 1
    assert notes.flagged == {}


def test_in_a_monadic_file_nobody_is_said_to_have_acted_and_civilians_are_no_group():
    base = without("actor2", "assoc_actor_2", "inter2") | {
        "event_type": "Violence against civilians",
        "sub_event_type": "Attack",
    }
    frame, _ = events(
        {"actor1": "JNIM"},
        {"actor1": "Civilians (Mali)", "assoc_actor_1": "Pupils (Mali)"},
        base=base,
    )

    assert not frame["acted_known"].any()
    assert frame["target"].tolist() == ["", ""]
    assert frame["actor_groups"].tolist() == ["jnim", ""]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"event_id_cnty": ""}, ("no_id", "event_id_cnty")),
        ({"event_id_cnty": "\xa0"}, ("no_id", "event_id_cnty")),
        ({"event_date": ""}, ("no_date", "event_date")),
        ({"event_date": "in summer"}, ("bad_date", "event_date")),
        ({"event_date": "2025-02-30"}, ("bad_date", "event_date")),
        ({"event_date": "1899-12-31"}, ("bad_date", "event_date")),
        ({"event_date": "2026-11-23"}, ("future", "event_date")),
        ({"event_id_cnty": "", "event_date": "in summer"}, ("no_id", "event_id_cnty")),
    ],
)
def test_a_row_is_rejected_for_its_first_fault(changes, fault):
    assert refused(changes) == fault


def test_tomorrow_is_let_pass_for_time_zones():
    tomorrow = TODAY + dt.timedelta(days=1)

    assert event(event_date=tomorrow.isoformat())["date_precision"] == "day"


def test_a_rejected_row_goes_with_its_bytes_and_leaves_no_repair_behind():
    gone = []
    notes = Notes(refuse=lambda *told: gone.append(told))
    records = [RECORD, RECORD | {"event_date": "in  summer", "notes": "two  spaces"}]

    frame = acled.convert(block_of(records), notes, Terms(today=TODAY))

    assert frame["row"].tolist() == [1]
    assert gone == [(2, "bad_date", "event_date", "in  summer", b"record 2")]
    assert notes.repaired == {}


def test_a_block_of_nothing_but_faults_gives_no_events():
    frame, notes = events({"event_id_cnty": ""}, {"event_date": ""})

    assert frame.empty
    assert notes.rejected_rows == 2
    assert to_arrow(frame).num_rows == 0


ODD_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from([*RECORD.values(), "0", "-1", "1e300", "2025-07-09", "0001-01-01", "9999-12-31",
                     "31/12/2025", "Riots/Protests", "Civilians (Mali)", "a and/or b", "; ;"]),
)  # fmt: skip


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    records=st.lists(
        st.fixed_dictionaries({}, optional=dict.fromkeys(HEADER, ODD_TEXT)), max_size=4
    ),
    left_out=st.sets(st.sampled_from(HEADER), max_size=6),
)
def test_no_text_makes_an_import_fail_and_no_row_is_lost(records, left_out):
    base = {name: value for name, value in RECORD.items() if name not in left_out}
    rows = [base | {k: text for k, text in one.items() if k in base} for one in records]
    block, notes = block_of(rows or [base]), Notes()

    frame = acled.convert(block, notes, Terms(today=TODAY))

    assert len(frame) + notes.rejected_rows == len(block.text)
    assert to_arrow(frame).num_rows == len(frame)
    assert (frame["title"] != "").all()
    assert set(frame["event_type"]) <= set(v.EVENT_TYPES)
    assert set(frame["geo_precision"]) <= set(v.GEO_PRECISION)
    assert frame["event_id"].str.fullmatch(r"acled-[a-z0-9._-]+").all()
    assert (frame["date_start"] <= frame["date_end"]).all()
