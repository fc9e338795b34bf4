"""The status of a road and its reason: each rule on its own, and each limit on both its days."""

import datetime as dt

import pandas as pd
import pytest
from road_fixtures import Attack, Stop, far, make_events, make_roads, straight

from sahel_map.measures.road_days import road_days
from sahel_map.measures.status import REASONS
from sahel_map.store import data_days

DAY = "2025-07-15"
DATE = dt.date(2025, 7, 15)
EXTENT = (
    far("first", "2025-01-01", country="NER"),
    far("last", "2026-12-30", country="NER", last="2026-12-31"),
)
"""Events that stretch the days with data and cover no country of the roads."""

HIT = Attack("hit", DAY, corridor_id=("road",))
"""An attack on the road without a point, so that it lights no stretch."""


def later(days):
    return DATE + dt.timedelta(days=days)


def covered(day):
    return far("cover", day.isoformat())


def state(day, *attacks, roads=None, spells=()):
    """Return what is known of the road on a day."""
    events = make_events(*EXTENT, *attacks)
    return road_days(events, roads or straight(spells=spells)).on(day).loc["road"]


def verdict(day, *attacks, **more):
    row = state(day, *attacks, **more)
    return row["status"], row["reason"], row["spell_id"]


@pytest.mark.parametrize(
    ("day", "since", "last"),
    [
        ("2025-06-30", None, ""),
        ("2025-07-01", 0, "one"),
        ("2025-07-09", 8, "one"),
        ("2025-07-10", 0, "two"),
        ("2025-08-20", 21 + 20, "two"),
    ],
)
def test_days_are_counted_from_the_last_attack_on_or_before_a_day(day, since, last):
    attacks = [
        Attack("one", "2025-07-01", 5),
        Attack("two", "2025-07-10", 5),
        Attack("strike", "2025-07-20", 5, event_type="drone_strike"),
        far("elsewhere", "2025-07-21", event_type="ambush"),
    ]

    row = state(dt.date.fromisoformat(day), *attacks)

    assert row["last_event_id"] == last
    assert (None if pd.isna(row["days_since"]) else row["days_since"]) == since


@pytest.mark.parametrize("spell", [{}, {"status": "lifted", "end": "2025-12-01"}])
def test_an_enforced_blockade_closes_a_road_for_14_days_after_an_attack(spell):
    spell = {"start": "2025-07-01", "last_confirmed": "2025-12-01", **spell}

    assert verdict(later(14), HIT, spells=[spell]) == ("closed", "enforced_attack", "spell")
    assert verdict(later(15), HIT, spells=[spell]) == ("escort_only", "enforced", "spell")


def test_an_attack_contests_a_road_for_30_days():
    assert verdict(later(30), HIT, covered(later(31))) == ("contested", "recent_attack", "")
    assert verdict(later(31), HIT, covered(later(31))) == ("open", "clear", "")


@pytest.mark.parametrize("length", [91, 93, 97])
def test_a_road_is_contested_from_exactly_a_tenth_under_threat(length):
    """An attack 8 km before its start is near the first of ten stretches and no other."""
    before = Attack("hit", DAY, -8)
    roads = straight(length - 0.5)

    row = state(later(60), before, covered(later(60)), roads=roads)

    assert row["lit_share"] == pytest.approx(1 / 10)
    assert (row["status"], row["reason"]) == ("contested", "lit_share")


def test_a_road_is_open_with_less_than_a_tenth_under_threat():
    row = state(later(60), Attack("hit", DAY, -8), covered(later(60)), roads=straight(101))

    assert row["lit_share"] == pytest.approx(1 / 11)
    assert (row["status"], row["reason"]) == ("open", "clear")


def test_a_stretch_stays_under_threat_for_90_days_the_first_counted():
    hit = Attack("hit", DAY, 5)

    assert verdict(later(89), hit, covered(later(89))) == ("contested", "lit_share", "")
    assert verdict(later(90), hit, covered(later(90))) == ("open", "clear", "")


