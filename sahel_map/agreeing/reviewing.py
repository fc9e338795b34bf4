"""Accept a suggestion, or send it back: never one's own, whatever one's role."""

from sahel_map.agreeing.proposal import Proposal
from sahel_map.agreeing.reading import authors, moved, proposal, unmoved
from sahel_map.agreeing.records import changed_tables, newest
from sahel_map.agreeing.texts import words
from sahel_map.errors import ConflictError, DataError, ForbiddenError
from sahel_map.i18n import gettext
from sahel_map.ledger import audit
from sahel_map.ledger.proposals import advance
from sahel_map.ledger.versions import lock_dataset
from sahel_map.people import Act, Person, allow
from sahel_map.store.host import HOST, write_tables
from sahel_map.store.host_merge import Edit, fits
from sahel_map.store.interface import Store

__all__ = ["accept", "send_back"]


def _reviewed(store: Store, person: Person, proposal_id: int) -> Proposal:
    """Return a suggestion that somebody may decide on."""
    allow(person, Act.review)
    seen = proposal(store, person, proposal_id)
    if person.subject in authors(store, seen):
        raise ForbiddenError(
            gettext("You have suggested this yourself: a second person has to decide on it.")
        )
    return seen


def accept(store: Store, person: Person, proposal_id: int, revision: int, comment: str = "") -> int:
    """Accept a suggestion; return the number of the version that it makes.

    Version, suggestion, step and audit log count together, or none of them does.

    Args:
        store: The store of this host.
        person: Who accepts it; none of its authors.
        proposal_id: The suggestion.
        revision: Its revision as they saw it.
        comment: What they say.

    Raises:
        ForbiddenError: The person may not review, or has suggested it.
        ConflictError: The suggestion has moved on, or the record has changed since its author saw
            it: it then stands in conflict, and nothing was overwritten.
        DataError: By now the change breaks a rule of the tables.
        StoreAwayError: The database cannot be reached; nothing was written.
    """
    said = words("comment", comment)
    while True:
        seen = _reviewed(store, person, proposal_id)
        unmoved(seen, revision, {"open"})
        number, tables = newest(store)
        edit = Edit(seen.table_name, seen.record, seen.before, seen.after)
        fitting = fits(tables, edit)
        after = changed_tables(tables, edit) if fitting else tables
        subject = f"{edit.table}/{edit.record}"
        with store.ledger.begin() as connection:
            if lock_dataset(connection, HOST) != number:
                continue
            made = number
            if fitting:
                made = write_tables(
                    connection, after, person, after=number, act="edited",
                    note=seen.note or seen.source,
                )  # fmt: skip
            changes = {"state": "accepted", "version": made} if fitting else {"state": "conflict"}
            done = advance(connection, (proposal_id, revision), person, said, **changes)
            if not done:
                raise moved()
            act = "accept" if fitting else "conflict"
            audit.note(connection, person, act, subject, proposal=proposal_id, version=made)
        if fitting:
            return made
        raise ConflictError(
            gettext(
                "{record} has changed since this was suggested; nothing was overwritten. The"
                " suggestion now stands in conflict: its author suggests it anew, or withdraws it."
            ).format(record=seen.record)
        )


def send_back(store: Store, person: Person, proposal_id: int, revision: int, comment: str) -> None:
    """Send a suggestion back to its author, with what is missing.

    Args:
        store: The store of this host.
        person: Who sends it back; none of its authors.
        proposal_id: The suggestion.
        revision: Its revision as they saw it.
        comment: What is missing.

    Raises:
        ForbiddenError: The person may not review, or has suggested it.
        ConflictError: The suggestion has moved on meanwhile.
        DataError: There is no comment, or it cannot be kept.
        StoreAwayError: The database cannot be reached.
    """
    said = words("comment", comment)
    seen = _reviewed(store, person, proposal_id)
    if not said:
        raise DataError(gettext("comment: say what is missing, so that its author can mend it."))
    unmoved(seen, revision, {"open", "conflict"})
    with store.ledger.begin() as connection:
        done = advance(connection, (proposal_id, revision), person, said, state="returned")
        if not done:
            raise moved()
        subject = f"{seen.table_name}/{seen.record}"
        audit.note(connection, person, "send_back", subject, proposal=proposal_id)
