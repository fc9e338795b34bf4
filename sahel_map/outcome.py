"""The selected events and what was left out: one boolean an event, copied only where few."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.i18n import gettext, ngettext, number_text

__all__ = ["FEW", "Mask", "Outcome"]

Mask = npt.NDArray[np.bool_]

FEW: Final = 5_000
"""How many events are drawn and listed one by one; beyond it maps are drawn on the server."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """Which events are selected and what was left out, so that a view can say so.

    Attributes:
        frame: All events.
        mask: Which of them are selected, one boolean an event.
        straddling: How many reach beyond the chosen days.
        leads_hidden: How many are left out as unverified leads.
    """

    frame: pd.DataFrame
    mask: Mask
    straddling: int
    leads_hidden: int

    def __len__(self) -> int:
        return self._n

    @cached_property
    def _n(self) -> int:
        return int(self.mask.sum())

    @property
    def total(self) -> int:
        """How many events there are, selected or not."""
        return len(self.frame)

    @cached_property
    def _few(self) -> pd.DataFrame:
        return self.frame[self.mask]

    @property
    def events(self) -> pd.DataFrame:
        """The selected events. Many are copied anew each time: ask for what is needed of them."""
        if self._n == len(self.frame):
            return self.frame
        return self._few if self._n <= FEW else self.frame[self.mask]

    @property
    def many(self) -> bool:
        """Whether there are more events than can be drawn or listed one by one."""
        return self._n > FEW

    @property
    def drawn(self) -> pd.DataFrame:
        """The selected events that have a point."""
        events = self.events
        return events[events["lat"].notna()]

    @cached_property
    def points(self) -> int:
        """How many selected events have a point."""
        return int((self.mask & self.frame["lat"].notna().to_numpy()).sum())

    @cached_property
    def kinds(self) -> list[str]:
        """The categories of the selected events, each once."""
        return [str(kind) for kind in self.frame["category"][self.mask].unique()]

    def only(self, *columns: str) -> pd.DataFrame:
        """Return some columns of the selected events."""
        return pd.DataFrame(self.frame[list(columns)])[self.mask]

    def at_spots(self) -> npt.NDArray[np.int64] | None:
        """Return how many selected events each spot of the dataset has; None: events are read."""
        return None

    def placed(self, *columns: str) -> pd.DataFrame:
        """Return columns that say where the selected events lie, a row each, in no order."""
        return self.only(*columns)

    def latest(self, n: int, *columns: str) -> pd.DataFrame:
        """Return some columns, or all, of the newest selected events, the newest first."""
        newest = np.flatnonzero(self.mask)[::-1][:n]
        frame = pd.DataFrame(self.frame[list(columns)]) if columns else self.frame
        return frame.iloc[newest]

    def sentence(self) -> str:
        """Say how many of how many are shown, and why others are not."""
        n, drawn = len(self), self.points
        parts = [
            ngettext(
                "{n} of {total} events is selected", "{n} of {total} events are selected", n
            ).format(n=number_text(n), total=number_text(self.total))
        ]
        if n:
            parts.append(
                ngettext("{n} is on the map", "{n} are on the map", drawn).format(
                    n=number_text(drawn)
                )
            )
        if n > drawn:
            parts.append(
                ngettext(
                    "{n} is only in the table because no more than its region or country is known",
                    "{n} are only in the table because no more than their region or country is"
                    " known",
                    n - drawn,
                ).format(n=number_text(n - drawn))
            )
        if self.straddling:
            parts.append(
                ngettext(
                    "{n} with an imprecise date reaches beyond these days and is left out",
                    "{n} with imprecise dates reach beyond these days and are left out",
                    self.straddling,
                ).format(n=number_text(self.straddling))
            )
        if self.leads_hidden:
            parts.append(
                ngettext(
                    "{n} unverified lead is hidden",
                    "{n} unverified leads are hidden",
                    self.leads_hidden,
                ).format(n=number_text(self.leads_hidden))
            )
        return gettext("; ").join(parts) + "."

    def around(self, event_id: str) -> tuple[int | None, str | None, str | None]:
        """Return where an event stands among the selected ones, and its neighbours in time."""
        if event_id not in self.frame.index:
            return None, None, None
        at = self.frame.index.get_loc(event_id)
        if not isinstance(at, int) or not self.mask[at]:
            return None, None, None
        earlier, later = np.flatnonzero(self.mask[:at]), np.flatnonzero(self.mask[at + 1 :])
        before = str(self.frame.index[earlier[-1]]) if len(earlier) else None
        after = str(self.frame.index[at + 1 + later[0]]) if len(later) else None
        return len(earlier), before, after
