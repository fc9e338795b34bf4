"""Arrow batches, of Parquet files and map layers, as blocks of text records."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from sahel_map.importers.blocks import Block
from sahel_map.importers.headings import headings
from sahel_map.importers.points import Points
from sahel_map.importers.refusals import refusal
from sahel_map.importers.tabular import DELIMITER, ENCODING, as_text, block_of, csv_line

__all__ = ["Batches"]


class Batches:
    """Arrow batches, opened: the first is read.

    Args:
        batches: The records.
        file: The file's name, for a refusal.
        geometry: The column that holds well-known binary, or points as structs; "" for none.
        crs: The coordinate system of that column.

    Attributes:
        header: The headings, unique; those made from the points at the end.
        details: What a report says of the reading: ``crs`` where there are points.
        read: How many records were handed out.

    Raises:
        RefusedFile: There is no record, or none of events, or areas instead of points.
    """

    delimiter = DELIMITER
    encoding = ENCODING

    def __init__(
        self, batches: Iterable[pa.RecordBatch], file: str, geometry: str, crs: object
    ) -> None:
        ahead = iter(batches)
        first = next((batch for batch in ahead if batch.num_rows), None)
        if first is None:
            raise refusal(file, "only_header")
        self._batches = chain([first], ahead)
        self._geometry = geometry
        self._attributes = [
            place for place, name in enumerate(first.schema.names) if name != geometry
        ]
        names = [first.schema.names[place] for place in self._attributes]
        self._points = Points(file, names, crs) if geometry else None
        if self._points:
            self._points.check(_geometries(first.column(geometry)))
            names += self._points.names
        heading = headings(names, file)
        self.header = [*names[: heading.own], *heading.names]
        self.raw_header = csv_line(self.header)
        self.details: dict[str, Any] = dict(heading.details)
        if self._points:
            self.details |= self._points.details
        self.read = 0

    def blocks(self) -> Iterator[Block]:
        """Yield the records in order."""
        for batch in self._batches:
            columns = [as_text(batch.column(place)) for place in self._attributes]
            if self._points:
                columns += self._points.columns(_geometries(batch.column(self._geometry)))
            rows = np.arange(self.read + 1, self.read + 1 + batch.num_rows)
            self.read += batch.num_rows
            if batch.num_rows:
                yield block_of(columns, self.header, rows)


def _geometries(column: pa.Array) -> npt.NDArray[Any]:
    if pa.types.is_struct(column.type):
        axes = [
            np.asarray(column.field(axis).cast(pa.float64()).to_numpy(zero_copy_only=False))
            for axis in ("x", "y")
        ]
        return np.asarray(shapely.points(*axes), dtype=object)
    made = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
    return np.asarray(made, dtype=object)
