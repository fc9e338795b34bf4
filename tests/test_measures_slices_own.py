"""Slices that a reader writes: days and spans, and what is wrong with them."""

import datetime as dt

import pytest

from sahel_map.measures.slices import MOST, own_slices

D = dt.date
UNTIL = D(2025, 12, 31)


def written(slices) -> list[tuple[str, str, str]]:
    """Return slices as text."""
    return [(cut.slice_id, str(cut.first), str(cut.last)) for cut in slices]


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-01, 2025-04-01",
        "2025-01-01;2025-04-01",
        " 2025-04-01 ,; 2025-01-01 , ",
        "2025-01-01,2025-04-01,2025-01-01",
    ],
)
def test_days_begin_slices_that_run_to_the_day_before_the_next(text):
    slices, problems = own_slices(text, UNTIL)

    assert written(slices) == [
        ("2025-01-01..2025-03-31", "2025-01-01", "2025-03-31"),
        ("2025-04-01..2025-12-31", "2025-04-01", "2025-12-31"),
    ]
    assert problems == []


def test_two_days_are_a_slice_as_it_is_and_may_leave_a_gap():
    slices, problems = own_slices("2025-06-01..2025-06-30, 2025-01-01 .. 2025-01-31", UNTIL)

    assert written(slices) == [
        ("2025-01-01..2025-01-31", "2025-01-01", "2025-01-31"),
        ("2025-06-01..2025-06-30", "2025-06-01", "2025-06-30"),
    ]
    assert problems == []


def test_a_day_before_two_days_runs_up_to_them():
    slices, _ = own_slices("2025-01-01, 2025-06-01..2025-06-30", UNTIL)

    assert [name for name, *_ in written(slices)] == [
        "2025-01-01..2025-05-31",
        "2025-06-01..2025-06-30",
    ]


@pytest.mark.parametrize(
    ("text", "last"),
    [("2025-03-03..2025-03-03", "2025-03-03"), ("2025-12-31", "2025-12-31")],
)
def test_a_slice_may_be_one_day_long(text, last):
    slices, problems = own_slices(text, UNTIL)

    assert [(str(cut.first), str(cut.last)) for cut in slices] == [(last, last)]
    assert problems == []


def test_a_day_after_the_end_of_the_data_is_a_slice_of_that_day():
    slices, problems = own_slices("2026-02-01", UNTIL)

    assert written(slices) == [("2026-02-01..2026-02-01", "2026-02-01", "2026-02-01")]
    assert problems == []


@pytest.mark.parametrize("text", ["", " , ;; "])
def test_nothing_written_is_no_slice_and_no_problem(text):
    assert own_slices(text, UNTIL) == ((), [])


@pytest.mark.parametrize(
    "item",
    ["soon", "2025-13-01", "2025-02-29", "2025-1-1", "2025-01-01..", "..2025-01-01",
     "2025-01-01..2025-02-01..2025-03-01", "2025-01-01...2025-02-01"],
)  # fmt: skip
def test_what_is_no_day_is_named_and_the_others_stay(item):
    slices, problems = own_slices(f"2025-07-01, {item}", UNTIL)

    assert [cut.slice_id for cut in slices] == ["2025-07-01..2025-12-31"]
    assert problems == [
        f"“{item}” is neither a day, YYYY-MM-DD, nor two of them: FIRST..LAST.",
    ]


def test_reversed_days_are_named_and_the_others_stay():
    slices, problems = own_slices("2025-05-02..2025-05-01, 2025-07-01", UNTIL)

    assert [cut.slice_id for cut in slices] == ["2025-07-01..2025-12-31"]
    assert problems == [
        "“2025-05-02..2025-05-01” ends before it begins; write the earlier day first."
    ]


@pytest.mark.parametrize("item", ["2025-03-31", "2025-02-01", "2025-03-31..2025-09-30"])
def test_what_begins_within_an_earlier_slice_is_left_out_and_named(item):
    slices, problems = own_slices(f"2025-01-01..2025-03-31, {item}", UNTIL)

    assert [cut.slice_id for cut in slices] == ["2025-01-01..2025-03-31"]
    assert problems == [
        f"“{item}” overlaps the slice 2025-01-01 to 2025-03-31, and is left out.",
    ]


def test_a_day_right_after_a_slice_does_not_overlap_it():
    slices, problems = own_slices("2025-01-01..2025-03-31, 2025-04-01", UNTIL)

    assert [cut.slice_id for cut in slices] == ["2025-01-01..2025-03-31", "2025-04-01..2025-12-31"]
    assert problems == []


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-01, 2025-01-01..2025-03-31",
        "2025-01-01..2025-03-31, 2025-01-01",
        "2025-01-01..2025-03-31, 2025-01-01..2025-02-28",
        "0001-01-01, 0001-01-01..0001-01-31",
    ],
)
def test_of_two_items_that_begin_on_one_day_one_is_left_out_and_named(text):
    slices, problems = own_slices(text, UNTIL)

    assert len(slices) == 1
    assert slices[0].first <= slices[0].last
    assert len(problems) == 1


def test_of_too_many_slices_the_first_are_made_and_the_reader_is_told():
    texts = [str(D(2020, 1, 1) + dt.timedelta(days=day)) for day in range(MOST + 1)]

    slices, problems = own_slices(",".join(texts), UNTIL)
    enough, nothing = own_slices(",".join(texts[:-1]), UNTIL)

    assert len(slices) == len(enough) == MOST
    assert str(slices[-1].first) == texts[MOST - 1]
    assert problems == ["401 slices are too many; the first 400 are shown."]
    assert nothing == []
