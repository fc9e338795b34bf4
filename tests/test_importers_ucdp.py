"""UCDP GED: what each of its columns becomes. All events here are made up."""

import pandas as pd
import pytest
from record_fixtures import GED, converted, counts

from sahel_map.importers import ucdp
from sahel_map.importers.canonical import COLUMNS, to_arrow


def ged(*records):
    """Convert events that differ from the made-up one by what is given."""
    return converted(ucdp, *records, base=GED)


def one(**changes):
    """Convert one event and return it as a row."""
    frame, _ = ged(changes)
    return frame.iloc[0]


def test_an_event_comes_in_whole():
    frame, notes = ged({})

    event = frame.iloc[0].to_dict()
    day = pd.Timestamp("2025-07-01")
    assert event == {
        "event_id": "ged-501",
        "raw_id": "MLI-2025-1-9-501",
        "stamp": 0,
        "date_start": day,
        "date_end": day,
        "date_precision": "day",
        "title": "Government of Mali - JNIM, Invented town",
        "place": "Invented town",
        "place_id": "",
        "admin1_stated": "Mopti",
        "admin2_stated": "Invented cercle",
        "country": "MLI",
        "lat": 14.5,
        "lon": -4.25,
        "geo_precision": "town",
        "event_type": "armed_clash",
        "coded_as": "State-based conflict",
        "actor": "Government of Mali; JNIM",
        "target": "",
        "acted_known": False,
        "actor_groups": "jnim;fama",
        "corridor_id": "",
        "fatalities_measure": "people_killed",
        "fatalities_low": 2,
        "fatalities_best": 3,
        "fatalities_high": 5,
        "fatalities_open": False,
        "summary": "An invented headline",
        "confidence": "medium",
        "source_names": "Invented Press",
        "flags": "",
        "row": 1,
    }
    assert list(frame.columns) == list(COLUMNS)
    assert (notes.repaired, notes.flagged, notes.rejected) == ({}, {}, {})


def test_the_events_are_an_arrow_table_of_the_schema():
    frame, _ = ged({}, {"id": "502", "latitude": "", "best": ""})

    assert to_arrow(frame).num_rows == 2


@pytest.mark.parametrize(
    ("header", "fitting"),
    [
        (list(GED), True),
        ([name.upper() for name in GED], True),
        (["id", "type_of_violence", "date_start", "best"], True),
        (["id", "type_of_violence", "date_start", "best_est"], False),
        (["event_id_cnty", "event_date"], False),
        ([], False),
    ],
)
def test_the_format_is_known_by_its_headings_in_any_case(header, fitting):
    assert ucdp.fits(header) is fitting


def test_headings_in_capitals_are_read():
    frame, _ = converted(ucdp, {name.upper(): value for name, value in GED.items()})

    assert frame.loc[0, ["event_id", "country", "fatalities_best"]].tolist() == [
        "ged-501",
        "MLI",
        3,
    ]


@pytest.mark.parametrize(
    ("written", "event_id"),
    [
        ("12345", "ged-12345"),
        ("12345.0", "ged-12345"),
        ("1e+05", "ged-100000"),
        (" 12345\u00a0", "ged-12345"),
        ("1.5e+00", None),
    ],
)
def test_ids_that_passed_through_r_are_whole_numbers_again(written, event_id):
    found = one(id=written)["event_id"]

    assert found == event_id if event_id else found.startswith("ged-1.5e-00-")


def test_an_event_without_a_relid_keeps_its_number():
    assert one(id="7.0", relid="")["raw_id"] == "7"


