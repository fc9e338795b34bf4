"""Reading a file: lines are counted as an editor counts them, and no row is ever lost."""

import pytest

from sahel_map.errors import DataError
from sahel_map.i18n import activate
from sahel_map.schema import CLAIMS, EVENTS, PLACES, SOURCES
from sahel_map.tables import read_table

HEADER = "source_id,title,publisher,author,published,url,kind,language,origin,licence,note"
GOOD = "one,Title,Publisher,,2025,https://news.example/1,news,en,,copyright,"
BAD_KIND = "two,Title,Publisher,,2025,https://news.example/2,rumour,en,,copyright,"


@pytest.fixture
def sources(tmp_path):
    """Write sources.csv from raw bytes, because these tests are about the bytes of a file."""

    def write(text: str | bytes):
        path = tmp_path / "sources.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def named(read) -> list[tuple]:
    """Return what a fault names, without its rule."""
    return [(f.file, f.row, f.column, f.value) for f in read.faults]


def test_a_row_is_named_by_the_line_it_starts_on_after_text_over_several_lines(sources):
    long_note = GOOD + '"first line\nsecond line\n\nfourth line"'

    read = read_table(sources(f"{HEADER}\n{long_note}\n{BAD_KIND}"), SOURCES)

    assert named(read) == [("sources.csv", 6, "kind", "rumour")]
    assert list(read.rows.index) == [2]
    assert read.rows.at[2, "note"] == "first line\nsecond line\n\nfourth line"


def test_a_row_that_spans_lines_and_is_broken_is_named_by_its_first_line(sources):
    broken = BAD_KIND + '"first line\nsecond line"'

    read = read_table(sources(f"{HEADER}\n{broken}\n{GOOD}"), SOURCES)

    assert named(read) == [("sources.csv", 2, "kind", "rumour")]
    assert list(read.rows.index) == [4]


def test_blank_lines_are_counted_but_are_no_rows(sources):
    read = read_table(sources(f"{HEADER}\n\n{GOOD}\n,,,,,,,,,,\n  \n{BAD_KIND}\n\n"), SOURCES)

    assert named(read) == [("sources.csv", 6, "kind", "rumour")]
    assert list(read.rows.index) == [3]
    assert list(read.rejected.index) == [6]


def test_lines_that_end_as_in_windows_are_counted_alike(sources):
    read = read_table(sources(f"{HEADER}\r\n{GOOD}\r\n\r\n{BAD_KIND}\r\n"), SOURCES)

    assert named(read) == [("sources.csv", 4, "kind", "rumour")]


def test_a_byte_order_mark_is_no_part_of_the_first_column(sources):
    read = read_table(sources("\ufeff" + HEADER + "\n" + GOOD), SOURCES)

    assert read.faults == []
    assert read.rows.at[2, "source_id"] == "one"


def test_bytes_that_are_not_utf8_are_named_where_they_stand(sources):
    latin = GOOD.replace("one", "two").replace("Publisher", "Libération").encode("latin-1")

    read = read_table(sources(HEADER.encode() + b"\n" + GOOD.encode() + b"\n" + latin), SOURCES)

    assert named(read) == [("sources.csv", 3, "publisher", "Lib\ufffdration")]
    assert read.faults[0].allowed == "text in UTF-8; save the file again in that encoding"
    assert list(read.rows.index) == [2]
    assert list(read.rejected.index) == [3]


def test_rows_with_too_few_or_too_many_values_are_named_with_both_counts(sources):
    read = read_table(sources("\n".join([HEADER, GOOD + ",one,two", "only,two", GOOD])), SOURCES)

    assert named(read) == [("sources.csv", 2, "", "13"), ("sources.csv", 3, "", "2")]
    assert {f.allowed for f in read.faults} == {"11 values, as the header row has"}
    assert list(read.rows.index) == [4]
    assert read.rejected.loc[2].tolist() == [*GOOD.split(","), "one", "two"]
    assert read.rejected.loc[3].dropna().tolist() == ["only", "two"]


def test_a_quote_that_is_never_closed_loses_no_row_silently(sources):
    read = read_table(sources(f'{HEADER}\n{GOOD}\ntwo,"Title,P,,,,,,\n{BAD_KIND}'), SOURCES)

    assert named(read) == [("sources.csv", 3, "", "2")]
    assert list(read.rows.index) == [2]
    assert "rumour" in read.rejected.at[3, "title"]


def test_a_text_too_long_to_be_read_is_an_error_for_the_reader(sources):
    endless = 'two,"' + "a never closed quote swallows the rest " * 4000

    with pytest.raises(DataError, match=r"sources\.csv"):
        read_table(sources(f"{HEADER}\n{GOOD}\n{endless}"), SOURCES)


def test_missing_columns_are_all_named_with_what_the_header_has(sources):
    with pytest.raises(DataError) as caught:
        read_table(sources("source_id,titel,publisher\none,T,P"), SOURCES)

    assert str(caught.value) == (
        "sources.csv lacks the columns title, author, published, url, kind, language, origin,"
        " licence, note;"
        " its header row has: source_id, titel, publisher"
    )


def test_an_empty_file_is_an_error_that_names_the_columns_it_needs(sources):
    with pytest.raises(DataError) as caught:
        read_table(sources(""), SOURCES)

    assert str(caught.value) == (
        "sources.csv is empty: a header row with these columns is needed:"
        " source_id, title, publisher, author, published, url, kind, language, origin, licence,"
        " note"
    )


