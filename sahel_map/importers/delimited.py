"""Delimited text as blocks of records: every byte is in the header, a block or a rejected row."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from sahel_map.i18n import ngettext
from sahel_map.importers.blocks import Block
from sahel_map.importers.delimiters import sniff
from sahel_map.importers.encodings import Readable, encoding_of, is_utf8, text_of, windows_text
from sahel_map.importers.headings import UCDP_HEADER, Heading, headings, is_headerless, is_tags
from sahel_map.importers.notes import EXAMPLES, Notes
from sahel_map.importers.parsing import frame_of, parse, with_rows
from sahel_map.importers.records import LONGEST, Cut, Splitter
from sahel_map.importers.refusals import refusal
from sahel_map.importers.spans import Spans
from sahel_map.importers.streams import head_of

__all__ = ["Delimited"]

_CHUNK: Final = 1 << 24
_BOM: Final = b"\xef\xbb\xbf"
_LINE_ENDS: Final = b"\r\n"
_QUOTED: Final = 200
"""How many bytes of a record that cannot be read are quoted in the report."""


class Delimited:
    """Delimited text, opened: its header is read, its records are about to be.

    Args:
        handle: Where the bytes come from.
        file: The file's name, for a refusal.

    Attributes:
        header: The headings, unique.
        raw_header: Their bytes as they came, without byte-order mark and line end.
        delimiter: What separates values.
        encoding: ``utf-8`` or ``cp1252``, as the first records have it.
        details: What a report says of the reading: ``encoding``, ``delimiter``, ``renamed``
            headings, ``skipped`` lines, ``headerless``; completed while blocks are read.

    Raises:
        RefusedFile: There is no record under a header, or the header is none of events.
    """

    def __init__(self, handle: Readable, file: str) -> None:
        self._handle, self._file = handle, file
        self._rest = head_of(handle, _CHUNK).removeprefix(_BOM)
        self._row = 0
        self.details: dict[str, Any] = {}
        mark = self._stated_delimiter() or sniff(self._rest[:LONGEST])
        self._mark, self.delimiter = mark, mark.decode()
        self.details["delimiter"] = self.delimiter
        self.encoding = self._first_encoding()
        heading = self._read_header()
        self.header, self._own = heading.names, heading.own
        self._splitter = Splitter(mark, len(self.header) + self._own)
        self.details |= heading.details

    def _skip(self, line: bytes) -> None:
        self.details.setdefault("skipped", []).append(text_of(line))

    def _stated_delimiter(self) -> bytes:
        stated = re.match(rb"(sep=([,;\t|]))(?:\r\n|\n|\r)", self._rest)
        if stated is None:
            return b""
        self._skip(stated[1])
        self._rest = self._rest[stated.end() :]
        return stated[2]

    def _first_encoding(self) -> str:
        sample = self._rest[: self._rest.rfind(b"\n") + 1] or self._rest
        known = encoding_of(sample)
        self.details["encoding"] = known
        return "cp1252" if known == "cp1252" else "utf-8"

    def _read_header(self) -> Heading:
        splitter = Splitter(self._mark, 1)
        self._rest = self._rest.lstrip(_LINE_ENDS)
        end, stop = splitter.first(self._rest)
        if end > LONGEST:
            raise refusal(self._file, "no_header")
        record = self._rest[:end]
        values = [text_of(value) for value in splitter.values(record)]
        if is_headerless(values):
            self.details["headerless"] = True
            self.raw_header = self._mark.join(name.encode() for name in UCDP_HEADER)
            return headings(UCDP_HEADER, self._file)
        heading = headings(values, self._file)
        self.raw_header = splitter.without(record, heading.own)
        self._rest = self._rest[stop:].lstrip(_LINE_ENDS)
        end, stop = splitter.first(self._rest)
        if is_tags([text_of(value) for value in splitter.values(self._rest[:end])]):
            self._skip(self._rest[:end])
            self._rest = self._rest[stop:]
        self._check_records()
        return heading

    def _check_records(self) -> None:
        while not self._rest.strip(_LINE_ENDS):
            self._rest = head_of(self._handle, _CHUNK)
            if not self._rest:
                raise refusal(self._file, "only_header")

    def blocks(self, notes: Notes, block_rows: int) -> Iterator[Block]:
        """Yield the records in order; what is none is told to the notes."""
        octets, last = self._rest, False
        self._rest = b""
        while True:
            cut = self._splitter.split(octets, last=last)
            for first in range(0, len(cut.starts), block_rows):
                block = self._block(octets, cut, slice(first, first + block_rows), notes)
                if len(block.rows):
                    yield block
            if last:
                return
            fresh = head_of(self._handle, _CHUNK)
            octets, last = octets[cut.consumed :] + fresh, not fresh

    def _block(self, octets: bytes, cut: Cut, part: slice, notes: Notes) -> Block:
        starts, ends = cut.starts[part], cut.ends[part]
        records = Spans(octets, starts, ends, self._row + 1 + np.arange(len(starts)))
        self._row += len(starts)
        faults = {
            place - part.start: code
            for place, code in cut.faults.items()
            if part.start <= place < part.stop
        }
        for place, code in faults.items():
            raw = self._raw(records, place)
            notes.reject(code, "", int(records.rows[place]), text_of(raw[:_QUOTED]), raw)
        whole = records.without(faults)
        text = whole.whole()
        if faults or not is_utf8(text):
            text = self._as_utf8(whole, notes)
        width = len(self.header) + self._own
        table, other = parse(text, width, self._mark)
        mended = self._mend(whole, other, width)
        ragged = sorted(other.keys() - mended.keys())
        for place in ragged:
            count = other[place]
            told = ngettext("{number} value", "{number} values", count).format(number=count)
            notes.reject("ragged", "", int(whole.rows[place]), told, self._raw(whole, place))
        put_in, _ = parse(b"\n".join(mended.values()), width, self._mark)
        table = with_rows(table, put_in, list(mended), ragged).select(range(self._own, width))
        kept = whole.without(ragged)
        return Block(frame_of(table, self.header), kept.rows, lambda place: self._raw(kept, place))

    def _raw(self, records: Spans, place: int) -> bytes:
        raw = records.raw(place)
        return self._splitter.without(raw, self._own) if self._own else raw

    def _as_utf8(self, records: Spans, notes: Notes) -> bytes:
        """Return the records as UTF-8, one after the other, and tell which were none."""
        raws = [records.raw(place) for place in range(len(records.rows))]
        other = [place for place, raw in enumerate(raws) if not is_utf8(raw)]
        if not other:
            return b"\n".join(raws)
        shown = [(raws[place], text_of(raws[place])) for place in other[:EXAMPLES]]
        # Of the values only as many as are shown are made.
        notes.repair(
            "encoding",
            "",
            records.rows[other],
            [_first_wide(raw.decode("ascii", "backslashreplace"), r"\\x") for raw, _ in shown],
            [_first_wide(text, r"[^\x00-\x7f]") for _, text in shown],
        )
        if self.details["encoding"] == "utf-8":
            self.details["encoding"] = "utf-8, cp1252"
        joined = b"\n".join(raws)
        windows = windows_text(joined)
        if windows is not None:
            return windows.encode()
        for place in other:
            raws[place] = text_of(raws[place]).encode()
        return b"\n".join(raws)

    def _mend(self, records: Spans, other: Mapping[int, int], width: int) -> dict[int, bytes]:
        """Return, of records of another width, those with empty values too many, without these."""
        mended: dict[int, bytes] = {}
        for place, count in other.items():
            extra = count - width
            if extra <= 0:
                continue
            raw = records.raw(place)
            if raw.endswith(self._mark * extra):  # outside quotation marks, since a record ends
                mended[place] = text_of(raw[:-extra]).encode()
                continue
            values = self._splitter.values(text_of(raw).encode())
            if not any(values[width:]):
                mended[place] = self._mark.join(_quoted(value) for value in values[:width])
        return mended


def _quoted(value: bytes) -> bytes:
    return b'"%s"' % value.replace(b'"', b'""')


def _first_wide(text: str, wide: str) -> str:
    found = re.search(rf"\S*{wide}\S*", text)
    return found.group() if found else text[:_QUOTED]
