"""The connection to the ledger, and what becomes of it when the database is away."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import exc

from sahel_map.errors import StoreAwayError
from sahel_map.i18n import gettext
from sahel_map.settings import configured

__all__ = ["Ledger", "open_ledger"]

_log = logging.getLogger(__name__)

_SQLITE: Final = ("PRAGMA journal_mode=WAL", "PRAGMA foreign_keys=ON", "PRAGMA synchronous=FULL")
"""Readers beside a writer; rows that refer to something; nothing lost when the power goes."""


class Ledger:
    """The ledger of a store. Functions of this package take one of its connections.

    Attributes:
        engine: The engine of SQLAlchemy, shared between threads.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    @property
    def postgres(self) -> bool:
        """Whether it is in PostgreSQL, beside the events, rather than in a file."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """Give a connection in a transaction: all that is done in the block counts, or nothing.

        Raises:
            StoreAwayError: The database cannot be reached, or broke off in the middle.
        """
        try:
            with self.engine.begin() as connection:
                yield connection
        except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
            _log.warning("The store is away: %s", error)
            raise StoreAwayError(
                gettext("The database cannot be reached at the moment; nothing was written.")
            ) from error

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _ready_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  (of the driver)
    cursor = connection.cursor()
    for command in _SQLITE:
        cursor.execute(command)
    cursor.close()


def open_ledger(place: str | Path) -> Ledger:
    """Return the ledger of a file, made when it is not there, or of a PostgreSQL database.

    Nothing is connected yet, and its tables are as they are: ``migrate`` brings them up to date.

    Args:
        place: The path of a SQLite file, or an address that begins with ``postgresql://``.
    """
    if isinstance(place, Path):
        place.parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(f"sqlite:///{place}", connect_args={"timeout": 30})
        sa.event.listen(engine, "connect", _ready_sqlite)
        return Ledger(engine)
    settings = configured()
    address = sa.make_url(place).set(drivername="postgresql+psycopg")
    wait = max(1, round(settings.store_wait))
    engine = sa.create_engine(
        address,
        pool_size=settings.store_pool,
        max_overflow=0,
        pool_timeout=settings.store_wait,
        pool_pre_ping=True,
        connect_args={"connect_timeout": wait, "application_name": "sahel-map"},
    )
    return Ledger(engine)
