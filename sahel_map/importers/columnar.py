"""Parquet and GeoParquet, batch by batch."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from sahel_map.importers.batches import Batches
from sahel_map.importers.refusals import RefusedFile, refusal

__all__ = ["open_parquet"]

_DEGREES: Final = "OGC:CRS84"
_READABLE: Final = ("WKB", "point")


def open_parquet(path: Path, file: str, block_rows: int, closing: ExitStack) -> tuple[Batches, int]:
    """Open a Parquet file.

    Args:
        path: Where it is.
        file: Its name, for a refusal.
        block_rows: How many records a block has.
        closing: Closes it.

    Returns:
        Its records, and how many there are.

    Raises:
        RefusedFile: Damaged, without records, or with areas instead of points.
    """
    try:
        table = closing.enter_context(pq.ParquetFile(path))
        geometry, crs = _geometry(table, file)
        batches = _batches(table, file, block_rows)
    except RefusedFile:
        raise
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise refusal(file, "broken_parquet", problem=error) from error
    return Batches(batches, file, geometry, crs), table.metadata.num_rows


def _batches(table: pq.ParquetFile, file: str, block_rows: int) -> Iterator[pa.RecordBatch]:
    try:
        yield from table.iter_batches(batch_size=block_rows)
    except (pa.ArrowException, OSError) as error:
        raise refusal(file, "broken_parquet", problem=error) from error


def _geometry(table: pq.ParquetFile, file: str) -> tuple[str, object]:
    """Return the column of points and its coordinate system, as GeoParquet describes them."""
    told = (table.metadata.metadata or {}).get(b"geo")
    if told is None:
        return "", None
    geo = json.loads(told)
    name = geo["primary_column"]
    column = geo["columns"][name]
    if column.get("encoding", "WKB") not in _READABLE:
        raise refusal(file, "not_points", kind=column["encoding"])
    return name, column.get("crs", _DEGREES)
