"""The timeline's data and scales: what stands in the chart, not how a browser paints it."""

import datetime as dt

import pandas as pd
import pytest

from sahel_map import vocabulary as v
from sahel_map.charts.timeline import BRUSH, timeline_bars, timeline_spec
from sahel_map.i18n import activate


@pytest.fixture
def table():
    """Three months of counts in two categories, not in the order in which bars are stacked."""
    rows = [
        ("2025-06-01", "2025-06-30", "road", 2),
        ("2025-07-01", "2025-07-31", "road", 1),
        ("2025-07-01", "2025-07-31", "assault", 8),
        ("2025-08-01", "2025-08-31", "road", 4),
    ]
    frame = pd.DataFrame(rows, columns=["start", "end", "category", "events"])
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


def bars(table, **chosen) -> list[dict]:
    """Return the rows that the browser is sent."""
    return timeline_bars(table, **{"period": "month"} | chosen).to_dict("records")


def test_a_bar_has_the_counts_and_words_of_its_period(table):
    rows = bars(table)

    assert [
        (f"{row['start']:%Y-%m-%d}", row["events"], row["kind"], row["when"]) for row in rows
    ] == [
        ("2025-06-01", 2, "Attack on the road", "June 2025"),
        ("2025-07-01", 8, "Assault on a position or town", "July 2025"),
        ("2025-07-01", 1, "Attack on the road", "July 2025"),
        ("2025-08-01", 4, "Attack on the road", "August 2025"),
    ]
    assert [f"{row['end']:%Y-%m-%d}" for row in rows] == [
        "2025-06-30",
        "2025-07-31",
        "2025-07-31",
        "2025-08-31",
    ]


def test_categories_stand_on_one_another_in_the_order_of_the_vocabulary(table):
    rows = bars(table)

    assert [(row["category"], row["bottom"], row["top"]) for row in rows] == [
        ("road", 0, 2),
        ("assault", 0, 8),
        ("road", 8, 9),
        ("road", 0, 4),
    ]


def test_a_week_is_named_by_its_monday(table):
    rows = bars(table.iloc[:1], period="week")

    assert rows[0]["when"] == "week of 1 June 2025"


@pytest.mark.parametrize(
    ("first", "last", "inside"),
    [
        (None, None, [True, True, True, True]),
        (dt.date(2025, 7, 1), dt.date(2025, 7, 31), [False, True, True, False]),
        (dt.date(2025, 7, 1), None, [False, True, True, True]),
        (None, dt.date(2025, 6, 30), [True, False, False, False]),
        (dt.date(2025, 6, 30), dt.date(2025, 7, 1), [True, True, True, False]),
        (dt.date(2025, 9, 1), None, [False, False, False, False]),
    ],
)
def test_bars_outside_the_chosen_days_are_dimmed(table, first, last, inside):
    rows = bars(table, first=first, last=last)

    assert [row["inside"] for row in rows] == inside


def test_what_lies_outside_is_paler():
    opacity = timeline_spec(["road"])["encoding"]["opacity"]

    assert opacity["condition"]["test"] == "datum.inside"
    assert opacity["condition"]["value"] > opacity["value"]


def test_colours_and_order_are_those_of_the_vocabulary():
    colour = timeline_spec(["road", "assault"])["encoding"]["color"]["scale"]

    assert colour["domain"] == ["Assault on a position or town", "Attack on the road"]
    assert colour["range"] == [v.CATEGORIES["assault"].colour, v.CATEGORIES["road"].colour]


def test_a_range_can_be_brushed_along_the_dates_alone():
    [parameter] = timeline_spec(["road"])["params"]

    assert parameter["name"] == BRUSH
    assert parameter["select"] == {"type": "interval", "encodings": ["x"]}


def test_the_axis_speaks_french_for_french_readers(table):
    english = timeline_spec(["road"])
    activate("fr")
    french = timeline_spec(["road"])

    time = french["config"]["locale"]["time"]
    assert time["months"][7] == "août"
    assert [len(time[name]) for name in ("months", "shortMonths", "days", "shortDays")] == [
        12,
        12,
        7,
        7,
    ]
    assert (time["days"][0], time["days"][6]) == ("dimanche", "samedi")
    assert "locale" not in english["config"]
    assert bars(table)[1]["when"] == "juillet 2025"
    assert french["encoding"]["y"]["title"] == "Événements"


def test_the_chart_holds_no_bars_and_names_every_column_they_have():
    spec = timeline_spec(["road"])

    assert not {"data", "datasets"} & spec.keys()
    fields = {part["field"] for part in spec["encoding"].values() if "field" in part}
    assert fields == {"start", "end", "bottom", "top", "kind"}


def test_no_events_give_no_bars(table):
    assert bars(table.iloc[:0]) == []


def test_the_counts_handed_in_are_not_changed(table):
    before = table.copy(deep=True)

    timeline_bars(table, period="month", first=dt.date(2025, 7, 1))

    pd.testing.assert_frame_equal(table, before)
