"""The share in the south-west through time, beside what others published of it."""

from typing import Final

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.charts.expansion import SLICE, share_chart
from sahel_map.expansion_wording import band_text
from sahel_map.i18n import gettext as _
from sahel_map.measures.expansion import Expansion
from sahel_map.scenes.choices import recent_since
from sahel_map.server.lifespan import by_actor
from sahel_map.store import Dataset
from sahel_map.ui import basis, templates, view
from sahel_map.ui.controls import bold, choose
from sahel_map.ui.datasets import shown_key
from sahel_map.ui.numbers import number_cards

__all__ = ["share_panel"]

_CHART: Final = "share-chart"
_FIGURES: Final = ("new_areas", "median_km", "nearest_km", "centre_km")


def _on_chart() -> None:
    picked = (view.returned(_CHART) or {}).get("selection", {}).get(SLICE) or []
    names = [item.get("slice") for item in picked if item.get("slice")]
    view.change(**({"slice": str(names[-1])} if names else {}))


def _actors(found: Expansion, at: int) -> None:
    table = by_actor(basis.shown().basis, found.slices, found.terms, shown_key())
    table = table[(table["at"] == at) & (table["attacks"] > 0)]
    shown = pd.DataFrame(
        {
            "actor": [v.label(v.ACTORS, code) for code in table["actor"]],
            "attacks": table["attacks"],
            "inside": table["inside"],
            "share": 100 * table["share"],
            "low": 100 * table["share_low"],
            "high": 100 * table["share_high"],
        }
    )
    bold(_("Attacks of this slice by actor"))
    st.dataframe(
        shown,
        hide_index=True,
        key="actors",
        column_config={
            "actor": st.column_config.TextColumn(_("Attributed to")),
            "attacks": st.column_config.NumberColumn(_("Attacks")),
            "inside": st.column_config.NumberColumn(_("South-west")),
            "share": st.column_config.NumberColumn(_("Share"), format="%.0f %%"),
            "low": st.column_config.NumberColumn(_("from (95%)"), format="%.0f %%"),
            "high": st.column_config.NumberColumn(_("to (95%)"), format="%.0f %%"),
        },
    )
    st.caption(_("An attack attributed to two actors counts for both."))


def _bands(found: Expansion, at: int) -> None:
    rows = [
        (v.label(v.FIGURES, figure), band_text(found.band(figure, at), share=False))
        for figure in _FIGURES
    ]
    bold(_("What the other figures rest on"))
    templates.show("terms.html", terms=[(name, text) for name, text in rows if text])


def share_panel(found: Expansion, data: Dataset, at: int) -> None:
    """Draw the share through time, what other figures rest on, and what others published."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        # The years of own slices are the reader's.
        since = None if view.get("by") == "own" else recent_since(view.get, data)
        if view.get("by") == "phase":
            choose(left, _("Years"), {"recent": _("recent"), "all": _("all years")}, "years")
        begin = max(since, found.slices[0].first) if since else None
        st.altair_chart(
            share_chart(found, data, at, first=begin),
            key=_CHART,
            on_select=_on_chart,
            selection_mode=SLICE,
        )
        st.caption(
            _(
                "Thick line: the share of a slice. Thin upright line: what chance alone leaves open"
                " (95% Wilson interval). Bar: where other choices of precision, source,"
                " confidence and definition put it. Dashed: what others published. Click a bar to"
                " open its slice."
            )
        )
        _bands(found, at)
        _actors(found, at)
    with right:
        rows = data.indicators[data.indicators["measure"] == "southwest_share"]
        bold(_("Published, and why ours differs"))
        if rows.empty:
            st.caption(_("No published number is left on this basis."))
        else:
            number_cards(rows, data)
        spread = data.indicators[data.indicators["measure"].isin(v.SPREAD_MEASURES)]
        if len(spread):
            bold(_("Other published numbers on the spread"))
            number_cards(spread, data)
