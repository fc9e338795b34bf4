"""Choose the level of a layer and the columns of its names and codes; never by a silent guess."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from sahel_map.boundaries import LEVELS
from sahel_map.boundary_import.headings import FAMILIES, Heading, family_level, recognised
from sahel_map.boundary_import.names import place_key
from sahel_map.boundary_import.remarks import Remark
from sahel_map.boundary_import.texts import SENTINELS, texts
from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext

__all__ = ["Columns", "choose_columns"]

_LANGUAGES: Final = ("en", "", "fr")
"""Whose name a unit goes by, where a file has several; the others become other names."""

_LISTED: Final = 12


@dataclass(frozen=True)
class Columns:
    """What is read from which column; "" where nothing is.

    Attributes:
        level: One of ``boundaries.LEVELS``.
        name: Names. ``french`` are names in French, ``others`` columns of other names.
        code: Codes.
        parents: Columns that state the unit above, the surest first.
        family: A code of ``headings.FAMILIES``.
        valid: The column of the day from which the units are valid.
        remarks: What was assumed.
    """

    level: int
    name: str
    code: str = ""
    parents: tuple[str, ...] = ()
    french: str = ""
    others: tuple[str, ...] = ()
    family: str = "plain"
    valid: str = ""
    remarks: tuple[Remark, ...] = field(default=(), compare=False)

    def as_record(self) -> dict[str, object]:
        """Return the columns as they stand in a report and in the manifest."""
        others = [name for name in (self.french, *self.others) if name]
        return {"name": self.name, "code": self.code, "parent": list(self.parents),
                "other_names": others}  # fmt: skip


def _given(table: pd.DataFrame, column: str | None, option: str, file: str) -> str:
    """Return a column as the file spells it."""
    if column is None:
        return ""
    spelled = [name for name in table.columns if name == column] or [
        name for name in table.columns if name.casefold() == column.casefold()
    ]
    if len(spelled) == 1:
        return str(spelled[0])
    names = [str(name) for name in table.columns]
    near = difflib.get_close_matches(column, names, n=5, cutoff=0.5) or names[:_LISTED]
    message = gettext("{option}: {file} has no column {value!r}. Nearest: {near}.")
    raise BoundaryError(
        message.format(option=option, file=file, value=column, near=", ".join(near))
    )


def _candidates(table: pd.DataFrame) -> str:
    """Return the columns that could hold names, for a message: texts that vary."""

    def fits(values: pd.Series) -> bool:
        words = [v for v in values if v and v.lower() not in SENTINELS]
        lettered = sum(any(c.isalpha() for c in v) and not v.startswith("http") for v in words)
        return (
            len(words) > 0
            and lettered > len(words) / 2
            and (len(set(words)) > 1 or len(values) == 1)
        )

    names = [str(name) for name in table.columns if fits(table[name])]
    return ", ".join(names[:_LISTED]) + (" …" if len(names) > _LISTED else "") or "-"


def _varying(table: pd.DataFrame, headings: list[Heading]) -> dict[int, int]:
    """Return how many names each level has, for levels with more than none."""
    counts: dict[int, int] = {}
    for heading in headings:
        if heading.role == "name" and heading.level is not None:
            named = table.loc[table[heading.column] != "", heading.column]
            counts[heading.level] = max(counts.get(heading.level, 0), named.nunique())
    return {level: n for level, n in counts.items() if n}


def _level_of_type(table: pd.DataFrame, headings: list[Heading]) -> set[int]:
    columns = [heading.column for heading in headings if heading.role == "type"]
    values = {value for column in columns for value in table[column]}
    return {level for value in values if (level := family_level(value)) is not None}


def _level(table: pd.DataFrame, headings: list[Heading], file: str) -> tuple[int, str]:
    """Return the level that a file's headings and values speak for, and why."""
    typed = _level_of_type(table, headings)
    if len(typed) > 1:
        message = gettext("{file} mixes the levels {levels}: give one level only.")
        levels = ", ".join(f"ADM{n}" for n in sorted(typed))
        raise BoundaryError(message.format(file=file, levels=levels))
    if typed:
        return next(iter(typed)), "shapeType"
    counts = _varying(table, headings)
    if not counts:
        message = gettext(
            "{file}: no heading says which level its units are of. Say it with --level, and with"
            " --name where the names stand: {candidates}."
        )
        raise BoundaryError(message.format(file=file, candidates=_candidates(table)))
    varying = [level for level, n in counts.items() if n > 1] or list(counts)
    deepest = max(varying)
    above = max((level for level in varying if level < deepest), default=None)
    by_level = {
        level: [h.column for h in headings if h.role == "name" and h.level == level]
        for level in varying
    }
    column = by_level[deepest][0]
    if above is not None and above > 0:
        upper = table[by_level[above][0]].map(place_key)
        if (table[column].map(place_key) == upper).all():
            message = gettext("{file}: the names of the levels {levels} are the same. Say with"
                              " --level which one its units are of.")  # fmt: skip
            raise BoundaryError(message.format(file=file, levels=f"{above}, {deepest}"))
    return deepest, column


