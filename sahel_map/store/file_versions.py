"""The versions of a host without a database: rows in a SQLite file, folders of hard links.

Apart from ``files``, which who reads the bundled data alone passes through: what stands here
imports SQLAlchemy.
"""

from dataclasses import fields
from pathlib import Path

from sahel_map.errors import StoreAwayError
from sahel_map.i18n import gettext
from sahel_map.importers.folder import DatasetFolder
from sahel_map.ledger import migrate, open_ledger
from sahel_map.ledger.versions import (
    add_version,
    current,
    forget_dataset,
    lock_dataset,
    versions_of,
)
from sahel_map.people import Person
from sahel_map.store.comparing import count_files
from sahel_map.store.host import bring_base, materialise
from sahel_map.store.interface import Version
from sahel_map.store.version_folders import digest_of, keep_version, made_at, version_folder

__all__ = ["FileVersions"]

_COLUMNS = tuple(field.name for field in fields(Version))


class FileVersions:
    """The ledger of a folder of imports, and what is done with it there.

    Args:
        file: The file of the ledger; made when it is not there.

    Raises:
        StoreAwayError: It cannot be written.
    """

    def __init__(self, file: Path) -> None:
        try:
            self.ledger = open_ledger(file)
            migrate(self.ledger)
        except OSError as error:
            message = gettext("{folder} cannot be written to ({problem}): nothing was written.")
            raise StoreAwayError(message.format(folder=file.parent, problem=error)) from error

    def known(self, key: str) -> list[Version]:
        """Return the versions of a dataset that are entered, the newest first."""
        with self.ledger.begin() as connection:
            rows = versions_of(connection, key)
        return [Version(**{name: row[name] for name in _COLUMNS}) for row in rows]

    def enter(self, key: str, place: Path, by: Person, *, act: str, note: str) -> Version:
        """Make what a dataset holds now its next version; nobody else does so meanwhile."""
        known = self.known(key)
        newest = known[0].number if known else 0
        before = DatasetFolder(version_folder(place, newest)).file("events")
        now = DatasetFolder(place).file("events")
        counts: dict[str, int] = {}
        if before is not None and now is not None and before.is_file():
            counts = dict(count_files(before, now))
        digest = digest_of(place)
        with self.ledger.begin() as connection:
            lock_dataset(connection, key)
            about = keep_version(place, newest + 1)
            add_version(
                connection, key, by, after=newest, at=made_at(about), act=act, note=note,
                digest=digest, about=about, events=int(about.get("events_count", 0)), **counts,
            )  # fmt: skip
        return self.known(key)[0]

    def forget(self, key: str) -> None:
        """Forget a dataset with all that is known of it."""
        with self.ledger.begin() as connection:
            forget_dataset(connection, key)

    def host(self) -> int:
        """Return the number of the newest version of the data of this host, 0 without any."""
        with self.ledger.begin() as connection:
            return current(connection, "")

    def bring(self, base: Path) -> int:
        """Merge the tables that came with the software; return the number of the newest version."""
        return bring_base(self.ledger, base)

    def host_folder(self, number: int, base: Path, cache: Path) -> Path:
        """Return the folder of a version of the data of this host."""
        return materialise(self.ledger, number, base, cache)
