"""What a team has agreed on and a new release of the tables, brought together record by record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sahel_map.rules import split_list
from sahel_map.schema import TABLES
from sahel_map.store.records import bytes_of, record_of, records, text_of, with_record
from sahel_map.store.table_folders import DERIVED, Tables, checked, derives, new_faults

__all__ = [
    "Edit",
    "Merged",
    "count_changes",
    "edits_between",
    "fits",
    "merge",
    "spoken_of",
    "with_edit",
]

Row = Mapping[str, str]

_ORDER: Final = ("sources.csv", "places.csv", "events.csv")
"""What others refer to comes first."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One record that is another in one state of the tables than in another.

    Attributes:
        table: Such as events.csv.
        record: The key of the row.
        before: The row, None where there was none.
        after: The row, None where there is none any more.
    """

    table: str
    record: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Merged:
    """A release with what a team agreed on.

    Attributes:
        tables: The tables.
        left: Changes that the release contradicts, or that would break a rule in it: not in it.
    """

    tables: Tables
    left: tuple[Edit, ...]


def _keyed(table: str) -> bool:
    return bool(next(iter(TABLES[table].columns.values())).unique)


def _rows(tables: Tables, table: str) -> dict[str, dict[str, str]]:
    return records(text_of(tables.get(table, b"")))


def _same(one: Row | None, other: Row | None, beside: Iterable[str] = ()) -> bool:
    """Return whether two rows say the same in the columns that both have."""
    if one is None or other is None:
        return one is other
    return all(one[name] == other[name] for name in (one.keys() & other.keys()) - set(beside))


def _beside(table: str, tables: Tables) -> tuple[str, ...]:
    return DERIVED if table == "events.csv" and derives(tables) else ()


def edits_between(before: Tables, after: Tables) -> list[Edit]:
    """Return the records that differ, in the order in which they can be made.

    Headline numbers that follow from claims are no difference.
    """
    found = []
    for table in filter(_keyed, TABLES):
        if before.get(table) == after.get(table):
            continue
        beside = _beside(table, after)
        old, new = _rows(before, table), _rows(after, table)
        found += [
            Edit(table, key, old.get(key), new.get(key))
            for key in dict.fromkeys([*old, *new])
            if not _same(old.get(key), new.get(key), beside)
        ]

    def place(edit: Edit) -> tuple[bool, int]:
        number = _ORDER.index(edit.table) if edit.table in _ORDER else len(_ORDER)
        return edit.after is None, -number if edit.after is None else number

    return sorted(found, key=place)


def spoken_of(edits: Iterable[Edit]) -> set[str]:
    """Return the events whose headline may follow from changes."""
    found = {edit.record for edit in edits if edit.table == "events.csv"}
    for edit in edits:
        if edit.table == "claims.csv":
            for row in (edit.before, edit.after):
                found |= set(split_list(row["event_ids"])) if row else set()
    return found


def with_edit(tables: Tables, edit: Edit) -> Tables:
    """Return tables in which a change is made; every other row keeps its bytes."""
    row = edit.after
    if row is not None and edit.before is not None:
        row = {name: value for name, value in row.items() if value != edit.before.get(name)}
    text = with_record(text_of(tables[edit.table]), edit.record, row)
    return {**tables, edit.table: bytes_of(text)}


def fits(tables: Tables, edit: Edit) -> bool:
    """Return whether a record is in some tables as it was before a change."""
    now = record_of(text_of(tables.get(edit.table, b"")), edit.record)
    return _same(now, edit.before, _beside(edit.table, tables))


def _made(tables: Tables, edit: Edit) -> bool:
    now = record_of(text_of(tables.get(edit.table, b"")), edit.record)
    return _same(now, edit.after, _beside(edit.table, tables))


def merge(ancestor: Tables, ours: Tables, theirs: Tables, base: Path) -> Merged:
    """Return a release with the changes of a team.

    A record that the team alone has changed is as the team has it; one that the release alone has
    changed, as the release has it; of one that both have changed the release's stands, and the
    team's is left for people to look at.

    Args:
        ancestor: The release before.
        ours: The tables that the team has made of it.
        theirs: The new release.
        base: Its folder.

    Raises:
        DataError: A table of the release cannot be read at all.
    """
    edits = [edit for edit in edits_between(ancestor, ours) if not _made(theirs, edit)]
    fitting = [edit for edit in edits if edit.table in theirs and fits(theirs, edit)]
    left = [edit for edit in edits if edit not in fitting]
    if not fitting:
        return Merged(theirs, tuple(left))
    _, known = checked(theirs, base)
    tables: Tables = theirs
    for edit in fitting:
        tables = with_edit(tables, edit)
    tables, faults = checked(tables, base, spoken_of(fitting))
    if new_faults(known, faults):
        # Some change breaks a rule in the new release: which one, only trying tells.
        tables = theirs
        for edit in fitting:
            tried, faults = checked(with_edit(tables, edit), base, spoken_of([edit]))
            if new_faults(known, faults):
                left.append(edit)
            else:
                tables, known = tried, faults
    return Merged(tables, tuple(left))


def count_changes(before: Tables, after: Tables) -> dict[str, int]:
    """Return how many records were added, changed and removed, in the columns of a version."""
    counts = {"added": 0, "changed": 0, "removed": 0}
    for table in TABLES:
        if before.get(table) == after.get(table):
            continue
        if _keyed(table):
            old, new = _rows(before, table), _rows(after, table)
            counts["added"] += len(new.keys() - old.keys())
            counts["removed"] += len(old.keys() - new.keys())
            counts["changed"] += sum(old[key] != new[key] for key in old.keys() & new.keys())
        else:
            lines, fresh = (set(tables.get(table, b"").splitlines()) for tables in (before, after))
            counts["added"] += len(fresh - lines)
            counts["removed"] += len(lines - fresh)
    return counts
