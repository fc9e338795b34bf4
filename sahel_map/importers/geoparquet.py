"""Events as GeoParquet 1.1: canonical columns, a point each, and what the file says of itself.

Format: https://geoparquet.org/releases/v1.1.0/. Coordinates are longitude and latitude (OGC:CRS84,
the format's default); an event without usable coordinates has no geometry.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from sahel_map.importers.canonical import COLUMNS, SCHEMA, to_arrow
from sahel_map.locate.places import distinct

__all__ = ["ABOUT", "EventsFile", "events_of", "search_column"]

ABOUT: Final = b"sahel_map"
"""The key of the file's metadata under which the import says where the events come from."""

_SEARCHED: Final = ("raw_id", "title", "place", "actor", "target", "admin1_stated", "summary")

_WHOLE: Final = {pa.int64(): pd.Int64Dtype()}

_GEO: Final = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}


def _without_accents(words: pa.Array) -> pa.Array:
    plain = pc.utf8_normalize(words, form="NFKD")
    plain = pc.replace_substring(pc.utf8_lower(plain), "ß", "ss")
    plain = pc.replace_substring(plain, "’", "'")
    return pc.replace_substring_regex(plain, r"\p{M}+", "")


def _folded(texts: pa.Array) -> pa.Array:
    accented = pc.fill_null(pc.invert(pc.string_is_ascii(texts)), False)
    return pc.replace_with_mask(
        pc.ascii_lower(texts), accented, _without_accents(texts.filter(accented))
    )


def search_column(events: pa.Table) -> pa.Array:
    """Return what a search looks through, folded as ``boundaries.fold`` folds words."""
    folded = []
    for name in _SEARCHED:
        # Most texts are those of many events, or have no accent: to look for accents in each
        # would take half of the time of an import.
        texts = events[name].combine_chunks().dictionary_encode()
        folded.append(_folded(texts.dictionary).take(texts.indices))
    return pc.binary_join_element_wise(*folded, " ")


def _points(events: pa.Table) -> pa.Array:
    lat, lon = (pc.fill_null(events[name], np.nan).to_numpy() for name in ("lat", "lon"))
    known = np.isfinite(lat) & np.isfinite(lon)
    wkb = np.full(len(events), None, dtype=object)
    if known.any():
        # Many events share a place.
        numbers, first = distinct(lon[known], lat[known])
        places = shapely.points(lon[known][first], lat[known][first])
        wkb[known] = np.asarray(shapely.to_wkb(places), dtype=object)[numbers]
    return pa.array(wkb, type=pa.binary())


class EventsFile:
    """A GeoParquet file that is written block by block.

    A ``staged`` one is read again once and thrown away: it has no points and nothing to search.
    """

    def __init__(self, path: Path | BytesIO, *, staged: bool = False) -> None:
        extra = [pa.field("search_text", pa.string()), pa.field("geometry", pa.binary())]
        fields = [*SCHEMA] if staged else [*SCHEMA, *extra]
        schema = pa.schema(fields, metadata={} if staged else {"geo": json.dumps(_GEO)})
        self._writer = pq.ParquetWriter(path, schema, compression="lz4" if staged else "zstd")
        self._schema = schema
        self._staged = staged
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.close()

    def write(self, events: pd.DataFrame | pa.Table) -> None:
        """Add canonical events, as a frame or as a table of ``canonical.SCHEMA``."""
        table = to_arrow(events) if isinstance(events, pd.DataFrame) else events
        if not len(table):
            return
        extra = [] if self._staged else [search_column(table), _points(table)]
        columns = [*table.columns, *extra]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        self.rows += len(table)

    def describe(self, about: dict[str, Any]) -> None:
        """Say in the file's metadata where the events come from."""
        text = json.dumps(about, ensure_ascii=False, default=str)
        self._writer.add_key_value_metadata({ABOUT: text.encode()})


def events_of(
    path: Path, keep: npt.NDArray[np.bool_] | None = None
) -> Iterator[tuple[pd.DataFrame, npt.NDArray[np.int64]]]:
    """Give the canonical events of an events file, a row group at a time.

    Args:
        path: The file.
        keep: Which of its events are wanted, one item each; None for all.

    Yields:
        Events on a ``RangeIndex``, of the same types in every group whatever is missing in it,
        and their positions in the file.
    """
    start = 0
    with pq.ParquetFile(path) as events:
        for group in range(events.num_row_groups):
            size = events.metadata.row_group(group).num_rows
            here = np.arange(size) if keep is None else np.flatnonzero(keep[start : start + size])
            if len(here):
                table = events.read_row_group(group, columns=list(COLUMNS))
                frame = table.to_pandas(types_mapper=_WHOLE.get, date_as_object=False)
                yield frame.iloc[here].reset_index(drop=True), here + start
            start += size
