"""Which events hold some words: looked for once, then asked as one bit of each event.

Whoever types a word asks half a dozen questions with it in each run of a page, and again with every
other filter that changes. The texts are read for the first of them; the others ask a string of bits
that goes along with the question, and read the numbers alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from sahel_map.store.postgis.tables import Tables

__all__ = ["Words", "among", "can_be_there"]

Ask = Callable[[sa.Select[Any]], list[Any]]
Array = npt.NDArray[Any]

_FEW: Final = 5_000
"""Events up to which their numbers are named, which an index finds without reading all."""

_ALONE: Final = 4
"""Words that are looked for one by one, as they come again in other company. Those beyond are
looked for together: a long text costs a few looks through the texts, not one for each word."""

_KEPT: Final = 64
"""Strings of bits that are kept; for a million events each has 125 kB."""


def can_be_there(text: str) -> bool:
    """Return whether a text of the database may have these signs."""
    return "\0" not in text and text.encode(errors="replace").decode() == text


def among(column: sa.Column[Any], numbers: Sequence[int] | Array) -> sa.ColumnElement[bool]:
    """Return that a number is one of some."""
    if not len(numbers):
        return sa.false()
    given = np.asarray(numbers).tolist()
    return column == sa.any_(sa.bindparam(None, given, ARRAY(sa.Integer)))


@dataclass(frozen=True, slots=True, eq=False)
class _Holding:
    """The events that hold some words.

    Attributes:
        ids: Their numbers where they are few.
        size: Numbers from here on hold none of the words; 0 where ``ids`` says it all.
        bits: A bit for each number below, the lowest of a byte first, as ``get_bit`` counts.
    """

    ids: Array
    size: int = 0
    bits: bytes = b""


class Words:
    """Which events of a version hold some words.

    Args:
        ask: Answers a question.
        tables: The tables of the dataset.
        version: The version. Its rows never change, so what was found stays true.
    """

    def __init__(self, ask: Ask, tables: Tables, version: int) -> None:
        self._ask, self._tables, self._version = ask, tables, version
        self._holding = lru_cache(maxsize=_KEPT)(self._found)

    def _found(self, words: tuple[str, ...]) -> _Holding:
        columns = self._tables.finds.c
        number = sa.func.int4send(columns.id)
        packed = sa.func.string_agg(number, sa.literal(b"", sa.LargeBinary))
        each = [columns.search_text.contains(word, autoescape=True) for word in words]
        question = sa.select(packed).where(columns.since <= self._version, *each)
        ids = np.frombuffer(self._ask(question)[0][0] or b"", ">i4")
        if len(ids) <= _FEW:
            return _Holding(ids)
        marks = np.zeros(int(ids.max()) + 1, bool)
        marks[ids] = True
        return _Holding(ids[:0], len(marks), np.packbits(marks, bitorder="little").tobytes())

    def within(self, table: sa.Table, words: Sequence[str]) -> sa.ColumnElement[bool]:
        """Return that the event of a row holds every one of some words, as parts of its text.

        Args:
            table: The table of the rows, with the ``id`` of their events.
            words: Folded, in any order, whatever signs they are made of.
        """
        if not all(map(can_be_there, words)):
            return sa.false()
        distinct = sorted(set(words), key=lambda word: (-len(word), word))
        alone, together = distinct[:_ALONE], tuple(distinct[_ALONE:])
        parts = [*((word,) for word in alone), *([together] if together else [])]
        return sa.and_(*(self._one(table, self._holding(part)) for part in parts))

    @staticmethod
    def _one(table: sa.Table, found: _Holding) -> sa.ColumnElement[bool]:
        if not found.size:
            return among(table.c.id, found.ids)
        bit = sa.func.get_bit(sa.literal(found.bits, sa.LargeBinary), table.c.id)
        # In this order whatever the plan: a number beyond the last bit would be an error.
        return sa.case((table.c.id < found.size, bit == 1), else_=sa.false())
