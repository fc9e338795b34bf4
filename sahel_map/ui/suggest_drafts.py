"""Drafts of suggestions: as the session keeps them, or as their address begins them."""

from collections.abc import Collection
from typing import Final

from sahel_map import agreeing
from sahel_map.rules import split_list
from sahel_map.store import Dataset
from sahel_map.ui import team, view
from sahel_map.ui.record_columns import COLUMNS
from sahel_map.ui.record_draft import Draft, keyed
from sahel_map.ui.suggest_links import ABOUT

__all__ = ["AGAIN", "forget", "keep", "kept", "opened"]

AGAIN: Final = "again"
"""Stands for a table where a suggestion that was sent back is taken up again."""

_HELD: Final = "suggest-draft "


def _keys(table: str, data: Dataset) -> Collection[str]:
    frames = {
        "events.csv": data.events,
        "claims.csv": data.claims,
        "sources.csv": data.sources,
        "blockades.csv": data.roads.blockades,
        "agreements.csv": data.roads.agreements,
    }
    return frozenset(map(str, frames[table].index))


def _new(table: str, about: str, data: Dataset) -> Draft:
    row = dict(agreeing.blank(table))
    if table == "claims.csv" and about in data.events.index:
        cited = split_list(str(data.events.at[about, "source_ids"]))
        row |= {"event_ids": about, "scope": "event", "source_id": cited[0] if cited else ""}
    if table == "blockades.csv" and about in data.roads.corridors.index:
        row |= {"corridor_ids": about, "kind": "corridor_checkpoint", "end_precision": "unknown"}
    return Draft(table, "", None, row)


def _again(number: str) -> Draft:
    store = team.store()
    told = agreeing.proposal(store, team.who(), int(number) if number.isdecimal() else 0)
    now = agreeing.current(store, told.table_name, told.record)
    before, after = told.before, told.after
    draft = Draft(
        told.table_name, told.record, before, after or before or {},
        remove=told.act == "remove", source=told.source, note=told.note,
        proposal=told.id, revision=told.revision,
    )  # fmt: skip
    return draft if told.act == "add" else draft.on(now)


def kept(asked: str) -> Draft | None:
    """Return the draft that the session keeps for an address, None without any."""
    draft = view.held(_HELD + asked)
    return draft if isinstance(draft, Draft) else None


def keep(asked: str, draft: Draft) -> None:
    """Keep the draft of an address for the session."""
    view.hold(_HELD + asked, draft)


def forget(asked: str) -> None:
    """Keep nothing for an address any more."""
    view.hold(_HELD + asked, None)


def _begun(asked: str, data: Dataset) -> Draft | None:
    table, _slash, record = asked.partition("/")
    if table == AGAIN:
        return _again(record)
    if table not in COLUMNS:
        return None
    if not record or record.startswith(ABOUT):
        return _new(table, record.removeprefix(ABOUT), data)
    row = agreeing.current(team.store(), table, record)
    return None if row is None else Draft(table, record, row, row)


def opened(asked: str, data: Dataset) -> Draft | None:
    """Return the draft of an address, and keep it; None where there is no such record.

    What was typed before is there again; a form in which nothing was typed begins anew, from the
    record as it is now.

    Args:
        asked: A table and the key of a record; of a new one, ``+`` and what it is about, or
            nothing; or ``again`` and the number of a suggestion.
        data: The data of this host.
    """
    draft = kept(asked)
    if draft is None or not draft.typed:
        draft = _begun(asked, data)
    if draft is not None:
        draft = keyed(draft, _keys(draft.table, data))
        keep(asked, draft)
    return draft
