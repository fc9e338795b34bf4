"""What differs between two versions: against records changed by hand, and by plain code."""

import dataclasses
import datetime as dt
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sahel_map.store import load
from sahel_map.store.comparing import changed_values, places
from sahel_map.store.differences import Change, differences, text_of, version_at
from sahel_map.store.interface import Version

FIRST, SECOND, NEW = "2025-07-01-west-town", "2025-07-02-west-town", "2025-07-03-west-town"


@pytest.fixture
def made(make_folder, tmp_path):
    """Read a data folder of events that differ from a plain one as said."""

    def read(name, *changes, **tables):
        return load(make_folder(tmp_path / name, list(changes), tables or None))

    return read


def test_records_that_came_changed_and_went_are_told_apart(made):
    old = made("old", {}, {"event_id": SECOND, "title": "Second"})
    new = made("new", {"title": "Another title", "fatalities_high": "7"}, {"event_id": NEW})

    [table] = differences(old, new).tables

    assert (table.table, table.added, table.changed, table.removed) == ("events.csv", 1, 1, 1)
    assert table.records == (
        Change(
            "events.csv",
            FIRST,
            "change",
            "Another title",
            {
                "title": ("Attack on West Town", "Another title"),
                "fatalities_high": ("5", "7"),
            },
        ),
        Change("events.csv", NEW, "add", "Attack on West Town", {}),
        Change("events.csv", SECOND, "remove", "Second", {}),
    )


def test_a_dataset_does_not_differ_from_itself(evidence):
    assert differences(evidence, evidence).tables == ()


def test_the_same_tables_read_twice_do_not_differ(made):
    again = made("again", {}, {"event_id": SECOND})

    assert differences(made("once", {}, {"event_id": SECOND}), again).total == 0


def test_every_table_is_compared(made, evidence):
    bare = made("bare", {})

    found = {table.table for table in differences(bare, evidence).tables}

    tables = (
        "sources claims indicators contradictions positions corridors blockades agreements fuel"
    )
    assert {f"{name}.csv" for name in tables.split()} <= found


def test_values_are_written_as_in_their_tables(made):
    old = made("old", {"fatalities_low": "", "fatalities_high": ""})
    new = made("new", {"date_end": "2025-07-03", "date_precision": "range", "lat": "10.25"})

    [change] = differences(old, new).records()

    assert change.columns["date_end"] == ("2025-07-01", "2025-07-03")
    assert change.columns["lat"] == ("10.5", "10.25")
    assert change.columns["fatalities_low"] == ("", "3")


def test_only_so_many_records_are_named_and_all_are_counted(made):
    days = [f"2025-07-{day:02}" for day in range(1, 21)]
    many = [{"event_id": f"{day}-west-town", "date_start": day, "date_end": day} for day in days]
    old, new = made("old", *many), made("new", *({**one, "title": "Told anew"} for one in many))

    few, all_of_them = differences(old, new, most=5), differences(old, new, most=None)

    assert (few.total, len(list(few.records()))) == (20, 5)
    assert (all_of_them.total, len(list(all_of_them.records()))) == (20, 20)


def test_lines_can_be_read(made):
    old, new = made("old", {}), made("new", {"title": "Another"}, {"event_id": NEW})

    assert list(differences(old, new).lines()) == [
        "events.csv: 1 added, 1 changed, 0 removed",
        f"  ~ {FIRST}  Another",
        "      title: 'Attack on West Town' -> 'Another'",
        f"  + {NEW}  Attack on West Town",
    ]


def test_rows_have_one_changed_value_each(made):
    old, new = made("old", {}), made("new", {"title": "Another", "summary": "Told anew."})

    rows = list(differences(old, new).rows())

    assert [(row["column"], row["new"]) for row in rows] == [
        ("title", "Another"), ("summary", "Told anew."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (pd.NA, ""), (pd.NaT, ""), (float("nan"), ""), ((), ""), (0, "0"),
        (("a", "b"), "a;b"), (True, "yes"), (10.5, "10.5"), (14.0, "14"),
        (pd.Timestamp("2025-07-01"), "2025-07-01"), (np.float64(0.1), "0.1"),
    ],
)  # fmt: skip
def test_the_text_of_a_value(value, text):
    assert text_of(value) == text


VALUES = st.one_of(st.none(), st.sampled_from(["", "a", "b", "é", "c\x00"]))
KINDS = ["object", "str", "category"]


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.integers(0, 12), VALUES), st.dictionaries(st.integers(0, 12), VALUES),
    st.sampled_from(KINDS), st.sampled_from(KINDS),
)  # fmt: skip
def test_differing_values_are_found_as_plain_code_finds_them(old, new, before, after):
    one = pd.Series(list(old.values()), dtype=before)
    other = pd.Series(list(new.values()), dtype=after)
    place = places(pd.Index(list(old), dtype=int), pd.Index(list(new), dtype=int))
    common = place >= 0

    found = changed_values(
        one.take(place[common]).reset_index(drop=True), other[common].reset_index(drop=True)
    )

    shared = [key for key in new if key in old]
    assert found.tolist() == [old[key] != new[key] for key in shared]


def version(number, day):
    at = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    return Version("", number, at, "", "imported", "", "", 0)


@pytest.mark.parametrize(
    ("day", "number"),
    [("2026-08-31", 1), ("2026-09-01", 1), ("2026-09-02", 2), ("2026-12-01", 3)],
)
def test_a_day_names_the_version_that_was_there_when_it_began(day, number):
    known = [version(3, "2026-09-05"), version(2, "2026-09-01"), version(1, "2026-08-01")]

    assert version_at(known, dt.date.fromisoformat(day)).number == number


def test_before_the_first_version_there_is_none():
    known = [version(1, "2026-08-01")]

    assert version_at(known, dt.date(2026, 8, 1)) is None
    assert version_at([], dt.date(2026, 8, 1)) is None


def test_a_hundred_thousand_events_are_compared_in_seconds(six):
    rows = np.arange(100_000) % len(six.events)
    events = six.events.iloc[rows].set_axis([f"event-{n}" for n in range(len(rows))])
    old = dataclasses.replace(six, events=events)
    changed = events.copy()
    changed.loc[["event-7", "event-99000"], "title"] = "Told anew"
    new = dataclasses.replace(six, events=changed.iloc[1:])

    began = time.perf_counter()
    [table] = differences(old, new).tables

    assert time.perf_counter() - began < 10
    assert (table.added, table.changed, table.removed) == (0, 2, 1)
