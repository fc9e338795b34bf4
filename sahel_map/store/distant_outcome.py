"""What a selection selects of a distant dataset: counted and listed by its store, rarely read."""

from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.outcome import FEW, Mask, Outcome
from sahel_map.selection import Selection
from sahel_map.store.interface import Tally

if TYPE_CHECKING:
    from sahel_map.store.distant import Distant

__all__ = ["DistantOutcome"]


class DistantOutcome(Outcome):
    """What a selection selects of a distant dataset."""

    data: "Distant"
    selection: Selection

    @classmethod
    def of(cls, data: "Distant", selection: Selection) -> Self:
        """Return what a selection selects: counted now, read when it is asked for."""
        made: Self = object.__new__(cls)
        made.__dict__.update(data=data, selection=selection)
        made.__dict__["tally"] = data.answer(
            lambda queries: queries.tally(selection), made._counted
        )
        return made

    @cached_property
    def tally(self) -> Tally:
        """How much is selected and what is left out."""
        return self._counted()

    @cached_property
    def _read(self) -> Outcome:
        return self.selection.outcome(self.data.events)

    def _counted(self) -> Tally:
        read = self._read
        return Tally(len(read), read.points, read.straddling, read.leads_hidden, tuple(read.kinds))

    @property
    def frame(self) -> pd.DataFrame:
        """All events."""
        return self._read.frame

    @property
    def mask(self) -> Mask:
        """Which of them are selected, one boolean an event."""
        return self._read.mask

    @property
    def straddling(self) -> int:
        """How many reach beyond the chosen days."""
        return self.tally.straddling

    @property
    def leads_hidden(self) -> int:
        """How many are left out as unverified leads."""
        return self.tally.leads_hidden

    @property
    def _n(self) -> int:
        return self.tally.events

    @property
    def total(self) -> int:
        """How many events there are, selected or not."""
        return self.data.total

    @cached_property
    def _few(self) -> pd.DataFrame:
        return self._newest(FEW)

    def _newest(self, n: int) -> pd.DataFrame:
        """Return the newest selected events, all columns, in date order."""
        return self.data.answer(
            lambda _queries: self.data.newest(self.selection, n),
            lambda: self._read.latest(n).iloc[::-1],
        )

    @property
    def events(self) -> pd.DataFrame:
        """The selected events. Many are read and copied: ask for what is needed of them."""
        return self._read.events if self.many else self._few

    @property
    def points(self) -> int:
        """How many selected events have a point."""
        return self.tally.points

    @property
    def kinds(self) -> list[str]:
        """The categories of the selected events, each once."""
        return list(self.tally.kinds)

    def only(self, *columns: str) -> pd.DataFrame:
        """Return some columns of the selected events."""
        return self._read.only(*columns) if self.many else pd.DataFrame(self._few[list(columns)])

    def at_spots(self) -> npt.NDArray[np.int64] | None:
        """Return how many selected events each spot of the dataset has; None: events are read."""
        return self.data.at_spots(self.selection)

    def placed(self, *columns: str) -> pd.DataFrame:
        """Return columns that say where the selected events lie, a row each, in no order."""
        counts = self.at_spots() if self.many else None
        if counts is None:
            return self.only(*columns)
        rows = np.repeat(np.arange(len(counts)), counts)
        return pd.DataFrame(self.data.spots[list(columns)]).take(rows)

    def latest(self, n: int, *columns: str) -> pd.DataFrame:
        """Return some columns, or all, of the newest selected events, the newest first."""
        newest = self._newest(n) if self.many else self._few
        frame = pd.DataFrame(newest[list(columns)]) if columns else newest
        return frame.iloc[::-1].head(n)

    def around(self, event_id: str) -> tuple[int | None, str | None, str | None]:
        """Return where an event stands among the selected ones, and its neighbours in time."""
        return self.data.answer(
            lambda queries: queries.around(self.selection, event_id),
            lambda: self._read.around(event_id),
        )
