"""Bring the tables of the ledger up to date: once, whole, however many replicas start together."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from sahel_map.errors import StoreError
from sahel_map.i18n import gettext
from sahel_map.ledger.engine import Ledger

__all__ = ["head", "migrate", "revision"]

_SCRIPTS: Final = Path(__file__).parent / "migrations"
_TABLE: Final = sa.table("alembic_version", sa.column("version_num", sa.String))


@lru_cache(maxsize=1)
def _known() -> tuple[str, ...]:
    """Return the revisions of this software, the oldest first: their files begin with them."""
    files = (_SCRIPTS / "versions").glob("[0-9]*_*.py")
    return tuple(sorted(file.name.partition("_")[0] for file in files))


def head() -> str:
    """Return the revision that this software works with."""
    return _known()[-1]


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(_TABLE.name):
        return None
    found = connection.execute(sa.select(_TABLE.c.version_num)).scalar_one_or_none()
    if found is not None and found not in _known():
        raise StoreError(
            gettext(
                "The store was written by a newer version of this software: it is at revision"
                " {found}, this software knows none after {head}. Install the newer version, or"
                " restore a backup from before it."
            ).format(found=found, head=head())
        )
    return None if found is None else str(found)


def revision(ledger: Ledger) -> str | None:
    """Return the revision of a ledger, None for one without tables.

    Raises:
        StoreError: It is newer than this software.
        StoreAwayError: The database cannot be reached.
    """
    with ledger.begin() as connection:
        return _revision(connection)


def migrate(ledger: Ledger) -> None:
    """Bring the tables of a ledger up to date, in one transaction: all of it counts, or nothing.

    Raises:
        StoreError: It is newer than this software.
        StoreAwayError: The database cannot be reached, or broke off; nothing was changed.
    """
    if revision(ledger) == head():
        return
    from alembic import command, config  # noqa: PLC0415  (most starts need none of it)

    with ledger.alone() as connection:
        if _revision(connection) == head():
            return
        plan = config.Config()
        # Percent signs in a path would be read as references to other options.
        plan.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
        plan.attributes["connection"] = connection
        command.upgrade(plan, "head")
