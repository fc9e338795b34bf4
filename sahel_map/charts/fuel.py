"""Fuel: deliveries week by week with their gaps, and tankers lost as a band."""

import datetime as dt
from typing import Any, cast

import altair as alt
import pandas as pd

from sahel_map.charts.dates import day_rule, day_span, localised
from sahel_map.i18n import date_text, gettext, number_text
from sahel_map.measures.tankers import NORMAL_WEEK
from sahel_map.road_wording import about_day_text
from sahel_map.wording import number_range_text

__all__ = ["deliveries_chart", "losses_chart"]

_CONVOYS, _TOTALS = "#0072b2", "#009e73"


def _range(low: Any, high: Any) -> str:  # noqa: ANN401
    return number_range_text(low, high) or gettext("no report")


def _milestones(named: pd.DataFrame) -> alt.Chart:
    """Return a mark at the top for every milestone that has a short name."""
    table = pd.DataFrame(
        {
            "day": named["date"],
            "name": named["label"].map(gettext),
            "what": named["summary"].map(gettext),
            "when": [
                about_day_text(*pair)
                for pair in zip(named["date"], named["date_precision"], strict=True)
            ],
        }
    )
    marks = alt.Chart(table).mark_point(filled=True, shape="triangle-down", color="#808890")
    drawn: alt.Chart = marks.encode(
        x="day:T",
        y=alt.value(4),
        size=alt.value(70),
        tooltip=[
            alt.Tooltip("name:N", title=gettext("Milestone")),
            alt.Tooltip("when:N", title=gettext("When")),
            alt.Tooltip("what:N", title=gettext("Event")),
        ],
    )
    return drawn


def deliveries_chart(
    weeks: pd.DataFrame,
    day: dt.date,
    span: tuple[pd.Timestamp, pd.Timestamp],
    *,
    named: pd.DataFrame | None = None,
) -> alt.LayerChart:
    """Return tankers that arrived each week; a week without a report is a dash on the axis.

    Args:
        weeks: As ``measures.tankers.weekly_deliveries`` returns them.
        day: The day of the map, drawn as a line.
        span: First and last day of the axis, shared with the losses.
        named: Milestones with a ``label``, marked above.
    """
    table = pd.DataFrame(
        {
            "week": weeks.index,
            "end": [week + pd.Timedelta(days=6) for week in weeks.index],
            "middle": [week + pd.Timedelta(days=3) for week in weeks.index],
            "zero": 0.0,
            "low": weeks["low"].astype(float),
            "high": weeks["high"].fillna(weeks["low"]).astype(float),
            "total_low": weeks["total_low"].astype(float),
            "total_high": weeks["total_high"].fillna(weeks["total_low"]).astype(float),
            "when": [
                gettext("week of {day}").format(day=date_text(week.date())) for week in weeks.index
            ],
            "convoys": [_range(*ends) for ends in zip(weeks["low"], weeks["high"], strict=True)],
            "totals": [
                _range(*ends) for ends in zip(weeks["total_low"], weeks["total_high"], strict=True)
            ],
        }
    )
    silent = table[table["low"].isna() & table["total_low"].isna()]
    tooltip = [
        alt.Tooltip("when:N", title=gettext("When")),
        alt.Tooltip("convoys:N", title=gettext("Convoys to Bamako, added up")),
        alt.Tooltip("totals:N", title=gettext("Total for the country, by the ministry")),
    ]
    x = alt.X(
        "week:T",
        title=None,
        scale=alt.Scale(domain=day_span(*span)),
        axis=alt.Axis(grid=False, format="%b %Y", labelOverlap=True, tickCount=8),
    )
    y = alt.Y("zero:Q", title=gettext("Tankers a week"), axis=alt.Axis(gridOpacity=0.4))
    base = alt.Chart(table)
    bars = base.mark_bar(color=_CONVOYS).encode(x=x, x2="end:T", y=y, y2="low:Q", tooltip=tooltip)
    reach = base.mark_bar(color=_CONVOYS, opacity=0.28).encode(
        x=x, x2="end:T", y="low:Q", y2="high:Q", tooltip=tooltip
    )
    totals = base.mark_point(filled=True, shape="diamond", size=110, color=_TOTALS, opacity=1)
    given = totals.encode(x="middle:T", y="total_low:Q", tooltip=tooltip)
    dashes = alt.Chart(silent).mark_tick(color="#808890", thickness=2, size=16, orient="horizontal")
    gaps = dashes.encode(x="middle:T", y="zero:Q", tooltip=tooltip)
    normal = alt.Chart(pd.DataFrame({"n": [NORMAL_WEEK]}))
    line = normal.mark_rule(color="#808890", strokeDash=[6, 4]).encode(y="n:Q")
    words = normal.mark_text(align="left", dx=4, dy=-7, color="#808890", fontSize=12).encode(
        x=alt.value(0),
        y="n:Q",
        text=alt.value(
            gettext("about {n} a week before the ban, by one digest").format(
                n=number_text(NORMAL_WEEK)
            )
        ),
    )
    layers = [line, words, reach, bars, gaps, given, day_rule(day)]
    if named is not None and len(named):
        layers.append(_milestones(named))
    return cast(
        "alt.LayerChart",
        localised(
            alt.layer(*layers).properties(height=230),
            gettext("Tankers that arrived, week by week, as the table below lists them."),
        ),
    )


