"""Events through time: stacked bars per month or week, on which a range can be brushed."""

import copy
import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, Literal

import altair as alt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.charts.dates import localised
from sahel_map.i18n import current, date_text, gettext, month_text

__all__ = ["BRUSH", "timeline_bars", "timeline_spec"]

BRUSH: Final = "range"
"""Name of the chart's selection parameter."""

Period = Literal["month", "week"]


def timeline_bars(
    table: pd.DataFrame,
    *,
    period: Period,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> pd.DataFrame:
    """Return the bars that a timeline draws, from the first to the last and from the ground up.

    Args:
        table: ``start``, ``end``, ``category``, ``events``, as ``measures.counts.count_by_period``
            returns them.
        period: What a bar stands for; it words the tooltip.
        first: First chosen day, or None.
        last: Last chosen day, or None.

    Returns:
        The table with ``kind`` and ``when`` in the current language, where each bar begins and ends
        in height, ``bottom`` and ``top``, and whether it lies ``inside`` the chosen days.
    """
    words = {code: gettext(term.label) for code, term in v.CATEGORIES.items()}

    def when(day: dt.date) -> str:
        if period == "month":
            return month_text(day)
        return gettext("week of {day}").format(day=date_text(day))

    order = {code: place for place, code in enumerate(v.CATEGORIES)}
    kinds, starts = table["category"].tolist(), table["start"].dt.date.tolist()
    named = {day: when(day) for day in dict.fromkeys(starts)}
    bars = table.assign(
        order=[order[code] for code in kinds],
        kind=[words[code] for code in kinds],
        when=[named[day] for day in starts],
    ).sort_values(["start", "order"])
    top = bars.groupby("start")["events"].cumsum()
    inside = pd.Series(data=True, index=bars.index)
    if first:
        inside &= bars["end"] >= pd.Timestamp(first)
    if last:
        inside &= bars["start"] <= pd.Timestamp(last)
    return bars.assign(bottom=top - bars["events"], top=top, inside=inside)


def timeline_spec(categories: Sequence[str], *, height: int = 190) -> dict[str, Any]:
    """Return the Vega-Lite chart of a timeline, without its bars: those outside are dimmed.

    Args:
        categories: The categories that have bars.
        height: Height in pixels.
    """
    present = tuple(code for code in v.CATEGORIES if code in set(categories))
    return copy.deepcopy(_spec(current(), present, height))  # Streamlit fills in what it lacks


@lru_cache(maxsize=64)
def _spec(_language: str, present: tuple[str, ...], height: int) -> dict[str, Any]:
    # Altair checks a chart against its schema, which takes longer than all else of a filter change
    # (measured: docs/performance.md); what changes there is the bars alone.
    kinds = [gettext(v.CATEGORIES[code].label) for code in present]
    colour = alt.Color(
        "kind:N",
        title=None,
        sort=kinds,
        scale=alt.Scale(domain=kinds, range=[v.CATEGORIES[code].colour for code in present]),
        legend=None,
    )
    brush = alt.selection_interval(name=BRUSH, encodings=["x"])
    chart = (
        alt.Chart(alt.NamedData("bars"))
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
    spec: dict[str, Any] = localised(
        chart,
        gettext("The selected events through time, by type of event: bars, listed in the table."),
    ).to_dict()
    del spec["data"]
    return spec
