"""JSON as blocks of records: an array of objects, or an answer that holds one."""

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import ijson
import numpy as np
import pyarrow as pa

from sahel_map.i18n import ngettext
from sahel_map.importers.blocks import Block
from sahel_map.importers.encodings import Readable
from sahel_map.importers.headings import headings
from sahel_map.importers.notes import Notes
from sahel_map.importers.refusals import RefusedFile, refusal
from sahel_map.importers.signatures import plain_text
from sahel_map.importers.tabular import DELIMITER, ENCODING, block_of, csv_line, json_text

__all__ = ["LAYER", "Document", "place_of_records"]

LAYER: Final = "layer"
"""What ``place_of_records`` returns for GeoJSON and TopoJSON."""

_LAYERS: Final = frozenset(
    {
        "FeatureCollection", "Feature", "Topology", "GeometryCollection", "Point", "MultiPoint",
        "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    }
)  # fmt: skip
_ANSWERS: Final = frozenset(
    {
        "status", "success", "error", "errors", "message", "messages", "detail", "data", "count",
        "result", "results",
    }
)  # fmt: skip


def place_of_records(head: bytes, file: str) -> str:
    """Return where in a JSON document the records stand, as ijson names it.

    Args:
        head: The document's beginning.
        file: The file's name, for a refusal.

    Returns:
        "item" or "data.item" and the like; ``LAYER`` for a map layer.

    Raises:
        RefusedFile: An answer without records, or JSON that holds no records.
    """
    keys: list[str] = []
    problem = ""
    first = ""
    try:
        for prefix, event, value in ijson.parse(io.BytesIO(head)):
            first = first or event
            if prefix == "type" and value in _LAYERS:
                return LAYER
            if event == "map_key" and not prefix:
                keys.append(value)
            if event == "start_map" and prefix == "features.item":
                return LAYER
            if event == "start_map" and _is_list(prefix, keys):
                return str(prefix)
    except ijson.JSONError as error:
        problem = str(error)
    if first == "start_array" and not problem and not head.strip(b"[] \t\r\n"):
        raise refusal(file, "no_data", problem=plain_text(head))
    if _ANSWERS & set(keys):
        raise refusal(file, "no_data", problem=plain_text(head))
    raise refusal(file, "other_json")


def _is_list(prefix: str, keys: list[str]) -> bool:
    return prefix == "item" or (bool(keys) and prefix == f"{keys[-1]}.item")


class Document:
    """JSON records, opened: the first are read, for their headings.

    Args:
        handle: Where the bytes come from.
        place: Where the records stand, from ``place_of_records``.
        file: The file's name, for a refusal.
        block_rows: How many records a block has.

    Attributes:
        header: The keys of the first block's records, in the order they are met.
        details: What a report says of the reading: ``records``, where they stand.

    Raises:
        RefusedFile: Damaged JSON, or records that are none of events.
    """

    delimiter = DELIMITER
    encoding = ENCODING

    def __init__(self, handle: Readable, place: str, file: str, block_rows: int) -> None:
        self._file, self._block_rows = file, block_rows
        self._records = ijson.items(handle, place)
        self._ahead = self._next()
        keys: dict[str, None] = {}
        for record in self._ahead:
            if isinstance(record, dict):
                keys |= dict.fromkeys(record)
        self._keys = list(keys)
        heading = headings(self._keys, file)
        if not self._keys:
            raise refusal(file, "other_json")
        # A file of rejected rows is CSV: here such columns are somebody's own.
        self.header = [*self._keys[: heading.own], *heading.names]
        self.raw_header = csv_line(self.header)
        self.details: dict[str, Any] = {"records": place, **heading.details}

    def _next(self) -> list[Any]:
        try:
            return list(islice(self._records, self._block_rows))
        except RefusedFile:
            raise
        except ijson.JSONError as error:
            problem = str(error).partition("\n")[0]
            raise refusal(self._file, "broken_json", problem=problem) from error

    def blocks(self, notes: Notes) -> Iterator[Block]:
        """Yield the records in order; what is none, or has keys of its own, is told."""
        row, records = 0, self._ahead
        self._ahead = []
        while records:
            rows = np.arange(row + 1, row + 1 + len(records))
            keep = np.array([self._fits(one) for one in records], dtype=bool)
            for place in np.flatnonzero(~keep):
                self._reject(records[place], int(rows[place]), notes)
            kept = [one for one, fits in zip(records, keep, strict=True) if fits]
            if kept:
                yield block_of(self._columns(kept), self.header, rows[keep])
            row += len(records)
            records = self._next()

    def _fits(self, record: object) -> bool:
        if not isinstance(record, dict):
            return False
        other = record.keys() - set(self._keys) if len(record) else ()
        return not any(_text(record[key]) for key in other)

    @staticmethod
    def _reject(record: object, row: int, notes: Notes) -> None:
        count = len(record) if isinstance(record, dict) else 1
        told = ngettext("{number} value", "{number} values", count).format(number=count)
        notes.reject("ragged", "", row, told, json_text(record).encode(ENCODING, "replace"))

    def _columns(self, records: list[dict[str, Any]]) -> list[pa.Array]:
        return [
            pa.array([_text(record.get(key)) for record in records], pa.large_string())
            for key in self._keys
        ]


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json_text(value) if isinstance(value, dict | list) else str(value)
