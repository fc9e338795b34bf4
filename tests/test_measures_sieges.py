"""Towns under siege: what is certain and what is possible, with the days written out."""

import datetime as dt

import pandas as pd
import pytest
from road_fixtures import straight

from sahel_map.measures.sieges import siege_days, siege_series, sieges_on, town_sieges

JUNE = (dt.date(2025, 6, 1), dt.date(2025, 6, 30))


def siege(spell_id, **more):
    """Return the siege of a town of its own, from 5 to 20 June 2025 unless told otherwise."""
    spell = {
        "spell_id": spell_id,
        "kind": "town_siege",
        "place": spell_id.title(),
        "start": "2025-06-05",
        "end": "2025-06-20",
        "end_precision": "day",
        "last_confirmed": "2025-06-20",
    }
    return spell | more


OPEN = {"end": "", "end_precision": "unknown"}


def states(day, *spells):
    return sieges_on(straight(spells=spells), day)["state"].to_dict()


def series(*spells, span=JUNE, country="MLI"):
    table = siege_series(straight(spells=spells), *span)
    return table[table["country"] == country].set_index("day")


def test_sieges_are_spells_about_towns_that_are_more_than_a_lead():
    spells = [siege("a"), siege("b", kind="transport_ban"), siege("c", confidence="unverified")]

    assert list(town_sieges(straight(spells=spells)).index) == ["a"]


@pytest.mark.parametrize(
    ("day", "state"), [(4, None), (5, "confirmed"), (20, "confirmed"), (21, None)]
)
def test_a_siege_of_known_days_is_confirmed_between_them(day, state):
    assert states(dt.date(2025, 6, day), siege("a")).get("a") == state


@pytest.mark.parametrize("status", ["enforced", "partially_eased", "lifted"])
def test_a_siege_that_was_carried_out_is_confirmed(status):
    assert states(dt.date(2025, 6, 10), siege("a", status=status)) == {"a": "confirmed"}


@pytest.mark.parametrize("status", ["declared", "disputed"])
def test_a_siege_only_declared_or_disputed_is_possible(status):
    assert states(dt.date(2025, 6, 10), siege("a", status=status)) == {"a": "possible"}


@pytest.mark.parametrize(
    ("day", "state"),
    [("2025-06-20", "confirmed"), ("2025-06-21", "unconfirmed"), ("2030-01-01", "unconfirmed")],
)
def test_a_siege_without_an_end_is_unconfirmed_after_its_last_confirmation(day, state):
    assert states(dt.date.fromisoformat(day), siege("a", **OPEN)) == {"a": state}


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2025-02-28", None),
        ("2025-03-01", "possible"),
        ("2025-03-30", "possible"),
        ("2025-03-31", "confirmed"),
        ("2025-06-01", "confirmed"),
        ("2025-06-02", "possible"),
        ("2025-06-30", "possible"),
        ("2025-07-01", None),
    ],
)
def test_a_siege_dated_by_months_is_certain_only_between_them(day, state):
    months = {"start_precision": "month", "end_precision": "month", "start": "2025-03-15"}

    assert states(dt.date.fromisoformat(day), siege("a", **months)).get("a") == state


def test_the_surest_come_first_and_of_these_the_latest():
    spells = [
        siege("old", start="2025-06-01"),
        siege("declared", status="declared"),
        siege("lapsed", **OPEN, last_confirmed="2025-06-06"),
        siege("new", start="2025-06-08"),
    ]

    found = sieges_on(straight(spells=spells), dt.date(2025, 6, 10))

    assert list(found.index) == ["new", "old", "declared", "lapsed"]
    assert "order" not in found


