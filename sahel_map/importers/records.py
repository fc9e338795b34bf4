"""Delimited text cut into records, quoted line breaks and stray quotation marks understood.

A quotation mark opens a quoted value only where a value begins, and is doubled inside one; any
other is a character like the rest. That is how Python's ``csv`` and Arrow read, too.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["LONGEST", "Cut", "Splitter"]

LONGEST: Final = 1 << 20
"""Bytes of the longest record; a longer one is rejected, in pieces where it has no line break."""

_QUOTE, _LF, _CR = b'"\n\r'
_BREAK: Final = re.compile(rb"\r\n|\n|\r")

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where records stand in bytes.

    Attributes:
        starts: Where each begins.
        ends: Where each ends, its line end left out.
        faults: By position among the records: why it is none, a code of ``vocabulary.REJECTIONS``.
        consumed: How many bytes are cut; the rest is the beginning of a record.
    """

    starts: Positions
    ends: Positions
    consumed: int
    faults: dict[int, str] = field(default_factory=dict)


class Splitter:
    """Cuts the bytes of one file, piece by piece, into records.

    Args:
        delimiter: What separates values, one byte.
        width: How many values a record has; tells where records go on after a quotation mark that
            is never closed.
    """

    def __init__(self, delimiter: bytes, width: int) -> None:
        mark = re.escape(delimiter)
        closed, tail = rb'"(?:[^"]++|"")*+"', rb"[^%s\r\n]*+" % mark
        bare = rb'(?!")' + tail
        line_end = rb"(?:\r\n|\n|\r|\Z)"
        loose = rb"(?:%s%s|%s)" % (closed, tail, bare)
        strict = rb'(?:%s|[^"%s\r\n]*+)' % (closed, mark)
        self._value = re.compile(loose)
        self._record = re.compile(rb"%s(?:%s%s)*+%s" % (loose, mark, loose, line_end))
        self._strict = re.compile(
            rb"(?:%s|%s)(?:%s(?:%s|%s))*+%s" % (closed, bare, mark, closed, bare, line_end)
        )
        self._sound = re.compile(rb"%s(?:%s%s){%d}%s" % (strict, mark, strict, width - 1, line_end))
        self._around = np.zeros(256, dtype=bool)
        self._around[[delimiter[0], _QUOTE, _LF, _CR]] = True
        self._overlong = False

    def split(self, octets: bytes, *, last: bool) -> Cut:
        """Return the records of bytes that begin where a record begins.

        Args:
            octets: What the cut before left over, and what follows it in the file.
            last: Whether the file ends here.
        """
        fast = None if self._overlong else self._fast(octets, last=last)
        return self._careful(octets, last=last) if fast is None else fast

    def first(self, octets: bytes, start: int = 0) -> tuple[int, int]:
        """Return where the record that begins at a position ends, without and with its line end.

        A record whose quotation marks are out of order ends at its first line break.
        """
        found = self._strict.match(octets, start)
        stop = found.end() if found else _line_stop(octets, start)
        return _without_break(octets, start, stop), stop

    def values(self, record: bytes) -> list[bytes]:
        """Return the values of one record, quotation marks taken away."""
        found, place = [], 0
        while place <= len(record):
            value = self._value.match(record, place)
            raw = value.group() if value else record[place:]
            found.append(_unquoted(raw))
            place += len(raw) + 1
        return found

    def without(self, record: bytes, count: int) -> bytes:
        """Return a record without its first values."""
        place = 0
        for _ in range(count):
            value = self._value.match(record, place)
            place = value.end() + 1 if value else len(record)
        return record[place:]

    def _fast(self, octets: bytes, *, last: bool) -> Cut | None:
        """Cut by the parity of quotation marks; None where that could go wrong."""
        view = np.frombuffer(octets, np.uint8)
        quotes = np.flatnonzero(view == _QUOTE)
        breaks = _breaks(view, octets)
        breaks = breaks[np.searchsorted(quotes, breaks) % 2 == 0]
        consumed = int(breaks[-1]) + 1 if len(breaks) else 0
        if last and consumed < len(octets):
            breaks, consumed = np.append(breaks, len(octets)), len(octets)
        quotes = quotes[quotes < consumed]
        if len(quotes) % 2 or len(octets) - consumed > LONGEST or not self._paired(view, quotes):
            return None
        starts = np.concatenate([np.zeros(min(1, len(breaks)), np.int64), breaks[:-1] + 1])
        ends = breaks - _after_return(view, starts, breaks)
        if len(ends) and (ends - starts).max() > LONGEST:
            return None
        filled = ends > starts
        return Cut(starts[filled], ends[filled], consumed)

    def _paired(self, view: npt.NDArray[Any], quotes: Positions) -> bool:
        opening, closing = quotes[0::2], quotes[1::2]
        before = opening[opening > 0] - 1
        after = closing[closing < len(view) - 1] + 1
        return bool(self._around[view[before]].all() and self._around[view[after]].all())

    def _careful(self, octets: bytes, *, last: bool) -> Cut:
        starts: list[int] = []
        ends: list[int] = []
        faults: dict[int, str] = {}
        place = 0
        while place < len(octets):
            stop, fault = self._next(octets, place, last=last)
            if stop == place:
                break
            end = stop if fault == "piece" else _without_break(octets, place, stop)
            if fault:
                faults[len(starts)] = "too_long" if fault == "piece" else fault
            if end > place:
                starts.append(place)
                ends.append(end)
            place = stop
        return Cut(np.array(starts, np.int64), np.array(ends, np.int64), place, faults)

    def _next(self, octets: bytes, start: int, *, last: bool) -> tuple[int, str]:
        """Return where the record that begins here stops, and what is wrong with it.

        It stops where it begins when it may go on in bytes that are not there yet.
        """
        window = min(len(octets), start + LONGEST)
        awaited = not last and len(octets) - start <= LONGEST
        if self._overlong:
            found = _BREAK.search(octets, start, window)
            if found is None:
                return (start, "") if awaited else (window, "piece")
            self._overlong = False
            return found.end(), "too_long"
        # One byte more than is allowed, so that a record that is too long is seen as such.
        found = self._record.match(octets, start, window + 1)
        open_ended = found is None or octets[found.end() - 1] not in (_LF, _CR)
        if open_ended and awaited and (found is None or found.end() == len(octets)):
            return start, ""
        if found is None or found.end() - start > LONGEST:
            return self._recover(octets, start, window, last=last)
        stop = found.end()
        if _BREAK.search(octets, start, _without_break(octets, start, stop)):
            strict = self._strict.match(octets, start, stop)
            if strict is None or strict.end() != stop:
                resumed = self._resume(octets, start, stop, last=last)
                return (resumed, "unclosed") if resumed else (stop, "")
        return stop, ""

    def _recover(self, octets: bytes, start: int, window: int, *, last: bool) -> tuple[int, str]:
        resumed = self._resume(octets, start, window, last=last)
        if resumed:
            return resumed, "unclosed"
        if last and window == len(octets):
            return window, "unclosed"
        line_end = max(octets.rfind(mark, start, window) for mark in (b"\n", b"\r"))
        if line_end > start:
            return line_end + 1, "too_long"
        self._overlong = True
        return window, "piece"

    def _resume(self, octets: bytes, start: int, stop: int, *, last: bool) -> int:
        """Return where a sound record begins after the first line; 0 where none does."""
        for line_end in _BREAK.finditer(octets, start, stop):
            place = line_end.end()
            sound = self._sound.match(octets, place) if place < stop else None
            if sound and (last or sound.end() < len(octets) or octets[-1] == _LF):
                return place
        return 0


