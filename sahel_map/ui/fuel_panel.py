"""Fuel: what arrived, what was lost, and when."""

import datetime as dt

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.charts.fuel import deliveries_chart, losses_chart
from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext, number_text
from sahel_map.measures.tankers import (
    fuel_rows,
    running_counts,
    tanker_losses,
    weekly_deliveries,
)
from sahel_map.road_wording import about_day_text
from sahel_map.store import Dataset
from sahel_map.ui import view
from sahel_map.ui.controls import heading
from sahel_map.wording import number_range_text

__all__ = ["fuel_panel"]

_TABLE = "fuel-table"


def _on_pick(order: list[dt.date]) -> None:
    rows = (view.returned(_TABLE) or {}).get("selection", {}).get("rows", [])
    view.change(**({"on": order[rows[0]]} if rows else {}))


def _table(rows: pd.DataFrame, data: Dataset) -> None:
    newest = rows.iloc[::-1]
    publishers = [", ".join(data.cited(ids)["publisher"]) for ids in newest["source_ids"]]
    table = pd.DataFrame(
        {
            "when": [
                about_day_text(*pair)
                for pair in zip(newest["date"], newest["date_precision"], strict=True)
            ],
            "kind": [v.label(v.FUEL_KINDS, code) for code in newest["kind"]],
            "what": newest["summary"].map(_),
            "lost": [
                number_range_text(*ends)
                for ends in zip(
                    newest["tankers_destroyed_low"], newest["tankers_destroyed_high"], strict=True
                )
            ],
            "came": [
                number_range_text(*ends)
                for ends in zip(
                    newest["tankers_arrived_low"], newest["tankers_arrived_high"], strict=True
                )
            ],
            "scope": [
                v.label(v.COUNT_SCOPES, code) if code else "" for code in newest["count_scope"]
            ],
            "who": newest["claimant_note"].map(_),
            "sources": publishers,
        }
    )
    st.dataframe(
        table,
        key=_TABLE,
        hide_index=True,
        on_select=lambda: _on_pick([when.date() for when in newest["date"]]),
        selection_mode="single-row",
        height=420,
        column_config={
            "when": st.column_config.TextColumn(_("When"), width=150),
            "kind": st.column_config.TextColumn(_("What"), width=150),
            "what": st.column_config.TextColumn(_("Event"), width=320),
            "lost": st.column_config.TextColumn(_("Tankers destroyed"), width=120),
            "came": st.column_config.TextColumn(_("Tankers arrived"), width=120),
            "scope": st.column_config.TextColumn(_("Counts"), width=120),
            "who": st.column_config.TextColumn(_("Who says so"), width=320),
            "sources": st.column_config.TextColumn(_("Printed by"), width=220),
        },
    )
    st.caption(_("Choose a row to set the map to its day."))


def fuel_panel(data: Dataset, day: dt.date) -> None:
    """Draw deliveries, losses and the milestones of the fuel blockade.

    Args:
        data: The data of the view.
        day: The day of the map.
    """
    rows = fuel_rows(data.roads)
    if rows.empty:
        st.info(_("No report on fuel is left on this basis."))
        return
    span = (rows["date"].min(), rows["date"].max())
    losses = tanker_losses(data.roads)
    left, right = st.columns(2, gap="large")
    with left:
        heading(_("Tankers that arrived, week by week"))
        named = rows[rows["label"] != ""]
        weeks = weekly_deliveries(data.roads)
        st.altair_chart(deliveries_chart(weeks, day, span, named=named), key="fuel-in")
        st.caption(
            _(
                "Bars: convoys to Bamako, one by one; pale up to the highest claim. Diamonds:"
                " totals for the whole country by the trade ministry, never added to the bars."
                " Marks above are milestones."
                " A dash on the axis is a week without a report, not a week without fuel. RFI puts"
                " the needs of the capital alone at 250 tankers a day."
            )
        )
    with right:
        heading(_("Tankers destroyed, event by event"))
        counts = running_counts(data.roads)
        st.altair_chart(losses_chart(losses, counts, day, span), key="fuel-out")
        past = losses[losses["date"] <= pd.Timestamp(day)]
        if len(past):
            now = past.iloc[-1]
            n = int(now["unnumbered"])
            total = number_range_text(int(now["total_low"]), int(now["total_high"]))
            text = _("Up to this day: {total} tankers, over all claimants.").format(total=total)
            if n:
                text += " " + ngettext(
                    "{n} attack without a number is not in it.",
                    "{n} attacks without a number are not in it.",
                    n,
                ).format(n=number_text(n))
            text += " " + _("Dots are counts that others published; they are never added.")
            st.caption(text)
    _table(rows, data)
