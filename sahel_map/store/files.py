"""The store of a host without a database: Parquet in the folder of imports, a SQLite file beside.

Who reads bundled data alone never opens that file, and a folder of imports that cannot be written
to does not keep anybody from reading them.
"""

import logging
import shutil
import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from filelock import FileLock, Timeout

from sahel_map.errors import ConflictError, StoreAwayError, StoreError
from sahel_map.i18n import gettext
from sahel_map.importers.folder import DatasetFolder
from sahel_map.people import Person
from sahel_map.store.host_versions import HostVersions
from sahel_map.store.ref import KEY, Ref
from sahel_map.store.stamps import stamp
from sahel_map.store.version_folders import same, version_folder

if TYPE_CHECKING:
    from sahel_map.ledger import Ledger
    from sahel_map.store.file_versions import FileVersions
    from sahel_map.store.interface import Version

__all__ = ["LEDGER_FILE", "FileStore"]

LEDGER_FILE: Final = "store.sqlite"
_SEEN: Final = ".seen"
_LOCK: Final = ".version.lock"

_log = logging.getLogger(__name__)


def _unknown(ref: Ref) -> str:
    return gettext("There is no dataset or version {name} here.").format(name=repr(str(ref)))


def _cannot_write(folder: Path, error: OSError) -> StoreAwayError:
    message = gettext("{folder} cannot be written to ({problem}): nothing was written.")
    return StoreAwayError(message.format(folder=folder, problem=error))