def test_an_abduction_that_names_one_road_puts_no_crossing_road_under_threat():
    roads = make_roads(
        {
            "other": [Stop("A", 0), Stop("B", 30), Stop("C", 60)],
            "road": [Stop("D", 30, -30), Stop("B", 30), Stop("E", 30, 30)],
        }
    )
    taken = Attack("taken", DAY, 30, event_type="abduction", corridor_id=("other",))

    row = state(later(1), taken, covered(later(1)), roads=roads)

    assert pd.isna(row["days_since"])
    assert row["lit_share"] == 0
    assert row["status"] == "open"


@pytest.mark.parametrize(
    ("spell", "expected"),
    [
        ({}, ("escort_only", "enforced")),
        ({"kind": "transport_ban"}, ("escort_only", "enforced")),
        ({"kind": "river_blockade"}, ("escort_only", "enforced")),
        ({"status": "lifted"}, ("escort_only", "enforced")),
        ({"status": "partially_eased"}, ("escort_only", "eased")),
        ({"status": "declared"}, ("contested", "declared")),
        ({"status": "disputed"}, ("contested", "declared")),
        ({"passage": "none"}, ("closed", "nothing_passes")),
        ({"passage": "convoys"}, ("escort_only", "enforced")),
        ({"status": "declared", "passage": "none"}, ("closed", "nothing_passes")),
        ({"status": "declared", "passage": "convoys"}, ("escort_only", "only_convoys")),
        ({"kind": "town_siege"}, ("contested", "touched")),
        ({"kind": "fuel_blockade"}, ("contested", "touched")),
        ({"kind": "town_siege", "status": "declared"}, ("contested", "touched")),
        ({"kind": "town_siege", "passage": "none"}, ("closed", "nothing_passes")),
        ({"kind": "town_siege", "passage": "convoys"}, ("escort_only", "only_convoys")),
    ],
)
def test_a_spell_bears_on_a_road_by_its_kind_its_status_and_what_passes(spell, expected):
    found = verdict(DATE, covered(DATE), spells=[spell])

    assert found == (*expected, "spell")
    assert REASONS[expected[1]] == expected[0]


def test_a_siege_and_an_attack_close_no_road():
    found = verdict(DATE, HIT, spells=[{"kind": "town_siege"}])

    assert found == ("contested", "touched", "spell")


@pytest.mark.parametrize("spell", [{"confidence": "unverified"}, {"corridor_ids": "another"}])
def test_an_unverified_spell_or_one_of_another_road_says_nothing(spell):
    assert verdict(DATE, covered(DATE), spells=[spell]) == ("open", "clear", "")


def test_a_spell_with_an_end_counts_from_its_first_day_to_its_last():
    spell = {"start": "2025-07-10", "end": "2025-07-20", "last_confirmed": "2025-07-12"}
    days = ["2025-07-09", "2025-07-10", "2025-07-20", "2025-07-21"]

    reasons = [
        state(dt.date.fromisoformat(day), far("cover", "2025-07-01"), spells=[spell])["reason"]
        for day in days
    ]

    assert reasons == ["clear", "enforced", "enforced", "clear"]


@pytest.mark.parametrize(
    ("day", "expected", "stale"),
    [
        ("2025-07-31", ("escort_only", "enforced", "spell"), ""),
        ("2025-08-01", ("no_data", "out_of_date", ""), "spell"),
        ("2026-07-31", ("no_data", "out_of_date", ""), "spell"),  # 365 days
        ("2026-08-01", ("open", "clear", ""), ""),
    ],
)
def test_an_open_spell_is_out_of_date_for_a_year_after_its_last_confirmation(day, expected, stale):
    date = dt.date.fromisoformat(day)

    row = state(date, covered(date), spells=[{"last_confirmed": "2025-07-31"}])

    assert (row["status"], row["reason"], row["spell_id"]) == expected
    assert row["stale_spell_id"] == stale


def test_a_spell_out_of_date_hides_no_attack_and_is_still_named():
    row = state(DATE, HIT, spells=[{"start": "2025-01-05", "last_confirmed": "2025-02-01"}])

    assert (row["status"], row["reason"]) == ("contested", "recent_attack")
    assert (row["spell_id"], row["stale_spell_id"]) == ("", "spell")


