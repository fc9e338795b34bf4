"""The status of every road on every day, and its reason.

The rules, in order, are those of docs/measures.md; the first that fits decides.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.measures.segments import Segments

__all__ = [
    "ACUTE", "CLOSED_DAYS", "COVERED_DAYS", "FORCES", "LIT_SHARE", "NEVER", "PERSISTENT", "REASONS",
    "REASON_CODES", "STALE_DAYS", "STATUS_CODES", "Grid", "RoadDays", "force_of",
]  # fmt: skip

CLOSED_DAYS: Final = 14
"""An enforced blockade closes a road while its last attack is no older than this."""

ACUTE: Final = 30
PERSISTENT: Final = 90
"""Days that an attack contests a road, and that it keeps a stretch under threat."""

LIT_SHARE: Final = 0.10
"""The share of a road under threat within ``PERSISTENT`` days from which it is contested."""

COVERED_DAYS: Final = 30
"""A road can be called open only where its countries have any event this recent."""

STALE_DAYS: Final = 365
"""After so long without word a blockade that nobody saw end says nothing about the road."""

STATUS_CODES: Final = tuple(v.STATUSES)

REASONS: Final = {
    "enforced_attack": "closed",
    "nothing_passes": "closed",
    "enforced": "escort_only",
    "eased": "escort_only",
    "only_convoys": "escort_only",
    "declared": "contested",
    "touched": "contested",
    "recent_attack": "contested",
    "lit_share": "contested",
    "out_of_date": "no_data",
    "clear": "open",
    "no_events": "no_data",
    "outside": "no_data",
}
"""Reason to status, in the order in which they are tried."""

REASON_CODES: Final = tuple(REASONS)
_STATUS_OF: Final = np.array([STATUS_CODES.index(status) for status in REASONS.values()])
NEVER: Final = np.iinfo(np.int32).max
FORCES: Final = ("enforced", "eased", "declared", "touched", "nothing_passes", "only_convoys")

Grid = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class RoadDays:
    """The status of each road on each day. All grids have a row a road and a column a day.

    Attributes:
        corridor_ids: The roads, in the order of the rows.
        days: The days, in the order of the columns.
        reason: Index into ``REASONS``.
        spell: Index into ``spell_ids`` of the spell that decides, or -1.
        stale: Index of the open spell that no source confirms any more, or -1.
        since: Days since the last attack; the largest int32 where none is on record.
        lit: Share of the road's length under threat within ``PERSISTENT`` days.
        near: The events of each road, as ``roadside`` returns them.
        segments: The stretches of the roads.
        buffer_km: The buffer that was used, kilometres.
        data_days: First and last day with event data.
    """

    corridor_ids: tuple[str, ...]
    days: pd.DatetimeIndex
    spell_ids: tuple[str, ...]
    reason: Grid
    spell: Grid
    stale: Grid
    since: Grid
    lit: Grid
    near: pd.DataFrame
    segments: Segments
    buffer_km: float
    data_days: tuple[dt.date, dt.date] | None

    @property
    def status(self) -> Grid:
        """The statuses, as indices into ``STATUS_CODES``."""
        return _STATUS_OF[self.reason]

    def column(self, day: dt.date) -> int:
        """Return the column of a day, or -1 where the grids do not hold it."""
        at = int(self.days.searchsorted(pd.Timestamp(day)))
        return at if at < len(self.days) and self.days[at] == pd.Timestamp(day) else -1

    def on(self, day: dt.date) -> pd.DataFrame:
        """Return the status of each road on a day, indexed by ``corridor_id``.

        Returns:
            ``status``, ``reason``, ``spell_id`` and ``stale_spell_id`` (empty where none),
            ``days_since`` (missing where no attack is on record), ``last_event_id`` and
            ``lit_share``. A day outside the grid has no data for any road.
        """
        return _on(self, day)

    def runs(self) -> pd.DataFrame:
        """Return the unbroken runs of one status: ``corridor_id``, ``status``, ``stale``, days."""
        status, stale = self.status, self.stale >= 0
        state = status * 2 + stale
        rows = []
        for row, corridor_id in enumerate(self.corridor_ids):
            if not len(self.days):
                break
            turns = np.flatnonzero(np.diff(state[row])) + 1
            for first, end in zip([0, *turns], [*turns, len(self.days)], strict=True):
                code = STATUS_CODES[status[row, first]]
                span = (self.days[first], self.days[end - 1])
                rows.append((corridor_id, code, bool(stale[row, first]), *span))
        return pd.DataFrame(rows, columns=["corridor_id", "status", "stale", "first", "last"])


def _last_events(found: RoadDays, day: dt.date) -> list[str]:
    counted = found.near[found.near["counted"] & (found.near["day"] <= pd.Timestamp(day))]
    last = counted.drop_duplicates("corridor_id", keep="last").set_index("corridor_id")
    return list(last["event_id"].reindex(list(found.corridor_ids)).fillna(""))


# A page asks for the same day many times over.
@lru_cache(maxsize=64)
def _on(found: RoadDays, day: dt.date) -> pd.DataFrame:
    at = found.column(day)
    index = pd.Index(found.corridor_ids)
    if at < 0:
        nothing = {"status": "no_data", "reason": "outside", "spell_id": ""}
        nothing |= {"stale_spell_id": "", "last_event_id": ""}
        return pd.DataFrame(nothing, index=index).assign(
            days_since=pd.array([None] * len(index), "Int64"), lit_share=0.0
        )
    names = np.array([*found.spell_ids, ""], dtype=object)
    since = [None if days == NEVER else int(days) for days in found.since[:, at]]
    reason = found.reason[:, at]
    return pd.DataFrame(
        {
            "status": np.array(STATUS_CODES, dtype=object)[_STATUS_OF[reason]],
            "reason": np.array(REASON_CODES, dtype=object)[reason],
            "spell_id": names[found.spell[:, at]],
            "stale_spell_id": names[found.stale[:, at]],
            "days_since": pd.array(since, "Int64"),
            "last_event_id": _last_events(found, day),
            "lit_share": found.lit[:, at],
        },
        index=index,
    )


def force_of(spell: Any) -> list[str]:  # noqa: ANN401  (a row of itertuples)
    """Return how a spell bears on the roads it names, as names of reasons."""
    forces = []
    if spell.passage == "none":
        forces.append("nothing_passes")
    if spell.passage == "convoys":
        forces.append("only_convoys")
    if spell.kind not in v.CUTTING:
        return [*forces, "touched"]
    by_status = {"enforced": "enforced", "lifted": "enforced", "partially_eased": "eased"}
    return [*forces, by_status.get(spell.status, "declared")]