@pytest.mark.parametrize(
    ("code", "first", "last", "precision"),
    [
        ("1", "2025-07-01", "2025-07-01", "day"),
        ("2", "2025-07-01", "2025-07-04", "range"),
        ("3", "2025-07-07", "2025-07-13", "week"),
        ("4", "2025-02-01", "2025-02-28", "month"),
        ("5", "2024-01-01", "2024-12-31", "year"),
        ("4.0", "2024-02-01", "2024-02-29", "month"),
    ],
)
def test_each_precision_of_the_date_is_ours_where_it_fits(code, first, last, precision):
    frame, notes = ged({"date_prec": code, "date_start": first, "date_end": last, "year": ""})

    event = frame.iloc[0]
    assert event["date_precision"] == precision
    assert (str(event["date_start"].date()), str(event["date_end"].date())) == (first, last)
    assert notes.repaired == {}


@pytest.mark.parametrize(
    ("code", "first", "last", "precision"),
    [
        ("1", "2025-07-01", "2025-07-02", "range"),
        ("2", "2025-07-01", "2025-07-01", "day"),
        ("3", "2025-07-01", "2025-07-03", "range"),
        ("4", "2025-07-02", "2025-07-31", "range"),
        ("4", "2025-07-01", "2025-08-31", "range"),
        ("5", "2024-02-01", "2025-01-31", "range"),
        ("9", "2025-07-01", "2025-07-01", "day"),
    ],
)
def test_where_the_precision_does_not_fit_the_days_stand(code, first, last, precision):
    frame, notes = ged({"date_prec": code, "date_start": first, "date_end": last, "year": ""})

    assert frame.loc[0, "date_precision"] == precision
    assert str(frame.loc[0, "date_end"].date()) == last
    assert counts(notes.repaired) == {("precision", "date_precision"): 1}


def test_an_event_of_355_days_keeps_its_whole_span():
    event = one(date_prec="5", date_start="2024-01-01", date_end="2024-12-20", year="2024")

    assert (event["date_end"] - event["date_start"]).days == 354
    assert event["date_precision"] == "range"


def test_without_a_last_day_a_month_is_the_whole_month():
    event = one(date_prec="4", date_start="2025-07-15", date_end="")

    assert [str(event[name].date()) for name in ("date_start", "date_end")] == [
        "2025-07-01",
        "2025-07-31",
    ]
    assert event["date_precision"] == "month"


def test_midnight_is_how_ged_writes_a_day_and_other_spellings_are_told():
    frame, notes = ged({}, {"date_start": "1 July 2025", "date_end": "1-Jul-25"})

    assert (frame["date_start"] == pd.Timestamp("2025-07-01")).all()
    assert counts(notes.repaired) == {("date", "date_start"): 1, ("date", "date_end"): 1}
    assert notes.repaired["date", "date_start"].examples == [(2, "1 July 2025", "2025-07-01")]


def test_a_year_outside_the_span_is_flagged():
    frame, notes = ged(
        {"year": "2016", "date_start": "2015-12-28", "date_end": "2015-12-28"},
        {"year": "2016.0", "date_start": "2015-12-28", "date_end": "2016-01-02", "date_prec": "2"},
        {"year": "NULL"},
    )

    assert frame["flags"].tolist() == ["year_differs", "", ""]
    assert notes.flagged["year_differs"].examples == [(1, "2016", "")]


@pytest.mark.parametrize(
    ("code", "precision"),
    [
        ("1", "town"),
        ("2", "near"),
        ("3", "district"),
        ("4", "region"),
        ("5", "region"),
        ("6", "country"),
        ("7", "country"),
        ("4.0", "region"),
    ],
)
def test_each_precision_of_the_place_is_one_of_ours(code, precision):
    frame, notes = ged({"where_prec": code})

    assert frame.loc[0, "geo_precision"] == precision
    assert notes.flagged == {}


@pytest.mark.parametrize("code", ["", "NULL", "0", "exact"])
def test_an_unknown_precision_of_the_place_is_the_region(code):
    event = one(where_prec=code)

    assert (event["geo_precision"], event["flags"]) == ("region", "unknown_precision")


