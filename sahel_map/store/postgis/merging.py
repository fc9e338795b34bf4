"""The events of an import beside those of the version before: which rows stay, in what order."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sahel_map.importers.canonical import COLUMNS

__all__ = ["Changes", "changes_between", "content_digest", "ids_of", "positions_for",
           "storable"]  # fmt: skip

Array = npt.NDArray[Any]

_APART: Final = 1024
"""Between the positions of two rows that are entered one after the other."""


@dataclass(frozen=True, eq=False)
class Changes:
    """What becomes of rows.

    Attributes:
        enter: Which rows of the newer file are entered.
        close: Which rows of the older file end, as places in it.
        stay: For each row of the newer file its place in the older one, -1 where it is entered.
    """

    enter: Array
    close: Array
    stay: Array


def _column(file: pq.ParquetFile, name: str) -> pa.Array:
    column = file.read(columns=[name]).column(0)
    if pa.types.is_string(column.type):
        # Beyond 2 GiB of text the offsets need 64 bits.
        column = column.cast(pa.large_string())
    whole = column.combine_chunks()
    return whole if isinstance(whole, pa.Array) else pa.concat_arrays(whole.chunks)


def storable(column: pa.Array) -> pa.Array:
    """Return texts as PostgreSQL can keep them: it knows no NUL."""
    text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    if not text or not pc.any(pc.match_substring(column, "\0")).as_py():
        return column
    return pc.replace_substring(column, "\0", "\ufffd")


def _bytes(column: pa.Array) -> tuple[bytes, ...]:
    """Return which values are there, and the values, whatever blocks they came in."""
    there = column.is_valid().to_numpy(zero_copy_only=False).astype(np.uint8)
    if pa.types.is_large_string(column.type):
        column = pc.fill_null(column, "")
        _, places, text = column.buffers()
        ends = np.frombuffer(places, np.int64)[column.offset : column.offset + len(column) + 1]
        inside = memoryview(text)[ends[0] : ends[-1]] if text else b""
        return there.tobytes(), np.diff(ends).tobytes(), bytes(inside)
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.uint8())
    elif pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    return there.tobytes(), pc.fill_null(column, 0).to_numpy(zero_copy_only=False).tobytes()


def content_digest(path: Path) -> str:
    """Return the SHA-256 over the events of a file: the same however the file is compressed."""
    total = hashlib.sha256()
    with pq.ParquetFile(path) as file:
        for name in COLUMNS:
            for part in _bytes(storable(_column(file, name))):
                total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def ids_of(path: Path) -> pd.Index:
    """Return the identifiers of the events of a file, in its order."""
    with pq.ParquetFile(path) as file:
        found: pd.Index = pd.Index(_column(file, "event_id").to_pandas(), dtype="str")
    return found


def _differ(one: pa.Array, other: pa.Array) -> Array:
    unequal = pc.fill_null(pc.not_equal(one, other), False)
    lacking = pc.not_equal(one.is_valid(), other.is_valid())
    return np.asarray(pc.or_(unequal, lacking), dtype=bool)


def _without_order(stay: Array) -> Array:
    """Let rows be entered anew where rows that stay would stand in another order than before."""
    kept = stay[stay >= 0]
    return stay if (np.diff(kept) > 0).all() else np.full(len(stay), -1)


def changes_between(old: Path | None, new: Path) -> Changes:
    """Return which rows of a file are those of an older one, value by value.

    Args:
        old: The events of the version before, None without any.
        new: The events that are to follow.
    """
    with pq.ParquetFile(new) as after:
        if old is None:
            size = after.metadata.num_rows
            return Changes(np.arange(size), np.array([], np.int64), np.full(size, -1))
        with pq.ParquetFile(old) as before:
            known = pd.Index(_column(before, "event_id").to_pandas())
            stay = known.get_indexer(pd.Index(_column(after, "event_id").to_pandas()))
            met = np.flatnonzero(stay >= 0)
            same = np.ones(len(met), bool)
            for name in COLUMNS:  # a column at a time: all of them would be gigabytes
                theirs = _column(before, name).take(pa.array(stay[met]))
                same &= ~_differ(theirs, storable(_column(after, name)).take(pa.array(met)))
            stay[met[~same]] = -1
            stay = _without_order(stay)
            ends = np.ones(len(known), bool)
            ends[stay[stay >= 0]] = False
    return Changes(np.flatnonzero(stay < 0), np.flatnonzero(ends), stay)


def positions_for(stay: Array, held: Array) -> Array | None:
    """Return the positions of the rows of a version, rising; those that stay keep theirs.

    Args:
        stay: As in ``Changes``.
        held: The positions of the rows of the version before, in their order.

    Returns:
        One position a row; None where there is no room between two that stay.
    """
    rows = np.arange(len(stay), dtype=np.int64)
    fixed = np.flatnonzero(stay >= 0)
    if not len(fixed):
        start = int(held[-1]) if len(held) else 0
        return start + (rows + 1) * _APART
    at = held[stay[fixed]]
    # Before the first and after the last there is as much room as is asked for.
    ends = np.array([-1, len(stay)])
    edges = np.array([at[0] - (fixed[0] + 1) * _APART, at[-1] + (len(stay) - fixed[-1]) * _APART])
    known = np.concatenate([ends[:1], fixed, ends[1:]])
    places = np.concatenate([edges[:1], at, edges[1:]])
    before = np.searchsorted(known, rows, side="right") - 1
    gap, room = np.diff(known)[before], np.diff(places)[before]
    if (room < gap).any():
        return None
    return np.asarray(places[before] + room * (rows - known[before]) // gap)
