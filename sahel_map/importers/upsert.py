"""A newer file meets a dataset: what stays, what is replaced, what the file no longer has."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sahel_map.importers.geoparquet import events_of
from sahel_map.importers.merge import Periods, content_digests

__all__ = ["Known", "Meeting", "Step", "known_of", "meet"]

Array = npt.NDArray[Any]
_NEVER: Final = (np.datetime64(dt.date.max), np.datetime64(dt.date.min))


Step = Callable[[pd.DataFrame, Array], pd.DataFrame]
"""Makes events of events and their positions."""


@dataclass(frozen=True)
class Known:
    """What is compared of the events of a file, in its order.

    Attributes:
        ids: Their identifiers: digests might let two events meet that are not the same.
        stamps: Seconds since 1970, 0 where there is none.
        first: First day of each, ``datetime64[D]``.
        last: Last day of each.
        country: Country of each.
        content: A digest of each, without where it stood and what was flagged.
    """

    ids: pa.ChunkedArray
    stamps: Array
    first: Array
    last: Array
    country: Array
    content: Array


def known_of(path: Path, keep: Array | None = None, made: Step = lambda frame, _: frame) -> Known:
    """Read what is compared of the events of a file.

    Args:
        path: The events file.
        keep: Which of its events count; None for all.
        made: What is made of them first.
    """
    ids: list[pa.Array] = []
    columns: list[list[Array]] = [[] for _ in range(5)]
    for came, positions in events_of(path, keep):
        frame = made(came, positions)
        ids.append(pa.array(frame["event_id"], pa.large_string()))
        for column, values in zip(
            columns,
            (
                frame["stamp"].to_numpy(np.int64),
                frame["date_start"].to_numpy("datetime64[D]"),
                frame["date_end"].to_numpy("datetime64[D]"),
                frame["country"].to_numpy("U3"),
                content_digests(frame.drop(columns=["row", "flags"])),
            ),
            strict=True,
        ):
            column.append(values)
    return Known(
        pa.chunked_array(ids, pa.large_string()), *(np.concatenate(column) for column in columns)
    )


@dataclass(frozen=True)
class Meeting:
    """What becomes of events that meet those of a newer file.

    Attributes:
        stay: Which held events stay.
        back: Which of them a newer file has too.
        gone: Which of them the newer file should have and does not.
        enter: Which rows of the file make an event.
        replaced: How many of those replace a held event.
        counts: How many rows made none, by code of ``vocabulary.MERGES``.
    """

    stay: Array
    back: Array
    gone: Array
    enter: Array
    replaced: int
    counts: dict[str, int]


def meet(held: Known, fresh: Known, periods: Periods) -> Meeting:
    """Decide between the events of a dataset and those of a newer file.

    The newer stamp stands; of equal or missing stamps the file that is read later. An event that
    the file lacks is gone when its interval lies within what the file covers of its country; a
    file that is older than the dataset says nothing of that.

    Args:
        held: What the dataset holds.
        fresh: What the file holds, each event once.
        periods: Country to the first and the last day that the file covers.
    """
    found = pc.index_in(held.ids, value_set=fresh.ids.combine_chunks()).fill_null(-1)
    place = found.to_numpy()
    met = place >= 0
    stay = np.ones(len(met), dtype=bool)
    enter = np.ones(len(fresh.stamps), dtype=bool)
    theirs, mine = place[met], np.flatnonzero(met)
    older = fresh.stamps[theirs] < held.stamps[mine]
    same = ~older & (fresh.content[theirs] == held.content[mine])
    enter[theirs[older | same]] = False
    stay[mine[~(older | same)]] = False
    counts = {"older": int(older.sum()), "unchanged": int(same.sum())}
    newer = bool(fresh.stamps.max(initial=0) >= held.stamps.max(initial=0))
    return Meeting(
        stay,
        met & newer,
        ~met & newer & _covered(held, periods),
        enter,
        int((~(older | same)).sum()),
        {code: n for code, n in counts.items() if n},
    )


def _covered(held: Known, periods: Periods) -> Array:
    """Return which held events lie within what a file covers."""
    codes, countries = pd.factorize(held.country)
    spans = [periods.get(str(country), _NEVER) for country in countries]
    first, last = (np.array(side, dtype="datetime64[D]") for side in zip(*spans, strict=True))
    inside: Array = (first[codes] <= held.first) & (held.last <= last[codes])
    return inside
