"""What a format is given of a file: blocks of text records, each with the bytes it came as."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import numpy.typing as npt
import pandas as pd

__all__ = ["Block", "Source"]


@dataclass(frozen=True, slots=True)
class Block:
    """Records that stand together in a file.

    Attributes:
        text: The values as text, one column a heading as it came, ``str`` dtype, "" where a cell
            is empty, never missing; on a ``RangeIndex``.
        rows: The number of each record in the file, counted from 1 after the header, ``int64``.
        raw: Gives the bytes of the record at a position of this block, as it came, without its
            line end.
    """

    text: pd.DataFrame
    rows: npt.NDArray[Any]
    raw: Callable[[int], bytes]


@dataclass(frozen=True)
class Source:
    """An opened file, to be read once; it is closed by ``close`` or at the end of a ``with``.

    Attributes:
        name: The file's name, without its folder.
        container: ``csv``, ``xlsx``, ``json``, ``parquet`` or ``layer``.
        header: The headings as they came, white space around them taken away.
        raw_header: The bytes of the header, as the rejected rows repeat it.
        delimiter: What separates values in ``raw_header`` and raw records.
        encoding: How ``raw_header`` and raw records are encoded.
        blocks: Gives the records, some ten thousand at a time. A record that is no row of the
            table (too few or too many values, a quotation mark never closed) is not in a block
            but told to the notes.
        progress: How much has been read, 0 to 1.
        details: What a report says of the reading: encoding, delimiter, sheets, skipped lines.
            It is complete when the blocks are read.
        closing: What is closed with it.
    """

    name: str
    container: str
    header: list[str]
    raw_header: bytes
    delimiter: str
    encoding: str
    blocks: Iterator[Block]
    progress: Callable[[], float]
    details: dict[str, Any] = field(default_factory=dict)
    closing: ExitStack = field(default_factory=ExitStack, repr=False, compare=False)

    def close(self) -> None:
        """Close the file and take away what was unpacked for it."""
        self.closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
