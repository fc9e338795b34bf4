"""Bringing a backup back into an empty store: all of it counts, or nothing."""

import shutil
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from sahel_map.backup.archive import Manifest, check, members_of
from sahel_map.backup.folders import Kept, lay, listed, read_listed, settle
from sahel_map.backup.parts import index_part, make_part, part_of
from sahel_map.backup.rows import TABLES, insert_lines
from sahel_map.backup.tables import Wide, copy_in, holds, wide_tables
from sahel_map.backup.writing import kind_of, root_of
from sahel_map.errors import StoreError
from sahel_map.i18n import gettext
from sahel_map.ledger import Ledger, head, migrate
from sahel_map.store.interface import Store

__all__ = ["restore"]


def _any_row(connection: sa.Connection) -> str:
    """Return the name of a table that holds something; empty where none does."""
    names = [*TABLES, *(wide.name for wide in wide_tables(connection))]
    return next((name for name in names if holds(connection, name)), "")


def _fits(manifest: Manifest, ledger: Ledger, path: Path) -> None:
    """Refuse what this software, or this kind of store, cannot hold."""
    if manifest.schema > head():
        message = gettext(
            "{file} was written by a newer version ({version}): its tables are at revision"
            " {found}, this software knows none after {known}. Install that version first."
        )
        raise StoreError(
            message.format(
                file=path, version=manifest.software, found=manifest.schema, known=head()
            )
        )
    if manifest.kind != kind_of(ledger) and manifest.datasets:
        message = gettext(
            "{file} holds {n} loaded datasets of a store of another kind ({kind}): their events"
            " cannot be turned into this one's. Restore it into a store of its kind; a backup"
            " without loaded datasets fits both."
        )
        raise StoreError(message.format(file=path, n=manifest.datasets, kind=manifest.kind))


def _refuse(what: str) -> StoreError:
    message = gettext(
        "The store is not empty ({what}); nothing was written. A backup is restored into an empty"
        " one alone: wipe it first, or name another in SAHEL_MAP_STORE or SAHEL_MAP_IMPORTS."
    )
    return StoreError(message.format(what=what))


class _Taker:
    """Takes the members of a backup into a store whose transaction is open."""

    def __init__(self, connection: sa.Connection, staging: Path | None) -> None:
        self._connection, self._staging = connection, staging
        self._wide = {wide.name: wide for wide in wide_tables(connection)}
        self._parts: list[int] = []
        self.kept: list[Kept] = []

    def _table(self, name: str) -> Wide:
        part = part_of(name)
        if name not in self._wide and part is not None:
            make_part(self._connection, part)
            self._parts.append(part)
            self._wide = {wide.name: wide for wide in wide_tables(self._connection)}
        if name not in self._wide:
            message = gettext("The backup holds the table {name}, which this store does not have.")
            raise StoreError(message.format(name=name))
        return self._wide[name]

    def take(self, name: str, body: IO[bytes]) -> None:
        """Take one member."""
        group, _, rest = name.partition("/")
        if group == "ledger":
            insert_lines(self._connection, TABLES[rest.removesuffix(".jsonl")], body)
        elif group == "tables":
            copy_in(self._connection, self._table(rest.removesuffix(".copy")), body)
        elif group == "files":
            if self._staging is not None:
                with (self._staging / rest).open("wb") as handle:
                    shutil.copyfileobj(body, handle)
        else:
            self.kept = read_listed(body.read())

    def finish(self) -> None:
        """Index what was taken."""
        for part in self._parts:
            index_part(self._connection, part)


def restore(store: Store, path: Path) -> Manifest:
    """Bring a backup back into an empty store.

    Args:
        store: The store; the dashboard should not serve it meanwhile.
        path: The backup.

    Raises:
        StoreError: It is cut off, altered or of a newer version, or the store is not empty;
            nothing was written.
        StoreAwayError: The database is away, or broke off; nothing was written.
    """
    manifest = check(path)
    ledger = store.ledger
    migrate(ledger)
    _fits(manifest, ledger, path)
    root = root_of(ledger)
    try:
        with ledger.alone() as connection:
            full = _any_row(connection)
            staging = None if root is None else settle(root, empty=not full)
            if root is not None and not full and (there := listed(root)):
                full = there[0].key
            if full:
                raise _refuse(full)
            if staging is not None:
                staging.mkdir(parents=True)
            taker = _Taker(connection, staging)
            for name, body in members_of(path, manifest):
                taker.take(name, body)
            taker.finish()
            if root is not None and staging is not None:
                lay(root, staging, taker.kept)
    except OSError as error:
        message = gettext("The store could not be written ({problem}): it is as empty as before.")
        raise StoreError(message.format(problem=error)) from error
    if root is not None:
        settle(root, empty=False)
    return manifest
