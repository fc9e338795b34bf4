"""What an import is asked to do, and its first half: a file's rows as staged events."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sahel_map.importers.blocks import Source
from sahel_map.importers.geoparquet import EventsFile
from sahel_map.importers.merge import Keys, Periods
from sahel_map.importers.notes import Notes
from sahel_map.importers.terms import Format, Terms

__all__ = ["Progress", "Reading", "Wish"]

Progress = Callable[[float, int], None]
"""Is told the part that is done, 0 to 1, and the rows read so far."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an import is asked to do.

    Attributes:
        terms: How values are read.
        format_code: One of ``vocabulary.FORMATS``; None to recognise it from the headings.
        licence: One of ``vocabulary.LICENCE_CLASSES``; None for the one of the format.
        title: What the dataset is called; None for the name of the file.
        full: Whether the file aims at all that happened; None for what its format does.
        countries: ISO 3166-1 alpha-3 codes whose events are kept; empty for all.
        name: The name of the file, where it is not that of the path.
        sheet: The sheet of a workbook.
        max_bytes: The size of the largest file that is read.
        more: What else dataset.json says.
    """

    terms: Terms
    format_code: str | None = None
    licence: str | None = None
    title: str | None = None
    full: bool | None = None
    countries: Collection[str] = ()
    name: str | None = None
    sheet: str | None = None
    max_bytes: int = 2 * 1024**3
    more: tuple[tuple[str, Any], ...] = ()


class Reading:
    """The rows of a file on their way into a staged events file."""

    def __init__(self, source: Source, kind: Format, wish: Wish, notes: Notes) -> None:
        self.source, self.kind, self.wish, self.notes = source, kind, wish, notes
        self.keys = Keys()
        self.periods: Periods = {}
        self.in_blocks = self.made = self.left_aside = 0

    @property
    def rows(self) -> int:
        """The records of the file: those of the blocks, and those that are no row of a table."""
        by_format = self.in_blocks - self.made - self.left_aside
        return self.in_blocks + self.notes.rejected_rows - by_format

    def stage(self, path: Path, progress: Progress) -> None:
        """Write every event of the file, before any are merged."""
        with EventsFile(path, staged=True) as staged:
            for block in self.source.blocks:
                frame = self.kind.convert(block, self.notes, self.wish.terms)
                self.in_blocks += len(block.text)
                if self.wish.countries:
                    wanted = frame["country"].isin(list(self.wish.countries))
                    self.left_aside += int((~wanted).sum())
                    frame = frame[wanted].reset_index(drop=True)
                self.made += len(frame)
                self.keys.add(frame)
                self._cover(frame)
                staged.write(frame)
                progress(self.source.progress() * 0.8, self.rows)

    def _cover(self, frame: pd.DataFrame) -> None:
        spans = frame.groupby("country").agg({"date_start": "min", "date_end": "max"})
        for country, first, last in spans.itertuples():
            before = self.periods.get(str(country), (first, last))
            self.periods[str(country)] = (
                min(np.datetime64(first, "D"), np.datetime64(before[0], "D")),
                max(np.datetime64(last, "D"), np.datetime64(before[1], "D")),
            )
