"""What an import is asked for, and what every format module offers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from sahel_map.importers.blocks import Block
from sahel_map.importers.notes import Notes

__all__ = ["Format", "Terms"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the reader asks of an import.

    Attributes:
        today: The day after which nothing can have happened yet; one more is let pass, for
            time zones.
        day_order: One of ``values.DAY_ORDERS``.
        mapping: For other tables: canonical column to heading.
        codes: For other tables: canonical column to value of the file to our code.
    """

    today: dt.date
    day_order: str = "day-first"
    mapping: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Format(Protocol):
    """A kind of file; modules offer this as functions and constants of their own."""

    @property
    def CODE(self) -> str:  # noqa: N802  (a constant of a module)
        """One of ``vocabulary.FORMATS``."""

    @property
    def LICENCE(self) -> str:  # noqa: N802
        """One of ``vocabulary.LICENCE_CLASSES``: the class of such files unless told."""

    def fits(self, header: list[str]) -> bool:
        """Return whether a table with these headings is of this kind; case does not matter."""

    def convert(self, block: Block, notes: Notes, terms: Terms) -> pd.DataFrame:
        """Return the canonical events of a block, in its order, as ``canonical_frame`` makes.

        Each record of the block becomes one event or is rejected, for its first fault. Rows that
        stand for one event are merged later, by ``event_id``.
        """
