"""What is measured of a road, worked out by hand on roads of a few stretches."""

import datetime as dt
import math

import pandas as pd
import pytest
from road_fixtures import Attack, Stop, far, make_events, make_roads, straight

from sahel_map.measures.corridors import (
    corridor_measures,
    density,
    incidents,
    intensity,
    monthly_density,
    threatened_km,
    total_lengths,
)
from sahel_map.measures.road_days import road_days, threatened_share
from sahel_map.measures.status import ACUTE, PERSISTENT, STATUS_CODES

DAY = dt.date(2025, 7, 10)
EXTENT = (far("first", "2025-06-01"), far("last", "2025-12-31"))
ABROAD = {"road": [Stop("A", 0, country="SEN"), Stop("B", 60), Stop("C", 100)]}
"""60 km over a border and 40 km within Mali."""

FORK = {
    "trunk": [Stop("A", 0), Stop("B", 30), Stop("C", 60)],
    "branch": [Stop("D", 30, 40), Stop("B", 30), Stop("C", 60)],
}
"""Two roads of 60 and 70 km that share 30 km from B to C."""


def days_of(*attacks, roads=None, **more):
    return road_days(make_events(*EXTENT, *attacks), roads or straight(), **more)


def test_density_is_told_per_10_km():
    assert density(3, 60) == 0.5
    assert math.isnan(density(3, 0))


def test_months_have_their_incidents_on_the_whole_road_and_in_mali_alone():
    """By road 120 km are 100 km of line, so the 40 km of line in Mali are 48 km of road."""
    roads = make_roads(ABROAD, corridors={"road": {"length_km": "120"}})
    found = days_of(
        Attack("abroad", "2025-07-01", 5, country="SEN"),
        Attack("one", "2025-07-31", 80),
        Attack("two", "2025-07-31", 90),
        Attack("strike", "2025-07-31", 90, event_type="drone_strike"),
        Attack("three", "2025-09-01", 90),
        roads=roads,
    )

    table = monthly_density(found, roads, "road")

    assert list(table.index.strftime("%Y-%m-%d"))[:4] == [
        "2025-06-01",
        "2025-07-01",
        "2025-08-01",
        "2025-09-01",
    ]
    assert table["incidents"].tolist() == [0, 3, 0, 1, 0, 0, 0]
    assert table["density"].tolist()[:4] == pytest.approx([0, 3 * 10 / 120, 0, 10 / 120])
    assert table["density_mali"].tolist()[:4] == pytest.approx([0, 2 * 10 / 48, 0, 10 / 48])


def test_a_road_outside_mali_has_no_density_there():
    roads = make_roads({"road": [Stop("A", 0, country="BFA"), Stop("B", 30, country="BFA")]})
    found = days_of(Attack("hit", "2025-07-01", 5, country="BFA"), roads=roads)

    assert monthly_density(found, roads, "road")["density_mali"].isna().all()
    row = corridor_measures(found, roads, "road", first=DAY, last=DAY).iloc[0]
    assert pd.isna(row["density_30_mali"])
    assert row["incidents_30"] == 1


def test_without_events_there_is_no_month_to_measure():
    roads = straight()

    assert monthly_density(road_days(make_events(), roads), roads, "road").empty


def test_incidents_are_attacks_unless_the_state_is_asked_for_too():
    found = days_of(
        Attack("strike", "2025-07-01", 5, event_type="drone_strike"), Attack("hit", "2025-07-02", 5)
    )

    assert list(incidents(found, "road")["event_id"]) == ["hit"]
    assert list(incidents(found, "road", counted=False)["event_id"]) == ["strike", "hit"]


def test_the_share_under_threat_is_the_length_attacked_within_the_window():
    """39 km in 4 stretches: the first attack lights 2 of them, the second the last 1."""
    found = days_of(
        Attack("first-half", "2025-07-01", 2),
        Attack("end", "2025-08-01", 48),
        roads=straight(39),
    )

    def share(day, window):
        days = pd.DatetimeIndex([day])
        return threatened_share(found.segments, days, window=window)[0, 0]

    assert share("2025-06-30", PERSISTENT) == 0
    assert share("2025-07-01", ACUTE) == pytest.approx(2 / 4)
    assert share("2025-07-30", ACUTE) == pytest.approx(2 / 4)
    assert share("2025-07-31", ACUTE) == 0
    assert share("2025-08-01", ACUTE) == pytest.approx(1 / 4)
    assert share("2025-08-01", PERSISTENT) == pytest.approx(3 / 4)
    assert share("2025-09-28", PERSISTENT) == pytest.approx(3 / 4)
    assert share("2025-09-29", PERSISTENT) == pytest.approx(1 / 4)
    assert share("2025-10-29", PERSISTENT) == pytest.approx(1 / 4)
    assert share("2025-10-30", PERSISTENT) == 0


def test_two_attacks_on_a_stretch_put_it_under_threat_once():
    """39 km are cut into 4."""
    hits = Attack("one", "2025-07-01", -8), Attack("two", "2025-07-05", -8)
    found = days_of(*hits, roads=straight(39))
    days = pd.date_range("2025-07-01", "2025-08-05")

    share = threatened_share(found.segments, days, window=ACUTE)[0]

    assert share.max() == pytest.approx(1 / 4)
    assert (share > 0).sum() == 30 + 4


