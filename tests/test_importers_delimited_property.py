"""Delimited text by chance: any table comes back, and no byte of any file is lost."""

import csv
import io

from container_fixtures import numbers, raws, read, records
from hypothesis import HealthCheck, example, given, seed, settings
from hypothesis import strategies as st

from sahel_map.errors import DataError
from sahel_map.importers import delimited
from sahel_map.importers.records import Splitter

TEXT = st.text(
    st.one_of(st.sampled_from('",;|\t\r\n aé’ߒ𐤀\ufeff#1'), st.characters(codec="utf-8")), max_size=8
).map(lambda text: text.replace("\0", ""))
"""Values with everything in them that delimited text has a use for."""

AWKWARD = st.lists(st.sampled_from(list(b'",;\r\nab1\xe9\xc3\xa9\x92')), max_size=60).map(bytes)
"""Bytes that are nearly a table."""


@st.composite
def tables(draw):
    """Draw a width, rows of that width and a way to write them."""
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=1, max_size=8))
    dialect = {
        "delimiter": draw(st.sampled_from(",;\t|")),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])),
        "lineterminator": draw(st.sampled_from(["\n", "\r\n", "\r"])),
    }
    if any("\r" in value or "\n" in value for row in rows for value in row):
        # Before Python 3.13 its writer quotes only those line breaks that end its own records.
        dialect["quoting"] = csv.QUOTE_ALL
    return width, rows, dialect


def is_tags(row) -> bool:
    """Return whether a first row would be taken for one of tags."""
    return any(value.strip(" \t\r\n\v\f\u00a0\u200b\ufeff").startswith("#") for value in row)


@seed(20250701)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(table=tables(), block_rows=st.integers(1, 5), chunk=st.sampled_from([3, 17, 1 << 20]))
@example(table=(2, [["\ufeffa", '"']], {"delimiter": ","}), block_rows=1, chunk=3)
def test_any_table_comes_back_with_every_byte(tmp_path, monkeypatch, table, block_rows, chunk):
    width, rows, dialect = table
    rows = [row for row in rows if not is_tags(row)] or [["x"] * width]
    header = [f"column {number}" for number in range(width)]
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows([header, *rows])
    monkeypatch.setattr(delimited, "_CHUNK", max(chunk, 400))

    source, blocks, _, rejected = read(tmp_path, text.getvalue(), block_rows=block_rows)

    end = dialect.get("lineterminator", "\r\n").encode()
    assert rejected == []
    assert source.header == header
    assert records(blocks) == rows
    assert numbers(blocks) == list(range(1, len(rows) + 1))
    assert end.join([source.raw_header, *raws(blocks), b""]) == text.getvalue().encode()


@seed(20250702)
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    content=st.one_of(AWKWARD, AWKWARD.map(lambda more: b"a,b\n" + more), st.binary(max_size=80))
)
@example(content=b'a,b\n1,"x\n2,3\n')
@example(content=b'a,b\n"1"2,"x\ny"z\n2,3\n')
@example(content=b"PK\x03\x04 no zip")
@example(content=b"\x1f\x8b no gzip")
@example(content=b"\xff\xfe\x00\xd8 a")
@example(content=b"{}")
@example(content=b"PAR1PAR1PAR1")
@example(content=b"SQLite format 3\0")
def test_any_bytes_are_read_without_loss_or_refused(tmp_path, content):
    try:
        source, blocks, _, rejected = read(tmp_path, content)
    except DataError:
        return

    if source.container != "csv" or source.details["encoding"] == "utf-16":
        return
    kept = [
        *zip(numbers(blocks), raws(blocks), strict=True),
        *((row[0], row[4]) for row in rejected),
    ]
    skipped = b"".join(line.encode() for line in source.details.get("skipped", []))
    in_order = source.raw_header + skipped + b"".join(raw for _, raw in sorted(kept))
    assert in_order.translate(None, b"\r\n") == content.removeprefix(b"\xef\xbb\xbf").translate(
        None, b"\r\n"
    )
    assert sorted(row for row, _ in kept) == list(range(1, len(kept) + 1))


@seed(20250703)
@settings(max_examples=300, deadline=None)
@given(content=AWKWARD)
def test_the_quick_way_cuts_as_the_careful_one_does(content):
    quick = Splitter(b",", 2)._fast(content, last=True)
    if quick is None:
        return

    careful = Splitter(b",", 2)._careful(content, last=True)

    assert quick.starts.tolist() == careful.starts.tolist()
    assert quick.ends.tolist() == careful.ends.tolist()
    assert quick.consumed == careful.consumed == len(content)
    assert careful.faults == {}


@seed(20250704)
@settings(max_examples=200, deadline=None)
@given(content=AWKWARD, step=st.integers(1, 30))
@example(content=b'1,a"b"c\n2,"x\ny"\n', step=12)
def test_where_a_file_is_broken_off_between_reads_does_not_matter(content, step):
    whole = Splitter(b",", 2).split(content, last=True)
    expected = [content[a:b] for a, b in zip(whole.starts, whole.ends, strict=True)]

    splitter, rest, found = Splitter(b",", 2), b"", []
    for place in [*range(0, len(content), step), None]:
        octets = rest + (content[place : place + step] if place is not None else b"")
        cut = splitter.split(octets, last=place is None)
        found += [octets[a:b] for a, b in zip(cut.starts, cut.ends, strict=True)]
        rest = octets[cut.consumed :]

    assert found == expected
    assert rest == b""
