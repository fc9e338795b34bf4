"""The contradictions: positions, who holds them, and our reading marked as ours."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext
from sahel_map.rules import split_list
from sahel_map.scenes.contradictions import (
    contradictions_found,
    contradictions_known,
    span_text_of,
)
from sahel_map.store import Dataset
from sahel_map.ui import templates, view
from sahel_map.ui.blocks import leads_hidden
from sahel_map.ui.controls import open_event, plain
from sahel_map.ui.event_card import source_words
from sahel_map.wording import pair_text

__all__ = ["contradictions"]

_FIRST: Final = 25
"""Cards drawn at once; a search or a topic brings the others."""


def _sources(text: str, data: Dataset) -> list[dict[str, str]]:
    known = [source for source in split_list(text) if source in data.sources.index]
    return [source_words(row) for row in data.sources.loc[known].itertuples()]


def _position(row: Any, top: float, data: Dataset) -> dict[str, Any]:  # noqa: ANN401
    ends = [float(end) for end in (row.low, row.high) if pd.notna(end)]
    drawn = bool(ends) and top > 0
    left = 100 * (0.0 if pd.isna(row.low) else float(row.low)) / top if drawn else None
    return {
        "holder": _(row.holder),
        "colour": v.CLAIMANT_KINDS[row.holder_kind].colour,
        "text": _(row.position),
        "left": left,
        "width": max(1.5, 100 * max(ends) / top - (left or 0)) if drawn else None,
        "bound": "least" if pd.isna(row.high) else "",
        "sources": _sources(row.source_ids, data),
    }


def _card(row: Any, data: Dataset) -> None:  # noqa: ANN401
    positions = data.positions[data.positions["contradiction_id"] == row.contradiction_id]
    numbers = positions[["low", "high"]].max().max()
    top = 0.0 if pd.isna(numbers) else 1.05 * float(numbers)
    span = span_text_of(positions)
    kind = v.label(v.CONTRADICTION_KINDS, row.kind)
    label = f"**{plain(_(row.title))}** · " + (f"{span} · {kind}" if span else kind)
    with st.expander(
        label,
        expanded=row.contradiction_id == view.get("contradiction"),
        key=f"contradiction-{row.contradiction_id}",
    ):
        templates.show(
            "contradiction.html",
            topic=v.label(v.CONTRADICTION_TOPICS, row.topic),
            kind=v.label(v.CONTRADICTION_KINDS, row.kind),
            code=row.kind,
            positions=[_position(position, top, data) for position in positions.itertuples()],
            reading=_(row.reading),
            evidence=_sources(row.reading_source_ids, data),
            words={"reading": _("Our reading:"), "evidence": _("It rests on:")},
        )
        ways = st.container(horizontal=True)
        for event_id in split_list(row.event_ids):
            if event_id in data.events.index:
                title = _(str(data.events.at[event_id, "title"]))
                key = f"open-{row.contradiction_id}"
                open_event(ways, title, event_id, key=key, part="dossier")
        ways.button(
            _("Link to this"),
            key=f"link-{row.contradiction_id}",
            on_click=view.change,
            kwargs={"contradiction": row.contradiction_id},
            icon=":material/link:",
            help=_("Puts this contradiction into the address, to be copied."),
            type="tertiary",
        )


def _filters(table: pd.DataFrame) -> None:
    topics = table["topic"].value_counts()
    st.pills(
        _("Topic"),
        [code for code in v.CONTRADICTION_TOPICS if code in topics],
        format_func=lambda code: f"{_(v.CONTRADICTION_TOPICS[code].label)} {topics[code]}",
        selection_mode="multi",
        **view.controlled("topic"),
    )
    left, right = st.columns(2, vertical_alignment="bottom")
    left.pills(
        _("What it is"),
        list(v.CONTRADICTION_KINDS),
        format_func=lambda code: v.label(v.CONTRADICTION_KINDS, code),
        selection_mode="multi",
        help="  \n".join(
            pair_text(f"**{_(term.label)}**", _(term.meaning))
            for term in v.CONTRADICTION_KINDS.values()
        ),
        **view.controlled("kind"),
    )
    right.text_input(
        _("Words in it"), placeholder=_("Place, claimant ..."), **view.controlled("find")
    )


def contradictions(data: Dataset) -> None:
    """Draw the filters and the contradictions that pass them."""
    if data.contradictions.empty:
        st.info(_("None of the sources that count here contradict one another on record."))
        return
    known = contradictions_known(view.get, data)
    _filters(known)
    found = contradictions_found(view.get, data)
    n = len(found)
    st.caption(
        ngettext("{n} contradiction", "{n} contradictions", n).format(n=n)
        + ". "
        + _("The sidebar's filters do not apply here; a day or a source left out does.")
        + leads_hidden(len(data.contradictions) - len(known))
    )
    linked = found.index == view.get("contradiction")
    ordered = pd.concat([found[linked], found[~linked]])
    for row in ordered.head(_FIRST).itertuples():
        _card(row, data)
    more = n - _FIRST
    if more > 0 and st.toggle(_("Show {n} more").format(n=more), key="more-cards"):
        for row in ordered.iloc[_FIRST:].itertuples():
            _card(row, data)
