"""Files that cannot be used: each is refused for what it is, with what to do instead."""

import gzip
import io
import tempfile
import zipfile

import pytest
from container_fixtures import read, read_path
from hypothesis import given
from hypothesis import strategies as st

from sahel_map.errors import DataError
from sahel_map.importers import archives, streams
from sahel_map.importers.refusals import REFUSALS, RefusedFile, refusal, size_text
from sahel_map.importers.signatures import kind_of
from sahel_map.importers.streams import Bounded

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
DBASE = b"\x03\x19\x07\x01\x02\0\0\0\x41\0\x0b\0" + bytes(20) + b"ID" + bytes(30) + b"\r 12"


def zipped(members, method=zipfile.ZIP_DEFLATED):
    """Return a zip with files of these names and contents."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


REFUSED = {
    "empty": b"",
    "empty of spaces": b" \r\n\n\xef\xbb\xbf",
    "only_header": b"event_id,event_date\r\n\r\n",
    "only_header with tags": b"event_id,event_date\n#event+id,#date\n",
    "no_data": b"No data has been found\n",
    "no_data as JSON": b'{"status":401,"success":false,"error":"no access"}',
    "no_data in an empty answer": b'{"status":200,"count":0,"data":[]}',
    "no_data in an empty list": b" [ ]\n",
    "web_page": b"\n<!DOCTYPE html><html><body>Log in</body></html>",
    "web_page without type": b"<html lang='en'><head></head></html>",
    "xml": b'<?xml version="1.0"?><acled><row/></acled>',
    "pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n",
    "aggregate": b"Country,Admin1,Month,Year,Events,Fatalities\nX,Y,January,2020,3,4\n",
    "aggregate of weeks": b"WEEK;ADMIN1;EVENT_TYPE;EVENTS;ID\n2020-01-04;Y;Battles;1;7\n",
    "other_json": b'{"name": {"a": 1}}',
    "other_json of numbers": b"[1, 2, 3]",
    "broken_json": b'[{"id": 1}, {"id": ',
    "script": b'var layer = {"type": "FeatureCollection", "features": []};',
    "script of a page": b"window.layer = [1];",
    "pdf": b"%PDF-1.7\n%\xe2\xe3",
    "picture": b"\x89PNG\r\n\x1a\n",
    "picture, jpeg": b"\xff\xd8\xff\xe0\0",
    "program": b"MZ\x90\0\x03\0\0\0",
    "program, script": b"#!/bin/sh\necho a,b\n",
    "binary": b"\x01\x02\0\x03 data",
    "archive": b"7z\xbc\xaf\x27\x1c\0\x04",
    "archive in gzip": gzip.compress(gzip.compress(b"a,b\n1,2\n")),
    "archive, tar": bytes(257).replace(b"\0", b"x") + b"ustar\0",
    "old_excel": OLE + "Workbook".encode("utf-16-le"),
    "encrypted": OLE + "EncryptedPackage".encode("utf-16-le") + bytes(99),
    "other_workbook": OLE + "WordDocument".encode("utf-16-le"),
    "other_workbook, text": zipped({"[Content_Types].xml": "", "word/document.xml": "<a/>"}),
    "broken_workbook": zipped({"[Content_Types].xml": "<", "xl/workbook.xml": "<"}),
    "zip_empty": zipped({"README.txt": "Words.", "cover.png": b"\x89PNG"}),
    "zip_empty of all": zipped({}),
    "zip_several": zipped({"a.csv": "a,b\n1,2\n", "b.csv": "a,b\n3,4\n"}),
    "pdf in zip": zipped({"report.csv": b"%PDF-1.7"}),
    "archive in zip": zipped({"inner.zip": zipped({"a.csv": "a,b\n1,2\n"})}),
    "broken_archive": b"PK\x03\x04 and no more",
    "broken_archive, gzip": gzip.compress(b"a,b\n" + b"1,2\n" * 99)[:-9],
    "shape_part": b"\x00\x00\x27\x0a" + bytes(96),
    "shape_part, attributes": DBASE,
    "shape_part in zip": zipped({"a.shp": b"\x00\x00\x27\x0a" + bytes(96), "a.shx": b""}),
    "shape_part in zip, attributes": zipped({"a.dbf": DBASE}),
    "broken_layer": b"SQLite format 3\0" + bytes(100),
    "broken_parquet": b"PAR1 and no more",
    "broken_text": b"\xff\xfea\0,\0b\0\n\0\x00\xd8a\0",
}
"""Contents by the code of their refusal; words after the code tell cases apart."""


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused_for_what_it_is(tmp_path, case):
    code = case.replace(",", " ").split()[0]

    with pytest.raises(RefusedFile) as caught:
        read(tmp_path, REFUSED[case], name="events.csv")

    assert caught.value.code == code
    assert str(caught.value).startswith("events.csv")
    assert str(caught.value).endswith(REFUSALS[code][1])


def test_a_refusal_is_an_error_for_people():
    assert issubclass(RefusedFile, DataError)


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_says_what_it_is_and_what_to_do(code):
    facts = dict.fromkeys(
        ("problem", "size", "limit", "names", "sheet", "missing", "kind", "place"), "this."
    )

    text = str(refusal("a.csv", code, **facts))

    assert "{" not in text
    assert ".." not in text
    assert text.count(". ") >= 1


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(RefusedFile, match="no such file") as missing:
        read_path(tmp_path / "nothing.csv")
    with pytest.raises(RefusedFile, match="is a folder") as folder:
        read_path(tmp_path)

    assert (missing.value.code, folder.value.code) == ("missing", "folder")


def test_a_file_beyond_the_limit_is_refused_and_one_at_the_limit_is_read(tmp_path):
    with pytest.raises(RefusedFile, match="--max-size"):
        read(tmp_path, "a,b\n1,2\n", max_bytes=7)

    _, blocks, _, _ = read(tmp_path, "a,b\n1,2\n", max_bytes=8)
    assert len(blocks) == 1


def test_the_tables_of_a_zip_are_named(tmp_path):
    content = zipped({"north.csv": "a,b\n1,2\n", "south.csv": "a,b\n1,2\n", "x.txt": "Words."})

    with pytest.raises(RefusedFile, match=r"north\.csv, south\.csv"):
        read(tmp_path, content)


def test_a_table_of_events_with_a_column_called_events_is_not_refused(tmp_path):
    content = "event_id_cnty,event_date,year,events,month\nXXX1,2025-01-01,2025,1,1\n"

    _, blocks, _, _ = read(tmp_path, content)

    assert len(blocks) == 1


@pytest.mark.parametrize("name", ["a.csv", "xl/workbook.xml"])
def test_a_zip_protected_by_a_password_is_refused(tmp_path, name):
    content = bytearray(zipped({name: "a,b\n1,2\n"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(RefusedFile) as caught:
        read(tmp_path, bytes(content))

    assert caught.value.code == "encrypted"


def test_a_zip_that_states_far_more_than_it_packs_is_refused_unopened(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "FREE_BYTES", 100_000)
    content = zipped({"a.csv": b"a,b\n" + b"1,2\n" * 50_000})

    with pytest.raises(RefusedFile) as caught:
        read(tmp_path, content)

    assert caught.value.code == "bomb"


def test_a_workbook_is_held_to_the_same_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1000)
    content = zipped({"xl/workbook.xml": b"<a/>" * 1000})

    with pytest.raises(RefusedFile) as caught:
        read(tmp_path, content)

    assert caught.value.code == "bomb"


def test_a_workbook_with_more_text_than_memory_holds_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "_MAX_STRINGS", 1000)
    content = zipped({"xl/workbook.xml": b"<a/>", "xl/sharedStrings.xml": b"x" * 1001})

    with pytest.raises(RefusedFile) as caught:
        read(tmp_path, content)

    assert caught.value.code == "heavy_workbook"


def test_a_gzip_that_swells_is_refused_while_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(streams, "FREE_BYTES", 100_000)
    content = gzip.compress(b"a,b\n" + b"1,2\n" * 100_000)

    with pytest.raises(RefusedFile) as caught:
        read(tmp_path, content)

    assert caught.value.code == "bomb"


def test_a_text_that_packs_well_but_is_small_is_no_bomb(tmp_path):
    content = gzip.compress(b"a,b\n" + b"1,2\n" * 100_000)

    _, blocks, _, _ = read(tmp_path, content)

    assert len(content) * 200 < 400_004
    assert sum(len(block.rows) for block in blocks) == 100_000


def test_no_more_is_unpacked_than_the_limit_allows():
    endless = io.BytesIO(b"x" * 1000)
    bounded = Bounded(endless, "a.gz", lambda: 1000, limit=99)

    assert len(bounded.read(60)) == 60
    with pytest.raises(RefusedFile):
        bounded.read(-1)
    assert endless.tell() == 100


def test_what_was_unpacked_for_a_refused_file_is_taken_away(tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    with pytest.raises(RefusedFile) as caught:
        read(tmp_path, zipped({"a.gpkg": b"SQLite format 3\0" + bytes(100)}))

    assert caught.value.code == "broken_layer"
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    ("size", "text"),
    [(2 << 30, "2 GiB"), (5 << 20, "5 MiB"), (12, "1 MiB"), (1_610_612_736, "1.5 GiB")],
)
def test_sizes_are_said_in_words(size, text):
    assert size_text(size) == text


@given(st.binary(max_size=300))
def test_any_beginning_is_of_some_kind(head):
    assert isinstance(kind_of(head), str)


@pytest.mark.parametrize(
    "head", [b"MZone,b\n1,2\n", b"[id],[day]\n1,2\n", b"{id},b\n", b"#!,b\n", b"\x03id,b\n"]
)
def test_a_heading_that_looks_like_a_signature_is_text(head):
    assert kind_of(head) == "text"
