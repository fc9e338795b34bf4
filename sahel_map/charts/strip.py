"""The roads through time: a row each, its status as a strip, attacks and convoys marked."""

import datetime as dt
from functools import lru_cache
from typing import Any, Final, cast

import altair as alt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.charts.dates import day_rule, day_span, localised
from sahel_map.i18n import current, date_text, gettext
from sahel_map.measures.status import RoadDays
from sahel_map.measures.tankers import fuel_rows
from sahel_map.road_wording import about_day_text
from sahel_map.roads import Roads

__all__ = ["ROAD", "strip_chart"]

ROAD: Final = "road"
"""Name of the chart's selection parameter."""

_ROW: Final = 19
"""Pixels a road."""

_SIZES: Final = {"closed": 14, "escort_only": 11, "contested": 8, "open": 4, "no_data": 1.5}
"""Thickness of a strip: what colour says is said without it too."""


@lru_cache(maxsize=32)
def _strips(
    found: RoadDays, roads: Roads, first: dt.date, last: dt.date, _language: str
) -> pd.DataFrame:
    runs = found.runs()
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    runs = runs[(runs["last"] >= start) & (runs["first"] <= end)].copy()
    names = roads.corridors["short_name"].map(gettext)
    runs["when"] = [
        gettext("{first} to {last}").format(
            first=date_text(run.first.date()), last=date_text(run.last.date())
        )
        for run in cast("Any", runs.itertuples())
    ]
    return runs.assign(
        first=runs["first"].where(runs["first"] > start, start),
        # A strip ends with its last day, not at that day's beginning.
        last=runs["last"].where(runs["last"] < end, end) + pd.Timedelta(days=1),
        name=runs["corridor_id"].map(names),
        thick=runs["status"].map(_SIZES),
        label=[
            v.label(v.STATUSES, code)
            + (" " + gettext("(last word out of date)") if stale and code == "no_data" else "")
            for code, stale in zip(runs["status"], runs["stale"], strict=True)
        ],
    )


def _marks(roads: Roads, first: dt.date, last: dt.date, arrivals: str) -> pd.DataFrame:
    """Return attacks on tankers and convoys that arrived, on their roads or on Bamako's row."""
    rows = fuel_rows(roads)
    rows = rows[rows["kind"].isin(["tanker_attack", v.ARRIVALS])]
    rows = rows[rows["count_scope"].isin(["event", ""])]
    rows = rows[(rows["date"] >= pd.Timestamp(first)) & (rows["date"] <= pd.Timestamp(last))]
    names = roads.corridors["short_name"].map(gettext)
    bound = rows["kind"].eq(v.ARRIVALS) & rows["corridor_id"].eq("")
    rows = rows[bound | rows["corridor_id"].isin(names.index)]
    return pd.DataFrame(
        {
            "corridor_id": rows["corridor_id"],
            "name": rows["corridor_id"].map(names).fillna(arrivals),
            "date": rows["date"],
            "kind": [v.label(v.FUEL_KINDS, code) for code in rows["kind"]],
            "when": [
                about_day_text(day, precision)
                for day, precision in zip(rows["date"], rows["date_precision"], strict=True)
            ],
            "what": rows["summary"].map(gettext),
            "who": rows["claimant_note"].map(gettext),
        }
    )


def strip_chart(
    found: RoadDays,
    roads: Roads,
    day: dt.date,
    *,
    first: dt.date,
    last: dt.date,
    selected: str | None = None,
) -> alt.LayerChart:
    """Return the status of each road through time, on which a click chooses a road.

    Args:
        found: The statuses of all roads on all days.
        roads: Corridors and fuel milestones.
        day: The day of the map, drawn as a line.
        first: First day to draw.
        last: Last day to draw.
        selected: The road to lift out.
    """
    strips = _strips(found, roads, first, last, current())
    arrivals = gettext("Convoys to Bamako")
    marks = _marks(roads, first, last, arrivals)
    names = list(roads.corridors["short_name"].map(gettext))
    order = [arrivals, *names] if (marks["name"] == arrivals).any() else names
    codes = list(v.STATUSES)
    y = alt.Y(
        "name:N",
        sort=order,
        title=None,
        scale=alt.Scale(domain=order),
        axis=alt.Axis(
            labelLimit=178,
            labelOverlap=False,
            labelFlush=False,
            ticks=False,
            domain=False,
            labelPadding=5,
            grid=False,
        ),
    )
    span = day_span(first, last)
    axis = alt.Axis(grid=False, labelOverlap=True, format="%b %y", tickCount=5)
    x = alt.X("first:T", title=None, scale=alt.Scale(domain=span), axis=axis)
    click = alt.selection_point(name=ROAD, fields=["corridor_id"], on="click", empty=False)
    bars = (
        alt.Chart(strips)
        .mark_rule(cursor="pointer", strokeCap="butt")
        .encode(
            x=x,
            x2="last:T",
            y=y,
            strokeWidth=alt.StrokeWidth("thick:Q", scale=None),
            color=alt.Color(
                "status:N",
                scale=alt.Scale(domain=codes, range=[v.STATUSES[code].colour for code in codes]),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("name:N", title=gettext("Road")),
                alt.Tooltip("label:N", title=gettext("Status")),
                alt.Tooltip("when:N", title=gettext("When")),
            ],
        )
        .add_params(click)
    )
    kinds = [v.label(v.FUEL_KINDS, code) for code in ("tanker_attack", v.ARRIVALS)]
    points = (
        alt.Chart(marks)
        .mark_point(filled=True, size=46, stroke="#ffffff", strokeWidth=0.6, opacity=1)
        .encode(
            x=alt.X("date:T", title=None),
            y=y,
            shape=alt.Shape(
                "kind:N",
                scale=alt.Scale(domain=kinds, range=["triangle-down", "circle"]),
                legend=None,
            ),
            fill=alt.Fill(
                "kind:N", scale=alt.Scale(domain=kinds, range=["#1a1a1a", "#009e73"]), legend=None
            ),
            tooltip=[
                alt.Tooltip("kind:N", title=gettext("What")),
                alt.Tooltip("when:N", title=gettext("When")),
                alt.Tooltip("what:N", title=gettext("Event")),
                alt.Tooltip("who:N", title=gettext("Who says so")),
            ],
        )
    )
    layers: list[Any] = [bars, points, day_rule(day)]
    if selected in roads.corridors.index:
        name = str(roads.corridors.at[selected, "short_name"])
        chosen = pd.DataFrame(
            {
                "name": [gettext(name)],
                "first": [pd.Timestamp(first)],
                "last": [pd.Timestamp(last)],
            }
        )
        band = alt.Chart(chosen).mark_bar(size=_ROW, color="#808890", opacity=0.25)
        layers.insert(0, band.encode(x=x, x2="last:T", y=y))
    chart = alt.layer(*layers).properties(height=_ROW * len(order))
    return cast(
        "alt.LayerChart",
        localised(
            chart.resolve_scale(color="independent"),
            gettext(
                "The status of each road through time, with attacks on tankers and convoys that"
                " arrived. The table of all roads has the statuses of the day."
            ),
        ),
    )
