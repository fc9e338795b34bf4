"""Our figure beside a published one, worked out by hand; none where the data say nothing."""

import dataclasses
from types import SimpleNamespace

import pandas as pd
import pytest

from sahel_map.i18n import activate, gettext
from sahel_map.measures.published import COMPARED, computed

WEST, ROAD, GOURMA, MALI = (
    "2025-07-01-west-town",
    "2025-07-02-east-road",
    "2025-07-28-gourma",
    "2025-08-15-mali",
)


def row(measure: str, **values: str) -> SimpleNamespace:
    """Return a published number of the second half of 2025, as ``itertuples`` gives it."""
    usual = {
        "period_start": "2025-07-01",
        "period_end": "2025-12-31",
        "source_id": "news-one",
        "place_ids": "",
        "unit": "attacks",
        "subject": "JNIM",
    }
    return SimpleNamespace(measure=measure, **(usual | values))


def figure(data, published: SimpleNamespace) -> tuple | None:
    """Return what is computed without its reason."""
    ours = computed(published, data)
    return None if ours is None else (ours.low, ours.high, ours.events)


@pytest.fixture
def changed(evidence):
    """Change values of events by their id, because each figure reads a few columns only."""

    def change(**columns: dict):
        events = evidence.events.copy()
        for column, values in columns.items():
            for event_id, value in values.items():
                events.loc[event_id, column] = value
        return dataclasses.replace(evidence, events=events)

    return change


def test_besieged_towns_run_from_the_quietest_day_confirmed_to_the_worst_possible(evidence):
    mali = {"subject": "Mali", "unit": "towns"}
    before = row("besieged_towns", **mali, period_start="2025-06-01", period_end="2025-06-20")
    within = row("besieged_towns", **mali, period_start="2025-07-10", period_end="2025-07-12")
    after = row("besieged_towns", **mali, period_start="2025-06-01", period_end="2025-12-31")

    assert figure(evidence, before) == (0, 0, None)
    assert figure(evidence, within) == (1, 1, None)
    assert figure(evidence, after) == (0, 1, None)
    assert figure(evidence, row("besieged_towns", subject="Burkina Faso and Mali")) is None
    assert figure(evidence, row("besieged_towns", subject="Mali", period_end="")) is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, (3, 3, 3)),
        ({"period_end": "2025-07-31"}, (2, 2, 2)),
        ({"period_end": "2025-08-02"}, (2, 2, 2)),
        ({"period_end": "2025-08-03"}, (3, 3, 3)),
        ({"period_start": "2025-07-02"}, (2, 2, 2)),
        ({"period_start": "2026-01-01", "period_end": "2026-12-31"}, (0, 0, 0)),
        ({"period_end": ""}, (2, 2, 2)),
        ({"period_end": "", "source_id": "news-late"}, (3, 3, 3)),
        ({"period_end": "", "source_id": "no-date"}, None),
        ({"period_start": ""}, None),
    ],
)
def test_attacks_count_when_they_lie_wholly_in_the_period(evidence, values, expected):
    assert figure(evidence, row("attacks_half_year", **values)) == expected


def test_only_violence_by_jnim_is_an_attack(changed):
    groups = {WEST: ("fla",)}
    data = changed(actor_groups={}, category={ROAD: "state"})
    data.events["actor_groups"] = [groups.get(i, g) for i, g in data.events["actor_groups"].items()]

    assert figure(data, row("attacks_half_year")) == (1, 1, 1)


def test_leads_are_not_counted(changed):
    data = changed(confidence={WEST: "unverified"})

    assert figure(data, row("attacks_half_year")) == (2, 2, 2)


def test_the_share_of_the_south_west_is_of_attacks_in_mali(changed):
    data = changed(admin1={WEST: "Kayes", GOURMA: "Sikasso", MALI: "Bamako"})

    assert figure(data, row("southwest_share")) == (50.0, 50.0, 2)
    assert figure(data, row("southwest_share", period_start="2025-08-01")) is None


@pytest.mark.parametrize(
    ("west", "road", "expected"),
    [
        (("soldiers_killed", 25, 30), ("soldiers_killed", 10, 20), (1, 2, 2)),
        (("soldiers_killed", 20, 20), ("soldiers_killed", 20, None), (2, 2, 2)),
        (("soldiers_killed", 19, 19), ("soldiers_killed", None, 40), (0, 1, 2)),
        (("militants_killed", 80, 80), ("people_killed", 25, 25), (1, 1, 2)),
        (("", None, None), ("soldiers_killed", 0, 0), (0, 0, 2)),
    ],
)
def test_large_attacks_are_those_with_twenty_victims_for_sure_and_at_most(
    changed, west, road, expected
):
    names = ("fatalities_measure", "fatalities_low", "fatalities_high")
    data = changed(
        **{
            name: {WEST: pd.NA if a is None else a, ROAD: pd.NA if b is None else b}
            for name, a, b in zip(names, west, road, strict=True)
        }
    )

    assert figure(data, row("large_attacks")) == expected


