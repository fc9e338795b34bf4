"""Any other table: what its assigned columns become. All events here are made up."""

import hashlib

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_fixtures import converted, counts

from sahel_map import vocabulary as v
from sahel_map.errors import DataError
from sahel_map.importers import mapped
from sahel_map.importers.canonical import to_arrow

ROW = {
    "Jour": "01/07/2025",
    "Lieu": "Ville inventée",
    "Région": "Mopti",
    "Nord": "14,5",
    "Est": "-4.25",
    "Nature": "guet-apens",
    "Auteurs": "JNIM",
    "Morts": "3",
    "Récit": "Rien de cela n'est arrivé.",
}
MAPPING = {
    "date_start": "Jour",
    "place": "Lieu",
    "admin1_stated": "Région",
    "lat": "Nord",
    "lon": "Est",
    "event_type": "Nature",
    "actor": "Auteurs",
    "fatalities_best": "Morts",
    "summary": "Récit",
    "country": "=MLI",
}
CODES = {"event_type": {"guet-apens": "ambush"}}


def table(*records, mapping=MAPPING, codes=CODES, **terms):
    """Convert rows that differ from the made-up one by what is given."""
    return converted(mapped, *records, base=ROW, mapping=mapping, codes=codes, **terms)


def one(changes):
    """Convert one row; columns that the table does not have come under their canonical names."""
    more = {name: name for name in changes if name not in ROW}
    frame, _ = table(changes, mapping=MAPPING | more)
    return frame.iloc[0]


def test_a_row_comes_in_with_what_is_assigned():
    frame, notes = table({})

    event = frame.iloc[0].to_dict()
    assert event.pop("event_id").startswith("row-")
    day = pd.Timestamp("2025-07-01")
    assert event == {
        "raw_id": "",
        "stamp": 0,
        "date_start": day,
        "date_end": day,
        "date_precision": "day",
        "title": "guet-apens, Ville inventée",
        "place": "Ville inventée",
        "place_id": "",
        "admin1_stated": "Mopti",
        "admin2_stated": "",
        "country": "MLI",
        "lat": 14.5,
        "lon": -4.25,
        "geo_precision": "town",
        "event_type": "ambush",
        "coded_as": "guet-apens",
        "actor": "JNIM",
        "target": "",
        "acted_known": True,
        "actor_groups": "jnim",
        "corridor_id": "",
        "fatalities_measure": "people_killed",
        "fatalities_low": 3,
        "fatalities_best": 3,
        "fatalities_high": 3,
        "fatalities_open": False,
        "summary": "Rien de cela n'est arrivé.",
        "confidence": "low",
        "source_names": "",
        "flags": "",
        "row": 1,
    }
    assert counts(notes.repaired) == {("date", "Jour"): 1, ("number", "lat, lon"): 1}
    assert to_arrow(frame).num_rows == 1


def test_a_date_alone_is_enough():
    frame, notes = converted(mapped, {"when": "2025-07-01"}, mapping={"date_start": "when"})

    event = frame.iloc[0]
    assert event[["title", "event_type", "geo_precision", "country", "confidence"]].tolist() == [
        "2025-07-01",
        "other",
        "country",
        "",
        "low",
    ]
    assert not event["acted_known"]
    assert event["flags"] == "unknown_country;no_point"
    assert notes.rejected == {}


def test_rows_without_an_identifier_get_one_from_what_they_say():
    frame, _ = table({}, {"Morts": "4"}, {})
    again, _ = table({"Morts": "4"})

    ids = frame["event_id"]
    assert ids.str.fullmatch("row-[0-9a-f]{16}").all()
    assert ids[0] == ids[2] != ids[1]
    assert again.loc[0, "event_id"] == ids[1]


def test_the_identifier_of_a_row_is_a_published_digest_of_its_values():
    row = {"when": "2025-07-01", "who": "JNIM"}

    frame, _ = converted(mapped, row, mapping={"date_start": "when"})

    digest = hashlib.blake2b(b"2025-07-01\x1fJNIM", digest_size=8).hexdigest()
    assert frame.loc[0, "event_id"] == f"row-{digest}"


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        (["A1", "a-2", "3"], ["a1", "a-2", "3"]),
        (["CIV0001.B_2"], ["civ0001.b_2"]),
    ],
)
def test_a_plain_identifier_is_kept_in_lower_case(ids, found):
    frame, _ = table(*[{"No": written} for written in ids], mapping=MAPPING | {"event_id": "No"})

    assert frame["event_id"].tolist() == found
    assert frame["raw_id"].tolist() == ids


