"""A suggestion, the steps it took, and what became of a record."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from sahel_map.schema import TABLES

__all__ = ["Change", "Proposal", "Row", "Step"]

Row = Mapping[str, str]
"""Column to value, as the table holds it."""


def _ordered(row: Row | None, columns: Iterable[str]) -> Row | None:
    """Return a row in the order of its table: PostgreSQL keeps another one."""
    if row is None:
        return None
    first = {name: row[name] for name in columns if name in row}
    return {**first, **row}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suggested change of one record.

    Attributes:
        id: Its number.
        dataset: Key of the dataset; empty for the data of this host.
        base: The version that the author saw.
        table_name: Such as events.csv.
        record: The key of the row.
        act: A code of ``vocabulary.PROPOSAL_ACTS``.
        before: The row as the author saw it; None for a new record.
        after: The row as it is to be; None for a removal.
        source: What it rests on.
        note: Why, in the author's words.
        state: A code of ``vocabulary.PROPOSAL_STATES``.
        revision: Grows by every step: who acts on it names the one that they saw.
        version: The version that it made; None before it was accepted.
        at: When it was suggested, UTC.
        who: The subject of its author.
        who_name: Its author, as the team knows them.
    """

    id: int
    dataset: str
    base: int
    table_name: str
    record: str
    act: str
    before: Row | None
    after: Row | None
    source: str
    note: str
    state: str
    revision: int
    version: int | None
    at: dt.datetime
    who: str
    who_name: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return the suggestion of a row of the ledger."""
        columns = TABLES[row["table_name"]].columns
        rows = {name: _ordered(row[name], columns) for name in ("before", "after")}
        return cls(**{**row, **rows})


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a suggestion.

    Attributes:
        id: Its number.
        proposal: The number of the suggestion.
        at: When, UTC.
        who: The subject of who took it.
        who_name: Who took it, as the team knows them.
        what: The state it led to.
        comment: What they said.
    """

    id: int
    proposal: int
    at: dt.datetime
    who: str
    who_name: str
    what: str
    comment: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return the step of a row of the ledger."""
        return cls(**row)


@dataclass(frozen=True, slots=True)
class Change:
    """What a version made of a record.

    Attributes:
        number: The version.
        at: When it was made, UTC.
        act: How it came about, a code of ``vocabulary.VERSION_ACTS``.
        proposed_by: Who suggested it; empty where the software brought it.
        accepted_by: Who accepted it; empty where the software brought it.
        before: The row before; None where there was none.
        after: The row after; None where there is none any more.
        source: What it rests on.
        note: Why.
    """

    number: int
    at: dt.datetime
    act: str
    proposed_by: str
    accepted_by: str
    before: Row | None
    after: Row | None
    source: str = ""
    note: str = ""
