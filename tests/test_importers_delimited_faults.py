"""Delimited text that is damaged: encodings mixed, quotation marks left open, lines without end."""

import pytest
from container_fixtures import numbers, raws, read, records

from sahel_map.importers import delimited
from sahel_map.importers.encodings import text_of
from sahel_map.importers.records import LONGEST


def test_windows_text_is_read_as_such_and_told_once_with_its_rows(tmp_path):
    content = "id,where\n1,Ségou\n2,Kayes\n3,l’armée\n".encode("cp1252")

    source, blocks, notes, _ = read(tmp_path, content)

    assert records(blocks) == [["1", "Ségou"], ["2", "Kayes"], ["3", "l’armée"]]
    assert source.encoding == source.details["encoding"] == "cp1252"
    told = notes.repaired["encoding", ""]
    assert told.count == 2
    assert told.examples == [(1, r"1,S\xe9gou", "1,Ségou"), (3, r"3,l\x92arm\xe9e", "3,l’armée")]
    assert raws(blocks)[0] == b"1,S\xe9gou"


def test_utf8_text_is_not_told(tmp_path):
    source, blocks, notes, _ = read(tmp_path, "id,where\n1,Ségou – ߒߞߏ\n")

    assert records(blocks) == [["1", "Ségou – ߒߞߏ"]]
    assert source.encoding == source.details["encoding"] == "utf-8"
    assert notes.repaired == {}


def test_a_stray_byte_late_in_a_file_garbles_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "_CHUNK", 64)
    content = "id,where\n" + "1,Ségou\n" * 20
    late = content.encode() + b"2,S\xe9gou\n" + "3,Ténenkou\n".encode()

    source, blocks, notes, _ = read(tmp_path, late)

    assert records(blocks) == [["1", "Ségou"]] * 20 + [["2", "Ségou"], ["3", "Ténenkou"]]
    assert source.details["encoding"] == "utf-8, cp1252"
    assert notes.repaired["encoding", ""].count == 1
    assert notes.repaired["encoding", ""].examples[0][0] == 21


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ("éàü – ok".encode(), "éàü – ok"),
        (b"\xe9t\xe9", "été"),
        ("Ségou Ténenkou ".encode() + b"\x92", "Ségou Ténenkou ’"),
        (b"n\xe9\xa0\xbb et \xe0 \xe9t\xe9", "né\u00a0» et à été"),
        (b"\x81\x8d", "\x81\x8d"),
    ],
)
def test_a_record_is_read_by_what_most_of_its_characters_are(record, text):
    assert text_of(record) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_with_its_mark_is_read_and_handed_on_as_utf8(tmp_path, encoding):
    content = "\ufeffid;where\r\n1;Ségou 𐤀\r\n".encode(encoding)

    source, blocks, _, _ = read(tmp_path, content)

    assert records(blocks) == [["1", "Ségou 𐤀"]]
    assert source.details["encoding"] == "utf-16"
    assert source.encoding == "utf-8"
    assert raws(blocks) == ["1;Ségou 𐤀".encode()]


def test_an_open_quotation_mark_costs_its_record_only(tmp_path):
    content = b'id,a,b,c\n1,x,"never closed,z\n2,a,b,c\n3,"ok, ok",b,c\n4,a,b,c\n'

    _, blocks, _, rejected = read(tmp_path, content)

    assert [record[0] for record in records(blocks)] == ["2", "3", "4"]
    assert numbers(blocks) == [2, 3, 4]
    assert [(row[0], row[1], row[4]) for row in rejected] == [
        (1, "unclosed", b'1,x,"never closed,z')
    ]


def test_an_open_quotation_mark_in_the_last_record_is_told(tmp_path):
    _, blocks, _, rejected = read(tmp_path, b'id,a\n1,x\n2,"no end\n')

    assert records(blocks) == [["1", "x"]]
    assert [(row[0], row[1], row[4]) for row in rejected] == [(2, "unclosed", b'2,"no end')]


def test_an_open_quotation_mark_before_rows_without_any_is_told(tmp_path):
    rows = b"".join(b"%d,x,y\n" % number for number in range(2, 120_000))

    _, blocks, _, rejected = read(tmp_path, b'id,a,b\n1,"open,y\n' + rows)

    assert len(rows) > LONGEST
    assert numbers(blocks) == list(range(2, 120_000))
    assert [(row[0], row[1], row[4]) for row in rejected] == [(1, "unclosed", b'1,"open,y')]


def test_a_record_longer_than_any_event_is_rejected_and_reading_goes_on(tmp_path):
    huge = b"2," + b"x" * LONGEST
    content = b"id,a\n1,x\n" + huge + b"\n3,y\n"

    _, blocks, _, rejected = read(tmp_path, content)

    assert [record[0] for record in records(blocks)] == ["1", "3"]
    assert {row[1] for row in rejected} == {"too_long"}
    assert b"".join(row[4] for row in rejected) == huge


def test_a_line_without_end_is_handed_on_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "_CHUNK", 300_000)
    huge = b"2," + b"x" * (3 * LONGEST)

    _, blocks, _, rejected = read(tmp_path, b"id,a\n1,x\n" + huge)

    assert records(blocks) == [["1", "x"]]
    assert max(len(row[4]) for row in rejected) <= LONGEST
    assert b"".join(row[4] for row in rejected) == huge


def test_a_long_text_with_line_breaks_is_kept(tmp_path):
    note = "line one\nline two, with commas\n" * 1000

    _, blocks, _, _ = read(tmp_path, f'id,a\n1,"{note}"\n2,x\n')

    assert records(blocks) == [["1", note], ["2", "x"]]


def test_sloppy_quotation_marks_do_not_tear_a_record_apart(tmp_path):
    content = b'id,a,b,c\n1,"said "no" twice\nand left",x,y\n2,a,b,c\n'

    _, blocks, _, rejected = read(tmp_path, content)

    assert records(blocks)[-1] == ["2", "a", "b", "c"]
    assert b"\n".join(row[4] for row in rejected) == b'1,"said "no" twice\nand left",x,y'
