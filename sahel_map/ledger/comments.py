"""Comments of the team on events, as rows: what is taken back stays, and is shown no more."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from sahel_map.ledger.schema import COMMENTS
from sahel_map.people import Person

__all__ = ["add_comment", "comment_of", "comments_on", "mark_gone"]

Row = Mapping[str, Any]


def add_comment(connection: sa.Connection, dataset: str, event: str, by: Person, text: str) -> Row:
    """Enter a comment; return it."""
    row = {"dataset": dataset, "event": event, "who": by.subject, "who_name": by.name, "text": text}
    made = connection.execute(COMMENTS.insert().values(**row).returning(COMMENTS))
    return dict(made.mappings().one())


def comments_on(connection: sa.Connection, dataset: str, event: str) -> list[Row]:
    """Return the comments on an event that were not taken back, the oldest first."""
    chosen = sa.select(COMMENTS).where(
        COMMENTS.c.dataset == dataset, COMMENTS.c.event == event, COMMENTS.c.gone_at.is_(None)
    )
    return [dict(row) for row in connection.execute(chosen.order_by(COMMENTS.c.id)).mappings()]


def comment_of(connection: sa.Connection, number: int) -> Row | None:
    """Return a comment that was not taken back, None where there is none of this id."""
    chosen = sa.select(COMMENTS).where(COMMENTS.c.id == number, COMMENTS.c.gone_at.is_(None))
    row = connection.execute(chosen).mappings().one_or_none()
    return None if row is None else dict(row)


def mark_gone(connection: sa.Connection, number: int) -> None:
    """Note that a comment was taken back."""
    moment = dt.datetime.now(tz=dt.UTC)
    connection.execute(COMMENTS.update().where(COMMENTS.c.id == number).values(gone_at=moment))
