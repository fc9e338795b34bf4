"""Records of delimited text to columns of text, by Arrow; those of another width are set apart."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

__all__ = ["frame_of", "parse", "with_rows"]

_BLOCK: Final = 1 << 22
_BOM: Final = b"\xef\xbb\xbf"
_STR: Final = pd.StringDtype("pyarrow", na_value=np.nan)


def parse(octets: bytes, width: int, delimiter: bytes) -> tuple[pa.Table, dict[int, int]]:
    """Return the records of UTF-8 text as columns of text, named "0", "1" and so on.

    Args:
        octets: Whole records.
        width: How many values a record has.
        delimiter: What separates them.

    Returns:
        The records of that width; and how many values the others have, by position among all.
    """
    names = [str(position) for position in range(width)]
    other: dict[int, int] = {}

    def set_apart(row: csv.InvalidRow) -> str:
        other[row.number - 1] = row.actual_columns
        return "skip"

    if octets.startswith(_BOM):
        octets = b"\n" + octets  # Arrow would take it away, and here it is part of a value
    if not octets:
        return pa.table({name: pa.array([], pa.large_string()) for name in names}), other
    table = csv.read_csv(
        pa.BufferReader(octets),
        # In one thread the positions of set-apart records are known.
        read_options=csv.ReadOptions(column_names=names, use_threads=False, block_size=_BLOCK),
        parse_options=csv.ParseOptions(
            delimiter=delimiter.decode(), newlines_in_values=True, invalid_row_handler=set_apart
        ),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
        ),
    )
    return table, other


def with_rows(
    table: pa.Table, put_in: pa.Table, places: Sequence[int], dropped: Sequence[int]
) -> pa.Table:
    """Return a table with rows put in where they stood.

    Args:
        table: What ``parse`` returned.
        put_in: Rows that were set apart.
        places: Their positions among all records.
        dropped: The positions that stay away.
    """
    if not places:
        return table
    away = sorted({*places, *dropped})
    everywhere = np.arange(len(table) + len(away))
    stood = np.concatenate([np.delete(everywhere, away), places])
    return pa.concat_tables([table, put_in]).take(np.argsort(stood)).combine_chunks()


def frame_of(table: pa.Table, names: Sequence[str]) -> pd.DataFrame:
    """Return a table of ``large_string`` columns as a frame of ``str`` columns of other names."""
    renamed = table.combine_chunks().rename_columns([str(place) for place in range(len(names))])
    frame: pd.DataFrame = renamed.to_pandas(types_mapper={pa.large_string(): _STR}.get)
    return frame.set_axis(list(names), axis="columns")
