"""Events through time: stacked bars per month or week, on which a range can be brushed."""

import datetime as dt
from typing import Final, Literal, cast

import altair as alt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.charts.dates import localised
from sahel_map.i18n import date_text, gettext, month_text

__all__ = ["BRUSH", "timeline_chart"]

BRUSH: Final = "range"
"""Name of the chart's selection parameter."""


def _stacked(table: pd.DataFrame, period: str) -> pd.DataFrame:
    words = {
        code: (gettext(term.label), order)
        for order, (code, term) in enumerate(v.CATEGORIES.items())
    }

    def when(day: dt.date) -> str:
        if period == "month":
            return month_text(day)
        return gettext("week of {day}").format(day=date_text(day))

    ordered = table.assign(
        kind=table["category"].map(lambda code: words[code][0]),
        order=table["category"].map(lambda code: words[code][1]),
        when=table["start"].dt.date.map(when),
    ).sort_values(["start", "order"])
    top = ordered.groupby("start")["events"].cumsum()
    return ordered.assign(bottom=top - ordered["events"], top=top)


def timeline_chart(
    table: pd.DataFrame,
    *,
    period: Literal["month", "week"],
    first: dt.date | None = None,
    last: dt.date | None = None,
    height: int = 190,
) -> alt.Chart:
    """Return stacked bars of events per period, dimmed outside the chosen dates.

    Args:
        table: ``start``, ``end``, ``category``, ``events``, as ``measures.counts.count_by_period``
            returns them.
        period: What a bar stands for; it words the tooltip.
        first: First chosen day, or None.
        last: Last chosen day, or None.
        height: Height in pixels.
    """
    shown = _stacked(table, period)
    inside = pd.Series(data=True, index=shown.index)
    if first:
        inside &= shown["end"] >= pd.Timestamp(first)
    if last:
        inside &= shown["start"] <= pd.Timestamp(last)
    present = [code for code in v.CATEGORIES if code in set(shown["category"])]
    colour = alt.Color(
        "kind:N",
        title=None,
        sort=[gettext(v.CATEGORIES[code].label) for code in present],
        scale=alt.Scale(
            domain=[gettext(v.CATEGORIES[code].label) for code in present],
            range=[v.CATEGORIES[code].colour for code in present],
        ),
        legend=None,
    )
    brush = alt.selection_interval(name=BRUSH, encodings=["x"])
    chart = (
        alt.Chart(shown.assign(inside=inside))
        .mark_rect(stroke=None)
        .encode(
            x=alt.X(
                "start:T",
                title=None,
                axis=alt.Axis(grid=False, labelOverlap=True, format="%b %Y", tickCount=12),
            ),
            # A bar ends on its period's last day, so that neighbours stay apart.
            x2="end:T",
            y=alt.Y("bottom:Q", title=gettext("Events"), axis=alt.Axis(tickMinStep=1)),
            y2="top:Q",
            color=colour,
            opacity=alt.condition("datum.inside", alt.value(1), alt.value(0.22)),
            tooltip=[
                alt.Tooltip("when:N", title=gettext("When")),
                alt.Tooltip("kind:N", title=gettext("Type")),
                alt.Tooltip("events:Q", title=gettext("Events")),
            ],
        )
        .properties(height=height)
        .add_params(brush)
    )
    return cast("alt.Chart", localised(chart))
