"""The file of rejected rows: each as it came, and it can be mended and imported."""

import csv
import io
from contextlib import ExitStack

import pytest
from acled_fixtures import HEADER, RECORD
from import_fixtures import csv_text, held, imported

from sahel_map.importers.blocks import Source
from sahel_map.importers.folder import DatasetFolder
from sahel_map.importers.rejects import OWN_COLUMNS, Rejects, are_rejects, reason_text


def source(header=b"a,b", delimiter=",", encoding="utf-8"):
    """A source of which only the header matters."""
    names = header.decode(encoding).split(delimiter)
    return Source(
        "file.csv", "csv", names, header, delimiter, encoding, iter(()), lambda: 1.0, {},
        ExitStack(),
    )  # fmt: skip


@pytest.fixture
def written(tmp_path):
    """Write rejected rows and return the bytes of their file."""

    def write(*rows, **kind):
        path = tmp_path / "rejected.csv"
        with Rejects(path) as rejects:
            rejects.begin(source(**kind))
            for row in rows:
                rejects.write(*row)
        return path.read_bytes()

    return write


def test_a_row_stands_behind_its_number_and_the_reason(written):
    found = written((7, "bad_date", "day", "soon", b'"x, y",soon'))

    assert found == (
        b"sahel_map_row,sahel_map_reason,a,b\n"
        b'7,A date that cannot be read (day): soon,"x, y",soon\n'
    )


def test_a_line_break_alone_in_a_reason_is_quoted(written):
    found = written((1, "rule", "", "a\nb", b"raw"))

    assert found.endswith(b'1,"A value that the rules of the table do not allow: a\nb",raw\n')


def test_a_reason_with_the_delimiter_a_quotation_mark_or_a_line_break_is_quoted(written):
    found = written((1, "rule", "", 'a;"b"\r\nc', b"raw;row"), header=b"a;b", delimiter=";")

    row = next(csv.reader(io.StringIO(found.decode().partition("\n")[2], ""), delimiter=";"))
    assert row[1].endswith('a;"b"\r\nc')
    assert row[2:] == ["raw", "row"]


def test_bytes_that_are_no_text_stand_as_they_came(written):
    raw = bytes(range(128, 256))

    found = written((1, "ragged", "", "", raw))

    assert found.endswith(b"," + raw + b"\n")


def test_reasons_are_in_the_encoding_of_the_file(written):
    found = written(
        (1, "bad_date", "Libellé", "été", "été".encode("cp1252")),
        header="Libellé,b".encode("cp1252"),
        encoding="cp1252",
    )

    assert "(Libellé): été".encode("cp1252") in found


def test_a_sign_that_the_encoding_lacks_is_replaced_in_the_reason_alone(written):
    found = written((1, "bad_date", "", "ߒ", b"raw"), encoding="cp1252")

    assert found.endswith(b"A date that cannot be read: ?,raw\n")


def test_without_a_rejected_row_there_is_no_file(tmp_path):
    with Rejects(tmp_path / "rejected.csv") as rejects:
        rejects.begin(source())

    assert not rejects.any
    assert not (tmp_path / "rejected.csv").exists()


def test_rows_before_a_source_are_a_mistake_of_the_program(tmp_path):
    with Rejects(tmp_path / "rejected.csv") as rejects, pytest.raises(RuntimeError, match="begin"):
        rejects.write(1, "ragged", "", "", b"raw")


def test_a_long_value_is_cut_in_the_reason():
    assert reason_text("no_id", "", "x" * 500) == "No identifier: " + "x" * 80


def test_a_reason_without_a_value_is_the_reason_alone():
    assert reason_text("no_date", "day", "") == "No date (day)"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"sahel_map_row,sahel_map_reason,a\n", True),
        (b"\xef\xbb\xbfsahel_map_row;sahel_map_reason;a\n", True),
        (b'"sahel_map_row","sahel_map_reason"\n', True),
        ("sahel_map_row\tsahel_map_reason\n".encode("utf-16"), True),
        (b"a,b\nsahel_ma", False),
        (b"", False),
    ],
)
def test_a_file_of_rejected_rows_is_known_by_how_it_begins(content, expected, tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    assert are_rejects(path, ["a"]) is expected


def test_a_workbook_of_rejected_rows_is_known_by_its_headings(tmp_path):
    path = tmp_path / "file.xlsx"
    path.write_bytes(b"PK\x03\x04")

    assert are_rejects(path, [*OWN_COLUMNS, "a"])


def test_a_mended_row_goes_in_and_the_others_stay_rejected(tmp_path):
    rows = [
        RECORD,
        RECORD | {"event_id_cnty": "MLI2", "event_date": "soon", "notes": 'two\nlines, "made up"'},
        RECORD | {"event_id_cnty": "", "event_date": "2025-07-10"},
    ]
    file, kept = tmp_path / "file.csv", tmp_path / "kept.csv"
    file.write_text(csv_text(rows), encoding="utf-8")
    imported(file, tmp_path / "data", rejected=kept)

    kept.write_text(kept.read_text().replace(",soon,2025", ",2025-07-11,2025"), newline="")
    report = imported(kept, tmp_path / "data")

    assert (report.rows_read, report.new, report.notes.rejected_rows) == (2, 1, 1)
    assert [event["event_id"] for event in held(tmp_path / "data")] == [
        "acled-mli2",
        "acled-mli900001",
    ]
    assert held(tmp_path / "data")[0]["summary"] == 'two lines, "made up"'


def test_the_copy_that_is_asked_for_is_the_file_of_the_folder(tmp_path):
    file = tmp_path / "file.csv"
    file.write_text(csv_text([RECORD, RECORD | {"event_date": ""}]), encoding="utf-8")

    imported(file, tmp_path / "data", rejected=tmp_path / "copy.csv")

    kept = DatasetFolder(tmp_path / "data").file("rejected")
    assert (tmp_path / "copy.csv").read_bytes() == kept.read_bytes()


def test_the_copy_is_empty_where_nothing_was_rejected(tmp_path):
    file = tmp_path / "file.csv"
    file.write_text(csv_text([RECORD], HEADER), encoding="utf-8")
    (tmp_path / "copy.csv").write_text("of an earlier import")

    imported(file, tmp_path / "data", rejected=tmp_path / "copy.csv")

    assert (tmp_path / "copy.csv").read_bytes() == b""
