"""The slices of a view: each way of cutting, over which days, and what is wrong when none fits."""

import dataclasses
import datetime as dt

import pytest
from expansion_fixtures import Hit
from told_fixtures import told

from sahel_map.measures.slicing import Cutting, slices_of

D = dt.date
NO_PHASES = "There are no named phases here: cut time in another way."
NO_EVENTS = "There are no events in this country: time cannot be cut."
NO_DAYS = "Write the days on which your slices begin, separated by commas."
CALENDAR = ["year", "half", "quarter", "month"]


@pytest.fixture(scope="module")
def known(data):
    """Events in Mali from 10 May 2024 to 3 February 2025, a lead and an abroad one beyond."""
    return told(
        data,
        [
            Hit("first", "2024-05-10"),
            Hit("long", "2025-01-20", last="2025-02-03"),
            Hit("lead", "2026-03-01", confidence="unverified"),
            Hit("abroad", "2022-01-01", lon=-1.5, lat=12.4, country="BFA"),
        ],
    )


@pytest.fixture(scope="module")
def empty(known):
    """The same data without an event."""
    return dataclasses.replace(known, events=known.events.iloc[:0])


def ids(slices) -> list[str]:
    return [cut.slice_id for cut in slices]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("year", ["2024", "2025"]),
        ("half", ["2024-H1", "2024-H2", "2025-H1"]),
        ("quarter", ["2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1"]),
        (
            "month",
            [
                "2024-05", "2024-06", "2024-07", "2024-08", "2024-09", "2024-10", "2024-11",
                "2024-12", "2025-01", "2025-02",
            ],
        ),
    ],
)  # fmt: skip
def test_calendar_slices_cover_the_days_with_events_in_the_country(known, by, expected):
    slices, problems = slices_of(known, Cutting(by))

    assert ids(slices) == expected
    assert problems == []


def test_calendar_slices_are_whole_periods(known):
    slices, _ = slices_of(known, Cutting("half"))

    assert (slices[0].first, slices[-1].last) == (D(2024, 1, 1), D(2025, 6, 30))


def test_the_events_of_another_country_cut_its_own_time(known):
    slices, problems = slices_of(known, Cutting("year"), country="BFA")

    assert (ids(slices), problems) == (["2022"], [])


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (D(2024, 10, 5), None, ["2024-Q4", "2025-Q1"]),
        (None, D(2024, 9, 30), ["2024-Q2", "2024-Q3"]),
        (D(2024, 8, 1), D(2024, 8, 1), ["2024-Q3"]),
        (D(2024, 8, 1), D(2024, 11, 2), ["2024-Q3", "2024-Q4"]),
        (D(2023, 12, 31), D(2024, 1, 1), ["2023-Q4", "2024-Q1"]),
        (D(2024, 12, 31), D(2025, 4, 1), ["2024-Q4", "2025-Q1", "2025-Q2"]),
    ],
)
def test_a_reader_may_set_the_first_and_the_last_day(known, first, last, expected):
    slices, problems = slices_of(known, Cutting("quarter", first=first, last=last))

    assert (ids(slices), problems) == (expected, [])


@pytest.mark.parametrize("by", CALENDAR)
@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (D(2025, 1, 2), D(2025, 1, 1), "2025-01-02 lies after 2025-01-01: write the earlier"),
        (D(2025, 2, 4), None, "outside the data, which run from 10 May 2024 to 3 February 2025."),
        (None, D(2024, 5, 9), "outside the data, which run from 10 May 2024 to 3 February 2025."),
    ],
)
def test_a_first_day_after_the_last_is_told_and_nothing_is_cut(known, by, first, last, said):
    slices, problems = slices_of(known, Cutting(by, first=first, last=last))

    assert slices == ()
    [problem] = problems
    assert said in problem


@pytest.mark.parametrize("by", CALENDAR)
def test_the_last_day_that_a_calendar_has_can_be_asked_for(known, by):
    slices, problems = slices_of(known, Cutting(by, first=D(9999, 1, 1), last=D(9999, 12, 31)))

    assert slices[-1].last == D(9999, 12, 31)
    assert problems == []


@pytest.mark.parametrize("by", CALENDAR)
def test_the_first_day_that_a_calendar_has_can_be_asked_for(known, by):
    slices, problems = slices_of(known, Cutting(by, first=D(1, 1, 1), last=D(1, 1, 1)))

    assert [cut.first for cut in slices] == [D(1, 1, 1)]
    assert problems == []


def test_phases_are_taken_as_they_are_whatever_days_have_events(evidence):
    slices, problems = slices_of(evidence, Cutting())

    assert [(cut.slice_id, cut.title, cut.first, cut.last) for cut in slices] == [
        ("first-days", "The first days", D(2025, 6, 1), D(2025, 7, 31)),
        ("later-days", "Later days", D(2025, 8, 1), D(2025, 8, 31)),
    ]
    assert problems == []


def test_phases_are_not_cut_at_the_first_and_last_days_of_a_reader(evidence):
    asked = Cutting("phase", first=D(2025, 8, 5), last=D(2025, 8, 1))

    assert ids(slices_of(evidence, asked)[0]) == ["first-days", "later-days"]


def test_phases_need_no_events(evidence):
    bare = dataclasses.replace(evidence, events=evidence.events.iloc[:0])

    slices, problems = slices_of(bare, Cutting("phase"))

    assert (ids(slices), problems) == (["first-days", "later-days"], [])


def test_a_folder_without_phases_says_so(six):
    assert slices_of(six, Cutting("phase")) == ((), [NO_PHASES])


@pytest.mark.parametrize("cutting", [*map(Cutting, CALENDAR), Cutting("own", "2025-01-01")])
def test_without_events_in_the_country_time_cannot_be_cut(known, empty, cutting):
    assert slices_of(empty, cutting) == ((), [NO_EVENTS])
    assert slices_of(known, cutting, country="NER") == ((), [NO_EVENTS])


def test_leads_alone_do_not_stretch_the_days_that_are_cut(known):
    leads = known.events[known.events["confidence"] == "unverified"]

    alone = dataclasses.replace(known, events=leads)

    assert slices_of(alone, Cutting("year")) == ((), [NO_EVENTS])


def test_own_days_run_to_the_last_day_with_an_event_in_the_country(known):
    slices, problems = slices_of(known, Cutting("own", "2024-06-01, 2024-09-01"))

    assert [(cut.first, cut.last) for cut in slices] == [
        (D(2024, 6, 1), D(2024, 8, 31)),
        (D(2024, 9, 1), D(2025, 2, 3)),
    ]
    assert problems == []


def test_own_slices_that_can_be_read_are_cut_beside_those_that_cannot(known):
    slices, problems = slices_of(known, Cutting("own", "2024-06-01..2024-06-30, soon"))

    assert ids(slices) == ["2024-06-01..2024-06-30"]
    assert problems == ["“soon” is neither a day, YYYY-MM-DD, nor two of them: FIRST..LAST."]


@pytest.mark.parametrize("own", ["", "   ", "\t\n", ",", " ; , "])
def test_own_days_that_are_not_written_are_asked_for(known, own):
    assert slices_of(known, Cutting("own", own)) == ((), [NO_DAYS])


def test_own_days_say_nothing_to_the_other_ways_of_cutting(known):
    slices, problems = slices_of(known, Cutting("year", "neither a day"))

    assert (ids(slices), problems) == (["2024", "2025"], [])
