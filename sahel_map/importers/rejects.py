"""The file of rejected rows: each as it came, byte for byte, behind its number and the reason."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext
from sahel_map.importers.blocks import Source

__all__ = ["OWN_COLUMNS", "Rejects", "are_rejects", "reason_text"]

OWN_COLUMNS: Final = ("sahel_map_row", "sahel_map_reason")
"""The columns before the record; a file with them can be mended and imported again."""


_HEAD: Final = 64


def are_rejects(path: Path, header: Sequence[str]) -> bool:
    """Return whether a file holds rejected rows, by its headings or, as text, by how it begins."""
    with path.open("rb") as handle:
        head = handle.read(_HEAD).replace(b"\0", b"")  # also where it was saved as UTF-16
    return OWN_COLUMNS[0] in header or OWN_COLUMNS[0].encode() in head


def reason_text(code: str, column: str, value: str) -> str:
    """Return why a row was rejected, with the value that is at fault, in the current language."""
    text = gettext(v.REJECTIONS[code].label)
    if column:
        text = f"{text} ({column})"
    return f"{text}: {value[:80]}" if value else text


class Rejects:
    """A file of rejected rows, written as they are met; it is made with the first of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._source: Source | None = None
        self._handle: BinaryIO | None = None

    def begin(self, source: Source) -> None:
        """Say from which file the rows come: its header, delimiter and encoding are kept."""
        self._source = source

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is left and close the file."""
        if self._handle is not None:
            self._handle.close()

    @property
    def any(self) -> bool:
        """Whether a row was rejected."""
        return self._handle is not None

    def write(self, row: int, code: str, column: str, value: str, raw: bytes) -> None:
        """Keep a row."""
        if self._source is None:
            msg = "begin() must say from which file the rows come"
            raise RuntimeError(msg)
        if self._handle is None:
            self._handle = self.path.open("wb")
            self._handle.write(self._line(OWN_COLUMNS, self._source) + self._source.raw_header)
            self._handle.write(b"\n")
        front = self._line((str(row), reason_text(code, column, value)), self._source)
        self._handle.write(front + raw + b"\n")

    @staticmethod
    def _line(values: tuple[str, ...], source: Source) -> bytes:
        line = io.StringIO()
        # Without a line end of its own the writer would not quote those within values.
        csv.writer(line, delimiter=source.delimiter, lineterminator="\n").writerow(values)
        text = line.getvalue().removesuffix("\n") + source.delimiter
        return text.encode(source.encoding, errors="replace")
