"""Who did what, and when: rows are added, never changed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from sahel_map.ledger.schema import AUDIT
from sahel_map.ledger.texts import storable
from sahel_map.people import Person

__all__ = ["entries", "note"]

_LONGEST: Final = 500
_DETAIL: Final = 2000


def note(
    connection: sa.Connection,
    person: Person,
    act: str,
    subject: str = "",
    **detail: object,
) -> None:
    """Note that somebody did something; what is too long is cut, so that nothing goes unnoted.

    Args:
        connection: In the transaction of what is done: either both count, or neither.
        person: Who did it.
        act: A short code, such as ``accept`` or ``share``.
        subject: What it was done to.
        detail: What else is worth knowing; never a secret, never rows of a dataset.
    """
    row = {
        "who": storable(person.subject, _LONGEST),
        "who_name": storable(person.name, _LONGEST),
        "role": person.role.name,
        "act": act,
        "subject": storable(subject, _LONGEST),
        "detail": storable(detail, _DETAIL),
    }
    connection.execute(AUDIT.insert().values(row))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def entries(  # noqa: PLR0913  (each narrows the list on its own)
    connection: sa.Connection,
    *,
    act: str | None = None,
    who: str | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    limit: int = 200,
    before_id: int | None = None,
) -> list[Mapping[str, Any]]:
    """Return rows of the audit log, the newest first.

    Args:
        connection: To the ledger.
        act: This act alone.
        who: What this person did alone, by their subject or their name.
        first: From this day on, UTC.
        last: Until the end of this day, UTC.
        limit: How many at most.
        before_id: Only rows older than the one with this id: the next page.
    """
    chosen = sa.select(AUDIT).order_by(AUDIT.c.id.desc()).limit(limit)
    if act is not None:
        chosen = chosen.where(AUDIT.c.act == act)
    if who is not None:
        chosen = chosen.where((AUDIT.c.who == who) | (AUDIT.c.who_name == who))
    if first is not None:
        chosen = chosen.where(AUDIT.c.at >= _midnight(first))
    if last is not None:
        chosen = chosen.where(AUDIT.c.at < _midnight(last) + dt.timedelta(days=1))
    if before_id is not None:
        chosen = chosen.where(AUDIT.c.id < before_id)
    return [dict(row) for row in connection.execute(chosen).mappings()]