def _checked_level(level: int, file: str) -> int:
    if level in LEVELS:
        return level
    message = gettext("{file}: its units are of level {level}; levels {levels} can be added. With"
                      " --level its rows are joined into the units of a level above.")  # fmt: skip
    levels = ", ".join(str(n) for n in LEVELS)
    raise BoundaryError(message.format(file=file, level=level, levels=levels))


def _names(
    table: pd.DataFrame, headings: list[Heading], level: int, file: str
) -> tuple[str, str, list[str]]:
    """Return the column of names, the one in French, and those of other names."""
    own = [h for h in headings if h.level == level or (h.level is None and h.role != "valid")]
    names = [h for h in own if h.role == "name" and (table[h.column] != "").any()]
    stated = [h for h in names if h.level == level] or names
    if not stated:
        message = gettext("{file}: no heading says where the names of level {level} stand. Say it"
                          " with --name: {candidates}.")  # fmt: skip
        raise BoundaryError(message.format(file=file, level=level, candidates=_candidates(table)))
    by_language: dict[str, list[Heading]] = {}
    for heading in stated:
        by_language.setdefault(heading.language, []).append(heading)
    order = sorted(
        by_language, key=lambda code: _LANGUAGES.index(code) if code in _LANGUAGES else 9
    )
    first = by_language[order[0]]
    for rival in first[1:]:
        differ = table[first[0].column].map(place_key) != table[rival.column].map(place_key)
        if differ.any():
            message = gettext("{file}: names of level {level} stand in several columns and differ:"
                              " {columns}. Choose one with --name.")  # fmt: skip
            columns = ", ".join(h.column for h in first)
            raise BoundaryError(message.format(file=file, level=level, columns=columns))
    french = next((h.column for h in by_language.get("fr", [])), "")
    name = first[0].column
    others = [by_language[language][0].column for language in order[1:] if language != "fr"]
    others += [h.column for h in own if h.role == "alt"]
    return name, french if french != name else "", others


def _usable(table: pd.DataFrame, column: str) -> bool:
    """Whether a column of codes has any."""
    return bool((~table[column].str.lower().isin(SENTINELS | {""})).any())


def _code(table: pd.DataFrame, headings: list[Heading], level: int) -> str:
    codes = [h for h in headings if h.role == "code" and h.level in {level, None}]
    codes.sort(key=lambda h: (h.level is None, h.rank))
    for heading in codes:
        values = table[heading.column]
        whole = heading.column.lower() != "shapeiso" or (
            values.is_unique and not values.str.lower().isin(SENTINELS | {""}).any()
        )
        if _usable(table, heading.column) and whole:
            return heading.column
    return ""


def _parents(table: pd.DataFrame, headings: list[Heading], level: int) -> tuple[str, ...]:
    above = [h for h in headings if h.level == level - 1 and level > 1]
    columns = [h.column for role in ("code", "name") for h in above if h.role == role]
    return tuple(column for column in columns if _usable(table, column))


def choose_columns(
    rows: pd.DataFrame, options: Callable[[str], str | None], level: int | None, file: str
) -> Columns:
    """Choose the level and columns, from the options and else from headings and values.

    Args:
        rows: The rows of one country, without their shapes, values as they came.
        options: Returns the column given with an option, such as ``--name``, or None.
        level: The level given, or None.
        file: The file's name, for messages.

    Raises:
        BoundaryError: A column given is not there, or headings and values leave a choice open; the
            message lists the candidates and names the option that settles it.
    """
    table = rows.apply(texts)
    headings = recognised(str(column) for column in table.columns)
    given = {o: _given(table, options(o), o, file) for o in ("--name", "--code", "--parent")}
    said: list[Remark] = []
    if level is None:
        named = [h.level for h in headings if h.column == given["--name"] and h.level]
        level, reason = (named[0], given["--name"]) if named else _level(table, headings, file)
        level = _checked_level(level, file)
        said.append(Remark("level", 0, (f"{level} ({reason})",)))
    if given["--name"]:
        name, french = given["--name"], ""
        own = [h for h in headings if h.level == level and h.column != name]
        french = next((h.column for h in own if h.role == "name" and h.language == "fr"), "")
        others = [h.column for h in own if h.role in {"name", "alt"} and h.column != french]
    else:
        name, french, others = _names(table, headings, level, file)
    code = given["--code"] or _code(table, headings, level)
    parents = (given["--parent"],) if given["--parent"] else _parents(table, headings, level)
    chosen = {"name": name, "code": code, "parent": ", ".join(parents)}
    assumed = [f"{p}: {column}" for p, column in chosen.items() if column and not given[f"--{p}"]]
    said += [Remark("column", 0, tuple(assumed))] if assumed else []
    family = next((h.family for h in headings if h.column in {name, code}), "plain")
    said += [Remark("family", 0, (FAMILIES[family],))] if FAMILIES[family] else []
    valid = next((h.column for h in headings if h.role == "valid"), "")
    return Columns(level, name, code, parents, french, tuple(others), family, valid, tuple(said))
