"""The values of a record in words: codes by their labels, days and places by their names."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import country_text, date_text, language_text
from sahel_map.i18n import gettext as _
from sahel_map.rules import parse_day, split_list
from sahel_map.store import Dataset
from sahel_map.ui.record_columns import COLUMNS, TABLE_NAMES, Kind
from sahel_map.wording import pair_text, published_text

__all__ = ["column_name", "differing", "option_text", "record_name", "table_name", "value_items"]

_LISTS: Final[frozenset[Kind]] = frozenset({"choices", "corridors", "events", "sources"})


def table_name(table: str) -> str:
    """Return what a record of a table is called; the file for one that has no word."""
    return _(TABLE_NAMES[table]) if table in TABLE_NAMES else table


def column_name(table: str, column: str) -> str:
    """Return the words for a column; its own name where it has none."""
    known = COLUMNS.get(table, {}).get(column)
    return _(known.label) if known else column


def _source(source_id: str, sources: pd.DataFrame) -> str:
    if source_id not in sources.index:
        return source_id
    row = sources.loc[source_id]
    day = published_text(str(row["published"])) or _("undated")
    return pair_text(f"{row['publisher']}, {day}", f"{row['title']} [{source_id}]")


def _event(event_id: str, events: pd.DataFrame) -> str:
    if event_id not in events.index:
        return event_id
    event: Any = events.loc[event_id]
    return pair_text(date_text(event["date_start"].date()), f"{_(event['title'])} [{event_id}]")


def _place(place_id: str, places: pd.DataFrame) -> str:
    if place_id not in places.index:
        return place_id
    place: Any = places.loc[place_id]
    return f"{_(place['name'])}, {country_text(place['country'])} [{place_id}]"


def _road(corridor_id: str, corridors: pd.DataFrame) -> str:
    if corridor_id not in corridors.index:
        return corridor_id
    return f"{_(str(corridors.at[corridor_id, 'short_name']))} [{corridor_id}]"


def _day(text: str) -> str:
    day = parse_day(text)
    return date_text(day) if day else text


def option_text(kind: Kind, text: str, terms: Mapping[str, v.Term] | None, data: Dataset) -> str:
    """Return one value in words; no two values of a column read the same.

    Args:
        kind: The kind of the column.
        text: The value, or one item of a list.
        terms: Code to words, where the column holds codes.
        data: Where names are looked up.
    """
    if terms is not None:
        return v.label(terms, text) or text
    known: dict[str, Callable[[], str]] = {
        "source": lambda: _source(text, data.sources),
        "event": lambda: _event(text, data.events),
        "place": lambda: _place(text, data.places),
        "corridor": lambda: _road(text, data.roads.corridors),
        "country": lambda: country_text(text),
        "language": lambda: language_text(text),
        "day": lambda: _day(text),
    }
    word = known.get(kind.removesuffix("s"))
    return word() if word and text else text


def value_items(table: str, column: str, text: str, data: Dataset) -> list[str]:
    """Return a value of a record in words: the items of a list one by one; nothing when empty."""
    known = COLUMNS.get(table, {}).get(column)
    if not text:
        return []
    if known is None:
        return [text]
    items = split_list(text) if known.kind in _LISTS else [text]
    return [option_text(known.kind, item, known.terms, data) for item in items]


def differing(
    table: str, rows: Iterable[tuple[str, Any, Any]], data: Dataset
) -> list[dict[str, Any]]:
    """Return differences column by column as templates show them.

    Args:
        table: File of the record.
        rows: Column, old value and new value; None where there was or will be no record.
        data: Where names are looked up.

    Returns:
        ``name``, and what is ``gone``, ``new`` and ``kept``, in words.
    """
    shown = []
    for column, old, new in rows:
        was = value_items(table, column, str(old or ""), data)
        now = value_items(table, column, str(new or ""), data)
        kept = [item for item in was if item in now]
        shown.append(
            {
                "name": column_name(table, column),
                "gone": [item for item in was if item not in now],
                "new": [item for item in now if item not in was],
                "kept": kept,
            }
        )
    return shown


def record_name(table: str, record: str, row: Mapping[str, Any] | None, data: Dataset) -> str:
    """Return how a record is called in a heading.

    Args:
        table: File of the record.
        record: Its key.
        row: The record; None where there is none yet or any more.
        data: Where names are looked up.
    """
    said = row or {}
    name = said.get("title") or said.get("name") or said.get("short_name") or said.get("place")
    if table == "claims.csv" and said:
        name = f"{_(said['claimant'])}, {v.label(v.MEASURES, said['measure'])}"
    if table == "blockades.csv" and said and not name:
        roads = value_items(table, "corridor_ids", said["corridor_ids"], data)
        name = pair_text(v.label(v.SPELL_KINDS, said["kind"]), ", ".join(roads))
    return pair_text(table_name(table), _(str(name)) if name else record)
