"""The beginning of a file, as the Data page shows it before an import."""

import json

import pytest
from acled_fixtures import HEADER
from import_fixtures import acled_file, csv_text, ids
from record_fixtures import GED

from sahel_map.errors import DataError
from sahel_map.importers.preview import preview

MEGABYTE = 1024**2


def look(path, name=None, max_bytes=MEGABYTE):
    return preview(path, name=name or path.name, max_bytes=max_bytes)


def write(folder, text, name="file.csv"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_file_of_a_known_format_is_recognised_and_nothing_is_guessed(tmp_path):
    found = look(acled_file(tmp_path / "any name.txt", *ids(1, 2)))

    assert (found.format_code, found.suggestion) == ("acled", {})
    assert found.header == HEADER
    assert found.sample["event_id_cnty"].tolist() == ["MLI1", "MLI2"]


def test_content_tells_the_format_and_not_the_name(tmp_path):
    path = write(tmp_path, csv_text([GED], list(GED)), "acled.csv")

    assert look(path, name="acled-2025.csv").format_code == "ucdp"


def test_columns_of_other_tables_are_guessed(tmp_path):
    found = look(write(tmp_path, "Jour;Lieu;Nord;Est\n2025-07-01;Invented town;14,5;-4,2\n"))

    assert found.format_code is None
    assert found.suggestion["date_start"] == "Jour"
    assert found.suggestion["place"] == "Lieu"
    assert found.details["delimiter"] == ";"
    assert found.sample.loc[0, "Nord"] == "14,5"


def test_the_first_two_hundred_rows_are_shown_of_many(tmp_path):
    found = look(acled_file(tmp_path / "many.csv", *ids(*range(1, 302))))

    assert len(found.sample) == 200
    assert found.sample["event_id_cnty"].iloc[-1] == "MLI200"


def test_values_are_shown_as_the_text_that_they_are(tmp_path):
    found = look(write(tmp_path, 'day,n,note\n2025-07-01,007,"=1+1, <b>"\n'))

    assert found.sample.iloc[0].tolist() == ["2025-07-01", "007", "=1+1, <b>"]


def test_how_a_file_is_read_is_told(tmp_path):
    (tmp_path / "latin.csv").write_bytes("day,place\n2025-07-01,Ségou\n".encode("cp1252"))
    records = write(tmp_path, json.dumps([{"day": "2025-07-01", "place": "Here"}]), "a.json")

    latin, plain = look(tmp_path / "latin.csv"), look(records)

    assert (latin.container, plain.container) == ("csv", "json")
    assert latin.sample.loc[0, "place"] == "Ségou"
    assert "1252" in latin.details["encoding"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("<!DOCTYPE html><html><body>No</body></html>", "web page"),
        ("day,place\n", "no row under it"),
        ("event_id_cnty,deleted_timestamp\nMLI1,1750000000\n", "delet"),
    ],
)
def test_what_is_no_table_of_events_is_refused_with_its_name(tmp_path, text, why):
    path = write(tmp_path, text, "on-disk")

    with pytest.raises(DataError, match=why) as told:
        look(path, name="as the reader calls it.csv")

    assert "as the reader calls it.csv" in str(told.value)


def test_a_file_beyond_the_limit_is_refused(tmp_path):
    path = acled_file(tmp_path / "large.csv", *ids(*range(1, 100)))

    with pytest.raises(DataError, match=r"large\.csv"):
        look(path, max_bytes=1000)


def test_a_look_changes_nothing(tmp_path):
    path = acled_file(tmp_path / "file.csv", *ids(1))
    before = path.read_bytes()

    look(path)

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
