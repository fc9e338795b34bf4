"""Records that came as values, not as text: columns of text, and each record again as CSV."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Final

import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sahel_map.importers.blocks import Block
from sahel_map.importers.parsing import frame_of

__all__ = ["DELIMITER", "ENCODING", "as_text", "block_of", "csv_line", "json_text"]

DELIMITER: Final = ","
ENCODING: Final = "utf-8"

_TEXT: Final = pa.large_string()
_MIDNIGHT: Final = r"[ T]00:00(:00(\.0+)?)?(Z|[+-]00:?00)?$"


def csv_line(values: Sequence[str]) -> bytes:
    """Return values as one record of CSV, without line end."""
    line = io.StringIO()
    # Without a line end of its own the writer would not quote those within values.
    csv.writer(line, delimiter=DELIMITER, lineterminator="\n").writerow(values)
    return line.getvalue().removesuffix("\n").encode(ENCODING, "replace")


def block_of(columns: Sequence[pa.Array], names: Sequence[str], rows: npt.NDArray[Any]) -> Block:
    """Return columns of text as a block; a record's bytes are its values as CSV."""
    positions = [str(place) for place in range(len(names))]
    frame = frame_of(pa.table(list(columns), names=positions), names)
    return Block(frame, rows, lambda place: csv_line(frame.iloc[place].tolist()))


def json_text(value: object) -> str:
    """Return a nested value as JSON."""
    return json.dumps(value, ensure_ascii=False, default=str)


def as_text(column: pa.Array) -> pa.Array:
    """Return a column as text: "" for nothing, days as YYYY-MM-DD, 5.0 as 5, lists as JSON."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if pa.types.is_nested(kind) or pa.types.is_duration(kind):
        text = pa.array([None if one is None else json_text(one) for one in column.to_pylist()])
    elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        text = pa.array([None if one is None else one.hex() for one in column.to_pylist()])
    elif pa.types.is_floating(kind):
        numbers = column.cast(pa.float64()) if pa.types.is_float16(kind) else column
        text = pc.if_else(pc.is_nan(numbers), None, numbers.cast(_TEXT))
    elif pa.types.is_timestamp(kind):
        text = pc.replace_substring_regex(column.cast(_TEXT), _MIDNIGHT, "")
    else:
        text = column.cast(_TEXT)
    return pc.fill_null(text.cast(_TEXT), "")
