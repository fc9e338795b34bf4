"""The selected events and what was left out, against the plain definition: ``events[mask]``."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sahel_map import outcome as outcome_module
from sahel_map import vocabulary as v
from sahel_map.boundaries import fold
from sahel_map.outcome import FEW, Outcome
from sahel_map.rules import split_list
from sahel_map.selection import Selection

DAYS = st.none() | st.dates(dt.date(2023, 1, 1), dt.date(2026, 6, 30))


def some(values):
    return st.just(()) | st.lists(st.sampled_from(values), min_size=1, max_size=3).map(tuple)


SELECTIONS = st.builds(
    Selection,
    first=DAYS,
    last=DAYS,
    types=some(list(v.EVENT_TYPES)),
    actors=some(list(v.ACTORS)),
    countries=some(list(v.COUNTRIES)),
    regions=some(["Kayes", "ségou", "Mopti", "Atlantis"]),
    sources=some(["analysis-jnim-july2025", "rfj-tongo-tongo", "nobody"]),
    precision=st.sampled_from(list(v.GEO_PRECISION)),
    confidence=st.sampled_from(list(v.CONFIDENCE)),
    text=st.sampled_from(["", "fuel", "KAYES convoy", "(a|b)", ".", "tombouctou", "l'a"]),
)


def plainly(selection, event):
    """Whether an event has what the filters but days and confidence ask for."""
    grades = list(v.GEO_PRECISION)
    names = [fold(name) for name in selection.regions]
    return (
        grades.index(event.geo_precision) <= grades.index(selection.precision)
        and (not selection.types or event.event_type in selection.types)
        and (not selection.countries or event.country in selection.countries)
        and (not names or fold(event.admin1) in names)
        and (not selection.actors or bool(set(selection.actors) & set(event.actor_groups)))
        and (
            not selection.sources
            or bool(set(selection.sources) & set(split_list(event.source_ids)))
        )
        and all(word in event.search_text for word in fold(selection.text).split())
    )


def defined(selection, events):
    """The selected events, those that straddle the days, and the hidden leads, one by one."""
    first = pd.Timestamp(selection.first or dt.date(1, 1, 1))
    last = pd.Timestamp(selection.last or dt.date(9999, 12, 31))
    grades = list(v.CONFIDENCE)
    worst = grades.index(selection.confidence)
    chosen, straddling, hidden = [], 0, 0
    for event in events.itertuples():
        within = event.date_start >= first and event.date_end <= last
        touching = event.date_end >= first and event.date_start <= last
        trusted = grades.index(event.confidence) <= worst
        kind = plainly(selection, event)
        chosen.append(kind and within and trusted)
        straddling += kind and trusted and touching and not within
        hidden += kind and within and not trusted and event.confidence == "unverified"
    return np.array(chosen, dtype=bool), straddling, hidden


@given(selection=SELECTIONS)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_an_outcome_is_what_its_definition_says(data, selection):
    chosen, straddling, hidden = defined(selection, data.events)
    expected = data.events[chosen]

    found = selection.outcome(data.events)

    assert list(found.events.index) == list(expected.index)
    assert (found.straddling, found.leads_hidden) == (straddling, hidden)
    assert (len(found), found.total) == (len(expected), len(data.events))
    assert found.points == int(expected["lat"].notna().sum())
    assert sorted(found.kinds) == sorted(set(expected["category"]))
    assert list(found.drawn.index) == list(expected.index[expected["lat"].notna()])
    assert list(selection.mask(data.events)) == list(chosen)


@pytest.fixture
def half(six):
    """The second, third and sixth of six events."""
    return Outcome(six.events, np.array([0, 1, 1, 0, 0, 1], dtype=bool), 0, 0)


def test_the_newest_come_first(half):
    assert list(half.latest(2).index) == ["2025-08-15-mali", "2025-07-02-east-road"]
    assert list(half.latest(99).index) == [*half.latest(2).index, "2025-07-east-month"]
    assert len(half.latest(0)) == 0
    assert half.latest(2, "title").equals(pd.DataFrame(half.latest(2)[["title"]]))


def test_an_event_stands_between_its_selected_neighbours(half):
    assert half.around("2025-07-02-east-road") == (1, "2025-07-east-month", "2025-08-15-mali")
    assert half.around("2025-07-east-month") == (0, None, "2025-07-02-east-road")
    assert half.around("2025-08-15-mali") == (2, "2025-07-02-east-road", None)


@pytest.mark.parametrize("event_id", ["2025-07-05-lead", "nowhere", ""])
def test_what_is_not_selected_stands_nowhere(half, event_id):
    assert half.around(event_id) == (None, None, None)


def test_some_columns_are_those_of_the_selected_events(half):
    table = half.only("event_id", "lat")

    assert list(table.columns) == ["event_id", "lat"]
    assert list(table["event_id"]) == list(half.events.index)
    assert table["lat"].isna().tolist() == [True, False, True]


def test_kinds_and_points_are_counted_once(half):
    # Two statements and an ambush; only the ambush has a point.
    assert len(half.kinds) == len(set(half.kinds)) == 2
    assert half.points == 1


def test_where_everything_is_selected_nothing_is_copied(six):
    whole = Outcome(six.events, np.ones(6, dtype=bool), 0, 0)

    assert whole.events is six.events


def test_few_events_are_copied_once(half):
    assert half.events is half.events


def test_many_events_are_not_kept(half, monkeypatch):
    monkeypatch.setattr(outcome_module, "FEW", 2)

    assert half.many
    assert half.events is not half.events
    assert list(half.events.index) == list(half.latest(3).index[::-1])


@pytest.mark.parametrize(("n", "many"), [(FEW, False), (FEW + 1, True)])
def test_many_are_more_than_can_be_drawn_one_by_one(n, many):
    frame = pd.DataFrame({"lat": np.zeros(n)})

    assert Outcome(frame, np.ones(n, dtype=bool), 0, 0).many is many


def test_nothing_selected_is_nothing_everywhere(six):
    none = Outcome(six.events, np.zeros(6, dtype=bool), 0, 0)

    assert (len(none), none.points, none.kinds, none.many) == (0, 0, [], False)
    assert (len(none.events), len(none.latest(5)), len(none.drawn)) == (0, 0, 0)
    assert none.sentence() == "0 of 6 events are selected."


def test_no_events_at_all_are_an_outcome_too(six):
    none = Selection(text="anything", first=dt.date(2025, 1, 1)).outcome(six.events.iloc[:0])

    assert (len(none), none.total, none.straddling, none.leads_hidden) == (0, 0, 0, 0)
