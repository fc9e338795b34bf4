"""Files in their wrappings: gzip, zip, JSON; told apart by content, whatever they are called."""

import gzip
import io
import json
import subprocess
import sys
import zipfile

import pytest
from container_fixtures import numbers, raws, read, read_path, records

from sahel_map.importers.containers import open_source
from sahel_map.importers.notes import Notes
from sahel_map.importers.refusals import RefusedFile

TABLE = b"id,name\n1,one\n2,two\n"


def zipped(members):
    """Return a zip with files of these names and contents."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("name", ["table.xlsx", "table.zip", "table.json", "table"])
def test_the_name_of_a_file_does_not_matter(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(TABLE)

    source, blocks, _, _ = read_path(path)

    assert source.container == "csv"
    assert source.name == name
    assert records(blocks) == [["1", "one"], ["2", "two"]]


def test_a_file_is_called_what_the_reader_calls_it(tmp_path):
    source, _, _, _ = read(tmp_path, TABLE, name="my events.csv")

    assert source.name == "my events.csv"


def test_a_closed_source_has_closed_its_file(tmp_path):
    path = tmp_path / "table"
    path.write_bytes(TABLE)
    source = open_source(path, Notes())

    source.close()

    with pytest.raises(ValueError, match="closed"):
        list(source.blocks)


def test_a_table_in_a_gzip_is_read(tmp_path):
    source, blocks, _, _ = read(tmp_path, gzip.compress(TABLE))

    assert records(blocks) == [["1", "one"], ["2", "two"]]
    assert source.progress() == 1.0
    assert raws(blocks) == [b"1,one", b"2,two"]


def test_the_one_table_of_a_zip_is_read_though_a_readme_lies_beside_it(tmp_path):
    members = {
        "data/Events 2025.txt": TABLE,
        "README.md": "Words.\n\nMore words, and more.",
        "__MACOSX/data/._Events 2025.txt": b"a,b\n1,2\n",
    }

    source, blocks, _, _ = read(tmp_path, zipped(members))

    assert records(blocks) == [["1", "one"], ["2", "two"]]
    assert source.details["member"] == "data/Events 2025.txt"
    assert source.name == "content"
    assert source.progress() == 1.0


def test_a_name_in_a_zip_that_climbs_out_writes_nothing(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)

    _, blocks, _, _ = read(inner, zipped({"../../outside.csv": TABLE}))

    assert len(records(blocks)) == 2
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["content"]


def test_json_in_a_zip_is_read(tmp_path):
    source, blocks, _, _ = read(tmp_path, zipped({"x": json.dumps([{"id": 1}, {"id": 2}])}))

    assert source.container == "json"
    assert records(blocks) == [["1"], ["2"]]


def test_an_array_of_objects_is_a_table_of_all_their_keys(tmp_path):
    content = [
        {"id": 7, "lat": 13.5000, "ok": True, "none": None},
        {"id": "8", "tags": ["a", {"b": "é"}], "ok": False},
    ]

    source, blocks, _, _ = read(tmp_path, "\ufeff" + json.dumps(content))

    assert source.header == ["id", "lat", "ok", "none", "tags"]
    assert records(blocks) == [
        ["7", "13.5", "true", "", ""],
        ["8", "", "false", "", '["a", {"b": "é"}]'],
    ]
    assert source.raw_header == b"id,lat,ok,none,tags"
    assert raws(blocks)[1] == '8,,false,,"[""a"", {""b"": ""é""}]"'.encode()


def test_numbers_of_json_keep_their_spelling(tmp_path):
    _, blocks, _, _ = read(tmp_path, '[{"a": 13.4500, "b": 12345678901234567890123, "c": -0.1}]')

    assert records(blocks) == [["13.4500", "12345678901234567890123", "-0.1"]]


@pytest.mark.parametrize("key", ["data", "Result"])
def test_the_records_of_an_answer_are_read(tmp_path, key):
    answer = {"status": 200, "messages": [], "count": 2, key: [{"id": "1"}, {"id": "2"}], "z": {}}

    source, blocks, _, _ = read(tmp_path, json.dumps(answer), block_rows=1)

    assert source.details["records"] == f"{key}.item"
    assert records(blocks) == [["1"], ["2"]]
    assert numbers(blocks) == [1, 2]


def test_a_key_that_only_a_later_record_has_is_not_lost(tmp_path):
    content = '[{"id": 1}, {"id": 2, "new": ""}, {"id": 3, "new": "x"}, 4, {"id": 5}]'

    _, blocks, _, rejected = read(tmp_path, content, block_rows=1)

    assert records(blocks) == [["1"], ["2"], ["5"]]
    assert numbers(blocks) == [1, 2, 5]
    assert [(row[0], row[1], row[4]) for row in rejected] == [
        (3, "ragged", b'{"id": 3, "new": "x"}'),
        (4, "ragged", b"4"),
    ]


def test_json_that_breaks_off_late_is_refused_when_that_is_met(tmp_path):
    path = tmp_path / "content"
    path.write_text('[{"id": 1}, {"id": 2}, {"id"', encoding="utf-8")

    with open_source(path, Notes(), block_rows=1) as source:
        assert len(next(source.blocks).rows) == 1
        with pytest.raises(RefusedFile, match="breaks off") as caught:
            list(source.blocks)

    assert caught.value.code == "broken_json"


def test_importing_the_reader_is_quick_and_needs_no_map_or_screen():
    code = (
        "import sys, time; began = time.perf_counter(); import pandas, pyarrow.csv, shapely, "
        "pyproj, pyogrio; between = time.perf_counter(); import sahel_map.importers.containers; "
        "print(time.perf_counter() - between); print('streamlit' in sys.modules, "
        "'folium' in sys.modules)"
    )

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    took, loaded = out.stdout.splitlines()
    assert float(took) < 3
    assert loaded == "False False"
