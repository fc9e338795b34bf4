"""A selection as conditions on the tables of a dataset; every value is bound."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from sahel_map import vocabulary as v
from sahel_map.boundaries import fold
from sahel_map.rules import split_list
from sahel_map.selection import Selection
from sahel_map.store.postgis.tables import Tables, ranks
from sahel_map.store.postgis.words import Words, among

__all__ = ["EPOCH", "Asked", "Values", "asked"]

Values = Mapping[str, Mapping[int, str]]
"""Column of ``tables.CODED`` to what its numbers stand for."""

EPOCH: Final = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where to look, and for what.

    Attributes:
        table: The table of the numbers, or that of the points where points are looked for.
        kinds: What holds for the rows of a version that every filter but days and confidence lets
            through.
        within: What holds for rows whose whole interval lies within the days.
        touching: What holds for rows whose interval touches the days.
        trusted: What holds for rows of enough confidence.
    """

    table: sa.Table
    kinds: list[sa.ColumnElement[bool]]
    within: sa.ColumnElement[bool]
    touching: sa.ColumnElement[bool]
    trusted: sa.ColumnElement[bool]

    @property
    def where(self) -> list[sa.ColumnElement[bool]]:
        """What holds for the selected rows of a version."""
        return [*self.kinds, self.within, self.trusted]


def _days(day: dt.date) -> int:
    return (day - EPOCH).days


def _passing(values: Mapping[int, str], test: Callable[[str], bool]) -> list[int]:
    return [code for code, value in values.items() if test(value)]


def _tests(selection: Selection) -> dict[str, Callable[[str], bool]]:
    """Return what the values of a column must pass, for each column that is filtered."""
    tests: dict[str, Callable[[str], bool]] = {}
    if selection.types:
        tests["kind"] = set(selection.types).__contains__
    if selection.countries:
        tests["country"] = set(selection.countries).__contains__
    if selection.regions:
        regions = {fold(name) for name in selection.regions}
        tests["region"] = lambda name: fold(name) in regions
    if selection.actors:
        groups = set(selection.actors)
        tests["groups"] = lambda codes: not groups.isdisjoint(split_list(codes))
    if selection.sources:
        cited = set(selection.sources)
        tests["sources"] = lambda ids: not cited.isdisjoint(split_list(ids))
    return tests


def _between(
    selection: Selection, *, first: sa.Column[Any], last: sa.Column[Any]
) -> sa.ColumnElement[bool]:
    """Return that a day lies no earlier than the first, and another no later than the last."""
    days = []
    if selection.first is not None:
        days.append(first >= _days(selection.first))
    if selection.last is not None:
        days.append(last <= _days(selection.last))
    return sa.and_(sa.true(), *days)


def asked(
    selection: Selection,
    tables: Tables,
    version: int,
    values: Values,
    words: Words,
    *,
    points: bool = False,
) -> Asked:
    """Return a selection as conditions.

    Args:
        selection: Which events.
        tables: The tables of their dataset.
        version: The version that they are of.
        values: What the numbers of the dataset stand for.
        words: Knows which of its events hold which words.
        points: Whether points are asked for.
    """
    table = tables.finds if points else tables.codes
    columns = table.c
    kinds: list[sa.ColumnElement[bool]] = [columns.since <= version, columns.until > version]
    kinds.append(columns.precision <= ranks(v.GEO_PRECISION)[selection.precision])
    for name, test in _tests(selection).items():
        kinds.append(among(columns[name], _passing(values[name], test)))
    if sought := fold(selection.text).split():
        kinds.append(words.within(table, sought))
    return Asked(
        table,
        kinds,
        within=_between(selection, first=columns.first, last=columns.last),
        touching=_between(selection, first=columns.last, last=columns.first),
        trusted=columns.confidence <= ranks(v.CONFIDENCE)[selection.confidence],
    )
