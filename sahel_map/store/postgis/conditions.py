"""A selection as conditions on the tables of a dataset; every value is bound."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from sahel_map import vocabulary as v
from sahel_map.boundaries import fold
from sahel_map.rules import split_list
from sahel_map.selection import Selection
from sahel_map.store.postgis.tables import Tables, ranks

__all__ = ["Asked", "Values", "asked"]

Values = Mapping[str, Mapping[int, str]]
"""Column of ``tables.CODED`` to what its numbers stand for."""

_EPOCH: Final = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where to look, and for what.

    Attributes:
        table: The table of the numbers, or that of the words where words are looked for.
        where: What holds for the selected rows of a version.
    """

    table: sa.Table
    where: list[sa.ColumnElement[bool]]


def _among(column: sa.Column[Any], codes: list[int]) -> sa.ColumnElement[bool]:
    if not codes:
        return sa.false()
    return column == sa.any_(sa.bindparam(None, codes, ARRAY(sa.Integer)))


def _days(day: dt.date) -> int:
    return (day - _EPOCH).days


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


def _word(column: sa.Column[Any], word: str) -> sa.ColumnElement[bool]:
    """Return that a text contains a word, whatever signs it is made of."""
    storable = word.encode(errors="replace").decode()
    if storable != word or "\0" in word:
        return sa.false()  # no text in the database has these
    return column.contains(word, autoescape=True)


def asked(
    selection: Selection, tables: Tables, version: int, values: Values, *, points: bool = False
) -> Asked:
    """Return a selection as conditions.

    Args:
        selection: Which events.
        tables: The tables of their dataset.
        version: The version that they are of.
        values: What the numbers of the dataset stand for.
        points: Whether points are asked for, which lie beside the words.
    """
    words = fold(selection.text).split()
    table = tables.finds if words or points else tables.codes
    columns = table.c
    where: list[sa.ColumnElement[bool]] = [columns.since <= version, columns.until > version]
    if selection.first is not None:
        where.append(columns.first >= _days(selection.first))
    if selection.last is not None:
        where.append(columns.last <= _days(selection.last))
    where.append(columns.precision <= ranks(v.GEO_PRECISION)[selection.precision])
    where.append(columns.confidence <= ranks(v.CONFIDENCE)[selection.confidence])
    for name, test in _tests(selection).items():
        where.append(_among(columns[name], _passing(values[name], test)))
    where += [_word(tables.finds.c.search_text, word) for word in words]
    return Asked(table, where)
