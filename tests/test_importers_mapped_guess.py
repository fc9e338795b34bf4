"""The first guess which column of another table is which."""

import pandas as pd
import pytest
from record_fixtures import converted

from sahel_map.importers import mapped
from sahel_map.importers.canonical import COLUMNS

TIMEMAP = {
    "id": "CIV0001",
    "date": "11/25/2025",
    "latitude": "14.5",
    "longitude": "-4.25",
    "location": "Invented town",
    "description": "None of this happened.",
    "sources": '["https://example.org/1", "https://example.org/2"]',
    "impact": "",
    "weapon_system": "",
    "graphic": "FALSE",
}


def guess(**columns):
    """Guess from columns by heading, each with one value or several."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in columns.items()}
    sample = pd.DataFrame(lists, dtype="str")
    return mapped.suggest(list(sample.columns), sample)


def test_a_table_in_french_is_understood_whatever_its_accents_and_separators():
    found = guess(
        **{
            "Identifiant": "1",
            "DATE_DÉBUT": "01/07/2025",
            "Date de fin": "02/07/2025",
            "Localité": "Ville inventée",
            "région": "Mopti",
            "cercle": "Inventé",
            "Pays": "Mali",
            "Type d'événement": "embuscade",
            "groupe armé": "JNIM",
            "Tués": "3",
            "Résumé": "Rien",
            "lat.": "14,5",
            "lng": "-4,25",
        }
    )

    assert found == {
        "date_start": "DATE_DÉBUT",
        "date_end": "Date de fin",
        "lat": "lat.",
        "lon": "lng",
        "place": "Localité",
        "admin1_stated": "région",
        "admin2_stated": "cercle",
        "country": "Pays",
        "event_type": "Type d'événement",
        "actor": "groupe armé",
        "fatalities_best": "Tués",
        "summary": "Résumé",
        "event_id": "Identifiant",
    }


def test_the_names_of_this_dashboard_are_understood():
    header = [name for name in COLUMNS if name in mapped.mappable()]
    sample = pd.DataFrame({name: [""] for name in header}, dtype="str")

    assert mapped.suggest(header, sample) == {name: name for name in header}


def test_a_published_time_map_is_understood_and_comes_in():
    mapping = guess(**TIMEMAP)

    frame, _ = converted(mapped, TIMEMAP, mapping=mapping, day_order="month-first")

    assert mapping == {
        "date_start": "date",
        "lat": "latitude",
        "lon": "longitude",
        "place": "location",
        "summary": "description",
        "source_names": "sources",
        "event_id": "id",
    }
    event = frame.iloc[0]
    assert str(event["date_start"].date()) == "2025-11-25"
    assert event["source_names"] == "https://example.org/1;https://example.org/2"
    assert event[["event_id", "lat", "lon", "geo_precision", "title"]].tolist() == [
        "civ0001",
        14.5,
        -4.25,
        "town",
        "Invented town",
    ]


@pytest.mark.parametrize(
    ("columns", "column", "heading"),
    [
        ({"y": "14.5", "x": "-4.2"}, "lat", "y"),
        ({"y": "14.5", "x": "-4.2"}, "lon", "x"),
        ({"y": "yes", "x": "no"}, "lat", None),
        ({"lat": "1450000", "Latitude (deg)": "14.5"}, "lat", "Latitude (deg)"),
        ({"date": "unknown", "Event date (UTC)": "2025-07-01"}, "date_start", "Event date (UTC)"),
        ({"n": "5", "seen": "3 July 2025"}, "date_start", "seen"),
        ({"n": "5", "seen": "yesterday"}, "date_start", None),
        ({"seen": ["1/25/2025", "2/26/2025"]}, "date_start", "seen"),
        ({"deaths": "many", "Killed (total)": "5"}, "fatalities_best", "Killed (total)"),
        ({"Morts min": "1", "Morts max": "4", "Morts": "2"}, "fatalities_low", "Morts min"),
        ({"notes": "a", "description": "b"}, "summary", "description"),
        ({"type": "a", "event_type": "b"}, "event_type", "event_type"),
        ({"name": "a"}, "title", "name"),
        ({"x factor": "5", "id card": "6"}, "lon", None),
        ({"": "2025-07-01", "day": ""}, "date_start", "day"),
    ],
)
def test_values_decide_where_a_heading_does_not(columns, column, heading):
    assert guess(**columns).get(column) == heading


def test_a_heading_is_given_to_one_column_only():
    found = guess(date="2025-07-01", location="Invented", source="Invented Press")

    assert sorted(found.values()) == ["date", "location", "source"]


def test_a_table_without_rows_is_guessed_by_its_headings():
    assert mapped.suggest(
        ["date", "lieu"], pd.DataFrame({"date": [], "lieu": []}, dtype="str")
    ) == {
        "date_start": "date",
        "place": "lieu",
    }


def test_what_can_be_assigned_are_columns_of_an_event_with_words_for_people():
    terms = mapped.mappable()

    assert set(terms) < set(COLUMNS)
    assert set(mapped.required()) <= set(terms)
    assert all(term.label and term.meaning for term in terms.values())
    assert len({term.label for term in terms.values()}) == len(terms)


def test_what_is_handed_out_can_be_changed_without_harm():
    mapped.mappable().clear()

    assert mapped.mappable()
