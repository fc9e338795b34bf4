"""Which version of the data of this host counts now, where a file keeps the versions."""

import logging
import os
import threading
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sahel_map.errors import DataError, StoreError

if TYPE_CHECKING:
    from sahel_map.store.file_versions import FileVersions

__all__ = ["HostVersions"]

_log = logging.getLogger(__name__)

_AGAIN: Final = 10.0
"""Seconds between two looks for a ledger that could not be opened."""


def _changed(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)  # noqa: PTH116  (a fifth of the time of Path's)
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


class HostVersions:
    """The number of the newest version, asked for again only when the file has changed.

    Args:
        file: The file of the ledger, which need not be there.
        versions: Opens it.
        base: The folder of the tables that came with the software.
        team: Whether people log in: without a login nobody suggests anything, and the data stay as
            they came.
    """

    def __init__(
        self, file: Path, versions: "Callable[[], FileVersions]", base: Path, *, team: bool
    ) -> None:
        self._file, self._versions, self._base, self._team = file, versions, base, team
        self._watched = [f"{file}{end}" for end in ("", "-wal")]
        self._known: tuple[Hashable, int] = ((), 0)
        self._brought: Hashable = None
        self._guard = threading.RLock()
        self.away = False

    def newest(self, base: Hashable) -> int:
        """Return the number of the newest version, 0 while the data are as they came.

        Args:
            base: The state of the tables that came with the software; new ones are merged into a
                version of their own.
        """
        # While it is away, the file may come back as it was.
        again = time.monotonic() // _AGAIN if self.away else None
        files = (base, again, *map(_changed, self._watched))
        if files == self._known[0]:
            return self._known[1]
        with self._guard:
            if files != self._known[0]:
                self._known = (files, self._look(base))
            return self._known[1]

    def _look(self, base: Hashable) -> int:
        if not self._team and not self._file.is_file():
            return 0
        try:
            number = self._versions().host()
            if base != self._brought and (self._team or number):
                number = self._versions().bring(self._base)
                self._brought = base
        except StoreError:
            self.away = True
            return self._known[1]
        except DataError:
            # Tables that cannot be read make no version; whoever opens them says what is wrong.
            _log.exception("The tables of %s make no version", self._base)
            return self._known[1]
        self.away = False
        return number
