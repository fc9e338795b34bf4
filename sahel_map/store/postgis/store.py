"""The store in PostgreSQL with PostGIS: events as rows, and copies of versions on each host."""

import logging
import threading
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from sahel_map.errors import DataError, StoreAwayError
from sahel_map.importers.folder import WHOSE, DatasetFolder
from sahel_map.ledger import Ledger, migrate, open_ledger
from sahel_map.ledger.schema import DATASETS
from sahel_map.ledger.versions import current, forget_dataset, lock_dataset, versions_of
from sahel_map.people import Person
from sahel_map.settings import cache_dir, configured, data_dir
from sahel_map.store.host import HOST, bring_base, materialise
from sahel_map.store.interface import Version
from sahel_map.store.postgis.coding import coding
from sahel_map.store.postgis.entering import enter_version
from sahel_map.store.postgis.known import Board, Entry
from sahel_map.store.postgis.laid import Laid, unknown
from sahel_map.store.postgis.queries import SqlQueries
from sahel_map.store.postgis.reading import write_about
from sahel_map.store.postgis.tables import PARTS, VALUES
from sahel_map.store.postgis.writing import drop_part
from sahel_map.store.ref import KEY, Ref
from sahel_map.store.stamps import stamp

__all__ = ["PostgisStore"]

_log = logging.getLogger(__name__)

_COLUMNS: Final = tuple(field.name for field in fields(Version))
_MINUTE: Final = 60.0
_ANSWERING: Final = 16


