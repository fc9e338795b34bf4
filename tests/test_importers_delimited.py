"""Delimited text: what it is read as, whatever its encoding, delimiter and headings."""

import csv
import io

import numpy as np
import pytest
from container_fixtures import numbers, raws, read, records

from sahel_map.importers.containers import open_source
from sahel_map.importers.headings import UCDP_HEADER
from sahel_map.importers.notes import Notes
from sahel_map.importers.refusals import RefusedFile


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen_though_others_stand_in_the_text(tmp_path, delimiter):
    lines = [["id", "note"], ["1", 'one, two; three | four\t"five"'], ["2", "six, seven, eight"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)

    source, blocks, _, _ = read(tmp_path, text.getvalue())

    assert source.delimiter == delimiter
    assert source.details["delimiter"] == delimiter
    assert records(blocks) == lines[1:]


def test_a_stated_delimiter_counts_and_its_line_is_told(tmp_path):
    source, blocks, _, _ = read(tmp_path, "sep=;\na,b;c\n1,2;3\n")

    assert source.header == ["a,b", "c"]
    assert records(blocks) == [["1,2", "3"]]
    assert source.details["skipped"] == ["sep=;"]


def test_a_byte_order_mark_is_no_part_of_the_first_heading(tmp_path):
    source, _, _, _ = read(tmp_path, b"\xef\xbb\xbfevent_id,date\n1,2\n")

    assert source.header == ["event_id", "date"]
    assert source.raw_header == b"event_id,date"


def test_a_byte_order_mark_that_begins_a_value_stays_there(tmp_path):
    _, blocks, _, _ = read(tmp_path, "a,b\n\ufeffx,y\n")

    assert records(blocks) == [["\ufeffx", "y"]]


def test_values_are_text_and_an_empty_one_is_not_missing(tmp_path):
    _, blocks, _, _ = read(tmp_path, 'a,b,c,d\nNA,,"",007\n')

    assert records(blocks) == [["NA", "", "", "007"]]
    assert set(map(str, blocks[0].text.dtypes)) == {"str"}
    assert blocks[0].text.index.equals(blocks[0].text.reset_index(drop=True).index)


def test_line_ends_of_all_kinds_separate_records_and_blank_lines_are_none(tmp_path):
    _, blocks, _, _ = read(tmp_path, b"a,b\r\n1,2\n\n3,4\r\r\n5,6\r\n\r\n7,8")

    assert records(blocks) == [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"]]
    assert numbers(blocks) == [1, 2, 3, 4]
    assert raws(blocks) == [b"1,2", b"3,4", b"5,6", b"7,8"]


def test_a_line_break_in_quotation_marks_is_part_of_a_value(tmp_path):
    _, blocks, _, _ = read(tmp_path, b'a,b\r\n"one\ntwo","x"\r\n"three\r\nfour",y\r\n')

    assert records(blocks) == [["one\ntwo", "x"], ["three\r\nfour", "y"]]
    assert raws(blocks) == [b'"one\ntwo","x"', b'"three\r\nfour",y']


def test_a_stray_quotation_mark_is_a_character(tmp_path):
    _, blocks, _, rejected = read(tmp_path, b'a,b\n1,a 5" gun\n2,plain\n3,"a ""6"""\n4,x"\n')

    assert records(blocks) == [["1", 'a 5" gun'], ["2", "plain"], ["3", 'a "6"'], ["4", 'x"']]
    assert rejected == []


def test_too_few_and_too_many_values_are_rejected_as_they_came(tmp_path):
    _, blocks, notes, rejected = read(tmp_path, b'a,b,c\n1,2\n3,4,5\n6,7,"8",9\n10,11,12\n')

    assert records(blocks) == [["3", "4", "5"], ["10", "11", "12"]]
    assert numbers(blocks) == [2, 4]
    assert rejected == [
        (1, "ragged", "", "2 values", b"1,2"),
        (3, "ragged", "", "4 values", b'6,7,"8",9'),
    ]
    assert notes.rejected_rows == 2


def test_empty_values_beyond_the_header_do_no_harm(tmp_path):
    content = b'a,b\n1,2,,,\n3,4\n5,"6",""\n7,8,x\n"9,9",10,\n'

    _, blocks, _, rejected = read(tmp_path, content)

    assert records(blocks) == [["1", "2"], ["3", "4"], ["5", "6"], ["9,9", "10"]]
    assert raws(blocks)[0] == b"1,2,,,"
    assert [row[0] for row in rejected] == [4]


def test_headings_that_are_empty_or_repeated_get_names_of_their_own(tmp_path):
    source, _, _, _ = read(tmp_path, "id, name ,,name,,column_3\n1,2,3,4,5,6\n")

    assert source.header == ["id", "name", "column_4", "name_2", "column_5", "column_3"]
    assert source.details["renamed"] == ["column_4", "name_2", "column_5"]
    assert source.raw_header == b"id, name ,,name,,column_3"


def test_a_row_of_tags_under_the_header_is_no_record(tmp_path):
    source, blocks, _, _ = read(tmp_path, "id,where\n#event+id,#adm1+name\n1,#2\n")

    assert records(blocks) == [["1", "#2"]]
    assert numbers(blocks) == [1]
    assert source.details["skipped"] == ["#event+id,#adm1+name"]


def test_columns_of_a_file_of_rejected_rows_are_taken_away(tmp_path):
    content = b'sahel_map_row,sahel_map_reason,a,b\n7,"No date, none",1,"x,y"\n8,Another,2\n'

    source, blocks, _, rejected = read(tmp_path, content)

    assert source.header == ["a", "b"]
    assert source.raw_header == b"a,b"
    assert records(blocks) == [["1", "x,y"]]
    assert raws(blocks) == [b'1,"x,y"']
    assert rejected[0][4] == b"2"


def test_a_ucdp_file_without_header_gets_the_official_one(tmp_path):
    first = ["123456", *["x"] * 48]
    second = ["123457", *["y"] * 48]

    source, blocks, _, _ = read(tmp_path, "\n".join(",".join(row) for row in (first, second)))

    assert source.details["headerless"] is True
    assert source.header == list(UCDP_HEADER)
    assert len(UCDP_HEADER) == 49
    assert source.raw_header.startswith(b"id,relid,year,active_year,")
    assert records(blocks) == [first, second]
    assert numbers(blocks) == [1, 2]


def test_forty_nine_columns_with_a_header_are_not_taken_for_a_record(tmp_path):
    header = [f"column {number}" for number in range(49)]

    source, blocks, _, _ = read(tmp_path, ",".join(header) + "\n" + ",".join("1" * 49))

    assert "headerless" not in source.details
    assert len(records(blocks)) == 1


def test_blocks_have_at_most_so_many_records_and_go_on_counting(tmp_path):
    lines = "".join(f"{number},x\n" for number in range(1, 8))

    _, blocks, _, _ = read(tmp_path, "id,b\n" + lines, block_rows=3)

    assert [len(block.rows) for block in blocks] == [3, 3, 1]
    assert numbers(blocks) == [1, 2, 3, 4, 5, 6, 7]
    assert blocks[1].rows.dtype == np.int64


def test_progress_ends_at_one(tmp_path):
    path = tmp_path / "content"
    path.write_text("a,b\n" + "1,2\n" * 1000, encoding="utf-8")
    with open_source(path, Notes()) as source:
        list(source.blocks)

        assert source.progress() == 1.0


def test_the_header_alone_may_not_be_longer_than_a_record(tmp_path):
    with pytest.raises(RefusedFile, match="longer than any header") as caught:
        read(tmp_path, "a" * ((1 << 20) + 1) + "\n1\n")

    assert caught.value.code == "no_header"
