"""Which rows of a file stand for one event, and which of them stands.

Sixteen bytes a row are kept in memory while a file is read (a digest of the identifier and the
stamp); rows that share a digest are looked at again afterwards, and compared by the identifier
itself.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.importers.geoparquet import events_of
from sahel_map.importers.values import each

__all__ = ["Keys", "Merged", "Periods", "content_digests", "id_digests", "merge_rows"]

Array = npt.NDArray[Any]
Periods = dict[str, tuple[np.datetime64, np.datetime64]]
"""Country to the first and the last day that a file covers of it."""

_OF_PARTIES: Final = ("actor", "actor_groups", "title", "flags")
"""What differs between the rows of an export that names an event once for each party."""

_LISTS: Final = {"actor": "; ", "actor_groups": ";", "flags": ";"}

_BETWEEN: Final = " – "
"""What stands between the parties in a title."""


class Keys:
    """Identifiers and stamps of rows, in the order in which they are read."""

    def __init__(self) -> None:
        self._ids: list[Array] = []
        self._stamps: list[Array] = []

    def add(self, frame: pd.DataFrame) -> None:
        """Take the keys of a block of canonical events."""
        self._ids.append(id_digests(frame["event_id"]))
        self._stamps.append(frame["stamp"].to_numpy(np.int64))

    @property
    def ids(self) -> Array:
        """The digest of each identifier, ``uint64``."""
        return np.concatenate(self._ids) if self._ids else np.empty(0, np.uint64)

    @property
    def stamps(self) -> Array:
        """The stamp of each row, seconds since 1970, 0 where there is none."""
        return np.concatenate(self._stamps) if self._stamps else np.empty(0, np.int64)


def id_digests(ids: pd.Series) -> Array:
    """Return a digest of each identifier, ``uint64``."""
    return pd.util.hash_array(ids.to_numpy(object), categorize=False)


def content_digests(frame: pd.DataFrame) -> Array:
    """Return a digest of each row's values, ``uint64``."""
    return pd.util.hash_pandas_object(frame, index=False, categorize=True).to_numpy()


@dataclass(frozen=True)
class Merged:
    """What becomes of the rows of a file.

    Attributes:
        keep: Which rows make an event.
        parties: ``actor``, ``actor_groups``, ``title`` and ``flags`` of the events of several
            rows, on the position of the row that stands for them.
        counts: How many rows made none, by code of ``vocabulary.MERGES``.
    """

    keep: Array
    parties: pd.DataFrame = field(default_factory=pd.DataFrame)
    counts: dict[str, int] = field(default_factory=dict)


def _repeated(ids: Array) -> Array:
    """Return which rows have an identifier that another row has too, as positions."""
    order = np.argsort(ids, kind="stable")
    same = ids[order][1:] == ids[order][:-1]
    twice = np.zeros(len(ids), dtype=bool)
    twice[order[1:][same]] = twice[order[:-1][same]] = True
    return np.flatnonzero(twice)


def _gathered(path: Path, positions: Array, total: int) -> pd.DataFrame:
    """Return keys, parties and digests of the contents of some rows of a staged file."""
    wanted = np.zeros(total, dtype=bool)
    wanted[positions] = True
    parts = []
    for frame, places in events_of(path, wanted):
        said = frame.drop(columns=["row"])
        part = frame[["event_id", "stamp", *_OF_PARTIES]].assign(position=places)
        part["whole"] = content_digests(said)
        part["rest"] = content_digests(said.drop(columns=list(_OF_PARTIES)))
        parts.append(part)
    gathered: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return gathered


def _without_repeats(lists: pd.Series, separator: str) -> Array:
    def union(text: str) -> str:
        items = (item.strip() for item in text.split(separator))
        return separator.join(dict.fromkeys(item for item in items if item))

    return each(lists, union)


def _joined(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the parties, codes, title and flags of events from rows that name one party each.

    Args:
        rows: The rows of events of several parties, in the order of the file.

    Returns:
        ``_OF_PARTIES`` on the position of each event's first row.
    """
    turn = rows.groupby("event_id", sort=False).cumcount()
    events = rows[turn == 0].set_index("event_id")
    kind = events["title"].str.partition(": ")[0]
    named = events["title"].str.partition(": ")[2]
    for number in range(1, int(turn.max()) + 1):
        more = rows[turn == number].set_index("event_id")
        at = more.index
        for column, separator in _LISTS.items():
            events.loc[at, column] += separator + more[column]
        other = more["title"].str.partition(": ")
        # "Armed clash: one" and "Armed clash: another" become one title.
        alike = other.index[(other[0] == kind.loc[at]) & (other[2] != "") & (named.loc[at] != "")]
        named.loc[alike] += _BETWEEN + other.loc[alike, 2]
    several = named.str.contains(_BETWEEN, regex=False)
    parties = pd.Series(_without_repeats(named, _BETWEEN), index=named.index, dtype="str")
    titles = events["title"].where(~several, kind + ": " + parties)
    return pd.DataFrame(
        {
            **{column: _without_repeats(events[column], mark) for column, mark in _LISTS.items()},
            "title": titles.to_numpy(object),
        },
        index=events["position"].to_numpy(),
    )


def merge_rows(keys: Keys, path: Path, *, by_party: bool) -> Merged:
    """Decide which rows of a staged file make an event.

    Of rows with one identifier the newest stamp stands. Of equally new ones, identical rows are
    one; rows that differ in nothing but the party are the parties of one event, where a format
    has such rows; of others the last one stands.

    Args:
        keys: The keys of all rows of the file, in its order.
        path: The staged rows.
        by_party: Whether the format may name an event once for each party.
    """
    ids = keys.ids
    keep = np.ones(len(ids), dtype=bool)
    positions = _repeated(ids)
    if not len(positions):
        return Merged(keep)
    rows = _gathered(path, positions, len(ids))
    counts: dict[str, int] = {}

    def drop(code: str, where: pd.Series) -> pd.DataFrame:
        keep[rows.loc[where, "position"]] = False
        counts[code] = counts.get(code, 0) + int(where.sum())
        return rows[~where]

    rows = drop("older", rows["stamp"] < rows.groupby("event_id")["stamp"].transform("max"))
    rows = drop("identical", rows.duplicated(["event_id", "whole"]))
    said = "rest" if by_party else "whole"
    rows = drop("restated", rows[said] != rows.groupby("event_id")[said].transform("last"))
    rows = drop("restated", rows.duplicated(["event_id", "actor"], keep="last"))
    shared = rows[rows.duplicated("event_id", keep=False)]
    rows = drop("actors", rows.duplicated("event_id"))
    parties = _joined(shared) if len(shared) else pd.DataFrame()
    return Merged(keep, parties, {code: n for code, n in counts.items() if n})
