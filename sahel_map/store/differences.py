"""What differs between two versions: records that came, went or changed, column by column."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.i18n import gettext, number_text
from sahel_map.schema import TABLES
from sahel_map.store.comparing import COMPARED, changed_values, places
from sahel_map.store.dataset import Dataset

if TYPE_CHECKING:
    from sahel_map.store.interface import Version

__all__ = ["Change", "Differences", "TableDifferences", "differences", "text_of",
           "version_at"]  # fmt: skip

Array = npt.NDArray[Any]
Act = Literal["add", "change", "remove"]


@dataclass(frozen=True, slots=True)
class Change:
    """A record that differs.

    Attributes:
        table: Such as events.csv.
        record: Its key.
        act: A code of ``vocabulary.PROPOSAL_ACTS``.
        title: What the record is called, its key where it has no name.
        columns: Column to its old and its new text; of a record that came or went, none.
    """

    table: str
    record: str
    act: Act
    title: str
    columns: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TableDifferences:
    """How two versions of a table differ.

    Attributes:
        table: Such as events.csv.
        added: How many records came.
        changed: How many changed.
        removed: How many went.
        records: Those that changed, came and went, as many as were asked for.
    """

    table: str
    added: int
    changed: int
    removed: int
    records: tuple[Change, ...]

    @property
    def total(self) -> int:
        """How many records differ."""
        return self.added + self.changed + self.removed

    def sentence(self) -> str:
        """Return the counts in words."""
        return gettext("{table}: {added} added, {changed} changed, {removed} removed").format(
            table=self.table,
            added=number_text(self.added),
            changed=number_text(self.changed),
            removed=number_text(self.removed),
        )


@dataclass(frozen=True, slots=True)
class Differences:
    """How two versions of a dataset differ: the tables in which something does."""

    tables: tuple[TableDifferences, ...]

    @property
    def total(self) -> int:
        """How many records differ."""
        return sum(table.total for table in self.tables)

    def records(self) -> Iterator[Change]:
        """Give the records of all tables."""
        for table in self.tables:
            yield from table.records

    def rows(self) -> Iterator[dict[str, str]]:
        """Give a row for each changed value, and one for each record that came or went."""
        for one in self.records():
            plain = {"table": one.table, "record": one.record, "title": one.title, "act": one.act}
            if not one.columns:
                yield plain | {"column": "", "old": "", "new": ""}
            for column, (old, new) in one.columns.items():
                yield plain | {"column": column, "old": old, "new": new}

    def lines(self) -> Iterator[str]:
        """Give readable lines: the counts of each table, then its records."""
        marks = {"add": "+", "change": "~", "remove": "-"}
        for table in self.tables:
            yield table.sentence()
            for one in table.records:
                name = one.record if one.title == one.record else f"{one.record}  {one.title}"
                yield f"  {marks[one.act]} {name}"
                for column, (old, new) in one.columns.items():
                    yield f"      {column}: {old!r} -> {new!r}"


def text_of(value: object) -> str:
    """Return a value as its table would have it: ISO days, lists with ``;``, nothing for none."""
    if isinstance(value, tuple | list):
        return ";".join(map(text_of, value))
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating):
        return "" if np.isnan(value) else f"{value:.10g}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


def _title(row: Mapping[Any, Any], key: str) -> str:
    named = (text_of(row.get(name)) for name in ("title", "name", "short_name"))
    return next((name for name in named if name), key)


def _ended(table: str, rows: pd.DataFrame, act: Act) -> Iterator[Change]:
    for key, row in zip(rows.index, rows.to_dict("records"), strict=True):
        yield Change(table, str(key), act, _title(row, str(key)), {})


def _table(
    table: str, old: pd.DataFrame, new: pd.DataFrame, columns: Sequence[str], most: int | None
) -> TableDifferences:
    place = places(old.index, new.index)
    common = place >= 0
    here, there = new[common], old.iloc[place[common]]
    masks = {}
    for name in columns:
        if name in old and name in new:
            mask = changed_values(
                there[name].reset_index(drop=True), here[name].reset_index(drop=True)
            )
            if mask.any():
                masks[name] = mask
    touched = np.flatnonzero(np.logical_or.reduce(list(masks.values()) or [np.zeros(0, bool)]))
    gone = np.ones(len(old), dtype=bool)
    gone[place[common]] = False
    records = []
    names = [name for name in ("title", "name", "short_name") if name in new]
    for at in touched[:most].tolist():
        key = str(here.index[at])
        values = {
            name: (text_of(there[name].iloc[at]), text_of(here[name].iloc[at]))
            for name, mask in masks.items()
            if mask[at]
        }
        row = {name: here[name].iloc[at] for name in names}
        records.append(Change(table, key, "change", _title(row, key), values))
    records += _ended(table, new.loc[~common, names][:most], "add")
    records += _ended(table, old.loc[gone, [n for n in names if n in old]][:most], "remove")
    return TableDifferences(
        table, int((~common).sum()), len(touched), int(gone.sum()), tuple(records)
    )


def _tables(data: Dataset) -> dict[str, pd.DataFrame]:
    roads = data.roads
    return {
        "events.csv": data.events,
        "sources.csv": data.sources,
        "places.csv": data.places,
        "claims.csv": data.claims,
        "indicators.csv": data.indicators,
        "contradictions.csv": data.contradictions,
        "positions.csv": data.positions,
        "corridors.csv": roads.corridors,
        "blockades.csv": roads.blockades,
        "agreements.csv": roads.agreements,
        "fuel.csv": roads.fuel,
        "slices.csv": data.phases,
    }


def differences(old: Dataset, new: Dataset, *, most: int | None = 200) -> Differences:
    """Return how two versions of a dataset differ, as pages show them.

    Args:
        old: The older one.
        new: The newer one.
        most: How many records of each table and kind are named; all of them are counted. None
            for all.
    """
    found = []
    there = _tables(old)
    for name, rows in _tables(new).items():
        columns = list(TABLES[name].columns)
        if name == "events.csv":
            columns += [one for one in COMPARED if one not in columns]
        columns = [one for one in columns if one not in {rows.index.name, "event_id"}]
        table = _table(name, there[name], rows, columns, most)
        if table.total:
            found.append(table)
    return Differences(tuple(found))


def version_at(versions: "Sequence[Version]", day: dt.date) -> "Version | None":
    """Return the version that counted when a day began (UTC), None where there was none yet.

    Args:
        versions: Those of a dataset, the newest first.
        day: A day; what was made on it is newer.
    """
    return next((one for one in versions if one.at.astimezone(dt.UTC).date() < day), None)
