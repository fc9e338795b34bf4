"""ACLED: what each of its columns becomes. All events here are made up."""

import pandas as pd
import pytest
from acled_fixtures import HEADER, HEADER_2016, RECORD, event, events
from record_fixtures import GED, counts

from sahel_map import vocabulary as v
from sahel_map.importers import acled
from sahel_map.importers.acled_codes import COLUMNS as READ
from sahel_map.importers.canonical import COLUMNS, to_arrow
from sahel_map.importers.intervals import period_fits


def span(found) -> tuple[str, str, str]:
    """First day, last day and precision of an event."""
    days = (found[name].date().isoformat() for name in ("date_start", "date_end"))
    return (*days, found["date_precision"])


def test_an_event_comes_in_whole():
    frame, notes = events({})

    found = frame.iloc[0].to_dict()
    day = pd.Timestamp("2025-07-09")
    assert pd.isna(found.pop("fatalities_best"))
    assert found == {
        "event_id": "acled-mli900001",
        "raw_id": "MLI900001",
        "stamp": 1752105600,
        "date_start": day,
        "date_end": day,
        "date_precision": "day",
        "title": (
            "Armed clash: Military Forces of Mali (2021-) – "
            "JNIM: Group for Support of Islam and Muslims"
        ),
        "place": "Invented town",
        "place_id": "",
        "admin1_stated": "Mopti",
        "admin2_stated": "Invented cercle",
        "country": "MLI",
        "lat": 14.5,
        "lon": -4.25,
        "geo_precision": "town",
        "event_type": "armed_clash",
        "coded_as": "Battles: Armed clash",
        "actor": "Military Forces of Mali (2021-); JNIM: Group for Support of Islam and Muslims",
        "target": "",
        "acted_known": False,
        "actor_groups": "jnim;fama",
        "corridor_id": "",
        "fatalities_measure": "people_killed",
        "fatalities_low": 3,
        "fatalities_high": 3,
        "fatalities_open": True,
        "summary": "An invented clash near an invented town.",
        "confidence": "medium",
        "source_names": "Invented Press;Made-up Radio",
        "flags": "",
        "row": 1,
    }
    assert list(frame.columns) == list(COLUMNS)
    assert (notes.repaired, notes.flagged, notes.rejected) == ({}, {}, {})


def test_events_go_into_arrow():
    frame, _ = events({}, {"time_precision": "2", "fatalities": ""})

    assert to_arrow(frame).num_rows == 2


@pytest.mark.parametrize("header", [HEADER, HEADER_2016, [name.upper() for name in HEADER]])
def test_files_of_every_year_are_known_by_their_headings(header):
    assert acled.fits(header)
    assert acled.fits([name for name in header if not name.casefold().startswith("actor2")])


def test_other_tables_are_not_taken_for_acled():
    assert not acled.fits(list(GED))
    assert not acled.fits(["admin1", "events", "fatalities", "month"])
    assert not acled.fits(["event_id_cnty", "deleted_timestamp"])
    assert not acled.fits([])


def test_acled_is_restricted_unless_told_otherwise():
    assert (acled.CODE, acled.LICENCE) == ("acled", "restricted")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1", ("2025-07-09", "2025-07-09", "day")),
        ("2", ("2025-07-06", "2025-07-12", "week")),
        ("3", ("2025-07-01", "2025-07-31", "month")),
        ("3.0", ("2025-07-01", "2025-07-31", "month")),
        ("", ("2025-07-01", "2025-07-31", "month")),
        ("4", ("2025-07-01", "2025-07-31", "month")),
    ],
)
def test_the_precision_of_time_widens_the_day(code, expected):
    assert span(event(time_precision=code)) == expected


def test_a_week_may_cross_the_new_year_and_a_month_have_a_leap_day():
    assert span(event(event_date="2025-01-02", time_precision="2"))[:2] == (
        "2024-12-30", "2025-01-05",
    )  # fmt: skip
    assert span(event(event_date="2024-02-10", time_precision="3"))[1] == "2024-02-29"


def test_intervals_keep_the_rule_of_the_events_table():
    frame, _ = events(*({"time_precision": code} for code in "123"))
    start, end = (frame[name].to_numpy("datetime64[D]") for name in ("date_start", "date_end"))

    assert period_fits(start, end, frame["date_precision"].to_numpy(object)).all()


@pytest.mark.parametrize(
    ("code", "expected"), [("1", "town"), ("2", "near"), ("3", "region"), ("", "region")]
)
def test_the_precision_of_place_is_read(code, expected):
    found = event(geo_precision=code)

    assert found["geo_precision"] == expected
    assert (found["lat"], found["lon"]) == (14.5, -4.25)


def test_the_two_precisions_are_never_exchanged():
    sharp_time = event(time_precision="1", geo_precision="3")
    sharp_place = event(time_precision="3", geo_precision="1")

    assert (sharp_time["date_precision"], sharp_time["geo_precision"]) == ("day", "region")
    assert (sharp_place["date_precision"], sharp_place["geo_precision"]) == ("month", "town")


@pytest.mark.parametrize(
    ("time", "geo", "expected"),
    [("1", "1", "medium"), ("2", "2", "medium"), ("3", "1", "low"), ("1", "3", "low"),
     ("", "1", "low")],
)  # fmt: skip
def test_one_coded_source_is_medium_and_a_vague_one_low(time, geo, expected):
    assert event(time_precision=time, geo_precision=geo)["confidence"] == expected


