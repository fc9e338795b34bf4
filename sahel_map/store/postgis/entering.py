"""An import entered as the next version of a dataset: in one transaction, or not at all."""

import logging
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow.parquet as pq
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex

from sahel_map.errors import StoreAwayError
from sahel_map.importers.folder import WHOSE, DatasetFolder
from sahel_map.ledger import Ledger
from sahel_map.ledger.schema import DATASETS
from sahel_map.ledger.versions import add_version, keep_files, lock_dataset
from sahel_map.people import Person
from sahel_map.store.comparing import count_files
from sahel_map.store.postgis.coding import Coded, coded, coding
from sahel_map.store.postgis.merging import (
    Changes,
    changes_between,
    content_digest,
    ids_of,
    positions_for,
)
from sahel_map.store.postgis.tables import PARTS, Tables, tables_of
from sahel_map.store.postgis.writing import (
    analyse,
    close_rows,
    enter_rows,
    held_rows,
    index_part,
    make_part,
    number_values,
)

__all__ = ["enter_version"]

_log = logging.getLogger(__name__)

_KEPT: Final = ("report", "rejected")
"""What is kept of an import beside its events."""

_GREW: Final = 10
"""Where a tenth of the rows is new, PostgreSQL counts anew what is in its tables."""

_TRIGRAMS: Final = sa.text("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")


def enter_version(  # noqa: PLR0913  (columns of a version)
    ledger: Ledger,
    key: str,
    folder: Path,
    by: Person,
    *,
    after: int,
    before: Path | None,
    act: str,
    note: str,
) -> int:
    """Enter what was imported into a folder as the next version of a dataset; return its number.

    Args:
        ledger: The database.
        key: The dataset.
        folder: The folder of the import.
        by: Who imported it.
        after: The version that the import was given; 0 for none.
        before: A copy of that version.
        act: A code of ``vocabulary.VERSION_ACTS``.
        note: Why, in their words.

    Raises:
        DataError: The folder holds no imported dataset.
        ConflictError: Somebody else made a version meanwhile.
        StoreAwayError: The database is away; nothing was written.
    """
    held = DatasetFolder(folder)
    about, path = held.opened()
    older = DatasetFolder(before).opened()[1] if before else None
    changes = changes_between(older, path)
    counts: dict[str, Any] = dict(count_files(older, path)) if older else {}
    digest, ids, coded_by = content_digest(path), ids_of(path), coding()
    read = coded(folder, ids)
    with ledger.begin() as connection:
        lock_dataset(connection, key)
        mine = sa.select(DATASETS.c.about).where(DATASETS.c.key == key)
        said = connection.execute(mine).scalar_one()
        number = add_version(
            connection, key, by, after=after, act=act, note=note, digest=digest,
            about={name: one for name, one in about.items() if name not in WHOSE},
            events=len(ids), **counts,
        )  # fmt: skip
        # Whose it is and who sees it stays as it is, whoever brings it up to date.
        whose = {name: one for name, one in said.items() if name in WHOSE}
        connection.execute(
            DATASETS.update().where(DATASETS.c.key == key).values(about={**about, **whose})
        )
        part = _enter(connection, key, path, changes, read, coded_by=coded_by, number=number)
        files = [held.file(kind) for kind in _KEPT]
        keep_files(
            connection, key, number,
            ((file.name, file.read_bytes()) for file in files if file and file.is_file()),
        )  # fmt: skip
    _index_words(ledger, tables_of(part))
    return number


def _enter(  # noqa: PLR0913  (each is a part of what is entered)
    connection: sa.Connection,
    key: str,
    path: Path,
    changes: Changes,
    read: Coded,
    *,
    coded_by: str,
    number: int,
) -> int:
    """Enter the rows of a version; return the number of the dataset's tables."""
    found = connection.execute(sa.select(PARTS).where(PARTS.c.dataset == key)).one_or_none()
    part = found.part if found else make_part(connection, key, coded_by, number)
    tables, given = tables_of(part), found.rows if found else 0
    held, places = held_rows(connection, tables)
    anew = found is not None and found.coded != coded_by
    positions = None if anew else positions_for(changes.stay, places)
    if positions is None:
        size = len(changes.stay)
        changes = Changes(np.arange(size), np.arange(len(held)), np.full(size, -1))
        positions = (places.max(initial=0) if len(places) else 0) + np.arange(1, size + 1)
    enter = changes.enter
    close_rows(connection, tables, held[changes.close], number)
    with pq.ParquetFile(path) as file:
        enter_rows(
            connection, tables, file, enter,
            ids=given + 1 + np.arange(len(enter)), positions=positions[enter], number=number,
            coded=read, values=number_values(connection, part, read.values),
        )  # fmt: skip
    since = {"coded": coded_by, "coded_since": number} if anew else {}
    connection.execute(
        PARTS.update().where(PARTS.c.part == part).values(rows=given + len(enter), **since)
    )
    if found is None:
        index_part(connection, part)
    if len(enter) * _GREW >= len(changes.stay):
        analyse(connection, tables)
    return int(part)


def _index_words(ledger: Ledger, tables: Tables) -> None:
    """Index the words of a dataset, where PostgreSQL can: the version counts without, too."""
    try:
        with ledger.begin() as connection:
            if connection.execute(_TRIGRAMS).scalar_one():
                connection.execute(CreateIndex(tables.words, if_not_exists=True))
    except (StoreAwayError, DBAPIError) as error:
        _log.warning("The words of %s are not indexed: %s", tables.events.name, error)
