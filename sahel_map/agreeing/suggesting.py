"""Suggest a change of a record, suggest it anew, or withdraw it."""

from sahel_map.agreeing.proposal import Proposal, Row
from sahel_map.agreeing.reading import authors, moved, proposal, unmoved
from sahel_map.agreeing.records import changed_tables, differences, edit_of, newest, open_table
from sahel_map.agreeing.texts import words
from sahel_map.errors import ConflictError, DataError, ForbiddenError
from sahel_map.i18n import gettext
from sahel_map.ledger import audit
from sahel_map.ledger.proposals import add_proposal, advance
from sahel_map.people import Act, Person, allow, may
from sahel_map.store.host import HOST
from sahel_map.store.host_merge import Edit
from sahel_map.store.interface import Store
from sahel_map.store.records import record_of, text_of
from sahel_map.vocabulary import PROPOSAL_ACTS

__all__ = ["resubmit", "suggest", "withdraw"]


def _grounds(source: str, note: str) -> dict[str, str]:
    kept = words("source", source)
    if not kept:
        raise DataError(
            gettext("source: say what the change rests on: a document, an address, who told whom.")
        )
    return {"source": kept, "note": words("note", note)}


def _act(edit: Edit) -> str:
    return "remove" if edit.after is None else "add" if edit.before is None else "change"


def suggest(  # noqa: PLR0913  (what a suggestion is made of)
    store: Store,
    person: Person,
    *,
    table: str,
    record: str,
    act: str,
    after: Row | None,
    source: str,
    note: str = "",
    before: Row | None = None,
) -> Proposal:
    """Suggest a change of a record; a second person decides.

    Args:
        store: The store of this host.
        person: The author.
        table: Such as events.csv.
        record: The key of the row.
        act: add, change or remove.
        after: The row as it is to be; columns that it lacks stay as they are. None for remove.
        source: What it rests on.
        note: Why.
        before: The row as the author saw it, where that was some time ago.

    Raises:
        ForbiddenError: The person may not suggest anything.
        ConflictError: The record is another by now than the author saw.
        DataError: A text cannot be kept, there is no source, or the change breaks a rule of the
            tables; the message names the column and what is allowed.
        StoreAwayError: The database cannot be reached.
    """
    allow(person, Act.suggest)
    if act not in PROPOSAL_ACTS or (act == "remove") != (after is None):
        message = gettext("act: {act} is not one of {allowed}, or does not fit the row.")
        raise DataError(message.format(act=repr(act[:20]), allowed=", ".join(PROPOSAL_ACTS)))
    grounds = _grounds(source, note)
    open_table(table)
    number, tables = newest(store)
    now = record_of(text_of(tables.get(table, b"")), record)
    if before is not None and differences(before, now):
        raise ConflictError(
            gettext("{record} has changed since you opened it; look at it again.").format(
                record=record[:200]
            )
        )
    if act == "add" and now is not None:
        message = gettext("{table} has a record {record} already: choose another identifier.")
        raise DataError(message.format(table=table, record=repr(record[:200])))
    if act != "add" and now is None:
        message = gettext("{table} has no record {record}.")
        raise DataError(message.format(table=table, record=repr(record[:200])))
    edit = edit_of(table, record, now, after)
    changed_tables(tables, edit)
    with store.ledger.begin() as connection:
        made = add_proposal(
            connection, person, dataset=HOST, base=number, table_name=table, record=edit.record,
            act=act, before=edit.before, after=edit.after, state="open", **grounds,
        )  # fmt: skip
        audit.note(connection, person, "suggest", f"{table}/{edit.record}", proposal=made)
    return proposal(store, person, made)


def resubmit(  # noqa: PLR0913  (what a suggestion is made of)
    store: Store,
    person: Person,
    proposal_id: int,
    revision: int,
    *,
    after: Row | None,
    source: str,
    note: str = "",
) -> Proposal:
    """Suggest a change anew, against the record as it is now; who does is an author too.

    Args:
        store: The store of this host.
        person: Who suggests it anew.
        proposal_id: The suggestion: open, sent back, or in conflict.
        revision: Its revision as they saw it.
        after: The row as it is to be; None takes it away.
        source: What it rests on.
        note: Why.

    Raises:
        ForbiddenError: The person may not suggest anything.
        ConflictError: The suggestion has moved on meanwhile.
        DataError: As of ``suggest``.
        StoreAwayError: The database cannot be reached.
    """
    allow(person, Act.suggest)
    grounds = _grounds(source, note)
    seen = proposal(store, person, proposal_id)
    unmoved(seen, revision, {"open", "returned", "conflict"})
    number, tables = newest(store)
    now = record_of(text_of(tables.get(seen.table_name, b"")), seen.record)
    edit = edit_of(seen.table_name, seen.record, now, after)
    changed_tables(tables, edit)
    with store.ledger.begin() as connection:
        done = advance(
            connection, (proposal_id, revision), person, grounds["note"], state="open",
            base=number, act=_act(edit), before=edit.before, after=edit.after, **grounds,
        )  # fmt: skip
        if not done:
            raise moved()
        subject = f"{seen.table_name}/{seen.record}"
        audit.note(connection, person, "resubmit", subject, proposal=proposal_id)
    return proposal(store, person, proposal_id)


def withdraw(store: Store, person: Person, proposal_id: int, revision: int) -> None:
    """Withdraw a suggestion: its authors can, and admins.

    Raises:
        ForbiddenError: The person is neither.
        ConflictError: The suggestion has moved on meanwhile.
        StoreAwayError: The database cannot be reached.
    """
    allow(person, Act.suggest)
    seen = proposal(store, person, proposal_id)
    if person.subject not in authors(store, seen) and not may(person, Act.govern):
        raise ForbiddenError(gettext("Only its authors and admins withdraw a suggestion."))
    unmoved(seen, revision, {"open", "returned", "conflict"})
    with store.ledger.begin() as connection:
        done = advance(connection, (proposal_id, revision), person, state="withdrawn")
        if not done:
            raise moved()
        subject = f"{seen.table_name}/{seen.record}"
        audit.note(connection, person, "withdraw", subject, proposal=proposal_id)