def test_no_two_identifiers_become_one():
    ids = ["recAb", "recaB", "RECAB", "EV/1", "EV 1", "EV-1", "é", "è", "x" * 200, "x" * 201, "_"]

    frame, _ = table(*[{"No": one} for one in ids], mapping=MAPPING | {"event_id": "No"})

    assert frame["event_id"].is_unique
    assert frame["event_id"].str.fullmatch(r"[a-z0-9][a-z0-9._-]{0,96}").all()


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [
        ("day", "2025-05-14", "2025-05-14"),
        ("week", "2025-05-14", "2025-05-20"),
        ("month", "2025-05-01", "2025-05-31"),
        ("quarter", "2025-04-01", "2025-06-30"),
        ("year", "2025-01-01", "2025-12-31"),
    ],
)
def test_without_a_last_day_the_stated_precision_says_how_long(precision, first, last):
    event = one({"date_precision": precision, "date_start": "2025-05-14"})

    assert [str(event[name].date()) for name in ("date_start", "date_end")] == [first, last]
    assert event["date_precision"] == precision


def test_two_days_without_a_precision_are_a_range():
    event = one({"date_start": "2025-05-14", "date_end": "2025-05-16"})

    assert event["date_precision"] == "range"


def test_a_precision_that_does_not_fit_is_told_and_the_days_stand():
    frame, notes = table(
        {"date_end": "2025-07-03", "how": "week"},
        {"date_end": "2025-07-03", "how": "roughly"},
        mapping=MAPPING | {"date_end": "date_end", "date_precision": "how"},
    )

    assert frame["date_precision"].tolist() == ["range", "range"]
    assert notes.repaired["precision", "date_precision"].count == 2


def test_the_order_of_day_and_month_is_the_readers():
    first, _ = table({"Jour": "3/4/2025"})
    second, _ = table({"Jour": "3/4/2025"}, day_order="month-first")

    assert str(first.loc[0, "date_start"].date()) == "2025-04-03"
    assert str(second.loc[0, "date_start"].date()) == "2025-03-04"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("guet-apens", "ambush"),
        ("GUET-APENS", "ambush"),
        ("Embuscade", "ambush"),
        ("ied", "ied"),
        ("Drone strike", "drone_strike"),
        ("", "other"),
        ("other", "other"),
        ("une fête", "other"),
    ],
)
def test_a_kind_of_event_is_the_code_it_was_given_or_is(written, code):
    event = one({"Nature": written})

    assert event[["event_type", "coded_as"]].tolist() == [code, written]
    assert event["flags"] == ("unknown_type" if written == "une fête" else "")


def test_a_label_read_as_a_code_is_told_and_an_assigned_one_is_not():
    _, notes = table({}, {"Nature": "Drone strike"})

    assert notes.repaired["code", "event_type"].examples == [(2, "Drone strike", "drone_strike")]


@pytest.mark.parametrize(
    ("stated", "lat", "region", "precision", "flags"),
    [
        ("", "14.5", "Mopti", "town", ""),
        ("near", "14.5", "Mopti", "near", ""),
        ("region", "14.5", "Mopti", "region", ""),
        ("somewhere", "14.5", "Mopti", "region", "unknown_precision"),
        ("", "", "Mopti", "region", "no_point"),
        ("exact", "", "", "country", "no_point"),
        ("district", "", "", "district", "no_point"),
        ("", "fourteen", "Mopti", "region", "no_point"),
    ],
)
def test_a_place_is_as_precise_as_it_is_said_and_can_be(stated, lat, region, precision, flags):
    event = one({"geo_precision": stated, "lat": lat, "admin1_stated": region})

    assert (event["geo_precision"], event["flags"]) == (precision, flags)


@pytest.mark.parametrize(
    ("low", "best", "high", "shown", "flags"),
    [
        ("", "3", "", [3, 3, 3], ""),
        ("2", "", "6", [2, None, 6], ""),
        ("2", "", "", [2, None, 2], ""),
        ("6", "", "2", [2, None, 6], "estimates"),
        ("", "", "", [None, None, None], "no_deaths"),
        ("", "about 5", "", [None, None, None], "no_deaths"),
        ("", "0", "", [0, 0, 0], ""),
        ("", "-4", "", [None, None, None], "no_deaths"),
    ],
)
def test_deaths_are_one_number_or_a_range(low, best, high, shown, flags):
    event = one({"fatalities_low": low, "fatalities_best": best, "fatalities_high": high})

    numbers = event[["fatalities_low", "fatalities_best", "fatalities_high"]]
    assert [None if pd.isna(number) else number for number in numbers] == shown
    assert event["flags"] == flags


def test_a_table_that_counts_no_deaths_is_not_blamed_for_it():
    without = {name: heading for name, heading in MAPPING.items() if name != "fatalities_best"}

    frame, _ = table({}, mapping=without)

    assert frame.loc[0, "flags"] == ""


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"title": "Un titre"}, "Un titre"),
        ({"title": ""}, "guet-apens, Ville inventée"),
        ({"Nature": ""}, "Ville inventée"),
        ({"Nature": "", "Lieu": ""}, "Rien de cela n'est arrivé."),
        ({"Nature": "", "Lieu": "", "Récit": ""}, "01/07/2025"),
        ({"Nature": "", "Lieu": "", "Récit": "x" * 100}, "x" * 80),
    ],
)
def test_an_event_always_has_a_title(changes, title):
    named = {"title": "title"} if "title" in changes else {}

    frame, _ = table(changes, mapping=MAPPING | named)

    assert frame.loc[0, "title"] == title


