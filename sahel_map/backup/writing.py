"""Writing a backup out of one moment of a store, and the checksum of that moment."""

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from sahel_map import __version__
from sahel_map.backup.archive import Archive, Entry, Kind, Manifest, Member, checksum_of
from sahel_map.backup.folders import Kept, listed
from sahel_map.backup.rows import TABLES, lines_of
from sahel_map.backup.tables import copy_out, holds, wide_tables
from sahel_map.errors import StoreError
from sahel_map.i18n import gettext
from sahel_map.ledger import Ledger, head, migrate
from sahel_map.settings import configured
from sahel_map.store.interface import Store

__all__ = ["backup", "checksum", "kind_of", "root_of"]

_CHUNK: Final = 1 << 20


def kind_of(ledger: Ledger) -> Kind:
    """Return what a store keeps its data in."""
    return "postgresql" if ledger.postgres else "files"


def root_of(ledger: Ledger) -> Path | None:
    """Return the folder in which a store of files keeps datasets; None for a database."""
    return None if ledger.postgres else configured().imports


@contextmanager
def _moment(ledger: Ledger) -> Iterator[sa.Connection]:
    """Give a connection that sees the store as it is now, whatever others write meanwhile."""
    with ledger.begin() as connection:
        now = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
        connection.exec_driver_sql(now if ledger.postgres else "BEGIN")
        yield connection


def _pieces(kept: Kept) -> Iterator[bytes]:
    if kept.source is None:
        return
    digest = hashlib.sha256()
    with kept.source.open("rb") as handle:
        while piece := handle.read(_CHUNK):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != kept.sha256:
        raise FileNotFoundError(kept.source)


def _lines(kept: list[Kept]) -> Iterable[bytes]:
    return [one.line() for one in kept]


def _members(connection: sa.Connection, kept: list[Kept]) -> Iterator[Member]:
    for name, table in TABLES.items():
        yield Member(f"ledger/{name}.jsonl", partial(lines_of, connection, table))
    for wide in wide_tables(connection):
        if not holds(connection, wide.name):
            continue  # a store that keeps files does not have it at all
        yield Member(f"tables/{wide.name}.copy", partial(copy_out, connection, wide))
    once = {one.sha256: one for one in kept}
    for digest, one in sorted(once.items()):
        yield Member(f"files/{digest}", partial(_pieces, one), rows=0)
    yield Member("folders.jsonl", partial(_lines, kept))


def _kept(ledger: Ledger) -> list[Kept]:
    root = root_of(ledger)
    return [] if root is None else listed(root)


def _again(store: Store, take: "Archive | None") -> tuple[dict[str, Entry], int]:
    ledger = store.ledger
    migrate(ledger)
    with _moment(ledger) as connection:
        # The first look at a table is what sets the moment.
        keys = connection.execute(sa.select(TABLES["dataset"].c.key)).scalars().all()
        kept = _kept(ledger)
        datasets = {*filter(None, keys), *(one.key for one in kept)}
        entries: dict[str, Entry] = {}
        for member in _members(connection, kept):
            if take is not None:
                take.add(member)
                continue
            digest, size, rows = hashlib.sha256(), 0, 0
            for piece in member.pieces():
                digest.update(piece)
                size, rows = size + len(piece), rows + member.rows
            entries[member.name] = Entry(digest.hexdigest(), size, rows)
    return entries if take is None else take.entries, len(datasets)


def checksum(store: Store) -> str:
    """Return one SHA-256 over all that a store holds: equal stores have equal ones."""
    return checksum_of(_again(store, None)[0])


def backup(store: Store, target: Path) -> Manifest:
    """Write a store into a file, as it is at one moment; the dashboard may serve meanwhile.

    The file appears when it is whole. What the ledger holds and the files of the versions go in;
    caches, drafts of uploads and settings do not.

    Args:
        store: The store.
        target: The file; one that is there is replaced.

    Raises:
        StoreError: The file cannot be written, or a dataset changed while it was read.
        StoreAwayError: The database is away.
    """
    part = target.with_name(f"{target.name}.part")
    ledger = store.ledger
    try:
        with part.open("wb") as handle:
            archive = Archive(handle, target.parent)
            entries, datasets = _again(store, archive)
            manifest = Manifest(
                software=__version__,
                schema=head(),
                kind=kind_of(ledger),
                made_at=dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
                datasets=datasets,
                checksum=checksum_of(entries),
                members=entries,
            )
            archive.close(manifest)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        message = gettext("The backup {file} could not be written: {problem}. Try again.")
        raise StoreError(message.format(file=target, problem=error)) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return manifest
