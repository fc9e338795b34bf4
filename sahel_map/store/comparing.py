"""Which records of two versions of a table differ, fast for a million of them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sahel_map.importers.canonical import COLUMNS

__all__ = ["COMPARED", "changed_values", "count_files", "places"]

COMPARED: Final = tuple(name for name in COLUMNS if name not in {"event_id", "stamp", "row"})
"""The columns of imported events but their key, and where they stood in their file."""

Array = npt.NDArray[Any]


def _codes(old: pd.Series, new: pd.Series) -> tuple[Array, Array]:
    """Return two columns of few distinct values as numbers that mean the same in both."""
    number: dict[object, int] = {}
    tables = [
        np.array([number.setdefault(one, len(number)) for one in column.cat.categories] + [-1])
        for column in (old, new)
    ]
    # The code of a missing value is -1, which is the last place of either table.
    return tables[0][old.cat.codes], tables[1][new.cat.codes]


def changed_values(old: pd.Series, new: pd.Series) -> Array:
    """Return where two columns of the same length differ; what is missing in both does not."""
    if isinstance(old.dtype, pd.CategoricalDtype) and isinstance(new.dtype, pd.CategoricalDtype):
        one, other = _codes(old, new)
        return np.asarray(one != other)
    if old.dtype != new.dtype:
        old, new = old.astype(object), new.astype(object)
    lacks, lacked = new.isna().to_numpy(), old.isna().to_numpy()
    unequal = pd.array(old.array != new.array, dtype="boolean").to_numpy(bool, na_value=True)
    return np.asarray(np.where(lacks | lacked, lacks != lacked, unequal))


def places(old: pd.Index, new: Iterable[str] | pd.Index) -> Array:
    """Return the place of each new record among the old, -1 for one that came."""
    return np.asarray(old.get_indexer(pd.Index(new)), dtype=np.intp)


def _column(file: pq.ParquetFile, name: str) -> pd.Series:
    column = file.read(columns=[name]).column(0)
    if pa.types.is_string(column.type):
        # Beyond 2 GiB of text the offsets need 64 bits.
        column = column.cast(pa.large_string())
    return pd.Series(pd.arrays.ArrowExtensionArray(column.combine_chunks()))


def count_files(old: Path, new: Path) -> Mapping[str, int]:
    """Count what an import has changed: events that are ``added``, ``changed`` and ``removed``.

    Args:
        old: The events before, as an import has written them.
        new: The events after.
    """
    with pq.ParquetFile(old) as before, pq.ParquetFile(new) as after:
        known = pd.Index(_column(before, "event_id"))
        place = places(known, pd.Index(_column(after, "event_id")))
        common = place >= 0
        changed = np.zeros(int(common.sum()), dtype=bool)
        names = set(before.schema_arrow.names) & set(after.schema_arrow.names)
        for name in COMPARED:
            if name in names:  # a column at a time: all of them would be gigabytes
                there = _column(before, name).take(place[common]).reset_index(drop=True)
                changed |= changed_values(
                    there, _column(after, name)[common].reset_index(drop=True)
                )
    return {
        "added": int((~common).sum()),
        "changed": int(changed.sum()),
        "removed": len(known) - len(changed),
    }
