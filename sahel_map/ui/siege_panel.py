"""Towns under siege: how many through time, which on the day, and for how long."""

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from sahel_map.charts.sieges import siege_chart
from sahel_map.i18n import country_text
from sahel_map.i18n import gettext as _
from sahel_map.measures.sieges import besieged_towns, siege_days, siege_series, town_sieges
from sahel_map.store import Dataset
from sahel_map.ui import view
from sahel_map.ui.controls import heading
from sahel_map.ui.road_dossier import show_spells, spell_card
from sahel_map.ui.team_part import spells_part
from sahel_map.wording import number_range_text

__all__ = ["siege_panel"]


def _lengths(data: Dataset) -> None:
    table = siege_days(data.roads)
    shown = pd.DataFrame(
        {
            "place": table["place"].map(_),
            "country": [country_text(code) for code in table["country"]],
            "days": [
                number_range_text(low, high)
                for low, high in zip(table["days_low"], table["days_high"], strict=True)
            ],
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        height=320,
        column_config={
            "place": st.column_config.TextColumn(_("Town"), width=170),
            "country": st.column_config.TextColumn(_("Country"), width=130),
            "days": st.column_config.TextColumn(_("Days under siege, all spells"), width=170),
        },
    )
    st.caption(
        _(
            "Bounds by the precision of the dates; an open spell runs to its last confirmation."
            " Declared and disputed sieges add to the upper bound alone."
        )
    )


def siege_panel(data: Dataset, day: dt.date) -> None:
    """Draw the towns under siege through time, and those of the day with their sources.

    Args:
        data: The data of the view.
        day: The day of the map.
    """
    spells = town_sieges(data.roads)
    if spells.empty:
        st.info(_("No siege is left on this basis."))
        return
    last = max(day, spells["confirmed_to"].max().date())
    series = siege_series(data.roads, spells["possible_from"].min().date(), last)
    left, right = st.columns([3, 2], gap="large")
    with left:
        heading(_("Towns under siege through time"), term="Siege")
        top = int(series["possible"].max())
        for country in series["country"].unique():
            st.altair_chart(
                siege_chart(series, country, day, top=top), key=f"siege-chart-{country}"
            )
        st.caption(
            _(
                "Solid: confirmed by dated sources. Pale: possible, because nobody reported the"
                " end, the dates are loose, or the siege is disputed. The towns are those of"
                " these data: others counted 46 in Burkina Faso alone in 2023, and 63 in both"
                " countries (see Numbers)."
            )
        )
    with right:
        heading(_("How long"))
        _lengths(data)
    running = besieged_towns(data.roads, day)
    words = {
        "confirmed": _("confirmed on this day"),
        "possible": _("possible on this day"),
        "unconfirmed": _("not confirmed any more"),
    }
    heading(_("On the day of the map"))
    rows: list[Any] = list(running.itertuples())
    opened = view.get("item")
    rows.sort(key=lambda spell: spell.spell_id != opened)
    cards = [
        {**spell_card(spell, data, words[spell.state]), "open": spell.spell_id == opened}
        for spell in rows
    ]
    show_spells(cards)
    spells_part(rows, data)
