"""The events as a table: the same content as the map, for everybody who cannot use it."""

from typing import Final

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.i18n import country_text, number_text
from sahel_map.i18n import gettext as _
from sahel_map.outcome import FEW, Outcome
from sahel_map.rows import rows_of
from sahel_map.ui import view
from sahel_map.wording import dates_text

__all__ = ["event_table"]

_KEY = "event-table"
_LISTED: Final = (
    "date_start", "date_end", "date_precision", "title", "place", "admin1", "country",
    "event_type", "actor", "fatalities_measure", "fatalities_low", "fatalities_high",
    "geo_precision", "confidence",
)  # fmt: skip


def _on_pick(order: list[str]) -> None:
    rows = (view.returned(_KEY) or {}).get("selection", {}).get("rows", [])
    view.change(**({"event": order[rows[0]]} if rows else {}))


def event_table(outcome: Outcome) -> None:
    """Show the selected events, newest first; picking a row opens it on the map."""
    newest = outcome.latest(FEW, *_LISTED)
    rows = rows_of(newest, *_LISTED)
    table = pd.DataFrame(
        {
            "start": newest["date_start"].to_numpy(),
            "when": [dates_text(event) for event in rows],
            "title": [_(event.title) for event in rows],
            "place": [_(event.place) for event in rows],
            "region": [_(event.admin1) for event in rows],
            "country": [country_text(event.country) for event in rows],
            "type": [v.label(v.EVENT_TYPES, event.event_type) for event in rows],
            "actor": [_(event.actor) for event in rows],
            "killed": [v.label(v.MEASURES, event.fatalities_measure) for event in rows],
            "low": newest["fatalities_low"].array,
            "high": newest["fatalities_high"].array,
            "precision": [v.label(v.GEO_PRECISION, event.geo_precision) for event in rows],
            "confidence": [v.label(v.CONFIDENCE, event.confidence) for event in rows],
        }
    )
    st.dataframe(
        table,
        key=_KEY,
        hide_index=True,
        on_select=lambda: _on_pick(list(newest.index)),
        selection_mode="single-row",
        height=420,
        column_config={
            "start": st.column_config.DateColumn(_("From"), format="YYYY-MM-DD", width="small"),
            "when": st.column_config.TextColumn(_("When"), width=200),
            "title": st.column_config.TextColumn(_("Event"), width=330),
            "place": st.column_config.TextColumn(_("Place")),
            "region": st.column_config.TextColumn(_("Region")),
            "country": st.column_config.TextColumn(_("Country")),
            "type": st.column_config.TextColumn(_("Type")),
            "actor": st.column_config.TextColumn(_("Acted")),
            "killed": st.column_config.TextColumn(_("Deaths counted")),
            "low": st.column_config.NumberColumn(_("Deaths, low"), width="small"),
            "high": st.column_config.NumberColumn(_("Deaths, high"), width="small"),
            "precision": st.column_config.TextColumn(_("Place known as")),
            "confidence": st.column_config.TextColumn(_("Confidence")),
        },
    )
    if outcome.many:
        st.caption(_("The {n} newest are listed.").format(n=number_text(FEW)))
    st.caption(_("Choose a row to open the event. An empty death column means not reported."))
