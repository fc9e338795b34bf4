"""The rows of a block by heading: cleaned, flagged, or refused for their first fault."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.importers.blocks import Block
from sahel_map.importers.notes import Notes
from sahel_map.importers.values import clean

__all__ = ["Fault", "Telling", "columns_of", "empty", "keep", "tidy"]

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fault:
    """A reason not to take rows in.

    Attributes:
        code: One of ``vocabulary.REJECTIONS``.
        column: The heading of the column at fault, "" for the whole record.
        where: Which rows have it.
        came: The values at fault, one a row.
    """

    code: str
    column: str
    where: Mask
    came: pd.Series


def columns_of(text: pd.DataFrame, headings: Iterable[str]) -> pd.DataFrame:
    """Return columns under the names asked for, in that order, on the table's index.

    Headings are found as they are, else whatever their case; the first of two alike counts. A
    column that the table does not have is "" throughout.
    """
    places: dict[str, int] = {}
    names = [str(heading) for heading in text.columns]
    for spelling in (names, [name.casefold() for name in names]):
        for number, name in enumerate(spelling):
            places.setdefault(name, number)
    nothing = pd.Series("", index=text.index, dtype="str")
    found = {}
    for heading in headings:
        place = places.get(heading, places.get(heading.casefold()))
        found[heading] = nothing if place is None else text.iloc[:, place]
    return pd.DataFrame(found, index=text.index)


def empty(values: pd.Series) -> Mask:
    """Return where a text is empty."""
    return (values == "").to_numpy(bool)


def keep(block: Block, notes: Notes, faults: Iterable[Fault]) -> Mask:
    """Tell the notes of each row's first fault, and return which rows have none."""
    sound = np.ones(len(block.rows), dtype=bool)
    for fault in faults:
        for place in np.flatnonzero(fault.where & sound):
            value = str(fault.came.iloc[place])
            raw = block.raw(int(place))
            notes.reject(fault.code, fault.column, int(block.rows[place]), value, raw)
        sound &= ~fault.where
    return sound


class Telling:
    """What is told of rows that are kept: to the notes, and in the list of flags of each.

    Args:
        rows: The number of each record in its file.
        notes: What is told.
    """

    def __init__(self, rows: npt.NDArray[Any], notes: Notes) -> None:
        self._rows, self._notes = rows, notes
        self._flags = pd.Series("", index=pd.RangeIndex(len(rows)), dtype="str")

    def repaired(
        self, code: str, column: str, where: Mask, before: pd.Series, after: pd.Series
    ) -> None:
        """Tell of values that were changed, with one of ``vocabulary.REPAIRS``."""
        if where.any():
            changed = before[where].tolist(), after[where].tolist()
            self._notes.repair(code, column, self._rows[where], *changed)

    def flag(self, code: str, where: Mask, values: pd.Series) -> None:
        """Tell what a reader should know, one of ``vocabulary.FLAGS``, for the values given."""
        if where.any():
            self._notes.flag(code, self._rows[where], values[where].tolist())
            before = self._flags[where]
            self._flags[where] = before.where(before == "", before + ";") + code

    @property
    def flags(self) -> pd.Series:
        """The flags of each row, as ``;`` lists."""
        return self._flags


def tidy(table: pd.DataFrame, telling: Telling) -> pd.DataFrame:
    """Return a table of text with every value cleaned, and tell each change.

    Args:
        table: Text, its columns by heading, on a ``RangeIndex``.
        telling: Is told of the changes.
    """
    cleaned = {}
    for heading, values in table.items():
        tidied, spaced, controlled = clean(values)
        cleaned[heading] = tidied
        telling.repaired("spaces", str(heading), spaced, values, tidied)
        telling.repaired("control", str(heading), controlled, values, tidied)
    return pd.DataFrame(cleaned, index=table.index)
