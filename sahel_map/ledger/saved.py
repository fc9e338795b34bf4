"""What readers keep here between visits: drafts, briefings and views."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sahel_map.ledger.schema import SAVED
from sahel_map.ledger.texts import storable

__all__ = ["forget", "keep", "saved", "shared", "sweep"]

Row = Mapping[str, Any]

_LONGEST: Final = 500


def keep(  # noqa: PLR0913  (columns of the table)
    connection: sa.Connection,
    owner: str,
    kind: str,
    name: str,
    body: Mapping[str, Any],
    *,
    who_name: str = "",
    title: str = "",
    shared: bool = False,
) -> None:
    """Keep something, in the place of what its owner kept under the same name.

    Args:
        connection: To the ledger.
        owner: Digest of the secret that a browser holds, or of the subject of a login.
        kind: draft, briefing or view.
        name: What tells it from others of its owner and kind.
        body: What JSON holds.
        who_name: Whose it is, as the team knows them.
        title: What it is called.
        shared: Whether the team sees it.
    """
    said = {
        "at": dt.datetime.now(tz=dt.UTC),
        "who_name": storable(who_name, _LONGEST),
        "title": storable(title, _LONGEST),
        "body": storable(body),
        "shared": shared,
    }
    postgres = connection.dialect.name == "postgresql"
    insert: Any = (postgresql if postgres else sqlite).insert(SAVED)
    insert = insert.values(owner=owner, kind=kind, name=storable(name), **said)
    connection.execute(
        insert.on_conflict_do_update(index_elements=["owner", "kind", "name"], set_=said)
    )


def _rows(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Row]:
    chosen = sa.select(SAVED).where(*where).order_by(SAVED.c.at.desc(), SAVED.c.name)
    return [dict(row) for row in connection.execute(chosen).mappings()]


def saved(connection: sa.Connection, owner: str, kind: str) -> list[Row]:
    """Return what somebody keeps of a kind, the newest first."""
    return _rows(connection, SAVED.c.owner == owner, SAVED.c.kind == kind)


def shared(connection: sa.Connection, kind: str) -> list[Row]:
    """Return what anybody shares of a kind with the team, the newest first."""
    return _rows(connection, SAVED.c.kind == kind, SAVED.c.shared.is_(True))


def forget(connection: sa.Connection, owner: str, kind: str, name: str) -> bool:
    """Forget something; return whether it was there. Only its owner can."""
    mine = (SAVED.c.owner == owner) & (SAVED.c.kind == kind) & (SAVED.c.name == name)
    return connection.execute(SAVED.delete().where(mine)).rowcount > 0


def sweep(connection: sa.Connection, kind: str, *, days: float, most: int | None = None) -> int:
    """Forget what is old and not shared; return how many.

    Args:
        connection: To the ledger.
        kind: What is swept.
        days: What was kept longer ago goes.
        most: Of what is left, so many newest stay.
    """
    mine = (SAVED.c.kind == kind) & SAVED.c.shared.is_(False)
    limit = dt.datetime.now(tz=dt.UTC) - dt.timedelta(days=days)
    gone = connection.execute(SAVED.delete().where(mine, SAVED.c.at < limit)).rowcount
    if most is not None:
        newest = sa.select(SAVED.c.at).where(mine).order_by(SAVED.c.at.desc()).offset(most).limit(1)
        edge = connection.execute(newest).scalar_one_or_none()
        if edge is not None:
            gone += connection.execute(SAVED.delete().where(mine, SAVED.c.at <= edge)).rowcount
    return gone