def test_countries_can_be_names_or_be_given_a_code():
    frame, _ = table(
        {"Pays": "Burkina Faso"},
        {"Pays": "Le Mali"},
        {"Pays": "Nulle part"},
        mapping=MAPPING | {"country": "Pays"},
        codes={"country": {"le mali": "MLI"}},
    )

    assert frame["country"].tolist() == ["BFA", "MLI", ""]


def test_confidence_is_low_unless_it_is_said():
    assert one({"confidence": "High"})["confidence"] == "high"
    assert one({"confidence": "sure"})["confidence"] == "low"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("One; Two;;", "One;Two"),
        ('["https://example.org/1", "Two"]', "https://example.org/1;Two"),
        ('[{"title": "One"}, {"title": "", "path": "two.jpg"}, {"id": 3}, 4, " "]', "One;two.jpg"),
        ("[One] said; Two", "[One] said;Two"),
        ("[" * 100_000, "[" * 100_000),
    ],
)
def test_sources_are_a_list_however_it_is_written(written, names):
    assert one({"source_names": written})["source_names"] == names


def test_an_actor_left_open_between_two_groups_is_flagged():
    event = one({"Auteurs": "Islamic State (Sahel) and/or JNIM"})

    assert (event["actor_groups"], event["flags"]) == ("jnim;isgs", "ambiguous_actor")


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"No": " "}, "no_id", "No"),
        ({"No": "", "Jour": ""}, "no_id", "No"),
        ({"Jour": " "}, "no_date", "Jour"),
        ({"Jour": "hier"}, "bad_date", "Jour"),
        ({"Fin": "demain"}, "bad_date", "Fin"),
        ({"Fin": "30/06/2025"}, "reversed", "Fin"),
        ({"Jour": "23/11/2026"}, "future", "Jour"),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected_by_the_tables_own_heading(changes, code, column):
    whole = {"No": "1", "Fin": ""}

    frame, notes = table(
        whole,
        whole | changes,
        mapping=MAPPING | {"event_id": "No", "date_end": "Fin"},
    )

    assert frame["row"].tolist() == [1]
    assert counts(notes.rejected) == {(code, column): 1}


@pytest.mark.parametrize(
    ("mapping", "codes", "words"),
    [
        ({}, {}, "holds the date"),
        ({"place": "Lieu"}, {}, "holds the date"),
        ({"date_start": ""}, {}, "holds the date"),
        ({"date_start": "Tag"}, {}, "no column Tag for date_start; it has: Jour, Lieu"),
        ({"date_start": "Jour", "stamp": "Jour"}, {}, "stamp cannot be assigned"),
        ({"date_start": "Jour"}, {"event_type": {"x": "raid"}}, "raid is no code of event_type"),
        ({"date_start": "Jour"}, {"geo_precision": {"x": "5"}}, "exact, town, near"),
    ],
)
def test_what_is_assigned_wrongly_is_refused_with_what_is_allowed(mapping, codes, words):
    with pytest.raises(DataError, match=words):
        table({}, mapping=mapping, codes=codes)


@pytest.mark.parametrize("heading", ["place", "PLACE", "Place"])
def test_headings_are_found_in_any_case_but_the_exact_one_first(heading):
    frame, _ = converted(
        mapped,
        {"DATE": "2025-07-02", "Date": "2025-07-01", "plaCe": "Invented"},
        mapping={"date_start": "Date", "place": heading},
    )

    assert str(frame.loc[0, "date_start"].date()) == "2025-07-01"
    assert frame.loc[0, "place"] == "Invented"


CELLS = st.one_of(
    st.text(max_size=10), st.sampled_from(["", "2025-07-01", "1/2/2025", "14.5", "?"])
)
HEADINGS = st.sampled_from(["a", "b", "c", "d"])


@settings(max_examples=40, deadline=None)
@given(
    records=st.lists(st.fixed_dictionaries(dict.fromkeys("abcd", CELLS)), min_size=1, max_size=8),
    mapping=st.dictionaries(st.sampled_from(list(mapped.mappable())), HEADINGS),
)
def test_whatever_the_cells_hold_every_row_is_an_event_or_rejected(records, mapping):
    frame, notes = converted(mapped, *records, mapping={"date_start": "a"} | mapping)

    assert len(frame) + notes.rejected_rows == len(records)
    assert (frame["title"] != "").all()
    assert frame["event_id"].str.fullmatch(r"[a-z0-9][a-z0-9._-]*").all()
    assert frame["event_type"].isin(list(v.EVENT_TYPES)).all()
    assert frame["geo_precision"].isin(list(v.GEO_PRECISION)).all()
    assert frame["date_precision"].isin(list(v.DATE_PRECISION)).all()
    assert frame["confidence"].isin(list(v.CONFIDENCE)).all()