def losses_chart(
    losses: pd.DataFrame,
    counts: pd.DataFrame,
    day: dt.date,
    span: tuple[pd.Timestamp, pd.Timestamp],
) -> alt.LayerChart:
    """Return tankers destroyed so far as a band, with the counts that others published as dots.

    Args:
        losses: As ``measures.tankers.tanker_losses`` returns them.
        counts: As ``measures.tankers.running_counts`` returns them.
        day: The day of the map, drawn as a line.
        span: First and last day of the axis, shared with the deliveries.
    """
    columns = ["date", "total_low", "total_high", "date_precision"]
    steps = losses[columns].copy()
    if len(steps):
        # The sums hold until the next attack, and from the last one to the end of the axis.
        steps = pd.concat([steps, steps.tail(1).assign(date=span[1])])
    table = pd.DataFrame(
        {
            "day": steps["date"],
            "low": steps["total_low"].astype(float),
            "high": steps["total_high"].astype(float),
        }
    )
    marks = pd.DataFrame(
        {
            "day": losses["date"],
            "low": losses["total_low"].astype(float),
            "when": [
                about_day_text(*pair)
                for pair in zip(losses["date"], losses["date_precision"], strict=True)
            ],
            "what": losses["place"].map(gettext),
            "lost": [
                number_range_text(*ends) or gettext("no number")
                for ends in zip(losses["low"], losses["high"], strict=True)
            ],
            "who": losses["claimant_note"].map(gettext),
        }
    )
    dots = pd.DataFrame(
        {
            "day": counts["date"],
            "low": counts["low"].astype(float),
            "when": [
                about_day_text(*pair)
                for pair in zip(counts["date"], counts["date_precision"], strict=True)
            ],
            "who": counts["claimant_note"].map(gettext),
        }
    )
    x = alt.X(
        "day:T",
        title=None,
        scale=alt.Scale(domain=day_span(*span)),
        axis=alt.Axis(grid=False, format="%b %Y", labelOverlap=True, tickCount=8),
    )
    y = alt.Y("low:Q", title=gettext("Tankers destroyed so far"), axis=alt.Axis(gridOpacity=0.4))
    band = alt.Chart(table).mark_area(
        interpolate="step-after", color="#d55e00", opacity=0.3, line=False
    )
    area = band.encode(x=x, y=y, y2="high:Q")
    edge = alt.Chart(table).mark_line(interpolate="step-after", color="#d55e00", strokeWidth=2)
    low = edge.encode(x=x, y=y)
    attacks = alt.Chart(marks).mark_point(
        filled=True, shape="triangle-down", size=60, color="#d55e00", opacity=1
    )
    each = attacks.encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("when:N", title=gettext("When")),
            alt.Tooltip("what:N", title=gettext("Where")),
            alt.Tooltip("lost:N", title=gettext("Tankers destroyed")),
            alt.Tooltip("who:N", title=gettext("Who says so")),
        ],
    )
    others = alt.Chart(dots).mark_point(filled=True, size=90, color="#7b5ea7", opacity=1)
    said = others.encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("when:N", title=gettext("When")),
            alt.Tooltip("low:Q", title=gettext("Count so far")),
            alt.Tooltip("who:N", title=gettext("Who says so")),
        ],
    )
    layers = alt.layer(area, low, each, said, day_rule(day)).properties(height=230)
    words = gettext("Tankers destroyed so far, as a band from the lowest to the highest claim.")
    return cast("alt.LayerChart", localised(layers, words))
