"""Drafts of suggestions: their columns, what follows from an entry, what others changed."""

import pytest

from sahel_map.agreeing import OPEN, blank
from sahel_map.i18n import activate
from sahel_map.schema import TABLES
from sahel_map.ui.record_columns import COLUMNS, KEYS, NEW, ROWS, TABLE_NAMES
from sahel_map.ui.record_draft import Draft, keyed, made_key, rebased
from sahel_map.ui.record_faults import field_faults
from sahel_map.ui.record_words import record_name, value_items


def new(table, **values):
    return Draft(table, "", None, blank(table) | values)


@pytest.mark.parametrize("table", OPEN)
def test_a_form_has_every_column_of_its_table_once_and_the_identifier_apart(table):
    columns = list(TABLES[table].columns)
    entered = [name for row in ROWS[table] for name in row]

    assert list(COLUMNS[table]) == columns
    assert sorted([KEYS[table], *entered]) == sorted(columns)


def test_every_table_that_is_open_has_its_words():
    assert set(COLUMNS) == set(ROWS) == set(NEW) == set(TABLE_NAMES) == set(OPEN)


def test_codes_that_a_form_offers_are_allowed_by_the_table():
    row = blank("claims.csv") | {
        "claim_id": "a.01", "event_ids": "a", "claimant": "RFI", "low": "1", "source_id": "rfi",
    }  # fmt: skip
    for name in ("claimant_kind", "measure", "scope"):
        for code in COLUMNS["claims.csv"][name].terms:
            assert name not in field_faults("claims.csv", row | {name: code}), (name, code)


def test_a_fault_is_named_at_its_column_with_what_is_allowed():
    row = blank("events.csv") | {"date_start": "2025-02-30", "lat": "95", "lon": "0"}
    faults = field_faults("events.csv", row)

    assert faults["date_start"] == ["a date written YYYY-MM-DD"]
    assert faults["lat"] == ["empty, or a number between -90 and 90"]
    assert "lon" not in faults


@pytest.mark.parametrize(
    ("table", "given", "column", "said"),
    [
        ("claims.csv", {"low": "30", "high": "3"}, "high", "a number not below “Lowest number”"),
        (
            "events.csv",
            {"date_start": "2025-02-02", "date_end": "2025-02-01"},
            "date_end",
            "a day on or after “First day”",
        ),
    ],
)
def test_a_fault_calls_other_columns_as_the_form_does(table, given, column, said):
    assert said in field_faults(table, blank(table) | given)[column]


def test_a_fault_speaks_the_language_of_the_reader():
    activate("fr")
    faults = field_faults("claims.csv", blank("claims.csv") | {"low": "30", "high": "3"})

    assert faults["high"] == [
        "un nombre au moins égal à «\N{NO-BREAK SPACE}Nombre le plus bas\N{NO-BREAK SPACE}»"
    ]


def test_a_value_that_is_called_like_a_column_stays_as_it_is():
    faults = field_faults("claims.csv", blank("claims.csv") | {"measure": "x"})

    assert "“" not in faults["measure"][0]


def test_a_claim_is_named_with_one_colon(six):
    row = {"claimant": "Malian army", "measure": "militants_killed"}

    assert record_name("claims.csv", "a.01", row, six) == "Claim: Malian army, Militants killed"


def test_a_place_of_the_gazetteer_gives_name_country_region_and_point(six):
    draft = new("events.csv", geo_precision="town").put("place_id", "west-town", six)
    place = six.places.loc["west-town"]

    for column, name in {"place": "name", "country": "country", "lat": "lat", "lon": "lon"}.items():
        assert draft.after[column] == place[name] != ""


def test_a_place_known_as_a_region_alone_has_no_point(six):
    draft = new("events.csv", geo_precision="region").put("place_id", "west-town", six)
    assert (draft.after["lat"], draft.after["lon"]) == ("", "")

    drawn = draft.put("geo_precision", "town", six)
    assert (drawn.after["lat"], drawn.after["lon"]) == (
        six.places.at["west-town", "lat"], six.places.at["west-town", "lon"],
    )  # fmt: skip
    assert drawn.put("geo_precision", "district", six).after["lat"] == ""


def test_the_last_day_follows_the_first_only_where_one_day_is_meant(six):
    day = new("events.csv", date_precision="day").put("date_start", "2025-07-01", six)
    assert day.after["date_end"] == "2025-07-01"

    span = new("events.csv", date_precision="range", date_end="2025-07-09")
    assert span.put("date_start", "2025-07-01", six).after["date_end"] == "2025-07-09"


def test_a_blockade_without_an_end_has_no_precision_of_it(six):
    open_ended = new("blockades.csv", end_precision="day").put("end", "", six)
    assert open_ended.after["end_precision"] == "unknown"
    assert open_ended.put("end", "2025-07-01", six).after["end_precision"] == "day"


def test_identifiers_are_made_of_what_a_record_says_and_are_its_own():
    event = blank("events.csv") | {"date_start": "2025-07-01", "place": "Kaniéra"}
    assert made_key("events.csv", event, []) == "2025-07-01-kaniera"
    assert made_key("events.csv", event, ["2025-07-01-kaniera"]) == "2025-07-01-kaniera-2"

    claim = blank("claims.csv") | {"event_ids": "a-town;b-town"}
    assert made_key("claims.csv", claim, ["a-town.01", "a-town.02"]) == "a-town.03"
    spell = blank("blockades.csv") | {"corridor_ids": "west_east", "start": "2025-07-01"}
    assert made_key("blockades.csv", spell, []) == "west-east-2025"


def test_the_identifier_of_a_record_that_is_there_never_changes():
    row = blank("sources.csv") | {"source_id": "rfi-1", "publisher": "RFI"}

    assert keyed(Draft("sources.csv", "rfi-1", row, row), []).after["source_id"] == "rfi-1"
    assert keyed(Draft("sources.csv", "rfi-1", None, row), []).after["source_id"] == "rfi-1"
    assert keyed(new("sources.csv", publisher="RFI"), []).after["source_id"] == "rfi"


def test_a_wish_on_a_record_that_others_changed_keeps_both_changes():
    before = {"title": "Old", "summary": "Old", "place": "Old"}
    mine = before | {"title": "Mine", "place": "Mine"}
    theirs = before | {"summary": "Theirs", "place": "Theirs"}

    assert rebased(before, mine, theirs) == {"title": "Mine", "summary": "Theirs", "place": "Mine"}


def test_values_are_told_in_words(six):
    assert value_items("events.csv", "actor_groups", "jnim;civil", six)[0] == "JNIM"
    assert value_items("events.csv", "date_start", "2025-07-01", six) == ["1 July 2025"]
    assert value_items("events.csv", "country", "MLI", six) == ["Mali"]
    assert value_items("events.csv", "fatalities_low", "", six) == []
    assert value_items("events.csv", "source_ids", "nowhere", six) == ["nowhere"]
