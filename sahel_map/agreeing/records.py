"""The records that a team agrees on, as they are now, and a change of one of them."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from sahel_map.agreeing.proposal import Row
from sahel_map.agreeing.texts import line
from sahel_map.errors import DataError, StoreError
from sahel_map.i18n import gettext
from sahel_map.ledger.versions import body_of
from sahel_map.schema import TABLES
from sahel_map.settings import data_dir
from sahel_map.store import stamp
from sahel_map.store.host import HOST, bring_base, tables_of
from sahel_map.store.host_merge import Edit, spoken_of, with_edit
from sahel_map.store.interface import Store
from sahel_map.store.records import key_column, record_of, text_of
from sahel_map.store.table_folders import Tables, checked, new_faults
from sahel_map.tables import Fault

__all__ = [
    "OPEN",
    "blank",
    "changed_tables",
    "current",
    "differences",
    "edit_of",
    "newest",
    "open_table",
]

OPEN: Final = ("events.csv", "claims.csv", "sources.csv", "blockades.csv", "agreements.csv")
"""The tables whose records may be suggested, changed and removed."""

_KEY: Final = 200
_NAMED: Final = 5
"""So many faults are named in a message; the rest is counted."""


def open_table(table: str) -> None:
    """Go on where the records of a table may be suggested.

    Raises:
        DataError: They may not.
    """
    if table not in OPEN:
        message = gettext("{table} is not open for suggestions; these are: {open}")
        raise DataError(message.format(table=repr(table[:_KEY]), open=", ".join(OPEN)))


def blank(table: str) -> dict[str, str]:
    """Return the columns of a table, all empty: where a new record begins.

    Raises:
        DataError: The table is not open for suggestions.
    """
    open_table(table)
    return {str(column): "" for column in TABLES[table].columns}


def differences(before: Row | None, after: Row | None) -> list[tuple[str, str, str]]:
    """Return the columns in which two rows differ, with both values; no row is an empty one."""
    old, new = before or {}, after or {}
    pairs = [(name, old.get(name, ""), new.get(name, "")) for name in dict.fromkeys([*old, *new])]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _number(store: Store) -> int:
    number = bring_base(store.ledger, data_dir())
    if not number:
        raise StoreError(
            gettext(
                "The data of this host are imported events: there is no agreeing on their records."
            )
        )
    return number


def newest(store: Store) -> tuple[int, Tables]:
    """Return the number of the newest version of this host's data, and its tables.

    Raises:
        StoreError: The host holds imported events.
        StoreAwayError: The database cannot be reached.
    """
    number = _number(store)
    with store.ledger.begin() as connection:
        return number, tables_of(connection, number)


def current(store: Store, table: str, record: str) -> dict[str, str] | None:
    """Return a record as it is now, None where there is none.

    Raises:
        DataError: The table is not open for suggestions.
        StoreError: The host holds imported events.
        StoreAwayError: The database cannot be reached.
    """
    open_table(table)
    number = _number(store)
    with store.ledger.begin() as connection:
        body = body_of(connection, HOST, number, table)
    return record_of(text_of(body or b""), record)


def edit_of(table: str, record: str, before: Row | None, after: Row | None) -> Edit:
    """Return the change that somebody asks for.

    Args:
        table: Such as events.csv.
        record: The key of the row.
        before: The row as it is; None where there is none.
        after: The row as it is to be, other columns as before; None takes it away.

    Raises:
        DataError: It changes nothing, or a text of it cannot be kept.
    """
    columns = blank(table)
    key = line(key_column(table), record, longest=_KEY)
    if not key:
        raise DataError(gettext("{column}: a new record needs an identifier.").format(
            column=key_column(table)))  # fmt: skip
    if after is None:
        if before is None:
            message = gettext("{table} has no record {record}.")
            raise DataError(message.format(table=table, record=repr(key)))
        return Edit(table, key, before, None)
    unknown = sorted(after.keys() - columns.keys() - (before or {}).keys())
    if unknown:
        message = gettext("{table} has no column {columns}.")
        raise DataError(message.format(table=table, columns=", ".join(unknown)[:_KEY]))
    asked = {name: line(name, str(value)) for name, value in after.items()}
    row = {**columns, **(before or {}), key_column(table): key, **asked}
    if row[key_column(table)] != key:
        message = gettext("{column}: an identifier never changes; it is {key}.")
        raise DataError(message.format(column=key_column(table), key=repr(key)))
    if before is not None and not differences(before, row):
        raise DataError(gettext("Nothing differs from the record as it is."))
    return Edit(table, key, before, row)


@lru_cache(maxsize=2)
def _faults(tables: tuple[tuple[str, bytes], ...], base: Path, _state: object) -> tuple[Fault, ...]:
    return tuple(checked(dict(tables), base)[1])


def _said(faults: list[Fault]) -> str:
    parts = [
        gettext("{file}, {column}: {value} is not allowed; allowed: {allowed}").format(
            file=fault.file, column=fault.column, value=repr(fault.value[:_KEY]),
            allowed=fault.allowed,
        )
        for fault in faults[:_NAMED]
    ]  # fmt: skip
    more = len(faults) - _NAMED
    return "\n".join([*parts, *([f"+ {more}"] if more > 0 else [])])


def changed_tables(tables: Mapping[str, bytes], edit: Edit) -> Tables:
    """Return tables with a change; headline numbers follow where claims change.

    Raises:
        DataError: The change breaks a rule of the tables: each fault names the file, the column,
            the value and what is allowed.
    """
    base = data_dir()
    if edit.table not in tables:
        raise DataError(gettext("{table} is not among the data.").format(table=edit.table))
    events = spoken_of([edit]) if edit.table == "claims.csv" else set()
    after, faults = checked(with_edit(tables, edit), base, events)
    known = _faults(tuple(sorted(tables.items())), base, stamp(base))
    broken = new_faults(known, faults)
    if broken:
        raise DataError(_said(broken))
    return after
