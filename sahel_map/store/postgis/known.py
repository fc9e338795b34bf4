"""What is known of all datasets: asked for once a second at most, kept while the database is away.

It is written beside the copies of versions, too, so that a host that starts while the database is
away still shows what it has copies of.
"""

import json
import logging
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from sahel_map.errors import StoreAwayError
from sahel_map.ledger import Ledger
from sahel_map.ledger.schema import DATASETS

__all__ = ["Board", "Entry"]

_log = logging.getLogger(__name__)

_FILE: Final = "known.json"
_SECONDS: Final = 1.0
_PATIENCE: Final = 10
"""While the database is away, so many times as long as it kept somebody waiting is not asked."""

_LONGEST: Final = 30.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataset.

    Attributes:
        current: Number of its newest version; 0 before the first.
        said: A digest of ``about``.
        about: What is said of it now.
        seen_at: When it was opened last, seconds since 1970.
    """

    current: int
    said: str
    about: Mapping[str, Any]
    seen_at: float


class Board:
    """Every dataset by its key.

    Args:
        ledger: What is asked.
        cache: The folder of copies.
        ready: Called before the database is asked for the first time.
    """

    def __init__(self, ledger: Ledger, cache: Path, ready: Callable[[], None]) -> None:
        self._ledger, self._path, self._ready = ledger, cache / _FILE, ready
        self._entries: Mapping[str, Entry] | None = None
        self._next = 0.0
        self._changes = self._seen = 0
        self._guard = threading.Lock()
        self.away = False

    def outdated(self) -> None:
        """Ask anew the next time: something was changed here, which nobody may miss any more."""
        self._changes += 1

    def known(self) -> Mapping[str, Entry]:
        """Return what was known last, without asking."""
        return self._entries or {}

    def entries(self) -> Mapping[str, Entry]:
        """Return what is known now.

        Raises:
            StoreAwayError: The database is away, and nothing was ever known of it here.
        """
        if self._fresh():
            return self.known()
        # One asks; the others go on with what is known, where that is all that was done here.
        missing = self._entries is None or self._seen != self._changes
        if self._guard.acquire(blocking=missing):
            try:
                if not self._fresh():
                    self._ask()
            finally:
                self._guard.release()
        return self.known()

    def _fresh(self) -> bool:
        known = self._entries is not None and self._seen == self._changes
        return known and time.monotonic() < self._next

    def _ask(self) -> None:
        began, changes = time.monotonic(), self._changes
        try:
            self._answered(began)
        finally:
            # What was changed while the database answered may not be in its answer.
            self._seen = changes

    def _answered(self, began: float) -> None:
        try:
            self._ready()
            found = self._found(self._entries or {})
        except StoreAwayError:
            waited = time.monotonic() - began
            self.away = True
            self._next = time.monotonic() + min(max(_SECONDS, _PATIENCE * waited), _LONGEST)
            if self._entries is None:
                self._entries = self._written()
            if self._entries is None:
                raise
            return
        self.away = False
        self._next = time.monotonic() + _SECONDS
        if found != self._entries:
            self._entries = found
            self._write(found)

    def _found(self, before: Mapping[str, Entry]) -> dict[str, Entry]:
        said = sa.func.md5(sa.cast(DATASETS.c.about, sa.Text))
        seen = sa.func.extract("epoch", DATASETS.c.seen_at)
        chosen = sa.select(DATASETS.c.key, DATASETS.c.current, said, seen)
        with self._ledger.begin() as connection:
            rows = connection.execute(chosen).all()
            fresh = [
                key for key, _, digest, _ in rows
                if key not in before or before[key].said != digest
            ]  # fmt: skip
            wanted = sa.select(DATASETS.c.key, DATASETS.c.about).where(DATASETS.c.key.in_(fresh))
            abouts = {one.key: one.about for one in connection.execute(wanted)} if fresh else {}
        return {
            key: Entry(
                current, digest, abouts[key] if key in abouts else before[key].about, float(seen)
            )
            for key, current, digest, seen in rows
            if key in abouts or key in before
        }

    def _written(self) -> Mapping[str, Entry] | None:
        try:
            held = json.loads(self._path.read_text(encoding="utf-8"))
            return {key: Entry(**entry) for key, entry in held.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def _write(self, entries: Mapping[str, Entry]) -> None:
        text = json.dumps({key: asdict(entry) for key, entry in entries.items()})
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", dir=self._path.parent, prefix=".known-", delete=False, encoding="utf-8"
            ) as fresh:
                fresh.write(text)
            Path(fresh.name).replace(self._path)
        except OSError as error:
            _log.warning("%s cannot be written: %s", self._path, error)
