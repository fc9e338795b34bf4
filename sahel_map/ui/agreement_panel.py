"""Agreements and lifted sieges up to the day, with their sources."""

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext as _
from sahel_map.i18n import join_list
from sahel_map.maps.road_layers import deals_shown
from sahel_map.road_wording import about_day_text
from sahel_map.store import Dataset
from sahel_map.ui import templates, view
from sahel_map.ui.event_card import source_words
from sahel_map.ui.team_part import records_part

__all__ = ["agreement_panel"]


def _card(deal: Any, data: Dataset, opened: str | None) -> dict[str, Any]:  # noqa: ANN401
    return {
        "name": _(deal.place),
        "kind": v.label(v.AGREEMENT_KINDS, deal.kind),
        "when": about_day_text(deal.date, deal.date_precision),
        "parties": join_list([_(party) for party in deal.parties]),
        "summary": _(deal.summary),
        "outcome": _(deal.outcome),
        "point": "" if pd.notna(deal.lat) else _("not on the map: no single place"),
        "confidence": v.label(v.CONFIDENCE, deal.confidence),
        "sources": [source_words(row) for row in data.cited(deal.source_ids).itertuples()],
        "open": deal.agreement_id == opened,
    }


def agreement_panel(data: Dataset, day: dt.date) -> None:
    """Draw the agreements up to the day of the map, newest first, the chosen one open.

    Args:
        data: The data of the view.
        day: The day of the map.
    """
    listed = deals_shown(data.roads, day, recent=False)
    if listed.empty:
        st.info(_("No agreement up to this day is left on this basis."))
        return
    st.caption(
        _(
            "Those that these tables hold, not all there are: Liam Karr counts 15 local agreements"
            " in Mali in 2025 alone (see Numbers)."
        )
    )
    opened = view.get("item")
    deals: list[Any] = list(listed.itertuples())
    cards = [_card(deal, data, opened) for deal in deals]
    cards.sort(key=lambda card: not card["open"])
    labels = {
        "parties": _("Between"),
        "outcome": _("What became of it"),
        "confidence": _("Confidence"),
        "sources": _("Sources"),
        "undated": _("undated"),
    }
    templates.show("agreements.html", deals=cards, labels=labels)
    named = [
        (deal.agreement_id, f"{_(deal.place)}, {about_day_text(deal.date, deal.date_precision)}")
        for deal in deals
    ]
    records_part("agreements.csv", named, data, new=_("Suggest an agreement"))
