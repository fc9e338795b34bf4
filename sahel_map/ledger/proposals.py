"""Suggestions as rows: each with its steps, and a revision that grows by every one of them."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from sahel_map.ledger.schema import PROPOSALS, STEPS
from sahel_map.people import Person

__all__ = ["add_proposal", "advance", "authors_of", "made_by", "of_record", "proposal_of",
           "proposals_in", "steps_of"]  # fmt: skip

Row = Mapping[str, Any]


def _step(connection: sa.Connection, proposal: int, by: Person, what: str, comment: str) -> None:
    row = {"proposal": proposal, "who": by.subject, "who_name": by.name}
    connection.execute(STEPS.insert().values(**row, what=what, comment=comment))


def add_proposal(connection: sa.Connection, by: Person, *, comment: str = "", **said: Any) -> int:  # noqa: ANN401  (columns of the table)
    """Enter a suggestion with its first step; return its id.

    Args:
        connection: In a transaction; the dataset is entered already.
        by: Its author.
        comment: Of the first step.
        said: The other columns.
    """
    row = {"who": by.subject, "who_name": by.name, **said}
    made = connection.execute(PROPOSALS.insert().values(**row).returning(PROPOSALS.c.id))
    number = int(made.scalar_one())
    _step(connection, number, by, said["state"], comment)
    return number


def proposal_of(connection: sa.Connection, number: int) -> Row | None:
    """Return a suggestion, None where there is none of this id."""
    chosen = sa.select(PROPOSALS).where(PROPOSALS.c.id == number)
    row = connection.execute(chosen).mappings().one_or_none()
    return None if row is None else dict(row)


def advance(
    connection: sa.Connection,
    seen: tuple[int, int],
    by: Person,
    comment: str = "",
    **changes: Any,  # noqa: ANN401  (columns of the table)
) -> bool:
    """Take a suggestion one step on; return whether it still was at the revision that was seen.

    Args:
        connection: In a transaction.
        seen: Its id and its revision.
        by: Who takes the step.
        comment: What they say.
        changes: Columns, ``state`` among them.
    """
    number, revision = seen
    mine = (PROPOSALS.c.id == number) & (PROPOSALS.c.revision == revision)
    changed = connection.execute(
        PROPOSALS.update().where(mine).values(revision=revision + 1, **changes)
    )
    if changed.rowcount != 1:
        return False
    _step(connection, number, by, changes["state"], comment)
    return True


def proposals_in(
    connection: sa.Connection, dataset: str, states: Collection[str], author: str | None = None
) -> list[Row]:
    """Return the suggestions that stand at one of some states, the oldest first."""
    chosen = sa.select(PROPOSALS).where(
        PROPOSALS.c.dataset == dataset, PROPOSALS.c.state.in_(sorted(states))
    )
    if author is not None:
        chosen = chosen.where(PROPOSALS.c.who == author)
    found = connection.execute(chosen.order_by(PROPOSALS.c.id)).mappings()
    return [dict(row) for row in found]


def of_record(connection: sa.Connection, dataset: str, table: str, record: str) -> list[Row]:
    """Return every suggestion about one record, the oldest first."""
    chosen = sa.select(PROPOSALS).where(
        PROPOSALS.c.dataset == dataset,
        PROPOSALS.c.table_name == table,
        PROPOSALS.c.record == record,
    )
    found = connection.execute(chosen.order_by(PROPOSALS.c.id)).mappings()
    return [dict(row) for row in found]


def made_by(connection: sa.Connection, dataset: str) -> dict[int, Row]:
    """Return the suggestions that made versions of a dataset, by the number of the version."""
    chosen = sa.select(PROPOSALS).where(
        PROPOSALS.c.dataset == dataset, PROPOSALS.c.version.is_not(None)
    )
    return {row["version"]: dict(row) for row in connection.execute(chosen).mappings()}


def steps_of(connection: sa.Connection, number: int) -> list[Row]:
    """Return the steps of a suggestion, the first first."""
    chosen = sa.select(STEPS).where(STEPS.c.proposal == number).order_by(STEPS.c.id)
    return [dict(row) for row in connection.execute(chosen).mappings()]


def authors_of(connection: sa.Connection, number: int) -> set[str]:
    """Return the subjects of everybody who suggested it, or suggested it anew."""
    began = sa.select(PROPOSALS.c.who).where(PROPOSALS.c.id == number)
    again = sa.select(STEPS.c.who).where(STEPS.c.proposal == number, STEPS.c.what == "open")
    return {str(who) for who in connection.execute(sa.union(began, again)).scalars()}
