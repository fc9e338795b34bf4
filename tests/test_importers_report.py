"""The report of an import: every row that was read, and what became of it, in words and as JSON."""

import json

import numpy as np
import pytest

from sahel_map.importers.notes import Notes
from sahel_map.importers.report import Report

ROWS = np.arange(1, 8)


@pytest.fixture
def report():
    """What an import of fifteen rows did."""
    notes = Notes()
    notes.repair("date", "day", ROWS, ["7 July"] * 7, ["2025-07-07"] * 7)
    notes.flag("no_point", ROWS[:1], [""])
    notes.reject("bad_date", "day", 9, "soon", b"soon")
    notes.reject("bad_date", "day", 10, "later", b"later")
    notes.reject("ragged", "", 11, "3 values", b"a,b,c")
    return Report(
        {"file": "made-up.csv"}, notes, 15, new=6, replaced=2, merged={"older": 2, "actors": 0},
        left_aside=2, events=20, before=14, gone=1,
    )  # fmt: skip


def test_rows_are_accounted_for(report):
    assert report.accounted == 15


def test_a_lost_row_shows(report):
    report.merged["older"] -= 1

    assert report.accounted == report.rows_read - 1


def test_every_kind_of_thing_is_told_with_its_first_rows(report):
    told = report.as_dict()

    assert told["file"] == "made-up.csv"
    assert (told["rows_read"], told["new"], told["replaced"], told["gone"]) == (15, 6, 2, 1)
    assert told["merged"] == [
        {
            "code": "older",
            "what": "An older state of an event that is there in a newer one",
            "rows": 2,
        }
    ]
    assert told["repaired"] == [
        {
            "code": "date",
            "column": "day",
            "what": "A date in another spelling was read",
            "rows": 7,
            "examples": [
                {"row": row, "value": "7 July", "used": "2025-07-07"} for row in range(1, 6)
            ],
        }
    ]
    assert [(one["code"], one["rows"], one["examples"]) for one in told["flagged"]] == [
        ("no_point", 1, [{"row": 1, "value": ""}])
    ]
    assert [(one["code"], one["column"], one["rows"]) for one in told["rejected"]] == [
        ("bad_date", "day", 2),
        ("ragged", "", 1),
    ]


def test_the_report_is_json(report):
    assert json.loads(json.dumps(report.as_dict())) == report.as_dict()


def test_the_sentence_adds_up(report):
    assert report.sentence() == (
        "15 rows read; 6 new events; 2 events replaced by a newer state; 2 rows merged;"
        " 2 rows of other countries left aside; 3 rows rejected;"
        " 1 earlier event no longer in the file, kept and flagged."
    )


def test_one_of_each_is_told_in_the_singular():
    notes = Notes()
    notes.reject("ragged", "", 1, "", b"")

    report = Report({}, notes, 5, new=1, replaced=1, merged={"older": 1}, left_aside=1)

    assert report.sentence() == (
        "5 rows read; 1 new event; 1 event replaced by a newer state; 1 row merged;"
        " 1 row of another country left aside; 1 row rejected."
    )


def test_what_did_not_happen_is_not_told():
    assert Report({}, Notes(), 1, new=1).sentence() == "1 row read; 1 new event."
