"""The beginning of a file: what it is and how its columns would be read, before any import."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from sahel_map.importers.containers import open_source
from sahel_map.importers.notes import Notes
from sahel_map.importers.recognise import is_deletions, recognise
from sahel_map.importers.refusals import refusal
from sahel_map.importers.suggestions import suggest

__all__ = ["Preview", "preview"]

_ROWS: Final = 200


@dataclass(frozen=True)
class Preview:
    """The beginning of a file.

    Attributes:
        header: Its headings.
        sample: Its first rows as text, one column a heading.
        container: ``csv``, ``xlsx``, ``json``, ``parquet`` or ``layer``.
        details: How it is read: encoding, delimiter, sheets.
        format_code: The format that its headings show, None where columns must be assigned.
        suggestion: A first guess which column is which, for other tables.
    """

    header: list[str]
    sample: pd.DataFrame
    container: str
    details: dict[str, Any]
    format_code: str | None
    suggestion: dict[str, str]


def preview(path: Path, *, name: str, max_bytes: int) -> Preview:
    """Return the beginning of a file.

    Args:
        path: The file.
        name: What it is called.
        max_bytes: The size of the largest file that is read.

    Raises:
        RefusedFile: It is no table of events.
    """
    with open_source(path, Notes(), name=name, block_rows=_ROWS, max_bytes=max_bytes) as source:
        block = next(iter(source.blocks), None)
        sample = pd.DataFrame(columns=source.header) if block is None else block.text.head(_ROWS)
        if is_deletions(source.header):
            raise refusal(name, "deletions")
        found = recognise(source.header)
        return Preview(
            source.header,
            sample,
            source.container,
            source.details,
            found.CODE if found else None,
            {} if found else suggest(source.header, sample),
        )
