"""Bytes in order, from files and out of archives, never more of them than is safe."""

import zlib
from collections.abc import Callable
from typing import Final
from zipfile import BadZipFile

from sahel_map.importers.encodings import Readable
from sahel_map.importers.refusals import refusal, size_text

__all__ = ["FREE_BYTES", "MAX_RATIO", "MAX_UNPACKED", "Bounded", "Prepended", "head_of"]

MAX_UNPACKED: Final = 4 << 30
"""Bytes that a packed file may unpack to."""

MAX_RATIO: Final = 200
"""How many times its packed size a file may unpack to, once it is beyond ``FREE_BYTES``."""

FREE_BYTES: Final = 50 << 20


class Bounded:
    """A packed file as it is unpacked; refused when it turns out to be far too large.

    Args:
        handle: Gives the unpacked bytes.
        file: The file's name, for a refusal.
        packed: How many packed bytes were read so far.
        limit: How many bytes are unpacked at most.

    Attributes:
        done: How many bytes were unpacked so far.
    """

    def __init__(
        self, handle: Readable, file: str, packed: Callable[[], int], limit: int = MAX_UNPACKED
    ) -> None:
        self._handle, self._file, self._packed, self._limit = handle, file, packed, limit
        self.done = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return up to so many next bytes; all that are left, within the limit, for -1."""
        wanted = self._limit + 1 - self.done if size < 0 else size
        try:
            octets = self._handle.read(wanted)
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise refusal(self._file, "broken_archive", problem=error) from error
        except RuntimeError as error:  # what zipfile raises for a password
            raise refusal(self._file, "encrypted") from error
        self.done += len(octets)
        swollen = self.done > FREE_BYTES and self.done > MAX_RATIO * max(1, self._packed())
        if self.done > self._limit or swollen:
            raise refusal(self._file, "bomb", size=size_text(self.done))
        return octets


class Prepended:
    """Bytes that were read ahead, and what follows them."""

    def __init__(self, head: bytes, handle: Readable) -> None:
        self._head, self._handle = head, handle

    def read(self, size: int = -1, /) -> bytes:
        """Return up to so many next bytes; none at the end."""
        if not self._head:
            return self._handle.read(size)
        cut = len(self._head) if size < 0 else size
        octets, self._head = self._head[:cut], self._head[cut:]
        return octets + self._handle.read() if size < 0 else octets


def head_of(handle: Readable, size: int) -> bytes:
    """Return so many next bytes, fewer only where there are no more."""
    pieces: list[bytes] = []
    missing = size
    while missing and (fresh := handle.read(missing)):
        pieces.append(fresh)
        missing -= len(fresh)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