def test_each_day_has_its_towns_certain_and_possible():
    """June: one town from 5 to 20, one declared from 10 to 20, one open, confirmed until 8."""
    spells = [
        siege("a"),
        siege("b", status="declared", start="2025-06-10"),
        siege("c", **OPEN, start="2025-06-07", last_confirmed="2025-06-08"),
        siege("d", country="BFA"),
        siege("e", country="NER"),
    ]

    table = series(*spells)

    assert len(table) == 30
    assert table["confirmed"].tolist() == [0] * 4 + [1] * 2 + [2] * 2 + [1] * 12 + [0] * 10
    assert table["possible"].tolist() == [0] * 4 + [1] * 2 + [2] * 3 + [3] * 11 + [1] * 10
    assert series(*spells, country="BFA")["confirmed"].sum() == 16


def test_two_spells_of_a_town_count_once_and_towns_of_one_name_in_two_countries_twice():
    spells = [
        siege("a", place="Town"),
        siege("b", place="Town", start="2025-06-15", end="2025-06-25"),
        siege("c", place="Town", country="BFA"),
    ]

    table = siege_series(straight(spells=spells), *JUNE)

    assert table.groupby("country")["confirmed"].sum().to_dict() == {"MLI": 21, "BFA": 16}
    assert table["confirmed"].max() == 1


@pytest.mark.parametrize("start_precision", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("end_precision", ["day", "week", "month", "quarter", "year"])
def test_no_more_towns_are_certain_than_possible(start_precision, end_precision):
    spell = siege("a", start_precision=start_precision, end_precision=end_precision)
    span = (dt.date(2024, 12, 1), dt.date(2026, 1, 31))

    table = series(spell, span=span)

    assert table["possible"].sum() >= 16
    assert table.index[table["confirmed"] > table["possible"]].empty


def test_no_more_towns_of_the_bundled_data_are_certain_than_possible(data):
    table = siege_series(data.roads, dt.date(2019, 1, 1), dt.date(2026, 7, 31))

    assert table["confirmed"].max() > 0
    assert (table["confirmed"] <= table["possible"]).all()


def test_without_spells_no_town_is_under_siege():
    assert series()[["confirmed", "possible"]].to_numpy().sum() == 0
    assert siege_days(straight()).empty
    assert sieges_on(straight(), JUNE[0]).empty


def test_the_days_of_a_siege_are_counted_with_its_first_and_last():
    assert siege_days(straight(spells=[siege("a")])).to_dict("records") == [
        {"country": "MLI", "place": "A", "days_low": 16, "days_high": 16}
    ]


def test_the_days_of_a_siege_dated_by_months_are_bounds():
    """At least 31 March to 1 June, at most 1 March to 30 June."""
    months = {"start_precision": "month", "end_precision": "month", "start": "2025-03-15"}

    row = siege_days(straight(spells=[siege("a", **months)])).iloc[0]

    assert row["days_low"] == 1 + 30 + 31 + 1
    assert row["days_high"] == 31 + 30 + 31 + 30


def test_declared_and_disputed_sieges_add_to_the_most_days_alone():
    spells = [
        siege("a", place="Town"),
        siege("b", place="Town", start="2025-07-01", end="2025-07-10", status="disputed"),
        siege("c", place="Town", start="2025-08-01", end="2025-08-05", status="declared"),
    ]

    row = siege_days(straight(spells=spells)).iloc[0]

    assert (row["days_low"], row["days_high"]) == (16, 16 + 10 + 5)


def test_a_siege_without_an_end_has_days_until_its_last_confirmation():
    row = siege_days(straight(spells=[siege("a", **OPEN, last_confirmed="2025-06-08")])).iloc[0]

    assert (row["days_low"], row["days_high"]) == (4, 4)


def test_the_town_with_most_days_comes_first():
    spells = [siege("short", end="2025-06-06"), siege("long"), siege("abroad", country="BFA")]

    table = siege_days(straight(spells=spells))

    assert table["days_high"].tolist() == [16, 16, 2]
    assert table["place"].tolist()[-1] == "Short"


def test_counting_changes_no_spell():
    roads = straight(spells=[siege("a"), siege("b", **OPEN)])
    before = roads.blockades.copy(deep=True)

    siege_series(roads, *JUNE)
    siege_days(roads)
    sieges_on(roads, JUNE[1])

    pd.testing.assert_frame_equal(roads.blockades, before)
