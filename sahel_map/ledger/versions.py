"""Versions of datasets: what was made when, by whom, out of which files."""

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sahel_map.errors import ConflictError
from sahel_map.i18n import gettext
from sahel_map.ledger.audit import note
from sahel_map.ledger.schema import BLOBS, DATASETS, FILES, VERSIONS
from sahel_map.people import Person
from sahel_map.settings import configured

__all__ = ["add_version", "bodies_of", "body_of", "current", "file_names", "forget_dataset",
           "keep_files", "lock_dataset", "version_of", "versions_of"]  # fmt: skip


def _put(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows; those whose key is there already stay as they are."""
    postgres = connection.dialect.name == "postgresql"
    insert: Any = (postgresql if postgres else sqlite).insert(table)
    connection.execute(insert.on_conflict_do_nothing(), rows)


def lock_dataset(connection: sa.Connection, key: str) -> int:
    """Return the number of the newest version, 0 before the first; hold others off until the end.

    The dataset is entered where it is not there yet.
    """
    _put(connection, DATASETS, [{"key": key, "about": {}, "current": 0}])
    if connection.dialect.name == "sqlite":
        # SQLite locks at the first write: this is one.
        connection.execute(DATASETS.update().where(DATASETS.c.key == key).values(key=key))
    chosen = sa.select(DATASETS.c.current).where(DATASETS.c.key == key).with_for_update()
    return int(connection.execute(chosen).scalar_one())


def current(connection: sa.Connection, key: str) -> int:
    """Return the number of the newest version of a dataset, 0 without any."""
    chosen = sa.select(DATASETS.c.current).where(DATASETS.c.key == key)
    return int(connection.execute(chosen).scalar_one_or_none() or 0)


def add_version(
    connection: sa.Connection,
    key: str,
    by: Person,
    *,
    after: int,
    at: dt.datetime | None = None,
    **said: Any,  # noqa: ANN401  (columns of the table)
) -> int:
    """Enter the next version of a dataset and make it count; return its number.

    The audit log notes an import where there is a team: a version is never without its note.

    Args:
        connection: In a transaction, which makes it count.
        key: The dataset.
        by: Who makes it.
        after: The newest version that its author knew.
        at: When; now by default.
        said: The other columns of the version, ``about`` among them.

    Raises:
        ConflictError: There is a newer version than the author knew.
    """
    newest = lock_dataset(connection, key)
    if newest != after:
        raise ConflictError(
            gettext(
                "Somebody else has made version {n} of this dataset meanwhile; nothing was"
                " overwritten. Look at it, then try again."
            ).format(n=newest)
        )
    number = newest + 1
    moment = {} if at is None else {"at": at}
    connection.execute(
        VERSIONS.insert().values(
            dataset=key, number=number, who=by.subject, who_name=by.name, **moment, **said
        )
    )
    connection.execute(
        DATASETS.update()
        .where(DATASETS.c.key == key)
        .values(current=number, about=said.get("about", {}))
    )
    if said.get("act") == "imported" and configured().login != "off":
        detail = {"title": said.get("about", {}).get("title"), "file": said.get("note")}
        kept = {name: str(text) for name, text in detail.items() if text}
        note(connection, by, "import", key, version=number, events=said.get("events"), **kept)
    return number


def keep_files(
    connection: sa.Connection, key: str, number: int, files: Iterable[tuple[str, bytes]]
) -> None:
    """Keep the files of a version; a file that another version has too is kept once."""
    for name, body in files:
        digest = hashlib.sha256(body).hexdigest()
        known = sa.select(BLOBS.c.sha256).where(BLOBS.c.sha256 == digest)
        # Held, so that nobody forgets it before this version refers to it.
        known = known.with_for_update(read=True, key_share=True)
        if connection.execute(known).first() is None:
            packed = {"sha256": digest, "size": len(body), "body": zlib.compress(body)}
            _put(connection, BLOBS, [packed])
        connection.execute(
            FILES.insert().values(dataset=key, number=number, name=name, sha256=digest)
        )


def forget_dataset(connection: sa.Connection, key: str) -> None:
    """Forget a dataset with all that is known of it, and its files where no other has them too."""
    mine = sa.select(FILES.c.sha256).where(FILES.c.dataset == key).distinct()
    held = BLOBS.c.sha256.in_(connection.execute(mine).scalars().all())
    connection.execute(DATASETS.delete().where(DATASETS.c.key == key))
    # Whoever enters a version with one of these files at this moment is waited for.
    locked = sa.select(BLOBS.c.sha256).where(held).order_by(BLOBS.c.sha256).with_for_update()
    connection.execute(locked).all()
    used = sa.exists().where(FILES.c.sha256 == BLOBS.c.sha256)
    connection.execute(BLOBS.delete().where(held, ~used))


def file_names(connection: sa.Connection, key: str, number: int) -> dict[str, str]:
    """Return the names of the files of a version, with their SHA-256."""
    mine = (FILES.c.dataset == key) & (FILES.c.number == number)
    return dict(connection.execute(sa.select(FILES.c.name, FILES.c.sha256).where(mine)).all())


def bodies_of(connection: sa.Connection, key: str, number: int) -> dict[str, bytes]:
    """Return the files of a version by their names."""
    mine = (FILES.c.dataset == key) & (FILES.c.number == number)
    chosen = sa.select(FILES.c.name, BLOBS.c.body).join(BLOBS).where(mine)
    return {name: zlib.decompress(body) for name, body in connection.execute(chosen)}


def versions_of(connection: sa.Connection, key: str) -> list[Mapping[str, Any]]:
    """Return the versions of a dataset as rows, the newest first."""
    chosen = sa.select(VERSIONS).where(VERSIONS.c.dataset == key)
    return [
        dict(row)
        for row in connection.execute(chosen.order_by(VERSIONS.c.number.desc())).mappings()
    ]


def version_of(connection: sa.Connection, key: str, number: int) -> dict[str, Any] | None:
    """Return a version of a dataset as a row, None where there is none."""
    mine = (VERSIONS.c.dataset == key) & (VERSIONS.c.number == number)
    found = connection.execute(sa.select(VERSIONS).where(mine)).mappings().one_or_none()
    return None if found is None else dict(found)


def body_of(connection: sa.Connection, key: str, number: int, name: str) -> bytes | None:
    """Return one file of a version, None where the version lacks it."""
    mine = (FILES.c.dataset == key) & (FILES.c.number == number) & (FILES.c.name == name)
    found = connection.execute(sa.select(BLOBS.c.body).join(FILES).where(mine)).scalar_one_or_none()
    return None if found is None else zlib.decompress(found)