class PostgisStore:
    """Datasets as rows of a database. See ``store.interface`` for what each method does.

    Args:
        address: Of the database: ``postgresql://...``.
        base: The folder of the tables that came with the software; that of the settings.
        cache: The folder for copies of versions; that of the settings.
    """

    def __init__(
        self, address: str, *, base: Path | None = None, cache: Path | None = None
    ) -> None:
        self.ledger: Ledger = open_ledger(address)
        self._base, self._cache = base or data_dir(), cache or cache_dir()
        self._laid = Laid(self.ledger, self._cache)
        self._board = Board(self.ledger, self._cache, self._ready)
        self._guard = threading.RLock()
        self._migrated = False
        self._given: dict[Path, int] = {}
        self._brought: Hashable = None
        self._asked: dict[tuple[str, int], tuple[str, SqlQueries | None]] = {}
        self._touched: dict[str, float] = {}

    @property
    def away(self) -> bool:
        """Whether the database could not be reached when it was asked last."""
        return self._board.away

    def close(self) -> None:
        """Close every connection."""
        self.ledger.close()

    def _ready(self) -> None:
        if not self._migrated:
            migrate(self.ledger)
            self._migrated = True

    def _entry(self, ref: Ref) -> Entry:
        entry = self._board.entries().get(ref.key) if KEY.fullmatch(ref.key) else None
        number = 0 if entry is None else ref.version or entry.current
        if entry is None or not 1 <= number <= entry.current:
            raise unknown(ref)
        return entry

    def keys(self) -> list[str]:
        """Return the keys of the loaded datasets."""
        return [key for key, entry in self._board.entries().items() if key and entry.current]

    def about(self, key: str) -> dict[str, Any]:
        """Return what dataset.json says of a dataset; empty where there is none."""
        if not key:
            return DatasetFolder(self._base).about()
        entry = self._board.entries().get(key)
        return dict(entry.about) if entry and entry.current else {}

    def amend(self, key: str, **changes: Any) -> None:  # noqa: ANN401  (what JSON holds)
        """Change what is said of a dataset: no new version."""
        self._entry(Ref(key))
        mine = DATASETS.c.key == key
        with self.ledger.begin() as connection:
            lock_dataset(connection, key)
            about = connection.execute(sa.select(DATASETS.c.about).where(mine)).scalar_one()
            connection.execute(DATASETS.update().where(mine).values(about={**about, **changes}))
        self._board.outdated()

    def touch(self, key: str) -> None:
        """Note that a dataset was opened now: once a minute, and not while the database is away."""
        self._entry(Ref(key))
        now = time.monotonic()
        if self.away or now - self._touched.get(key, -_MINUTE) < _MINUTE:
            return
        self._touched[key] = now
        try:
            with self.ledger.begin() as connection:
                connection.execute(
                    DATASETS.update().where(DATASETS.c.key == key).values(seen_at=sa.func.now())
                )
        except StoreAwayError:
            _log.debug("%s was opened, which cannot be noted now", key)

    def opened_at(self, key: str) -> float:
        """Return when a dataset was opened last, seconds since 1970."""
        return self._entry(Ref(key)).seen_at

    def remove(self, key: str) -> None:
        """Delete a dataset with all its versions."""
        if not KEY.fullmatch(key):
            raise unknown(Ref())
        with self.ledger.begin() as connection:
            mine = sa.select(PARTS.c.part).where(PARTS.c.dataset == key)
            part = connection.execute(mine).scalar_one_or_none()
            if part is not None:
                drop_part(connection, part)
            forget_dataset(connection, key)
        self._laid.forget(key)
        with self._guard:
            self._asked = {name: one for name, one in self._asked.items() if name[0] != key}
        self._board.outdated()

    def _host(self) -> int:
        """Return the number of the version of this host's data, 0 while they are as they came."""
        try:
            entry = self._board.entries().get(HOST)
            number = entry.current if entry else 0
            base = stamp(self._base)
            if (configured().login != "off" or number) and base != self._brought:
                with self._guard:
                    number = self._bring(number)
                    self._brought = base
                self._board.outdated()
        except StoreAwayError:
            known = self._board.known().get(HOST)
            return known.current if known else 0
        return number

    def _bring(self, number: int) -> int:
        """Merge the tables of the software; such as cannot be read make no version."""
        try:
            return bring_base(self.ledger, self._base)
        except DataError:  # whoever opens them says what is wrong
            _log.exception("The tables of %s make no version", self._base)
            return number

    def state(self, ref: Ref) -> Hashable:
        """Return what names the present data of a reference."""
        if ref.key:
            return ref.key, ref.version or self._entry(ref).current
        number = self._host()
        base = stamp(self._base)
        return base if number == 0 else (ref.version or number, base)

    def folder(self, ref: Ref) -> Path:
        """Return a folder with the data of a reference, which ``open_dataset`` reads."""
        if not ref.key:
            newest = self._host()
            number = newest if ref.version is None else ref.version
            if number > newest:
                raise unknown(ref)
            if not number:
                return self._base
            return materialise(self.ledger, number, self._base, self._cache)
        number = ref.version or self._entry(ref).current
        self._entry(ref)
        return self._laid.folder(ref.key, number)

    def papers(self, ref: Ref) -> Path:
        """Return a folder with what an import has left beside the events."""
        if not ref.key:
            return self.folder(ref)
        number = ref.version or self._entry(ref).current
        self._entry(ref)
        return self._laid.papers(ref.key, number)

    @contextmanager
    def workplace(self, key: str) -> Iterator[Path]:
        """Give the folder into which ``import_file`` imports, with what the dataset holds now."""
        if not KEY.fullmatch(key):
            raise unknown(Ref())
        self._ready()
        with self.ledger.begin() as connection:
            number = current(connection, key)
        self._board.outdated()
        copy = self.folder(Ref(key, number)) if number else None
        with self._laid.workplace(copy) as folder:
            if copy is not None:
                about = DatasetFolder(copy).about()
                whose = {name: one for name, one in self.about(key).items() if name in WHOSE}
                write_about(folder, {**about, **whose})
            self._given[folder] = number
            try:
                yield folder
            finally:
                del self._given[folder]

    def take(self, key: str, folder: Path, by: Person, *, act: str, note: str = "") -> Version:
        """Make what was imported into a workplace count, as the dataset's next version."""
        if folder not in self._given or not KEY.fullmatch(key):
            raise unknown(Ref())
        after = self._given[folder]
        before = self.folder(Ref(key, after)) if after else None
        number = enter_version(
            self.ledger, key, folder, by, after=after, before=before, act=act, note=note
        )
        self._given[folder] = number
        self._board.outdated()
        return next(one for one in self.versions(key) if one.number == number)

    def versions(self, key: str) -> list[Version]:
        """Return the versions of a dataset, the newest first."""
        self._ready()
        with self.ledger.begin() as connection:
            rows = versions_of(connection, key)
        return [Version(**{name: row[name] for name in _COLUMNS}) for row in rows]

    def queries(self, ref: Ref) -> SqlQueries | None:
        """Return what answers questions about a version; None where only its folder does.

        What the public sees through a veil is no version of the database, and what was joined to
        other layers would be counted in other regions.
        """
        if not ref.key or ref.veiled:
            return None
        entry = self._entry(ref)
        name, coded_by = (ref.key, ref.version or entry.current), coding()
        known = self._asked.get(name)
        if known is None or known[0] != coded_by:
            known = (coded_by, self._answering(*name, coded_by))
            with self._guard:
                # The latest: each keeps what was found of the words that somebody typed.
                self._asked = dict([*self._asked.items(), (name, known)][-_ANSWERING:])
        return known[1]

    def _answering(self, key: str, number: int, coded_by: str) -> SqlQueries | None:
        with self.ledger.begin() as connection:
            mine = sa.select(PARTS.c.part, PARTS.c.coded, PARTS.c.coded_since)
            part = connection.execute(mine.where(PARTS.c.dataset == key)).one_or_none()
            if part is None or part.coded != coded_by or part.coded_since > number:
                return None
            values: dict[str, dict[int, str]] = {}
            chosen = sa.select(VALUES.c.kind, VALUES.c.code, VALUES.c.value)
            # Spots are many, and few ask for them.
            mine = chosen.where(VALUES.c.part == part.part, VALUES.c.kind != "spot")
            for kind, code, value in connection.execute(mine):
                values.setdefault(kind, {})[code] = value
        return SqlQueries(self.ledger, part.part, number, values)
