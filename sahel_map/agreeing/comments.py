"""Comments of the team on events."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sahel_map.agreeing.texts import line, words
from sahel_map.errors import DataError, ForbiddenError, StoreError
from sahel_map.i18n import gettext
from sahel_map.ledger import audit
from sahel_map.ledger.comments import add_comment, comment_of, comments_on, mark_gone
from sahel_map.ledger.schema import DATASETS
from sahel_map.ledger.versions import lock_dataset
from sahel_map.people import Act, Person, allow, may
from sahel_map.store.interface import Store

__all__ = ["Comment", "comment", "comments", "take_back"]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on an event.

    Attributes:
        id: Its number.
        event: The event.
        at: When it was written, UTC.
        who: The subject of its author.
        who_name: Its author, as the team knows them.
        text: What they say.
    """

    id: int
    event: str
    at: dt.datetime
    who: str
    who_name: str
    text: str


def comments(store: Store, person: Person, event: str, *, dataset: str = "") -> list[Comment]:
    """Return the comments on an event, the oldest first.

    Args:
        store: The store of this host.
        person: Who asks; whether they may see the dataset is for the caller to know.
        event: The event.
        dataset: Key of a loaded dataset; empty for the data of this host.

    Raises:
        ForbiddenError: The person may not read comments.
        StoreAwayError: The database cannot be reached.
    """
    allow(person, Act.comment)
    with store.ledger.begin() as connection:
        rows = comments_on(connection, dataset, event)
    return [_of(row) for row in rows]


def _of(row: Mapping[str, Any]) -> Comment:
    return Comment(**{name: row[name] for name in Comment.__slots__})


def _enter_dataset(connection: sa.Connection, dataset: str) -> None:
    known = sa.select(DATASETS.c.key).where(DATASETS.c.key == dataset)
    if connection.execute(known).first() is None:
        if dataset:
            raise StoreError(gettext("There is no such dataset here."))
        lock_dataset(connection, dataset)


def comment(store: Store, person: Person, event: str, text: str, *, dataset: str = "") -> Comment:
    """Comment on an event; return what was kept.

    Raises:
        ForbiddenError: The person may not write comments.
        DataError: There is no text, or it cannot be kept.
        StoreError: There is no such dataset.
        StoreAwayError: The database cannot be reached; nothing was written.
    """
    allow(person, Act.comment)
    kept, subject = words("comment", text), line("event", event, longest=200)
    if not kept:
        raise DataError(gettext("comment: write something first."))
    with store.ledger.begin() as connection:
        _enter_dataset(connection, dataset)
        row = add_comment(connection, dataset, subject, person, kept)
        audit.note(connection, person, "comment", subject, comment=row["id"], dataset=dataset)
    return _of(row)


def take_back(store: Store, person: Person, comment_id: int) -> None:
    """Take a comment back: one's own, or anybody's for an admin.

    Raises:
        ForbiddenError: It is somebody else's.
        StoreError: There is no such comment.
        StoreAwayError: The database cannot be reached.
    """
    allow(person, Act.comment)
    with store.ledger.begin() as connection:
        row = comment_of(connection, comment_id)
        if row is None:
            raise StoreError(gettext("There is no comment {n}.").format(n=comment_id))
        if row["who"] != person.subject and not may(person, Act.govern):
            raise ForbiddenError(gettext("Only its author and admins take a comment back."))
        mark_gone(connection, comment_id)
        audit.note(connection, person, "take_back", row["event"], comment=comment_id)
