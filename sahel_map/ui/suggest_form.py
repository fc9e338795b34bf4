"""The form of a record: a widget for each column, and what is wrong beside it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext as _
from sahel_map.rules import LIST_SEPARATOR, parse_day, split_list
from sahel_map.store import Dataset
from sahel_map.ui import view
from sahel_map.ui.controls import plain
from sahel_map.ui.record_columns import COLUMNS, ROWS, Column
from sahel_map.ui.record_draft import Draft
from sahel_map.ui.record_words import option_text

__all__ = ["fields"]

Take = Callable[[str, str], None]

_LIMITS: Final[dict[str, Any]] = {
    "min_value": dt.date(1900, 1, 1),
    "max_value": dt.date(2100, 12, 31),
}
_LONGEST: Final = {"text": 500, "words": 4_000}
_COUNTED: Final = frozenset({"fatalities_low", "fatalities_high"})
"""Numbers of an event that follow from its claims, where the data have any."""

_OFFERED: Final = 1_000
"""Events that are offered, the newest; others are suggested for from their own page."""


def _known(column: Column, data: Dataset) -> Sequence[str]:
    """Return what may stand in a column, as far as it is a list that somebody chooses from."""
    if column.terms is not None:
        return list(column.terms)
    known: dict[str, Iterable[str]] = {
        "country": v.COUNTRIES,
        "place": ["", *data.places.index],
        "source": data.sources.index,
        "corridor": data.roads.corridors.index,
        "event": pd.DataFrame(data.events).tail(_OFFERED).index[::-1],
    }
    return list(known.get(column.kind.removesuffix("s"), []))


def _choice(box: DeltaGenerator, column: Column, text: str, data: Dataset, given: Any) -> None:  # noqa: ANN401
    options = list(dict.fromkeys([*_known(column, data), *([text] if text else [])]))
    box.selectbox(
        options=options,
        index=None,
        format_func=lambda code: option_text(column.kind, code, column.terms, data) or "–",
        placeholder=_("Choose"),
        **given(text if text in options else None),
    )


def _choices(box: DeltaGenerator, column: Column, text: str, data: Dataset, given: Any) -> None:  # noqa: ANN401
    chosen = split_list(text)
    box.multiselect(
        options=list(dict.fromkeys([*_known(column, data), *chosen])),
        format_func=lambda code: option_text(column.kind, code, column.terms, data),
        placeholder=_("Choose"),
        **given(chosen),
    )


def _text_of(column: Column, value: Any) -> str:  # noqa: ANN401  (what a widget holds)
    """Return what a widget holds as it stands in the table."""
    if value is None:
        return ""
    if isinstance(value, list):
        return LIST_SEPARATOR.join(map(str, value))
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    # A line break within a value would hide what follows from a reader of the table.
    return " ".join(text.split()) if column.kind in {"text", "words"} else text.strip()


def _field(
    box: DeltaGenerator, name: str, column: Column, text: str, data: Dataset, take: Take
) -> None:
    key = f"suggest-{name}"

    def on_change() -> None:
        take(name, _text_of(column, view.returned(key)))

    def given(value: Any) -> dict[str, Any]:  # noqa: ANN401
        words = {"label": _(column.label), "help": _(column.help) if column.help else None}
        locked = name in _COUNTED and len(data.claims) > 0
        return {**words, "on_change": on_change, "disabled": locked, **view.shown(key, value)}

    if column.kind in {"choice", "country", "place", "source"}:
        _choice(box, column, text, data, given)
    elif column.kind in {"choices", "corridors", "events", "sources"}:
        _choices(box, column, text, data, given)
    elif column.kind == "day":
        box.date_input(value=None, format="YYYY-MM-DD", **_LIMITS, **given(parse_day(text)))
    elif column.kind == "count":
        number = int(text) if text.isascii() and text.isdigit() else None
        box.number_input(value=None, min_value=0, max_value=9_999_999, step=1, **given(number))
    elif column.kind == "words":
        box.text_area(max_chars=_LONGEST["words"], height=90, **given(text))
    else:
        box.text_input(max_chars=_LONGEST["text"], **given(text))


def fields(draft: Draft, faults: Mapping[str, Sequence[str]], data: Dataset, take: Take) -> None:
    """Draw the fields of a record, with what is wrong under each.

    Args:
        draft: The record as it is to be.
        faults: Column to what would have been right there.
        data: Where places, sources, roads and events are looked up.
        take: Gets the name of a column and its new value when one is entered.
    """
    columns = COLUMNS[draft.table]
    for row in ROWS[draft.table]:
        for box, name in zip(st.columns(len(row)), row, strict=True):
            with box:
                _field(st.container(), name, columns[name], draft.after[name], data, take)
                if name in faults:
                    with st.container(key=f"fault-{name}"):
                        st.caption(plain(_("; ").join(faults[name])))