class FileStore:
    """Datasets as folders of a folder. See ``store.interface`` for what each method does.

    Args:
        path: The folder of imports; made when something is to be written.
        base: The folder of the tables that came with the software.
        cache: The folder for copies of what the ledger holds.
        team: Whether people log in.
    """

    def __init__(self, path: Path, *, base: Path, cache: Path, team: bool = False) -> None:
        self.path, self._base, self._cache = path, base, cache
        self._guard = threading.RLock()
        self._host = HostVersions(path / LEDGER_FILE, self._versions, base, team=team)

    @property
    def away(self) -> bool:
        """Whether the ledger could not be opened when it was asked last."""
        return self._host.away

    @cached_property
    def _kept(self) -> "FileVersions":
        # Half a second of imports that who reads the bundled data alone need not wait for.
        from sahel_map.store.file_versions import FileVersions  # noqa: PLC0415

        return FileVersions(self.path / LEDGER_FILE)

    def _versions(self) -> "FileVersions":
        with self._guard:
            return self._kept

    @property
    def ledger(self) -> "Ledger":
        """What is known of datasets beside their events; its file is made when it is not there.

        Raises:
            StoreAwayError: The folder cannot be written to.
        """
        return self._versions().ledger

    def close(self) -> None:
        """Close the ledger, where it was opened."""
        with self._guard:
            if "_kept" in self.__dict__:
                self._kept.ledger.close()

    @property
    def written(self) -> bool:
        """Whether the ledger was ever written to."""
        return (self.path / LEDGER_FILE).is_file()

    def _place(self, ref: Ref) -> Path:
        if not KEY.fullmatch(ref.key):
            raise StoreError(_unknown(ref))
        place = self.path / ref.key
        return place if ref.version is None else version_folder(place, ref.version)

    def keys(self) -> list[str]:
        """Return the keys of the loaded datasets."""
        if not self.path.is_dir():
            return []
        return [
            path.name for path in self.path.iterdir() if KEY.fullmatch(path.name) and path.is_dir()
        ]

    def about(self, key: str) -> dict[str, Any]:
        """Return what dataset.json says of a dataset; empty where there is none."""
        if not key:
            return DatasetFolder(self._base).about()
        return DatasetFolder(self.path / key).about() if KEY.fullmatch(key) else {}

    def amend(self, key: str, **changes: Any) -> None:  # noqa: ANN401  (what JSON holds)
        """Change what is said of a dataset: no new version."""
        if not self.about(key) or not key:
            raise StoreError(_unknown(Ref(key)))
        DatasetFolder(self._place(Ref(key))).amend(**changes)

    def touch(self, key: str) -> None:
        """Note that a dataset was opened now."""
        try:
            (self._place(Ref(key)) / _SEEN).touch()
        except FileNotFoundError as error:  # deleted meanwhile, in another window
            raise StoreError(_unknown(Ref(key))) from error
        except OSError:
            _log.debug("%s was opened, which cannot be noted there", key)

    def opened_at(self, key: str) -> float:
        """Return when a dataset was opened last, seconds since 1970."""
        place = self._place(Ref(key))
        seen = place / _SEEN
        try:
            return (seen if seen.exists() else place).stat().st_mtime
        except FileNotFoundError as error:  # deleted meanwhile, in another window
            raise StoreError(_unknown(Ref(key))) from error

    def remove(self, key: str) -> None:
        """Delete a dataset with all its versions."""
        place = self._place(Ref(key))
        if self.written:
            self._versions().forget(key)
        shutil.rmtree(place, ignore_errors=True)

    def state(self, ref: Ref) -> Hashable:
        """Return what names the present data of a reference."""
        if ref.key:
            return stamp(self._place(ref))
        base = stamp(self._base)
        newest = self._host.newest(base)
        return base if newest == 0 else (str(self.path), ref.version or newest, base)

    def _newest(self) -> int:
        return self._host.newest(stamp(self._base))

    def papers(self, ref: Ref) -> Path:
        """Return a folder with what an import has left beside the events."""
        return self.folder(ref)

    def folder(self, ref: Ref) -> Path:
        """Return a folder with the data of a reference, which ``open_dataset`` reads."""
        if ref.key:
            place = self._place(ref)
            if not DatasetFolder(place).about():
                raise StoreError(_unknown(ref))
            return place
        newest = self._newest()
        number = newest if ref.version is None else ref.version
        if number > newest:
            raise StoreError(_unknown(ref))
        if number == 0:
            return self._base
        return self._versions().host_folder(number, self._base, self._cache)

    @contextmanager
    def _alone(self, key: str) -> Iterator[Path]:
        """Keep every other version of a dataset from being made.

        Raises:
            ConflictError: One is being made now.
            StoreAwayError: The folder cannot be written to.
        """
        place = self._place(Ref(key))
        try:
            place.mkdir(parents=True, exist_ok=True)
            lock = FileLock(place / _LOCK)
            lock.acquire(timeout=0)
        except Timeout as error:
            raise ConflictError(
                gettext("Another import into this dataset is running; wait until it has ended.")
            ) from error
        except OSError as error:
            raise _cannot_write(self.path, error) from error
        try:
            yield place
        finally:
            lock.release()

    @contextmanager
    def workplace(self, key: str) -> Iterator[Path]:
        """Give the folder of a dataset: an import into it counts as soon as it has ended.

        Call ``take`` before the block ends, so that nobody else makes a version in between.
        """
        with self._alone(key) as place:
            self._mend(key)
            yield place

    def take(self, key: str, folder: Path, by: Person, *, act: str, note: str = "") -> "Version":
        """Enter what was imported into the workplace as the dataset's next version."""
        about = DatasetFolder(folder).about()
        if folder != self._place(Ref(key)) or not about:
            raise StoreError(_unknown(Ref(key)))
        return self._versions().enter(key, folder, by, act=act, note=note)

    def _mend(self, key: str) -> None:
        """Enter what is there and in no version: of an import that was cut off, or by hand."""
        about = self.about(key)
        if not about:
            return
        known = self._versions().known(key)
        if not known or not same(known[0].about, about):
            by = Person(name=str(about.get("owner_name", "")))
            self._versions().enter(key, self._place(Ref(key)), by, act="imported", note="")

    def versions(self, key: str) -> "list[Version]":
        """Return the versions of a dataset, the newest first."""
        if not key:
            return self._versions().known(key) if self._newest() else []
        about = self.about(key)
        if not about:
            return []
        known = self._versions().known(key) if self.written else []
        if known and same(known[0].about, about):
            return known
        try:
            with self._alone(key):
                self._mend(key)
        except ConflictError:
            _log.debug("%s is imported into at this moment", key)
        except StoreAwayError:
            # Nothing can be entered here: what was entered before is all that is known.
            return known
        return self._versions().known(key)

    def queries(self, ref: Ref) -> None:
        """Return nothing: only the folders answer."""