@pytest.mark.parametrize(
    ("measure", "kind"),
    [
        ("agreements", "local_agreement"),
        ("sieges_lifted", "blockade_lifted"),
        ("industrial_sites_hit", "industrial_attack"),
    ],
)
def test_events_of_a_type_are_counted_in_mali(changed, measure, kind):
    data = changed(event_type={WEST: kind, GOURMA: kind, MALI: kind})

    assert figure(data, row(measure)) == (2, 2, 2)
    assert figure(data, row(measure, period_end="2025-07-31")) == (1, 1, 1)


def test_tankers_are_added_event_by_event_and_running_totals_left_out(evidence):
    rows = [
        ((WEST,), 20, 40, "event"),
        ((WEST,), 130, pd.NA, "event"),
        ((ROAD,), pd.NA, 10, "event"),
        ((MALI,), 7, pd.NA, "event"),
        ((WEST,), 300, 300, "cumulative"),
        ((WEST, ROAD), 50, 50, "several"),
        ((ROAD,), 5, 5, "part"),
    ]
    claims = pd.DataFrame(rows, columns=["event_ids", "low", "high", "scope"])
    claims = claims.astype({"low": "Int64", "high": "Int64"}).assign(measure="tankers_destroyed")
    data = dataclasses.replace(evidence, claims=claims)
    published = row("tankers_destroyed_cumulative")

    assert figure(data, published) == (27, 147, 3)
    assert figure(data, row(published.measure, period_end="2025-07-31")) == (20, 140, 2)
    assert figure(evidence, published) == (0, 0, 0)


def test_soldiers_are_added_where_soldiers_are_counted(evidence):
    assert figure(evidence, row("soldiers_killed_total")) == (13, 15, 2)
    assert figure(evidence, row("soldiers_killed_total", period_end="2025-07-01")) == (3, 5, 1)


@pytest.mark.parametrize(
    ("place_ids", "unit", "expected"),
    [
        ("zero;one", "kilometres", (111, 111, None)),
        ("one;zero", "miles", (69, 69, None)),
        ("zero;beside", "kilometres", None),
        ("zero;unknown", "kilometres", None),
        ("zero;gone", "kilometres", None),
        ("zero", "kilometres", None),
        ("", "kilometres", None),
    ],
)
@pytest.mark.parametrize("measure", ["road_distance", "stated_distance"])
def test_a_distance_is_the_line_over_the_ground_between_two_points(
    evidence, measure, place_ids, unit, expected
):
    places = pd.DataFrame(
        {"lon": ["0", "1", "0.001", ""], "lat": ["0", "0", "0", ""]},
        index=["zero", "one", "beside", "unknown"],
    )
    data = dataclasses.replace(evidence, places=places)

    assert figure(data, row(measure, place_ids=place_ids, unit=unit)) == expected


@pytest.fixture
def fighters(evidence):
    """Numbers of fighters by two sources; the second speaks of JNIM alone."""
    rows = [
        ("JNIM", "2025-01-01", 5000, 6000, "news-one"),
        ("JNIM", "2017-01-01", 1000, 2000, "news-one"),
        ("HTS", "2024-01-01", 25000, 30000, "news-one"),
        ("JNIM", "2016-01-01", 1, 1, "news-two"),
        ("ISSP", "2025-01-01", 2000, None, "news-one"),
    ]
    columns = ["subject", "period_start", "low", "high", "source_id"]
    table = pd.DataFrame(rows, columns=columns).assign(measure="fighters")
    numbers = table.astype({"low": "Float64", "high": "Float64"})
    return dataclasses.replace(evidence, indicators=numbers)


@pytest.mark.parametrize(
    ("measure", "subject", "source", "expected"),
    [
        ("fighters_growth", "JNIM", "news-one", (2.5, 6.0, None)),
        ("fighters_growth", "HTS", "news-one", None),
        ("fighters_growth", "ISSP", "news-one", None),
        ("fighters_growth", "JNIM", "news-two", None),
        ("relative_size", "ISSP / HTS", "news-one", (0.08, 0.08, None)),
        ("relative_size", "JNIM / AQMI", "news-one", None),
        ("relative_size", "JNIM / HTS", "news-two", None),
        ("relative_size", "JNIM", "news-one", None),
    ],
)
def test_fighters_are_compared_within_one_source(fighters, measure, subject, source, expected):
    published = row(measure, subject=subject, source_id=source, unit="times")

    assert figure(fighters, published) == expected


def test_a_number_that_we_have_nothing_beside_has_no_figure(evidence):
    assert computed(row("ransom"), evidence) is None


def test_every_reason_is_told_in_the_language_of_the_reader(data):
    ours = [computed(number, data) for number in data.indicators.itertuples()]
    reasons = {figure.reason for figure in ours if figure}

    assert reasons
    activate("fr")
    assert [reason for reason in reasons if gettext(reason) == reason] == []


def test_every_bundled_number_can_be_compared_or_not(data):
    for number in data.indicators.itertuples():
        ours = computed(number, data)
        assert ours is None or 0 <= ours.low <= ours.high, number.indicator_id
        assert ours is None or number.measure in COMPARED


def test_some_bundled_numbers_have_ours_beside_them(data):
    found = {n.measure for n in data.indicators.itertuples() if computed(n, data)}

    assert {"southwest_share", "attacks_half_year", "road_distance"} <= found
