"""A view of a pack as its page shows it: words, rows and what its maps are handed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from sahel_map.i18n import date_text, gettext, ngettext, number_text
from sahel_map.pack.content import Leaf
from sahel_map.pack.html_cards import Cards, source_words
from sahel_map.scenes.sight import Drawing, Sight
from sahel_map.wording import dates_text, deaths_text, where_text

__all__ = ["leaf_maps", "leaf_words"]

_ROWS: Final = 200
"""Rows of a table that the file shows; the tables beside it have them all."""

_PRINTED: Final = 12
"""Rows of events that go to paper, as the style sheet has it: a view is a page or two."""

_CITED: Final = 15
"""Sources of a view that are listed at once; the others open."""


def _ids(drawing: Drawing) -> dict[str, list[str]]:
    """Return what can be clicked on a map, by the name under which the map script reports it."""
    view = drawing.view
    events = [] if view.get("mode") == "heat" else [event["id"] for event in view.get("events", [])]
    events += [area["event"] for area in view.get("areas", [])]
    if drawing.function != "roads":
        return {"event": events}
    return {
        "event": events,
        "corridor": list(view["roads"]) if view["lines"] else [],
        "siege": [siege["id"] for siege in view["sieges"]],
        "agreement": [deal["id"] for deal in view["agreements"]],
    }


def _details(sight: Sight, cards: Cards) -> dict[str, dict[str, int]]:
    """Return the card of everything that can be clicked in a view."""
    data = sight.data
    found: dict[str, dict[str, int]] = {"event": {}}
    for drawing in sight.drawings:
        ids = _ids(drawing)
        found["event"] |= {name: cards.event(name, data) for name in ids["event"]}
        if drawing.function == "roads":
            roads = {name: cards.road(name, drawing.view, data) for name in ids["corridor"]}
            found.setdefault("corridor", {}).update(roads)
            sieges = {name: cards.siege(name, data) for name in ids["siege"]}
            found.setdefault("siege", {}).update(sieges)
            deals = {name: cards.agreement(name, data) for name in ids["agreement"]}
            found.setdefault("agreement", {}).update(deals)
    for name in _newest(sight.events).index[:_ROWS]:
        found["event"][str(name)] = cards.event(str(name), data)
    return {kind: known for kind, known in found.items() if known}


def leaf_maps(leaf: Leaf, cards: Cards) -> dict[str, Any]:
    """Return what the script of the file needs of a view: its maps and what a click opens.

    Args:
        leaf: The view.
        cards: The details of the file, which are added to.
    """
    return {
        "drawings": [
            {"function": drawing.function, "view": dict(drawing.view)}
            for drawing in leaf.sight.drawings
        ],
        "details": _details(leaf.sight, cards),
    }


def _newest(events: pd.DataFrame) -> pd.DataFrame:
    return events.sort_values("date_start", ascending=False, kind="stable")


def _more_text(n: int) -> str:
    if n <= _ROWS:
        return ""
    left = n - _ROWS
    text = ngettext("{n} more row in the CSV file.", "{n} more rows in the CSV file.", left)
    return text.format(n=number_text(left))


def _printed_text(n: int) -> str:
    if n <= _PRINTED:
        return ""
    text = gettext("On paper the newest {n} of {total} events are shown.")
    return text.format(n=number_text(_PRINTED), total=number_text(n))


def _events(sight: Sight, cards: Cards) -> dict[str, Any]:
    shown: Any = _newest(sight.events).iloc[:_ROWS]
    rows = [
        {
            "id": event.event_id,
            "date": dates_text(event),
            "where": where_text(event),
            "title": gettext(event.title),
            "deaths": deaths_text(event),
            "sources": cards.sources_of(cards.event(event.event_id, sight.data)),
        }
        for event in shown.itertuples()
    ]
    n = len(sight.events)
    return {"rows": rows, "more": _more_text(n), "printed": _printed_text(n)}


def _cell(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, tuple | list | set | frozenset):
        return ", ".join(map(str, value))
    if value is None or pd.isna(value):
        return ""
    match value:
        case bool():
            return gettext("yes") if value else gettext("no")
        case dt.datetime():
            return value.date().isoformat()
        case float():
            return number_text(round(value, 3))
        case _:
            return str(value)


def _table(name: str, table: pd.DataFrame) -> dict[str, Any]:
    flat = pd.DataFrame(table).drop(columns="geometry", errors="ignore")
    rows = flat.iloc[:_ROWS].astype(object).to_numpy().tolist()
    n = len(flat)
    count = ngettext("{n} row", "{n} rows", n).format(n=number_text(n))
    return {
        "name": f"{name}.csv",
        "count": count,
        "columns": [str(column) for column in flat.columns],
        "rows": [[_cell(value) for value in row] for row in rows],
        "more": _more_text(n),
    }


def _lines(sight: Sight) -> list[dict[str, Any]]:
    return [
        {
            "text": line.text,
            "sources": [
                source_words(row)
                for row in sight.data.cited(";".join(line.source_ids)).itertuples()
            ],
        }
        for line in sight.lines
    ]


def _others_text(n: int) -> str:
    return ngettext("{n} other source", "{n} other sources", n).format(n=number_text(n))


def _known_text(known: dt.date | None) -> str:
    return (
        gettext("Seen with what was published by {day}.").format(day=date_text(known))
        if known
        else ""
    )


def leaf_words(leaf: Leaf, maps: Mapping[str, Any], cards: Cards) -> dict[str, Any]:
    """Return what the template shows of a view.

    Args:
        leaf: The view.
        maps: What ``leaf_maps`` gave for it.
        cards: The details of the file.
    """
    sight = leaf.sight
    sources = [source_words(row) for row in sight.sources.itertuples()]
    others = sources[_CITED:]
    return {
        "number": leaf.number,
        "title": leaf.title or sight.title,
        "subtitle": sight.title if leaf.title and sight.title != leaf.title else "",
        "selection": sight.selection if sight.selection not in {leaf.title, sight.title} else "",
        "known": _known_text(sight.scene.get("known")),
        "paragraphs": [part.strip() for part in leaf.note.split("\n\n") if part.strip()],
        "changed": leaf.changed,
        "cautions": sight.cautions,
        "drawings": sight.drawings,
        "opens": bool(maps["details"]),
        "clickable": any(any(_ids(drawing).values()) for drawing in sight.drawings),
        "numbers": sight.numbers,
        "lines": _lines(sight),
        "events": _events(sight, cards),
        "tables": [_table(name, table) for name, table in sight.tables.items()],
        "sources": sources[:_CITED],
        "others": others,
        "others_text": _others_text(len(others)) if others else "",
    }