def test_a_missing_file_is_an_error_that_names_its_folder(tmp_path):
    with pytest.raises(DataError, match=r"sources\.csv was not found in .*" + tmp_path.name):
        read_table(tmp_path / "sources.csv", SOURCES)


def test_errors_of_whole_files_are_in_the_language_of_the_reader(sources):
    activate("fr")

    with pytest.raises(DataError, match=r"sources\.csv est vide"):
        read_table(sources(""), SOURCES)


def test_a_missing_file_that_is_optional_is_an_empty_table(tmp_path):
    read = read_table(tmp_path / "claims.csv", CLAIMS, optional=True)

    assert read.faults == []
    assert read.header == list(read.rows.columns) == list(CLAIMS.columns)
    assert len(read.text) == len(read.rows) == len(read.rejected) == 0


def test_an_optional_file_that_is_there_is_read_as_strictly_as_any_other(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text("", encoding="utf-8")

    with pytest.raises(DataError, match=r"claims\.csv is empty"):
        read_table(path, CLAIMS, optional=True)


@pytest.mark.parametrize(
    ("name", "schema"), [("events.csv", EVENTS), ("places.csv", PLACES), ("claims.csv", CLAIMS)]
)
def test_a_table_without_rows_is_valid_and_empty(write_table, name, schema):
    path = write_table(name, {})
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")

    read = read_table(path, schema)

    assert read.faults == []
    assert list(read.rows.columns) == list(schema.columns)
    assert len(read.rows) == len(read.rejected) == 0


def test_a_column_that_is_not_of_the_table_is_a_warning_and_its_rows_stand(sources):
    read = read_table(sources(f"{HEADER},colour\n{GOOD},red"), SOURCES)

    assert [(f.row, f.column, f.severity) for f in read.faults] == [(1, "colour", "warning")]
    assert read.faults[0].allowed == "a column of this table; it is left aside"
    assert list(read.rows.index) == [2]
    assert "colour" not in read.rows.columns


def test_a_column_that_stands_twice_is_an_error_for_the_reader(sources):
    with pytest.raises(DataError, match="title"):
        read_table(sources(f"{HEADER},title\n{GOOD},Another title"), SOURCES)


def test_columns_may_come_in_any_order(sources):
    names = HEADER.split(",")[::-1]
    values = GOOD.split(",")[::-1]

    read = read_table(sources(",".join(names) + "\n" + ",".join(values)), SOURCES)

    assert read.faults == []
    assert read.rows.loc[2].tolist() == GOOD.split(",")


def test_all_faults_of_a_file_are_named_at_once(write_table):
    path = write_table(
        "events.csv",
        {"event_id": "one", "country": "Mali", "lat": "95", "summary": ""},
        {"event_id": "two"},
        {"event_id": "three", "date_end": "2025-06-30", "fatalities_high": "1"},
        {"event_id": "three", "confidence": "sure"},
    )

    read = read_table(path, EVENTS)

    assert [(f.row, f.column) for f in read.faults] == [
        (2, "country"),
        (2, "lat"),
        (2, "summary"),
        (4, "date_end"),
        (4, "event_id"),
        (4, "fatalities_high"),
        (5, "confidence"),
        (5, "event_id"),
    ]


def test_every_row_comes_back_either_valid_or_rejected_as_it_came(sources):
    lines = [HEADER, GOOD, BAD_KIND, "ragged", GOOD.replace("one", "Three"), GOOD + ",more"]

    read = read_table(sources("\n".join(lines)), SOURCES)

    assert list(read.rows.index) == [2]
    assert sorted(read.rejected.index) == [3, 4, 5, 6]
    came = {
        line: [value for value in row if isinstance(value, str)]
        for line, row in zip(read.rejected.index, read.rejected.to_numpy(), strict=True)
    }
    assert came == {line: lines[line - 1].split(",") for line in [3, 4, 5, 6]}


def test_a_fault_is_told_under_the_columns_of_the_fault_table(sources):
    [fault] = read_table(sources(f"{HEADER}\n{BAD_KIND}"), SOURCES).faults

    assert fault.as_dict() == {
        "severity": "error",
        "file": "sources.csv",
        "row": 2,
        "column": "kind",
        "value": "rumour",
        "allowed": (
            "one of: news, agency, ngo, un, government, analysis, blog, wiki, dataset,"
            " repository, video, social"
        ),
    }


def test_a_value_against_a_rule_is_named_in_every_row_that_has_it(sources):
    rows = [
        row.replace("one,", f"s{n},", 1).replace("two,", f"s{n},", 1)
        for n, row in enumerate([BAD_KIND, GOOD, BAD_KIND, GOOD])
    ]

    read = read_table(sources("\n".join([HEADER, *rows])), SOURCES)

    assert named(read) == [("sources.csv", line, "kind", "rumour") for line in (2, 4)]
    assert list(read.rows.index) == [3, 5]


def test_valid_rows_that_are_changed_leave_the_table_as_it_was_read(sources):
    read = read_table(sources(f"{HEADER}\n{GOOD}"), SOURCES)
    rows = read.rows

    rows["title"] = "Another"
    rows.loc[2, "publisher"] = "Another"

    assert read.rows.loc[2, ["title", "publisher"]].tolist() == ["Title", "Publisher"]
    assert read.text.loc[2, ["title", "publisher"]].tolist() == ["Title", "Publisher"]
