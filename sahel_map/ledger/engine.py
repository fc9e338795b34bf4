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


_ALONE: Final = "SELECT pg_advisory_xact_lock(5274921603)"
"""Any number that no other software beside this one locks in the same database."""


@contextmanager
def _away() -> Iterator[None]:
    """Say what the driver means by its errors."""
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
        _log.warning("The store is away: %s", error)
        raise StoreAwayError(
            gettext("The database cannot be reached at the moment; nothing was written.")
        ) from error


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
        with _away(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def alone(self) -> Iterator[sa.Connection]:
        """Give a connection in a transaction that holds off every other one made here.

        Tables that are made in it count with it, in SQLite too.

        Raises:
            StoreAwayError: As ``begin``.
        """
        level = {} if self.postgres else {"isolation_level": "AUTOCOMMIT"}
        engine = self.engine.execution_options(**level)
        with _away(), engine.begin() as connection:
            # The driver of SQLite would begin at the first row, not at the first table.
            connection.exec_driver_sql(_ALONE if self.postgres else "BEGIN IMMEDIATE")
            yield connection

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
        engine = sa.create_engine(
            f"sqlite:///{place}", connect_args={"timeout": 30}, hide_parameters=True
        )
        sa.event.listen(engine, "connect", _ready_sqlite)
        return Ledger(engine)
    settings = configured()
    address = sa.make_url(place).set(drivername="postgresql+psycopg")
    wait = max(1, round(settings.store_wait))
    engine = sa.create_engine(
        address,
        hide_parameters=True,  # comments and names of people are not for the log
        pool_size=settings.store_pool,
        max_overflow=0,
        pool_timeout=settings.store_wait,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": wait,
            "application_name": "sahel-map",
            # A network that swallows packets would otherwise hold a page for a quarter of an hour.
            "tcp_user_timeout": wait * 1000,
        },
    )
    return Ledger(engine)
