"""One record of a table is written anew, and every other byte stays."""

from hypothesis import given
from hypothesis import strategies as st

from sahel_map.store.records import bytes_of, record_of, records, text_of, with_record

ODD = '\ufeffid,name,note\r\n"a",one,\r\nb,"two, or\nthree","say ""x"""\r\n\r\nc,d'
TEXTS = st.text(st.sampled_from('a,"\n\r;é\u202e \x00=') | st.characters(codec="utf-8"), max_size=8)


def test_a_record_is_read_by_its_first_column():
    assert record_of(ODD, "b") == {"id": "b", "name": "two, or\nthree", "note": 'say "x"'}
    assert record_of(ODD, "z") is None


def test_a_record_without_the_width_of_the_header_is_none():
    assert record_of(ODD, "c") is None


def test_of_two_records_with_one_key_the_first_counts():
    assert records("id,n\na,1\na,2\n") == {"a": {"id": "a", "n": "1"}}


def test_one_record_changes_and_the_others_keep_quotes_and_line_ends():
    after = with_record(ODD, "b", {"name": "four"})

    assert after == '\ufeffid,name,note\r\n"a",one,\r\nb,four,"say ""x"""\r\n\r\nc,d'


def test_a_new_record_comes_last_with_the_line_end_of_the_header():
    after = with_record(ODD, "e", {"id": "e", "note": "x,y"})

    assert after == ODD + '\r\ne,,"x,y"\r\n'


def test_a_record_is_taken_out():
    assert with_record(ODD, "a", None) == ODD.replace('"a",one,\r\n', "")
    assert with_record(ODD, "z", None) == ODD


def test_bytes_that_are_no_utf_8_come_through():
    body = b"id,n\na,caf\xe9\nb,1\n"

    after = bytes_of(with_record(text_of(body), "b", {"n": "2"}))

    assert after == b"id,n\na,caf\xe9\nb,2\n"


@given(values=st.lists(TEXTS, min_size=2, max_size=2))
def test_what_is_written_is_read_again(values):
    name, note = values
    row = {"id": "k", "name": name, "note": note}

    after = with_record("id,name,note\na,1,2\n", "k", row)

    assert record_of(after, "k") == row
    assert after.startswith("id,name,note\na,1,2\n")
    assert with_record(after, "k", None) == "id,name,note\na,1,2\n"
