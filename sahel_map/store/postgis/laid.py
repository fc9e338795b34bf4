"""The versions of a database as folders of this host: all of one, or its papers without events."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sahel_map.errors import StoreAwayError, StoreError
from sahel_map.i18n import gettext
from sahel_map.ledger import Ledger
from sahel_map.ledger.versions import version_of
from sahel_map.store.postgis.copies import Copies
from sahel_map.store.postgis.reading import write_folder, write_papers
from sahel_map.store.postgis.tables import PARTS
from sahel_map.store.ref import Ref

__all__ = ["Laid", "unknown"]


def unknown(ref: Ref) -> StoreError:
    """Return what is raised where there is no such dataset or version."""
    text = gettext("There is no dataset or version {name} here.")
    return StoreError(text.format(name=repr(str(ref))))


class Laid:
    """Versions of loaded datasets as folders that never change.

    Args:
        ledger: The database.
        cache: The folder of copies.
    """

    def __init__(self, ledger: Ledger, cache: Path) -> None:
        self._ledger = ledger
        self._copies, self._papers = Copies(cache), Copies(cache, kind="papers")

    def folder(self, key: str, number: int) -> Path:
        """Return a folder with a version.

        Raises:
            StoreError: There is no such version.
            StoreAwayError: The database is away, and this version was never here.
        """
        digest = self._digest(key, number)
        found = self._copies.there(key, number, digest)
        return found or self._copies.made(
            key, number, digest, lambda at: self._write(key, number, at)
        )

    def papers(self, key: str, number: int) -> Path:
        """Return a folder with what the import of a version has left beside the events.

        Raises:
            StoreError: There is no such version.
            StoreAwayError: The database is away, and this version was never here.
        """
        digest = self._digest(key, number)
        for copies in (self._copies, self._papers):
            if found := copies.there(key, number, digest):
                return found
        return self._papers.made(
            key, number, digest, lambda at: self._write_papers(key, number, at)
        )

    def forget(self, key: str) -> None:
        """Throw away what is laid out of a dataset."""
        for copies in (self._copies, self._papers):
            copies.forget(key)

    def workplace(self, copy: Path | None) -> AbstractContextManager[Path]:
        """Give a folder to write in, with the files of a copy; take it away afterwards."""
        return self._copies.workplace(copy)

    def _version(self, connection: sa.Connection, key: str, number: int) -> Mapping[str, Any]:
        found = version_of(connection, key, number)
        if found is None:
            raise unknown(Ref(key, number))
        return found

    def _digest(self, key: str, number: int) -> str:
        """Return by what a copy of a version is known; "" while nobody can say."""
        try:
            with self._ledger.begin() as connection:
                return str(self._version(connection, key, number)["digest"])
        except StoreAwayError:
            return ""

    def _write(self, key: str, number: int, folder: Path) -> str:
        with self._ledger.begin() as connection:
            version = self._version(connection, key, number)
            mine = sa.select(PARTS.c.part).where(PARTS.c.dataset == key)
            part = connection.execute(mine).scalar_one_or_none()
            if part is None:
                raise unknown(Ref(key, number))
            write_folder(connection, version, part, folder)
        return str(version["digest"])

    def _write_papers(self, key: str, number: int, folder: Path) -> str:
        with self._ledger.begin() as connection:
            version = self._version(connection, key, number)
            write_papers(connection, version, folder)
        return str(version["digest"])
