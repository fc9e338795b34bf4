"""A selection as the query of an address, and back: how a tile knows what it is of."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from sahel_map.basis import Basis
from sahel_map.errors import SelectionError
from sahel_map.i18n import gettext
from sahel_map.rules import parse_day
from sahel_map.selection import Selection

__all__ = ["from_query", "to_query"]


def _day(text: str) -> dt.date:
    day = parse_day(text)
    if day is None:
        raise SelectionError(gettext("{text} is not a date; write YYYY-MM-DD.").format(text=text))
    return day


_ONE: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "from": ("first", _day),
    "to": ("last", _day),
    "precision": ("precision", str),
    "confidence": ("confidence", str),
    "q": ("text", str),
}
_MANY: Final = {
    "type": "types",
    "actor": "actors",
    "country": "countries",
    "region": "regions",
    "source": "sources",
}
"""Names as in the links of the pages, and the fields of a Selection."""


def to_query(selection: Selection, basis: Basis) -> str:
    """Return the query of a selection on a basis; what is not chosen is not in it."""
    plain = Selection()
    pairs: list[tuple[str, str]] = []
    for name, (field, _read) in _ONE.items():
        value = getattr(selection, field)
        if value != getattr(plain, field):
            pairs.append((name, value.isoformat() if isinstance(value, dt.date) else str(value)))
    for name, field in _MANY.items():
        pairs += [(name, value) for value in getattr(selection, field)]
    if basis.known is not None:
        pairs.append(("known", basis.known.isoformat()))
    pairs += [("without", source) for source in basis.without]
    return urlencode(pairs)


def from_query(query: QueryParams) -> tuple[Selection, Basis]:
    """Return the selection and the basis that a query names.

    Raises:
        SelectionError: A value that no filter allows.
    """
    fields: dict[str, Any] = {
        field: read(query[name]) for name, (field, read) in _ONE.items() if name in query
    }
    fields |= {field: tuple(query.getlist(name)) for name, field in _MANY.items() if name in query}
    known = _day(query["known"]) if "known" in query else None
    return Selection(**fields), Basis(known, tuple(query.getlist("without")))