def _breaks(view: npt.NDArray[Any], octets: bytes) -> Positions:
    feeds = np.flatnonzero(view == _LF)
    if b"\r" not in octets:
        return feeds
    returns = np.flatnonzero(view == _CR)
    followed = view[np.minimum(returns + 1, len(view) - 1)] == _LF
    return np.sort(np.concatenate([feeds, returns[~followed]]))


def _after_return(
    view: npt.NDArray[Any], starts: Positions, breaks: Positions
) -> npt.NDArray[np.bool_]:
    """Return at which breaks a line feed follows a carriage return of the same record."""
    made = np.zeros(len(breaks), dtype=bool)
    inner = (breaks > starts) & (breaks < len(view))
    at = breaks[inner]
    made[inner] = (view[at] == _LF) & (view[at - 1] == _CR)
    return made


def _line_stop(octets: bytes, start: int) -> int:
    found = _BREAK.search(octets, start)
    return found.end() if found else len(octets)


def _without_break(octets: bytes, start: int, stop: int) -> int:
    if octets.endswith(b"\r\n", start, stop):
        return stop - 2
    return stop - 1 if octets.endswith((b"\n", b"\r"), start, stop) else stop


def _unquoted(raw: bytes) -> bytes:
    if not raw.startswith(b'"'):
        return raw
    closed = re.match(rb'"((?:[^"]++|"")*+)(?:"|\Z)', raw)
    return closed[1].replace(b'""', b'"') + raw[closed.end() :] if closed else raw
