"""What waits, what became of it, and who changed what in a record."""

from collections.abc import Collection

import sqlalchemy as sa

from sahel_map.agreeing.proposal import Change, Proposal, Row, Step
from sahel_map.errors import ConflictError, StoreError
from sahel_map.i18n import gettext
from sahel_map.ledger.proposals import authors_of, made_by, proposal_of, proposals_in, steps_of
from sahel_map.ledger.schema import FILES
from sahel_map.ledger.versions import body_of, versions_of
from sahel_map.people import Act, Person, allow
from sahel_map.store.host import HOST
from sahel_map.store.interface import Store
from sahel_map.store.records import record_of, text_of
from sahel_map.vocabulary import PROPOSAL_STATES

__all__ = ["authors", "history", "moved", "proposal", "queue", "steps", "unmoved"]


def queue(
    store: Store,
    person: Person,
    *,
    states: Collection[str] = ("open",),
    author: str | None = None,
) -> list[Proposal]:
    """Return the suggestions at some states, the oldest first.

    Args:
        store: The store of this host.
        person: Who asks.
        states: Codes of ``vocabulary.PROPOSAL_STATES``.
        author: The subject of an author, whose suggestions alone are asked for.

    Raises:
        ForbiddenError: The person may not see suggestions.
        StoreAwayError: The database cannot be reached.
    """
    allow(person, Act.suggest)
    with store.ledger.begin() as connection:
        rows = proposals_in(connection, HOST, set(states) & set(PROPOSAL_STATES), author)
    return [Proposal.of(row) for row in rows]


def proposal(store: Store, person: Person, proposal_id: int) -> Proposal:
    """Return a suggestion.

    Raises:
        ForbiddenError: The person may not see suggestions.
        StoreError: There is none of this id.
        StoreAwayError: The database cannot be reached.
    """
    allow(person, Act.suggest)
    with store.ledger.begin() as connection:
        row = proposal_of(connection, proposal_id)
    if row is None:
        raise StoreError(gettext("There is no suggestion {n}.").format(n=proposal_id))
    return Proposal.of(row)


def steps(store: Store, person: Person, proposal_id: int) -> list[Step]:
    """Return the steps of a suggestion, the first first.

    Raises:
        ForbiddenError: The person may not see suggestions.
        StoreAwayError: The database cannot be reached.
    """
    allow(person, Act.suggest)
    with store.ledger.begin() as connection:
        return [Step.of(row) for row in steps_of(connection, proposal_id)]


def authors(store: Store, seen: Proposal) -> set[str]:
    """Return the subjects of everybody who suggested it, or suggested it anew."""
    with store.ledger.begin() as connection:
        return authors_of(connection, seen.id)


def moved() -> ConflictError:
    """Return what is said where somebody else was faster."""
    return ConflictError(
        gettext(
            "Somebody else has acted on this suggestion meanwhile; nothing was changed. Look at it"
            " again."
        )
    )


def unmoved(seen: Proposal, revision: int, states: Collection[str]) -> None:
    """Go on where a suggestion is still at the revision that was seen, and at one of some states.

    Raises:
        ConflictError: It is not.
    """
    if seen.revision != revision or seen.state not in states:
        raise moved()


def _shas(connection: sa.Connection, table: str) -> dict[int, str]:
    mine = (FILES.c.dataset == HOST) & (FILES.c.name == table)
    return dict(connection.execute(sa.select(FILES.c.number, FILES.c.sha256).where(mine)).all())


def history(store: Store, person: Person, table: str, record: str) -> list[Change]:
    """Return what versions made of a record, the newest first.

    Raises:
        ForbiddenError: The person may not see what is the team's.
        StoreAwayError: The database cannot be reached.
    """
    allow(person, Act.see_team)
    found: list[Change] = []
    rows: dict[str, Row | None] = {}
    with store.ledger.begin() as connection:
        shas, made = _shas(connection, table), made_by(connection, HOST)
        before: tuple[str, Row | None] = ("", None)
        for version in reversed(versions_of(connection, HOST)):
            number = version["number"]
            sha = shas.get(number, "")
            if sha and sha not in rows:
                body = body_of(connection, HOST, number, table)
                rows[sha] = record_of(text_of(body or b""), record)
            row = rows.get(sha)
            if sha != before[0] and row != before[1]:
                by = made.get(number, {})
                found.append(
                    Change(
                        number,
                        version["at"],
                        version["act"],
                        by.get("who_name", ""),
                        version["who_name"],
                        before[1],
                        row,
                        by.get("source", ""),
                        by.get("note", ""),
                    )
                )
            before = (sha, row)
    return found[::-1]
