"""As known on a day: what could be known then, and what has changed since."""

import datetime as dt

import pandas as pd
import streamlit as st

from sahel_map.basis import Basis
from sahel_map.i18n import date_text, number_text
from sahel_map.i18n import gettext as _
from sahel_map.server.lifespan import narrowed
from sahel_map.ui import basis, view
from sahel_map.ui.datasets import shown_key
from sahel_map.wording import dates_text, deaths_text

__all__ = ["as_known"]

_DAYS = (dt.date(2025, 6, 3), dt.date(2025, 7, 2), dt.date(2025, 9, 15), dt.date(2025, 12, 31))
"""Days worth asking about: after Timbuktu, after 1 July, after Lakamané, at the year's end."""


def _changed(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return the events known on the day whose deaths are now told differently."""
    both = before.index.intersection(now.index)
    rows = []
    for event_id in both:
        then_text, now_text = deaths_text(before.loc[event_id]), deaths_text(now.loc[event_id])
        if then_text != now_text:
            event = now.loc[event_id]
            rows.append((dates_text(event), _(event.place), then_text, now_text))
    return pd.DataFrame(rows, columns=["when", "place", "then", "now"])


def _choice() -> dt.date | None:
    row = st.container(horizontal=True, vertical_alignment="bottom")
    for day in _DAYS:
        row.button(
            date_text(day),
            key=f"known-{day}",
            on_click=view.change,
            kwargs={"known": day},
            type="primary" if view.get("known") == day else "secondary",
        )
    known: dt.date | None = view.get("known")
    if known:
        row.button(_("Today"), key="known-today", on_click=view.restore, args=("known",))
    return known


def as_known() -> None:
    """Draw the choice of a day, what is left out of every page on it, and what changed since."""
    st.markdown(
        _(
            "Choose a day here or in the sidebar. Every page, count, map and download then rests"
            " only on sources that were out by that day."
        )
    )
    known = _choice()
    if known is None:
        undated = int((basis.whole().sources["published"] == "").sum())
        st.info(
            _(
                "No day is chosen: everything that the data hold is shown. {n} of {total} sources"
                " carry no date and would be left out."
            ).format(n=number_text(undated), total=number_text(len(basis.whole().sources)))
        )
        return
    then = basis.shown()
    whole = narrowed(Basis(without=then.basis.without), shown_key()).data
    columns = st.columns(4)
    for column, (label, n, total) in zip(
        columns,
        [
            (_("Events known"), len(then.data.events), len(whole.events)),
            (_("Sources out"), len(then.data.sources), len(whole.sources)),
            (_("Claims made"), len(then.data.claims), len(whole.claims)),
            (_("Undated, left out"), then.undated, None),
        ],
        strict=True,
    ):
        value = number_text(n)
        column.metric(label, value if total is None else f"{value} / {number_text(total)}")
    # What came later is the point of this table, and of no other part of the page.
    table = _changed(then.data.events, whole.events)
    st.subheader(_("Tolls told differently since"), anchor=False)
    if not st.toggle(_("Show what later sources say of the same events"), key="hindsight"):
        st.caption(_("Off, so that nothing later is visible."))
        return
    if table.empty:
        st.caption(_("No toll of these events is told differently now."))
        return
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            "when": st.column_config.TextColumn(_("When"), width=170),
            "place": st.column_config.TextColumn(_("Place"), width=200),
            "then": st.column_config.TextColumn(_("Known then"), width=300),
            "now": st.column_config.TextColumn(_("Known now"), width=300),
        },
    )