def test_the_intensity_of_a_stretch_adds_weights_that_fade():
    found = days_of(
        Attack("convoy", "2025-07-10", -8, event_type="convoy_attack"),
        Attack("mine", "2025-07-20", -8, event_type="ied"),
        Attack("later", "2025-08-20", -8),
        Attack("strike", "2025-07-20", -8, event_type="drone_strike"),
        roads=straight(39),
    )

    glow = intensity(found, dt.date(2025, 8, 9))

    assert glow[0] == pytest.approx(3 * math.exp(-30 / 30) + 2 * math.exp(-20 / 30))
    assert glow[1:].tolist() == [0, 0, 0]
    assert intensity(found, DAY)[0] == pytest.approx(3)
    assert intensity(found, dt.date(2025, 7, 9)).tolist() == [0, 0, 0, 0]


def test_a_shared_stretch_counts_once_in_the_gravest_of_its_statuses():
    spell = {"corridor_ids": "trunk", "start": "2025-07-01", "passage": "none"}
    roads = make_roads(FORK, spells=[spell])
    found = days_of(far("cover", "2025-07-01"), roads=roads)

    lengths = total_lengths(found, roads, DAY)

    assert list(lengths) == list(STATUS_CODES)
    assert lengths == pytest.approx(
        {"closed": 30 + 30, "escort_only": 0, "contested": 0, "open": 40, "no_data": 0}, abs=0.01
    )


def test_kilometres_under_threat_count_a_shared_stretch_once():
    """28 km are cut into 3: an attack 8 km beyond the end lights the last third alone."""
    fork = {
        "trunk": [Stop("A", 0), Stop("B", 30), Stop("C", 58)],
        "branch": [Stop("D", 30, 40), Stop("B", 30), Stop("C", 58)],
    }
    found = days_of(Attack("hit", "2025-07-10", 66), roads=make_roads(fork))

    assert threatened_km(found, DAY) == pytest.approx(28 / 3, abs=0.01)
    assert threatened_km(found, DAY + dt.timedelta(days=89)) == pytest.approx(28 / 3, abs=0.01)
    assert threatened_km(found, DAY + dt.timedelta(days=90)) == 0
    assert threatened_km(found, DAY + dt.timedelta(days=30), window=ACUTE) == 0
    assert threatened_km(found, DAY - dt.timedelta(days=1)) == 0


def test_a_period_is_measured_on_its_last_day():
    """60 km of road, 49 of line in 5 stretches; an attack counts for 30 days with its own."""
    roads = straight(49, corridors={"road": {"length_km": "60"}})
    found = days_of(
        Attack("one", "2025-07-01", -8),
        Attack("two", "2025-07-03", 57, country="SEN"),
        far("cover", "2025-08-01"),
        roads=roads,
    )

    table = corridor_measures(
        found, roads, "road", first=dt.date(2025, 7, 1), last=dt.date(2025, 8, 2), every="month"
    )

    assert table["date"].tolist() == ["2025-07-31", "2025-08-02"]
    assert table["status"].tolist() == ["contested", "contested"]
    assert table["reason"].tolist() == ["recent_attack", "recent_attack"]
    assert table["days_since"].tolist() == [28, 30]
    assert table["incidents_30"].tolist() == [1, 0]
    assert table["density_30"].tolist() == pytest.approx([10 / 60, 0])
    assert table["density_30_mali"].tolist() == [0, 0]
    assert table["share_30"].tolist() == pytest.approx([1 / 5, 0])
    assert table["share_90"].tolist() == pytest.approx([2 / 5, 2 / 5])


def test_weeks_end_on_sundays_and_the_last_may_be_cut_short():
    roads = straight()
    span = {"first": dt.date(2025, 7, 1), "last": dt.date(2025, 7, 16)}

    weeks = corridor_measures(days_of(), roads, "road", **span)
    days = corridor_measures(days_of(), roads, "road", **span, every="day")

    assert weeks["date"].tolist() == ["2025-07-06", "2025-07-13", "2025-07-16"]
    assert len(days) == 16


def test_outside_the_days_with_data_numbers_are_missing():
    roads = straight()
    found = days_of(Attack("hit", "2025-12-31", 5), roads=roads)

    table = corridor_measures(
        found, roads, "road", first=dt.date(2025, 12, 31), last=dt.date(2026, 1, 1), every="day"
    )

    assert table["reason"].tolist() == ["recent_attack", "outside"]
    numbers = table.drop(columns=["date", "status", "reason", "spell_id"])
    assert numbers.iloc[0].notna().all()
    assert numbers.iloc[1].isna().all()


def test_runs_are_unbroken_days_of_one_status_told_apart_by_what_is_out_of_date():
    spell = {"start": "2025-06-10", "last_confirmed": "2025-06-20"}
    hit = Attack("hit", "2025-07-01", corridor_id=("road",))
    found = days_of(
        hit, roads=straight(spells=[spell]), first=dt.date(2025, 5, 31), last=dt.date(2025, 8, 1)
    )

    rows = found.runs().astype({"first": str, "last": str}).to_numpy().tolist()

    assert rows == [
        ["road", "no_data", False, "2025-05-31", "2025-05-31"],
        ["road", "open", False, "2025-06-01", "2025-06-09"],
        ["road", "escort_only", False, "2025-06-10", "2025-06-20"],
        ["road", "no_data", True, "2025-06-21", "2025-06-30"],
        ["road", "contested", True, "2025-07-01", "2025-07-31"],
        ["road", "no_data", True, "2025-08-01", "2025-08-01"],
    ]


def test_a_day_that_was_not_asked_for_has_no_data():
    found = days_of(Attack("hit", "2025-07-10", 5), first=DAY, last=DAY)

    inside, before = found.on(DAY), found.on(DAY - dt.timedelta(days=1))

    assert inside.loc["road", "last_event_id"] == "hit"
    assert before.loc["road", ["status", "reason", "lit_share"]].tolist() == [
        "no_data",
        "outside",
        0,
    ]
    assert list(before.columns.sort_values()) == list(inside.columns.sort_values())
    assert before["days_since"].isna().all()