def test_an_unknown_precision_is_flagged_once_a_row():
    frame, notes = events({"time_precision": "", "geo_precision": "9"}, {})

    assert frame["flags"].tolist() == ["unknown_precision", ""]
    assert counts(notes.flagged) == {"unknown_precision": 1}
    assert notes.flagged["unknown_precision"].examples == [(1, "time , geo 9", "")]


@pytest.mark.parametrize(
    ("deaths", "expected"), [("0", (0, 0, True)), ("3", (3, 3, True)), ("12.0", (12, 12, True))]
)
def test_a_number_of_deaths_is_a_minimum(deaths, expected):
    found = event(fatalities=deaths)

    assert tuple(found[["fatalities_low", "fatalities_high", "fatalities_open"]]) == expected
    assert found["fatalities_best"] is pd.NA


@pytest.mark.parametrize("deaths", ["", "some", "-4", "2.5", "20251109"])
def test_deaths_that_are_no_number_of_people_are_missing_and_never_zero(deaths):
    frame, notes = events({"fatalities": deaths})

    found = frame.iloc[0]
    assert found["fatalities_low"] is pd.NA
    assert found["fatalities_high"] is pd.NA
    assert not found["fatalities_open"]
    assert counts(notes.flagged) == {"no_deaths": 1}


def test_where_civilians_are_attacked_the_first_party_acted_on_the_second():
    found = event(
        event_type="Violence against civilians",
        sub_event_type="Attack",
        actor1="JNIM: Group for Support of Islam and Muslims",
        assoc_actor_1="Katiba Serma",
        actor2="Civilians (Mali)",
        assoc_actor_2="Traders (Mali)",
    )

    assert found["acted_known"]
    assert found["actor"] == "JNIM: Group for Support of Islam and Muslims; Katiba Serma"
    assert found["target"] == "Civilians (Mali); Traders (Mali)"
    assert found["actor_groups"] == "jnim"


@pytest.mark.parametrize("sub_type", ["Sexual violence", "Abduction/forced disappearance"])
def test_all_violence_against_civilians_has_a_target(sub_type):
    found = event(
        event_type="Violence against civilians", sub_event_type=sub_type, actor2="Civilians (Mali)"
    )

    assert found["acted_known"]
    assert found["target"] == "Civilians (Mali)"
    assert found["actor_groups"] == "fama"


def test_elsewhere_the_order_of_the_parties_says_nothing():
    found = event(
        event_type="Explosions/Remote violence",
        sub_event_type="Remote explosive/landmine/IED",
        actor1="Unidentified Armed Group (Mali)",
        actor2="Civilians (Mali)",
        assoc_actor_2="Pupils (Mali)",
    )

    assert not found["acted_known"]
    assert found["target"] == ""
    assert found["actor"] == "Unidentified Armed Group (Mali); Civilians (Mali); Pupils (Mali)"
    assert found["actor_groups"] == "unidentified"


def test_a_victim_in_the_place_of_the_attacker_is_put_in_order():
    found = event(
        event_type="Violence against civilians",
        sub_event_type="Attack",
        actor1="Civilians (Mali)",
        actor2="JNIM: Group for Support of Islam and Muslims",
    )

    assert found["actor"] == "JNIM: Group for Support of Islam and Muslims"
    assert found["target"] == "Civilians (Mali)"
    assert found["actor_groups"] == "jnim"


def test_a_party_that_no_code_fits_is_other():
    assert event(actor1="Made-up Militia", actor2="")["actor_groups"] == "other"
    assert event(actor1="", actor2="")["actor_groups"] == "other"


def test_one_party_alone_needs_no_dash_and_none_leaves_the_kind():
    assert event(actor1="JNIM", actor2="")["title"] == "Armed clash: JNIM"
    assert event(actor1="", actor2="JNIM")["title"] == "Armed clash: JNIM"
    assert event(actor1="", actor2="")["title"] == "Armed clash"
    assert event(sub_event_type="", actor1="", actor2="")["title"] == "Battles"
    bare = dict.fromkeys(("event_type", "sub_event_type", "actor1", "actor2"), "")
    assert event(**bare)["title"] == "MLI900001"


def test_sources_and_parties_are_named_once():
    found = event(source="Invented Press ;; Made-up Radio;Invented Press", actor1="JNIM",
                  actor2="JNIM", assoc_actor_1="Made-up Militia;JNIM")  # fmt: skip

    assert found["source_names"] == "Invented Press;Made-up Radio"
    assert found["actor"] == "JNIM; Made-up Militia"


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [("1752105600", 1752105600), ("1752105600.0", 1752105600), ("", 0), ("soon", 0), ("-5", 0)],
)
def test_the_stamp_is_the_second_of_the_last_change_or_nothing(stamp, expected):
    assert event(timestamp=stamp)["stamp"] == expected


def test_an_event_has_a_code_of_the_vocabulary_whatever_it_says():
    frame, _ = events({"event_type": "Volcano"}, {"sub_event_type": "Eruption"})

    assert set(frame["event_type"]) <= set(v.EVENT_TYPES)


def test_every_column_that_is_read_is_one_of_some_year():
    assert set(READ) - {"iso3", "gwno"} <= set(RECORD)
