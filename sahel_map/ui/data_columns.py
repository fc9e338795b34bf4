"""Which column of a table of no known format is which, and which kind of event is which type."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sahel_map import vocabulary as v
from sahel_map.i18n import country_text
from sahel_map.i18n import gettext as _
from sahel_map.importers.preview import Preview
from sahel_map.importers.suggestions import mappable, required
from sahel_map.ui.controls import plain

__all__ = ["assigned", "coded"]

_ABREAST: Final = 3
_MOST_KINDS: Final = 30
"""Kinds of event that are asked about; the others are read by their names."""


def _abreast(things: Sequence[Any]) -> Iterator[tuple[DeltaGenerator, Any]]:
    """Give each thing the column of a row to stand in.

    In rows, so that on a narrow screen, where columns follow each other, the order stays.
    """
    for start in range(0, len(things), _ABREAST):
        yield from zip(st.columns(_ABREAST), things[start : start + _ABREAST], strict=False)


def assigned(found: Preview, *, key: str) -> dict[str, str]:
    """Draw which column of a table is which of ours, and return what is said.

    Args:
        found: The beginning of the table.
        key: What tells its widgets from those of another table.
    """
    st.markdown(_("Which column is which? A first guess is made; only the date is needed."))
    choices = ["", *dict.fromkeys(heading for heading in found.header if heading)]
    mapping = {}
    for column, (name, term) in _abreast(list(mappable().items())):
        guess = found.suggestion.get(name, "")
        chosen = column.selectbox(
            _(term.label) + (" *" if name in required() else ""),
            choices,
            index=choices.index(guess) if guess in choices else 0,
            format_func=lambda heading: heading or _("not there"),
            help=_(term.meaning),
            key=f"map-{name}-{key}",
        )
        if chosen:
            mapping[name] = chosen
    if "country" not in mapping:
        country = st.selectbox(
            _("Country of all rows"),
            ["", *v.COUNTRIES],
            format_func=lambda code: country_text(code) if code else _("not known"),
            key=f"map-country-all-{key}",
        )
        if country:
            mapping["country"] = f"={country}"
    return mapping


def coded(found: Preview, mapping: dict[str, str], *, key: str) -> dict[str, dict[str, str]]:
    """Draw which of our types each kind of event of a table is, and return what is said.

    Args:
        found: The beginning of the table.
        mapping: Which of its columns is which of ours.
        key: What tells its widgets from those of another table.
    """
    heading = mapping.get("event_type")
    if heading is None:
        return {}
    values = [str(value) for value in found.sample[heading].unique() if value.strip()]
    st.markdown(_("Which of our types are these? Those that are left out are filed under other."))
    codes = {}
    at = found.header.index(heading)
    for column, (place, value) in _abreast(list(enumerate(values[:_MOST_KINDS]))):
        code = column.selectbox(
            plain(value),
            ["", *v.EVENT_TYPES],
            format_func=lambda one: v.label(v.EVENT_TYPES, one) if one else _("by its name"),
            key=f"type-{at}-{place}-{key}",
        )
        if code:
            codes[value] = code
    return {"event_type": codes} if codes else {}
