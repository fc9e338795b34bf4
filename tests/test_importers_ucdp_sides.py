"""UCDP GED: sides, deaths, sources, and rows that cannot be used. All events are made up."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_fixtures import GED, TERMS, block_of, converted, counts

from sahel_map import vocabulary as v
from sahel_map.importers import ucdp
from sahel_map.importers.notes import Notes


def ged(*records):
    """Convert events that differ from the made-up one by what is given."""
    return converted(ucdp, *records, base=GED)


def one(**changes):
    """Convert one event and return it as a row."""
    frame, _ = ged(changes)
    return frame.iloc[0]


ON_CIVILIANS = {
    "type_of_violence": "3",
    "dyad_name": "JNIM - Civilians",
    "side_a": "JNIM",
    "side_b": "Civilians",
}
BETWEEN_GROUPS = {
    "type_of_violence": "2",
    "dyad_name": "IS - JNIM",
    "side_a": "IS",
    "side_b": "JNIM",
}


def test_only_where_civilians_are_attacked_a_side_acted():
    frame, _ = ged({}, BETWEEN_GROUPS, ON_CIVILIANS)

    assert frame["acted_known"].tolist() == [False, False, True]
    assert frame["actor"].tolist() == ["Government of Mali; JNIM", "IS; JNIM", "JNIM"]
    assert frame["target"].tolist() == ["", "", "Civilians"]


def test_the_kind_of_event_comes_from_the_kind_of_violence():
    frame, _ = ged({}, BETWEEN_GROUPS, ON_CIVILIANS)

    assert frame["event_type"].tolist() == ["armed_clash", "armed_clash", "attack_on_civilians"]
    assert frame["coded_as"].tolist() == [
        "State-based conflict",
        "Non-state conflict",
        "One-sided violence",
    ]


def test_a_group_is_found_on_either_side():
    frame, _ = ged({}, BETWEEN_GROUPS, ON_CIVILIANS)

    assert frame["actor_groups"].tolist() == ["jnim;fama", "jnim;isgs", "jnim"]


def test_a_bare_is_is_the_group_of_the_sahel_only_there():
    event = one(**BETWEEN_GROUPS, country="Iraq", country_id="645")

    assert event["actor_groups"] == "jnim;other"


def test_an_unknown_kind_of_violence_is_other_in_its_own_words():
    frame, notes = ged({"type_of_violence": "4"})

    assert frame.loc[0, ["event_type", "coded_as"]].tolist() == ["other", "4"]
    assert notes.flagged["unknown_type"].examples == [(1, "4", "")]


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "Government of Mali - JNIM, Invented town"),
        ({"where_coordinates": ""}, "Government of Mali - JNIM"),
        ({"dyad_name": "NULL"}, "Government of Mali; JNIM, Invented town"),
        ({"dyad_name": "", "side_a": "", "side_b": ""}, "State-based conflict, Invented town"),
        (
            dict.fromkeys(
                ["dyad_name", "side_a", "side_b", "where_coordinates", "type_of_violence"], ""
            ),
            "GED 501",
        ),
    ],
)
def test_an_event_always_has_a_title(changes, title):
    assert one(**changes)["title"] == title


def test_a_dyad_stands_in_for_sides_that_are_not_named():
    event = one(side_a="", side_b="", type_of_violence="3")

    assert event["actor"] == "Government of Mali - JNIM"
    assert not event["acted_known"]


@pytest.mark.parametrize("column", ["dyad_name", "conflict_name", "side_a", "side_b"])
def test_a_provisional_name_is_flagged_wherever_it_stands(column):
    event = one(**{column: "XXX130"})

    assert event["flags"] == "provisional"


@pytest.mark.parametrize(
    ("low", "best", "high", "shown", "flags"),
    [
        ("2", "3", "5", (2, 3, 5), ""),
        ("0", "0", "4", (0, 0, 4), ""),
        ("6", "3", "5", (3, 3, 6), "estimates"),
        ("2", "7", "5", (2, 7, 7), "estimates"),
        ("5", "5", "3", (3, 5, 5), "estimates"),
        ("2.0", "3.0", "5.0", (2, 3, 5), ""),
        ("", "4", "", (4, 4, 4), ""),
        ("-1", "4", "9", (4, 4, 9), ""),
        ("2", "-1", "5", (2, None, 5), "no_deaths"),
        ("", "", "", (None, None, None), "no_deaths"),
        ("-1", "-1", "-1", (None, None, None), "no_deaths"),
        ("2", "some", "5", (2, None, 5), "no_deaths"),
        ("2", "3.5", "5", (2, None, 5), "no_deaths"),
        ("2", "3", "20250701", (2, 3, 3), "no_deaths"),
    ],
)
def test_estimates_are_a_range_whatever_their_order(low, best, high, shown, flags):
    event = one(low=low, best=best, high=high)

    numbers = event[["fatalities_low", "fatalities_best", "fatalities_high"]]
    assert [None if pd.isna(number) else number for number in numbers] == list(shown)
    assert event["flags"] == flags
    assert not event["fatalities_open"]


@pytest.mark.parametrize(
    ("changes", "confidence", "flags"),
    [
        ({}, "medium", ""),
        ({"event_clarity": "2"}, "low", "unclear"),
        ({"event_clarity": "2.0"}, "low", "unclear"),
        ({"code_status": "Check dyad"}, "low", ""),
        ({"code_status": ""}, "medium", ""),
        ({"code_status": "clear"}, "medium", ""),
    ],
)
def test_confidence_follows_what_the_source_says_of_its_own_certainty(changes, confidence, flags):
    event = one(**changes)

    assert (event["confidence"], event["flags"]) == (confidence, flags)


@pytest.mark.parametrize(
    ("office", "names"),
    [
        ("Invented Press", "Invented Press"),
        ('"Invented Press;Other Press"', "Invented Press;Other Press"),
        ("One; Two ;One;", "One;Two"),
        ("", "UCDP"),
        ("NULL", "UCDP"),
    ],
)
def test_sources_are_the_offices_or_ucdp_itself(office, names):
    assert one(source_office=office)["source_names"] == names


def test_line_breaks_and_quotation_marks_in_a_headline_do_no_harm():
    frame, notes = ged({"source_headline": 'They said: "two\nlines";\r\n"quoted"'})

    assert frame.loc[0, "summary"] == 'They said: "two lines"; "quoted"'
    assert counts(notes.repaired) == {("spaces", "source_headline"): 1}


def test_a_headline_of_1831_characters_is_kept_whole():
    assert one(source_headline="x" * 1831)["summary"] == "x" * 1831


def test_without_a_headline_the_place_is_described():
    assert one(source_headline="NULL")["summary"] == "A place made up"


def test_spaces_that_split_one_name_in_two_are_taken_out_and_told():
    frame, notes = ged({"side_b": "JNIM "}, {"side_b": "JN\x00IM"})

    assert frame["actor"].tolist() == ["Government of Mali; JNIM"] * 2
    assert counts(notes.repaired) == {("spaces", "side_b"): 1, ("control", "side_b"): 1}


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"id": " "}, "no_id", "id"),
        ({"id": "NULL", "date_start": ""}, "no_id", "id"),
        ({"date_start": ""}, "no_date", "date_start"),
        ({"date_start": "NA", "date_end": "soon"}, "no_date", "date_start"),
        ({"date_start": "2025-02-30"}, "bad_date", "date_start"),
        ({"date_end": "soon"}, "bad_date", "date_end"),
        ({"date_end": "2025-06-30"}, "reversed", "date_end"),
        ({"date_start": "2026-11-23", "date_end": "2026-11-23"}, "future", "date_start"),
        ({"date_start": "2026-11-23", "date_end": "2026-11-22"}, "reversed", "date_end"),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected_for_its_first_fault(changes, code, column):
    frame, notes = ged({"id": "1"}, changes, {"id": "3"})

    assert frame["event_id"].tolist() == ["ged-1", "ged-3"]
    assert counts(notes.rejected) == {(code, column): 1}
    assert notes.rejected[code, column].examples[0][0] == 2


def test_a_rejected_row_is_handed_over_as_it_came():
    refused = []
    block = block_of([GED, GED | {"date_start": "31/02/2025"}], first_row=41)

    ucdp.convert(block, Notes(refuse=lambda *row: refused.append(row)), TERMS)

    assert refused == [(42, "bad_date", "date_start", "31/02/2025", b"record 42")]


def test_a_block_without_records_gives_no_events():
    frame, notes = ged()

    assert (len(frame), notes.rejected) == (0, {})


def test_tomorrow_is_let_pass_for_other_time_zones_and_a_year_may_run_on():
    frame, notes = ged(
        {"date_start": "2026-11-22", "date_end": "2026-11-22", "year": "2026"},
        {"date_start": "2026-01-01", "date_end": "2026-12-31", "date_prec": "5", "year": "2026"},
    )

    assert len(frame) == 2
    assert notes.rejected == {}


def test_what_is_repaired_in_a_rejected_row_is_not_told():
    _, notes = ged({"date_start": "", "side_a": "JNIM "})

    assert notes.repaired == {}


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "NULL", "-1", "1", "2.0", "1e+05", "2025-07-01", "POINT (1 2)", "NaN"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(GED, CELLS)), min_size=1))
def test_whatever_the_cells_hold_every_row_is_an_event_or_rejected(records):
    frame, notes = ged(*records)

    assert len(frame) + notes.rejected_rows == len(records)
    assert frame["event_id"].str.fullmatch(r"ged-[a-z0-9._-]+").all()
    assert (frame["title"] != "").all()
    assert (frame["date_start"] <= frame["date_end"]).all()
    assert frame["geo_precision"].isin(list(v.GEO_PRECISION)).all()
