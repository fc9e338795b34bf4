"""The same imports into plain folders and into the database give the same events."""

import pandas as pd
import pyarrow.parquet as pq
import pytest
from dataset_rows import ACLED_ROWS
from import_fixtures import csv_text, imported
from pandas.testing import assert_frame_equal
from postgis_rows import EDITOR, KEY, enter, made_rows, written
from record_fixtures import GED

from sahel_map.importers.folder import DatasetFolder
from sahel_map.store import Ref, with_events
from sahel_map.store.postgis.merging import content_digest

pytest_plugins = ["postgis_fixtures"]


def rows_of(folder):
    """The events of a folder as they are written, row by row."""
    with pq.ParquetFile(DatasetFolder(folder).opened()[1]) as file:
        return file.read().replace_schema_metadata(None)


def assert_same(one, other, data):
    assert rows_of(one).equals(rows_of(other))
    expected, found = (with_events(folder, data) for folder in (one, other))
    assert_frame_equal(pd.DataFrame(found.events), pd.DataFrame(expected.events))
    assert found.version == expected.version or found.about["file"] == expected.about["file"]


@pytest.fixture
def files(tmp_path, data_dir):
    """Files that are imported one after the other, by name of what they show."""
    rows = made_rows(120)
    changed = [row | {"notes": "", "fatalities": "77"} if n % 7 == 0 else row
               for n, row in enumerate(rows[20:])]  # fmt: skip
    (tmp_path / "ged.csv").write_text(csv_text([GED], list(GED)), encoding="utf-8")
    return {
        "odd records": [written(tmp_path, "odd.csv", ACLED_ROWS)],
        "another format": [tmp_path / "ged.csv"],
        "our own table": [data_dir / "events.csv"],
        "a newer file": [
            written(tmp_path, "old.csv", rows),
            written(tmp_path, "new.csv", changed + made_rows(15, seed=5, first=500)),
        ],
        "the same file": [
            written(tmp_path, "one.csv", rows),
            written(tmp_path, "two.csv", rows),
        ],
        "fewer events": [
            written(tmp_path, "all.csv", rows),
            written(tmp_path, "few.csv", rows[:60] + rows[90:]),
            written(tmp_path, "back.csv", rows),
        ],
    }


@pytest.mark.parametrize(
    "name",
    ["odd records", "another format", "our own table", "a newer file", "the same file",
     "fewer events"],
)  # fmt: skip
def test_imports_into_the_database_give_the_events_of_a_folder(
    name, files, in_postgis, tmp_path, data
):
    plain = tmp_path / "plain"
    for path in files[name]:
        imported(path, plain)
        enter(in_postgis, KEY, path)

    assert_same(plain, in_postgis.folder(Ref(KEY)), data)


def test_another_host_reads_what_this_one_has_imported(files, in_postgis, make_store, data):
    enter(in_postgis, KEY, files["a newer file"][0])
    enter(in_postgis, KEY, files["a newer file"][1])

    other = make_store("other")

    assert_same(in_postgis.folder(Ref(KEY)), other.folder(Ref(KEY)), data)
    assert_same(in_postgis.folder(Ref(KEY, 1)), other.folder(Ref(KEY, 1)), data)


def test_an_older_version_stays_as_it_was(files, in_postgis, tmp_path, data):
    plain = tmp_path / "plain"
    imported(files["a newer file"][0], plain)
    for path in files["a newer file"]:
        enter(in_postgis, KEY, path)

    assert_same(plain, in_postgis.folder(Ref(KEY, 1)), data)


def test_what_lies_beside_the_events_comes_with_them(files, in_postgis, make_store):
    broken = files["odd records"][0]
    broken.write_text(broken.read_text(encoding="utf-8") + "half,a,row\n", encoding="utf-8")
    enter(in_postgis, KEY, broken)

    here, there = (DatasetFolder(one.folder(Ref(KEY))) for one in (in_postgis, make_store("other")))

    assert there.about() == here.about()
    assert there.file("report").read_bytes() == here.file("report").read_bytes()
    assert there.file("rejected").read_bytes() == here.file("rejected").read_bytes()


def test_a_digest_is_that_of_the_events_and_not_of_the_file(files, in_postgis, tmp_path):
    imported(files["a newer file"][0], tmp_path / "plain")
    enter(in_postgis, KEY, files["a newer file"][0])

    plain = DatasetFolder(tmp_path / "plain").opened()[1]
    again = DatasetFolder(in_postgis.folder(Ref(KEY))).opened()[1]

    assert plain.read_bytes() != again.read_bytes()
    assert content_digest(plain) == content_digest(again)
    assert content_digest(plain) == in_postgis.versions(KEY)[0].digest


def test_texts_that_a_database_has_trouble_with_come_back(in_postgis, tmp_path):
    texts = [
        "",
        "\\.",
        "\n\\.\n",
        "a\r\nb",
        '"',
        ',",',
        "\\N",
        "NULL",
        " x ",
        "\ttab",
        "\U0001f600",
    ]
    rows = [row | {"location": f"x{text}", "notes": text or "-"}
            for row, text in zip(made_rows(len(texts)), texts, strict=True)]  # fmt: skip
    enter(in_postgis, KEY, written(tmp_path, "odd.csv", rows))
    with in_postgis.workplace(KEY) as place:
        table = pq.read_table(DatasetFolder(place).opened()[1])
        odd = table.set_column(
            table.schema.get_field_index("summary"), table.schema.field("summary"), [texts]
        )
        pq.write_table(odd, DatasetFolder(place).opened()[1])
        in_postgis.take(KEY, place, EDITOR, act="imported")

    assert rows_of(in_postgis.folder(Ref(KEY)))["summary"].to_pylist() == texts


def test_a_sign_that_no_database_keeps_is_replaced(in_postgis, tmp_path):
    enter(in_postgis, KEY, written(tmp_path, "one.csv", made_rows(2)))
    with in_postgis.workplace(KEY) as place:
        path = DatasetFolder(place).opened()[1]
        table = pq.read_table(path)
        at = table.schema.get_field_index("summary")
        odd = table.set_column(at, table.schema.field("summary"), [["nul\0nul", "none"]])
        pq.write_table(odd, path)
        in_postgis.take(KEY, place, EDITOR, act="imported")

    assert rows_of(in_postgis.folder(Ref(KEY)))["summary"].to_pylist() == ["nul\ufffdnul", "none"]
