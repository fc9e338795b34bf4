"""What somebody is about to suggest: the record as they opened it, and as they want it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.pack import slug_of
from sahel_map.rules import split_list
from sahel_map.store import Dataset
from sahel_map.ui.record_columns import COLUMNS, KEYS

__all__ = ["Draft", "keyed", "made_key", "rebased"]

Row = Mapping[str, str]

_POINT: Final = ("lat", "lon")


def rebased(before: Row | None, after: Row, now: Row) -> dict[str, str]:
    """Return a wish as it reads on a record that others have changed meanwhile.

    Args:
        before: The record as it was when the wish was made.
        after: The record as it was wished.
        now: The record as it is.

    Returns:
        The record as it is, with what the wish changed in it.
    """
    if before is None:
        return dict(after)
    return {**now, **{name: text for name, text in after.items() if before.get(name) != text}}


@dataclass(frozen=True, slots=True)
class Draft:
    """A suggestion that is not sent yet.

    Attributes:
        table: File of the record.
        record: Its key; empty for a new one.
        before: The record as it was opened; None for a new one.
        after: The record as it is to be.
        remove: Whether it is to go instead.
        source: What the suggestion rests on.
        note: Why.
        proposal: The suggestion that it takes up again; 0 for a new one.
        revision: The step of that suggestion that its author saw.
        tried: Whether it was about to be sent, so that faults are told.
    """

    table: str
    record: str
    before: Row | None
    after: Row
    remove: bool = False
    source: str = ""
    note: str = ""
    proposal: int = 0
    revision: int = 0
    tried: bool = False

    @property
    def act(self) -> str:
        """A code of ``vocabulary.PROPOSAL_ACTS``."""
        return "add" if self.before is None else "remove" if self.remove else "change"

    @property
    def changed(self) -> bool:
        """Whether there is anything to send."""
        return self.remove or self.before is None or dict(self.before) != dict(self.after)

    @property
    def typed(self) -> bool:
        """Whether anything was entered that would be a pity to lose."""
        new = self.before is None and any(self.after.values())
        return bool(new or (self.before and self.changed) or self.source or self.note)

    def on(self, now: Row | None) -> Self:
        """Return the same wish on the record as it is now, where it still is."""
        if now is None:
            return self
        return replace(self, before=now, after=rebased(self.before, self.after, now))

    def put(self, column: str, text: str, data: Dataset) -> Self:
        """Return the draft with one value entered, and with what follows from it.

        Args:
            column: The column that was entered.
            text: Its new value, as it stands in the table.
            data: Where places are looked up.
        """
        row = {**self.after, column: text}
        row |= _placed(self.table, row, column, data.places) | _dated(self.table, row, column)
        return replace(self, after=row)


def _placed(table: str, row: Row, column: str, places: pd.DataFrame) -> dict[str, str]:
    """Return what the gazetteer says where a place was chosen, or its precision."""
    drawn = True
    if "geo_precision" in COLUMNS[table]:
        precision = v.GEO_PRECISION.get(row["geo_precision"])
        drawn = precision is None or bool(precision.radius_km)
    known = row.get("place_id", "") in places.index
    if column == "geo_precision":
        if not drawn:
            return dict.fromkeys(_POINT, "")
        if row["lat"] or not known:
            return {}
        return {name: str(places.at[row["place_id"], name]) for name in _POINT}
    if column != "place_id" or not known:
        return {}
    place = places.loc[row["place_id"]]
    filled = {"place": place["name"], "country": place["country"]}
    filled |= {name: place[name] if drawn else "" for name in _POINT}
    if "admin1_stated" in COLUMNS[table]:
        filled["admin1_stated"] = place["admin1"]
    return {name: str(text) for name, text in filled.items()}


def _dated(table: str, row: Row, column: str) -> dict[str, str]:
    """Return the days that follow from one that was entered."""
    if table == "events.csv" and column in {"date_start", "date_precision"}:
        one_day = row["date_precision"] == "day" or not row["date_end"]
        return {"date_end": row["date_start"]} if one_day else {}
    if table == "blockades.csv" and column == "end":
        if not row["end"]:
            return {"end_precision": "unknown"}
        return {"end_precision": "day"} if row["end_precision"] == "unknown" else {}
    return {}


def _numbered(stem: str, taken: Collection[str], pattern: str, first: int) -> str:
    n = first
    while (key := pattern.format(stem=stem, n=n)) in taken:
        n += 1
    return key


def made_key(table: str, row: Row, taken: Collection[str]) -> str:
    """Return the identifier of a new record, made of what it says.

    Args:
        table: File of the record.
        row: The record.
        taken: The identifiers that others have.
    """
    if table == "claims.csv":
        events = split_list(row["event_ids"])
        return _numbered(events[0] if events else "claim", taken, "{stem}.{n:02d}", 1)
    if table == "events.csv":
        stem = slug_of(f"{row['date_start']} {row['place'] or row['title']}")
    elif table == "sources.csv":
        stem = slug_of(f"{row['publisher']} {row['published'].replace('-', '')}")
    elif table == "blockades.csv":
        roads = split_list(row["corridor_ids"])
        stem = slug_of(f"{row['place'] or ''.join(roads[:1])} {row['start'][:4]}")
    else:
        stem = slug_of(f"agr {row['place']} {row['date'][:4]}")
    return stem if stem not in taken else _numbered(stem, taken, "{stem}-{n}", 2)


def keyed(draft: Draft, taken: Collection[str]) -> Draft:
    """Return a draft whose new record has its identifier."""
    if draft.before is not None or draft.record:
        return draft
    column = KEYS[draft.table]
    key = made_key(draft.table, draft.after, taken)
    return replace(draft, after={**draft.after, column: key})
