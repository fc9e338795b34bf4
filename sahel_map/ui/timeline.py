"""The timeline under the map, with its brush."""

import datetime as dt
from typing import Literal

import streamlit as st

from sahel_map.charts.timeline import BRUSH, timeline_bars, timeline_spec
from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext
from sahel_map.selection import Selection
from sahel_map.server.lifespan import periods
from sahel_map.ui import basis, view
from sahel_map.ui.controls import choose
from sahel_map.ui.datasets import shown_key

__all__ = ["timeline"]

_KEY = "timeline-chart"


def _on_brush() -> None:
    selected = (view.returned(_KEY) or {}).get("selection", {}).get(BRUSH, {})
    span = selected.get("start")
    if not span:
        view.change()  # a click beside the bars clears the brush, not the dates
        return
    first, last = (dt.datetime.fromtimestamp(ms / 1000, tz=dt.UTC).date() for ms in sorted(span))
    view.change(**{"from": first, "to": last})


def timeline(selection: Selection) -> None:
    """Draw the selected events through time; brushing a range chooses its dates.

    All dates are drawn, the chosen ones in full colour, so that a range can be widened again.
    """
    row = st.container(horizontal=True, vertical_alignment="center")
    row.subheader(_("Through time"), anchor=False, width="content")
    labels = {"month": _("per month"), "week": _("per week")}
    period: Literal["month", "week"] = (
        "week" if choose(row, _("Bars"), labels, "bars") == "week" else "month"
    )
    row.space("stretch")
    if selection.first or selection.last:
        row.button(_("All dates"), on_click=view.restore, args=("from", "to"), key="timeline-all")
    table, wider = periods(
        selection.without("first", "last"), basis.shown().basis, period, shown_key()
    )
    if table.empty:
        st.caption(_("No selected event is dated closely enough to be drawn here."))
        return
    st.vega_lite_chart(
        timeline_bars(table, period=period, first=selection.first, last=selection.last),
        timeline_spec([str(kind) for kind in table["category"].unique()]),
        key=_KEY,
        on_select=_on_brush,
        selection_mode=BRUSH,
    )
    caption = _("Drag over the bars to choose dates.")
    if wider:
        caption += " " + ngettext(
            "{n} event is dated too loosely for one bar and is not drawn here.",
            "{n} events are dated too loosely for one bar and are not drawn here.",
            wider,
        ).format(n=wider)
    st.caption(caption)