@pytest.mark.parametrize(("passage", "stale"), [("", ""), ("none", "spell"), ("convoys", "spell")])
def test_a_siege_goes_out_of_date_only_where_it_said_what_passes(passage, stale):
    spell = {"kind": "town_siege", "passage": passage, "last_confirmed": "2025-07-14"}

    assert state(DATE, covered(DATE), spells=[spell])["stale_spell_id"] == stale


def test_of_several_spells_the_gravest_decides_and_of_equals_the_one_begun_last():
    spells = [
        {"spell_id": "b-late", "start": "2025-07-05"},
        {"spell_id": "a-late", "start": "2025-07-05"},
        {"spell_id": "z-early", "start": "2025-07-01"},
        {"spell_id": "declared", "start": "2025-07-10", "status": "declared"},
    ]

    assert verdict(DATE, spells=spells) == ("escort_only", "enforced", "b-late")


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, "no_events"), (0, "clear"), (29, "clear"), (30, "no_events")]
)
def test_an_event_anywhere_in_a_country_covers_its_roads_for_30_days(days, expected):
    assert state(later(days), covered(DATE))["reason"] == expected


@pytest.mark.parametrize(
    ("country", "status"), [("SEN", "open"), ("MLI", "open"), ("BFA", "no_data")]
)
def test_a_road_is_covered_by_events_of_any_country_it_runs_through(country, status):
    roads = make_roads({"road": [Stop("A", 0, country="SEN"), Stop("B", 30)]})

    assert state(DATE, far("cover", DAY, country=country), roads=roads)["status"] == status


@pytest.mark.parametrize(
    ("day", "outside"),
    [("2024-12-31", True), ("2025-01-01", False), ("2026-12-31", False), ("2027-01-01", True)],
)
def test_before_the_first_and_after_the_last_event_nothing_is_known(day, outside):
    spell = {"start": "2024-01-01", "last_confirmed": "2027-06-01", "passage": "none"}
    hits = [HIT._replace(event_id=name, day=name) for name in ("2025-01-01", "2026-12-30")]
    days = {"first": dt.date(2024, 12, 1), "last": dt.date(2027, 1, 31)}
    date = dt.date.fromisoformat(day)

    for span in ({}, days):
        found = road_days(make_events(*EXTENT, *hits), straight(spells=[spell]), **span)
        row = found.on(date).loc["road"]
        assert (row["status"] == "no_data") is outside
        assert (row["reason"] == "outside") is outside
        assert (row["stale_spell_id"], row["spell_id"]) == ("", "" if outside else "spell")


def test_the_days_with_data_run_from_the_first_start_to_the_last_end():
    assert data_days(make_events(*EXTENT)) == (dt.date(2025, 1, 1), dt.date(2026, 12, 31))
    assert data_days(make_events()) is None


def test_without_events_every_road_is_without_data_on_every_day():
    found = road_days(make_events(), straight(spells=[{}]), first=DATE, last=later(9))

    assert found.reason.shape == (1, 10)
    assert found.on(later(4)).loc["road", ["status", "reason"]].tolist() == ["no_data", "outside"]
    assert found.runs()["status"].tolist() == ["no_data"]


def test_without_events_and_days_there_are_no_runs():
    found = road_days(make_events(), straight())

    assert found.on(DATE).loc["road", "reason"] == "outside"
    assert found.runs().empty


def test_the_dakar_road_by_kayes_was_closed_in_september_2025_and_not_in_june(data):
    found = road_days(data.verified(), data.roads)
    road = "dakar_kayes_bamako"

    assert found.on(dt.date(2025, 9, 20)).loc[road, "status"] == "closed"
    assert found.on(dt.date(2025, 6, 15)).loc[road, "status"] not in {"closed", "escort_only"}


def test_no_road_is_open_outside_the_days_with_data(data):
    first, last = data_days(data.verified())
    week = dt.timedelta(days=7)

    found = road_days(data.verified(), data.roads, first=first - week, last=last + week)

    outside = (found.days < pd.Timestamp(first)) | (found.days > pd.Timestamp(last))
    assert outside.sum() == 14
    runs = found.runs()
    assert set(runs.loc[runs["last"] == found.days[-1], "status"]) == {"no_data"}
    assert set(runs.loc[runs["first"] == found.days[0], "status"]) == {"no_data"}
    assert (found.reason[:, outside] == list(REASONS).index("outside")).all()
