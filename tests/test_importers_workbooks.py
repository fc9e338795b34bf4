"""Workbooks: sheets that belong together, cells as text."""

import datetime as dt
import io

import openpyxl
import pytest
from container_fixtures import numbers, raws, read, records

from sahel_map.importers.refusals import RefusedFile
from sahel_map.importers.workbooks import cell_text

HEADER = ["event_id", "event_date", "deaths"]


def workbook(**sheets):
    """Return a workbook with sheets of these names and rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("NA", "NA"),
        (5, "5"),
        (5.0, "5"),
        (-0.25, "-0.25"),
        (1e15, "1000000000000000"),
        (True, "true"),
        (False, "false"),
        (dt.datetime.fromisoformat("2025-07-01"), "2025-07-01"),
        (dt.datetime.fromisoformat("2025-07-01T06:30"), "2025-07-01 06:30:00"),
        (dt.date(2025, 7, 1), "2025-07-01"),
        (dt.time(6, 30), "06:30:00"),
        ("#N/A", "#N/A"),
    ],
)
def test_a_cell_is_read_as_text(cell, text):
    assert cell_text(cell) == text


def test_a_sheet_is_read_as_records(tmp_path):
    rows = [
        HEADER,
        ["a", dt.datetime.fromisoformat("2025-07-01"), 3.0],
        ["b", None, "#N/A"],
        ["c,c", "x", True],
    ]

    source, blocks, _, _ = read(tmp_path, workbook(Events=rows))

    assert source.container == "xlsx"
    assert source.header == HEADER
    assert records(blocks) == [["a", "2025-07-01", "3"], ["b", "", "#N/A"], ["c,c", "x", "true"]]
    assert source.raw_header == b"event_id,event_date,deaths"
    assert raws(blocks)[2] == b'"c,c",x,true'
    assert source.progress() == 1.0


def test_sheets_with_one_header_are_read_one_after_another(tmp_path):
    content = workbook(
        **{"Read me": [["Licence"], ["You may use it."]]},
        **{"A to M": [HEADER, ["a", "x", 1]], "N to Z": [["EVENT_ID", *HEADER[1:]], ["n", "y", 2]]},
        Codes=[["code", "label"], ["1", "one"]],
    )

    source, blocks, _, _ = read(tmp_path, content)

    assert records(blocks) == [["a", "x", "1"], ["n", "y", "2"]]
    assert numbers(blocks) == [1, 2]
    assert source.details["sheets"] == ["A to M", "N to Z"]
    assert source.details["skipped_sheets"] == ["Read me", "Codes"]


def test_one_sheet_can_be_asked_for(tmp_path):
    content = workbook(One=[HEADER, ["a", "x", 1]], Two=[HEADER, ["b", "y", 2]])

    source, blocks, _, _ = read(tmp_path, content, sheet="Two")

    assert records(blocks) == [["b", "y", "2"]]
    assert source.details["sheets"] == ["Two"]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    content = workbook(One=[HEADER, ["a", "x", 1]], Two=[HEADER])

    with pytest.raises(RefusedFile, match="One, Two") as caught:
        read(tmp_path, content, sheet="Three")

    assert caught.value.code == "no_sheet"


def test_a_title_above_the_header_and_empty_rows_are_no_records(tmp_path):
    rows = [["Made-up events"], [], HEADER, ["#id", "#date", "#killed"], ["a", "x", 1], [], ["b"]]

    source, blocks, _, _ = read(tmp_path, workbook(Events=rows))

    assert records(blocks) == [["a", "x", "1"], ["b", "", ""]]
    assert numbers(blocks) == [1, 2]
    assert source.details["skipped"] == ["Made-up events", "#id,#date,#killed"]


def test_values_beyond_the_header_are_rejected_as_they_came(tmp_path):
    rows = [HEADER, ["a", "x", 1, None, ""], ["b", "y", 2, "more"], ["c", "z", 3]]

    _, blocks, _, rejected = read(tmp_path, workbook(Events=rows), block_rows=2)

    assert [record[0] for record in records(blocks)] == ["a", "c"]
    assert numbers(blocks) == [1, 3]
    assert rejected == [(2, "ragged", "", "4 values", b"b,y,2,more")]


def test_blocks_have_at_most_so_many_records(tmp_path):
    rows = [HEADER, *[[str(number), "x", 1] for number in range(7)]]

    _, blocks, _, _ = read(tmp_path, workbook(Events=rows), block_rows=3)

    assert [len(block.rows) for block in blocks] == [3, 3, 1]
    assert numbers(blocks) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("rows", "code"),
    [([["Just a text"]], "no_table"), ([], "no_table"), ([HEADER], "only_header")],
)
def test_a_workbook_without_records_is_refused(tmp_path, rows, code):
    with pytest.raises(RefusedFile) as caught:
        read(tmp_path, workbook(Sheet=rows))

    assert caught.value.code == code


def test_a_workbook_of_counts_is_refused(tmp_path):
    rows = [["Country", "Admin1", "Month", "Year", "Events"], ["X", "Y", "January", 2020, 3]]

    with pytest.raises(RefusedFile) as caught:
        read(tmp_path, workbook(Sheet=rows))

    assert caught.value.code == "aggregate"