def test_the_two_precisions_are_not_exchanged():
    frame, _ = ged(
        {"where_prec": "1", "date_prec": "4", "date_end": "2025-07-31"},
        {"where_prec": "4", "date_prec": "1"},
    )

    assert frame["geo_precision"].tolist() == ["town", "region"]
    assert frame["date_precision"].tolist() == ["month", "day"]


@pytest.mark.parametrize(
    ("changes", "precision", "flag"),
    [
        ({"latitude": ""}, "region", "no_point"),
        ({"latitude": "north"}, "region", "no_point"),
        ({"latitude": "", "adm_1": "NULL"}, "country", "no_point"),
        ({"latitude": "", "where_prec": "3"}, "district", "no_point"),
        ({"latitude": "0", "longitude": "0"}, "region", "null_island"),
    ],
)
def test_an_event_without_a_usable_point_is_listed_by_its_unit(changes, precision, flag):
    event = one(geom_wkt="", **changes)

    assert (event["geo_precision"], event["flags"]) == (precision, flag)
    assert pd.isna(event["lat"])
    assert pd.isna(event["lon"])


def test_a_second_geometry_that_contradicts_is_flagged_and_the_columns_stand():
    frame, notes = ged(
        {"latitude": "14.5", "geom_wkt": "POINT (-4.25 -14.5)"},
        {"latitude": "14.5", "geom_wkt": "POINT (-4.25 14.509)"},
        {"latitude": "14.5", "geom_wkt": "point(-4.261 14.5)"},
        {"latitude": "14.5", "geom_wkt": "NULL"},
        {"latitude": "14.5", "geom_wkt": "LINESTRING (0 0, 1 1)"},
        {"latitude": "", "geom_wkt": "POINT (-4.25 14.5)"},
    )

    assert (frame["flags"] == "geometry_differs").tolist() == [
        True,
        False,
        True,
        False,
        False,
        False,
    ]
    assert frame.loc[0, "lat"] == 14.5
    assert notes.flagged["geometry_differs"].examples[0] == (1, "POINT (-4.25 -14.5)", "")


def test_a_no_break_space_before_a_number_does_not_cost_the_point():
    frame, notes = ged({"longitude": "\u00a0-4.25"})

    assert frame.loc[0, "lon"] == -4.25
    assert counts(notes.repaired) == {("spaces", "longitude"): 1}


@pytest.mark.parametrize("nothing", ["", "NULL", "NA"])
def test_missing_units_are_normal(nothing):
    event = one(adm_1=nothing, adm_2=nothing, where_prec="6")

    assert (event["admin1_stated"], event["admin2_stated"], event["flags"]) == ("", "", "")


def test_a_country_is_known_by_its_name_or_its_number():
    frame, notes = ged({}, {"country": "", "country_id": "439"}, {"country": "", "country_id": ""})

    assert frame["country"].tolist() == ["MLI", "BFA", ""]
    assert counts(notes.flagged) == {"unknown_country": 1}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Mopti region", "Mopti"),
        ("Région de Mopti", "Mopti"),
        ("Borno state", "Borno"),
        ("Alibori department", "Alibori"),
        ("Province du Soum", "Soum"),
        ("Est Province", "Est"),
        ("Bamako capital district", "Bamako"),
        ("Centre-Nord", "Centre-Nord"),
        ("Region", "Region"),
        ("Stateline", "Stateline"),
        ("", ""),
    ],
)
def test_a_region_is_named_without_the_word_for_its_kind(written, name):
    frame, notes = converted(ucdp, {"adm_1": written}, base=GED)

    assert frame["admin1_stated"].tolist() == [name]
    assert counts(notes.flagged) == {}


def test_a_country_that_its_number_alone_gives_is_flagged():
    frame, notes = converted(ucdp, {"country": "Atlantis", "country_id": "432"}, base=GED)

    assert frame["country"].tolist() == ["MLI"]
    assert notes.flagged["country_by_code"].examples == [(1, "Atlantis, 432", "")]
